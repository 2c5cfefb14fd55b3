#include "agreement/intake.h"

#include <doctest/doctest.h>

#include "agreement/intake_rules.h"
#include "agreement/lifecycle.h"
#include "db/db.h"
#include "db/testing.h"
#include "party/party.h"

using namespace samkjop;
using namespace samkjop::agreement;

namespace {

const Instant kNow(1'795'203'362'417);  // 2026-11-20
const Date kToday(2026, 11, 20);

sheet::Cell text(std::string value) { return {sheet::Cell::Kind::text, false, false, value}; }

std::string shown(const intake::Period& period) {
    std::string out = period.from ? period.from->iso() : "-";
    out += " " + (period.to ? period.to->iso() : "-");
    for (const int each : period.option_months) out += " +" + std::to_string(each);
    if (period.assumed) out += " assumed";
    if (period.open_ended) out += " open";
    return out;
}

void make_region(db::Tx& tx) {
    const Actor actor = Actor::system();
    const std::pair<const char*, const char*> all[] = {
        {"3320", "Flå"}, {"3322", "Nes"}, {"3324", "Gol"}};
    const char* numbers[] = {"313100006", "313100308", "313100618"};
    for (int i = 0; i < 3; ++i) {
        party::create_municipality(tx, actor, kNow,
                                   {.number = all[i].first,
                                    .name = all[i].second,
                                    .organisation_number = numbers[i],
                                    .host = i == 1})
            .value();
    }
    for (const auto& [number, name] : {std::pair("313001008", "Fjellro Medisinske AS"),
                                       std::pair("313002489", "Nordlys Kontor AS")})
        party::create_supplier(tx, actor, kNow, {.organisation_number = number, .name = name})
            .value();
}

std::vector<std::string> stops(const intake::Row& row) {
    std::vector<std::string> out;
    for (const intake::Note& each : row.notes) {
        if (each.stops) out.emplace_back(each.says.name());
    }
    return out;
}

bool notes(const intake::Row& row, std::string_view name) {
    return std::ranges::any_of(row.notes,
                               [&](const intake::Note& each) { return each.says.name() == name; });
}

}  // namespace

TEST_CASE("agreement intake: periods as people write them") {
    const std::pair<const char*, const char*> rows[] = {
        {"01.03.2024–28.02.2026 + 1 + 1", "2024-03-01 2026-02-28 +12 +12"},
        {"1.3.24-28.2.26 (+1+1)", "2024-03-01 2026-02-28 +12 +12"},
        {"01.03.2024 – 28.02.2026, opsjon 1+1 år", "2024-03-01 2026-02-28 +12 +12"},
        {"01.01.2024 til 31.12.2025", "2024-01-01 2025-12-31"},
        {"Fra 1. mars 2024 til 28. februar 2026", "2024-03-01 2026-02-28"},
        {"mars 2024 - februar 2026", "2024-03-01 2026-02-28 assumed"},
        {"2024–2027", "2024-01-01 2027-12-31 assumed"},
        {"2024-2026 + 2 år", "2024-01-01 2026-12-31 +24 assumed"},
        {"01.03.2024\n28.02.2026", "2024-03-01 2026-02-28"},
        {"2024-03-01 - 2026-02-28", "2024-03-01 2026-02-28"},
        {"2 år fra 01.03.2024 + 1 + 1", "2024-03-01 2026-02-28 +12 +12"},
        {"01.03.2024, 2 + 1 + 1 år", "2024-03-01 2026-02-28 +12 +12"},
        {"1/3-2024 - 28/2-2026 + 2x12 mnd", "2024-03-01 2026-02-28 +12 +12"},
        {"t.o.m. 31.12.2026", "- 2026-12-31"},
        {"01.05.2023, løpende", "2023-05-01 - open"},
        {"01.03.2024-28.02.2026 opsjon på ett år", "2024-03-01 2026-02-28 +12"},
        {"2026", "2026-01-01 2026-12-31 assumed"},
        {"etter avtale", "- -"},
        {"31.02.2024–30.02.2026", "- -"},
    };
    for (const auto& [given, then] : rows) {
        CAPTURE(std::string(given));
        CHECK(shown(intake::period_from(text(given))) == then);
    }
    CHECK(shown(intake::period_from({sheet::Cell::Kind::date, false, false, "2024-03-01"})) ==
          "2024-03-01 -");
    CHECK(shown(intake::period_from({sheet::Cell::Kind::number, false, false, "2025"})) ==
          "2025-01-01 2025-12-31 assumed");
}

