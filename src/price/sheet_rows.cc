// Suppliers head their columns as they like, put their letterhead above them, and write units in
// words. What is recognised is brought to the columns of a price file; what a supplier leaves out
// because it is obvious (its own number, the agreement, the period) is filled in.

#include "price/sheet_rows.h"

#include <algorithm>
#include <array>
#include <map>

namespace samkjop::price {
namespace {

// A heading of ours, and what else it is called; compared as sheet::folded compares.
struct Heading {
    std::string_view ours;
    std::array<std::string_view, 14> theirs;
};
constexpr std::array<Heading, 18> kHeadings = {{
    {"Varenummer",
     {"varenummer", "varenr", "artikkelnummer", "artikkelnr", "artnr", "produktnummer", "produktnr",
      "itemnumber", "sku", "leverandørensvarenr", "levvarenr", "nobbnr"}},
    {"Varenavn",
     {"varenavn", "varenamn", "navn", "namn", "produkt", "produktnavn", "benevnelse", "varetekst",
      "artikkel", "betegnelse", "name", "vare"}},
    {"Pris",
     {"pris", "nettopris", "avtalepris", "priseksmva", "prisnok", "netto", "kundepris", "utpris",
      "enhetspris", "priskr", "nypris", "price"}},
    {"Enhet", {"enhet", "eining", "enh", "salgsenhet", "bestillingsenhet", "prisenhet", "unit"}},
    {"GTIN", {"gtin", "ean", "eankode", "strekkode", "ean13"}},
    {"Beskrivelse", {"beskrivelse", "skildring", "produktbeskrivelse", "description"}},
    {"Merke", {"merke", "varemerke", "brand", "produsent"}},
    {"UNSPSC", {"unspsc", "varegruppe", "unspsckode"}},
    {"Innhold", {"innhold", "innhald", "antallienhet", "antperenhet", "pakning", "antipakning"}},
    {"Grunnenhet", {"grunnenhet", "grunneining", "innholdsenhet"}},
    {"Mva", {"mva", "mvasats", "mvaprosent", "vat"}},
    {"Minstekjøp", {"minstekjøp", "minimum", "minsteantall", "moq"}},
    {"Leveringsdager", {"leveringsdager", "leveringsdagar", "leveringstid", "levtid"}},
    {"Miljømerke", {"miljømerke", "miljømerking", "svanemerket"}},
    {"Fra", {"fra", "frå", "gjelderfra", "gjeldfrå", "gyldigfra"}},
    {"Til", {"til", "gjeldertil", "gjeldtil", "gyldigtil"}},
    {"Avtale", {"avtale", "avtalenummer", "avtalenr"}},
    {"Leverandør", {"leverandør", "organisasjonsnummer", "orgnr"}},
}};

constexpr std::array<std::pair<std::string_view, std::string_view>, 34> kUnits = {{
    {"stk", "EA"},   {"stykk", "EA"},   {"st", "EA"},    {"ea", "EA"},       {"pcs", "EA"},
    {"eske", "XBX"}, {"esk", "XBX"},    {"boks", "XBX"}, {"pk", "XPK"},      {"pakke", "XPK"},
    {"pak", "XPK"},  {"pkn", "XPK"},    {"krt", "XCT"},  {"kartong", "XCT"}, {"kasse", "XCS"},
    {"ks", "XCS"},   {"flaske", "XBO"}, {"fl", "XBO"},   {"kanne", "XCN"},   {"rull", "XRO"},
    {"rl", "XRO"},   {"pose", "XBG"},   {"sekk", "XSA"}, {"sett", "SET"},    {"par", "PR"},
    {"kg", "KGM"},   {"kilo", "KGM"},   {"g", "GRM"},    {"l", "LTR"},       {"liter", "LTR"},
    {"m", "MTR"},    {"meter", "MTR"},  {"time", "HUR"}, {"timer", "HUR"},
}};

std::string_view heading_of(const sheet::Cell& cell) {
    const std::string folded = sheet::folded(cell.shown());
    if (folded.empty()) return {};
    for (const Heading& each : kHeadings) {
        for (const std::string_view name : each.theirs) {
            if (!name.empty() && name == folded) return each.ours;
        }
    }
    return {};
}

std::string unit_code(const std::string& written) {
    const std::string folded = sheet::folded(written);
    for (const auto& [word, code] : kUnits) {
        if (folded == word) return std::string(code);
    }
    return written;
}

std::string quoted(const std::string& cell) {
    std::string out = "\"";
    for (const char c : cell) {
        if (c == '"') out += '"';
        out += c == '\n' || c == '\r' ? ' ' : c;
    }
    return out + "\"";
}

using Columns = std::map<std::string_view, int>;  // ours → where it stands

Columns columns_of(const sheet::Row& row) {
    Columns out;
    for (int i = 0; i < static_cast<int>(row.cells.size()); ++i) {
        if (const auto ours = heading_of(row.at(i)); !ours.empty()) out.try_emplace(ours, i);
    }
    return out;
}

std::string value_of(const sheet::Row& row, std::string_view ours, const Columns& columns,
                     const Known& known) {
    const auto at = columns.find(ours);
    std::string value = at == columns.end() ? std::string() : row.at(at->second).shown();
    // A price such as "kr 12,50" is a number to the sheet; what is shown is kept for messages.
    if (at != columns.end() && (ours == "Pris" || ours == "Mva" || ours == "Innhold")) {
        if (const auto number = row.at(at->second).number()) {
            value = number->text();
            std::ranges::replace(value, '.', ',');
            // 0,25 and «25 %» are the same rate.
            if (ours == "Mva" && *number < Decimal::whole(1) && !number->is_zero())
                value = format_decimal(Decimal(number->scaled(6), 4));
        }
    }
    if (ours == "Enhet") return unit_code(value);
    if (!value.empty()) return value;
    if (ours == "Leverandør") return known.supplier;
    if (ours == "Avtale") return known.agreement;
    if (ours == "Mva") return "25";
    if (ours == "UNSPSC") return std::string(kNoGroup);
    if (ours == "Fra") return known.from.iso();
    if (ours == "Til") return known.to.iso();
    return value;
}

}  // namespace

std::string price_file(const sheet::Workbook& book, const Known& known) {
    for (const sheet::Sheet& sheet : book.sheets) {
        if (sheet.hidden) continue;
        for (std::size_t i = 0; i < sheet.rows.size() && i < 50; ++i) {
            const Columns columns = columns_of(sheet.rows[i]);
            if (!columns.contains("Varenummer") || !columns.contains("Pris")) continue;
            std::string out;
            for (const Heading& each : kHeadings)
                out += (out.empty() ? "" : ";") + std::string(each.ours);
            out += '\n';
            for (std::size_t k = i + 1; k < sheet.rows.size(); ++k) {
                const sheet::Row& row = sheet.rows[k];
                // A heading of a group, a sum, a note: no number and no price.
                const bool named =
                    columns.contains("Varenavn") && !row.at(columns.at("Varenavn")).blank();
                if (!row.at(columns.at("Pris")).number() && !named) continue;
                bool first = true;
                for (const Heading& each : kHeadings) {
                    out += (first ? "" : ";") + quoted(value_of(row, each.ours, columns, known));
                    first = false;
                }
                out += '\n';
            }
            return out;
        }
    }
    std::string out;
    if (book.sheets.empty()) return out;
    for (const sheet::Row& row : book.sheets.front().rows) {
        for (std::size_t i = 0; i < row.cells.size(); ++i)
            out += (i == 0 ? "" : ";") + quoted(row.cells[i].shown());
        out += '\n';
    }
    return out;
}

}  // namespace samkjop::price
