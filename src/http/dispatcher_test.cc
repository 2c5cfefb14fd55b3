#include <doctest/doctest.h>

#include "db/testing.h"
#include "html/texts.h"
#include "http/testing.h"

using namespace samkjop;
using namespace samkjop::http;
using http::testing::Browser;

namespace {

int done = 0;
bool commits = true;
bool writes_in_get = false;

Response show(Exchange& e) {
    if (writes_in_get)
        e.db.run(
            "INSERT INTO form_key (key, user_id, path, digest, location, at) VALUES ('x', 1, '', "
            "'', '', '')");
    return page(e, {.title = "Vare"}, [&](html::Out& o) {
        o.raw("<p>");
        o.text(e.path_values.empty() ? "" : e.path_values[0]);
        o.raw("</p><form method=\"post\" action=\"/varer\">");
        o.form_fields();
        o.raw("</form><form method=\"post\">");
        o.form_fields();
        o.raw("</form>");
    });
}
Response add(Post& e) {
    ++done;
    if (e.form("navn") == "kast") throw std::runtime_error("disken er full");
    if (e.form("navn").empty()) {
        return page(e, {.title = "Vare", .refused = true},
                    [](html::Out& o) { o.raw("<p>Må fylles ut</p>"); });
    }
    if (commits) e.tx.commit();
    return see_other("/varer/" + std::to_string(done));
}
std::any prepare(Exchange& e) { return std::string(e.form("navn")) + "!"; }
Response prepared(Post& e) {
    e.tx.commit();
    return see_other("/" + std::any_cast<std::string>(e.prepared));
}
Response push(Post& e) {
    e.tx.commit();
    Response response;
    response.media_type = "text/plain";
    response.body = e.request.body;
    return response;
}
Response none(Exchange&) { return not_found(); }

constexpr Route kRoutes[] = {
    get("/", Permission::anyone, show),
    get("/varer/{id}", Permission::signed_in, show),
    get("/varer/ny", Permission::search_catalogue, show),
    get("/budsjett", Permission::view_budget, show),
    get("/borte", Permission::anyone, none),
    post("/varer", Permission::signed_in, add),
    post("/varer/{id}/svar", Permission::signed_in, add),
    post("/forberedt", Permission::signed_in, prepare, prepared),
    {.path = "/inn", .needs = Permission::anyone, .post = push, .body_limit = 10, .machine = true},
};

std::optional<Actor> who(db::Session&, std::string_view token, Instant) {
    if (token != "marit") return std::nullopt;
    Actor actor;
    actor.user = {7};
    actor.name = "Marit Svarteberg";
    actor.unit_name = "Elvetun sykehjem";
    actor.municipality_name = "Nes kommune";
    actor.permissions = permissions_of(Role::receiver);
    return actor;
}

int seven(db::Session&, const Actor&, Date) { return 7; }

struct World {
    explicit World(db::Database& database)
        : dispatcher(Site{.database = database,
                          .routes = {kRoutes},
                          .menu = {{"/varer/1", &html::text::menu, Permission::signed_in, seven,
                                    &html::text::days},
                                   {"/budsjett", &html::text::budget, Permission::view_budget}},
                          .who = who}),
          browser(dispatcher) {
        done = 0;
        commits = true;
        writes_in_get = false;
    }
    Dispatcher dispatcher;
    Browser browser;
    Browser& marit() {
        browser.cookies["samkjop_session"] = "marit";
        return browser;
    }
};

void with_world(const std::function<void(World&)>& test) {
    db::testing::each_database([&](db::Database& database) {
        World world(database);
        test(world);
    });
}

std::string header(const Response& response, std::string_view name) {
    for (const auto& [key, value] : response.headers) {
        if (key == name) return value;
    }
    return "";
}

}  // namespace

