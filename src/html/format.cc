// Amounts, days and small numbers as a person would say them.

#include <array>

#include "html/components.h"
#include "html/texts.h"

namespace samkjop::html {
namespace {

constexpr std::array<std::array<std::string_view, 13>, 3> kNumbers = {{
    {"ingen", "én", "to", "tre", "fire", "fem", "seks", "sju", "åtte", "ni", "ti", "elleve",
     "tolv"},
    {"ingen", "éi", "to", "tre", "fire", "fem", "seks", "sju", "åtte", "ni", "ti", "elleve",
     "tolv"},
    {"no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven",
     "twelve"},
}};

}  // namespace

std::string kroner(Money amount) { return format_kroner(amount) + "\u00a0kr"; }
std::string money(Money amount) { return format_money(amount) + "\u00a0kr"; }

std::string day(Date date, Language language, Date today) {
    std::string whole = format_date(date, language);
    if (date.year() == today.year()) whole.resize(whole.rfind(' '));
    return whole;
}

std::string day_name(Date date, Language language, Date today) {
    const int days = date - today;
    if (days == 0) return std::string(text::today_word.in(language));
    if (days == -1) return std::string(text::yesterday.in(language));
    if (days == 1) return std::string(text::tomorrow.in(language));
    if (days > 1 && days < 8)
        return render(text::in_days, language, {{"days", std::int64_t{days}}});
    return day(date, language, today);
}

std::string days_waited(int days, Language language) {
    if (days <= 0) return std::string(text::today.in(language));
    if (days == 1) return std::string(text::one_day.in(language));
    return render(text::days, language, {{"days", std::int64_t{days}}});
}

std::string day_and_time(Instant at, Language language, Date today) {
    return render(text::at_time, language,
                  {{"day", day(at.oslo_date(), language, today)}, {"time", at.oslo_time()}});
}

std::string count_in_words(std::int64_t number, Language language) {
    if (number < 0 || number > 12) return std::to_string(number);
    return std::string(
        kNumbers[static_cast<std::size_t>(language)][static_cast<std::size_t>(number)]);
}

std::string capitalised(std::string sentence) {
    if (sentence.empty()) return sentence;
    const auto first = static_cast<unsigned char>(sentence[0]);
    if (first >= 'a' && first <= 'z') {
        sentence[0] = static_cast<char>(first - 32);
    } else if (first == 0xC3 && sentence.size() > 1) {
        // U+00E0–U+00FE in UTF-8: æ ø å é and their like stand 0x20 above their capitals.
        const auto second = static_cast<unsigned char>(sentence[1]);
        if (second >= 0xA0 && second <= 0xBE && second != 0xB7)
            sentence[1] = static_cast<char>(second - 0x20);
    }
    return sentence;
}

const Text& plural(std::int64_t number, const Text& one, const Text& many) {
    return number == 1 ? one : many;
}

}  // namespace samkjop::html
