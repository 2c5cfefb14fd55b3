#include "import/import.h"

#include <doctest/doctest.h>

#include "coding/coding.h"
#include "db/testing.h"
#include "import/saft.h"
#include "party/party.h"
#include "sheet/csv.h"

using namespace samkjop;
namespace csv = samkjop::sheet::csv;
using namespace samkjop::import;

namespace {

constexpr Instant kNow(1'795'000'000'000);
constexpr Date kToday(2026, 11, 20);

Report take(db::Database& database, Kind kind, std::string_view bytes,
            MunicipalityId municipality = {}) {
    const Report report =
        import_file(database, kind, bytes, "fil.csv", municipality, Actor::system(), kNow);
    for (const Message& message : report.messages) INFO(message.in(Language::nb));
    return report;
}

constexpr std::string_view kMunicipalities =
    "Kommunenummer;Navn;Org.nr.;Målform;Vertskommune\n3322;Nes;313 001 008;bokmål;ja\n";
constexpr std::string_view kUnits =
    "Ansvar;Navn;Overordnet;Funksjon\n3000;Helse og omsorg;;\n3210;Elvetun sykehjem;3000;253\n";
constexpr std::string_view kPeople =
    "Brukernavn;Navn;Ansvar;Roller;Leder for\n"
    "torbjorn.liodden;Torbjørn Liodden;3210;godkjenner:3210 budsjettansvarlig:3210;3210\n"
    "marit.svarteberg;Marit Svarteberg;3210;bestiller:3210;\n"
    "sigrun.haugerud;Sigrun Haugerud;3000;administrator;\n";

MunicipalityId nes(db::Database& database) {
    REQUIRE(take(database, Kind::municipalities, kMunicipalities).accepted());
    const auto id =
        database.reading([](db::Session& s) { return party::municipality_by_number(s, "3322"); })
            ->id;
    REQUIRE(take(database, Kind::units, kUnits, id).accepted());
    REQUIRE(take(database, Kind::people, kPeople, id).accepted());
    return id;
}

}  // namespace

TEST_CASE("csv: encodings, separators, quotes and line ends") {
    struct Row {
        const char* name;
        std::string_view given;
        std::vector<std::string> headings;
        std::vector<std::vector<std::string>> rows;
    };
    using namespace std::literals;
    const Row rows[] = {
        {"semicolon", "a;b\n1;2\n", {"a", "b"}, {{"1", "2"}}},
        {"comma, CRLF, no end", "a,b\r\n1,2", {"a", "b"}, {{"1", "2"}}},
        {"tab", "a\tb\n1\t2\n", {"a", "b"}, {{"1", "2"}}},
        {"decimal comma with semicolon", "a;b\n1,5;2,5\n", {"a", "b"}, {{"1,5", "2,5"}}},
        {"old Mac", "a;b\r1;2\r", {"a", "b"}, {{"1", "2"}}},
        {"byte order mark",
         "\xEF\xBB\xBF"
         "a;b\n1;2\n",
         {"a", "b"},
         {{"1", "2"}}},
        {"Windows-1252",
         "navn;pris\nSm\xF8r \x96 fl\xF8te;\x80\n",
         {"navn", "pris"},
         {{"Smør – fløte", "€"}}},
        {"UTF-16",
         "\xFF\xFE"
         "a\0;\0b\0\n\0\xE5\0;\0"
         "2\0"sv,
         {"a", "b"},
         {{"å", "2"}}},
        {"quotes", "a;b\n\"x;y\";\"sa \"\"hei\"\"\"\n", {"a", "b"}, {{"x;y", "sa \"hei\""}}},
        {"line end in quotes", "a;b\n\"x\ny\";2\n", {"a", "b"}, {{"x\ny", "2"}}},
        {"blanks at the ends", " a ;b\n \u00a01 ; 2\n", {"a", "b"}, {{"1", "2"}}},
        {"empty rows", "\na;b\n;\n1;2\n\n", {"a", "b"}, {{"1", "2"}}},
        {"Excel's hint", "sep=,\na,b\n1;0,2\n", {"a", "b"}, {{"1;0", "2"}}},
        {"a hint that is half a letter", "sep=\xF0\na;b\n1;2\n", {"a", "b"}, {{"1", "2"}}},
    };
    for (const Row& row : rows) {
        CAPTURE(row.name);
        const csv::Table table = csv::read(row.given);
        CHECK(table.faults.empty());
        CHECK(table.headings == row.headings);
        REQUIRE(table.rows.size() == row.rows.size());
        for (std::size_t i = 0; i < row.rows.size(); ++i)
            CHECK(table.rows[i].values == row.rows[i]);
    }
    CHECK(csv::read("a;b\n\"x\ny\";2\n3;4\n").rows.at(1).line == 4);
    CHECK(csv::read("").faults.at(0).refusal.name() == "sheet.file_is_empty");
    CHECK(csv::read("a;b\n\"1;2\n").faults.at(0).refusal.name() == "sheet.quote_not_closed");
    CHECK(csv::read("a;b\n\"1\"x;2\n").faults.at(0).refusal.name() == "sheet.text_after_quote");
    CHECK(csv::read("a;b\n1;\"\0\"\n"sv).faults.at(0).refusal.name() == "sheet.not_a_text_file");
    CHECK(csv::folded("Org.nr.") == "orgnr");
    CHECK(csv::folded("MÅLFORM Ø") == "målformø");
}

