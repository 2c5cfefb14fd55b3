#include "agreement/pages.h"

#include <doctest/doctest.h>

#include <filesystem>

#include "base/crypto.h"
#include "catalogue/pages.h"
#include "catalogue/search.h"
#include "catalogue/testing.h"
#include "db/testing.h"
#include "http/dispatcher.h"
#include "http/testing.h"

using namespace samkjop;
using namespace samkjop::catalogue;

namespace {

Actor who_is_here;
std::optional<Actor> who(db::Session&, std::string_view, Instant) { return who_is_here; }

struct Page {
    Page(http::testing::Browser& browser, std::string_view target)
        : response(browser.get(target)) {}
    bool has(std::string_view text) const { return response.body.find(text) != std::string::npos; }
    std::size_t at(std::string_view text) const { return response.body.find(text); }
    int count(std::string_view text) const {
        int out = 0;
        for (auto where = at(text); where != std::string::npos;
             where = response.body.find(text, where + 1))
            ++out;
        return out;
    }
    http::Response response;
};

void with_pages(const std::function<void(http::testing::Browser&, db::Database&,
                                         const catalogue::testing::Small&)>& test) {
    const auto folder = std::filesystem::temp_directory_path() / ("pages-" + random_token(6));
    db::testing::each_database([&](db::Database& database) {
        const auto small = database.writing([](db::Tx& tx) {
            tx.commit();
            return catalogue::testing::make(tx, true);
        });
        index_changes(database, folder, clock_now().oslo_date());
        use_search_folder(folder);
        who_is_here = small.marit();
        http::Site site{
            .database = database, .routes = {catalogue::kRoutes, agreement::kRoutes}, .who = who};
        http::Dispatcher dispatcher(std::move(site));
        http::testing::Browser browser(dispatcher);
        browser.cookies["samkjop_session"] = "token";
        test(browser, database, small);
        std::filesystem::remove_all(folder);
    });
}

}  // namespace

TEST_CASE(
    "shop: a search shows price, unit, pack, agreement and supplier, and what may not be bought") {
    with_pages([](http::testing::Browser& browser, db::Database& database,
                  const catalogue::testing::Small&) {
        const Page page(browser, "/handle?q=hansker");
        CHECK(page.response.status == 200);
        CHECK(page.has("<h2>Fem varer for «hansker»</h2>"));
        CHECK(page.has("<strong class=\"number\">62,50 kr</strong>"));
        CHECK(page.has("per eske"));
        CHECK(page.has("0,63 kr per stk."));
        CHECK(page.has("Eske med 100 stk. Varenr. FM-10442. Leveres innen 2 dager."));
        CHECK(page.has("Fjellro Medisinske AS"));
        CHECK(page.has("Medisinsk forbruksmateriell</a>"));
        CHECK(page.has("Foretrukket: laveste pris på avtalen for pleie"));
        CHECK(page.has("Tillatt. Ikke til pleie."));
        // The blocked one says why and what to buy instead, and has no quantity field.
        const ItemId latex = database.reading(
            [](db::Session& session) { return catalogue::testing::id_of(session, "FM-10418"); });
        CHECK(
            page.has("Kan ikke bestilles: lateks er utelukket i Hallingdal på grunn av allergi."));
        CHECK(page.has("Vis Undersøkelseshanske, nitril, pudderfri, blå, M, 62,50 kr"));
        CHECK_FALSE(page.has("type=\"hidden\" name=\"vare\" value=\"" +
                             std::to_string(latex.value) + "\""));
        CHECK(page.count("action=\"/kurv/linjer\"") == 4);
        CHECK(page.count("<button class=\"ds-button\">Legg i kurv") == 1);
        // Last: without agreement.
        CHECK(page.at("Uten avtale: Du må begrunne kjøpet.") > page.at("Oppvaskhanske"));
        CHECK(page.has("href=\"/handle?q=hansker&amp;storrelse=M\""));
        CHECK(page.has("På avtale <span class=\"number\">4</span>"));
        CHECK(page.has("Viser 1–5 av 5"));
    });
}

TEST_CASE("shop: facets are links, chosen ones can be taken away, and odd addresses do no harm") {
    with_pages(
        [](http::testing::Browser& browser, db::Database&, const catalogue::testing::Small&) {
            const Page page(browser, "/handle?q=hansker&storrelse=M&sorter=pris");
            CHECK(page.has("<h2>Tre varer for «hansker»</h2>"));
            CHECK(page.has("href=\"/handle?q=hansker&amp;sorter=pris\" aria-current=\"true\""));
            CHECK(page.has("Billigste per enhet først."));
            for (const auto* target :
                 {"/handle?q=%3Cscript%3E", "/handle?q=hansker&side=99999999999",
                  "/handle?avtale=x", "/handle?gruppe=%27", "/handle?storrelse=Q&q=hansker",
                  "/handle?vilkar=alt", "/handle?q=+", "/handle?leverandor=-1&q=papir", "/handle/0",
                  "/handle/abc", "/handle/99999"}) {
                CAPTURE(target);
                const Page odd(browser, target);
                CHECK((odd.response.status == 200 || odd.response.status == 404));
                CHECK_FALSE(odd.has("<script>"));
            }
        });
}

