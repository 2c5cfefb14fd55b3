#include "administration/typed.h"

#include "administration/texts.h"
#include "base/words.h"

namespace samkjop::administration {
Result<std::string> text_of(const http::Exchange& exchange, std::string_view field, bool required) {
    std::string value(trimmed(exchange.form(field)));
    if (required && value.empty()) return refuse(text::fill_in, {}, std::string(field));
    if (value.size() > 1000) return refuse(text::too_long, {}, std::string(field));
    return value;
}

Result<Decimal> decimal_of(const http::Exchange& exchange, std::string_view field) {
    const std::string_view typed = trimmed(exchange.form(field));
    if (typed.empty()) return Decimal();
    const auto value = Decimal::parse_typed(typed);
    if (!value || value->scale() > 6) return refuse(text::not_a_number, {}, std::string(field));
    return *value;
}

Result<Money> money_of(const http::Exchange& exchange, std::string_view field) {
    const Decimal kroner = TRY(decimal_of(exchange, field));
    if (kroner.normalised().scale() > 2 || kroner > Decimal::whole(9'000'000'000'000)) {
        return refuse(text::not_an_amount, {}, std::string(field));
    }
    return Money(kroner.scaled(2));
}

Result<Date> date_of(const http::Exchange& exchange, std::string_view field, Date if_empty) {
    const std::string_view typed = trimmed(exchange.form(field));
    if (typed.empty()) return if_empty;
    const auto date = Date::parse(typed);
    if (!date) return refuse(text::not_a_date, {}, std::string(field));
    return *date;
}

Result<std::int64_t> whole_of(const http::Exchange& exchange, std::string_view field) {
    const Decimal value = TRY(decimal_of(exchange, field));
    if (value.normalised().scale() > 0) return refuse(text::not_a_number, {}, std::string(field));
    return value.normalised().digits();
}

bool ticked(const http::Exchange& exchange, std::string_view field) {
    return exchange.form(field) == "ja";
}

}  // namespace samkjop::administration
