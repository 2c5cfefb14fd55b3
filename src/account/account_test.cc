#include "account/account.h"

#include <doctest/doctest.h>

#include "account/pages.h"
#include "account/texts.h"
#include "db/testing.h"
#include "http/testing.h"
#include "party/party.h"

using namespace samkjop;
using namespace samkjop::account;
using http::testing::Browser;

namespace {

constexpr Instant kNow(1'795'000'000'000);
Instant minutes_later(int minutes) {
    return Instant(kNow.milliseconds() + minutes * std::int64_t{60'000});
}

std::string fresh_name() {
    static int number = 0;
    return "marit" + std::to_string(++number);
}

struct Nes {
    UserId marit, guro;
    std::string name = fresh_name();
    std::string password = "En lang setning";
};

Nes nes(db::Database& database) {
    Nes out;
    database.write([&](db::Tx& tx) {
        const Actor system = Actor::system();
        party::Municipality municipality;
        municipality.number = "3322";
        municipality.name = "Nes";
        municipality.organisation_number = "313001008";
        const auto id = party::create_municipality(tx, system, kNow, municipality).value();
        party::Unit unit;
        unit.municipality = id;
        unit.code = "3210";
        unit.name = "Elvetun sykehjem";
        (void)party::create_unit(tx, system, kNow, unit).value();
        tx.commit();
    });
    NewUser user{"3322",        "3210",      out.name, "Marit Svarteberg", "marit@nes.example",
                 {"requester"}, out.password};
    out.marit = add_user(database, user).value();
    user.user_name = "guro" + out.name;
    user.name = "Guro Nesheim";
    user.password = "";
    out.guro = add_user(database, user).value();
    CHECK(add_user(database, user).error().name() == "party.user_name_in_use");
    user.roles = {"konge"};
    CHECK(add_user(database, user).error().name() == "account.unknown_role");
    return out;
}

http::Response start(http::Exchange& e) {
    return http::page(e, {.title = "Start"}, [&](html::Out& o) { o.text(e.actor.name); });
}
constexpr http::Route kStart[] = {http::get("/", Permission::signed_in, start)};

void with_browser(const std::function<void(db::Database&, const Nes&, Browser&)>& test,
                  bool demo = false) {
    db::testing::each_database([&](db::Database& database) {
        const Nes people = nes(database);
        http::Dispatcher dispatcher(http::Site{
            .database = database, .routes = {kRoutes, kStart}, .who = who, .demo = demo});
        Browser browser(dispatcher);
        test(database, people, browser);
    });
}

http::Response sign_in(Browser& browser, const Nes& people, std::string to = "/") {
    browser.get("/logg-inn");
    return browser.post("/logg-inn",
                        {{"bruker", people.name}, {"passord", people.password}, {"til", to}});
}

}  // namespace

TEST_CASE("throttle: five per name, twenty per address, within fifteen minutes") {
    db::testing::each_database([](db::Database& database) {
        const auto begin = [&](std::string_view name, std::string_view address, Instant at) {
            return begin_attempt(database, name, address, at);
        };
        for (int i = 0; i < 5; ++i) CHECK_FALSE(begin("marit", "1", minutes_later(i)));
        CHECK(begin("marit", "2", minutes_later(5)) == 10);
        CHECK_FALSE(begin("marit", "2", minutes_later(15)));
        for (int i = 0; i < 20; ++i)
            CHECK_FALSE(begin("n" + std::to_string(i), "3", minutes_later(20)));
        CHECK(begin("ny", "3", minutes_later(20)) == 15);
        attempt_succeeded(database, "n0");
        CHECK_FALSE(begin("ny", "3", minutes_later(20)));
    });
}

TEST_CASE("password: what holds and what is judged too weak") {
    const std::string hash = hash_password("En lang setning");
    CHECK(hash.starts_with("$argon2id$v=19$m=65536,t=2,p=1$"));
    CHECK(password_holds(hash, "En lang setning"));
    CHECK_FALSE(password_holds(hash, "En lang setning "));
    CHECK_FALSE(password_holds(std::nullopt, "a password that nobody has"));
    CHECK(judge_new_password("tolv tegn æøå", "marit"));
    CHECK_FALSE(judge_new_password("elleve tegn", "marit"));
    CHECK_FALSE(judge_new_password("aaaaaaaaaaaaaaa", "marit"));
    CHECK_FALSE(judge_new_password("passord marit 1", "marit"));
}

TEST_CASE("account: signing in, being somebody, signing out") {
    with_browser([](db::Database& database, const Nes& people, Browser& browser) {
        CHECK(Browser::location(browser.get("/")) == "/logg-inn");
        CHECK(Browser::location(sign_in(browser, people, "//ond.no")) == "/");
        const std::string first = browser.cookies["samkjop_session"];
        CHECK(first.size() == 64);
        CHECK(browser.get("/").body.contains("Marit Svarteberg"));
        CHECK(Browser::location(browser.get("/logg-inn?til=%2Fkurv")) == "/kurv");
        browser.get("/");
        CHECK(Browser::location(browser.post("/logg-ut", {})) == "/logg-inn");
        browser.cookies["samkjop_session"] = first;
        CHECK(browser.get("/").status == 303);
        database.read([&](db::Session& session) {
            CHECK_FALSE(who(session, first, clock_now()));
            CHECK(session.value<std::int64_t>("SELECT count(*) FROM session WHERE token_hash = $1",
                                              first) == 0);
        });
    });
}

TEST_CASE("account: the session ends after ten hours, and when the person is blocked") {
    db::testing::each_database([](db::Database& database) {
        const Nes people = nes(database);
        const std::string token = database.writing([&](db::Tx& tx) {
            tx.commit();
            return begin_session(tx, people.marit, kNow, "");
        });
        const auto known = [&](Instant at) {
            return database.reading(
                [&](db::Session& session) { return who(session, token, at).has_value(); });
        };
        CHECK(known(minutes_later(599)));
        CHECK_FALSE(known(minutes_later(600)));
        database.write([&](db::Tx& tx) {
            (void)party::set_blocked(tx, Actor::system(), kNow, people.marit, true);
            tx.commit();
        });
        CHECK_FALSE(known(kNow));
    });
}

TEST_CASE("account: a wrong password and an unknown name get the same answer, and then must wait") {
    with_browser([](db::Database&, const Nes& people, Browser& browser) {
        browser.get("/logg-inn");
        for (int i = 0; i < 5; ++i) {
            const auto wrong =
                browser.post("/logg-inn", {{"bruker", people.name}, {"passord", "feil"}});
            CHECK(wrong.status == 422);
            CHECK(wrong.body.contains("Brukernavnet eller passordet er feil"));
        }
        CHECK(browser.post("/logg-inn", {{"bruker", people.name}, {"passord", people.password}})
                  .body.contains("Vent 15 minutter"));
        CHECK(browser.post("/logg-inn", {{"bruker", "ukjent-" + people.name}, {"passord", "feil"}})
                  .body.contains("Brukernavnet eller passordet er feil"));
        CHECK_FALSE(browser.cookies.contains("samkjop_session"));
    });
}

TEST_CASE("account: the language follows the visitor, then the person") {
    with_browser([](db::Database&, const Nes& people, Browser& browser) {
        CHECK(browser.get("/logg-inn").body.contains("lang=\"nb\""));
        CHECK(Browser::location(browser.post(
                  "/sprak", {{"sprak", "nn"}, {"til", "/logg-inn?a=b"}})) == "/logg-inn?a=b");
        CHECK(browser.get("/logg-inn").body.contains("Brukarnamn"));
        sign_in(browser, people);
        CHECK(browser.get("/").body.contains("<html lang=\"nb\""));
        browser.post("/sprak", {{"sprak", "en"}, {"til", "/"}});
        CHECK(browser.get("/").body.contains("<html lang=\"en\""));
    });
}

TEST_CASE("account: own page changes the password and chooses a substitute") {
    with_browser([](db::Database& database, const Nes& people, Browser& browser) {
        sign_in(browser, people);
        CHECK(browser.get("/meg").body.contains("Elvetun sykehjem"));
        CHECK(browser.post("/meg/passord", {{"gammelt", "feil"}, {"nytt", "en ny lang setning"}})
                  .status == 422);
        CHECK(browser.post("/meg/passord", {{"gammelt", people.password}, {"nytt", "kort"}})
                  .body.contains("id=\"nytt-feil\""));
        CHECK(browser
                  .post("/meg/passord",
                        {{"gammelt", people.password}, {"nytt", "en ny lang setning"}})
                  .status == 303);
        database.read([&](db::Session& session) {
            CHECK(password_holds(party::password_hash_of(session, people.marit),
                                 "en ny lang setning"));
        });
        const std::string guro = std::to_string(people.guro.value);
        browser.get("/meg");
        CHECK(browser.post("/meg/stedfortreder", {{"stedfortreder", guro}, {"fra", "2026-11-20"}})
                  .status == 422);
        CHECK(browser
                  .post("/meg/stedfortreder", {{"stedfortreder", guro},
                                               {"fra", "2026-11-20"},
                                               {"til_og_med", "2098-12-01"}})
                  .status == 303);
        const std::string page = browser.get("/meg").body;
        CHECK(page.contains("1. desember 2098"));
        const auto at = page.find("/meg/stedfortreder/");
        REQUIRE(at != page.npos);
        const std::string path = page.substr(at, page.find('"', at) - at);
        CHECK(browser.post(path, {}).status == 303);
        CHECK(browser.post("/meg/stedfortreder/999999/avslutt", {}).status == 404);
    });
}

TEST_CASE("account: the demonstration lists its people, with and without script") {
    with_browser(
        [](db::Database&, const Nes& people, Browser& browser) {
            CHECK(browser.get("/logg-inn").body.contains("href=\"/logg-inn?bruker=" + people.name));
            CHECK(browser.get("/logg-inn?bruker=" + people.name)
                      .body.contains("value=\"" + people.name + "\""));
        },
        true);
}

TEST_CASE("account: a link to choose a password works once, for seven days, and the newest only") {
    with_browser([](db::Database& database, const Nes& people, Browser& browser) {
        const auto link = [&](Instant at) {
            std::string token;
            database.write([&](db::Tx& tx) {
                token = invite(tx, Actor::system(), people.guro, at);
                tx.commit();
            });
            return "/velkommen?nokkel=" + token;
        };
        const auto choose = [&](const std::string& at, std::string password) {
            browser.get(at);
            return browser.post("/velkommen",
                                {{"nokkel", at.substr(at.find('=') + 1)}, {"nytt", password}});
        };
        const std::string first = link(clock_now());
        CHECK(browser.get(first).body.contains("Guro Nesheim"));
        const std::string newest = link(clock_now());
        CHECK_FALSE(browser.get(first).body.contains("Guro Nesheim"));
        CHECK(choose(newest, "kort").status == 422);
        CHECK(Browser::location(choose(newest, "Snøen ligg på fjellet")) ==
              "/logg-inn?bruker=guro" + people.name);
        CHECK(choose(newest, "Ein annan setning her").status != 303);
        browser.get("/logg-inn");
        CHECK(Browser::location(browser.post("/logg-inn", {{"bruker", "guro" + people.name},
                                                           {"passord", "Snøen ligg på fjellet"},
                                                           {"til", "/"}})) == "/");
        const Instant eight_days_ago(clock_now().milliseconds() - 8ll * 24 * 3600 * 1000);
        CHECK_FALSE(browser.get(link(eight_days_ago)).body.contains("id=\"nytt\""));
        CHECK_FALSE(browser.get("/velkommen?nokkel=").body.contains("id=\"nytt\""));
    });
}
