#pragma once
// What a supplier would send about an order: pure.
#include "order/order.h"
#include "ubl/documents.h"

namespace samkjop::demo_supplier {

struct Wish {  // what was typed for one line
    int position = 0;
    Decimal quantity, price;
};
struct Sides {
    party::Municipality buyer;
    party::Supplier seller;
};

ubl::OrderResponse response(const order::Order&, const Sides&, std::string code,
                            std::span<const Wish>, const std::string& number, Date today);
ubl::Invoice invoice(const order::Order&, const Sides&, std::span<const Wish>,
                     const std::string& number, Date today);
ubl::Invoice credit_note(const order::Order&, const Sides&, std::span<const Wish>,
                         const std::string& number, const std::string& of_invoice, Date today);
// Freight or a fee on the whole document, at 25 %; the totals follow.
void add_charge(ubl::Invoice&, const std::string& reason, Money net);

}  // namespace samkjop::demo_supplier
