// Decides whether an identifier can be one of its scheme: its length, its characters, its check
// digits. Whether anybody holds it is not asked.

#include "peppol/identifiers.h"

#include "peppol/texts.h"

namespace samkjop::peppol {
namespace {

int digit(std::string_view text, std::size_t at) { return at < text.size() ? text[at] - '0' : 0; }
bool all_digits(std::string_view text) { return digits(text, 1, 1 << 20); }
bool all_letters(std::string_view text) {
    return std::ranges::all_of(
        text, [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); });
}
bool is_integer(std::string_view text) {
    text = trimmed(text);
    if (!text.empty() && (text[0] == '+' || text[0] == '-')) text.remove_prefix(1);
    return all_digits(text);
}
bool is_scheme(N at, std::string_view scheme) {
    const auto* found = at.attribute(AttributeName::schemeID);
    if (found == nullptr || found->value != scheme) return false;
    return at.name() != cbc::ID || is_child_of(at, cac::PartyIdentification);
}

bool belgian(std::string_view text) {
    if (!digits(text, 10, 10)) return false;
    int number = 0;
    for (std::size_t i = 0; i < 8; ++i) number = number * 10 + digit(text, i);
    return 97 - number % 97 == digit(text, 8) * 10 + digit(text, 9);
}
bool italian_office(std::string_view text) {
    return text.size() == 6 && std::ranges::all_of(text, [](char c) {
               return all_letters(std::string_view(&c, 1)) || (c >= '0' && c <= '9');
           });
}
bool italian_tax_code(std::string_view text) {
    if (length(text) == 11) return is_integer(text);
    if (length(text) != 16 || text.size() != 16) return false;
    return all_letters(text.substr(0, 6)) && is_integer(text.substr(6, 2)) &&
           all_letters(text.substr(8, 1)) && is_integer(text.substr(9, 2)) &&
           is_integer(text.substr(14, 1)) && all_letters(text.substr(15, 1));
}
bool italian_vat(std::string_view text) {
    if (!text.starts_with("IT") && !text.starts_with("it")) return true;
    text.remove_prefix(2);
    if (text.size() != 11 || !all_digits(text)) return false;
    constexpr int kDoubled[] = {0, 2, 4, 6, 8, 1, 3, 5, 7, 9};
    int sum = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        sum += i % 2 == 1 ? kDoubled[digit(text, i)] : digit(text, i);
    }
    return sum % 10 == 0;
}
bool australian(std::string_view text) {
    if (!digits(text, 11, 11)) return false;
    int sum = (digit(text, 0) - 1) * 10;
    for (std::size_t i = 1; i < 11; ++i) sum += digit(text, i) * (static_cast<int>(i) * 2 - 1);
    return sum % 89 == 0;
}
bool danish_cvr(std::string_view raw) {
    return raw.size() == 10 && raw.starts_with("DK") && all_digits(raw.substr(2));
}
bool dutch_vat(std::string_view text) {
    return text.size() == 14 && text.starts_with("NL") && all_digits(text.substr(2, 9)) &&
           text[11] == 'B' && all_digits(text.substr(12));
}

template <bool (*check)(std::string_view)>
bool valid(N at, const Facts&) {
    return check(normalised(value(at)));
}
template <bool (*check)(std::string_view)>
bool valid_raw(N at, const Facts&) {
    return check(value(at));
}
bool gln(std::string_view text) { return all_digits(text) && gln_holds(text); }
bool norwegian(std::string_view text) { return digits(text, 9, 9) && mod11_holds(text); }
bool danish(std::string_view raw) { return danish_cvr(raw) || digits(raw, 8, 8); }
bool danish_p(std::string_view raw) { return digits(raw, 10, 10); }
bool swedish(std::string_view text) { return digits(text, 10, 10) && swedish_number_holds(text); }
bool dutch_kvk(std::string_view text) { return digits(text, 8, 8); }
bool dutch_oin(std::string_view text) { return digits(text, 20, 20); }
bool dutch_branch(std::string_view text) { return digits(text, 12, 12); }

