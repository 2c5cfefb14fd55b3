#include "agreement/agreement.h"

#include <doctest/doctest.h>

#include "agreement/acts.h"
#include "db/db.h"
#include "db/testing.h"
#include "party/party.h"
#include "trail/trail.h"
#include "worklist/worklist.h"

using namespace samkjop;
using agreement::AgreementId;

namespace {

const Instant kNow(1'795'203'362'417);  // 2026-11-20
const Date kToday(2026, 11, 20);

struct Region {
    MunicipalityId nes, gol;
    party::SupplierId fjellro;
};

Region make_region(db::Tx& tx) {
    const Actor actor = Actor::system();
    Region out;
    out.nes =
        party::create_municipality(
            tx, actor, kNow,
            {.number = "3322", .name = "Nes", .organisation_number = "313000516", .host = true})
            .value();
    out.gol =
        party::create_municipality(
            tx, actor, kNow, {.number = "3324", .name = "Gol", .organisation_number = "313000524"})
            .value();
    out.fjellro = party::create_supplier(tx, actor, kNow,
                                         {.organisation_number = "313001008",
                                          .name = "Fjellro Medisinske AS",
                                          .street = "Vegen 1",
                                          .postal_code = "3540",
                                          .city = "Nesbyen"})
                      .value();
    return out;
}

import::AgreementRow medical() {
    import::AgreementRow row;
    row.line = 2;
    row.number = "2025-014";
    row.title = "Medisinsk forbruksmateriell 2025–2027";
    row.supplier = "313001008";
    row.valid_from = Date(2025, 7, 1);
    row.valid_to = Date(2027, 6, 30);
    row.options = "1 + 1 år";
    row.municipalities = {"3322"};
    row.decided_on = Date(2024, 12, 12);
    row.decision = "Sak 31/24";
    row.free_delivery_from = kroner(2000);
    row.delivery_days = 2;
    return row;
}

agreement::Agreement with(Date from, Date to) {
    agreement::Agreement out;
    out.valid_from = from;
    out.valid_to = to;
    const Date decided(2025, 11, 20);
    out.members = {{{1}, "Nes", from, std::nullopt, decided, "Sak 31/25"},
                   {{2}, "Gol", Date(2026, 1, 1), Date(2026, 8, 31), decided, "Sak 44/25"}};
    return out;
}

}  // namespace

TEST_CASE("agreement: named without a decision of its own, a municipality may not buy") {
    auto each = with(Date(2026, 1, 1), Date(2026, 12, 31));
    const Date day(2026, 3, 1);
    CHECK(agreement::in_force(each, {1}, day));
    each.members[0].reference.clear();
    CHECK_FALSE(agreement::in_force(each, {1}, day));
    each.members[0] = each.members[1];
    each.members[0].municipality = {1};
    each.members[0].decided_on.reset();
    CHECK_FALSE(agreement::in_force(each, {1}, day));
    each.kind = agreement::Kind::local;  // its own agreement: there is nothing to join
    CHECK(agreement::in_force(each, {1}, day));
}

TEST_CASE("agreement: its status follows from the dates") {
    using enum agreement::Status;
    const auto each = with(Date(2026, 1, 1), Date(2026, 12, 31));
    struct {
        const char* name;
        Date on;
        agreement::Status then;
    } const rows[] = {
        {"the day before", Date(2025, 12, 31), coming},
        {"the first day", Date(2026, 1, 1), in_force},
        {"ninety days before the end", Date(2026, 10, 2), in_force},
        {"eighty-nine days before the end", Date(2026, 10, 3), ending},
        {"the last day", Date(2026, 12, 31), ending},
        {"the day after", Date(2027, 1, 1), ended},
    };
    for (const auto& row : rows) {
        CAPTURE(row.name);
        CHECK(agreement::status(each, row.on) == row.then);
    }
}

