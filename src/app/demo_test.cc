#include "app/demo.h"

#include <doctest/doctest.h>

#include "agreement/agreement.h"
#include "coding/coding.h"
#include "db/testing.h"
#include "invoice/invoice.h"
#include "ledger/ledger.h"
#include "order/order.h"
#include "party/party.h"
#include "worklist/worklist.h"

using namespace samkjop;

namespace {

constexpr Instant kNow(1'795'000'000'000);  // November 2026

std::filesystem::path folder() {
    return std::filesystem::path(__FILE__).parent_path().parent_path().parent_path() / "demo";
}

}  // namespace

TEST_CASE("demo: years are filled in, and what has not been posted yet is left out") {
    CHECK(app::with_years("{year-1}–{year+2}: {year}, {years}, {year", 2026) ==
          "2025–2028: 2026, {years}, {year");
    CHECK(app::until("Dato;x\n2026-01-31;1\n2026-12-15;2\n2026-11-20;3\n", Date(2026, 11, 20)) ==
          "Dato;x\n2026-01-31;1\n2026-11-20;3\n");
}

TEST_CASE("demo: the region loads through the import, twice without a change") {
    db::testing::each_database([](db::Database& database) {
        REQUIRE(app::demo(database, folder(), kNow) == 0);
        const auto count = [&](const char* sql) {
            return database.reading(
                [&](db::Session& s) { return s.value<std::int64_t>(sql).value(); });
        };
        const auto trail = count("SELECT count(*) FROM trail_line");
        const auto entries = count("SELECT count(*) FROM ledger_entry");
        REQUIRE(app::demo(database, folder(), kNow) == 0);
        CHECK(count("SELECT count(*) FROM trail_line") == trail);
        CHECK(count("SELECT count(*) FROM ledger_entry") == entries);
        CHECK(count("SELECT count(*) FROM person WHERE password_hash IS NULL") == 0);

        database.read([](db::Session& session) {
            const auto nes = party::municipality_by_number(session, "3322");
            const auto elvetun = party::unit_by_code(session, nes->id, "3210");
            const auto torbjorn = party::person_by_user_name(session, "torbjorn.liodden");
            const auto marit = party::person_by_user_name(session, "marit.svarteberg");
            const Date today = kNow.oslo_date();
            CHECK(elvetun->leader == torbjorn->id);
            CHECK(party::authority(session, torbjorn->id, elvetun->id, today, marit->id) ==
                  kroner(50'000));
            const UnitId units[] = {elvetun->id};
            CHECK(party::approvers(session, units, kroner(12'480), marit->id, today).at(0) ==
                  torbjorn->id);
            const auto gloves =
                coding::propose(session, nes->id, elvetun->id, "42132203", Decimal(25, 2), today);
            CHECK(gloves.codes[0] == "110");
            CHECK(gloves.codes[2] == "253");
            CHECK(gloves.vat_code == "1");
            for (const auto& row : ledger::balances(session, nes->id, today.year(), "3210")) {
                if (row.art != "110") continue;
                CHECK(row.balance.budget() == kroner(420'000));
                CHECK(row.balance.posted > kroner(287'640));  // and what was bought and booked
                CHECK(row.balance.committed > kroner(8'000));
                CHECK(row.balance.received > Money());
                CHECK(row.balance.reserved > kroner(14'000));
            }
            for (const auto& municipality : party::municipalities(session)) {
                CAPTURE(municipality.name);
                int roles[static_cast<int>(Role::count_)] = {};
                for (const auto& person : party::people(session, municipality.id)) {
                    for (const Grant& grant : person.grants) ++roles[static_cast<int>(grant.role)];
                }
                for (int role = 0; role <= static_cast<int>(Role::administrator); ++role)
                    CHECK(roles[role] > 0);
            }
            // Every kind of invoice is there: booked, on its way, stopped, without order.
            std::map<invoice::State, int> invoices;
            for (const auto& [state, number] : invoice::counts(session, Actor::system(nes->id)))
                invoices[state] = number;
            for (const auto state :
                 {invoice::State::posted, invoice::State::approved, invoice::State::certified,
                  invoice::State::to_certify, invoice::State::deviating,
                  invoice::State::without_order, invoice::State::waiting_receipt,
                  invoice::State::finance_rejected, invoice::State::disputed}) {
                CHECK_MESSAGE(invoices[state] > 0, invoice::name(state));
            }
            // Everybody in the story has something that waits for them.
            for (const char* who : {"marit.svarteberg", "torbjorn.liodden", "liv.opheim",
                                    "astrid.veglo", "ingrid.bakkene", "nils.bratalien"}) {
                const auto person = party::person_by_user_name(session, who);
                const Actor actor = *party::actor(session, person->id, today);
                CHECK_MESSAGE(!worklist::of(session, actor, today).empty(), who);
            }
            CHECK(ledger::verify(session).holds());
            for (const auto& each : agreement::list(session, {}, today)) {
                Money sum;
                for (const auto& one : order::call_offs(session, each.id.value)) sum += one.net;
                CAPTURE(each.number);
                CHECK(order::called_off(session, each.id.value, {}) == sum);
            }
            const Actor leader = *party::actor(session, torbjorn->id, today);
            CHECK(worklist::of(session, leader, today).size() >= 2);
        });
    });
}