constexpr auto kOther = &text::identifier_other;
constexpr Row k0088[] = {{"PEPPOL-COMMON-R040", fatal, {}, &text::identifier_gln, valid<gln>}};
constexpr Row k0192[] = {{"PEPPOL-COMMON-R041", fatal, {}, &text::identifier_no, valid<norwegian>}};
constexpr Row k0184[] = {{"PEPPOL-COMMON-R042", fatal, {}, kOther, valid_raw<danish>}};
constexpr Row k0096[] = {{"PEPPOL-COMMON-R052", fatal, {}, kOther, valid_raw<danish_p>}};
constexpr Row k0198[] = {{"PEPPOL-COMMON-R053", fatal, {}, kOther, valid_raw<danish_cvr>}};
constexpr Row k0208[] = {{"PEPPOL-COMMON-R043", fatal, {}, kOther, valid<belgian>}};
constexpr Row k0201[] = {{"PEPPOL-COMMON-R044", warning, {}, kOther, valid<italian_office>}};
constexpr Row k0210[] = {{"PEPPOL-COMMON-R045", warning, {}, kOther, valid<italian_tax_code>}};
constexpr Row k9907[] = {{"PEPPOL-COMMON-R046", warning, {}, kOther, valid<italian_tax_code>}};
constexpr Row k0211[] = {{"PEPPOL-COMMON-R047", warning, {}, kOther, valid<italian_vat>}};
constexpr Row k0007[] = {{"PEPPOL-COMMON-R049", fatal, {}, kOther, valid<swedish>}};
constexpr Row k0151[] = {{"PEPPOL-COMMON-R050", fatal, {}, kOther, valid<australian>}};
constexpr Row k0106[] = {{"PEPPOL-COMMON-R054", warning, {}, kOther, valid<dutch_kvk>}};
constexpr Row k0190[] = {{"PEPPOL-COMMON-R055", warning, {}, kOther, valid<dutch_oin>}};
constexpr Row k9944[] = {{"PEPPOL-COMMON-R056-1", warning, {}, kOther, valid<dutch_vat>}};
constexpr Row kNl[] = {{"PEPPOL-COMMON-R056-2", warning, {}, kOther, valid<dutch_vat>}};
constexpr Row k0217[] = {{"PEPPOL-COMMON-R057", warning, {}, kOther, valid<dutch_branch>}};

template <int scheme>
bool of(N at, const Facts&) {
    constexpr char kDigits[] = {'0' + scheme / 1000, '0' + scheme / 100 % 10,
                                '0' + scheme / 10 % 10, '0' + scheme % 10};
    return is_scheme(at, {kDigits, 4});
}
bool dutch_registration(N at, const Facts&) {
    if (!is_child_of(at, cac::PartyTaxScheme)) return false;
    return normalised(value(only<cac::TaxScheme, cbc::ID>(at.parent()))) == "VAT" &&
           trimmed(value(at)).starts_with("NL");
}

#define SAMKJOP_EVERYWHERE(scheme, rows)                                \
    {cbc::EndpointID, of<scheme>, rows}, {cbc::ID, of<scheme>, rows}, { \
        cbc::CompanyID, of<scheme>, rows                                \
    }

constexpr Context kContexts[] = {
    SAMKJOP_EVERYWHERE(88, k0088),      SAMKJOP_EVERYWHERE(192, k0192),
    SAMKJOP_EVERYWHERE(184, k0184),     SAMKJOP_EVERYWHERE(96, k0096),
    SAMKJOP_EVERYWHERE(198, k0198),     SAMKJOP_EVERYWHERE(208, k0208),
    SAMKJOP_EVERYWHERE(201, k0201),     SAMKJOP_EVERYWHERE(210, k0210),
    {cbc::EndpointID, of<9907>, k9907}, SAMKJOP_EVERYWHERE(211, k0211),
    SAMKJOP_EVERYWHERE(7, k0007),       SAMKJOP_EVERYWHERE(151, k0151),
    SAMKJOP_EVERYWHERE(106, k0106),     SAMKJOP_EVERYWHERE(190, k0190),
    SAMKJOP_EVERYWHERE(9944, k9944),    {cbc::CompanyID, dutch_registration, kNl},
    SAMKJOP_EVERYWHERE(217, k0217),
};
#undef SAMKJOP_EVERYWHERE

}  // namespace

bool gln_holds(std::string_view text) {
    int sum = 0;
    int weight = 3;
    for (std::size_t i = text.size() - 1; i-- > 0; weight = 4 - weight)
        sum += digit(text, i) * weight;
    return (10 - sum % 10) % 10 == text.back() - '0';
}

bool mod11_holds(std::string_view text) {
    int sum = 0;
    int position = 0;
    bool positive = false;
    for (const char c : text) positive = positive || c != '0';
    for (std::size_t i = text.size() - 1; i-- > 0; ++position) {
        sum += digit(text, i) * (position % 6 + 2);
    }
    return positive && (11 - sum % 11) % 11 == text.back() - '0';
}

bool swedish_number_holds(std::string_view text) {
    if (!all_digits(text)) return false;
    const std::string_view main = text.substr(0, 9);
    int sum = 0;
    for (std::size_t i = 0; i < main.size(); ++i) {
        const int each = digit(main, main.size() - 1 - i);
        sum += i % 2 == 0 ? each * 2 % 10 + each * 2 / 10 : each;
    }
    return text.size() >= 10 && (10 - sum % 10) % 10 == digit(text, 9);
}

bool greek_tin_holds(std::string_view text) {
    if (text.size() < 9 || !all_digits(text.substr(0, 9))) return false;
    int sum = 0;
    for (std::size_t i = 0; i < 8; ++i) sum += digit(text, i) << (8 - i);
    return sum % 11 % 10 == digit(text, 8);
}

std::span<const Context> identifier_contexts() { return kContexts; }

}  // namespace samkjop::peppol
