#pragma once
// A sentence of the user interface in the three languages. Every Text is generated from a module's
// texts.{nb,nn,en}.toml; {name} in it is replaced by the argument of that name.

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "base/date.h"
#include "base/decimal.h"
#include "base/money.h"

namespace samkjop {

enum class Language : std::uint8_t { nb, nn, en };

std::string_view code(Language language);  // "nb", "nn", "en"
Language language_from(std::string_view code, Language fallback);

struct Text {
    std::string_view key;
    std::string_view nb;
    std::string_view nn;
    std::string_view en;

    constexpr std::string_view in(Language language) const {
        return language == Language::nb ? nb : language == Language::nn ? nn : en;
    }
};

// Amounts, decimals and dates are formatted the Norwegian way when the text is rendered.
using Argument = std::variant<std::string, std::int64_t, Money, Decimal, Date>;
using Arguments = std::vector<std::pair<std::string_view, Argument>>;

std::string render(const Text& text, Language language, const Arguments& arguments = {});

// Norwegian forms. Thousands are parted by a no-break space, decimals by a comma.
std::string format_kroner(Money money);                 // "12 480"     rounded to whole kroner
std::string format_money(Money money);                  // "12 480,00"
std::string format_decimal(Decimal value);              // "1 234,5"
std::string format_date(Date date, Language language);  // "20. november 2026"
std::string_view month_name(unsigned month, Language language);  // 1: "januar"
std::string format_short_date(Date date);                        // "20.11.2026"

}  // namespace samkjop