TEST_CASE(
    "import: headings in any order, Norwegian or English; the same file twice changes nothing") {
    db::testing::each_database([](db::Database& database) {
        const MunicipalityId id = nes(database);
        const Report again = take(database, Kind::people, kPeople, id);
        CHECK(again.unchanged == 3);
        CHECK(again.created + again.changed == 0);
        CHECK(take(database, Kind::units, kUnits, id).unchanged == 2);
        CHECK(take(database, Kind::municipalities, kMunicipalities).unchanged == 1);
        const std::string_view english =
            "name,code,function,parent\nSolhaug dagsenter,3220,234,3000\n";
        CHECK(take(database, Kind::units, english, id).created == 1);
        database.read([&](db::Session& session) {
            const auto torbjorn = party::person_by_user_name(session, "torbjorn.liodden");
            CHECK(party::unit_by_code(session, id, "3210")->leader == torbjorn->id);
            CHECK(torbjorn->grants.size() == 2);
        });
        // The list of roles is the whole list.
        const Report changed = take(database, Kind::people,
                                    "Brukernavn;Navn;Ansvar;Roller\ntorbjorn.liodden;Torbjørn "
                                    "Liodden;3210;godkjenner:3210\n",
                                    id);
        CHECK(changed.changed == 1);
        database.read([&](db::Session& session) {
            CHECK(party::person_by_user_name(session, "torbjorn.liodden")->grants.size() == 1);
        });
        const std::string_view limits =
            "Brukernavn;Ansvar;Beløp;Fra;Til;Vedtak\n"
            "torbjorn.liodden;3210;50 000;01.01.2026;31.12.2026;Delegering 14/26\n";
        CHECK(take(database, Kind::limits, limits, id).created == 1);
        CHECK(take(database, Kind::limits, limits, id).unchanged == 1);
    });
}

