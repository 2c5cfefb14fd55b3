// An index table as its publisher gives it: two columns, a month and a value. SSB writes months as
// 2026M10; people write 2026-10 or 10.2026.

#include "price/store.h"
#include "price/texts.h"
#include "sheet/sheet.h"
#include "trail/trail.h"

namespace samkjop::price {
namespace {

std::optional<std::string> month_of(std::string_view text) {
    std::string digits;
    for (const char c : text) {
        if (c >= '0' && c <= '9') digits += c;
    }
    if (digits.size() == 8) digits.resize(6);  // a whole date: its month
    if (digits.size() != 6) return std::nullopt;
    const bool year_first = digits[0] == '1' || digits.starts_with("20");
    const std::string year = year_first ? digits.substr(0, 4) : digits.substr(2);
    const std::string month = year_first ? digits.substr(4) : digits.substr(0, 2);
    if (month < "01" || month > "12" || year < "1900" || year > "2199") return std::nullopt;
    return year + "-" + month;
}

}  // namespace

Result<int> store_index(db::Tx& tx, const Actor& actor, Instant at, std::string_view name,
                        std::string_view source, std::string_view bytes) {
    if (name.empty()) return refuse(text::index_name_missing, {}, "navn");
    if (source.empty()) return refuse(text::index_source_missing, {}, "kilde");
    const auto book = TRY(sheet::read(bytes));
    int stored = 0;
    for (const sheet::Sheet& each : book.sheets) {
        for (const sheet::Row& row : each.rows) {
            std::optional<std::string> month;
            std::optional<Decimal> value;
            for (const sheet::Cell& cell : row.cells) {
                if (!month) {
                    month = month_of(cell.value);
                } else if (const auto number = cell.number(); number && *number > Decimal()) {
                    value = number;  // the last column that has a number
                }
            }
            if (!month || !value) continue;  // headings, notes
            store::save_index(tx, {std::string(name), *month, *value, std::string(source)}, at);
            ++stored;
        }
    }
    if (stored == 0) return refuse(text::index_empty, {}, "fil");
    trail::append(tx, actor, at, {"price_index", 0}, "stored",
                  trail::Detail()
                      .add("name", name)
                      .add("source", source)
                      .add("months", std::int64_t(stored)));
    return stored;
}

}  // namespace samkjop::price
