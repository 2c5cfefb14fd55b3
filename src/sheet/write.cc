// A table as XLSX, CSV and JSON. Amounts and prices are written with the digits they have: nothing
// goes by way of a floating-point number.

#include <algorithm>

#include "sheet/archive.h"
#include "sheet/csv.h"
#include "sheet/parts.h"
#include "sheet/sheet.h"

namespace samkjop::sheet {

Value::Value(std::string value) : kind(value.empty() ? Kind::empty : Kind::text) {
    text = std::move(value);
}

Value Value::yes_no(bool value) {
    Value out;
    out.kind = Kind::yes_no;
    out.whole = value;
    return out;
}

namespace {

using Kind = Value::Kind;

// The styles of cellXfs below, in order.
enum Style : std::uint8_t { plain, heading, whole_number, amount, day, decimal_number };

Style style_of(Kind kind) {
    switch (kind) {
        case Kind::whole:
            return whole_number;
        case Kind::money:
            return amount;
        case Kind::decimal:
            return decimal_number;
        case Kind::date:
            return day;
        default:
            return plain;
    }
}

constexpr std::string_view kStyles =
    R"(<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><numFmts count="2"><numFmt numFmtId="164" formatCode="dd\.mm\.yyyy"/><numFmt numFmtId="165" formatCode="#,##0.######"/></numFmts><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="6"><xf/><xf fontId="1" applyFont="1" applyAlignment="1"><alignment wrapText="1" vertical="top"/></xf><xf numFmtId="1" applyNumberFormat="1"/><xf numFmtId="4" applyNumberFormat="1"/><xf numFmtId="164" applyNumberFormat="1"/><xf numFmtId="165" applyNumberFormat="1"/></cellXfs></styleSheet>)";

std::string text_cell(const std::string& place, Style style, std::string_view text) {
    return "<c r=\"" + place + "\" s=\"" + std::to_string(style) +
           "\" t=\"inlineStr\"><is><t xml:space=\"preserve\">" + xml_escaped(text) +
           "</t></is></c>";
}

std::string cell_xml(const std::string& place, const Value& value) {
    const auto number = [&](const std::string& digits) {
        return "<c r=\"" + place + "\" s=\"" + std::to_string(style_of(value.kind)) + "\"><v>" +
               digits + "</v></c>";
    };
    switch (value.kind) {
        case Kind::empty:
            return "";
        case Kind::whole:
            return number(std::to_string(value.whole));
        case Kind::money:
        case Kind::decimal:
            return number(value.decimal.text());
        case Kind::date: {
            const auto date = Date::parse(value.text);
            // Before 1 March 1900 a spreadsheet counts a day too many.
            if (!date || *date < Date(1900, 3, 1)) return text_cell(place, plain, value.text);
            return number(std::to_string(*date - Date(1899, 12, 30)));
        }
        case Kind::yes_no:
            return "<c r=\"" + place + "\" t=\"b\"><v>" + std::to_string(value.whole) + "</v></c>";
        case Kind::text:
            break;
    }
    return text_cell(place, plain, value.text);
}

std::size_t letters(std::string_view text) {
    return static_cast<std::size_t>(
        std::ranges::count_if(text, [](char c) { return (c & 0xC0) != 0x80; }));
}

std::string sheet_xml(const Table& table) {
    std::string out =
        R"(<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><cols>)";
    for (std::size_t i = 0; i < table.columns.size(); ++i) {
        std::size_t width = letters(table.columns[i].heading);
        for (std::size_t row = 0; row < std::min<std::size_t>(table.rows.size(), 200); ++row) {
            if (i < table.rows[row].size())
                width = std::max(width, letters(table.rows[row][i].text));
        }
        const std::string number = std::to_string(i + 1);
        out += "<col min=\"" + number + "\" max=\"" + number + "\" width=\"" +
               std::to_string(std::clamp<std::size_t>(width + 2, 11, 60)) +
               "\" customWidth=\"1\"/>";
    }
    out += "</cols><sheetData><row r=\"1\">";
    for (std::size_t i = 0; i < table.columns.size(); ++i) {
        out +=
            text_cell(column_letters(static_cast<int>(i)) + "1", heading, table.columns[i].heading);
    }
    out += "</row>";
    for (std::size_t row = 0; row < table.rows.size(); ++row) {
        const std::string number = std::to_string(row + 2);
        out += "<row r=\"" + number + "\">";
        for (std::size_t i = 0; i < table.rows[row].size(); ++i)
            out += cell_xml(column_letters(static_cast<int>(i)) + number, table.rows[row][i]);
        out += "</row>";
    }
    out += "</sheetData>";
    if (!table.columns.empty()) {
        out +=
            "<autoFilter ref=\"A1:" + column_letters(static_cast<int>(table.columns.size()) - 1) +
            std::to_string(table.rows.size() + 1) + "\"/>";
    }
    return out + "</worksheet>";
}

// A tab has at most 31 characters and none of []:*?/\.
std::string tab_name(std::string_view name, std::size_t number) {
    std::string out;
    for (const char c : name) {
        if ((c & 0xC0) != 0x80 && letters(out) >= 31) break;
        out += std::string_view("[]:*?/\\'").contains(c) ? ' ' : c;
    }
    return out.empty() ? "Ark" + std::to_string(number) : out;
}

}  // namespace

std::string to_xlsx(const std::vector<Table>& sheets) {
    std::string types =
        R"(<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/>)";
    std::string workbook =
        R"(<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets>)";
    constexpr std::string_view kRelations =
        R"(<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">)";
    constexpr std::string_view kKind =
        "http://schemas.openxmlformats.org/officeDocument/2006/relationships/";
    std::string relations(kRelations);
    std::vector<Entry> entries;
    for (std::size_t i = 0; i < sheets.size(); ++i) {
        const std::string number = std::to_string(i + 1);
        const std::string part = "worksheets/sheet" + number + ".xml";
        types += "<Override PartName=\"/xl/" + part +
                 "\" ContentType=\"application/"
                 "vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml\"/>";
        workbook += "<sheet name=\"" + xml_escaped(tab_name(sheets[i].name, i + 1)) +
                    "\" sheetId=\"" + number + "\" r:id=\"rId" + number + "\"/>";
        relations += "<Relationship Id=\"rId" + number + "\" Type=\"" + std::string(kKind) +
                     "worksheet\" Target=\"" + part + "\"/>";
        entries.push_back({"xl/" + part, sheet_xml(sheets[i])});
    }
    const std::string styles = std::to_string(sheets.size() + 1);
    relations += "<Relationship Id=\"rId" + styles + "\" Type=\"" + std::string(kKind) +
                 "styles\" Target=\"styles.xml\"/></Relationships>";
    entries.insert(
        entries.begin(),
        {{"[Content_Types].xml", types + "</Types>"},
         {"_rels/.rels", std::string(kRelations) + "<Relationship Id=\"rId1\" Type=\"" +
                             std::string(kKind) +
                             "officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"},
         {"xl/workbook.xml", workbook + "</sheets></workbook>"},
         {"xl/_rels/workbook.xml.rels", relations},
         {"xl/styles.xml", std::string(kStyles)}});
    return packed(entries);
}