TEST_CASE("import: every wrong row is named, and nothing of a refused file is kept") {
    db::testing::each_database([](db::Database& database) {
        const MunicipalityId id = nes(database);
        const Report report = take(database, Kind::limits,
                                   "Brukernavn;Ansvar;Beløp;Fra;Til;Vedtak\n"
                                   "torbjorn.liodden;3210;50 000;2026-01-01;2026-12-31;Delegering\n"
                                   "torbjorn.lioden;3210;50 000;2026-01-01;2026-12-31;Delegering\n"
                                   "torbjorn.liodden;9999;femti;31.02.2026;2026-12-31;\n",
                                   id);
        REQUIRE(report.messages.size() == 5);
        CHECK(report.created == 0);
        CHECK(report.rows == 3);
        CHECK(
            report.messages[0].in(Language::nb) ==
            "Linje 3, kolonne 1 (Brukernavn): Brukernavnet torbjorn.lioden finnes ikke i kommunen."
            " Les inn personene først, eller rett navnet.");
        CHECK(report.messages[1].line == 4);
        CHECK(report.messages[1].column == 2);
        CHECK(report.messages[2].in(Language::en) ==
              "Line 4, column 3 (Beløp): «femti» is not an amount. Write kroner with at most two"
              " decimals, for example 1 250,50.");
        CHECK(report.messages[3].refusal.name() == "import.not_a_date");
        CHECK(report.messages[4].refusal.name() == "import.cell_empty");
        database.read([&](db::Session& session) { CHECK(party::limits(session, id).empty()); });

        const Report headings =
            take(database, Kind::units, "Ansvar;Nvan;Ansvar\n3230;X;3230\n", id);
        REQUIRE(headings.messages.size() == 3);
        CHECK(headings.messages[0].refusal.name() == "import.heading_unknown");
        CHECK(headings.messages[1].refusal.name() == "import.heading_twice");
        CHECK(headings.messages[2].in(Language::nn) == "Linje 1: Kolonnen navn manglar.");
        CHECK(take(database, Kind::units, "Ansvar;Navn\n3230;X\n3230;Y\n", id)
                  .messages.at(0)
                  .refusal.name() == "import.row_twice");
        CHECK(take(database, Kind::units, kUnits).messages.at(0).refusal.name() ==
              "import.municipality_needed");
    });
}

namespace {

constexpr std::string_view kSaft = R"(<?xml version="1.0" encoding="UTF-8"?>
<n1:AuditFile xmlns:n1="urn:StandardAuditFile-Taxation-Financial:NO">
 <n1:Header><n1:AuditFileVersion>1.30</n1:AuditFileVersion>
  <n1:Company><n1:RegistrationNumber>313001008</n1:RegistrationNumber><n1:Name>Nes kommune</n1:Name></n1:Company>
 </n1:Header>
 <n1:MasterFiles>
  <n1:GeneralLedgerAccounts>
   <n1:Account><n1:AccountID>110</n1:AccountID><n1:AccountDescription>Medisinsk forbruksmateriell</n1:AccountDescription>
    <n1:GroupingCategory>KA_K</n1:GroupingCategory><n1:GroupingCode>110</n1:GroupingCode></n1:Account>
   <n1:Account><n1:AccountID>0230</n1:AccountID><n1:AccountDescription>Nybygg</n1:AccountDescription>
    <n1:GroupingCategory>KA_K</n1:GroupingCategory><n1:GroupingCode>230</n1:GroupingCode></n1:Account>
   <n1:Account><n1:AccountID>21099</n1:AccountID><n1:AccountDescription>Bank</n1:AccountDescription>
    <n1:GroupingCategory>KA_K</n1:GroupingCategory><n1:GroupingCode>10</n1:GroupingCode></n1:Account>
  </n1:GeneralLedgerAccounts>
  <n1:Suppliers><n1:Supplier><n1:RegistrationNumber>313001377</n1:RegistrationNumber><n1:Name>Hallingvask Engros AS</n1:Name>
   <n1:Address><n1:StreetName>Industrivegen</n1:StreetName><n1:Number>7</n1:Number><n1:City>Gol</n1:City>
   <n1:PostalCode>3550</n1:PostalCode></n1:Address><n1:SupplierID>40017</n1:SupplierID></n1:Supplier></n1:Suppliers>
  <n1:TaxTable><n1:TaxTableEntry><n1:TaxType>MVA</n1:TaxType><n1:Description>Mva</n1:Description>
   <n1:TaxCodeDetails><n1:TaxCode>1</n1:TaxCode><n1:EffectiveDate>2020-01-01</n1:EffectiveDate>
    <n1:Description>25 % kompensasjon</n1:Description><n1:TaxPercentage>25</n1:TaxPercentage><n1:Country>NO</n1:Country>
    <n1:StandardTaxCode>1</n1:StandardTaxCode><n1:Compensation>true</n1:Compensation><n1:BaseRate>100</n1:BaseRate></n1:TaxCodeDetails>
   <n1:TaxCodeDetails><n1:TaxCode>4</n1:TaxCode><n1:Description>25 %, 40 av 100</n1:Description>
    <n1:TaxPercentage>25</n1:TaxPercentage><n1:Country>NO</n1:Country><n1:StandardTaxCode>1</n1:StandardTaxCode>
    <n1:BaseRate>40</n1:BaseRate></n1:TaxCodeDetails>
   <n1:TaxCodeDetails><n1:TaxCode>31</n1:TaxCode><n1:Description>Salg</n1:Description><n1:TaxPercentage>15</n1:TaxPercentage>
    <n1:Country>NO</n1:Country><n1:StandardTaxCode>31</n1:StandardTaxCode><n1:BaseRate>100</n1:BaseRate></n1:TaxCodeDetails>
  </n1:TaxTableEntry></n1:TaxTable>
  <n1:AnalysisTypeTable>
   <n1:AnalysisTypeTableEntry><n1:AnalysisType>A</n1:AnalysisType><n1:AnalysisTypeDescription>Ansvar</n1:AnalysisTypeDescription>
    <n1:AnalysisID>3210</n1:AnalysisID><n1:AnalysisIDDescription>Elvetun sykehjem</n1:AnalysisIDDescription></n1:AnalysisTypeTableEntry>
   <n1:AnalysisTypeTableEntry><n1:AnalysisType>F</n1:AnalysisType><n1:AnalysisTypeDescription>Funksjon</n1:AnalysisTypeDescription>
    <n1:AnalysisID>253</n1:AnalysisID><n1:AnalysisIDDescription>Institusjon</n1:AnalysisIDDescription></n1:AnalysisTypeTableEntry>
  </n1:AnalysisTypeTable>
 </n1:MasterFiles>
 <n1:GeneralLedgerEntries><n1:Account><n1:AccountID>999</n1:AccountID></n1:Account></n1:GeneralLedgerEntries>
</n1:AuditFile>)";

}  // namespace

