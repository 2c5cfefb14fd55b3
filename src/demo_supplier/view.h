#pragma once
// What the templates draw: strings that are ready.
#include "html/components.h"

namespace samkjop::demo_supplier {

struct Row {
    std::string path, number, title, supplier, state, amount;
};
void orders(html::Out& o, std::span<const Row> rows);

struct LineView {
    std::string position, name, ordered, quantity, price;
};
struct OrderView {
    std::string path, order_path, number, title, supplier, buyer, state, sent, invoice_number;
    std::vector<LineView> lines;
    std::vector<Refusal> refusals;
};
void order(html::Out& o, const OrderView& view);

}  // namespace samkjop::demo_supplier