TEST_CASE("agreement: who may buy on it, and when") {
    const auto each = with(Date(2025, 7, 1), Date(2027, 6, 30));
    struct {
        const char* name;
        std::int64_t municipality;
        Date on;
        bool then;
    } const rows[] = {
        {"from the first day", 1, Date(2025, 7, 1), true},
        {"not before", 1, Date(2025, 6, 30), false},
        {"to the last day", 1, Date(2027, 6, 30), true},
        {"not after", 1, Date(2027, 7, 1), false},
        {"not before it joined", 2, Date(2025, 12, 31), false},
        {"from the day it joined", 2, Date(2026, 1, 1), true},
        {"to the day it left", 2, Date(2026, 8, 31), true},
        {"not after it left", 2, Date(2026, 9, 1), false},
        {"never without joining", 3, Date(2026, 1, 1), false},
    };
    for (const auto& row : rows) {
        CAPTURE(row.name);
        CHECK(agreement::in_force(each, MunicipalityId{row.municipality}, row.on) == row.then);
    }
}

TEST_CASE("agreement: an import makes, changes, and leaves alone") {
    db::testing::each_database([](db::Database& database) {
        const Actor actor = Actor::system();
        const Region region = database.writing([](db::Tx& tx) {
            tx.commit();
            return make_region(tx);
        });
        const auto store = [&](const import::AgreementRow& row) {
            return database.writing([&](db::Tx& tx) {
                tx.commit();
                return agreement::store(tx, actor, kNow, {&row, 1});
            });
        };
        import::AgreementRow row = medical();
        CHECK(store(row).created == 1);
        CHECK(store(row).unchanged == 1);

        const auto found = database.reading(
            [](db::Session& session) { return agreement::find_by_number(session, "2025-014"); });
        REQUIRE(found);
        CHECK(found->supplier_name == "Fjellro Medisinske AS");
        CHECK(found->free_delivery_from == kroner(2000));
        REQUIRE(found->members.size() == 1);
        CHECK(found->members[0].name == "Nes");
        CHECK(found->members[0].joined_on == Date(2025, 7, 1));

        row.municipalities = {"3324"};  // Gol joins, Nes leaves
        CHECK(store(row).changed == 1);
        database.read([&](db::Session& session) {
            CHECK_FALSE(agreement::in_force(session, found->id, region.nes, kToday));
            CHECK(agreement::in_force(session, found->id, region.nes, kToday - 1));
            CHECK(agreement::in_force(session, found->id, region.gol, kToday));
            CHECK_FALSE(agreement::in_force(session, found->id, region.gol, kToday - 1));
            CHECK(agreement::members_in_force(session, found->id, kToday) ==
                  std::vector{region.gol});
            CHECK(agreement::list(session, {.municipality = region.nes}, kToday).empty());
            CHECK(agreement::list(session, {.municipality = region.gol}, kToday).size() == 1);
            CHECK(agreement::list(session, {}, Date(2028, 1, 1)).empty());
            CHECK(agreement::list(session, {.ended = true}, Date(2028, 1, 1)).size() == 1);
            CHECK(trail::of(session, {"agreement", found->id.value}).size() == 4);
            const auto changes = agreement::changes_after(session, 0);
            CHECK(changes.agreements == std::vector{found->id});
            CHECK(agreement::changes_after(session, changes.sequence).agreements.empty());
            CHECK(agreement::turning(session, Date(2027, 6, 30), Date(2027, 7, 1)).size() == 1);
            CHECK(agreement::turning(session, Date(2027, 7, 1), Date(2027, 7, 2)).empty());
            CHECK(agreement::turning(session, kToday - 1, kToday).size() == 1);
        });
    });
}

TEST_CASE("agreement: every wrong row of an import is named") {
    db::testing::each_database([](db::Database& database) {
        database.write([](db::Tx& tx) {
            make_region(tx);
            import::AgreementRow row = medical();
            row.supplier = "313002489";
            row.municipalities = {"3322", "9999"};
            row.valid_to = Date(2025, 6, 30);
            const auto report = agreement::store(tx, Actor::system(), kNow, {&row, 1});
            REQUIRE(report.messages.size() == 3);
            CHECK(report.messages[0].line == 2);
            CHECK(report.messages[0].refusal.name() == "agreement.ends_before_it_begins");
            CHECK(report.messages[1].refusal.name() == "agreement.supplier_unknown");
            CHECK(report.messages[2].refusal.name() == "agreement.municipality_unknown");
            CHECK(report.created == 0);
        });
    });
}

