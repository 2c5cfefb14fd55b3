#include "catalogue/search.h"

#include <doctest/doctest.h>

#include <filesystem>
#include <thread>

#include "base/crypto.h"
#include "catalogue/search_count.h"
#include "catalogue/testing.h"
#include "db/testing.h"

using namespace samkjop;
using namespace samkjop::catalogue;
using catalogue::testing::kNow;
using catalogue::testing::kToday;

namespace {

struct Folder {
    std::filesystem::path path =
        std::filesystem::temp_directory_path() / ("search-" + random_token(6));
    ~Folder() { std::filesystem::remove_all(path); }
};

// A small catalogue with its index.
struct Shop {
    explicit Shop(db::Database& database_) : database(database_) {
        small = database.writing([](db::Tx& tx) {
            tx.commit();
            return catalogue::testing::make(tx);
        });
        index_changes(database, folder.path, kToday);
    }
    std::string numbers(const Answer& answer, Date on = kToday) {
        std::string out;
        database.read([&](db::Session& session) {
            for (const Item& each : items(session, answer.items, on))
                out += (out.empty() ? "" : " ") + each.item_number;
        });
        return out;
    }
    std::string found(std::string words) { return numbers(ask(std::move(words))); }
    Answer ask(std::string words) {
        return ask(Question{.words = std::move(words), .municipality = small.nes});
    }
    Answer ask(const Question& question) { return Search(folder.path).ask(question); }
    // The reader looks for news a few times a second only.
    void index(Date today = kToday) {
        index_changes(database, folder.path, today);
        std::this_thread::sleep_for(std::chrono::milliseconds(260));
    }

    db::Database& database;
    Folder folder;
    catalogue::testing::Small small;
};

void with_shop(const std::function<void(Shop&)>& test) {
    bool first = true;  // the index is the same over either database: once is enough
    db::testing::each_database([&](db::Database& database) {
        if (!std::exchange(first, false)) return;
        Shop shop(database);
        test(shop);
    });
}

}  // namespace

TEST_CASE("search: what people write finds what suppliers write") {
    with_shop([](Shop& shop) {
        struct {
            std::string words, then;
        } const rows[] = {
            // Preferred first, blocked after the others, without agreement last.
            {"hansker", "FM-10442 FM-10431 HV-2207 FM-10418 DB-881"},
            {"hanske nitril", "FM-10442"},
            {"nitrilhansker", "FM-10442"},
            {"engangshansker nitril", "FM-10442"},
            {"undersøkelseshansker m vinyl", "FM-10431"},
            {"UNDERSOKELSESHANSKE VINYL", "FM-10431"},
            {"papir", "HV-3200 HV-3300"},
            {"papir kopi", "HV-3300"},
            {"kopi papir", "HV-3300"},
            {"dopapir", "HV-3200"},
            {"mjølk", "HV-3500"},
            {"melk", "HV-3500"},
            {"håndkle", "HV-3001"},
            {"handkle", "HV-3001"},
            {"haandklaer", "HV-3001"},
            {"handklede", "HV-3001"},
            {"såpe 500 ml", "HV-3100"},
            {"såpe 5 dl", "HV-3100"},
            {"kompress 10x10", "FM-20010"},
            {"FM-10442", "FM-10442"},
            {"fm10442", "FM-10442"},
            {"10442", "FM-10442"},
            {"1044", "FM-10442"},
            {"7035620000010", "FM-10442"},
            {"703562000", "FM-10442"},
            {"fjellro kompress", "FM-20010"},
            {"kontor", "DB-990"},
            {"kontorst", "DB-990"},
            {"kvite handklede", "HV-3001"},
            {"svanemerket", "HV-3200"},
            {"hanske str. 10", "DB-881"},
        };
        for (const auto& row : rows) {
            CAPTURE(row.words);
            const Answer answer = shop.ask(row.words);
            if (row.then.empty()) {
                CHECK(answer.any_word);
                continue;
            }
            CHECK_FALSE(answer.any_word);
            CHECK(shop.numbers(answer) == row.then);
        }
    });
}

TEST_CASE("search: a misspelt word is put right") {
    with_shop([](Shop& shop) {
        Answer answer = shop.ask("blekkpatorn");
        CHECK(answer.suggestion == "blekkpatron");
        CHECK(answer.suggestion_used);
        CHECK(shop.numbers(answer) == "HV-3400");
        answer = shop.ask("toalletpapir");
        CHECK(answer.suggestion == "toalettpapir");
        answer = shop.ask("kompres steril");
        CHECK(answer.suggestion_used);
        CHECK(shop.numbers(answer) == "FM-20010");
        answer = shop.ask("qwertyuiop");
        CHECK(answer.items.empty());
        CHECK(answer.suggestion.empty());
        // Nothing has both words: what has one of them, and says so.
        answer = shop.ask("kontorstol nitril");
        CHECK(answer.any_word);
        CHECK(answer.total == 2);
    });
}

