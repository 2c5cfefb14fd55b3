#include "shelf/shelf.h"

#include <doctest/doctest.h>

#include "catalogue/testing.h"
#include "db/testing.h"
#include "http/testing.h"
#include "requisition/requisition.h"
#include "shelf/pages.h"

using namespace samkjop;
using namespace samkjop::shelf;
using catalogue::testing::kNow;

namespace {

struct People {
    catalogue::testing::Small small;
    UnitId elvetun;
    Actor marit, guro, other_unit, gol, administrator;
};

UserId person(db::Tx& tx, MunicipalityId municipality, UnitId unit, std::string name) {
    return party::create_person(tx, Actor::system(), kNow,
                                {.municipality = municipality,
                                 .unit = unit,
                                 .user_name = name + ".prove",
                                 .name = name,
                                 .email = name + "@nes.example"})
        .value();
}

People people(db::Tx& tx) {
    People out{.small = catalogue::testing::make(tx, true)};
    const auto unit = [&](MunicipalityId municipality, std::string code) {
        return party::create_unit(
                   tx, Actor::system(), kNow,
                   {.municipality = municipality, .code = code, .name = "Enhet " + code})
            .value();
    };
    out.elvetun = unit(out.small.nes, "3210");
    const UnitId school = unit(out.small.nes, "2110");
    const UnitId in_gol = unit(out.small.gol, "3210");
    const auto actor = [&](Actor base, UnitId at, std::string name) {
        base.unit = at;
        base.unit_name = "Elvetun sykehjem";
        base.units = {at.value};
        base.user = person(tx, base.municipality, at, name);
        return base;
    };
    out.marit = actor(out.small.marit(), out.elvetun, "marit");
    out.guro = actor(out.small.marit(), out.elvetun, "guro");
    out.other_unit = actor(out.small.marit(), school, "ola");
    out.gol = actor(out.small.somebody_in_gol(), in_gol, "kari");
    out.administrator = actor(out.small.marit(), school, "sigrun");
    out.administrator.permissions |= permissions_of(Role::administrator);
    return out;
}

Actor who_is_here;

}  // namespace

TEST_CASE("shopping lists: who sees them and who changes them") {
    struct {
        Reach reach;
        const char* sees;     // owner, colleague, other unit, other municipality, administrator
        const char* changes;  // the same
    } const rows[] = {
        {Reach::own, "y....", "y...."},
        {Reach::unit, "yy...", "yy..."},
        {Reach::municipality, "yyy.y", "y...y"},
    };
    db::testing::each_database([&](db::Database& database) {
        database.write([&](db::Tx& tx) {
            const People all = people(tx);
            for (const auto& row : rows) {
                const ListId id = make(tx, all.marit, kNow, " Stell ", row.reach).value();
                const List list = *find(tx, all.marit, id);
                CHECK(list.name == "Stell");
                const Actor* actors[] = {&all.marit, &all.guro, &all.other_unit, &all.gol,
                                         &all.administrator};
                for (int i = 0; i < 5; ++i) {
                    CAPTURE(static_cast<int>(row.reach));
                    CAPTURE(i);
                    CHECK(find(tx, *actors[i], id).has_value() == (row.sees[i] == 'y'));
                    CHECK(rename(tx, *actors[i], kNow, list, "Stell").has_value() ==
                          (row.changes[i] == 'y'));
                }
            }
        });
    });
}

TEST_CASE("shopping lists: items keep their order, a quantity is changed, a list is put away") {
    db::testing::each_database([](db::Database& database) {
        database.write([](db::Tx& tx) {
            const People all = people(tx);
            const auto glove = catalogue::testing::id_of(tx, "FM-10442");
            const auto soap = catalogue::testing::id_of(tx, "HV-3100");
            const ListId id = make(tx, all.marit, kNow, "Stell", Reach::unit).value();
            List list = *find(tx, all.marit, id);
            CHECK(put(tx, all.marit, kNow, list, soap, Decimal::whole(4)));
            CHECK(put(tx, all.guro, kNow, list, glove, Decimal::whole(2)));
            CHECK(put(tx, all.guro, kNow, list, soap, Decimal(15, 1)));
            CHECK_FALSE(put(tx, all.other_unit, kNow, list, soap, Decimal::whole(1)));
            CHECK_FALSE(put(tx, all.marit, kNow, list, {99999}, Decimal::whole(1)));
            CHECK_FALSE(put(tx, all.marit, kNow, list, soap, Decimal()));
            list = *find(tx, all.marit, id);
            REQUIRE(list.lines.size() == 2);
            CHECK(list.lines[0].item == soap);
            CHECK(list.lines[0].quantity == Decimal(15, 1));
            CHECK(remove(tx, all.marit, kNow, list, soap));
            CHECK(find(tx, all.marit, id)->lines.size() == 1);
            CHECK(lists(tx, all.guro).size() == 1);
            CHECK(put_away(tx, all.guro, kNow, list));
            CHECK(lists(tx, all.marit).empty());
            CHECK_FALSE(make(tx, all.marit, kNow, "  ", Reach::own));
        });
    });
}

TEST_CASE("shopping lists: the page shows today's price, and why something cannot be bought") {
    db::testing::each_database([](db::Database& database) {
        const People all = database.writing([](db::Tx& tx) {
            tx.commit();
            return people(tx);
        });
        who_is_here = all.marit;
        http::Site site{.database = database,
                        .routes = {kRoutes},
                        .who = [](db::Session&, std::string_view, Instant) {
                            return std::optional(who_is_here);
                        }};
        http::Dispatcher dispatcher(std::move(site));
        http::testing::Browser browser(dispatcher);
        browser.cookies["samkjop_session"] = "x";
        const ListId id = database.writing([&](db::Tx& tx) {
            const ListId made = make(tx, all.marit, kNow, "Stell", Reach::unit).value();
            const List list = *find(tx, all.marit, made);
            for (const char* number : {"FM-10442", "FM-10418"})
                CHECK(put(tx, all.marit, kNow, list, catalogue::testing::id_of(tx, number),
                          Decimal::whole(3)));
            tx.commit();
            return made;
        });
        const std::string page = browser.get("/lister/" + std::to_string(id.value)).body;
        CHECK(page.find("62,50 kr per eske") != std::string::npos);
        CHECK(page.find("lateks er utelukket") != std::string::npos);
        CHECK(page.find("Kjøp heller Undersøkelseshanske, nitril") != std::string::npos);
        CHECK(page.find("Til sammen 188") != std::string::npos);  // three of what may be bought
        CHECK(page.find("Legg hele listen i kurven") != std::string::npos);
        who_is_here = all.gol;
        CHECK(browser.get("/lister/" + std::to_string(id.value)).status == 404);
        CHECK(browser.get("/lister").status == 200);
    });
}