TEST_CASE("agreement: a decision to join is kept") {
    db::testing::each_database([](db::Database& database) {
        database.write([](db::Tx& tx) {
            const Region region = make_region(tx);
            const Actor actor = Actor::system();
            const import::AgreementRow row = medical();
            agreement::store(tx, actor, kNow, {&row, 1});
            const auto id = agreement::find_by_number(tx, row.number)->id;
            const agreement::Member gol{
                region.gol, "", Date(2026, 9, 1), std::nullopt, Date(2026, 8, 25), "Sak 2026/88"};
            CHECK(agreement::join(tx, actor, kNow, id, gol));
            const auto found = agreement::find(tx, id);
            REQUIRE(found->member(region.gol) != nullptr);
            CHECK(found->member(region.gol)->reference == "Sak 2026/88");
            CHECK(found->member(region.gol)->decided_on == Date(2026, 8, 25));
            auto late = gol;
            late.joined_on = Date(2027, 7, 1);
            CHECK(agreement::join(tx, actor, kNow, id, late).error().name() ==
                  "agreement.joined_after_end");
            CHECK(agreement::join(tx, actor, kNow, AgreementId{99}, gol).error().name() ==
                  "agreement.agreement_unknown");
        });
    });
}

TEST_CASE(
    "agreement: what comes due is said once for each step, and leaves the list when it is done") {
    db::testing::each_database([](db::Database& database) {
        database.write([](db::Tx& tx) {
            const Region region = make_region(tx);
            const Actor actor = Actor::system();
            party::Unit unit;
            unit.municipality = region.nes;
            unit.code = "1000";
            unit.name = "Innkjøp";
            const UnitId office = party::create_unit(tx, actor, kNow, unit).value();
            party::Person kjersti;
            kjersti.municipality = region.nes;
            kjersti.unit = office;
            kjersti.user_name = "kjersti.odegard";
            kjersti.name = "Kjersti Ødegård";
            kjersti.email = "kjersti@nes.example";
            kjersti.grants = {{Role::coordinator, {}}};
            kjersti.id = party::create_person(tx, actor, kNow, kjersti).value();
            import::AgreementRow row = medical();
            row.valid_to = kToday + 100;
            agreement::store(tx, actor, kNow, {&row, 1});
            const auto id = agreement::find_by_number(tx, row.number)->id;
            REQUIRE(agreement::save_option(tx, actor, kNow, id,
                                           {0, 1, kToday + 465, kToday + 20, std::nullopt, ""}));
            static std::vector<std::string> letters;
            letters.clear();
            const auto before = agreement::mail;
            agreement::mail = [](db::Tx&, Instant, const agreement::Mail& letter) {
                letters.push_back(letter.address + ": " + letter.subject);
            };
            const auto day = [](int days) {
                return Instant(kNow.milliseconds() + days * 86'400'000LL);
            };
            const auto waiting = [&] {
                return worklist::count(tx, party::actor(tx, kjersti.id, kToday).value(), kToday);
            };
            CHECK(agreement::by_the_clock(tx, kNow) == 2);  // the option, and the expiry
            CHECK(letters.size() == 2);
            CHECK(waiting() == 2);
            CHECK(agreement::by_the_clock(tx, day(1)) == 0);
            CHECK(agreement::by_the_clock(tx, day(14)) == 2);  // a week left; ninety days left
            CHECK(waiting() == 2);
            agreement::Option used = agreement::find(tx, id)->option_list[0];
            Actor coordinator = party::actor(tx, kjersti.id, kToday).value();
            REQUIRE(agreement::happen(tx, coordinator, day(15), id, agreement::Event::use_option,
                                      {kToday + 15, "Sak 9/26", "", kToday + 15}));
            CHECK(agreement::find(tx, id)->valid_to == used.valid_to);
            agreement::by_the_clock(tx, day(16));
            CHECK(waiting() == 0);
            // When its last day has passed, the clock ends it.
            agreement::by_the_clock(tx, day(466 + 10));
            CHECK(agreement::find(tx, id)->state == agreement::State::expired);
            agreement::mail = before;
        });
    });
}
