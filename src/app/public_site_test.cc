// The site as a reader and a coordinator meet it: through the dispatcher, on both databases.
#include "public_site/public_site.h"

#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <regex>

#include "agreement/agreement.h"
#include "agreement/publish.h"
#include "app/serve.h"
#include "db/testing.h"
#include "http/testing.h"
#include "import/import.h"
#include "party/party.h"
#include "plan/plan.h"
#include "public_site/frame.h"
#include "public_site/pages.h"
#include "sheet/sheet.h"
#include "worklist/worklist.h"

using namespace samkjop;
using namespace samkjop::public_site;
using http::testing::Browser;

namespace {

Actor coordinator_of(MunicipalityId nes, UserId user) {
    Actor out;
    out.user = user;
    out.municipality = nes;
    out.name = "Kjersti Ødegård";
    out.permissions = permissions_of(Role::coordinator);
    out.whole_region = true;
    return out;
}

MunicipalityId nes_id;
UserId kjersti_id;
std::optional<Actor> who(db::Session&, std::string_view token, Instant) {
    if (token != "kjersti") return std::nullopt;
    return coordinator_of(nes_id, kjersti_id);
}

// What must never be read outside. Each figure stands in one place that is internal.
const std::vector<std::string> kSecretFigures = {"7310001", "7310002", "7310003", "7310004",
                                                 "7310005", "7310006", "7310007", "7310008"};
const std::vector<std::string> kSecretWords = {"KONFIDENSIELT", "UFRIGITT", "845,75",
                                               "Styringsgruppa"};

import::AgreementRow row_of(const char* number, const char* title, Date from, Date to) {
    import::AgreementRow row;
    row.line = 2;
    row.number = number;
    row.title = title;
    row.supplier = "313001008";
    row.valid_from = from;
    row.valid_to = to;
    row.options = "1 + 1 år";
    row.municipalities = {"3322", "3324"};
    row.decided_on = Date(2024, 12, 12);
    row.decision = "Sak 31/24";
    row.free_delivery_from = kroner(7'310'001);
    row.delivery_days = 2;
    row.terms = "Timepris 845,75 kr. Dette er KONFIDENSIELT.";
    row.notice = "2025-104512";
    return row;
}

void plant_secrets(db::Tx& tx) {
    tx->run(
        "UPDATE agreement SET estimated_ore = 731000200, maximum_ore = 731000300, "
        "description = 'KONFIDENSIELT omtale', case_reference = 'KONFIDENSIELT sak', "
        "delivery_terms = 'KONFIDENSIELT', payment_terms = 'KONFIDENSIELT', end_reason = "
        "'KONFIDENSIELT'");
    tx->run(
        "UPDATE agreement_member SET estimated_ore = 731000400, maximum_ore = 731000500, "
        "reference = 'KONFIDENSIELT vedtak'");
    tx->run(
        "INSERT INTO agreement_fee (agreement_id, kind, most_ore, text) "
        "SELECT id, 0, 731000600, 'KONFIDENSIELT gebyr' FROM agreement");
    tx->run(
        "INSERT INTO agreement_price_rule (agreement_id, kind, product_group, discount, "
        "index_name, "
        "index_base, every_months, note) "
        "SELECT id, 1, '42', 180000, 'KONFIDENSIELT indeks', '', 0, 'KONFIDENSIELT' FROM "
        "agreement");
    tx->run(
        "INSERT INTO agreement_lot (agreement_id, number, title, cpv, estimated_ore) "
        "SELECT id, 1, 'Hansker, takpris 7310007 kr', '33141420', 731000700 FROM agreement");
}

plan::PlannedPurchase purchase_of(const char* title, MunicipalityId nes) {
    plan::PlannedPurchase out;
    out.title = title;
    out.description = "Hansker og bandasjer. Leverandøren sier 845,75 kr.";
    out.cpv = {"33140000"};
    out.value_band = plan::ValueBand::below_ten_million;
    out.estimate = kroner(7'310'008);
    out.municipalities = {nes};
    out.announcement = plan::Quarter{2027, 1};
    out.start = plan::Quarter{2027, 3};
    out.method = plan::Method::open;
    out.contact_name = "Kjersti Ødegård";
    out.contact_email = "innkjop@hallingdal.example";
    out.note = "KONFIDENSIELT notat";
    return out;
}

struct World {
    explicit World(db::Database& db)
        : database(db), dispatcher(site_of(fill(db))), browser(dispatcher), inside(dispatcher) {
        inside.cookies["samkjop_session"] = "kjersti";
    }
    static http::Site site_of(db::Database& db) {
        app::ServeOptions options;
        options.public_hosts = {"innkjop.test", "gol.test=3324"};
        http::Site site = app::site(db, options);
        site.who = who;
        site.seen = nullptr;
        return site;
    }
    db::Database& fill(db::Database& db) {
        const Actor actor = Actor::system();
        const Instant now = clock_now();
        const Date today = now.oslo_date();
        db.write([&](db::Tx& tx) {
            nes_id = party::create_municipality(tx, actor, now,
                                                {.number = "3322",
                                                 .name = "Nes",
                                                 .organisation_number = "313000516",
                                                 .host = true})
                         .value();
            gol = party::create_municipality(
                      tx, actor, now,
                      {.number = "3324", .name = "Gol", .organisation_number = "313000524"})
                      .value();
            const UnitId unit =
                party::create_unit(tx, actor, now,
                                   {.municipality = nes_id, .code = "1210", .name = "Innkjøp"})
                    .value();
            kjersti_id = party::create_person(tx, actor, now,
                                              {.municipality = nes_id,
                                               .unit = unit,
                                               .user_name = "kjersti",
                                               .name = "Kjersti Ødegård",
                                               .email = "kjersti@nes.example",
                                               .grants = {{Role::coordinator, {}}}})
                             .value();
            party::create_supplier(
                tx, actor, now,
                {.organisation_number = "313001008", .name = "Fjellro Medisinske AS"})
                .value();
            const import::AgreementRow rows[] = {
                row_of("A-1", "Medisinsk forbruksmateriell", today - 400, today + 300),
                row_of("A-2", "UFRIGITT avtale", today - 10, today + 300),
                row_of("A-3", "Gammel avtale", today - 1500, today - 700),
                row_of("A-4", "Altfor gammel avtale", today - 3000, today - 1200),
            };
            REQUIRE(agreement::store(tx, actor, now, rows).accepted());
            plant_secrets(tx);
            for (const char* number : {"A-1", "A-3", "A-4"}) {
                const auto id = agreement::find_by_number(tx, number)->id;
                REQUIRE(
                    agreement::publish(tx, actor, now, id, true,
                                       "Hansker og bandasjer.\nFrakt 845,75 kr.\nBestill her."));
            }
            released = plan::save(tx, actor, now, purchase_of("Hansker 2027", nes_id)).value();
            REQUIRE(plan::set_released(tx, actor, now, released, true));
            hidden = plan::save(tx, actor, now, purchase_of("UFRIGITT innkjøp", nes_id)).value();
            PageDraft draft{.kind = PageKind::strategy};
            draft.texts[0] = {"Strategi", "Vi kjøper sammen", "## Mål\n- klima"};
            draft.texts[2] = {"Strategy", "We buy together", "## Aims"};
            page = save_page(tx, actor, now, draft).value();
            REQUIRE(release_page(tx, actor, now, page));
            draft.id = page;
            draft.texts[0].body = "UFRIGITT utkast";
            REQUIRE(save_page(tx, actor, now, draft));
            tx.commit();
        });
        return db;
    }
    db::Database& database;
    MunicipalityId gol;
    plan::PlanId released, hidden;
    PageId page;
    http::Dispatcher dispatcher;
    Browser browser, inside;
};

void with_world(const std::function<void(World&)>& test) {
    db::testing::each_database([&](db::Database& database) {
        World world(database);
        test(world);
        use_hosts({});
    });
}

std::string header(const http::Response& response, std::string_view name) {
    for (const auto& [key, value] : response.headers) {
        if (key == name) return value;
    }
    return "";
}

// Everything that can be read in an answer; a spreadsheet is opened.
std::string words_of(const http::Response& response) {
    if (!response.media_type.contains("spreadsheet")) return response.body;
    std::string out;
    for (const auto& each : sheet::read(response.body)->sheets) {
        for (const sheet::Row& row : each.rows) {
            for (const sheet::Cell& cell : row.cells) out += cell.value + "\n";
        }
    }
    return out;
}

std::string digits_of(const std::string& text) {
    std::string out;
    for (const char c : text) {
        const bool joins =
            c == ' ' || c == '.' || c == ',' || static_cast<unsigned char>(c) >= 0x80;
        if (c >= '0' && c <= '9') {
            out += c;
        } else if (!joins) {
            out += '|';
        }
    }
    return out;
}

// Every address that the pages lead to, and every route with every id that could exist.
std::set<std::string> every_address(World& world) {
    std::set<std::string> out = {"/robots.txt"};
    for (const http::Route& route : kRoutes) {
        const std::string path(route.path);
        if (!path.starts_with("/offentlig") || route.get == nullptr) continue;
        const auto open = path.find('{');
        if (open == path.npos) {
            out.insert(path);
            continue;
        }
        std::vector<std::string> values = {"strategi", "ocds-213czf-AA-1", "ocds-213czf-P2026-001"};
        for (int id = 0; id < 12; ++id) values.push_back(std::to_string(id));
        for (const std::string& value : values) out.insert(path.substr(0, open) + value);
    }
    static const std::regex link("(?:href|loc|url|uri)(?:=\"|>|\": \")([^\"<]+)");
    std::vector<std::string> left(out.begin(), out.end());
    while (!left.empty()) {
        const std::string body = world.browser.get(left.back()).body;
        left.pop_back();
        for (std::sregex_iterator at(body.begin(), body.end(), link), end; at != end; ++at) {
            std::string target = (*at)[1];
            if (target.starts_with("http://localhost:8080")) target = target.substr(21);
            target = target.substr(0, target.find('#'));
            if (target.starts_with("/offentlig") && out.insert(target).second)
                left.push_back(target);
        }
    }
    return out;
}

}  // namespace

