#pragma once
// The vocabulary in which the rules are written. A rule is one row: its id, how grave a breach is,
// the business terms that it speaks of, the sentence for who broke it, and `holds`, which is true
// when the rule is met at an element. Rows stand in contexts (the elements they apply to), contexts
// in patterns: within a pattern an element belongs to the first context that fits, as in the
// standards' own rule files.

#include <algorithm>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "peppol/code_lists.h"
#include "peppol/number.h"
#include "peppol/peppol.h"
#include "peppol/releases.h"
#include "ubl/tree.h"

namespace samkjop::peppol {

namespace cbc = ubl::cbc;
namespace cac = ubl::cac;
using ubl::AttributeName;
using ubl::Name;
using N = const ubl::Node&;

// ---------------------------------------------------------------- text

std::string_view trimmed(std::string_view text);  // space, tab, CR, LF only
std::string normalised(std::string_view text);    // inner runs of blanks become one space
bool is_blank(std::string_view text);
// The normalised text equals `expected`, which has no inner blanks.
inline bool says(std::string_view text, std::string_view expected) {
    return trimmed(text) == expected;
}
std::string upper(std::string_view text);  // Unicode
int length(std::string_view text);         // in code points
std::string_view first(std::string_view text, int code_points);
bool digits(std::string_view text, int from, int to);  // only 0-9, so many of them
bool is_date(std::string_view text);                   // castable as xs:date
// Days of an xs:date; throws Undecidable when it is none.
std::int64_t date_days(std::string_view text);

// The string value: the text of the element and of what is in it.
std::string_view value(N node);
// The one text node. None: empty. Two, parted by a comment: undecidable.
std::string_view sole_text(N node);

// ---------------------------------------------------------------- paths

namespace detail {
template <class Visit>
bool walk(N from, const Name* path, const Name* end, const Visit& visit) {
    if (path == end) return visit(from);
    for (N child : from.children(*path)) {
        if (walk(child, path + 1, end, visit)) return true;
    }
    return false;
}
}  // namespace detail

// Visits every element at the end of the path until `visit` returns true; says whether it did.
template <Name... path, class Visit>
bool any(N from, const Visit& visit) {
    constexpr Name steps[] = {path...};
    return detail::walk(from, std::begin(steps), std::end(steps), visit);
}
template <Name... path>
bool has(N from) {
    return any<path...>(from, [](N) { return true; });
}
template <Name... path>
int count(N from) {
    int found = 0;
    any<path...>(from, [&](N) {
        ++found;
        return false;
    });
    return found;
}
// The element at the end of the path, or nothing; more than one is undecidable.
template <Name... path>
N only(N from) {
    const ubl::Node* found = &ubl::Node::nothing();
    any<path...>(from, [&](N each) {
        if (*found) throw Undecidable{};
        found = &each;
        return false;
    });
    return *found;
}
N only_child(N from, Name name);
template <Name... path>
bool any_is(N from, std::string_view text) {
    return any<path...>(from, [&](N each) { return value(each) == text; });
}

std::optional<Exact> decimal(N node);  // absent: nothing; not a decimal: undecidable
Exact decimal_or(N node, Exact otherwise);
// As the official rules' processor compares text with a number: NaN is greater than every number.
double compared(N node);
bool is_child_of(N node, Name parent);
bool has_ancestor(N node, Name ancestor);

enum class Indicator : std::uint8_t { absent, no, yes, invalid };
Indicator indicator(N allowance_or_charge);
bool is_indicated(N allowance_or_charge, bool charge);  // invalid: undecidable

// ---------------------------------------------------------------- facts about one document

struct Category {
    enum class Of : std::uint8_t { line, subtotal, allowance, charge, other };
    const ubl::Node* node = nullptr;
    std::string code;  // normalised cbc:ID
    bool raw = false;  // code equals the text without normalising
    bool vat = false;  // of scheme VAT
    Of of = Of::other;
    bool at_document = false;  // an allowance or charge of the whole document
};

// What many rules ask for, found once.
struct Facts {
    Facts(const ubl::Tree& document, ubl::DocumentType as, const CodeLists& lists,
          std::uint8_t release);