TEST_CASE("search: strange questions are answered") {
    with_shop([](Shop& shop) {
        for (const std::string& words :
             {std::string("«»"), std::string("til"), std::string("* ? \" ( AND"),
              std::string(5000, 'a'), std::string("\xff\xfe\x00x", 4), std::string("XM1 XU"),
              std::string("-- ' ;")}) {
            CHECK(shop.ask(words).ready);
        }
        std::string many;
        for (int i = 0; i < 500; ++i) many += "hansker ";
        CHECK(shop.ask(many).total == 5);
    });
}

TEST_CASE("search: a municipality finds what it may buy") {
    with_shop([](Shop& shop) {
        const Question gol{.words = "hansker", .municipality = shop.small.gol};
        CHECK(shop.numbers(shop.ask(gol)) == "HV-2207 DB-881");
        CHECK(shop.ask(gol).agreements.size() == 1);
        const Question other{.words = "hansker", .municipality = {99}};
        CHECK(shop.numbers(shop.ask(other)) == "DB-881");
        // Gol joins, from today.
        shop.database.write([&](db::Tx& tx) {
            CHECK(agreement::join(tx, Actor::system(), kNow, shop.small.medical,
                                  {shop.small.gol, "", kToday, {}, kToday, "Sak 9/26"}));
            tx.commit();
        });
        shop.index();
        CHECK(shop.numbers(shop.ask(gol)) == "FM-10442 FM-10431 HV-2207 FM-10418 DB-881");
    });
}

TEST_CASE("search: facets count what is left to choose") {
    with_shop([](Shop& shop) {
        Question question{.words = "hansker", .municipality = shop.small.nes};
        Answer answer = shop.ask(question);
        CHECK(answer.total == 5);
        CHECK(answer.on_agreement == 4);
        CHECK(answer.without_agreement == 1);
        REQUIRE(answer.suppliers.size() == 3);
        CHECK(answer.suppliers[0].key == shop.small.fjellro);
        CHECK(answer.suppliers[0].number == 3);
        REQUIRE(answer.sizes.size() == 2);
        CHECK(answer.sizes[0].key == "M");
        CHECK(answer.sizes[0].number == 3);
        REQUIRE(answer.groups.size() == 1);
        CHECK(answer.groups[0].key == "4213");

        question.size = "M";
        answer = shop.ask(question);
        CHECK(answer.total == 3);
        CHECK(answer.sizes.size() == 2);      // its own facet still shows the others
        CHECK(answer.suppliers.size() == 1);  // the others only what is left
        question.supplier = shop.small.hallingvask;
        answer = shop.ask(question);
        CHECK(answer.total == 0);

        question = {.words = "hansker",
                    .municipality = shop.small.nes,
                    .terms = Question::Terms::without_agreement};
        CHECK(shop.numbers(shop.ask(question)) == "DB-881");
        question.terms = Question::Terms::on_agreement;
        CHECK(shop.ask(question).total == 4);
        question = {.words = "papir",
                    .municipality = shop.small.nes,
                    .terms = Question::Terms::environment};
        CHECK(shop.numbers(shop.ask(question)) == "HV-3200");
        question = {.words = "hansker", .municipality = shop.small.nes, .by_price = true};
        CHECK(shop.numbers(shop.ask(question)) == "FM-10431 FM-10418 FM-10442 HV-2207 DB-881");
    });
}

TEST_CASE("search: without words a facet is the question") {
    with_shop([](Shop& shop) {
        Question question{.municipality = shop.small.nes};
        Answer answer = shop.ask(question);
        CHECK(answer.items.empty());
        CHECK(answer.total == 14);
        CHECK(answer.groups.size() == 1);
        question.agreement = shop.small.medical;
        answer = shop.ask(question);
        CHECK(answer.total == 5);
        CHECK(answer.items.size() == 5);
        question.municipality = shop.small.gol;
        CHECK(shop.ask(question).total == 0);
        question = {.municipality = shop.small.gol, .group = "4213"};
        CHECK(shop.ask(question).total == 0);
        question = {.municipality = shop.small.nes, .group = "no such"};
        CHECK(shop.ask(question).total == 0);
    });
}