TEST_CASE("public: no address outside tells a price, a secret, or what is not released") {
    with_world([](World& world) {
        const auto addresses = every_address(world);
        CHECK(addresses.size() > 150);
        int read = 0;
        for (const std::string& address : addresses) {
            const http::Response response = world.browser.get(address);
            CAPTURE(address);
            CHECK((response.status == 200 || response.status == 404));
            read += response.status == 200;
            const std::string words = words_of(response);
            const std::string digits = digits_of(words);
            for (const std::string& secret : kSecretFigures)
                CHECK_MESSAGE(digits.find(secret) == digits.npos, secret);
            for (const std::string& secret : kSecretWords)
                CHECK_MESSAGE(words.find(secret) == words.npos, secret);
        }
        CHECK(read > 60);
        // The walk does see what it looks for: the coordinator's own page has it.
        const std::string inside = world.inside.get("/plan/1").body;
        CHECK(digits_of(inside).find("7310008") != std::string::npos);
        CHECK(inside.contains("KONFIDENSIELT notat"));
    });
}

TEST_CASE("public: the types that are shown have no place for what something costs") {
    const auto folder = std::filesystem::path(__FILE__).parent_path().parent_path() / "public_site";
    for (const char* name : {"shown.h", "views.h", "ocds.h"}) {
        std::ifstream in(folder / name);
        const std::string text{std::istreambuf_iterator<char>(in), {}};
        CHECK(text.size() > 500);
        for (const char* word : {"Money", "Decimal", "_ore", "price", "estimate", "maximum", "fee;",
                                 "discount", "terms"}) {
            CHECK_MESSAGE(text.find(word) == text.npos, name, " ", word);
        }
    }
}