    const ubl::Tree& tree;
    const CodeLists& lists;
    std::uint8_t release;  // by which is judged
    bool in_list(CodeList list, std::string_view code) const {
        return lists.has(list, code, release);
    }
    std::string_view text_of(CodeList list) const { return lists.text_of(list, release); }
    N root;
    // The root when it is the one that the type has, otherwise nothing: rules that speak of
    // /Order/… say nothing of another document.
    N expected;
    ubl::DocumentType type;
    bool invoice;                              // the root is Invoice
    bool credit_note;                          // the root is CreditNote
    std::vector<Category> categories;          // in the order of the document
    std::vector<std::string_view> currencies;  // BT-5 as it stands; more than one in a broken file
    bool is_currency(std::string_view code) const {
        return std::ranges::find(currencies, code) != currencies.end();
    }
    // Nothing when it cannot be told (two VAT registrations): rules for a country are then silent.
    std::optional<std::string> supplier_country;
    std::optional<std::string> customer_country;
    std::string seller_address_country;  // as written
    std::string buyer_address_country;
    bool both_german = false;
    int profile = 0;                         // 1, 2; 0 unknown
    const Category& category(N node) const;  // of a TaxCategory or ClassifiedTaxCategory
    // How many order lines have each identifier; filled when first asked for.
    mutable std::unordered_map<std::string_view, int> line_ids;
    struct Validity {
        double start;
        double end;
    };
    mutable std::optional<Validity> catalogue_validity;  // the same
};

// The children of an aggregate in the order of the schema, in the first release; Name::other is the
// root.
std::vector<Name> schema_order(ubl::DocumentType type, Name parent);
// The root element is the one of the type.
bool is_root_of(const ubl::Tree& tree, ubl::DocumentType type);
// It is the one of the type that the document is judged as.
bool has_expected_root(const Facts& facts);

// ---------------------------------------------------------------- rows

struct Sum {  // of a rule about a sum: what stands there, and what the parts add up to
    std::string found, expected;
};

struct Row {
    std::string_view id;
    Severity severity;
    std::string_view terms;
    const Text* sentence;
    bool (*holds)(N at, const Facts& facts);
    // The releases (see releases.h) that have the row: from the first, until before the last. A
    // condition that changes is two rows.
    std::uint8_t from = 0;
    std::uint8_t until = 255;
    Sum (*sum)(N at, const Facts& facts) = nullptr;

    bool in(std::uint8_t release) const { return from <= release && release < until; }
};

struct Context {
    Name name;                               // Name::other: the root element
    bool (*fits)(N at, const Facts& facts);  // nullptr: every element of that name
    std::span<const Row> rows;
    enum class Reach : std::uint8_t {
        named,     // elements of that name
        any_root,  // the root element, also when it is of another document
        basics,    // every basic component (cbc:*), whatever `name` says
    };
    Reach reach = Reach::named;
};

using Pattern = std::span<const Context>;

inline constexpr Severity fatal = Severity::fatal;
inline constexpr Severity warning = Severity::warning;

// ---------------------------------------------------------------- frequent conditions

template <Name... path>
bool exists(N at, const Facts&) {
    return has<path...>(at);
}
template <Name... path>
bool filled(N at, const Facts&) {
    N node = only<path...>(at);
    return node && !is_blank(value(node));
}
template <Name... path>
bool at_most_one(N at, const Facts&) {
    return count<path...>(at) <= 1;
}
bool two_decimals(std::string_view text);
template <Name... path>
bool cents(N at, const Facts&) {
    N node = only<path...>(at);
    return !node || two_decimals(value(node));
}
template <AttributeName name>
bool has_attribute(N at, const Facts&) {
    return at.attribute(name) != nullptr;
}
inline bool never(N, const Facts&) { return false; }

// The rule sets.
std::span<const Pattern> en16931_patterns();
std::span<const Pattern> billing_patterns();  // Peppol BIS Billing with national rules
std::span<const Pattern> self_billing_patterns();
std::span<const Pattern> post_award_patterns(ubl::DocumentType type);

void judge_schema(const Facts& facts, SchemaVersion version, std::vector<Finding>& findings);

Finding breach(std::string_view rule, Severity severity, std::string_view terms, const Text* text,
               N at, const Facts& facts);

}  // namespace samkjop::peppol
