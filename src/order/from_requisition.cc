// One order per supplier of an approved requisition, in the approver's own transaction.
#include <stdexcept>

#include "agreement/agreement.h"
#include "order/acts.h"
#include "order/texts.h"
#include "requisition/requisition.h"

namespace samkjop::order {
namespace {

NewLine line_from(const requisition::Line& line) {
    NewLine out;
    out.ledger_line = line.ledger_line;
    out.requisition_line = line.id.value;
    out.agreement = line.agreement;
    out.name = line.name;
    out.item_number = line.item_number;
    out.gtin = line.gtin;
    out.unspsc = line.unspsc;
    out.unit = line.unit_code;
    out.quantity = line.quantity;
    out.price = line.price;
    out.vat_rate = line.vat_rate;
    out.vat_category = line.vat_category.empty() ? "S" : line.vat_category;
    if (!line.parts.empty()) out.accounting_cost = line.parts.front().codes[1];
    return out;
}

void on_approved(db::Tx& tx, const Actor& approver, Instant at,
                 const requisition::Requisition& requisition) {
    std::map<party::SupplierId, NewOrder> orders;
    for (const requisition::Line& line : requisition.lines) {
        if (line.state != requisition::LineState::approved) continue;
        NewOrder& order = orders[line.supplier];
        order.lines.push_back(line_from(line));
        if (line.agreement != 0 && order.lines.front().agreement_number.empty()) {
            const auto agreement =
                agreement::limits(tx, {line.agreement}, requisition.municipality);
            order.lines.front().agreement_number =
                agreement ? agreement->number : line.agreement_name;
        }
        for (const requisition::Part& part : line.parts) {
            if (part.unit &&
                std::ranges::find(order.paying_units, part.unit) == order.paying_units.end()) {
                order.paying_units.push_back(part.unit);
            }
        }
    }
    for (auto& [supplier, order] : orders) {
        order.municipality = requisition.municipality;
        order.unit = requisition.unit;
        order.requisition = requisition.id.value;
        order.requisition_number = requisition.number;
        order.title = requisition.title;
        order.supplier = supplier;
        order.requester = requisition.requester;
        order.wished = requisition.wished;
        order.delivery_unit = requisition.delivery_unit;
        const auto placed = place(tx, approver, at, order);
        // Everything has been judged at submit and approval: a no here is a fault of ours, and the
        // approval must not stand without its order.
        if (!placed)
            throw std::runtime_error("an approved order was refused: " +
                                     placed.error().in(Language::en));
    }
}

}  // namespace

void register_with_requisition() { requisition::on_approved = on_approved; }

}  // namespace samkjop::order