TEST_CASE("dispatcher: literal segments go before values, and what is unknown is 404") {
    with_world([](World& world) {
        CHECK(world.marit().get("/varer/12%2F3").body.contains("<p>12/3</p>") == false);
        CHECK(world.browser.get("/varer/123").body.contains("<p>123</p>"));
        CHECK(world.browser.get("/varer/ny").status == 200);
        CHECK(world.browser.get("/varer").status == 405);
        CHECK(world.browser.get("/varer/1/2").status == 404);
        CHECK(Browser::location(world.browser.get("/varer/1/svar")) ==
              "/varer/1");  // after a refused form
        CHECK(world.browser.get("/borte").body.contains("Vi finner ikke siden"));
        CHECK(world.browser.get("/%zz").status == 400);
    });
}

TEST_CASE("dispatcher: who is not signed in is asked to, who may not is told so") {
    with_world([](World& world) {
        const Response away = world.browser.get("/varer/1?a=b");
        CHECK(away.status == 303);
        CHECK(Browser::location(away) == "/logg-inn?til=%2Fvarer%2F1%3Fa%3Db");
        const Response refused = world.marit().get("/budsjett");
        CHECK(refused.status == 403);
        CHECK(refused.body.contains("Marit Svarteberg"));
        CHECK_FALSE(refused.body.contains("href=\"/budsjett\""));  // no menu row without permission
    });
}

TEST_CASE("dispatcher: the page around has menu, count and protection") {
    with_world([](World& world) {
        const Response page = world.marit().get("/varer/1");
        CHECK(page.body.contains("<title>Vare – Nes kommune – Samkjøp</title>"));
        CHECK(page.body.contains("<span class=\"count\">7"));
        CHECK(header(page, "Content-Security-Policy").starts_with("default-src 'self'"));
        CHECK(header(page, "Cache-Control") == "no-store");
        CHECK(header(page, "X-Content-Type-Options") == "nosniff");
        CHECK_FALSE(page.body.contains("style=\""));
        world.browser.headers = {{"hx-request", "true"}, {"hx-request-type", "partial"}};
        CHECK(world.browser.get("/varer/1").body.starts_with("<p>1</p>"));
    });
}

TEST_CASE("dispatcher: a GET cannot write") {
    with_world([](World& world) {
        writes_in_get = true;
        CHECK(world.browser.get("/").status == 500);
    });
}

TEST_CASE("dispatcher: the same form twice is carried out once") {
    with_world([](World& world) {
        world.marit().get("/varer/1");
        const Response first = world.browser.post("/varer", {{"navn", "Hansker"}});
        CHECK(first.status == 303);
        CHECK(done == 1);
        const Response again = world.browser.post("/varer", {{"navn", "Hansker"}});
        CHECK(Browser::location(again) == Browser::location(first));
        CHECK(done == 1);
        const Response other = world.browser.post("/varer", {{"navn", "Forkle"}});
        CHECK(other.status == 409);
        CHECK(other.body.contains("href=\"/varer/1\""));
        CHECK(done == 1);
        world.browser.get("/varer/1");
        CHECK(world.browser.post("/varer", {{"navn", "Forkle"}}).status == 303);
        CHECK(done == 2);
    });
}

TEST_CASE("dispatcher: each form of a page has a key of its own") {
    with_world([](World& world) {
        const std::string body = world.marit().get("/varer/1").body;
        std::set<std::string> keys;
        const std::string mark = "name=\"skjemanokkel\" value=\"";
        for (auto at = body.find(mark); at != body.npos; at = body.find(mark, at + 1)) {
            keys.insert(
                body.substr(at + mark.size(), body.find('"', at + mark.size()) - at - mark.size()));
        }
        CHECK(keys.size() == 2 + 4);  // two of the page; language and sign out stand in both menus
    });
}

TEST_CASE("dispatcher: a refusal commits nothing and can be sent again") {
    with_world([](World& world) {
        world.marit().get("/varer/1");
        const std::string page = world.browser.last.body;
        const Response refused = world.browser.post("/varer", {});
        CHECK(refused.status == 422);
        CHECK(refused.body.contains("<title>Feil: Vare"));
        CHECK(world.browser.post("/varer", {{"navn", "Hansker"}}).status == 303);
        CHECK(done == 2);
    });
}

