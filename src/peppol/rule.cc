// Decides what the words of the rules mean: when text is blank, a date, a number; what an allowance
// is; which country the seller belongs to.

#include "peppol/rule.h"

#include <unicode/locid.h>
#include <unicode/unistr.h>

#include <cmath>
#include <limits>

namespace samkjop::peppol {

std::string_view trimmed(std::string_view text) {
    const std::size_t start = text.find_first_not_of(" \t\r\n");
    if (start == text.npos) return {};
    return text.substr(start, text.find_last_not_of(" \t\r\n") - start + 1);
}

bool is_blank(std::string_view text) { return trimmed(text).empty(); }

std::string normalised(std::string_view text) {
    std::string out;
    bool gap = false;
    for (const char c : trimmed(text)) {
        if (c == ' ' || c == '\t' || c == '\r' || c == '\n') {
            gap = true;
            continue;
        }
        if (gap) out += ' ';
        gap = false;
        out += c;
    }
    return out;
}

std::string upper(std::string_view text) {
    std::string out;
    bool ascii = true;
    for (const char c : text) ascii = ascii && static_cast<unsigned char>(c) < 0x80;
    if (ascii) {
        for (const char c : text) out += c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c;
        return out;
    }
    icu::UnicodeString::fromUTF8(icu::StringPiece(text.data(), static_cast<int>(text.size())))
        .toUpper(icu::Locale::getRoot())
        .toUTF8String(out);
    return out;
}

int length(std::string_view text) {
    return static_cast<int>(std::ranges::count_if(
        text, [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
}

std::string_view first(std::string_view text, int code_points) {
    std::size_t at = 0;
    while (at < text.size()) {
        if ((static_cast<unsigned char>(text[at]) & 0xC0) != 0x80 && code_points-- == 0) break;
        ++at;
    }
    return text.substr(0, at);
}

bool digits(std::string_view text, int from, int to) {
    if (static_cast<int>(text.size()) < from || static_cast<int>(text.size()) > to) return false;
    return std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

namespace {

// xs:date: -?YYYY-MM-DD with an optional zone; blanks around it are collapsed.
std::optional<std::int64_t> parse_date(std::string_view text) {
    text = trimmed(text);
    bool before_christ = false;
    if (text.starts_with('-')) {
        before_christ = true;
        text.remove_prefix(1);
    }
    std::size_t year_digits = 0;
    while (year_digits < text.size() && text[year_digits] >= '0' && text[year_digits] <= '9') {
        ++year_digits;
    }
    if (year_digits < 4 || year_digits > 9 || (year_digits > 4 && text[0] == '0')) return {};
    int year = 0;
    for (std::size_t i = 0; i < year_digits; ++i) year = year * 10 + (text[i] - '0');
    text.remove_prefix(year_digits);
    if (text.size() < 6 || text[0] != '-' || text[3] != '-' || !digits(text.substr(1, 2), 2, 2) ||
        !digits(text.substr(4, 2), 2, 2)) {
        return {};
    }
    const auto month = static_cast<unsigned>((text[1] - '0') * 10 + (text[2] - '0'));
    const auto day = static_cast<unsigned>((text[4] - '0') * 10 + (text[5] - '0'));
    text.remove_prefix(6);
    if (!text.empty() && text != "Z") {
        if (text.size() != 6 || (text[0] != '+' && text[0] != '-') || text[3] != ':' ||
            !digits(text.substr(1, 2), 2, 2) || !digits(text.substr(4, 2), 2, 2)) {
            return {};
        }
        const int hours = (text[1] - '0') * 10 + (text[2] - '0');
        const int minutes = (text[4] - '0') * 10 + (text[5] - '0');
        if (minutes > 59 || hours > 14 || (hours == 14 && minutes > 0)) return {};
    }
    if (year > 30000) year = 30000;
    const std::chrono::year_month_day date{std::chrono::year(before_christ ? -year : year),
                                           std::chrono::month(month), std::chrono::day(day)};
    if (!date.ok()) return {};
    return std::chrono::sys_days(date).time_since_epoch().count();
}

}  // namespace

bool is_date(std::string_view text) { return parse_date(text).has_value(); }

std::int64_t date_days(std::string_view text) {
    const auto days = parse_date(text);
    if (!days) throw Undecidable{};
    return *days;
}

std::string_view value(N node) { return node.string_value(); }

std::string_view sole_text(N node) {
    if (node.text_parts() > 1) throw Undecidable{};
    return node.text();
}

N only_child(N from, Name name) {
    N found = from.child(name);
    if (found.next_same()) throw Undecidable{};
    return found;
}

std::optional<Exact> decimal(N node) {
    if (!node) return {};
    auto out = Exact::parse(value(node));
    if (!out) throw Undecidable{};
    return out;
}

double compared(N node) {
    const std::string_view text = value(node);
    const auto out = parse_double(text);
    if (!out) throw Undecidable{};
    // To the official processor a zero with a minus and a point is less than zero ("-0" is not).
    if (*out == 0 && std::signbit(*out) && text.find_first_of(".eE") != text.npos) {
        return -std::numeric_limits<double>::denorm_min();
    }
    return std::isnan(*out) ? std::numeric_limits<double>::infinity() : *out;
}

Exact decimal_or(N node, Exact otherwise) { return decimal(node).value_or(otherwise); }

bool is_child_of(N node, Name parent) { return node.parent() && node.parent().name() == parent; }

bool has_ancestor(N node, Name ancestor) {
    for (const ubl::Node* at = &node.parent(); *at; at = &at->parent()) {
        if (at->name() == ancestor) return true;
    }
    return false;
}

Indicator indicator(N of) {
    Indicator out = Indicator::absent;
    for (N each : of.children(cbc::ChargeIndicator)) {
        const std::string_view text = trimmed(value(each));
        if (text == "true" || text == "1")
            out = Indicator::yes;
        else if (text == "false" || text == "0")
            out = Indicator::no;
        else
            return Indicator::invalid;
    }
    return out;
}

bool is_indicated(N of, bool charge) {
    const Indicator found = indicator(of);
    if (found == Indicator::invalid) throw Undecidable{};
    return found == (charge ? Indicator::yes : Indicator::no);
}

bool two_decimals(std::string_view text) {
    const std::size_t point = text.find('.');
    return point == text.npos || length(text.substr(point + 1)) <= 2;
}

// ---------------------------------------------------------------- facts

namespace {

bool is_vat_scheme(N category) {
    for (N scheme : category.children(cac::TaxScheme)) {
        N id = scheme.child(cbc::ID);
        if (id && normalised(upper(value(id))) == "VAT") return true;
    }
    return false;
}

Category categorise(N node, const Facts& facts) {
    Category out;
    out.node = &node;
    N id = node.child(cbc::ID);
    out.code = normalised(value(id));
    out.raw = id && value(id) == out.code;
    out.vat = is_vat_scheme(node);
    N above = node.parent();
    if (node.name() == cac::ClassifiedTaxCategory) {
        out.of = Category::Of::line;
    } else if (above.name() == cac::TaxSubtotal && is_child_of(above, cac::TaxTotal) &&
               &above.parent().parent() == &facts.root) {
        out.of = Category::Of::subtotal;
    } else if (above.name() == cac::AllowanceCharge) {
        const Indicator kind = indicator(above);
        if (kind == Indicator::no) out.of = Category::Of::allowance;
        if (kind == Indicator::yes) out.of = Category::Of::charge;
        out.at_document = &above.parent() == &facts.root;
    }
    return out;
}

// The first two letters of the VAT number; several numbers make it undecidable.
std::optional<std::string> vat_country(N party, bool& undecidable) {
    std::optional<std::string> out;
    int registrations = 0;
    for (N scheme : party.children(cac::PartyTaxScheme)) {
        const bool vat =
            any<cac::TaxScheme, cbc::ID>(scheme, [](N id) { return value(id) == "VAT"; });
        if (!vat) continue;
        if (++registrations > 1) undecidable = true;
        if (scheme.count(cbc::CompanyID) > 1) undecidable = true;
        const std::string_view letters = first(value(scheme.child(cbc::CompanyID)), 2);
        if (!letters.empty()) out = upper(normalised(letters));
    }
    return out;
}

std::optional<std::string> address_country(N party, bool& undecidable) {
    std::optional<std::string> out;
    any<cac::PostalAddress, cac::Country, cbc::IdentificationCode>(party, [&](N code) {
        if (out) undecidable = true;
        out = upper(normalised(value(code)));
        return false;
    });
    return out;
}

std::optional<std::string> country(N root, Name role, bool with_representative) {
    bool undecidable = false;
    std::optional<std::string> found;
    const auto over = [&](auto&& find) {
        for (N outer : root.children(role)) {
            for (N party : outer.children(cac::Party)) {
                auto here = find(party, undecidable);
                if (!here) continue;
                if (found) undecidable = true;
                found = std::move(here);
            }
        }
    };
    over(vat_country);
    if (!found && with_representative) {
        for (N party : root.children(cac::TaxRepresentativeParty)) {
            if (auto here = vat_country(party, undecidable)) found = std::move(here);
        }
    }
    if (!found && !undecidable) over(address_country);
    if (undecidable) return {};
    return found.value_or("XX");
}

std::string written_country(N root, Name role) {
    std::string out;
    for (N outer : root.children(role)) {
        any<cac::Party, cac::PostalAddress, cac::Country, cbc::IdentificationCode>(
            outer, [&](N id) {
                out += value(id);
                return false;
            });
    }
    return out;
}

int profile_of(std::string_view id, ubl::DocumentType type) {
    const bool self = type == ubl::DocumentType::selfbilling_invoice ||
                      type == ubl::DocumentType::selfbilling_creditnote;
    if (id == (self ? "urn:fdc:peppol.eu:2017:poacc:selfbilling:01:1.0"
                    : "urn:fdc:peppol.eu:2017:poacc:billing:01:1.0") ||
        id == "urn:peppol:france:billing:regulated" ||
        id == "urn:peppol:france:billing:non-regulated") {
        return 1;
    }
    return id == "urn:peppol:bis:billing_with_response" ? 2 : 0;
}

}  // namespace

Facts::Facts(const ubl::Tree& document, ubl::DocumentType as, const CodeLists& code_lists,
             std::uint8_t by_release)
    : tree(document),
      lists(code_lists),
      release(by_release),
      root(document.root()),
      expected(is_root_of(document, as) ? document.root() : ubl::Node::nothing()),
      type(as),
      invoice(is_root_of(document, ubl::DocumentType::invoice)),
      credit_note(is_root_of(document, ubl::DocumentType::creditnote)) {
    const bool billing = type <= ubl::DocumentType::selfbilling_creditnote;
    for (N each : (billing ? root : expected).children(cbc::DocumentCurrencyCode)) {
        currencies.push_back(value(each));
    }
    if (!billing) return;
    for (const Name name : {cac::TaxCategory, cac::ClassifiedTaxCategory}) {
        for (const ubl::Node* each : tree.all(name)) categories.push_back(categorise(*each, *this));
    }
    std::ranges::sort(categories, {}, &Category::node);
    supplier_country = country(root, cac::AccountingSupplierParty, true);
    customer_country = country(root, cac::AccountingCustomerParty, false);
    seller_address_country = written_country(root, cac::AccountingSupplierParty);
    buyer_address_country = written_country(root, cac::AccountingCustomerParty);
    both_german = upper(normalised(seller_address_country)) == "DE" &&
                  upper(normalised(buyer_address_country)) == "DE";
    profile = profile_of(normalised(value(root.child(cbc::ProfileID))), as);
}

const Category& Facts::category(N node) const {
    const auto found = std::ranges::lower_bound(categories, &node, {}, &Category::node);
    SK_ASSERT(found != categories.end() && found->node == &node);
    return *found;
}

}  // namespace samkjop::peppol
