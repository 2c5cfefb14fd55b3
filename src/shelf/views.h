#pragma once
// What the templates of the lists are given.
#include <string>
#include <vector>

#include "html/components.h"

namespace samkjop::shelf {

struct ListRow {
    std::string path, name, says;
    std::int64_t id = 0;
};
struct ListsView {
    std::vector<ListRow> lists;
    std::vector<Refusal> refusals;
    std::string name;
    bool may_make = false;
    std::string unit_name, municipality_name;
};
struct LineView {
    std::int64_t item = 0;
    std::string path, name, details, price, base_price, quantity, minimum, step, says;
    html::Tone tone = html::Tone::plain;
    html::Safe picture{""};
    std::string instead_path, instead;
    bool buyable = false;
};
struct ListView {
    std::string path, name, says, lead, sum;
    std::vector<LineView> lines;
    std::vector<Refusal> refusals;
    std::string message;
    std::vector<std::string> left_behind;
    bool may_change = false, may_buy = false;
};
struct PutView {
    std::string item_name, item_path, quantity;
    std::int64_t item = 0;
    std::vector<ListRow> lists;
    std::vector<Refusal> refusals;
    std::string unit_name, municipality_name;
};

void lists_page(html::Out& o, const ListsView& view);
void list_page(html::Out& o, const ListView& view);
void put_page(html::Out& o, const PutView& view);

}  // namespace samkjop::shelf
