#include "sheet/sheet.h"

#include <doctest/doctest.h>

#include <random>

#include "sheet/archive.h"
#include "sheet/csv.h"
#include "sheet/parts.h"

using namespace samkjop;
using sheet::Cell;
using sheet::Entry;

namespace {

// The smallest workbook around these parts, as a spreadsheet would save it.
std::vector<Entry> workbook_around(const std::string& sheet_data, const std::string& strings = "",
                                   const std::string& workbook_properties = "") {
    const std::string main = " xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"";
    const std::string kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/";
    return {
        {"_rels/.rels", "<Relationships><Relationship Id=\"rId1\" Type=\"" + kind +
                            "officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"},
        {"xl/workbook.xml", "<workbook" + main + " xmlns:r=\"r\">" + workbook_properties +
                                "<sheets><sheet name=\"Avtaler\" sheetId=\"1\" r:id=\"rId1\"/>"
                                "</sheets></workbook>"},
        {"xl/_rels/workbook.xml.rels",
         "<Relationships><Relationship Id=\"rId1\" Type=\"" + kind +
             "worksheet\" Target=\"/xl/worksheets/sheet1.xml\"/></Relationships>"},
        {"xl/styles.xml",
         "<styleSheet" + main +
             "><numFmts><numFmt numFmtId=\"164\" formatCode=\"dd/mm/yyyy;@\"/>"
             "<numFmt numFmtId=\"165\" formatCode=\"#,##0.00&quot; kr per day&quot;\"/></numFmts>"
             "<cellStyleXfs><xf numFmtId=\"14\"/></cellStyleXfs><cellXfs><xf numFmtId=\"0\"/>"
             "<xf numFmtId=\"14\"/><xf numFmtId=\"164\"/><xf numFmtId=\"9\"/>"
             "<xf numFmtId=\"165\"/></cellXfs></styleSheet>"},
        {"xl/sharedStrings.xml", "<sst" + main + ">" + strings + "</sst>"},
        {"xl/worksheets/sheet1.xml",
         "<worksheet" + main + "><sheetData>" + sheet_data + "</worksheet>"},
    };
}

sheet::Workbook read(const std::vector<Entry>& entries) {
    const std::string bytes = sheet::packed(entries);
    auto out = sheet::read(bytes);
    REQUIRE_MESSAGE(out, (out ? "" : std::string(out.error().name())));
    return *std::move(out);
}

std::string why(std::string_view bytes, const sheet::Limits& limits = {}) {
    const auto out = sheet::read(bytes, limits);
    return out ? "read" : std::string(out.error().name());
}

}  // namespace

TEST_CASE("sheet: what a workbook's cells mean") {
    const auto book = read(workbook_around(
        "<row r=\"3\"><c r=\"A3\" t=\"s\"><v>0</v></c><c r=\"C3\" s=\"1\"><v>45352</v></c>"
        "<c r=\"D3\" s=\"2\"><v>46081.75</v></c><c r=\"E3\"><v>62.499999999999993</v></c>"
        "<c r=\"F3\" s=\"3\"><v>0.25</v></c><c r=\"G3\" s=\"4\"><v>1250.5</v></c></row>"
        "<row r=\"5\"><c r=\"A5\" t=\"inlineStr\"><is><t> Rett i cellen </t></is></c>"
        "<c r=\"B5\" t=\"b\"><v>1</v></c><c r=\"C5\" t=\"e\"><v>#REF!</v></c>"
        "<c r=\"D5\" t=\"str\"><f>A1&amp;B1</f><v>av en formel</v></c>"
        "<c r=\"E5\"><v>1.2E-2</v></c><c r=\"F5\" t=\"d\"><v>2026-11-20T00:00:00</v></c>"
        "<c r=\"G5\" s=\"1\"/></row></sheetData>",
        "<si><r><t>Rik </t></r><r><t>tekst</t></r><rPh><t>uttale</t></rPh></si>"));
    REQUIRE(book.sheets.size() == 1);
    const sheet::Sheet& page = book.sheets[0];
    CHECK(page.name == "Avtaler");
    REQUIRE(page.rows.size() == 2);
    const sheet::Row& first = page.rows[0];
    CHECK(first.line == 3);
    CHECK(first.at(0).value == "Rik tekst");
    CHECK(first.at(1).blank());
    CHECK(first.at(2).date() == Date(2024, 3, 1));
    CHECK(first.at(3).date() == Date(2026, 2, 28));
    CHECK(first.at(4).number() == Decimal(625, 1));
    CHECK(first.at(5).percent);
    CHECK(first.at(5).shown() == "25\u00a0%");
    CHECK(first.at(6).kind == Cell::Kind::number);  // the d stands in quotes: no day
    const sheet::Row& second = page.rows[1];
    CHECK(second.at(0).value == "Rett i cellen");
    CHECK(second.at(1).kind == Cell::Kind::boolean);
    CHECK(second.at(2).kind == Cell::Kind::error);
    CHECK(second.at(3).value == "av en formel");
    CHECK(second.at(4).value == "0.012");
    CHECK(second.at(5).date() == Date(2026, 11, 20));
    CHECK(second.at(6).blank());
    CHECK(second.at(99).blank());
}

