#pragma once
// How values stand on the page, and which elements stand under which label.
#include <array>
#include <span>

#include "document/document.h"
#include "ubl/vocabulary.h"

namespace samkjop::document {

namespace cbc = ubl::cbc;
namespace cac = ubl::cac;
using ubl::Name;
using ubl::Node;

enum class Kind : std::uint8_t {
    text,
    date,
    period,         // StartDate and EndDate inside
    amount,         // with its currency
    quantity,       // with its unit
    percent,        // a number that is per cent already
    address,        // the parts of an address, on one line
    document_type,  // UNTDID 1001
    payment_means,  // UNTDID 4461
    catalogue_action,
    yes_no,
};

struct Term {
    std::array<Name, 3> path;  // Name::other ends it
    const Text* label;
    Kind kind = Kind::text;
};

std::string_view trimmed(std::string_view text);
std::string shown(const Node& node, Kind kind, Language language);
// Everything at the end of the path, in document order.
std::vector<const Node*> all(const Node& from, std::span<const Name> path);
const Node& first(const Node& from, std::span<const Name> path);
void add(std::vector<Row>& rows, const Node& from, std::span<const Term> terms, Language language);
std::string address_of(const Node& address);

// Code lists in words; the code itself where the list has no words for it.
std::string document_type_word(std::string_view code, Language language);
std::string payment_means_word(std::string_view code, Language language);
std::string vat_category_word(std::string_view code, Language language);
struct Said {
    std::string words;
    html::Tone tone = html::Tone::plain;
};
Said response_word(ubl::DocumentType type, std::string_view code, Language language);
std::string reason_word(std::string_view list, std::string_view code, Language language);
Said line_status_word(std::string_view code, Language language);
std::string catalogue_action_word(std::string_view code, Language language);

// Puts each finding where it belongs: the place with the longest path that holds it.
void put_remarks(Reading& view, const peppol::Verdict& verdict, Language language);

}  // namespace samkjop::document
