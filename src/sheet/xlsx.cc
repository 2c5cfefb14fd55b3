// An XLSX file (ECMA-376, transitional and strict) read as sheets of typed cells: shared strings,
// styles that say what is a day, merged areas, both calendars. Prefixes and namespaces differ
// between programs: local names decide.

#include <libxml/xmlreader.h>

#include <algorithm>
#include <map>

#include "sheet/archive.h"
#include "sheet/parts.h"
#include "sheet/texts.h"

namespace samkjop::sheet {
namespace {

// One document, read forward. Entities are refused together with the DTD that would define them.
class Xml {
public:
    explicit Xml(std::string_view bytes)
        : reader_(xmlReaderForMemory(bytes.data(), static_cast<int>(bytes.size()), nullptr, nullptr,
                                     XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING)) {}
    Xml(const Xml&) = delete;
    Xml& operator=(const Xml&) = delete;
    ~Xml() {
        if (reader_ != nullptr) xmlFreeTextReader(reader_);
    }

    bool next() {
        if (reader_ == nullptr || broken_) return false;
        const int answer = xmlTextReaderRead(reader_);
        if (answer < 0 || (answer == 1 && type() == XML_READER_TYPE_DOCUMENT_TYPE)) broken_ = true;
        return answer == 1 && !broken_;
    }
    bool broken() const { return broken_ || reader_ == nullptr; }
    bool begins() const { return type() == XML_READER_TYPE_ELEMENT; }
    bool ends() const { return type() == XML_READER_TYPE_END_ELEMENT; }
    bool is_text() const {
        return type() == XML_READER_TYPE_TEXT || type() == XML_READER_TYPE_CDATA ||
               type() == XML_READER_TYPE_SIGNIFICANT_WHITESPACE;
    }
    bool empty_element() const { return xmlTextReaderIsEmptyElement(reader_) == 1; }
    std::string_view name() const { return view(xmlTextReaderConstLocalName(reader_)); }
    std::string_view value() const { return view(xmlTextReaderConstValue(reader_)); }
    // By local name: r:id and id are both "id".
    std::string attribute(std::string_view wanted) {
        std::string out;
        for (int has = xmlTextReaderMoveToFirstAttribute(reader_); has == 1;
             has = xmlTextReaderMoveToNextAttribute(reader_)) {
            if (name() == wanted) out = value();
        }
        xmlTextReaderMoveToElement(reader_);
        return out;
    }

private:
    int type() const { return xmlTextReaderNodeType(reader_); }
    static std::string_view view(const xmlChar* text) {
        return text == nullptr ? std::string_view()
                               : std::string_view(reinterpret_cast<const char*>(text));
    }
    xmlTextReaderPtr reader_;
    bool broken_ = false;
};

int whole(std::string_view digits, int otherwise) {
    int out = 0;
    for (const char c : digits) {
        if (c < '0' || c > '9' || out > 10'000'000) return otherwise;
        out = out * 10 + (c - '0');
    }
    return digits.empty() ? otherwise : out;
}

void trim(std::string& text) {
    const auto is_blank = [](char c) { return static_cast<unsigned char>(c) <= ' '; };
    while (!text.empty() && is_blank(text.back())) text.pop_back();
    std::size_t from = 0;
    while (from < text.size() && is_blank(text[from])) ++from;
    text.erase(0, from);
}

enum class Shown : std::uint8_t { plain, date, percent };

class Reader {
public:
    Reader(Archive archive, const Limits& limits) : archive_(std::move(archive)), limits_(limits) {}

    Result<Workbook> workbook() {
        const std::string path = TRY(main_part());
        const auto targets = TRY(relations(path));
        if (archive_.has(folder(path) + "styles.xml"))
            TRY(read_styles(folder(path) + "styles.xml"));
        const std::string strings = folder(path) + "sharedStrings.xml";
        if (archive_.has(strings)) TRY(read_strings(strings));
        return read_workbook(path, targets);
    }

private:
    using Targets = std::map<std::string, std::string>;

