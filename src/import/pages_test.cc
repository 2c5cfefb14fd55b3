#include "import/pages.h"

#include <doctest/doctest.h>

#include "db/testing.h"
#include "http/testing.h"
#include "import/import.h"
#include "party/party.h"

using namespace samkjop;
using http::testing::Browser;

namespace {

constexpr Instant kNow(1'795'000'000'000);

std::optional<Actor> who(db::Session& session, std::string_view token, Instant now) {
    const auto person = party::person_by_user_name(session, token);
    return person ? party::actor(session, person->id, now.oslo_date()) : std::nullopt;
}

MunicipalityId build(db::Database& database) {
    const auto take = [&](import::Kind kind, std::string_view bytes, MunicipalityId id) {
        REQUIRE(import::import_file(database, kind, bytes, "f.csv", id, Actor::system(id), kNow)
                    .accepted());
    };
    take(import::Kind::municipalities,
         "number;name;organisation_number;host\n3322;Nes;313001008;ja\n", {});
    const MunicipalityId id = database.reading(
        [](db::Session& session) { return party::municipality_by_number(session, "3322")->id; });
    take(import::Kind::units, "code;name\n1300;IKT og arkiv\n", id);
    take(import::Kind::people,
         "user_name;name;unit;roles\nsigrun.haugerud;Sigrun Haugerud;1300;administrator\n"
         "marit.svarteberg;Marit Svarteberg;1300;bestiller:1300\n",
         id);
    return id;
}

}  // namespace

TEST_CASE("import pages: a file is taken in, or every wrong row is shown and nothing is kept") {
    db::testing::each_database([](db::Database& database) {
        const MunicipalityId id = build(database);
        http::Dispatcher dispatcher(
            http::Site{.database = database, .routes = {import::kRoutes}, .who = who});
        Browser sigrun{dispatcher}, marit{dispatcher};
        sigrun.cookies[std::string(http::kSessionCookie)] = "sigrun.haugerud";
        marit.cookies[std::string(http::kSessionCookie)] = "marit.svarteberg";
        const std::string path = "/administrasjon/innlesing";
        const auto units = [&] {
            return database.reading(
                [&](db::Session& session) { return party::units(session, id).size(); });
        };
        CHECK(marit.get(path).status == 403);
        const auto page = sigrun.get(path);
        CHECK(page.status == 200);
        CHECK(page.body.contains("Les inn filer"));
        CHECK(page.body.contains("Ansvar, Navn, (Overordnet)"));

        const auto wrong = sigrun.post_files(
            path, {{"type", "units"}},
            {{"fil", "enheter.csv", "text/csv", "Ansvar;Navn\n1400;Arkiv\n14 00;\n"}});
        CHECK(wrong.status == 422);
        CHECK(wrong.body.contains("1 feil i enheter.csv"));
        CHECK(wrong.body.contains("Cellen må fylles ut."));
        CHECK(units() == 1);

        const auto taken = sigrun.post_files(
            path, {{"type", "units"}},
            {{"fil", "enheter år 1.csv", "text/csv", "Ansvar;Navn\n1400;Arkiv\n"}});
        REQUIRE(taken.status == 303);
        const auto after = sigrun.follow(taken);
        CHECK(after.body.contains("enheter år 1.csv er lest inn"));
        CHECK(after.body.contains("1 rader: 1 nye, 0 endret og 0 som før."));
        CHECK(units() == 2);

        // What the route's people may not bring, and no file at all.
        CHECK(sigrun.post_files(path, {{"type", "budget"}}, {{"fil", "b.csv", "text/csv", "x"}})
                  .status == 422);
        CHECK(sigrun.post_files(path, {{"type", "units"}}, {}).status == 422);
        const auto empty = sigrun.get(path + "/mal?type=limits");
        CHECK(empty.body.contains("Brukernavn;Ansvar;Beløp;Fra;Til;Vedtak"));
    });
}