TEST_CASE("search: the index follows the price lists and the calendar") {
    with_shop([](Shop& shop) {
        CHECK(index_changes(shop.database, shop.folder.path, kToday) == 0);
        auto rows = catalogue::testing::goods();
        std::erase_if(rows, [](const PriceRow& row) {
            return row.agreement != "2026-002" || row.item_number == "HV-3500";
        });
        rows.push_back(
            catalogue::testing::row("2026-002", "313001377", "HV-3501", "Havremelk 1 liter", "22"));
        for (PriceRow& row : rows) {
            row.valid_from = Date(2026, 12, 1);
            row.valid_to = Date(2027, 12, 31);
        }
        shop.database.write([&](db::Tx& tx) {
            CHECK(
                store_prices(tx, Actor::system(), kNow, rows, {"des.csv", "des"}).messages.empty());
            tx.commit();
        });
        shop.index();
        CHECK(shop.found("melk") == "HV-3500");  // the new list begins in December
        shop.index(Date(2026, 12, 1));
        CHECK(shop.numbers(shop.ask("melk"), Date(2026, 12, 1)) == "HV-3501");
        shop.index(Date(2027, 7, 1));           // the agreements end
        CHECK(shop.ask("hansker").total == 0);  // and the goods without agreement have no price
    });
}

TEST_CASE("search: an index that is missing, spoilt or of another database is built anew") {
    with_shop([](Shop& shop) {
        Folder none;
        CHECK_FALSE(Search(none.path).ask({.words = "hansker"}).ready);
        CHECK(index_changes(shop.database, none.path, kToday) == 14);
        CHECK(Search(none.path).ask({.words = "hansker", .municipality = shop.small.nes}).total ==
              5);
        // Of another version.
        std::FILE* file = std::fopen((none.path / "current").c_str(), "w");
        std::fputs("0 index-old\n", file);
        std::fclose(file);
        CHECK(index_changes(shop.database, none.path, kToday) == 14);
        // Of a database that has come further than this one.
        CHECK(index_changes(shop.database, none.path, kToday + 1) == 14 - 14);
        CHECK(index_changes(shop.database, none.path, kToday) == 14);
        std::this_thread::sleep_for(std::chrono::milliseconds(260));
        CHECK(Search(none.path).ask({.words = "hansker", .municipality = shop.small.nes}).total ==
              5);
        int folders = 0;
        for (const auto& entry : std::filesystem::directory_iterator(none.path))
            folders += entry.is_directory();
        CHECK(folders == 1);
    });
}

TEST_CASE("search: readers go on while the index is written") {
    with_shop([](Shop& shop) {
        std::atomic<bool> stop = false;
        std::atomic<int> wrong = 0, asked = 0;
        std::vector<std::thread> readers;
        for (int i = 0; i < 3; ++i) {
            readers.emplace_back([&] {
                while (!stop) {
                    const Answer answer = shop.ask("hansker");
                    wrong += !answer.ready || answer.total != 5;
                    ++asked;
                }
            });
        }
        for (int round = 0; round < 12; ++round) {
            auto rows = catalogue::testing::goods();
            for (PriceRow& row : rows) row.description = "Runde " + std::to_string(round);
            shop.database.write([&](db::Tx& tx) {
                store_prices(tx, Actor::system(), kNow, rows,
                             {"r", "round " + std::to_string(round)});
                tx.commit();
            });
            shop.index();
        }
        stop = true;
        for (std::thread& reader : readers) reader.join();
        CHECK(wrong == 0);
        CHECK(asked > 100);
    });
}

TEST_CASE("search: an index that is newer than its figures is read as far as they go") {
    with_shop([](Shop& shop) {
        state::View view;
        view.look(shop.folder.path, true);
        const auto supplier = shop.database.reading([](db::Session& session) {
            return party::supplier_by_organisation_number(session, "313001377")->id;
        });
        const std::string word = format::supplier_term(supplier);
        std::vector<Xapian::docid> hits(view.index->postlist_begin(word),
                                        view.index->postlist_end(word));
        REQUIRE(hits.size() > 3);
        // Two of the hits came after the figures were loaded.
        const Xapian::docid known = hits[hits.size() - 2];
        REQUIRE(known > hits.size());  // so that the word, and not the judge, goes before
        auto older = std::make_shared<state::Loaded>();
        older->figures.assign(view.state->figures.begin(), view.state->figures.begin() + known);
        older->agreements = view.state->agreements;
        older->suppliers = view.state->suppliers;
        older->units = view.state->units;
        older->unit.assign(view.state->unit.begin(), view.state->unit.begin() + known);
        view.state = older;
        const Question question{.municipality = shop.small.nes};
        Judge judge(view, question, {});
        Xapian::Enquire enquire(*view.index);
        enquire.set_query(
            Xapian::Query(Xapian::Query::OP_AND, Xapian::Query(word), Xapian::Query(&judge)));
        const Xapian::MSet found = enquire.get_mset(0, 100, view.index->get_doccount());
        CHECK(found.size() == hits.size() - 2);
        CHECK(judge.passed() == static_cast<int>(found.size()));
    });
}