    static std::string folder(const std::string& path) {
        const auto slash = path.rfind('/');
        return slash == std::string::npos ? "" : path.substr(0, slash + 1);
    }
    // A target as an entry's name: absolute, or beside the part that names it.
    static std::string entry_of(const std::string& base, std::string target) {
        if (target.starts_with('/')) return target.substr(1);
        std::string where = folder(base);
        while (target.starts_with("../")) {
            target.erase(0, 3);
            if (!where.empty()) where.pop_back();
            where = folder(where);
        }
        return where + target;
    }

    Result<std::string> main_part() {
        if (!archive_.has("_rels/.rels")) {
            if (!archive_.has("xl/workbook.xml")) return refuse(text::not_a_spreadsheet);
            return "xl/workbook.xml";
        }
        const std::string bytes = TRY(archive_.unpack("_rels/.rels"));
        Xml xml(bytes);
        while (xml.next()) {
            if (xml.begins() && xml.name() == "Relationship" &&
                xml.attribute("Type").ends_with("/officeDocument")) {
                return entry_of("", xml.attribute("Target"));
            }
        }
        return refuse(text::not_a_spreadsheet);
    }

    Result<Targets> relations(const std::string& part) {
        const auto slash = part.rfind('/');
        const std::string name = folder(part) + "_rels/" +
                                 part.substr(slash == std::string::npos ? 0 : slash + 1) + ".rels";
        if (!archive_.has(part) || !archive_.has(name)) return refuse(text::not_a_spreadsheet);
        const std::string bytes = TRY(archive_.unpack(name));
        Targets out;
        Xml xml(bytes);
        while (xml.next()) {
            if (xml.begins() && xml.name() == "Relationship")
                out[xml.attribute("Id")] = entry_of(part, xml.attribute("Target"));
        }
        if (xml.broken()) return refuse(text::broken);
        return out;
    }

    static Shown shown_by(int format, const std::map<int, std::string>& own) {
        if (const auto found = own.find(format); found != own.end()) {
            return shows_a_date(found->second)    ? Shown::date
                   : shows_percent(found->second) ? Shown::percent
                                                  : Shown::plain;
        }
        if (format == 9 || format == 10) return Shown::percent;
        const bool date = (format >= 14 && format <= 17) || format == 22 ||
                          (format >= 27 && format <= 31) || format == 36 ||
                          (format >= 50 && format <= 58);
        return date ? Shown::date : Shown::plain;
    }

    Result<void> read_styles(const std::string& name) {
        const std::string bytes = TRY(archive_.unpack(name));
        std::map<int, std::string> own;
        bool in_cells = false;
        Xml xml(bytes);
        while (xml.next()) {
            if (xml.name() == "cellXfs") in_cells = xml.begins();
            if (!xml.begins()) continue;
            if (xml.name() == "numFmt") {
                own[whole(xml.attribute("numFmtId"), -1)] = xml.attribute("formatCode");
            } else if (in_cells && xml.name() == "xf") {
                styles_.push_back(shown_by(whole(xml.attribute("numFmtId"), 0), own));
            }
        }
        if (xml.broken()) return refuse(text::broken);
        return {};
    }

    Result<void> read_strings(const std::string& name) {
        const std::string bytes = TRY(archive_.unpack(name));
        std::string now;
        bool in_text = false, phonetic = false;
        Xml xml(bytes);
        while (xml.next()) {
            const std::string_view element = xml.name();
            if (xml.is_text()) {
                if (in_text && !phonetic) now += xml.value();
            } else if (element == "t") {
                in_text = xml.begins() && !xml.empty_element();
            } else if (element == "rPh") {
                phonetic = xml.begins();
            } else if (element == "si" && (xml.ends() || xml.empty_element())) {
                if (now.size() > limits_.cell_bytes) return refuse(text::cell_too_long);
                if (static_cast<std::int64_t>(strings_.size()) >= limits_.cells)
                    return refuse(text::too_many_cells);
                trim(now);
                strings_.push_back(std::move(now));
                now.clear();
            }
        }
        if (xml.broken()) return refuse(text::broken);
        return {};
    }

