#pragma once
// Spreadsheets: XLSX and CSV read as rows of typed cells, and tables written as XLSX, CSV and JSON.
// It knows nothing of what the rows mean. A file is read whole and within limits: a packed bomb, a
// torn archive or a sheet of a million columns is refused before it costs anything.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace samkjop::sheet {

// ---- Reading --------------------------------------------------------------------------------

struct Cell {
    enum class Kind : std::uint8_t { empty, text, number, date, boolean, error };
    Kind kind = Kind::empty;
    bool percent = false;  // a number shown with %: 0.25 is what the file has, «25 %» what it shows
    bool merged = false;   // inside a merged area, not its first cell: the first cell's value
    // text: as written, blanks at the ends trimmed. number: an exact decimal "1234.5", as a person
    // sees it (the fifteen digits that a spreadsheet keeps). date: "2026-11-20". boolean: "1", "0".
    // error: "#REF!".
    std::string value;

    bool blank() const { return kind == Kind::empty; }
    // What the cell means, whatever its kind: a text such as "1 234,50 kr" is a number too, and
    // "20.11.2026" a date. Nothing where it is not that.
    std::optional<Decimal> number() const;
    std::optional<Date> date() const;
    // As a sentence would show it: dates as 20.11.2026, numbers with comma, percent as «25 %».
    std::string shown() const;
};

struct Row {
    int line = 0;  // the row's number in the file, from 1 (CSV: the line where it begins)
    std::vector<Cell> cells;
    const Cell& at(int column) const;  // from 0; an empty cell where the row is shorter
    bool blank() const;
};

struct Sheet {
    std::string name;       // the worksheet's tab; empty for CSV
    bool hidden = false;    // hidden by whoever made it
    int width = 0;          // columns in the widest row
    std::vector<Row> rows;  // those that have something in them, in order
};

struct Workbook {
    enum class Format : std::uint8_t { xlsx, csv };
    Format format = Format::csv;
    std::vector<Sheet> sheets;  // in the order of the tabs; CSV: one
};

struct Limits {
    std::int64_t unpacked_bytes = 256 << 20;  // of everything that is read out of the archive
    int unpacked_times = 200;                 // most that one part may grow, beyond the first MB
    int entries = 5000;
    int sheets = 100;
    int columns = 1000;
    int rows = 500'000;
    std::int64_t cells = 6'000'000;
    std::size_t cell_bytes = 32'768;
};

// The first bytes decide which it is, not the name. Refuses what is neither, is broken, or is
// beyond the limits.
Result<Workbook> read(std::string_view bytes, const Limits& limits = {});

// "A", "Z", "AA": the column's letters, from 0.
std::string column_letters(int column);

// ---- Headings -------------------------------------------------------------------------------

// A heading as it is compared: small letters, without blanks, points, hyphens, strokes, colons,
// brackets and line ends. «Avtale-\nnummer (saksnr.)» is "avtalenummersaksnr".
std::string folded(std::string_view heading);

// A column that is looked for, and the headings people write above it (folded, parted by blanks).
// A spelling that ends with * matches what begins so.
struct Wanted {
    std::string_view name;  // ours, in English
    std::string_view spellings;
    bool required = false;
};
struct Found {
    int first_line = 0;                 // of the headings in the file
    int last_line = 0;                  // headings over two or three lines are read together
    std::size_t first_row = 0;          // index in Sheet::rows of the first row after the headings
    std::vector<int> columns;           // per wanted: the column, -1 where it is not there
    std::vector<std::string> headings;  // per column of the file: as written
    int score = 0;                      // how many of the wanted were found
};
// Looks through the first lines for the row (or rows: a merged heading above, its parts below)
// that most of the wanted columns are found in. Nothing where fewer than `least` are found or a
// required one is missing.
std::optional<Found> find_headings(const Sheet&, const std::vector<Wanted>&, int least = 2);

// ---- Writing --------------------------------------------------------------------------------

// One value of a table that is written: what it is decides how each format shows it.
struct Value {
    enum class Kind : std::uint8_t { empty, text, whole, decimal, money, date, yes_no };
    Kind kind = Kind::empty;
    std::string text;
    std::int64_t whole = 0;
    Decimal decimal;

    Value() = default;
    Value(std::string value);  // NOLINT: a table is written as values, on purpose
    Value(std::string_view value) : Value(std::string(value)) {}              // NOLINT
    Value(const char* value) : Value(std::string(value)) {}                   // NOLINT
    Value(std::int64_t value) : kind(Kind::whole), whole(value) {}            // NOLINT
    Value(int value) : Value(static_cast<std::int64_t>(value)) {}             // NOLINT
    Value(Decimal value) : kind(Kind::decimal), decimal(value) {}             // NOLINT
    Value(Money value) : kind(Kind::money), decimal(Decimal::from(value)) {}  // NOLINT
    Value(Date value) : kind(Kind::date), text(value.iso()) {}                // NOLINT
    static Value yes_no(bool value);
    template <class T>
    Value(const std::optional<T>& value) {  // NOLINT: nothing is an empty cell
        if (value) *this = Value(*value);
    }
};

struct Table {
    std::string name;  // the worksheet's tab
    struct Column {
        std::string key;      // in JSON: "valid_to"
        std::string heading;  // above the column, in the reader's language
    };
    std::vector<Column> columns;
    std::vector<std::vector<Value>> rows;
};

std::string to_xlsx(const Table& table);
std::string to_xlsx(const std::vector<Table>& sheets);
// UTF-8 with a byte order mark, semicolons, as a Norwegian spreadsheet opens it. A text that a
// spreadsheet would take for a formula gets an apostrophe in front.
std::string to_csv(const Table& table);
// An array of objects; amounts and decimals are numbers written exactly, dates ISO 8601.
std::string to_json(const Table& table);

}  // namespace samkjop::sheet
