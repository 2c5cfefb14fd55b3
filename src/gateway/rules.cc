// Who a document is from and to, and when two documents are the same one.
#include "gateway/rules.h"

#include <fmt/format.h>

#include "base/crypto.h"
#include "base/identifiers.h"
#include "base/words.h"
#include "gateway/texts.h"
#include "ubl/tree.h"

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
        // A self-billed invoice is written by the buyer.
        const bool self_billed = document.type == ubl::DocumentType::selfbilling_invoice ||
                                 document.type == ubl::DocumentType::selfbilling_creditnote;
        const ubl::Party& from = self_billed ? invoice->buyer : invoice->seller;
        const ubl::Party& to = self_billed ? invoice->seller : invoice->buyer;
        out = {participant(from), participant(to), name_of(from), invoice->issue_date, {}};
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

namespace {

namespace cbc = ubl::cbc;
namespace cac = ubl::cac;

std::string text_of(const ubl::Node& node) { return std::string(trimmed(node.text())); }

// The first of these roles that is there; a party stands in its role or is the role.
const ubl::Node& party_in(const ubl::Node& root, std::span<const ubl::Name> roles) {
    for (const ubl::Name role : roles) {
        const ubl::Node& node = root.child(role);
        if (node) return node.child(cac::Party) ? node.child(cac::Party) : node;
    }
    return ubl::Node::nothing();
}

std::string endpoint_of(const ubl::Node& party) {
    const ubl::Node& endpoint = party.child(cbc::EndpointID);
    return participant(ubl::Identifier{
        text_of(endpoint), std::string(endpoint.value_of(ubl::AttributeName::schemeID))});
}

constexpr ubl::Name kSellers[] = {cac::SenderParty, cac::DespatchSupplierParty, cac::ProviderParty,
                                  cac::SellerSupplierParty, cac::AccountingSupplierParty};
constexpr ubl::Name kBuyers[] = {cac::ReceiverParty, cac::DeliveryCustomerParty,
                                 cac::BuyerCustomerParty, cac::AccountingCustomerParty};

}  // namespace

Parties parties(const ubl::Document& document, std::string_view bytes) {
    Parties out = parties(document);
    if (!out.sender.empty() && !out.receiver.empty() && out.issued) return out;
    ubl::Tree tree;
    if (!tree.parse(bytes, {.bytes = ubl::kHardLimitBytes})) return out;
    const bool ours = document.type == ubl::DocumentType::order_change ||
                      document.type == ubl::DocumentType::order_cancellation;
    const std::span<const ubl::Name> sellers = kSellers, buyers = kBuyers;
    const ubl::Node& from = party_in(tree.root(), ours ? buyers : sellers);
    const ubl::Node& to = party_in(tree.root(), ours ? sellers : buyers);
    if (const std::string sender = endpoint_of(from); !sender.empty()) out.sender = sender;
    if (out.receiver.empty()) out.receiver = endpoint_of(to);
    if (!out.issued) out.issued = Date::parse(text_of(tree.root().child(cbc::IssueDate)));
    const std::string legal =
        text_of(from.child(cac::PartyLegalEntity).child(cbc::RegistrationName));
    const std::string name = text_of(from.child(cac::PartyName).child(cbc::Name));
    if (!legal.empty() || !name.empty()) out.sender_name = legal.empty() ? name : legal;
    if (out.sender_name.empty()) out.sender_name = out.sender;
    return out;
}

namespace {

// 9908 was the Norwegian scheme before 0192; letters of an identifier may be large or small.
bool same_participant(std::string_view one, std::string_view other) {
    const auto plain = [](std::string_view text) {
        std::string out(text.starts_with("9908:") ? "0192" + std::string(text.substr(4))
                                                  : std::string(text));
        for (char& c : out) {
            if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
        }
        return out;
    };
    return plain(one) == plain(other);
}

// "urn:…:Invoice-2::Invoice##urn:cen.eu:…::2.1" names what the document must be. With the wildcard
// scheme the customization ends in a star, and the document's own may go on.
bool names_type(std::string_view identifier, const ubl::Document& document) {
    const std::string root = document.root_namespace + "::" + document.root_element + "##";
    if (!identifier.starts_with(root)) return false;
    identifier.remove_prefix(root.size());
    const auto version = identifier.rfind("::");
    std::string_view customization = identifier.substr(0, version);
    if (!customization.ends_with('*')) return customization == document.customization;
    customization.remove_suffix(1);
    return document.customization.starts_with(customization);
}

Refusal differs(const Text& text, std::string_view envelope, std::string_view document) {
    return {&text,
            {{"envelope", std::string(cut_at_letter(envelope, 200))},
             {"document", std::string(cut_at_letter(document, 200))}},
            {}};
}

}  // namespace

std::optional<Refusal> envelope_differs(const ubl::Document& document, const Parties& who) {
    if (!document.envelope) return std::nullopt;
    const ubl::Envelope& envelope = *document.envelope;
    if (!envelope.type.empty() && envelope.type != document.root_element)
        return differs(text::envelope_type_differs, envelope.type, document.root_element);
    if (!envelope.standard.empty() && envelope.standard != document.root_namespace)
        return differs(text::envelope_type_differs, envelope.standard, document.root_namespace);
    if (!envelope.document_type.empty() && !names_type(envelope.document_type, document))
        return differs(text::envelope_type_differs, envelope.document_type,
                       fmt::format("{}::{}##{}", document.root_namespace, document.root_element,
                                   document.customization));
    if (!envelope.process.empty() && envelope.process != document.profile)
        return differs(text::envelope_process_differs, envelope.process, document.profile);
    if (!envelope.receiver.empty() && !same_participant(envelope.receiver, who.receiver))
        return differs(text::receiver_differs, envelope.receiver, who.receiver);
    if (!envelope.sender.empty() && !same_participant(envelope.sender, who.sender))
        return differs(text::sender_differs, envelope.sender, who.sender);
    return std::nullopt;
}

std::string answered_transmission(std::string_view bytes) {
    ubl::Tree tree;
    if (!tree.parse(bytes, {.bytes = ubl::kHardLimitBytes})) return {};
    return text_of(
        tree.root().child(cac::DocumentResponse).child(cac::DocumentReference).child(cbc::ID));
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
