#include "plan/plan.h"

#include <doctest/doctest.h>

#include "db/db.h"
#include "db/testing.h"
#include "party/party.h"
#include "trail/trail.h"

using namespace samkjop;
using namespace samkjop::plan;

namespace {

const Instant kNow(1'795'203'362'417);  // 2026-11-20

PlannedPurchase food() {
    PlannedPurchase out;
    out.title = "Matvarer";
    out.description = "Tørrvarer, ferskvarer og frukt til institusjoner, skoler og barnehager.";
    out.cpv = {"15000000"};
    out.value_band = ValueBand::below_fifty_million;
    out.estimate = kroner(39'000'000);
    out.municipalities = {{1}};
    out.announcement = Quarter{2026, 4};
    out.start = Quarter{2027, 2};
    out.method = Method::open;
    out.contact_name = "Kjersti Ødegård";
    return out;
}

}  // namespace

TEST_CASE("plan: a quarter as people and files write it") {
    struct {
        const char* typed;
        std::optional<Quarter> then;
    } const rows[] = {
        {"2027-Q1", Quarter{2027, 1}},
        {"2027-q4", Quarter{2027, 4}},
        {"1. kvartal 2027", Quarter{2027, 1}},
        {"Q3 2028", Quarter{2028, 3}},
        {"2027 K2", Quarter{2027, 2}},
        {"", std::nullopt},
        {"2027", std::nullopt},
        {"2027-Q5", std::nullopt},
        {"2027-Q0", std::nullopt},
        {"2027-01-31", std::nullopt},
        {"27-Q1", std::nullopt},
        {"1999-Q1", std::nullopt},
        {"kvartal", std::nullopt},
    };
    for (const auto& row : rows) {
        CAPTURE(row.typed);
        CHECK(Quarter::parse(row.typed) == row.then);
    }
}

TEST_CASE("plan: every day lies in its own quarter, and the quarters follow one another") {
    for (Date day(2024, 1, 1); day < Date(2029, 1, 1); day = day + 1) {
        const Quarter quarter = Quarter::of(day);
        const bool within = quarter.first_day() <= day && day <= quarter.last_day();
        CHECK_MESSAGE(within, day.iso());
        CHECK(Quarter::parse(quarter.code()) == quarter);
        CHECK(Quarter::of(quarter.last_day() + 1) > quarter);
    }
}

TEST_CASE("plan: what must be said") {
    struct {
        const char* name;
        void (*given)(PlannedPurchase&);
        const char* then;
    } const rows[] = {
        {"nothing is missing", [](PlannedPurchase&) {}, ""},
        {"no title", [](PlannedPurchase& p) { p.title.clear(); }, "plan.title_missing"},
        {"no description", [](PlannedPurchase& p) { p.description.clear(); },
         "plan.description_missing"},
        {"half a code", [](PlannedPurchase& p) { p.cpv = {"1500"}; }, "plan.cpv_wrong"},
        {"nobody takes part", [](PlannedPurchase& p) { p.municipalities.clear(); },
         "plan.municipality_missing"},
        {"starts before it is announced", [](PlannedPurchase& p) { p.start = Quarter{2026, 3}; },
         "plan.starts_before_announced"},
        {"starts in the same quarter", [](PlannedPurchase& p) { p.start = p.announcement; }, ""},
        {"nobody to ask", [](PlannedPurchase& p) { p.contact_name.clear(); },
         "plan.contact_missing"},
        {"no address", [](PlannedPurchase& p) { p.contact_email = "kjersti"; }, "plan.email_wrong"},
        {"a notice that is no address",
         [](PlannedPurchase& p) { p.notice = "javascript:alert(1)"; }, "plan.notice_wrong"},
        {"less than nothing", [](PlannedPurchase& p) { p.estimate = Money(-1); },
         "plan.estimate_wrong"},
    };
    for (const auto& row : rows) {
        CAPTURE(row.name);
        PlannedPurchase purchase = food();
        row.given(purchase);
        const auto found = findings(purchase);
        CHECK(found.size() == (*row.then == 0 ? 0 : 1));
        for (const Refusal& each : found) CHECK(each.name() == row.then);
    }
    PlannedPurchase empty;
    CHECK(findings(empty).size() == 4);  // all of them, not the first
}

