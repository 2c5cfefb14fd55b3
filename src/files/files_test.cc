#include "files/files.h"

#include <doctest/doctest.h>

#include "db/testing.h"
#include "http/testing.h"

using namespace samkjop;
using namespace samkjop::files;
using namespace std::string_literals;
using namespace std::string_view_literals;

namespace {

constexpr Instant kNow(1'795'000'000'000);

Actor person(std::int64_t id, std::vector<std::int64_t> units) {
    Actor actor;
    actor.user = {id};
    actor.municipality = {1};
    actor.units = std::move(units);
    return actor;
}

std::optional<Actor> who(db::Session&, std::string_view token, Instant) {
    return token == "marit" ? person(7, {3210}) : person(8, {9999});
}

}  // namespace

TEST_CASE("files: kinds are told by content, never by name") {
    CHECK(kind_of("%PDF-1.7 …") == "application/pdf");
    CHECK(kind_of("\xFF\xD8\xFF\xE0") == "image/jpeg");
    CHECK(kind_of("RIFF\x10\x00\x00\x00WEBPVP8 "sv) == "image/webp");
    CHECK(kind_of("\x00\x00\x00\x18"
                  "ftypheic"sv) == "image/heic");
    CHECK(kind_of("vare;pris\nhansker;62,50\n").starts_with("text/plain"));
    CHECK(kind_of("PK\x03\x04\x14\x00[Content_Types].xml…xl/workbook.xml"sv)
              .ends_with("spreadsheetml.sheet"));
    for (const auto bad :
         {"<html><script>"sv, "<svg xmlns="sv, "MZ\x90\x00"sv, "PK\x03\x04 noe"sv, "a\xFF"sv,
          "\x7F"
          "ELF\x02\x01"sv}) {
        CAPTURE(bad);
        CHECK(kind_of(bad).empty());
    }
}

TEST_CASE("files: saved with its document, read within reach, hidden when removed, never changed") {
    db::testing::each_database([](db::Database& database) {
        const Actor marit = person(7, {3210});
        const trail::Subject subject{"requisition", 481};
        FileId id;
        database.write([&](db::Tx& tx) {
            CHECK(save(tx, marit, kNow, subject, {3210}, {"bilde", "x.jpg", "image/jpeg", "<html>"})
                      .error()
                      .name() == "files.unknown_kind");
            CHECK(save(tx, marit, kNow, subject, {3210}, {"bilde", "x.pdf", "", "%PDF-1.7"}, 5)
                      .error()
                      .field == "bilde");
            CHECK(
                save(tx, marit, kNow, subject, {3210}, {"bilde", "x.pdf", "", ""}).error().name() ==
                "files.empty");
            id = save(tx, marit, kNow, subject, {3210},
                      {"bilde", "Tilbud ærlig.pdf", "text/html", "%PDF-1.7 \x00 slutt"s})
                     .value();
            tx.commit();
        });
        database.read([&](db::Session& session) {
            const auto all = files::of(session, subject);
            REQUIRE(all.size() == 1);
            CHECK(all[0].label(Language::nb) == "Tilbud ærlig.pdf (PDF, 1\u00a0kB)");
            CHECK(find(session, marit, id));
            CHECK_FALSE(find(session, person(8, {9999}), id));
            CHECK(content(session, id) == "%PDF-1.7 \x00 slutt"s);
            CHECK(trail::of(session, subject).at(0).event == "file_attached");
        });
        http::Dispatcher dispatcher(
            http::Site{.database = database, .routes = {kRoutes}, .who = who});
        http::testing::Browser browser(dispatcher);
        browser.cookies["samkjop_session"] = "marit";
        const auto answer = browser.get("/filer/" + std::to_string(id.value));
        CHECK(answer.media_type == "application/pdf");
        CHECK(answer.body == "%PDF-1.7 \x00 slutt"s);
        bool attached = false, sandboxed = false;
        for (const auto& [name, value] : answer.headers) {
            attached |= name == "Content-Disposition" &&
                        value.contains("filename*=UTF-8''Tilbud%20%C3%A6rlig.pdf");
            sandboxed |= name == "Content-Security-Policy" && value.contains("sandbox");
        }
        CHECK(attached);
        CHECK(sandboxed);
        browser.cookies["samkjop_session"] = "annen";
        CHECK(browser.get("/filer/" + std::to_string(id.value)).status == 404);
        CHECK_THROWS_AS(database.write([&](db::Tx& tx) {
            tx->run("DELETE FROM file_content");
            tx.commit();
        }),
                        db::Error);
        database.write([&](db::Tx& tx) {
            files::remove(tx, marit, kNow, id);
            tx.commit();
        });
        database.read([&](db::Session& session) { CHECK(files::of(session, subject).empty()); });
    });
}
