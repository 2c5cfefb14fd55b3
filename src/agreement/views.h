#pragma once
// What the agreement templates are given: sentences and figures ready to print.
#include <cstdint>
#include <string>
#include <vector>

#include "html/components.h"

namespace samkjop::agreement {

struct ListRow {
    std::string path, title, supplier, supplier_number, municipalities, until, options;
    bool ending = false;
    std::string state;
};
struct ListView {
    std::string heading, note;
    std::vector<html::Chip> chips;
    std::vector<ListRow> rows;
    std::string ended_path;
    bool shows_ended = false;
};
struct MemberRow {
    std::string name, joined, left, decision;
};
struct DetailView {
    std::string number, title, state, context, goods_path, supplier;
    html::Tone tone = html::Tone::good;
    std::vector<html::Figure> facts;
    std::string terms;
    std::vector<MemberRow> members;
    bool any_left = false;
    std::vector<html::TrailRow> trail;
    Date today;
};

void list_page(html::Out& o, const ListView& view);
void detail_page(html::Out& o, const DetailView& view);

}  // namespace samkjop::agreement
