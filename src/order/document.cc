// From an order to what is sent. An order is cancelled or changed by a message in words: ordering
// by change documents (Peppol Advanced Ordering) is another agreement between the two.
#include "order/document.h"

#include "order/rules.h"
#include "order/texts.h"

namespace samkjop::order {
namespace {

constexpr std::string_view kOrdering = "urn:fdc:peppol.eu:poacc:bis:ordering:3";

ubl::Identifier identifier(std::string_view participant) {
    const auto colon = participant.find(':');
    if (colon == participant.npos) return {std::string(participant), ""};
    return {std::string(participant.substr(colon + 1)), std::string(participant.substr(0, colon))};
}

ubl::Amount amount(Money money, const std::string& currency) {
    return {Decimal::from(money), currency};
}

ubl::Party buyer_party(const Order& order, const party::Municipality& buyer) {
    ubl::Party out;
    out.endpoint = {buyer.organisation_number, "0192"};
    out.name = buyer.title();
    out.legal_name = buyer.title();
    out.legal_identifier = {buyer.organisation_number, "0192"};
    out.address = {.street = order.street,
                   .additional_street = {},
                   .city = order.city,
                   .postal_zone = order.postal_code,
                   .region = {},
                   .line = {},
                   .country = "NO"};
    out.contact = {order.contact_name, order.contact_telephone, order.contact_email};
    return out;
}

ubl::Party seller_party(const party::Supplier& seller) {
    ubl::Party out;
    out.endpoint = identifier(seller.endpoint);
    out.name = seller.name;
    out.legal_name = seller.name;
    out.legal_identifier = {seller.organisation_number, "0192"};
    out.address = {.street = seller.street,
                   .additional_street = {},
                   .city = seller.city,
                   .postal_zone = seller.postal_code,
                   .region = {},
                   .line = {},
                   .country = seller.country.empty() ? "NO" : seller.country};
    return out;
}

ubl::OrderLine line_of(const Order& order, const Line& line) {
    ubl::OrderLine out;
    out.identifier = std::to_string(line.position);
    out.quantity = ubl::Quantity{line.quantity, line.unit};
    out.net_amount = amount(line.net(), order.currency);
    out.accounting_cost = line.accounting_cost;
    out.price.amount = ubl::Amount{line.unit_price(), order.currency};
    out.price.base_quantity = ubl::Quantity{Decimal::whole(1), line.unit};
    out.item.name = line.name;
    out.item.description = line.description;
    out.item.sellers_identifier = line.item_number;
    if (!line.gtin.empty()) out.item.standard_identifier = {line.gtin, "0160"};
    if (!line.unspsc.empty()) {
        out.item.classifications.push_back(
            {.code = line.unspsc, .list = "TST", .version = {}, .name = {}});
    }
    out.item.vat_category = line.vat_category;
    out.item.vat_rate = Decimal(line.vat_rate.digits() * 100, line.vat_rate.scale()).normalised();
    return out;
}

// Ends with a full stop, so that the next sentence can follow.
std::string sentence(std::string_view text) {
    std::string out(text);
    if (!out.empty() && out.back() != '.' && out.back() != '!' && out.back() != '?') out += '.';
    return out;
}

Message message(const Text& subject, const Text& body, const Order& order, std::string_view reason,
                Language language) {
    std::string lines;
    for (const Line& line : order.lines) {
        if (!lines.empty()) lines += "; ";
        lines += fmt::format(
            "{} {}",
            quantity_words(line.closed ? line.received : line.quantity, line.unit, language),
            line.name);
    }
    return {render(subject, language, {{"number", order.number}}),
            render(body, language,
                   {{"number", order.number},
                    {"supplier", order.supplier_name},
                    {"reason", sentence(reason)},
                    {"lines", sentence(lines)},
                    {"contact", order.contact_name}})};
}

}  // namespace

ubl::Order document(const Order& order, const party::Municipality& buyer,
                    const party::Supplier& seller) {
    ubl::Order out;
    out.profile = kOrdering;
    out.number = order.number;
    out.issue_date = order.at.oslo_date();
    out.type_code = "220";
    out.note = order.note;
    out.currency = order.currency;
    out.customer_reference = order.buyer_reference;
    out.requisition_reference = order.requisition_number;
    out.contract_reference = order.agreement_number;
    out.buyer = buyer_party(order, buyer);
    out.seller = seller_party(seller);
    out.delivery.location_name = order.delivery_name;
    out.delivery.address = out.buyer.address;
    out.delivery.party_name = order.delivery_name;
    out.delivery.party_contact = out.buyer.contact;
    if (order.wished) out.delivery.requested.end = order.wished;
    const Money net = total(order.lines);
    const Money tax = vat(order.lines);
    out.vat_total = amount(tax, order.currency);
    out.totals.lines = amount(net, order.currency);
    out.totals.without_vat = amount(net, order.currency);
    out.totals.with_vat = amount(net + tax, order.currency);
    out.totals.payable = amount(net + tax, order.currency);
    for (const Line& line : order.lines) out.lines.push_back(line_of(order, line));
    return out;
}

Message cancellation_message(const Order& order, std::string_view reason, Language language) {
    return message(text::mail_cancel_subject, text::mail_cancel, order, reason, language);
}

Message change_message(const Order& order, std::string_view reason, Language language) {
    return message(text::mail_change_subject, text::mail_change, order, reason, language);
}

}  // namespace samkjop::order