TEST_CASE("dispatcher: 303 without commit is our own fault, and so is an exception") {
    with_world([](World& world) {
        world.marit().get("/varer/1");
        commits = false;
        CHECK(world.browser.post("/varer", {{"navn", "Hansker"}}).status == 500);
        commits = true;
        world.browser.get("/varer/1");
        const Response failed = world.browser.post("/varer", {{"navn", "kast"}});
        CHECK(failed.status == 500);
        CHECK_FALSE(failed.body.contains("disken"));
        world.browser.get("/varer/1");
        CHECK(world.browser.post("/varer", {{"navn", "Hansker"}}).status == 303);
    });
}

TEST_CASE("dispatcher: forged forms are refused") {
    with_world([](World& world) {
        world.marit().get("/varer/1");
        CHECK(world.browser.post("/varer", {{"navn", "H"}, {"csrf", "feil"}}).status == 403);
        world.browser.headers = {{"origin", "https://ond.no"}};
        CHECK(world.browser.post("/varer", {{"navn", "H"}}).status == 403);
        world.browser.headers = {{"sec-fetch-site", "cross-site"}, {"origin", "null"}};
        CHECK(world.browser.post("/varer", {{"navn", "H"}}).status == 403);
        CHECK(done == 0);
    });
}

TEST_CASE("dispatcher: the prepare step runs before the transaction; machines need no token") {
    with_world([](World& world) {
        world.marit().get("/varer/1");
        CHECK(Browser::location(world.browser.post("/forberedt", {{"navn", "a"}})) == "/a!");
        Incoming incoming{.method = "POST",
                          .target = "/inn",
                          .headers = {{"host", "x"}, {"content-type", "application/xml"}}};
        incoming.body = Body("<a/>");
        CHECK(world.dispatcher.answer(incoming).body == "<a/>");
        CHECK(world.dispatcher.body_limit("POST", "/inn?x") == 10);
        CHECK(world.dispatcher.body_limit("POST", "/varer") == kDefaultBodyLimit);
        CHECK(world.dispatcher.body_limit("POST", "/ukjent") < kDefaultBodyLimit);
    });
}

TEST_CASE("dispatcher: assets carry the hash of their content") {
    with_world([](World& world) {
        const std::string path = asset_path("app.css");
        REQUIRE_FALSE(path.empty());
        const Response style = world.browser.get(path);
        CHECK(header(style, "Cache-Control").contains("immutable"));
        world.browser.headers = {{"if-none-match", header(style, "ETag")}};
        CHECK(world.browser.get(path).status == 304);
        CHECK(header(world.browser.get("/assets/app.css"), "Cache-Control") == "no-cache");
        CHECK(world.browser.get("/assets/../x").status == 404);
        CHECK(world.browser.get(print_style("Sak 12 · \"}*{color:red")).body ==
              "@page { @bottom-left { content: \"Sak 12 · colorred\"; font: 9pt sans-serif; } }\n");
    });
}

TEST_CASE("dispatcher: cookies are Secure everywhere but on a plain localhost") {
    Request request;
    request.headers = {{"host", "localhost:8080"}};
    CHECK_FALSE(set_cookie(request, "a", "b", 60).contains("Secure"));
    request.https = true;
    CHECK(set_cookie(request, "a", "b", {}).contains("Secure"));
    request.https = false;
    for (const std::string host : {"[::1]:80", "127.0.0.1"}) {
        request.headers = {{"host", host}};
        CHECK_FALSE(set_cookie(request, "a", "b", {}).contains("Secure"));
    }
    for (const std::string host : {"localhost.ond.no", "samkjop.nes.kommune.no", "[::1]x", ""}) {
        request.headers = {{"host", host}};
        CHECK(set_cookie(request, "a", "b", {}).contains("Secure"));
    }
}
