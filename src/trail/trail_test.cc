#include "trail/trail.h"

#include <doctest/doctest.h>

#include <cstdio>
#include <filesystem>

#include "db/testing.h"

using namespace samkjop;

namespace {

Actor marit() {
    Actor actor;
    actor.user = {7};
    actor.municipality = {1};
    actor.name = "Marit Svarteberg";
    return actor;
}

void write_lines(db::Database& database, int count) {
    database.write([&](db::Tx& tx) {
        for (int i = 1; i <= count; ++i) {
            trail::append(
                tx, marit(), Instant(1'795'000'000'000 + i), {"requisition", i % 3}, "submitted",
                trail::Detail().add("title", "«Hansker»\n\"M\"").add("amount_ore", Money(124800)));
        }
        tx.commit();
    });
}

trail::Verification verified(db::Database& database, std::span<const trail::Head> heads = {}) {
    return database.reading([&](db::Session& session) { return trail::verify(session, heads); });
}

// A hand that goes around the program: the triggers are taken away first.
void tamper(db::Database& database, const std::string& sql) {
    database.write([&](db::Tx& tx) {
        const std::string on = database.is_postgresql() ? " ON trail_line" : "";
        tx->script("DROP TRIGGER trail_line_never_changes" + on);
        if (!database.is_postgresql()) tx->script("DROP TRIGGER trail_line_never_leaves");
        tx->script(sql);
        tx.commit();
    });
}

SigningKey test_key() {
    const auto file =
        std::filesystem::temp_directory_path() / ("trail-" + random_token(8) + ".key");
    const SigningKey key = SigningKey::load_or_create(file.string());
    CHECK(SigningKey::load_or_create(file.string()).secret_key == key.secret_key);
    std::filesystem::remove(file);
    return key;
}

}  // namespace

TEST_CASE("trail: an untouched trail verifies, and its lines read back") {
    db::testing::each_database([](db::Database& database) {
        write_lines(database, 9);
        const auto result = verified(database);
        CHECK(result.lines == 9);
        CHECK(result.flaws.empty());
        database.read([](db::Session& session) {
            const auto lines = trail::of(session, {"requisition", 1});
            REQUIRE(lines.size() == 3);
            CHECK(lines[0].sequence == 7);  // newest first
            CHECK(trail::member(lines[0], "title") == "«Hansker»\n\"M\"");
            CHECK(trail::member(lines[0], "amount_ore") == "124800");
        });
    });
}

TEST_CASE("trail: the database itself refuses to change or remove a line") {
    db::testing::each_database([](db::Database& database) {
        write_lines(database, 2);
        for (const char* sql :
             {"UPDATE trail_line SET event = 'approved'", "DELETE FROM trail_line"}) {
            CHECK_THROWS_AS(database.write([&](db::Tx& tx) {
                tx->run(sql);
                tx.commit();
            }),
                            db::Error);
        }
    });
}

TEST_CASE("trail: a line that was changed, removed or cut off is named") {
    using Kind = trail::Flaw::Kind;
    struct Row {
        const char* name;
        const char* sql;
        std::int64_t sequence;
        Kind kind;
    };
    const Row rows[] = {
        {"another name", "UPDATE trail_line SET user_name = 'Ingen' WHERE sequence = 4", 4,
         Kind::changed},
        {"another amount", "UPDATE trail_line SET detail = '{}' WHERE sequence = 9", 9,
         Kind::changed},
        {"one removed", "DELETE FROM trail_line WHERE sequence = 5", 5, Kind::missing},
        {"the end cut off", "DELETE FROM trail_line WHERE sequence > 7", 9, Kind::cut_off},
    };
    for (const Row& row : rows) {
        CAPTURE(row.name);
        db::testing::each_database([&](db::Database& database) {
            write_lines(database, 9);
            const SigningKey key = test_key();
            const auto head = database.writing([&](db::Tx& tx) {
                auto made = trail::sign_head(tx, key, Instant(1'795'000'001'000));
                tx.commit();
                return made;
            });
            REQUIRE(head);
            CHECK(verified(database).flaws.empty());
            tamper(database, row.sql);
            const auto result = verified(database);
            REQUIRE(!result.flaws.empty());
            CHECK(result.flaws[0].sequence == row.sequence);
            CHECK(result.flaws[0].kind == row.kind);
        });
    }
}

TEST_CASE("trail: whoever rewrites everything and the heads inside is caught by a head outside") {
    db::testing::each_database([](db::Database& database) {
        write_lines(database, 5);
        const SigningKey key = test_key();
        const auto head = database.writing([&](db::Tx& tx) {
            auto made = trail::sign_head(tx, key, Instant(1'795'000'001'000));
            tx.commit();
            return made;
        });
        tamper(database, "DELETE FROM trail_head; DELETE FROM trail_line WHERE sequence > 3");
        CHECK(verified(database).flaws.empty());  // nothing inside tells
        const auto published = trail::Head::parse(head->text());
        REQUIRE(published);
        const auto result = verified(database, std::span(&*published, 1));
        REQUIRE(result.flaws.size() == 1);
        CHECK(result.flaws[0].kind == trail::Flaw::Kind::cut_off);
        CHECK(result.flaws[0].sequence == 5);
    });
}
