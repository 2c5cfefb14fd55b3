#pragma once
// UBL documents ↔ business terms. This module knows how UBL spells a document, not what the
// document means to a purchase, and does not judge it: peppol does.

#include <cstddef>
#include <expected>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/date.h"
#include "base/result.h"
#include "ubl/documents.h"

namespace samkjop::ubl {

class Tree;

enum class DocumentType : std::uint8_t {
    invoice,
    creditnote,
    selfbilling_invoice,
    selfbilling_creditnote,
    order,                    // T01
    order_response,           // T76
    order_agreement,          // T110
    order_change,             // T114
    order_cancellation,       // T115
    order_response_advanced,  // T116
    despatch_advice,          // T16
    catalogue,                // T19
    catalogue_response,       // T58
    punch_out,                // T77
    invoice_response,         // T111
    mlr,                      // T71
    mls,
    other,  // a UBL document that Samkjøp has no rules for
};
inline constexpr int kDocumentTypes = static_cast<int>(DocumentType::other);

std::string_view type_name(
    DocumentType type);  // "selfbilling-invoice", as the command line spells it
std::optional<DocumentType> type_from(std::string_view name);

struct Limits {
    std::size_t bytes = std::size_t{20} << 20;  // never more than kHardLimitBytes
    int depth = 40;
    int attributes = 32;  // on one element
    std::size_t elements = 2'000'000;
};
inline constexpr std::size_t kHardLimitBytes = std::size_t{100} << 20;

enum class Reason : std::uint8_t {
    not_xml,              // {line} {detail}
    dtd,                  // {line}
    too_large,            // {limit_mb}
    too_deep,             // {line} {limit}
    too_many_attributes,  // {line} {limit}
    too_many_elements,    // {limit}
    encoding,             // {encoding}
    unknown_document,     // {element}
    broken_envelope,      // no business document in it
};

// Why nothing could be read. The sentence is in texts.*.toml under the reason's name.
struct Unreadable {
    Reason reason = Reason::not_xml;
    Arguments arguments;

    const Text& text() const;
    std::string_view name() const;  // "not_xml" …
    std::string in(Language language) const { return render(text(), language, arguments); }
};

// The envelope of the Peppol network (SBDH): who sent what to whom.
struct Envelope {
    std::string sender;         // "0192:313000009"
    std::string receiver;       // "0192:974760673"
    std::string instance;       // a new UUID for each transmission
    std::string document_type;  // the document's type as the network names it (busdox-docid-qns)
    std::string process;        // cenbii-procid-ubl
    std::string standard;       // root namespace
    std::string type;           // root element
    std::string type_version;   // "2.1"
    std::string country;        // COUNTRY_C1: of the sending end user
    std::string created;        // "2026-11-20T19:36:02Z"
    std::string mls_to;         // MLS_TO: the service provider that wants a message level status
    std::string mls_type;       // MLS_TYPE: FAILURE_ONLY or ALWAYS_SEND
    friend bool operator==(const Envelope&, const Envelope&) = default;
};

// A value that was there but is not of its type ("1,5" as an amount); the term is then left empty.
struct Malformed {
    std::string path;
    std::string value;
    int line = 0;
};

struct Other {};  // recognised, but read by nobody here; judge it and keep the bytes

struct Document {
    DocumentType type = DocumentType::other;
    std::string root_namespace;
    std::string root_element;
    std::string customization;
    std::string profile;
    std::string number;  // cbc:ID
    std::optional<Envelope> envelope;
    std::variant<Other, Invoice, Order, OrderResponse, InvoiceResponse, Catalogue, OrderChange,
                 OrderCancellation, OrderAgreement, DespatchAdvice, MessageResponse>
        body;
    std::vector<Malformed> malformed;

    const Invoice* invoice() const { return std::get_if<Invoice>(&body); }
    const Order* order() const { return std::get_if<Order>(&body); }
    const OrderResponse* order_response() const { return std::get_if<OrderResponse>(&body); }
    const InvoiceResponse* invoice_response() const { return std::get_if<InvoiceResponse>(&body); }
    const Catalogue* catalogue() const { return std::get_if<Catalogue>(&body); }
};

// Reads UTF-8, UTF-16 and ISO-8859-1, with or without the envelope. A DTD is refused.
std::expected<Document, Unreadable> read(std::string_view bytes, const Limits& limits = {});

// Only what the head says, for routing: body is Other.
std::expected<Document, Unreadable> recognise(std::string_view bytes, const Limits& limits = {});
DocumentType recognise(const Tree& tree);

// UTF-8, in the order of the schema. An empty customization or profile is filled in with Peppol
// BIS 3's own. Write, then read: the same terms.
std::string write(const Invoice& invoice);
std::string write(const Order& order);
std::string write(const OrderResponse& response);
std::string write(const InvoiceResponse& response);
std::string write(const Catalogue& catalogue);
std::string write(const OrderChange& change);
std::string write(const OrderCancellation& cancellation);
std::string write(const OrderAgreement& agreement);
std::string write(const DespatchAdvice& advice);
// Which of the three (catalogue response, MLR, MLS) its customization says: it must be given.
std::string write(const MessageResponse& response);

// The customization and profile that Peppol BIS 3 has for the type.
struct Specification {
    std::string_view customization, profile;
};
Specification specification(DocumentType type);

// Puts a document that starts with its XML declaration or root into the envelope. Empty standard,
// type, type_version, document_type and process are filled in from the document.
std::string wrap(Envelope envelope, std::string_view document);
// The document without its envelope, as bytes of the original; the same bytes when there is none.
std::expected<std::string, Unreadable> unwrap(std::string_view bytes, const Limits& limits = {});

// BT-125 as it stands; `bytes` are those that the document was read from.
std::string_view attachment_text(const Attachment& attachment, std::string_view bytes);
// Takes the text out of the file, so that the attachment can be written in another document.
void bring_along(Attachment& attachment, std::string_view bytes);

// Hands over the decoded bytes piece by piece; false when it is not base64 (what came before that
// has been handed over). Without a receiver it only says whether it is.
using Receiver = std::function<void(std::string_view piece)>;
bool decode_base64(std::string_view base64, const Receiver& receiver = {});
// All of it at once. Nothing when it is not base64.
std::optional<std::string> attachment_bytes(std::string_view base64);
std::string base64(std::string_view bytes);

}  // namespace samkjop::ubl