TEST_CASE(
    "public: what is released is shown, in three languages, and what has ended for three years") {
    with_world([](World& world) {
        for (const char* prefix : {"", "/nn", "/en"}) {
            const std::string base = "/offentlig" + std::string(prefix);
            const std::string list = world.browser.get(base + "/avtaler").body;
            CHECK(list.contains("Medisinsk forbruksmateriell"));
            CHECK_FALSE(list.contains("Gammel avtale"));
            const std::string all = world.browser.get(base + "/avtaler?periode=alle").body;
            CHECK(all.contains("Gammel avtale"));
            CHECK_FALSE(all.contains("Altfor gammel"));
            CHECK(world.browser.get(base + "/planer").body.contains("Hansker 2027"));
            CHECK(world.browser.get(base + "/planer/1").status == 200);
            CHECK(world.browser.get(base + "/planer/2").status == 404);
        }
        CHECK(world.browser.get("/offentlig/avtaler/2").status == 404);
        CHECK(world.browser.get("/offentlig/avtaler/4").status == 404);
        CHECK(world.browser.get("/offentlig/sider/strategi").body.contains("<h2>Mål</h2>"));
        CHECK(world.browser.get("/offentlig/en/sider/strategi").body.contains("We buy together"));
        const std::string nn = world.browser.get("/offentlig/nn/sider/strategi").body;
        CHECK(nn.contains("Denne teksten finst berre på bokmål"));
        CHECK(nn.contains("<h1 lang=\"nb\">Strategi</h1>"));
        const std::string one = world.browser.get("/offentlig/avtaler/1").body;
        CHECK(one.contains("Bestill her."));
        CHECK(one.contains("313001008"));
    });
}

