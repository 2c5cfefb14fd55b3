// Finds what speaks of money in a text, and leaves the sentences out that hold it. A number is
// money when a currency stands beside it («149 kr», «NOK 1 500», «15 mill.»), when it is written as
// money is («845,00», «149,-»), or when it is a share of a price («12 % rabatt»). It errs on the
// side of leaving out.

#include "public_site/open_words.h"

#include <algorithm>
#include <array>

#include "base/words.h"

namespace samkjop::public_site {
namespace {

constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; }
// The letters that Norwegian words are made of: a to z, and those of two bytes that begin with C3
// (æ ø å é). A quotation mark is no letter, though it has more bytes than one.
std::size_t letter_at(std::string_view text, std::size_t at) {
    if (at >= text.size()) return 0;
    const char c = text[at];
    if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')) return 1;
    return c == '\xC3' && at + 1 < text.size() ? 2 : 0;
}
std::size_t letter_before(std::string_view text, std::size_t at) {
    if (at >= 1 && letter_at(text, at - 1) == 1) return 1;
    return at >= 2 && letter_at(text, at - 2) == 2 ? 2 : 0;
}

std::string folded(std::string_view text) {
    std::string out(text);
    for (std::size_t i = 0; i < out.size(); ++i) {
        if (out[i] >= 'A' && out[i] <= 'Z') out[i] += 32;
        // Æ Ø Å are C3 86, C3 98, C3 85; the small ones lie 0x20 above.
        const auto second = static_cast<unsigned char>(out[i]);
        if (i > 0 && out[i - 1] == '\xC3' && second >= 0x80 && second <= 0x9E) out[i] += 0x20;
    }
    return out;
}

// The blank at this place: its length in bytes; 0 where there is none.
std::size_t blank_at(std::string_view text, std::size_t at) {
    if (at >= text.size()) return 0;
    if (text[at] == ' ' || text[at] == '\t' || text[at] == '\n' || text[at] == '\r') return 1;
    for (const std::string_view blank : {"\xC2\xA0", "\xE2\x80\xAF", "\xE2\x80\x89"}) {
        if (text.substr(at).starts_with(blank)) return blank.size();
    }
    return 0;
}

struct Number {
    std::size_t end = 0;
    bool written_as_money = false;
};

// From a digit to the number's end: «1 500», «1.500», «845,00», «149,-».
Number number_from(std::string_view text, std::size_t at) {
    const auto digits = [&](std::size_t from) {
        std::size_t end = from;
        while (end < text.size() && is_digit(text[end])) ++end;
        return end;
    };
    Number out{digits(at), false};
    for (;;) {  // groups of three
        std::size_t group = out.end;
        const std::size_t blank = blank_at(text, group);
        if (blank > 0 && text[group] != '\n') {
            group += blank;
        } else if (group < text.size() && text[group] == '.') {
            group += 1;
        } else {
            break;
        }
        const std::size_t end = digits(group);
        if (end - group != 3) break;
        out.end = end;
    }
    const char mark = out.end < text.size() ? text[out.end] : ' ';
    if (mark != ',' && mark != '.') return out;
    const std::string_view rest = text.substr(out.end + 1);
    if (mark == ',' && (rest.starts_with("-") || rest.starts_with("\xE2\x80\x93"))) {
        return {out.end + 2, true};
    }
    const std::size_t decimals = digits(out.end + 1);
    if (decimals == out.end + 1) return out;
    // Two decimals after a comma are øre. «20.11.2026» and «kl. 12.30» have points.
    const bool ore = mark == ',' && decimals - out.end == 3;
    return {decimals, ore};
}

constexpr std::array<std::string_view, 22> kAfter = {
    "kr",  "kroner",   "krone",      "nok",         "øre",  "ore",     "eur",       "euro",
    "usd", "sek",      "dkk",        "gbp",         "mill", "million", "millioner", "millionar",
    "mrd", "milliard", "milliarder", "tusenlapper", "€",    "$"};
constexpr std::array<std::string_view, 10> kBefore = {"kr",  "kroner", "nok", "eur", "euro",
                                                      "usd", "sek",    "dkk", "gbp", "kr:"};

std::string_view word_from(std::string_view text, std::size_t at) {
    for (const std::string_view sign : {"€", "$"}) {
        if (text.substr(at).starts_with(sign)) return sign;
    }
    std::size_t end = at;
    for (std::size_t letter = letter_at(text, end); letter > 0; letter = letter_at(text, end)) {
        end += letter;
    }
    return text.substr(at, end - at);
}

std::size_t skip_blanks(std::string_view text, std::size_t at) {
    for (std::size_t blank = blank_at(text, at); blank > 0; blank = blank_at(text, at)) at += blank;
    return at;
}

// The end of a currency after the number, «mill. kroner» as a whole; the number's own end where
// there is none.
std::size_t currency_after(std::string_view text, std::size_t end) {
    const auto one_from = [&](std::size_t from) {
        const std::size_t at = skip_blanks(text, from);
        const std::string_view word = word_from(text, at);
        return std::ranges::find(kAfter, word) != kAfter.end() ? at + word.size() : from;
    };
    const std::size_t first = one_from(end);
    if (first == end) return end;
    const std::size_t point = first < text.size() && text[first] == '.' ? first + 1 : first;
    const std::size_t second = one_from(point);
    return second == point ? first : second;
}

// The beginning of a currency before the number; the number's own where there is none.
std::size_t currency_before(std::string_view text, std::size_t begin) {
    std::size_t at = begin;
    for (;;) {
        if (at >= 2 && blank_at(text, at - 2) == 2) {
            at -= 2;
        } else if (at >= 3 && blank_at(text, at - 3) == 3) {
            at -= 3;
        } else if (at >= 1 &&
                   (blank_at(text, at - 1) == 1 || text[at - 1] == '.' || text[at - 1] == ':')) {
            at -= 1;
        } else {
            break;
        }
    }
    if (text.substr(0, at).ends_with("€")) return at - std::string_view("€").size();
    if (text.substr(0, at).ends_with("$")) return at - 1;
    std::size_t first = at;
    for (std::size_t letter = letter_before(text, first); letter > 0;
         letter = letter_before(text, first)) {
        first -= letter;
    }
    const std::string_view word = text.substr(first, at - first);
    return std::ranges::find(kBefore, word) != kBefore.end() ? first : begin;
}

bool is_share_of_price(std::string_view text, std::size_t end) {
    const std::size_t at = skip_blanks(text, end);
    const std::string_view rest = text.substr(at);
    if (!rest.starts_with("%") && !rest.starts_with("prosent") && !rest.starts_with("percent") &&
        !rest.starts_with("per cent")) {
        return false;
    }
    for (const std::string_view word :
         {"rabatt", "avslag", "påslag", "discount", "mark-up", "pris", "price"}) {
        if (text.find(word) != text.npos) return true;
    }
    return false;
}

// The ends of the sentences, each after its mark: a mark is followed by a blank or the end.
std::vector<std::size_t> sentence_ends(std::string_view text, const std::vector<Amount>& amounts) {
    std::vector<std::size_t> out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const bool mark = text[i] == '.' || text[i] == '!' || text[i] == '?';
        const bool line = text[i] == '\n';
        if (!line && !(mark && (i + 1 == text.size() || blank_at(text, i + 1) > 0))) continue;
        const bool within = std::ranges::any_of(
            amounts, [&](const Amount& each) { return each.begin < i + 1 && i + 1 < each.end; });
        if (!within) out.push_back(i + 1);
    }
    if (out.empty() || out.back() != text.size()) out.push_back(text.size());
    return out;
}

}  // namespace