    Result<Workbook> read_workbook(const std::string& path, const Targets& targets) {
        const std::string bytes = TRY(archive_.unpack(path));
        Workbook out;
        out.format = Workbook::Format::xlsx;
        std::vector<std::string> parts;
        Xml xml(bytes);
        while (xml.next()) {
            if (!xml.begins()) continue;
            if (xml.name() == "workbookPr") {
                const std::string from_1904 = xml.attribute("date1904");
                from_1904_ = from_1904 == "1" || from_1904 == "true";
            } else if (xml.name() == "sheet") {
                Sheet sheet;
                sheet.name = xml.attribute("name");
                sheet.hidden = xml.attribute("state").find("idden") != std::string::npos;
                const auto target = targets.find(xml.attribute("id"));
                if (target == targets.end()) continue;
                parts.push_back(target->second);
                out.sheets.push_back(std::move(sheet));
            }
        }
        if (xml.broken() || out.sheets.empty()) return refuse(text::broken);
        if (static_cast<int>(parts.size()) > limits_.sheets) {
            return refuse(text::too_many_sheets, {{"most", std::int64_t{limits_.sheets}}});
        }
        for (std::size_t i = 0; i < parts.size(); ++i) {
            // A chart's sheet and the like has no cells and may be of another kind.
            if (!archive_.has(parts[i])) return refuse(text::broken);
            TRY(read_sheet(parts[i], out.sheets[i]));
        }
        return out;
    }

    struct Raw {  // a cell as the XML has it
        int column = 0;
        int style = 0;
        std::string type, value;
    };

    Result<void> read_sheet(const std::string& name, Sheet& sheet) {
        const std::string bytes = TRY(archive_.unpack(name));
        std::vector<std::string> merged;
        Row row;
        Raw raw;
        bool in_cell = false, in_value = false, phonetic = false;
        int next_column = 0, next_row = 1;
        Xml xml(bytes);
        while (xml.next()) {
            const std::string_view element = xml.name();
            if (xml.is_text()) {
                if (in_value && !phonetic) raw.value += xml.value();
                if (raw.value.size() > limits_.cell_bytes) return refuse(text::cell_too_long);
            } else if (element == "v" || element == "t") {
                in_value = in_cell && xml.begins() && !xml.empty_element();
            } else if (element == "rPh") {
                phonetic = xml.begins() && !xml.empty_element();
            } else if (element == "c") {
                if (xml.begins()) {
                    raw = Raw{};
                    raw.type = xml.attribute("t");
                    raw.style = whole(xml.attribute("s"), 0);
                    const auto place = place_from(xml.attribute("r"));
                    raw.column = place ? place->column : next_column;
                    next_column = raw.column + 1;
                    in_cell = !xml.empty_element();
                } else {
                    in_cell = false;
                    TRY(keep(row, raw));
                }
            } else if (element == "row") {
                if (xml.begins()) {
                    row = Row{};
                    row.line = whole(xml.attribute("r"), next_row);
                    next_row = row.line + 1;
                    next_column = 0;
                }
                if (xml.ends()) TRY(keep(sheet, std::move(row)));
            } else if (element == "mergeCell" && xml.begins()) {
                merged.push_back(xml.attribute("ref"));
            }
        }
        if (xml.broken()) return refuse(text::broken);
        for (const std::string& area : merged) TRY(spread(sheet, area));
        return {};
    }

    Result<void> keep(Row& row, const Raw& raw) {
        Cell cell = cell_from(raw);
        if (cell.blank()) return {};
        if (raw.column >= limits_.columns) {
            return refuse(text::too_wide, {{"column", column_letters(raw.column)}});
        }
        const auto at = static_cast<std::size_t>(raw.column);
        if (row.cells.size() <= at) {
            cells_ += static_cast<std::int64_t>(at + 1 - row.cells.size());
            row.cells.resize(at + 1);
        }
        if (cells_ > limits_.cells) return refuse(text::too_many_cells);
        row.cells[at] = std::move(cell);
        return {};
    }