TEST_CASE("saft: arts, dimensions, VAT codes with their right, suppliers") {
    const saft::File file = saft::read(kSaft);
    CHECK(file.messages.empty());
    CHECK(file.accounts.size() == 3);
    CHECK(file.tax_codes.size() == 3);
    CHECK(saft::right_of(file.tax_codes[0]) == 10000);
    CHECK(saft::right_of(file.tax_codes[1]) == 4000);
    CHECK(saft::right_of(file.tax_codes[2]) == std::nullopt);
    CHECK(file.suppliers.at(0).street == "Industrivegen 7");

    db::testing::each_database([](db::Database& database) {
        const MunicipalityId id = nes(database);
        const Report first = take(database, Kind::saft, kSaft, id);
        REQUIRE(first.accepted());
        CHECK(first.created == 7);
        const Report second = take(database, Kind::saft, kSaft, id);
        CHECK(second.created + second.changed == 0);
        database.write([&](db::Tx& tx) {
            CHECK(coding::resolve(tx, id, {"110", "3210", "253"}, kToday));
            CHECK(coding::value(tx, id, coding::Dimension::art, "0230", kToday)->investment);
            CHECK_FALSE(coding::value(tx, id, coding::Dimension::art, "21099", kToday));
            CHECK(coding::vat_code(tx, id, "1", kToday)->right == 10000);
            CHECK(party::supplier_by_number(tx, id, "40017"));
        });
        const MunicipalityId gol = [&] {
            REQUIRE(take(database, Kind::municipalities,
                         "number;name;organisation_number\n3324;Gol;313001741\n")
                        .accepted());
            return database
                .reading([](db::Session& s) { return party::municipality_by_number(s, "3324"); })
                ->id;
        }();
        CHECK(take(database, Kind::saft, kSaft, gol).messages.at(0).refusal.name() ==
              "import.saft_of_another");
    });
}

TEST_CASE("saft: what is not a SAF-T file is refused with a line") {
    const auto why = [](std::string bytes) {
        return std::string(saft::read(bytes).messages.at(0).refusal.name());
    };
    CHECK(why("<x/>") == "import.not_saft");
    CHECK(why("hei") == "import.not_well_formed");
    CHECK(why("") == "import.file_is_empty");
    CHECK(why("<!DOCTYPE x [<!ENTITY e SYSTEM \"file:///etc/passwd\">]><x>&e;</x>") ==
          "import.document_type_refused");
    std::string cut(kSaft.substr(0, kSaft.size() / 2));
    CHECK(why(cut) == "import.not_well_formed");
    std::string old(kSaft);
    old.replace(old.find("1.30"), 4, "2.00");
    CHECK(why(old) == "import.saft_version_unknown");
}

