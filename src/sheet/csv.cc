// Decides how a CSV file is to be read: its encoding, its separator, where cells and rows end.
// A file that is cut off or torn is refused with the line; nothing is guessed across a broken
// quote.

#include "sheet/csv.h"

#include "sheet/texts.h"

namespace samkjop::sheet::csv {
namespace {

void append_utf8(std::string& out, std::uint32_t c) {
    if (c < 0x80) {
        out += static_cast<char>(c);
    } else if (c < 0x800) {
        out += static_cast<char>(0xC0 | (c >> 6));
        out += static_cast<char>(0x80 | (c & 0x3F));
    } else if (c < 0x10000) {
        out += static_cast<char>(0xE0 | (c >> 12));
        out += static_cast<char>(0x80 | ((c >> 6) & 0x3F));
        out += static_cast<char>(0x80 | (c & 0x3F));
    } else {
        out += static_cast<char>(0xF0 | (c >> 18));
        out += static_cast<char>(0x80 | ((c >> 12) & 0x3F));
        out += static_cast<char>(0x80 | ((c >> 6) & 0x3F));
        out += static_cast<char>(0x80 | (c & 0x3F));
    }
}

// Length of the character that begins at `at`, 0 where it is not UTF-8.
std::size_t utf8_length(std::string_view text, std::size_t at) {
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
    const unsigned char first = byte(at);
    const std::size_t length = first < 0x80   ? 1
                               : first < 0xC2 ? 0
                               : first < 0xE0 ? 2
                               : first < 0xF0 ? 3
                               : first < 0xF5 ? 4
                                              : 0;
    if (length == 0 || at + length > text.size()) return 0;
    for (std::size_t i = 1; i < length; ++i) {
        if ((byte(at + i) & 0xC0) != 0x80) return 0;
    }
    if (length == 3 && first == 0xE0 && byte(at + 1) < 0xA0) return 0;  // longer than needed
    if (length == 3 && first == 0xED && byte(at + 1) > 0x9F) return 0;  // half of a pair
    if (length == 4 && first == 0xF0 && byte(at + 1) < 0x90) return 0;
    if (length == 4 && first == 0xF4 && byte(at + 1) > 0x8F) return 0;
    return length;
}

bool is_utf8(std::string_view text) {
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t length = utf8_length(text, at);
        if (length == 0) return false;
        at += length;
    }
    return true;
}

std::string from_windows_1252(std::string_view bytes) {
    // What the 32 places have that ISO 8859-1 leaves empty; 0: nothing, shown as a question mark.
    static constexpr std::uint16_t kHigh[32] = {
        0x20AC, 0,      0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
        0x2039, 0x0152, 0,      0x017D, 0,      0,      0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
        0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0,      0x017E, 0x0178};
    std::string out;
    out.reserve(bytes.size() + bytes.size() / 16);
    for (const char raw : bytes) {
        const auto byte = static_cast<unsigned char>(raw);
        if (byte >= 0x80 && byte < 0xA0) {
            append_utf8(out, kHigh[byte - 0x80] ? kHigh[byte - 0x80] : '?');
        } else {
            append_utf8(out, byte);
        }
    }
    return out;
}

std::string from_utf16(std::string_view bytes, bool big_endian) {
    std::string out;
    const auto unit = [&](std::size_t at) {
        const auto a = static_cast<unsigned char>(bytes[at]);
        const auto b = static_cast<unsigned char>(bytes[at + 1]);
        return static_cast<std::uint32_t>(big_endian ? a << 8 | b : b << 8 | a);
    };
    for (std::size_t at = 0; at + 1 < bytes.size(); at += 2) {
        std::uint32_t c = unit(at);
        if (c >= 0xD800 && c < 0xDC00 && at + 3 < bytes.size()) {
            const std::uint32_t low = unit(at + 2);
            if (low >= 0xDC00 && low < 0xE000) {
                c = 0x10000 + ((c - 0xD800) << 10) + (low - 0xDC00);
                at += 2;
            }
        }
        if (c >= 0xD800 && c < 0xE000) c = '?';
        append_utf8(out, c);
    }
    return out;
}

std::string_view trimmed(std::string_view text) {
    while (!text.empty()) {
        if (text.front() == ' ' || text.front() == '\t') {
            text.remove_prefix(1);
        } else if (text.starts_with("\u00a0")) {
            text.remove_prefix(2);
        } else if (text.back() == ' ' || text.back() == '\t') {
            text.remove_suffix(1);
        } else if (text.ends_with("\u00a0")) {
            text.remove_suffix(2);
        } else {
            break;
        }
    }
    return text;
}

// The separator that the first line that has one has most of, outside quotes; semicolon when none
// has any. A title above the table has none.
char separator_of(std::string_view text) {
    int semicolons = 0, commas = 0, tabs = 0;
    bool quoted = false;
    for (const char c : text) {
        if (c == '"') quoted = !quoted;
        if (quoted) continue;
        if ((c == '\n' || c == '\r') && semicolons + commas + tabs > 0) break;
        semicolons += c == ';';
        commas += c == ',';
        tabs += c == '\t';
    }
    if (tabs > semicolons && tabs > commas) return '\t';
    return commas > semicolons ? ',' : ';';
}

class Reader {
public:
    Reader(std::string_view text, char separator) : text_(text), separator_(separator) {}

    bool at_end() const { return at_ >= text_.size(); }
    int line() const { return line_; }

