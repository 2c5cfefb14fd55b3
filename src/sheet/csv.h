#pragma once
// Comma-separated files as people and programs make them: semicolon, comma or tab, with or without
// quotes, in UTF-8, UTF-16 or Windows-1252, with headings in any order.

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace samkjop::sheet::csv {

struct Cells {
    int line = 0;  // where the row begins in the file, from 1
    std::vector<std::string> values;
};

struct Fault {
    int line = 0;
    Refusal refusal;
};

struct Table {
    std::vector<std::string> headings;  // as written, blanks trimmed
    int heading_line = 0;
    std::vector<Cells> rows;    // empty rows are left out
    std::vector<Fault> faults;  // the file cannot be read further than this
    char separator = ';';
};

inline constexpr std::size_t kMostRows = 200'000;
inline constexpr std::size_t kMostColumns = 200;
inline constexpr std::size_t kLongestCell = 32'768;

// UTF-8, whatever it was: a byte order mark decides, else valid UTF-8, else Windows-1252.
std::string to_utf8(std::string_view bytes);
Table read(std::string_view bytes);
// A heading as it is compared: small letters, without blanks, points, hyphens and underscores.
std::string folded(std::string_view heading);

// Quoted where it must be; for downloads.
std::string cell(std::string_view value);

}  // namespace samkjop::sheet::csv