std::vector<Amount> amounts_in(std::string_view text) {
    const std::string small = folded(text);
    std::vector<Amount> out;
    for (std::size_t i = 0; i < small.size(); ++i) {
        if (!is_digit(small[i])) continue;
        const Number number = number_from(small, i);
        const std::size_t begin = currency_before(small, i);
        const std::size_t end = currency_after(small, number.end);
        if (begin != i || end != number.end || number.written_as_money ||
            is_share_of_price(small, number.end)) {
            out.push_back({begin, end});
        }
        i = number.end - 1;
    }
    return out;
}

OpenWords OpenWords::of(std::string_view text) {
    OpenWords out;
    const std::vector<Amount> amounts = amounts_in(text);
    std::size_t begin = 0;
    for (const std::size_t end : sentence_ends(text, amounts)) {
        const std::string_view sentence = text.substr(begin, end - begin);
        const bool speaks_of_money = std::ranges::any_of(
            amounts, [&](const Amount& each) { return each.begin < end && each.end > begin; });
        if (speaks_of_money) {
            out.left_out_.emplace_back(trimmed(sentence));
        } else {
            out.text_.append(sentence);
        }
        begin = end;
    }
    out.text_ = std::string(trimmed(out.text_));
    return out;
}

}  // namespace samkjop::public_site
