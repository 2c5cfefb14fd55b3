#include <doctest/doctest.h>

#include <thread>

#include "db/testing.h"

using namespace samkjop;

namespace {

void make_table(db::Database& database) {
    database.write([](db::Tx& tx) {
        tx->script(
            "CREATE TABLE pear(id BIGINT PRIMARY KEY, name TEXT NOT NULL, cost BIGINT, bytes " +
            std::string("TEXT") + ")");
        tx.commit();
    });
}

}  // namespace

TEST_CASE("db: a job that does not commit leaves nothing, its neighbours in the batch stay") {
    db::testing::each_database([](db::Database& database) {
        make_table(database);
        std::vector<std::thread> threads;
        for (int i = 0; i < 40; ++i) {
            threads.emplace_back([&database, i] {
                try {
                    database.write([i](db::Tx& tx) {
                        tx->run("INSERT INTO pear(id, name, cost) VALUES ($1, $2, $3)", i,
                                "conference", Money(i));
                        if (i % 4 == 1) throw std::runtime_error("fails");
                        if (i % 4 != 2) tx.commit();
                    });
                } catch (const std::runtime_error&) {
                }
            });
        }
        for (std::thread& thread : threads) thread.join();
        database.read([](db::Session& session) {
            CHECK(session.value<std::int64_t>("SELECT count(*) FROM pear") == 20);
            CHECK(session.value<std::int64_t>("SELECT count(*) FROM pear WHERE id % 4 IN (1, 2)") ==
                  0);
        });
    });
}

TEST_CASE("db: reads are typed and refuse NULL; a reader cannot write") {
    db::testing::each_database([](db::Database& database) {
        make_table(database);
        database.write([](db::Tx& tx) {
            tx->run("INSERT INTO pear(id, name, cost) VALUES ($1, $2, $3)", 1, "Ål",
                    std::optional<Money>());
            tx.commit();
        });
        database.read([](db::Session& session) {
            CHECK(session.value<std::string>("SELECT name FROM pear WHERE id = $1", 1) == "Ål");
            CHECK(session.value<std::optional<Money>>("SELECT cost FROM pear")->has_value() ==
                  false);
            CHECK_THROWS_AS(session.value<Money>("SELECT cost FROM pear"), db::Error);
        });
        CHECK_THROWS_AS(database.read([](db::Session& session) {
            session.run("INSERT INTO pear(id, name) VALUES (2, 'x')");
        }),
                        db::Error);
    });
}

TEST_CASE("db: constraint errors have the same kind on both engines") {
    db::testing::each_database([](db::Database& database) {
        make_table(database);
        const auto kind = [&](std::string_view sql) {
            try {
                database.write([&](db::Tx& tx) {
                    tx->run(sql);
                    tx.commit();
                });
            } catch (const db::Error& error) {
                return error.kind;
            }
            return db::Error::Kind::other;
        };
        kind("INSERT INTO pear(id, name) VALUES (1, 'a')");
        CHECK(kind("INSERT INTO pear(id, name) VALUES (1, 'a')") == db::Error::Kind::unique);
        CHECK(kind("INSERT INTO pear(id) VALUES (2)") == db::Error::Kind::not_null);
    });
}

TEST_CASE("db: æ, ø and å sort last, the Norwegian way") {
    db::testing::each_database([](db::Database& database) {
        make_table(database);
        database.write([](db::Tx& tx) {
            int id = 0;
            for (const char* name : {"Ål", "Øl", "Zebra", "Ærfugl", "abc"}) {
                tx->run("INSERT INTO pear(id, name) VALUES ($1, $2)", ++id, name);
            }
            tx.commit();
        });
        database.read([](db::Session& session) {
            const auto names =
                session.list("SELECT name FROM pear ORDER BY name COLLATE nb",
                             [](const db::Row& row) { return row.get<std::string>(0); });
            CHECK(names == std::vector<std::string>{"abc", "Zebra", "Ærfugl", "Øl", "Ål"});
        });
    });
}
