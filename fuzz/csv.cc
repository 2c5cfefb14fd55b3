// Any bytes are a file that somebody may upload: reading them ends, with rows or with messages, and
// what was read is UTF-8 within the limits.
#include "sheet/csv.h"

#include <cstdint>

#include "base/assert.h"
#include "import/import.h"

using namespace samkjop;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view bytes(reinterpret_cast<const char*>(data), size);
    const sheet::csv::Table table = sheet::csv::read(bytes);
    SK_ASSERT(table.rows.size() <= sheet::csv::kMostRows);
    int line = table.heading_line;
    for (const sheet::csv::Cells& row : table.rows) {
        SK_ASSERT(row.line > line);
        line = row.line;
        SK_ASSERT(row.values.size() <= sheet::csv::kMostColumns);
        for (const std::string& value : row.values) {
            SK_ASSERT(sheet::csv::to_utf8(value) == value || value.starts_with("\xEF\xBB\xBF"));
        }
    }
    // Written and read again, a table is the same.
    std::string written;
    const auto write_row = [&](const std::vector<std::string>& values) {
        for (std::size_t i = 0; i < values.size(); ++i) {
            written += (i ? ";" : "") + ("\"" + values[i] + "\"");
        }
        written += "\n";
    };
    const bool plain =
        bytes.find('"') == bytes.npos && table.faults.empty() && table.separator == ';';
    if (plain && table.heading_line && !table.headings.empty()) {
        write_row(table.headings);
        for (const sheet::csv::Cells& row : table.rows) write_row(row.values);
        const sheet::csv::Table again = sheet::csv::read(written);
        SK_ASSERT(again.rows.size() == table.rows.size());
        for (std::size_t i = 0; i < again.rows.size(); ++i) {
            SK_ASSERT(again.rows[i].values == table.rows[i].values);
        }
    }
    import::read_prices(bytes);
    import::read_agreements(bytes);
    return 0;
}
