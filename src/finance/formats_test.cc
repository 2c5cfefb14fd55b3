#include "finance/formats.h"

#include <doctest/doctest.h>

#include <cstdlib>
#include <fstream>
#include <map>
#include <sstream>

using namespace samkjop;
using namespace samkjop::finance;

namespace {

Voucher gloves() {
    Voucher out;
    out.number = 481;
    out.reference = "F3322-2026-000481";
    out.invoice_number = "104518";
    out.supplier_number = "50123";
    out.organisation_number = "313000009";
    out.supplier_name = "Fjellro Medisinske AS";
    out.issued = Date(2026, 11, 16);
    out.due = Date(2026, 12, 7);
    out.received = Date(2026, 11, 17);
    out.currency = "NOK";
    out.payable = out.currency_amount = Money(1'032'250);
    out.kid = "00481104518";
    out.account = "15061234567";
    out.order_number = "NES-2026-000392";
    out.responsible = "Torbjørn Liodden";
    out.text = "Undersøkelseshanske, nitril, M; eske";
    Posting medical;
    medical.art = medical.codes[0] = "110";
    medical.dimensions = {"3210", "253", "", "", "", "", ""};
    medical.codes = {"110", "3210", "253", "", "", "", ""};
    medical.vat_code = "1";
    medical.net = medical.cost = Money(634'200);
    medical.vat = Money(158'550);
    Posting flats = medical;
    flats.art = flats.codes[0] = "230";
    flats.vat_code = "0";
    flats.dimensions = {"4310", "265", "P7", "", "", "", ""};
    flats.codes = {"230", "4310", "265", "P7", "", "", ""};
    flats.net = Money(191'600);
    flats.vat = Money();
    flats.cost = Money(239'500);
    out.postings = {medical, flats};
    return out;
}

Voucher credit() {
    Voucher out = gloves();
    out.number = 490;
    out.reference = "F3322-2026-000490";
    out.credit_note = true;
    out.invoice_number = "K-77";
    out.supplier_name = "Žiga – “Ål” Søsken AS";
    out.payable = out.currency_amount = Money(-12'500);
    out.postings.resize(1);
    out.postings[0].net = out.postings[0].cost = Money(-10'000);
    out.postings[0].vat = Money(-2'500);
    return out;
}

const Heading kHeading{"3322-2026-0007", Date(2026, 11, 20)};

std::string field(std::string_view line, std::string_view name) {
    std::size_t at = 0;
    for (const Field& each : gl07_layout()) {
        if (each.name == name) {
            std::string text(line.substr(at, static_cast<std::size_t>(each.length)));
            const auto first = text.find_first_not_of(' ');
            return first == text.npos ? ""
                                      : text.substr(first, text.find_last_not_of(' ') - first + 1);
        }
        at += static_cast<std::size_t>(each.length);
    }
    return "?";
}

std::vector<std::string> lines_of(const std::string& file) {
    std::vector<std::string> out;
    for (std::size_t at = 0; at < file.size();) {
        const auto end = file.find("\r\n", at);
        out.push_back(file.substr(at, end - at));
        at = end + 2;
    }
    return out;
}

// SAMKJOP_REBASELINE=1 writes the golden file anew; review reads the difference.
void golden(const std::string& name, const std::string& bytes) {
    const std::string file = std::string("src/finance/golden/") + name;
    if (std::getenv("SAMKJOP_REBASELINE") != nullptr)
        std::ofstream(file, std::ios::binary) << bytes;
    std::ifstream in(file, std::ios::binary);
    if (!in) {
        MESSAGE("run from the project's folder to compare with " << file);
        return;
    }
    std::ostringstream kept;
    kept << in.rdbuf();
    CHECK(kept.str() == bytes);
}

}  // namespace

TEST_CASE("finance formats: the layout of GL07 adds up, and the fields stand where they should") {
    int length = 0;
    std::map<std::string_view, int> from;
    for (const Field& each : gl07_layout()) {
        from[each.name] = length + 1;
        length += each.length;
    }
    CHECK(length == kGl07Length);
    CHECK(gl07_layout().size() == 66);
    CHECK(from["dim_1"] == 128);
    CHECK(from["amount"] == 400);
    CHECK(from["description"] == 491);
    CHECK(from["ext_inv_ref"] == 784);
    CHECK(from["due_date"] == 1139);
    CHECK(from["kid"] == 1215);
    CHECK(from["apar_id"] == 1246);
    CHECK(from["responsible"] == 1346);
    CHECK(from["vat_reg_no"] == 1903);
    CHECK(from["base_amount"] == 1971);
    CHECK(from["bank_acc_type"] == 2059);
}

TEST_CASE("finance formats: a voucher's lines sum to zero and are 2060 bytes of Latin-1") {
    Profile profile;
    profile.client = "NE";
    for (const bool vat_lines : {true, false}) {
        profile.vat_lines = vat_lines;
        const std::string file = gl07(profile, kHeading, std::vector{gloves(), credit()});
        std::map<std::string, std::int64_t> sums;
        for (const std::string& line : lines_of(file)) {
            CHECK(line.size() == kGl07Length);
            sums[field(line, "voucher_no")] += std::stoll(field(line, "amount"));
            CHECK(field(line, "dc_flag") == (field(line, "amount")[0] == '-' ? "-1" : "1"));
        }
        CHECK(sums.size() == 2);
        for (const auto& [voucher, sum] : sums) CHECK(sum == 0);
    }
    profile.vat_lines = true;
    const auto lines = lines_of(gl07(profile, kHeading, std::vector{gloves(), credit()}));
    REQUIRE(lines.size() == 7);
    CHECK(field(lines[0], "trans_type") == "AP");
    CHECK(field(lines[0], "account") == "");
    CHECK(field(lines[0], "amount") == "-1032250");
    CHECK(field(lines[0], "period") == "202611");
    CHECK(field(lines[1], "account") == "110");
    CHECK(field(lines[2], "amount") == "239500");
    CHECK(field(lines[3], "trans_type") == "TX");
    CHECK(field(lines[3], "amount") == "158550");
    CHECK(field(lines[4], "apar_name") == "Ziga - \"\xC5l\" S\xF8sken AS");
}

TEST_CASE("finance formats: long and foreign text is cut at a whole character") {
    Voucher voucher = gloves();
    for (int i = 0; i < 200; ++i) voucher.supplier_name += "øæå€";
    voucher.invoice_number = "12\n34\t5";
    const auto lines = lines_of(gl07(Profile{}, kHeading, std::vector{voucher}));
    CHECK(lines[0].size() == kGl07Length);
    CHECK(field(lines[0], "ext_inv_ref") == "12 34 5");
}

TEST_CASE("finance formats: golden files") {
    Profile profile;
    profile.client = "NE";
    golden("gl07.txt", gl07(profile, kHeading, std::vector{gloves(), credit()}));
    golden("default.csv", csv(profile, kHeading, std::vector{gloves(), credit()}));
    profile.separator = '\t';
    profile.decimal_sign = '.';
    profile.dates = DateFormat::dotted;
    profile.encoding = Encoding::windows_1252;
    profile.header = false;
    profile.columns =
        columns_from("reference\ntext = Tekst\ninvoice_date = Dato\ngross = Brutto").value();
    golden("own.csv", csv(profile, kHeading, std::vector{gloves(), credit()}));
}

TEST_CASE("finance formats: a profile is written and read back; a wrong column is named") {
    Profile profile;
    profile.format = "csv";
    profile.separator = ',';
    profile.encoding = Encoding::windows_1252;
    profile.columns = {{"reference", "Ref «x»"}, {"net", "Beløp"}};
    const Profile read = from_json(to_json(profile));
    CHECK(to_json(read) == to_json(profile));
    CHECK(from_json("not json").format == "gl07");
    CHECK(from_json(R"({"separator": 5, "encoding": 99, "columns": [["net"]]})").separator == ';');
    const auto wrong = columns_from("reference = R\npassword = P");
    REQUIRE(!wrong);
    CHECK(wrong.error().in(Language::nb) == "Linje 2: feltet «password» finnes ikke.");
    CHECK(columns_from(columns_text(profile)).value().size() == 2);
}

TEST_CASE("finance formats: formulas are not handed to a spreadsheet, quotes are doubled") {
    Voucher voucher = gloves();
    voucher.supplier_name = "=HYPERLINK(\"x\");AS";
    Profile profile;
    profile.header = false;
    profile.columns = {{"supplier_name", "n"}};
    voucher.postings.resize(1);
    CHECK(csv(profile, kHeading, std::vector{voucher}) == "\"'=HYPERLINK(\"\"x\"\");AS\"\r\n");
}

TEST_CASE("finance formats: receipts as they come") {
    const auto rows = answers(
        "Referanse;Bilag;Dato;Beløp;Årsak\r\n"
        "F3322-2026-000481;700123;2026-11-21;10 322,50;\r\n"
        "\"F3322-2026-000482\";700124;21.11.2026;-125\n\n"
        "F3322-2026-000483;;;;Leverand\xF8ren er sperret\n"
        "F3322-2026-000484;700126;i går;5\n"
        "F3322-2026-000485;700127;20261121;5,001\n"
        "F3322-2026-000486\n");
    REQUIRE(rows.size() == 6);
    CHECK(rows[0].amount == Money(1'032'250));
    CHECK(rows[0].line == 2);
    CHECK(rows[1].amount == Money(-12'500));
    CHECK(rows[1].date == Date(2026, 11, 21));
    CHECK(rows[2].reason == "Leverandøren er sperret");
    CHECK(rows[3].wrong->key == "finance.date_not_understood");
    CHECK(rows[3].line == 6);
    CHECK(rows[4].wrong->key == "finance.amount_not_understood");
    CHECK(rows[5].wrong->key == "finance.cells_missing");
    CHECK(answers("").empty());
    CHECK(answers("F3322-2026-000481,7,2026-11-21,10322.50").at(0).amount == Money(1'032'250));
}
