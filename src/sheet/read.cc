// Which kind of file it is, by its first bytes, and a CSV file as a workbook of one sheet.

#include <algorithm>

#include "sheet/csv.h"
#include "sheet/parts.h"
#include "sheet/texts.h"

namespace samkjop::sheet {
namespace {

Row row_of(int line, std::vector<std::string> values) {
    Row out;
    out.line = line;
    for (std::string& value : values) {
        Cell cell;
        cell.kind = value.empty() ? Cell::Kind::empty : Cell::Kind::text;
        cell.value = std::move(value);
        out.cells.push_back(std::move(cell));
    }
    return out;
}

Result<Workbook> read_csv(std::string_view bytes) {
    csv::Table table = csv::read(bytes);
    if (!table.faults.empty()) return std::unexpected(table.faults.front().refusal);
    Workbook out;
    Sheet& sheet = out.sheets.emplace_back();
    sheet.rows.push_back(row_of(table.heading_line, std::move(table.headings)));
    for (csv::Cells& cells : table.rows)
        sheet.rows.push_back(row_of(cells.line, std::move(cells.values)));
    for (const Row& row : sheet.rows)
        sheet.width = std::max(sheet.width, static_cast<int>(row.cells.size()));
    return out;
}

}  // namespace

Result<Workbook> read(std::string_view bytes, const Limits& limits) {
    if (bytes.empty()) return refuse(text::file_is_empty);
    if (bytes.starts_with("PK\x03\x04")) return read_xlsx(bytes, limits);
    if (bytes.starts_with("\xD0\xCF\x11\xE0")) return refuse(text::old_or_locked);
    if (bytes.starts_with("%PDF") || bytes.starts_with("<?xml") || bytes.starts_with("PK"))
        return refuse(text::not_a_spreadsheet);
    return read_csv(bytes);
}

}  // namespace samkjop::sheet