TEST_CASE("public: search and choices") {
    with_world([](World& world) {
        const auto finds = [&](const char* query) {
            return world.browser.get(std::string("/offentlig/avtaler?") + query)
                .body.contains("Medisinsk forbruksmateriell");
        };
        CHECK(finds("q=BANDASJER"));
        CHECK(finds("q=fjellro+hansker"));
        CHECK_FALSE(finds("q=fjellro+kopipapir"));
        CHECK(finds("kommune=3324"));
        CHECK_FALSE(finds("kommune=3320"));
        CHECK(finds("leverandor=313001008"));
        CHECK_FALSE(finds("leverandor=999"));
        CHECK_FALSE(finds("periode=utlopt"));
        CHECK(world.browser.get("/offentlig/avtaler?q=hansker&periode=alle")
                  .body.contains("Hansker 2027"));  // the plan too
        const auto nasty = world.browser.get("/offentlig/avtaler?q=%22%3E%3Cscript%3E");
        CHECK(nasty.status == 200);
        CHECK_FALSE(nasty.body.contains("<script"));
    });
}

TEST_CASE("public: a reader that has a page is told so, and a change is seen at once") {
    with_world([](World& world) {
        keep_answers(1 << 20);
        const http::Response first = world.browser.get("/offentlig/planer/1");
        CHECK(header(first, "Cache-Control") == "public, max-age=60");
        CHECK(header(first, "Content-Security-Policy").starts_with("default-src 'none'"));
        CHECK(header(first, "Set-Cookie").empty());
        CHECK_FALSE(header(first, "Last-Modified").empty());
        world.browser.headers = {{"if-none-match", "\"x\", " + header(first, "ETag")}};
        CHECK(world.browser.get("/offentlig/planer/1").status == 304);
        world.browser.headers = {{"if-modified-since", header(first, "Last-Modified")}};
        CHECK(world.browser.get("/offentlig/planer/1").status == 304);
        world.browser.headers = {{"if-none-match", "\"x\""},
                                 {"if-modified-since", header(first, "Last-Modified")}};
        CHECK(world.browser.get("/offentlig/planer/1").status == 200);
        world.browser.headers.clear();
        CHECK(world.browser.get("/offentlig/planer/1").body == first.body);

        world.inside.get("/samarbeid/offentlig/plan/1");
        CHECK(world.inside.post("/samarbeid/offentlig/plan/1", {{"valg", "trekk"}}).status == 303);
        CHECK(world.browser.get("/offentlig/planer/1").status == 404);
        CHECK_FALSE(world.browser.get("/offentlig/planer").body.contains("Hansker 2027"));
        keep_answers(0);
    });
}

TEST_CASE("public: seen before it is released, released, and withdrawn, by the coordinator alone") {
    with_world([](World& world) {
        const std::string path = "/samarbeid/offentlig/avtaler/2";
        CHECK(world.browser.get(path).status == 303);  // to the sign-in page
        const auto preview = world.inside.get(path);
        CHECK(preview.body.contains("UFRIGITT avtale"));
        CHECK(preview.body.contains("noindex"));
        CHECK(header(preview, "Cache-Control") == "no-store");
        CHECK(world.inside.post(path, {{"valg", "frigi"}, {"ord", "Åpent. Frakt 99 kr. Ring oss."}})
                  .status == 303);
        const auto again = world.inside.get(path);
        CHECK(again.body.contains("Frakt 99 kr."));  // told that it is taken out
        const auto open = world.browser.get("/offentlig/avtaler/2");
        CHECK(open.body.contains("Ring oss."));
        CHECK_FALSE(open.body.contains("99 kr"));
        CHECK(world.inside.post(path, {{"valg", "trekk"}, {"ord", "Åpent."}}).status == 303);
        CHECK(world.browser.get("/offentlig/avtaler/2").status == 404);

        CHECK(world.inside.get("/samarbeid/offentlig/sider/1/se").body.contains("UFRIGITT utkast"));
        CHECK(world.inside.post("/samarbeid/offentlig/sider/1/se", {{"valg", "frigi"}}).status ==
              303);
        CHECK(world.browser.get("/offentlig/sider/strategi").body.contains("UFRIGITT utkast"));
        world.inside.get("/samarbeid/offentlig/sider/1/se");  // a form is sent once
        CHECK(world.inside.post("/samarbeid/offentlig/sider/1/se", {{"valg", "trekk"}}).status ==
              303);
        CHECK(world.browser.get("/offentlig/sider/strategi").status == 404);
    });
}

