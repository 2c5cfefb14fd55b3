#pragma once
// Within the module: what reading and writing XLSX share.

#include <expected>
#include <string>
#include <string_view>

#include "sheet/sheet.h"

namespace samkjop::sheet {

Result<Workbook> read_xlsx(std::string_view bytes, const Limits& limits);

// What a spreadsheet keeps of a number is fifteen digits; the file may have more, from the binary
// fraction: "62.499999999999993" is 62.5. Also takes exponents. Nothing for what is no number.
std::optional<std::string> fifteen_digits(std::string_view written);

// A format that shows a day: it has a year or a day in it, outside quotes and brackets.
bool shows_a_date(std::string_view format);
bool shows_percent(std::string_view format);

// "BC12" is column 54, row 12; nothing where it is not that.
struct Place {
    int column = 0;  // from 0
    int row = 0;     // from 1
};
std::optional<Place> place_from(std::string_view reference);

// XML's characters escaped, and what XML cannot hold left out.
std::string xml_escaped(std::string_view text);

}  // namespace samkjop::sheet
