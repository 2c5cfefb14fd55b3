#pragma once
// Who a document is from and to, and when two documents are the same one.
#include "gateway/gateway.h"

namespace samkjop::gateway {

// The same document by another channel: sender + type + number + date + payable total. The same
// number in another year, or from another sender, is another document. Empty: cannot be told.
std::string business_key(std::string_view sender, ubl::DocumentType type, std::string_view number,
                         std::optional<Date> issued, const std::optional<Decimal>& payable);

// What routing and filing need of a document.
struct Parties {
    std::string sender, receiver;  // "0192:974760673", or empty
    std::string sender_name;
    std::optional<Date> issued;
    std::optional<Decimal> payable;
};
Parties parties(const ubl::Document& document);
// The same where the document's type has no terms of its own: from its bytes.
Parties parties(const ubl::Document& document, std::string_view bytes);
// Whether the envelope says the same as the document in it: what it is, which process it belongs
// to, whom it is from and to. Nothing: it does, or there is no envelope.
std::optional<Refusal> envelope_differs(const ubl::Document& document, const Parties& who);
// Which transmission a message level answer (MLS, MLR) is about; empty where it does not say.
std::string answered_transmission(std::string_view bytes);

// "0192:974760673" → "974760673"; empty where it is no Norwegian participant.
std::string organisation_number(std::string_view participant);
// A file name that any file system and any access point can live with.
std::string safe_file_name(std::string_view text);
std::string uuid();

// The last day a document must be kept. Invoices and credit notes are documentation of the accounts
// (bokføringsloven § 13): five years after the end of the accounting year. Nothing for the others,
// which are kept as long as the case they belong to.
std::optional<Date> kept_until(ubl::DocumentType type, Date came);

}  // namespace samkjop::gateway