    Result<void> keep(Sheet& sheet, Row row) {
        if (row.cells.empty()) return {};
        if (static_cast<int>(sheet.rows.size()) >= limits_.rows) {
            return refuse(text::too_many_rows, {{"most", std::int64_t{limits_.rows}}});
        }
        sheet.width = std::max(sheet.width, static_cast<int>(row.cells.size()));
        sheet.rows.push_back(std::move(row));
        return {};
    }

    // A merged area has its value in the first cell; the others mean the same. Only rows that have
    // something in them are filled, and only as wide as the sheet is.
    Result<void> spread(Sheet& sheet, std::string_view area) {
        const auto colon = area.find(':');
        const auto from = place_from(area.substr(0, colon));
        const auto to = colon == area.npos ? from : place_from(area.substr(colon + 1));
        if (!from || !to) return {};
        const auto first = std::ranges::lower_bound(sheet.rows, from->row, {}, &Row::line);
        if (first == sheet.rows.end() || first->line != from->row) return {};
        const Cell value = first->at(from->column);
        if (value.blank()) return {};
        const int last = std::min(to->column, sheet.width - 1);
        for (auto row = first; row != sheet.rows.end() && row->line <= to->row; ++row) {
            for (int column = from->column; column <= last; ++column) {
                const auto at = static_cast<std::size_t>(column);
                if (++cells_ > limits_.cells) return refuse(text::too_many_cells);
                if (row->cells.size() <= at) row->cells.resize(at + 1);
                if (!row->cells[at].blank()) continue;
                row->cells[at] = value;
                row->cells[at].merged = true;
            }
        }
        return {};
    }

    Shown shown(int style) const {
        const auto at = static_cast<std::size_t>(style);
        return at < styles_.size() ? styles_[at] : Shown::plain;
    }

    // Day 1 is 1 January 1900, and a day that never was, 29 February 1900, is counted; or day 0 is
    // 1 January 1904.
    std::optional<Date> day_from(const std::string& number) const {
        const int serial = whole(std::string_view(number).substr(0, number.find('.')), -1);
        if (serial < (from_1904_ ? 0 : 1) || serial > 2'958'465) return {};
        if (from_1904_) return Date(1904, 1, 1) + serial;
        return serial < 60 ? Date(1899, 12, 31) + serial : Date(1899, 12, 30) + serial;
    }

    Cell cell_from(const Raw& raw) const {
        Cell out;
        out.value = raw.value;
        trim(out.value);
        if (out.value.empty()) return {};
        if (raw.type == "s") {
            const auto at = static_cast<std::size_t>(whole(out.value, -1));
            if (at >= strings_.size() || strings_[at].empty()) return {};
            out.kind = Cell::Kind::text;
            out.value = strings_[at];
        } else if (raw.type == "b") {
            out.kind = Cell::Kind::boolean;
        } else if (raw.type == "e") {
            out.kind = Cell::Kind::error;
        } else if (raw.type == "d") {
            out.value.resize(std::min<std::size_t>(out.value.size(), 10));
            out.kind = Date::parse(out.value) ? Cell::Kind::date : Cell::Kind::text;
        } else if (raw.type == "str" || raw.type == "inlineStr") {
            out.kind = Cell::Kind::text;
        } else {
            number_from(raw, out);
        }
        return out;
    }

    void number_from(const Raw& raw, Cell& out) const {
        const auto number = fifteen_digits(out.value);
        if (!number) {
            out.kind = Cell::Kind::text;
            return;
        }
        out.kind = Cell::Kind::number;
        out.value = *number;
        const Shown how = shown(raw.style);
        out.percent = how == Shown::percent;
        if (how != Shown::date) return;
        if (const auto day = day_from(*number)) {
            out.kind = Cell::Kind::date;
            out.value = day->iso();
        }
    }

    Archive archive_;
    Limits limits_;
    std::vector<Shown> styles_;
    std::vector<std::string> strings_;
    bool from_1904_ = false;
    std::int64_t cells_ = 0;
};

}  // namespace

Result<Workbook> read_xlsx(std::string_view bytes, const Limits& limits) {
    return Reader(TRY(Archive::open(bytes, limits)), limits).workbook();
}

}  // namespace samkjop::sheet
