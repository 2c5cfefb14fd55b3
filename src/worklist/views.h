#pragma once
#include "html/components.h"

namespace samkjop::worklist {

struct GroupView {
    std::string id, title, says;
    std::vector<html::WaitRow> rows;
};
struct MineView {
    std::string title, lead;
    std::vector<GroupView> groups;
    std::vector<std::string> away;  // who stands in
};
void mine_page(html::Out&, const MineView&);

}  // namespace samkjop::worklist