TEST_CASE("plan: the table of states") {
    const auto after = [](Status from, Event event, const char* notice) -> std::string {
        PlannedPurchase purchase = food();
        purchase.status = from;
        purchase.notice = notice;
        const auto to = decide(purchase, event);
        return to ? std::string(code(*to)) : std::string(to.error().name());
    };
    const char* doffin = "https://doffin.no/notices/2026-1";
    CHECK(after(Status::planned, Event::announce, doffin) == "announced");
    CHECK(after(Status::planned, Event::announce, "") == "plan.notice_missing");
    CHECK(after(Status::planned, Event::complete, "") == "completed");
    CHECK(after(Status::planned, Event::cancel, "") == "cancelled");
    CHECK(after(Status::planned, Event::resume, "") == "plan.not_now");
    CHECK(after(Status::announced, Event::announce, doffin) == "plan.not_now");
    CHECK(after(Status::announced, Event::complete, doffin) == "completed");
    CHECK(after(Status::announced, Event::cancel, doffin) == "cancelled");
    CHECK(after(Status::announced, Event::resume, doffin) == "planned");
    CHECK(after(Status::cancelled, Event::resume, "") == "planned");
    for (const Event event : {Event::announce, Event::complete, Event::cancel, Event::resume}) {
        CHECK(after(Status::completed, event, doffin) == "plan.not_now");
    }
}

TEST_CASE("plan: late is planned, with its quarter behind it") {
    PlannedPurchase purchase = food();
    CHECK_FALSE(is_late(purchase, Date(2026, 12, 31)));
    CHECK(is_late(purchase, Date(2027, 1, 1)));
    purchase.status = Status::announced;
    CHECK_FALSE(is_late(purchase, Date(2027, 1, 1)));
    purchase.status = Status::planned;
    purchase.announcement.reset();
    CHECK_FALSE(is_late(purchase, Date(2030, 1, 1)));
}

TEST_CASE("plan: saved, found, changed, released, and every step in the trail") {
    db::testing::each_database([](db::Database& database) {
        const Actor actor = Actor::system();
        const auto [nes, gol] = database.writing([&](db::Tx& tx) {
            tx.commit();
            const auto make = [&](const char* number, const char* name, const char* organisation) {
                return party::create_municipality(
                           tx, actor, kNow,
                           {.number = number, .name = name, .organisation_number = organisation})
                    .value();
            };
            return std::pair(make("3322", "Nes", "313000516"), make("3324", "Gol", "313000524"));
        });
        CHECK_FALSE(database.reading([](db::Session& s) { return last_change(s).at.has_value(); }));
        const PlanId id = database.writing([&](db::Tx& tx) {
            tx.commit();
            PlannedPurchase purchase = food();
            purchase.municipalities = {gol, nes};
            return save(tx, actor, kNow, purchase).value();
        });
        database.read([&](db::Session& session) {
            const auto found = find(session, id);
            REQUIRE(found);
            CHECK(found->number == "P2026-001");
            CHECK(found->municipalities == std::vector{nes, gol});
            CHECK(found->announcement == Quarter{2026, 4});
            CHECK(found->estimate == kroner(39'000'000));
            CHECK_FALSE(found->released);
            CHECK(last_change(session).at == kNow);
        });
        const Instant later(kNow.milliseconds() + 60'000);
        database.write([&](db::Tx& tx) {
            PlannedPurchase second = food();
            second.title = "Brøyting";
            second.municipalities = {nes};
            second.announcement.reset();
            second.start.reset();
            CHECK(save(tx, actor, kNow, second));
            second.number = "P2026-001";
            CHECK(save(tx, actor, kNow, second).error().front().name() == "plan.number_taken");
            PlannedPurchase changed = *find(tx, id);
            changed.municipalities = {gol};
            changed.notice = "https://doffin.no/notices/2026-1";
            CHECK(save(tx, actor, later, changed));
            CHECK(happen(tx, actor, later, id, Event::announce));
            CHECK(set_released(tx, actor, later, id, true));
            CHECK(set_released(tx, actor, later, id, true));  // again: nothing
            tx.commit();
        });
        database.read([&](db::Session& session) {
            const auto all = list(session);
            REQUIRE(all.size() == 2);
            CHECK(all[0].id == id);
            CHECK(all[0].municipalities == std::vector{gol});
            CHECK(all[0].status == Status::announced);
            CHECK(all[0].released);
            CHECK(all[1].number == "P2026-002");
            std::string events;
            for (const auto& line : trail::of(session, {"plan", id.value}))
                events += line.event + " ";
            CHECK(events == "released announce changed created ");
            CHECK(last_change(session).at == later);
        });
    });
}