TEST_CASE("public: a host of its own sees the site at its root, and nothing else of the program") {
    with_world([](World& world) {
        world.browser.headers = {{"host", "innkjop.test"}};
        const auto front = world.browser.get("/");
        CHECK(front.status == 200);
        CHECK(front.body.contains("href=\"/avtaler\""));
        CHECK_FALSE(front.body.contains("href=\"/offentlig"));
        CHECK(front.body.contains("<link rel=\"canonical\" href=\"http://innkjop.test/\">"));
        CHECK(front.body.contains("hreflang=\"nn\" href=\"http://innkjop.test/nn\""));
        CHECK(world.browser.get("/en/avtaler/1").status == 200);
        CHECK(world.browser.get("/robots.txt").body.contains("http://innkjop.test/sitemap.xml"));
        CHECK(world.browser.get("/sitemap.xml").body.contains("http://innkjop.test/avtaler/1"));
        for (const char* path : {"/logg-inn", "/til-meg", "/plan", "/helse", "/samarbeid/offentlig",
                                 "/filer/1", "/offentlig"}) {
            CAPTURE(path);
            const auto lost = world.browser.get(path);
            CHECK(lost.status == 404);
            CHECK(lost.body.contains("Siden finnes ikke"));
        }
        world.browser.headers = {{"host", "gol.test:443"}};
        CHECK(world.browser.get("/").body.contains("Hva Gol kommune kjøper"));
        CHECK(world.browser.get("/avtaler/1").status == 200);
        CHECK(world.browser.get("/planer/1").status == 404);  // Nes alone
        world.browser.headers.clear();
        CHECK(world.browser.get("/offentlig/planer/1").status == 200);
    });
}

TEST_CASE(
    "public: what somebody writes is kept, waits for the coordinator, and forgets who wrote") {
    with_world([](World& world) {
        const auto waiting = [&] {
            return world.database.reading([&](db::Session& session) {
                return worklist::count(session, coordinator_of(nes_id, kjersti_id),
                                       clock_now().oslo_date());
            });
        };
        CHECK(
            world.browser.get("/offentlig/kontakt?om=%2Fplaner%2F1").body.contains("Hansker 2027"));
        const auto refused = world.browser.post("/offentlig/kontakt", {{"melding", " "}});
        CHECK(refused.status == 422);
        CHECK(refused.body.contains("Skriv hva du vil si."));
        CHECK(world.browser.post("/offentlig/kontakt", {{"melding", "Kjøp!"}, {"nettsted", "x"}})
                  .status == 303);
        CHECK(waiting() == 0);  // nobody is bothered with what a machine wrote
        const auto sent = world.browser.post(
            "/offentlig/kontakt", {{"melding", "Kommer det en egen del for de små?\nHilsen Kari"},
                                   {"navn", "Kari Nordby"},
                                   {"epost", "kari@lokal.example"},
                                   {"om", "/planer/1"}});
        CHECK(sent.status == 303);
        CHECK(world.browser.follow(sent).body.contains("meldingen er kommet fram"));
        CHECK(waiting() == 1);
        const std::string page = world.inside.get("/samarbeid/tilbakemeldinger/1").body;
        CHECK(page.contains("Kari Nordby"));
        CHECK(page.contains("/offentlig/planer/1"));
        CHECK(world.inside.post("/samarbeid/tilbakemeldinger/1", {{"svar", "Ja, svart."}}).status ==
              303);
        CHECK(waiting() == 0);
        const auto closed = world.database.reading(
            [](db::Session& session) { return *find_feedback(session, {1}); });
        CHECK(closed.name.empty());
        CHECK(closed.email.empty());
        CHECK(closed.answer == "Ja, svart.");
        // From elsewhere: a form on another site cannot write here.
        world.browser.headers = {{"origin", "https://ond.example"}};
        CHECK(world.browser.post("/offentlig/kontakt", {{"melding", "Hei"}}).status == 403);
    });
}
