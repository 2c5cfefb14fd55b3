// What the control needs of an invoice or a credit note as the supplier wrote it.

#include <algorithm>

#include "control/document.h"

namespace samkjop::control {
namespace {

Money money(const std::optional<ubl::Amount>& amount) {
    if (!amount) return {};
    return times(Decimal::whole(1), amount->value);
}

// Beyond any purchase: left out, the invoice's own control says so.
bool bearable(const std::optional<ubl::Amount>& amount) {
    return amount && amount->value < Decimal::whole(1'000'000'000) &&
           amount->value > Decimal::whole(-1'000'000'000);
}

Decimal rate(const std::optional<Decimal>& percent) {
    if (!percent || percent->normalised().scale() > 4) return {};
    const Decimal plain = percent->normalised();
    return {plain.digits(), plain.scale() + 2};
}

Line line_of(const ubl::InvoiceLine& from, int position) {
    Line out;
    out.position = position;
    out.name = from.item.name.empty() ? from.item.description : from.item.name;
    out.item_number = from.item.sellers_identifier;
    if (from.item.standard_identifier.scheme == "0160")
        out.gtin = from.item.standard_identifier.value;
    for (const ubl::Classification& each : from.item.classifications) {
        if (each.list == "TST" || each.list == "MP") out.unspsc = each.code;
    }
    out.quantity = from.quantity ? from.quantity->value : Decimal::whole(1);
    out.unit = from.quantity ? from.quantity->unit : "";
    out.net = money(from.net_amount);
    if (from.price.amount) {
        out.unit_price = from.price.amount->value;
        out.price_stated = true;
    }
    if (from.price.base_quantity && from.price.base_quantity->value > Decimal())
        out.base = from.price.base_quantity->value;
    for (const ubl::AllowanceCharge& each : from.adjustments) {
        if (!bearable(each.amount)) continue;
        ++out.adjustments;
        if (each.is_charge && money(each.amount) > Money())
            out.fees.push_back({each.reason_code, each.reason, money(each.amount)});
    }
    out.rate = rate(from.item.vat_rate);
    out.category = from.item.vat_category;
    return out;
}

}  // namespace

Document document_of(const ubl::Invoice& invoice) {
    Document out;
    out.credit_note = invoice.is_credit_note;
    out.currency = invoice.currency.empty() ? "NOK" : invoice.currency;
    out.issued = invoice.issue_date.value_or(Date());
    out.supplied = invoice.delivery.date ? invoice.delivery.date : invoice.period.start;
    out.agreement_number = invoice.contract_reference;
    int position = 0;
    for (const ubl::InvoiceLine& each : invoice.lines) {
        if (bearable(each.net_amount)) out.lines.push_back(line_of(each, position));
        if (!out.supplied && each.period.start) out.supplied = each.period.start;
        ++position;
    }
    for (const ubl::AllowanceCharge& each : invoice.adjustments) {
        if (bearable(each.amount)) {
            Line line;
            line.position = position;
            line.charge = true;
            line.name = each.reason;
            line.reason_code = each.reason_code;
            line.quantity = Decimal::whole(1);
            line.net = each.is_charge ? money(each.amount) : -money(each.amount);
            line.rate = rate(each.vat_rate);
            line.category = each.vat_category;
            out.lines.push_back(std::move(line));
        }
        ++position;
    }
    return out;
}

Document document_of(const order::Order& order) {
    Document out;
    out.order = true;
    out.currency = order.currency;
    out.issued = order.at.oslo_date();
    out.ordered_on = out.issued;
    out.agreement_number = order.agreement_number;
    for (const order::Line& each : order.lines) {
        Line line;
        line.position = each.position;
        line.name = each.name;
        line.item_number = each.item_number;
        line.gtin = each.gtin;
        line.unspsc = each.unspsc;
        line.quantity = each.quantity;
        line.unit = each.unit;
        line.unit_price = each.price;
        line.base = each.price_base;
        line.price_stated = true;
        line.net = each.net();
        line.rate = each.vat_rate;
        line.category = each.vat_category;
        out.lines.push_back(std::move(line));
    }
    return out;
}

}  // namespace samkjop::control
