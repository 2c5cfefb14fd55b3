// Documents that hold under the rules of Peppol and EHF: what comes in from the demonstration must
// be as good as what comes in from a real supplier.
#include "demo_supplier/documents.h"

namespace samkjop::demo_supplier {
namespace {

ubl::Amount amount(Money money) { return {Decimal::from(money), "NOK"}; }

ubl::Party buyer_party(const Sides& sides, const order::Order& order) {
    ubl::Party out;
    out.endpoint = {sides.buyer.organisation_number, "0192"};
    out.name = out.legal_name = sides.buyer.title();
    out.legal_identifier = {sides.buyer.organisation_number, "0192"};
    out.address = {.street = order.street,
                   .additional_street = {},
                   .city = order.city,
                   .postal_zone = order.postal_code,
                   .region = {},
                   .line = {},
                   .country = "NO"};
    return out;
}

ubl::Party seller_party(const Sides& sides) {
    const std::string& number = sides.seller.organisation_number;
    ubl::Party out;
    out.endpoint = {number, "0192"};
    out.name = out.legal_name = sides.seller.name;
    out.legal_identifier = {number, "0192"};
    out.address = {.street = sides.seller.street,
                   .additional_street = {},
                   .city = sides.seller.city,
                   .postal_zone = sides.seller.postal_code,
                   .region = {},
                   .line = {},
                   .country = "NO"};
    out.tax_registrations = {{"NO" + number + "MVA", "VAT"}, {"Foretaksregisteret", "TAX"}};
    return out;
}

ubl::Item item_of(const order::Line& line, bool with_vat) {
    ubl::Item out;
    out.name = line.name;
    out.sellers_identifier = line.item_number;
    if (!line.gtin.empty()) out.standard_identifier = {line.gtin, "0160"};
    if (with_vat) {
        out.vat_category = line.vat_category;
        out.vat_rate = Decimal(line.vat_rate.digits() * 100, line.vat_rate.scale()).normalised();
    }
    return out;
}

// One group per category and rate, its tax rounded once.
void add_totals(ubl::Invoice& out) {
    std::map<std::pair<std::string, std::string>, Money> groups;
    std::map<std::string, Decimal> rates;
    Money lines, charges;
    const auto take = [&](const std::string& category, Decimal rate, Money net) {
        groups[{category, rate.text()}] += net;
        rates[rate.text()] = rate;
    };
    for (const ubl::InvoiceLine& line : out.lines) {
        const Money each(line.net_amount->value.scaled(2));
        lines += each;
        take(line.item.vat_category, *line.item.vat_rate, each);
    }
    for (const ubl::AllowanceCharge& charge : out.adjustments) {
        const Money each(charge.amount->value.scaled(2));
        charges += each;
        take(charge.vat_category, *charge.vat_rate, each);
    }
    Money tax;
    out.vat_breakdown.clear();
    for (const auto& [key, taxable] : groups) {
        const Decimal percent = rates[key.second];
        const Money vat = share(taxable, Decimal(percent.digits(), percent.scale() + 2));
        tax += vat;
        out.vat_breakdown.push_back({.taxable_amount = amount(taxable),
                                     .tax_amount = amount(vat),
                                     .category = key.first,
                                     .rate = percent,
                                     .exemption_code = {},
                                     .exemption_reason = {}});
    }
    out.vat_total = amount(tax);
    out.totals.lines = amount(lines);
    if (!charges.is_zero()) out.totals.charges = amount(charges);
    out.totals.without_vat = amount(lines + charges);
    out.totals.with_vat = out.totals.payable = amount(lines + charges + tax);
}

}  // namespace

ubl::OrderResponse response(const order::Order& order, const Sides& sides, std::string code,
                            std::span<const Wish> wishes, const std::string& number, Date today) {
    ubl::OrderResponse out;
    out.number = number;
    out.issue_date = today;
    out.code = std::move(code);
    out.currency = "NOK";
    out.order_reference = order.number;
    // An answer says who the two are by number and registered name, and no more (BIS 3, T76).
    out.seller = {.endpoint = {sides.seller.organisation_number, "0192"},
                  .legal_name = sides.seller.name};
    out.buyer = {.endpoint = {sides.buyer.organisation_number, "0192"},
                 .legal_name = sides.buyer.title()};
    if (out.code != "RE") out.promised_delivery.end = today + 5;
    if (out.code != "CA") return out;
    for (const Wish& wish : wishes) {
        const order::Line* line = order.line(wish.position);
        if (line == nullptr || line->closed) continue;
        ubl::OrderResponseLine each;
        each.identifier = each.order_line_reference = std::to_string(wish.position);
        each.item = item_of(*line, false);
        const bool same = wish.quantity == line->quantity && wish.price == line->unit_price();
        each.status = wish.quantity.is_zero() ? "7" : same ? "5" : "3";
        if (each.status == "3") {
            each.quantity = ubl::Quantity{wish.quantity, line->unit};
            each.price.amount = ubl::Amount{wish.price, "NOK"};
            each.price.base_quantity = ubl::Quantity{Decimal::whole(1), line->unit};
        }
        out.lines.push_back(std::move(each));
    }
    return out;
}

ubl::Invoice invoice(const order::Order& order, const Sides& sides, std::span<const Wish> wishes,
                     const std::string& number, Date today) {
    ubl::Invoice out;
    out.number = number;
    out.issue_date = today;
    out.due_date = today + 30;
    out.type_code = "380";
    out.currency = "NOK";
    out.buyer_reference = order.buyer_reference;
    out.order_reference = order.number;
    out.seller = seller_party(sides);
    out.buyer = buyer_party(sides, order);
    out.delivery.date = today;
    out.delivery.address = out.buyer.address;
    ubl::PaymentMeans means;
    means.code = "30";
    means.remittance = number;
    means.account = sides.seller.bank_account.empty() ? "86011117947" : sides.seller.bank_account;
    out.payment_means.push_back(means);
    out.payment_terms = "30 dager";
    for (const Wish& wish : wishes) {
        const order::Line* line = order.line(wish.position);
        if (line == nullptr || wish.quantity.is_zero()) continue;
        ubl::InvoiceLine each;
        each.identifier = std::to_string(out.lines.size() + 1);
        each.quantity = ubl::Quantity{wish.quantity, line->unit};
        each.net_amount = amount(times(wish.quantity, wish.price));
        each.order_line_reference = std::to_string(wish.position);
        each.item = item_of(*line, true);
        each.price.amount = ubl::Amount{wish.price, "NOK"};
        out.lines.push_back(std::move(each));
    }
    add_totals(out);
    return out;
}

ubl::Invoice credit_note(const order::Order& order, const Sides& sides,
                         std::span<const Wish> wishes, const std::string& number,
                         const std::string& of_invoice, Date today) {
    ubl::Invoice out = invoice(order, sides, wishes, number, today);
    out.is_credit_note = true;
    out.type_code = "381";
    out.due_date.reset();
    out.preceding_invoices.push_back({of_invoice, {}});
    return out;
}

void add_charge(ubl::Invoice& out, const std::string& reason, Money net) {
    ubl::AllowanceCharge charge;
    charge.is_charge = true;
    charge.reason = reason;
    charge.amount = amount(net);
    charge.vat_category = "S";
    charge.vat_rate = Decimal::whole(25);
    out.adjustments.push_back(std::move(charge));
    add_totals(out);
}

}  // namespace samkjop::demo_supplier