TEST_CASE("sheet: the calendar that begins in 1904, and the day that never was") {
    const auto days = [](const std::string& properties, int serial) {
        return read(workbook_around("<row><c s=\"1\"><v>" + std::to_string(serial) +
                                        "</v></c></row></sheetData>",
                                    "", properties))
            .sheets[0]
            .rows[0]
            .at(0)
            .date();
    };
    CHECK(days("", 1) == Date(1900, 1, 1));
    CHECK(days("", 59) == Date(1900, 2, 28));
    CHECK(days("", 61) == Date(1900, 3, 1));
    CHECK(days("<workbookPr date1904=\"1\"/>", 43890) == Date(2024, 3, 1));
}

TEST_CASE("sheet: a merged area means the same in all its cells") {
    const auto book = read(
        workbook_around("<row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>Periode</t></is></c>"
                        "<c r=\"C1\"><v>7</v></c></row>"
                        "<row r=\"2\"><c r=\"C2\"><v>8</v></c></row></sheetData>"
                        "<mergeCells><mergeCell ref=\"A1:B2\"/><mergeCell ref=\"D9:XFD1048576\"/>"
                        "<mergeCell ref=\"nonsense\"/></mergeCells>"));
    const sheet::Sheet& page = book.sheets[0];
    CHECK_FALSE(page.rows[0].at(0).merged);
    CHECK(page.rows[0].at(1).value == "Periode");
    CHECK(page.rows[0].at(1).merged);
    CHECK(page.rows[1].at(0).value == "Periode");
    CHECK(page.rows[1].at(2).value == "8");
}

TEST_CASE("sheet: numbers as a spreadsheet shows them") {
    struct {
        const char* written;
        const char* then;
    } const rows[] = {
        {"1", "1"},
        {"-0", "0"},
        {"0.1", "0.1"},
        {"0.30000000000000004", "0.3"},
        {"1234567.8900000001", "1234567.89"},
        {"-62.499999999999993", "-62.5"},
        {"99.9999999999999999", "100"},
        {"1E3", "1000"},
        {"1.5e-3", "0.0015"},
        {"1E-12", "0"},
        {"0.3333333333333333", "0.333333333"},
        {"123456789012345678", "123456789012346000"},
    };
    for (const auto& row : rows) {
        CAPTURE(row.written);
        CHECK(sheet::fifteen_digits(row.written) == row.then);
    }
    for (const char* wrong : {"", "-", ".", "1.2.3", "1e", "e5", "1E999", "1E30", "abc", "1 2"}) {
        CAPTURE(wrong);
        CHECK_FALSE(sheet::fifteen_digits(wrong));
    }
}

