// Who a document is from and to, and when two documents are the same one.
#include "gateway/rules.h"

#include <fmt/format.h>

#include "base/crypto.h"
#include "base/identifiers.h"

namespace samkjop::gateway {
namespace {

std::string participant(const ubl::Identifier& endpoint) {
    if (endpoint.empty()) return {};
    return endpoint.scheme.empty() ? endpoint.value : endpoint.scheme + ":" + endpoint.value;
}

// The party's electronic address; a sender that states none is known by its organisation number.
std::string participant(const ubl::Party& party) {
    if (!party.endpoint.empty()) return participant(party.endpoint);
    if (const auto number = OrganisationNumber::parse(party.legal_identifier.value)) {
        return "0192:" + number->digits();
    }
    return {};
}

std::string name_of(const ubl::Party& party) {
    return party.legal_name.empty() ? party.name : party.legal_name;
}

}  // namespace

Parties parties(const ubl::Document& document) {
    Parties out;
    if (const ubl::Invoice* invoice = document.invoice()) {
        out = {participant(invoice->seller),
               participant(invoice->buyer),
               name_of(invoice->seller),
               invoice->issue_date,
               {}};
        if (invoice->totals.payable) out.payable = invoice->totals.payable->value;
    } else if (const ubl::OrderResponse* response = document.order_response()) {
        out = {participant(response->seller),
               participant(response->buyer),
               name_of(response->seller),
               response->issue_date,
               {}};
    } else if (const ubl::Catalogue* catalogue = document.catalogue()) {
        out = {participant(catalogue->provider),
               participant(catalogue->receiver),
               name_of(catalogue->provider),
               catalogue->issue_date,
               {}};
    } else if (const ubl::Order* order = document.order()) {
        out = {participant(order->buyer),
               participant(order->seller),
               name_of(order->buyer),
               order->issue_date,
               {}};
    } else if (const ubl::InvoiceResponse* answer = document.invoice_response()) {
        out = {participant(answer->sender),
               participant(answer->receiver),
               name_of(answer->sender),
               answer->issue_date,
               {}};
    }
    if (document.envelope) {
        if (out.sender.empty()) out.sender = document.envelope->sender;
        if (out.receiver.empty()) out.receiver = document.envelope->receiver;
    }
    if (out.sender_name.empty()) out.sender_name = out.sender;
    return out;
}

std::string business_key(std::string_view sender, ubl::DocumentType type, std::string_view number,
                         std::optional<Date> issued, const std::optional<Decimal>& payable) {
    if (sender.empty() || number.empty() || !issued) return {};
    // The lengths keep a number with a bar in it from looking like another document's key.
    return fmt::format("{}|{}|{}:{}|{}|{}", sender, ubl::type_name(type), number.size(), number,
                       issued->iso(), payable ? payable->normalised().text() : "");
}

std::string organisation_number(std::string_view participant_id) {
    if (!participant_id.starts_with("0192:")) return {};
    const auto number = OrganisationNumber::parse(participant_id.substr(5));
    return number ? number->digits() : std::string();
}

std::optional<Date> kept_until(ubl::DocumentType type, Date came) {
    switch (type) {
        case ubl::DocumentType::invoice:
        case ubl::DocumentType::creditnote:
        case ubl::DocumentType::selfbilling_invoice:
        case ubl::DocumentType::selfbilling_creditnote:
            return Date(came.year() + 5, 12, 31);
        default:
            return std::nullopt;
    }
}

std::string safe_file_name(std::string_view text) {
    std::string out;
    for (const char c : text) {
        const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                           (c >= '0' && c <= '9') || c == '-' || c == '_' ||
                           (c == '.' && !out.empty());
        out += plain ? c : '_';
        if (out.size() == 120) break;
    }
    return out.empty() ? "dokument" : out;
}

std::string uuid() {
    std::string hex = random_token(16);
    hex[12] = '4';  // version 4: random
    static constexpr std::string_view variants = "89ab";
    hex[16] = variants[static_cast<std::size_t>(hex[16]) % 4];
    return hex.substr(0, 8) + "-" + hex.substr(8, 4) + "-" + hex.substr(12, 4) + "-" +
           hex.substr(16, 4) + "-" + hex.substr(20, 12);
}

}  // namespace samkjop::gateway
