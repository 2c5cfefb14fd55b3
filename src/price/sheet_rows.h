#pragma once
// A supplier's own spreadsheet in the columns that price files have: pure.
#include <string>

#include "base/date.h"
#include "sheet/sheet.h"

namespace samkjop::price {

struct Known {              // what the sheet need not say
    std::string supplier;   // organisation number
    std::string agreement;  // number
    Date from, to;
};
// Stands where the sheet names no product group: price files must.
inline constexpr std::string_view kNoGroup = "00000000";
// CSV with the headings of a price file. Rows above the headings are left out; a sheet without
// headings comes back as it is, and the reader says what is missing.
std::string price_file(const sheet::Workbook& book, const Known& known);

}  // namespace samkjop::price