    // One row, over several lines where a quoted cell holds line ends.
    std::expected<Cells, Fault> row() {
        Cells cells;
        cells.line = line_;
        for (;;) {
            std::string value;
            if (auto fault = read_cell(value)) return std::unexpected(*std::move(fault));
            cells.values.push_back(std::move(value));
            if (cells.values.size() > kMostColumns) {
                return std::unexpected(Fault{cells.line, {&text::too_many_columns, {}, {}}});
            }
            if (at_end() || text_[at_] != separator_) break;
            ++at_;
        }
        end_line();
        return cells;
    }

private:
    void end_line() {
        if (at_end()) return;
        if (text_[at_] == '\r') ++at_;
        if (!at_end() && text_[at_] == '\n') ++at_;
        ++line_;
    }
    bool at_line_end() const { return text_[at_] == '\n' || text_[at_] == '\r'; }

    std::optional<Fault> read_cell(std::string& value) {
        std::size_t look = at_;
        while (look < text_.size() && text_[look] == ' ') ++look;
        if (look < text_.size() && text_[look] == '"') {
            at_ = look;
            return read_quoted(value);
        }
        const std::size_t begin = at_;
        while (!at_end() && text_[at_] != separator_ && !at_line_end()) ++at_;
        value = trimmed(text_.substr(begin, at_ - begin));
        if (value.size() > kLongestCell) return Fault{line_, {&text::cell_too_long, {}, {}}};
        return std::nullopt;
    }

    std::optional<Fault> read_quoted(std::string& value) {
        const int begins = line_;
        ++at_;
        for (;;) {
            if (at_end()) return Fault{begins, {&text::quote_not_closed, {}, {}}};
            const char c = text_[at_++];
            if (c == '"') {
                if (at_end() || text_[at_] != '"') break;
                ++at_;
            }
            if (c == '\n') ++line_;
            value += c;
            if (value.size() > kLongestCell) return Fault{begins, {&text::cell_too_long, {}, {}}};
        }
        while (!at_end() && text_[at_] == ' ') ++at_;
        if (!at_end() && text_[at_] != separator_ && !at_line_end()) {
            return Fault{line_, {&text::text_after_quote, {}, {}}};
        }
        value = trimmed(value);
        return std::nullopt;
    }

    std::string_view text_;
    char separator_;
    std::size_t at_ = 0;
    int line_ = 1;
};

bool is_empty(const Cells& cells) {
    return std::ranges::all_of(cells.values,
                               [](const std::string& value) { return value.empty(); });
}

}  // namespace

std::string to_utf8(std::string_view bytes) {
    if (bytes.starts_with("\xEF\xBB\xBF")) bytes.remove_prefix(3);
    if (bytes.starts_with("\xFF\xFE")) return from_utf16(bytes.substr(2), false);
    if (bytes.starts_with("\xFE\xFF")) return from_utf16(bytes.substr(2), true);
    return is_utf8(bytes) ? std::string(bytes) : from_windows_1252(bytes);
}

std::string folded(std::string_view heading) {
    std::string out;
    for (std::size_t i = 0; i < heading.size(); ++i) {
        const char c = heading[i];
        if (c == ' ' || c == '.' || c == '-' || c == '_' || c == ':' || c == '/') continue;
        if (c >= 'A' && c <= 'Z') {
            out += static_cast<char>(c - 'A' + 'a');
        } else if (c == '\xC3' && i + 1 < heading.size()) {
            // Æ Ø Å and the accented letters have their small form 0x20 further on.
            const char next = heading[++i];
            const bool capital = static_cast<unsigned char>(next) >= 0x80 &&
                                 static_cast<unsigned char>(next) <= 0x9E;
            out += c;
            out += capital ? static_cast<char>(next + 0x20) : next;
        } else {
            out += c;
        }
    }
    return out;
}

Table read(std::string_view bytes) {
    Table table;
    const std::string text = to_utf8(bytes);
    if (text.find('\0') != std::string::npos) {
        table.faults.push_back({0, {&text::not_a_text_file, {}, {}}});
        return table;
    }
    std::string_view rest = text;
    int skipped = 0;
    if (rest.starts_with("sep=") &&
        rest.size() > 4) {  // Excel's own hint, a line before the headings
        const char hinted = rest[4];
        const auto end = rest.find('\n');
        rest.remove_prefix(end == rest.npos ? rest.size() : end + 1);
        skipped = 1;
        // Half a letter is no separator: then the hint is a line like any that says nothing.
        const bool usable = std::string_view(";,\t|").contains(hinted);
        table.separator = usable ? hinted : separator_of(rest);
    } else {
        table.separator = separator_of(rest);
    }
    Reader reader(rest, table.separator);
    while (!reader.at_end()) {
        auto row = reader.row();
        if (!row) {
            row.error().line += skipped;
            table.faults.push_back(std::move(row.error()));
            return table;
        }
        row->line += skipped;
        if (is_empty(*row)) continue;
        if (table.heading_line == 0) {
            table.heading_line = row->line;
            table.headings = std::move(row->values);
            continue;
        }
        if (table.rows.size() == kMostRows) {
            table.faults.push_back(
                {row->line,
                 {&text::too_many_rows, {{"most", static_cast<std::int64_t>(kMostRows)}}, {}}});
            return table;
        }
        table.rows.push_back(*std::move(row));
    }
    if (table.heading_line == 0) table.faults.push_back({0, {&text::file_is_empty, {}, {}}});
    return table;
}

std::string cell(std::string_view value) {
    if (value.find_first_of(";,\t\"\r\n") == value.npos) return std::string(value);
    std::string out = "\"";
    for (const char c : value) {
        if (c == '"') out += '"';
        out += c;
    }
    return out + "\"";
}

}  // namespace samkjop::sheet::csv