std::string to_xlsx(const Table& table) { return to_xlsx(std::vector<Table>{table}); }

namespace {

// A text that begins like this is a formula to a spreadsheet (CWE-1236).
bool looks_like_a_formula(std::string_view text) {
    return !text.empty() && std::string_view("=+-@\t\r").contains(text.front());
}

std::string csv_value(const Value& value) {
    switch (value.kind) {
        case Kind::empty:
            return "";
        case Kind::whole:
            return std::to_string(value.whole);
        case Kind::yes_no:
            return value.whole != 0 ? "1" : "0";
        case Kind::money:
        case Kind::decimal: {
            std::string out = value.decimal.text();
            std::ranges::replace(out, '.', ',');
            return out;
        }
        case Kind::date:
            return value.text;
        case Kind::text:
            break;
    }
    return csv::cell(looks_like_a_formula(value.text) ? "'" + value.text : value.text);
}

std::string json_text(std::string_view text) {
    std::string out = "\"";
    for (const char c : text) {
        constexpr std::string_view kHex = "0123456789abcdef";
        if (c == '"' || c == '\\') {
            out += '\\';
            out += c;
        } else if (static_cast<unsigned char>(c) < ' ') {
            out += "\\u00";
            out += kHex[static_cast<unsigned char>(c) >> 4];
            out += kHex[static_cast<unsigned char>(c) & 15];
        } else {
            out += c;
        }
    }
    return out + "\"";
}

std::string json_value(const Value& value) {
    switch (value.kind) {
        case Kind::empty:
            return "null";
        case Kind::whole:
            return std::to_string(value.whole);
        case Kind::yes_no:
            return value.whole != 0 ? "true" : "false";
        case Kind::money:
        case Kind::decimal:
            return value.decimal.text();
        default:
            return json_text(value.text);
    }
}

}  // namespace

std::string to_csv(const Table& table) {
    std::string out = "\xEF\xBB\xBF";
    for (std::size_t i = 0; i < table.columns.size(); ++i)
        out += (i == 0 ? "" : ";") + csv::cell(table.columns[i].heading);
    out += "\r\n";
    for (const auto& row : table.rows) {
        for (std::size_t i = 0; i < row.size(); ++i) out += (i == 0 ? "" : ";") + csv_value(row[i]);
        out += "\r\n";
    }
    return out;
}

std::string to_json(const Table& table) {
    std::string out = "[";
    for (std::size_t r = 0; r < table.rows.size(); ++r) {
        out += r == 0 ? "\n{" : ",\n{";
        for (std::size_t i = 0; i < table.rows[r].size(); ++i) {
            out += (i == 0 ? "" : ", ") + json_text(table.columns[i].key) + ": " +
                   json_value(table.rows[r][i]);
        }
        out += "}";
    }
    return out + (table.rows.empty() ? "]\n" : "\n]\n");
}

}  // namespace samkjop::sheet
