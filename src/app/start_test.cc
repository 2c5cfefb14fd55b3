#include <doctest/doctest.h>

#include "account/account.h"
#include "app/serve.h"
#include "db/testing.h"
#include "http/testing.h"
#include "party/party.h"
#include "worklist/worklist.h"

using namespace samkjop;
using http::testing::Browser;

TEST_CASE("start page: what waits, oldest first, and only links that lead somewhere") {
    db::testing::each_database([](db::Database& database) {
        const Instant now = clock_now();
        std::string token;
        database.write([&](db::Tx& tx) {
            const Actor system = Actor::system();
            party::Municipality nes;
            nes.number = "3322";
            nes.name = "Nes";
            nes.organisation_number = "313001008";
            nes.host = true;
            nes.id = party::create_municipality(tx, system, now, nes).value();
            party::Unit unit;
            unit.municipality = nes.id;
            unit.code = "3210";
            unit.name = "Elvetun sykehjem";
            unit.id = party::create_unit(tx, system, now, unit).value();
            party::Person torbjorn;
            torbjorn.municipality = nes.id;
            torbjorn.unit = unit.id;
            torbjorn.user_name = "torbjorn";
            torbjorn.name = "Torbjørn Liodden";
            torbjorn.grants = {{Role::approver, unit.id}, {Role::budget_owner, unit.id}};
            const UserId id = party::create_person(tx, system, now, torbjorn).value();
            const UserId assignees[] = {id};
            worklist::open(tx,
                           {.kind = "approve_requisition",
                            .subject = 1,
                            .municipality = nes.id,
                            .unit = unit.id,
                            .title = "Forbruksmateriell før jul",
                            .context = "Marit Svarteberg",
                            .path = "/rekvisisjoner/1",
                            .amount = kroner(12480)},
                           assignees,
                           Instant(now.milliseconds() - 6 * 24 * 3600 * std::int64_t{1000}));
            token = account::begin_session(tx, id, now, "");
            tx.commit();
        });
        http::Dispatcher dispatcher(app::site(database, {.region = "Hallingdal"}));
        Browser browser(dispatcher);
        CHECK(browser.get("/logg-inn").body.contains("Felles innkjøp i Hallingdal"));
        browser.cookies["samkjop_session"] = token;
        const std::string page = browser.get("/").body;
        CHECK(page.contains("<h1>Én sak venter, Torbjørn</h1>"));
        CHECK(page.contains("<p class=\"wait__age wait__age--late\">6 dager</p>"));
        CHECK(page.contains("12\u00a0480\u00a0kr"));
        CHECK(page.contains("Felles innkjøp for Nes. Nes kommune er vertskommune."));
        for (auto at = page.find("href=\"/"); at != page.npos; at = page.find("href=\"/", at + 1)) {
            const std::string path = page.substr(at + 6, page.find('"', at + 6) - at - 6);
            // Opened by other modules; each has tests of its own.
            if (path == "/rekvisisjoner/1" || path == "/til-meg") continue;
            CAPTURE(path);
            CHECK(browser.get(path).status == 200);
        }
        browser.cookies.clear();
        CHECK(browser.get("/helse").body == "ok\n");
        for (const auto* path : {"/tilgjengelighet", "/personvern", "/hjelp"})
            CHECK(browser.get(path).status == 200);
    });
}