TEST_CASE("shop: misspelt, unknown, nothing") {
    with_pages(
        [](http::testing::Browser& browser, db::Database&, const catalogue::testing::Small&) {
            const Page spelt(browser, "/handle?q=blekkpatorn");
            CHECK(spelt.has("Ingen varer for «blekkpatorn». Her er treffene for «blekkpatron»."));
            CHECK(spelt.has("HV-3400"));
            const Page none(browser, "/handle?q=qwertyuiop");
            CHECK(none.has("Ingen varer for «qwertyuiop»"));
            CHECK(none.has("Skriv en fritekstlinje"));
            CHECK(Page(browser, "/handle?q=kontorstol+nitril").has("Disse har noen av dem."));
        });
}

TEST_CASE("shop: the first page shows groups, agreements and what the unit has bought") {
    with_pages([](http::testing::Browser& browser, db::Database& database,
                  const catalogue::testing::Small& small) {
        database.write([&](db::Tx& tx) {
            who_is_here.unit =
                party::create_unit(
                    tx, Actor::system(), catalogue::testing::kNow,
                    {.municipality = small.nes, .code = "3210", .name = "Elvetun sykehjem"})
                    .value();
            who_is_here.unit_name = "Elvetun sykehjem";
            remember_bought(tx, who_is_here.unit, catalogue::testing::id_of(tx, "FM-10442"),
                            Decimal::whole(20), Date(2026, 11, 12));
            tx.commit();
        });
        const Page page(browser, "/handle");
        CHECK(page.has("Kjøpt før av Elvetun sykehjem"));
        CHECK(page.has("antall 20."));
        CHECK(page.has("value=\"20\""));
        CHECK(page.has("Medisinske hansker og bekledning <span class=\"number\">3</span>"));
        CHECK(page.has("Renhold og tørk</a>"));
    });
}

TEST_CASE("shop: an item's own page, and another municipality's agreement") {
    with_pages([](http::testing::Browser& browser, db::Database& database,
                  const catalogue::testing::Small& small) {
        const auto path = database.reading([](db::Session& session) {
            return "/handle/" +
                   std::to_string(catalogue::testing::id_of(session, "FM-10442").value);
        });
        const Page page(browser, path + "?lagt=" + path.substr(8));
        CHECK(page.has("<h1>Undersøkelseshanske, nitril, pudderfri, blå, M</h1>"));
        CHECK(page.has("Vare FM-10442"));
        CHECK(page.has("7035620000010"));
        CHECK(page.has("25 prosent"));
        CHECK(page.has("Lagt i kurven."));
        CHECK(page.count("action=\"/kurv/linjer\"") == 1);
        who_is_here = small.somebody_in_gol();
        const Page outside(browser, path);
        CHECK(outside.has("Kan ikke bestilles: Gol kommune er ikke med i denne avtalen nå."));
        CHECK(outside.count("action=\"/kurv/linjer\"") == 0);
        who_is_here = small.marit();
        who_is_here.permissions = permissions_of(Role::approver);
        CHECK(Page(browser, path).count("action=\"/kurv/linjer\"") == 0);
    });
}

TEST_CASE("agreements: the list and one agreement, in three languages") {
    with_pages([](http::testing::Browser& browser, db::Database&,
                  const catalogue::testing::Small& small) {
        const Page list(browser, "/avtaler");
        CHECK(list.has("To avtaler gjelder for Nes kommune"));
        CHECK(list.has("Medisinsk forbruksmateriell"));
        CHECK(list.has("313001008"));
        const std::string path = "/avtaler/" + std::to_string(small.medical.value);
        const Page one(browser, path);
        CHECK(one.has("Avtale 2025-014"));
        CHECK(one.has("Nes kommune er med i avtalen og kan kjøpe på den."));
        CHECK(one.has("href=\"/handle?avtale=" + std::to_string(small.medical.value) + "\""));
        CHECK(one.has("En kommune sluttet seg til</strong>: Nes"));
        who_is_here = small.somebody_in_gol();
        CHECK(
            Page(browser, path).has("Gol kommune er ikke med i avtalen og kan ikke kjøpe på den."));
        CHECK(Page(browser, "/avtaler").has("Én avtale gjelder for Gol kommune"));
        CHECK(Page(browser, "/avtaler?kommune=alle").has("To avtaler i regionen"));
        CHECK(Page(browser, "/avtaler/99").response.status == 404);
        browser.cookies["samkjop_sprak"] = "nn";
        who_is_here.language = Language::nn;
        CHECK(Page(browser, "/avtaler").has("Éin avtale gjeld for Gol kommune"));
    });
}
