#pragma once
// What a person typed in a form, as values; or the refusal that stands by the field.
#include "http/exchange.h"

namespace samkjop::administration {

Result<std::string> text_of(const http::Exchange&, std::string_view field, bool required);
Result<Money> money_of(const http::Exchange&, std::string_view field);      // "12 480,50"; empty: 0
Result<Decimal> decimal_of(const http::Exchange&, std::string_view field);  // empty: 0
Result<Date> date_of(const http::Exchange&, std::string_view field,
                     Date if_empty);  // ISO, from the date field
Result<std::int64_t> whole_of(const http::Exchange&, std::string_view field);  // empty: 0
bool ticked(const http::Exchange&, std::string_view field);

}  // namespace samkjop::administration
