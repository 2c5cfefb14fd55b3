#pragma once
// What the templates of shops and visits are given.
#include <string>
#include <vector>

#include "html/components.h"

namespace samkjop::punchout {

struct ShopRow {
    std::int64_t id = 0;
    std::string path, name, supplier, edit_path;
    bool open = true;
};
struct WaitingRow {
    std::string path, name;
};
struct ShopsView {
    std::vector<ShopRow> shops;
    std::vector<WaitingRow> waiting;
    bool may_request = false;
    std::string new_path;
};
struct ShopForm {
    std::string path, name, address, secret;
    std::int64_t supplier = 0;
    bool open = true;
    std::vector<std::pair<std::int64_t, std::string>> suppliers;
    std::vector<Refusal> refusals;
};
struct BasketRow {
    int number = 0;
    std::string name, details, quantity, shop_price, price, sum, says, item_path;
    html::Tone tone = html::Tone::plain;
    bool buyable = false;
};
struct VisitView {
    std::string path, shop, title, lead, way, refused, sum;
    std::vector<BasketRow> rows;
    std::vector<Refusal> refusals;
    bool away = false, returned = false, needs_reason = false;
    std::string reason;
};

void shops_page(html::Out& o, const ShopsView& view);
void shop_form_page(html::Out& o, const ShopForm& view);
void visit_page(html::Out& o, const VisitView& view);

}  // namespace samkjop::punchout