TEST_CASE("agreement intake: amounts as people write them") {
    struct {
        const char* given;
        std::int64_t kroner;
        bool about, per_year;
    } const rows[] = {
        {"ca. 1,2 mill", 1'200'000, true, false},
        {"1.2 mill. kr", 1'200'000, false, false},
        {"kr 1.200.000,-", 1'200'000, false, false},
        {"1 200 000", 1'200'000, false, false},
        {"1\u00a0200\u00a0000,50", 1'200'000, false, false},
        {"500' pr år", 500'000, false, true},
        {"500 TNOK", 500'000, false, false},
        {"2,5 MNOK", 2'500'000, false, false},
        {"6–8 mill", 8'000'000, true, false},
        {"500' – 700'", 700'000, true, false},
        {"inntil 3 millioner eks. mva", 3'000'000, true, false},
        {"850000", 850'000, false, false},
    };
    for (const auto& row : rows) {
        CAPTURE(std::string(row.given));
        const auto found = intake::amount_from(text(row.given));
        REQUIRE(found);
        CHECK(found->money.ore() / 100 == row.kroner);
        CHECK(found->about == row.about);
        CHECK(found->per_year == row.per_year);
    }
    for (const char* none : {"", "ukjent", "se prisbilag", "-"})
        CHECK_FALSE(intake::amount_from(text(none)));
}

TEST_CASE("agreement intake: decisions, numbers and names") {
    const auto decision = intake::decision_from(text("FSK 12/24, 14.02.2024"));
    CHECK(decision.reference == "FSK 12/24");
    CHECK(decision.on == Date(2024, 2, 14));
    CHECK(intake::decision_from(text("Sak 3/25 (1.3.2025)")).reference == "Sak 3/25");
    CHECK(intake::decision_from(text("Sak 3/25")).on == std::nullopt);
    CHECK(intake::organisation_number_in("Fjellro (313 001 008)") == "313001008");
    CHECK(intake::organisation_number_in("NO313001008MVA") == "313001008");
    CHECK(intake::organisation_number_in("tlf 32 07 00 00") == "");
    CHECK(intake::organisation_number_in("313001009") == "");
    CHECK(intake::cpvs_in("33140000-3, 33190000 (hansker)") ==
          std::vector<std::string>{"33140000", "33190000"});
    CHECK(intake::names_in("1. A AS\n2. B AS; C") == std::vector<std::string>{"A AS", "B AS", "C"});
    CHECK(intake::names_in("1) A AS, 2) B AS") == std::vector<std::string>{"A AS", "B AS"});
    CHECK(intake::names_in("Larsen & Sønn AS / Berg AS") ==
          std::vector<std::string>{"Larsen & Sønn AS", "Berg AS"});
    CHECK(intake::company_folded("FJELLRO MEDISINSKE A/S") ==
          intake::company_folded("Fjellro Medisinske AS"));
    CHECK(intake::months_from("3 mnd før utløp") == 3);
    CHECK(intake::months_from("90 dager") == 3);
    CHECK(intake::months_from("6") == 6);
    CHECK(intake::options_from("2 opsjoner á ett år").size() >= 1);
}

TEST_CASE("agreement intake: a messy register, row by row") {
    const std::string file =
        "Avtaleregister pr. 1.11.2026;;;;;;;;;;\r\n"
        ";;;;;;;;;;\r\n"
        "Avtale-;Avtale / fagområde;Leverandør(er);Periode inkl. opsjon;Anslått verdi;;"
        "Deltakere;Vedtak;Ansvarlig;Kommentar\r\n"
        "nr.;;;;kr eks. mva;maks;;;;\r\n"
        "HELSE OG OMSORG;;;;;;;;;\r\n"
        "2025-014;Medisinsk forbruksmateriell;Fjellro Medisinske AS;01.07.2025–30.06.2027 + 1 + 1;"
        "ca. 1,2 mill;2 mill;Alle;Sak 18/25, 28.05.2025;Kari Ukjent;\r\n"
        ";Bleier;\"1. Nordlys Kontor AS\n2. Helt Ny AS 313 004 120\";2026-2028;500' pr år;;"
        "Nes og Gol;;;ny\r\n"
        ";;Fjellro Medisinske AS;;;;;;;\r\n"
        "2020-1;Kopimaskiner;nordlys kontor;2020-2023;;;3322, 3324;Sak 1/20 (3.2.2020);;\r\n"
        "2024-9;Strøm;Ukjent Kraft AS;01.01.2024-31.12.2026;;;Flå;;;\r\n"
        "2024-7;Forsikring;Fjellro Medisinske AS;løpende;;;Flå;;;\r\n"
        "2025-014;Medisin igjen;Fjellro Medisinske AS;01.07.2025–30.06.2027;;;Flå;Sak 1/25 "
        "1.2.2025;;\r\n"
        "Sum;;;;3 mill;;;;;\r\n";
    db::testing::each_database([&](db::Database& database) {
        database.write([](db::Tx& tx) {
            make_region(tx);
            tx.commit();
        });
        const auto reading = database.reading(
            [&](db::Session& session) { return intake::read(session, file, kToday, false); });
        CHECK(reading.refusals.empty());
        std::string lines;
        for (const auto& each : reading.rows)
            lines += std::to_string(each.line) + " " + each.is.title + "|";
        CAPTURE(lines);
        REQUIRE(reading.rows.size() == 6);
        const auto& medical = reading.rows[0];
        CHECK(medical.line == 6);
        CHECK(stops(medical).empty());
        CHECK(medical.is.valid_to == Date(2027, 6, 30));
        REQUIRE(medical.is.option_list.size() == 2);
        CHECK(medical.is.option_list[1].valid_to == Date(2029, 6, 30));
        CHECK(medical.is.estimated == kroner(1'200'000));
        CHECK(medical.is.maximum == kroner(2'000'000));
        CHECK(medical.is.members.size() == 3);
        CHECK(medical.is.state == State::in_force);
        CHECK(medical.is.decision == "Sak 18/25");
        CHECK(notes(medical, "agreement.row_amount_about"));
        CHECK(notes(medical, "agreement.row_manager_unknown"));
        const auto& ranked = reading.rows[1];
        CHECK(stops(ranked).empty());
        CHECK(ranked.is.suppliers.size() == 3);
        CHECK(ranked.is.kind == Kind::ranked);
        CHECK(ranked.is.number == "2026-R01");
        CHECK(ranked.new_suppliers.size() == 1);
        CHECK(ranked.is.estimated == kroner(1'501'369));  // 1096 days of 500 000 a year
        CHECK(ranked.is.state == State::draft);
        CHECK(ranked.is.members.size() == 2);
        CHECK(reading.rows[2].is.state == State::expired);
        CHECK(reading.rows[2].is.supplier_name == "Nordlys Kontor AS");
        CHECK(stops(reading.rows[3]) == std::vector<std::string>{"agreement.row_supplier_unknown"});
        CHECK(stops(reading.rows[4]) == std::vector<std::string>{"agreement.row_open_ended"});
        CHECK(stops(reading.rows[5]) == std::vector<std::string>{"agreement.row_number_twice"});
        CHECK(reading.count_new() == 3);
        CHECK(reading.count_left_out() == 3);
        // Nothing was stored by looking.
        database.read([&](db::Session& session) {
            CHECK(list(session, {.ended = true, .unsigned_too = true}, kToday).empty());
        });

        database.write([&](db::Tx& tx) {
            CHECK(intake::store(tx, Actor::system(), kNow, reading) == 3);
            tx.commit();
        });
        database.read([&](db::Session& session) {
            const auto found = find_by_number(session, "2025-014");
            REQUIRE(found);
            CHECK(found->state == State::in_force);
            CHECK(found->maximum == kroner(2'000'000));
            CHECK(found->option_list.size() == 2);
            CHECK(found->contacts.size() == 1);
            // Named in the register, and its own decision is not: it may not buy.
            CHECK_FALSE(found->members[0].decided());
            CHECK_FALSE(in_force(session, found->id, found->members[0].municipality, kToday));
            const auto draft = find_by_number(session, "2026-R01");
            REQUIRE(draft);
            CHECK(draft->suppliers.size() == 3);
            CHECK(draft->suppliers[1].name == "Helt Ny AS");
            CHECK_FALSE(in_force(session, draft->id, draft->members[0].municipality, kToday));
            CHECK(members_in_force(session, draft->id, kToday).empty());
        });
        // The same file once more has nothing new.
        const auto again = database.reading(
            [&](db::Session& session) { return intake::read(session, file, kToday, false); });
        CHECK(again.count_new() == 0);
        CHECK(again.count_changed() == 0);
        CHECK(again.count_unchanged() == 3);
    });
}

TEST_CASE("agreement intake: crosses for each municipality, and an XLSX with merged cells") {
    const sheet::Table table{
        .name = "Avtaler",
        .columns = {{"", "Nr"},
                    {"", "Avtale"},
                    {"", "Leverandør"},
                    {"", "Org.nr"},
                    {"", "Gyldig fra"},
                    {"", "Gyldig til"},
                    {"", "Flå"},
                    {"", "Nes"},
                    {"", "Gol"}},
        .rows = {{"2026-1", "Papir", "Nordlys Kontor AS", std::int64_t{313002489}, Date(2026, 1, 1),
                  Date(2027, 12, 31), "x", "FS 4/25 02.12.2025", "nei"}}};
    db::testing::each_database([&](db::Database& database) {
        database.write([](db::Tx& tx) {
            make_region(tx);
            tx.commit();
        });
        const auto reading = database.reading([&](db::Session& session) {
            return intake::read(session, sheet::to_xlsx(table), kToday, true);
        });
        REQUIRE(reading.rows.size() == 1);
        const Agreement& is = reading.rows[0].is;
        CHECK(stops(reading.rows[0]).empty());
        REQUIRE(is.members.size() == 2);
        CHECK_FALSE(is.members[0].decided());
        CHECK(is.members[1].reference == "FS 4/25");
        CHECK(is.members[1].decided_on == Date(2025, 12, 2));
        CHECK(is.state == State::in_force);  // by choice: it runs though its decision is not here
        CHECK(is.supplier_name == "Nordlys Kontor AS");
    });
}

TEST_CASE("agreement intake: what is no register says so") {
    db::testing::each_database([](db::Database& database) {
        database.write([](db::Tx& tx) {
            make_region(tx);
            tx.commit();
        });
        database.read([](db::Session& session) {
            const auto why = [&](std::string_view bytes) {
                const auto reading = intake::read(session, bytes, kToday, false);
                return reading.refusals.empty() ? "" : std::string(reading.refusals[0].name());
            };
            CHECK(why("") == "sheet.file_is_empty");
            CHECK(why("a;b\n1;2\n") == "agreement.no_headings_found");
            CHECK(why("PK\x03\x04garbage") == "sheet.broken");
        });
    });
}