TEST_CASE("import: price lists and agreements are checked before anybody stores them") {
    const PriceFile prices = read_prices(
        "Avtale;Leverandør;Varenr;GTIN;Varenavn;UNSPSC;Enhet;Enhetsnavn;Innhold;Pris;Mva;Regel;"
        "Begrunnelse;Alternativ;Fra;Til\n"
        "2025-014;313001008;FM-10442;2000000104424;Undersøkelseshanske, nitril, "
        "M;42132203;XBX;eske;100;62,50;25;foretrukket;;;2026-01-01;2026-12-31\n"
        "2025-014;313001008;FM-10418;;Undersøkelseshanske, lateks, "
        "M;42132203;XBX;eske;100;55;25;sperret;;FM-99;2026-01-01;2026-12-31\n"
        "2025-014;313001009;FM-1;1234567890123;X;4213;KASSE;;0;-1;250;kanskje;;;2026-12-31;2026-01-"
        "01\n");
    std::vector<std::string_view> rules;
    for (const Message& message : prices.messages) rules.push_back(message.refusal.name());
    std::string all;
    for (const std::string_view rule : rules) all.append(rule).append(" ");
    CAPTURE(all);
    CHECK(rules == std::vector<std::string_view>{
                       "import.gtin_malformed", "import.blocked_needs_reason",
                       "import.organisation_number_malformed", "import.must_be_above_zero",
                       "import.not_a_percentage", "import.not_one_of", "import.gtin_malformed",
                       "import.unspsc_malformed", "import.unit_code_unknown",
                       "import.must_not_be_negative"});
    const AgreementFile agreements = read_agreements(
        "Avtalenr;Avtale;Leverandør;Fra;Til;Opsjoner;Kommuner;Fritt levert over\n"
        "2025-014;Medisinsk forbruksmateriell 2025–2027;313001008;2025-07-01;2027-06-30;1 + 1 "
        "år;3320 3322 3324;1500\n");
    REQUIRE(agreements.messages.empty());
    CHECK(agreements.rows.at(0).municipalities.size() == 3);
    CHECK(agreements.rows.at(0).free_delivery_from == kroner(1500));
}

TEST_CASE("import: torn and twisted files end in rows or messages, never in a fall") {
    const std::string seeds[] = {std::string(kSaft), std::string(kPeople),
                                 "Avtale;Leverandør;Varenr;Varenavn;Enhet;Pris;Mva;Fra;Til\n2025-"
                                 "014;313001008;1;\"a\"\"b\";EA;1,5;25;2026-01-01;2026-12-31\n"};
    std::uint64_t state = 3322;
    const auto random = [&](std::size_t below) {
        state = state * 6364136223846793005u + 1442695040888963407u;
        return static_cast<std::size_t>(state >> 33) % below;
    };
    for (int round = 0; round < 1500; ++round) {
        std::string bytes = seeds[random(std::size(seeds))];
        for (std::size_t changes = 1 + random(6); changes > 0 && !bytes.empty(); --changes) {
            const std::size_t at = random(bytes.size());
            switch (random(4)) {
                case 0:
                    bytes[at] = static_cast<char>(random(256));
                    break;
                case 1:
                    bytes.erase(at, 1 + random(20));
                    break;
                case 2:
                    bytes.insert(at, 1, "\";,\t\n<>&"[random(8)]);
                    break;
                default:
                    bytes.resize(at);
                    break;
            }
        }
        const csv::Table table = csv::read(bytes);
        CHECK((table.faults.empty() || !table.faults.front().refusal.in(Language::nn).empty()));
        for (const csv::Cells& row : table.rows) CHECK(row.values.size() <= csv::kMostColumns);
        const PriceFile prices = read_prices(bytes);
        const saft::File file = saft::read(bytes);
        CHECK((!file.messages.empty() || !file.registration_number.empty()));
        for (const Message& message : prices.messages) CHECK(!message.in(Language::en).empty());
    }
}