TEST_CASE("sheet: what looks like a number or a day is one") {
    const auto text = [](const char* value) {
        Cell cell;
        cell.kind = Cell::Kind::text;
        cell.value = value;
        return cell;
    };
    CHECK(text("1 234,50 kr").number() == Decimal(12345, 1));
    CHECK(text("kr 1\u00a0234,-").number() == Decimal::whole(1234));
    CHECK(text("25 %").number() == Decimal(25, 2));
    CHECK_FALSE(text("ca. 1,2 mill").number());
    CHECK(text("20.11.2026").date() == Date(2026, 11, 20));
    CHECK(text("1/3-24").date() == Date(2024, 3, 1));
    CHECK(text("2026-11-20").date() == Date(2026, 11, 20));
    CHECK_FALSE(text("31.02.2026").date());
    CHECK_FALSE(text("20.11.2026–").date());
    CHECK_FALSE(text("3.14").date());
}

TEST_CASE("sheet: hostile and broken files are refused, whatever they claim") {
    sheet::Limits small;
    small.unpacked_bytes = 3 << 20;
    small.columns = 50;
    small.rows = 10;
    small.cells = 100;
    const std::string blanks(4 << 20, ' ');
    const auto with = [&](const std::string& data) { return sheet::packed(workbook_around(data)); };
    CHECK(why("") == "sheet.file_is_empty");
    CHECK(why("PK\x03\x04 torn") == "sheet.broken");
    CHECK(why("\xD0\xCF\x11\xE0 old") == "sheet.old_or_locked");
    CHECK(why("%PDF-1.7") == "sheet.not_a_spreadsheet");
    CHECK(why(sheet::packed({{"hei.txt", "hei"}})) == "sheet.not_a_spreadsheet");
    CHECK(why(with("<row>"), small) == "sheet.broken");
    CHECK(why(with("</sheetData>" + blanks), small) == "sheet.too_much_unpacked");
    // A megabyte of the same letter is packed a thousand times.
    sheet::Limits tight;
    tight.unpacked_times = 2;
    CHECK(why(with("</sheetData>" + blanks), tight) == "sheet.too_much_unpacked");
    CHECK(why(with("<row><c r=\"ZZ1\"><v>1</v></c></row></sheetData>"), small) == "sheet.too_wide");
    std::string many;
    for (int i = 1; i <= 11; ++i)
        many += "<row r=\"" + std::to_string(i) + "\"><c><v>1</v></c></row>";
    CHECK(why(with(many + "</sheetData>"), small) == "sheet.too_many_rows");
    std::string wide;
    for (int i = 0; i < 4; ++i) wide += "<row><c r=\"AD1\"><v>1</v></c></row>";
    CHECK(why(with(wide + "</sheetData>"), small) == "sheet.too_many_cells");
    // A style out to the last column is no content.
    CHECK(why(with("<row r=\"1048576\"><c r=\"XFD1048576\" s=\"1\"/></row></sheetData>"), small) ==
          "read");
    CHECK(why(with("<row><c t=\"inlineStr\"><is><t>" + std::string(40'000, 'x') +
                   "</t></is></c></row></sheetData>")) == "sheet.cell_too_long");
    auto entities = workbook_around("</sheetData>");
    entities[4].bytes = "<!DOCTYPE sst [<!ENTITY a \"b\">]><sst><si><t>&a;</t></si></sst>";
    CHECK(why(sheet::packed(entities)) == "sheet.broken");
    std::vector<Entry> entries(5001);
    for (std::size_t i = 0; i < entries.size(); ++i) entries[i] = {std::to_string(i), "x"};
    CHECK(why(sheet::packed(entries)) == "sheet.too_much_unpacked");
}

TEST_CASE("sheet: no torn file reads as something, and none brings us down") {
    const std::string whole =
        sheet::to_xlsx({.name = "Avtaler",
                        .columns = {{"number", "Nummer"}, {"value", "Verdi"}},
                        .rows = {{"2026-001", kroner(12)}, {"2026-002", Decimal(12345, 4)}}});
    std::mt19937 random(20261121);
    int refused = 0;
    for (int round = 0; round < 400; ++round) {
        std::string bytes = whole;
        for (unsigned i = 0; i < 1 + random() % 6; ++i)
            bytes[random() % bytes.size()] = static_cast<char>(random());
        if (round % 4 == 0) bytes.resize(random() % bytes.size());
        refused += !sheet::read(bytes).has_value();
    }
    CHECK(refused > 200);
}

TEST_CASE("sheet: what is written is read back the same") {
    std::mt19937 random(4711);
    sheet::Table table{.name = "Avtaler [2026]: alle/noen", .columns = {}, .rows = {}};
    for (const char* name : {"a", "b", "c", "d"}) table.columns.push_back({name, name});
    for (int i = 0; i < 200; ++i) {
        const Decimal price(static_cast<std::int64_t>(random() % 100'000'000), 5);
        table.rows.push_back({"Rad <" + std::to_string(i) + "> & «æøå»\nto linjer", price,
                              Date(2020, 1, 1) + static_cast<int>(random() % 5000),
                              Money(static_cast<std::int64_t>(random() % 1'000'000'000))});
    }
    const auto book = sheet::read(sheet::to_xlsx(table));
    REQUIRE(book);
    const sheet::Sheet& page = book->sheets.at(0);
    REQUIRE(page.rows.size() == 201);
    for (std::size_t i = 0; i < table.rows.size(); ++i) {
        const sheet::Row& row = page.rows[i + 1];
        CHECK(row.at(0).value == table.rows[i][0].text);
        CHECK(row.at(1).number() == table.rows[i][1].decimal);
        CHECK(row.at(2).date()->iso() == table.rows[i][2].text);
        CHECK(row.at(3).number() == table.rows[i][3].decimal);
    }
    CHECK(sheet::to_xlsx(table) == sheet::to_xlsx(table));
}

TEST_CASE("sheet: CSV and JSON say the same, and no text becomes a formula") {
    const sheet::Table table{.name = "x",
                             .columns = {{"number", "Nummer"}, {"sum", "Sum; kr"}, {"on", "Dato"}},
                             .rows = {{"=1+1", kroner(1234, 50), Date(2026, 11, 20)},
                                      {"Hei \"du\"", {}, sheet::Value::yes_no(true)}}};
    CHECK(sheet::to_csv(table) ==
          "\xEF\xBB\xBFNummer;\"Sum; kr\";Dato\r\n'=1+1;1234,5;2026-11-20\r\n"
          "\"Hei \"\"du\"\"\";;1\r\n");
    CHECK(sheet::to_json(table) ==
          "[\n{\"number\": \"=1+1\", \"sum\": 1234.5, \"on\": \"2026-11-20\"},\n"
          "{\"number\": \"Hei \\\"du\\\"\", \"sum\": null, \"on\": true}\n]\n");
}

TEST_CASE("sheet: headings are found where people put them") {
    const std::vector<sheet::Wanted> wanted = {
        {"number", "avtalenr avtalenummer nr saksnr", false},
        {"title", "avtale tittel avtalenavn", true},
        {"from", "fra gyldigfra periodefra", false},
        {"to", "til gyldigtil periodetil", false},
    };
    struct {
        const char* name;
        const char* given;
        std::vector<int> columns;
        std::size_t first_row;
    } const rows[] = {
        {"the first row", "Avtalenr;Avtale;Fra;Til\n1;x;;\n", {0, 1, 2, 3}, 1},
        {"a title and an empty line above",
         "Avtaleregister for regionen\n\n;Nr.;Tittel;\n;1;x;\n",
         {1, 2, -1, -1},
         2},
        {"over two rows", "Avtale-;Avtale;Periode;\nnr;;Fra;Til\n1;x;;\n", {0, 1, 2, 3}, 2},
        {"in capitals, with marks",
         "AVTALE NR.;AVTALE (NAVN);Gyldig\u00a0fra:;\n1;2;3;\n",
         {0, 1, 2, -1},
         1},
    };
    for (const auto& row : rows) {
        CAPTURE(row.name);
        const auto book = sheet::read(row.given);
        REQUIRE(book);
        const auto found = sheet::find_headings(book->sheets[0], wanted);
        REQUIRE(found);
        CHECK(found->columns == row.columns);
        CHECK(found->first_row == row.first_row);
    }
    const auto book = sheet::read("Avtalenr;Fra\n1;2\n");
    CHECK_FALSE(sheet::find_headings(book->sheets[0], wanted));  // no title
}
