// Rendering of sentences, amounts and dates.

#include "base/text.h"

#include <fmt/format.h>

#include <array>

#include "base/assert.h"

namespace samkjop {
namespace {

constexpr std::string_view kNoBreakSpace = "\u00a0";
constexpr std::string_view kMinus = "\u2212";

std::string grouped(std::uint64_t number) {
    const std::string digits = std::to_string(number);
    std::string out;
    for (std::size_t i = 0; i < digits.size(); ++i) {
        if (i > 0 && (digits.size() - i) % 3 == 0) out += kNoBreakSpace;
        out += digits[i];
    }
    return out;
}

std::uint64_t magnitude(std::int64_t value) {
    return value < 0 ? 0 - static_cast<std::uint64_t>(value) : static_cast<std::uint64_t>(value);
}

constexpr std::array kMonthsNorwegian = {"januar",    "februar", "mars",     "april",
                                         "mai",       "juni",    "juli",     "august",
                                         "september", "oktober", "november", "desember"};
constexpr std::array kMonthsEnglish = {"January",   "February", "March",    "April",
                                       "May",       "June",     "July",     "August",
                                       "September", "October",  "November", "December"};

std::string to_text(const Argument& argument, Language language) {
    if (const auto* text = std::get_if<std::string>(&argument)) return *text;
    if (const auto* number = std::get_if<std::int64_t>(&argument)) {
        return (*number < 0 ? std::string(kMinus) : std::string()) + grouped(magnitude(*number));
    }
    if (const auto* money = std::get_if<Money>(&argument)) return format_money(*money);
    if (const auto* decimal = std::get_if<Decimal>(&argument)) return format_decimal(*decimal);
    return format_date(std::get<Date>(argument), language);
}

}  // namespace

std::string_view code(Language language) {
    return language == Language::nb ? "nb" : language == Language::nn ? "nn" : "en";
}

Language language_from(std::string_view code, Language fallback) {
    if (code == "nb") return Language::nb;
    if (code == "nn") return Language::nn;
    if (code == "en") return Language::en;
    return fallback;
}

std::string render(const Text& text, Language language, const Arguments& arguments) {
    const std::string_view pattern = text.in(language);
    std::string out;
    std::size_t at = 0;
    for (;;) {
        const std::size_t open = pattern.find('{', at);
        out += pattern.substr(at, open == pattern.npos ? open : open - at);
        if (open == pattern.npos) return out;
        const std::size_t close = pattern.find('}', open);
        if (close == pattern.npos) return out += pattern.substr(open);
        const std::string_view name = pattern.substr(open + 1, close - open - 1);
        for (const auto& [key, value] : arguments) {
            if (key == name) out += to_text(value, language);
        }
        at = close + 1;
    }
}

std::string format_kroner(Money money) {
    const std::int64_t whole = divide_rounded(money.ore(), 100);
    return (whole < 0 ? std::string(kMinus) : std::string()) + grouped(magnitude(whole));
}

std::string format_money(Money money) {
    const std::uint64_t ore = magnitude(money.ore());
    return fmt::format("{}{},{:02}", money.ore() < 0 ? kMinus : "", grouped(ore / 100), ore % 100);
}

std::string format_decimal(Decimal value) {
    const Decimal plain = value.normalised();
    const std::uint64_t digits = magnitude(plain.digits());
    const auto unit = static_cast<std::uint64_t>(power_of_ten(plain.scale()));
    std::string out = plain.is_negative() ? std::string(kMinus) : std::string();
    out += grouped(digits / unit);
    if (plain.scale() > 0) out += fmt::format(",{:0{}}", digits % unit, plain.scale());
    return out;
}

std::string format_date(Date date, Language language) {
    const unsigned month = date.month() - 1;
    if (language == Language::en) {
        return fmt::format("{} {} {}", date.day(), kMonthsEnglish[month], date.year());
    }
    return fmt::format("{}. {} {}", date.day(), kMonthsNorwegian[month], date.year());
}

std::string_view month_name(unsigned month, Language language) {
    SK_ASSERT(month >= 1 && month <= 12);
    return language == Language::en ? kMonthsEnglish[month - 1] : kMonthsNorwegian[month - 1];
}

std::string format_short_date(Date date) {
    return fmt::format("{:02}.{:02}.{:04}", date.day(), date.month(), date.year());
}

}  // namespace samkjop
