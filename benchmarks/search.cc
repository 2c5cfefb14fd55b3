// The search at size: how long the index takes to build, what a question costs alone, from two
// threads, and while a catalogue of 50,000 lines is imported and indexed; the same questions on
// SQLite's FTS5 and, where SAMKJOP_BENCH_POSTGRESQL names a database, PostgreSQL's full text; and
// the judged figures of all three on the demonstration catalogue.
//   bench_search prepare ITEMS FOLDER [others]   makes goods and index (and theirs)
//   bench_search measure FOLDER                  limits: p50 5 ms, p99 25 ms during an import
//   bench_search judge FOLDER DEMO JUDGED        figures on the demonstration catalogue
//   bench_search page FOLDER                     the whole search page
#include "catalogue/search.h"

#include <atomic>
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <mutex>
#include <set>
#include <thread>

#include "app/demo.h"
#include "catalogue/judged.h"
#include "catalogue/pages.h"
#include "fill_catalogue.h"
#include "http/dispatcher.h"
#include "other_searches.h"

using namespace samkjop;
using Clock = std::chrono::steady_clock;
namespace fs = std::filesystem;

namespace {

double seconds_since(Clock::time_point start) {
    return std::chrono::duration<double>(Clock::now() - start).count();
}

void report(const char* what, std::vector<double> microseconds) {
    std::sort(microseconds.begin(), microseconds.end());
    if (microseconds.empty()) return;
    const auto at = [&](double share) {
        return microseconds[static_cast<std::size_t>(
                   share * static_cast<double>(microseconds.size() - 1))] /
               1000;
    };
    double sum = 0;
    for (const double each : microseconds) sum += each;
    std::printf("  %-40s n=%-6zu mean %7.2f  p50 %7.2f  p90 %7.2f  p99 %7.2f  max %7.2f ms\n", what,
                microseconds.size(), sum / 1000 / static_cast<double>(microseconds.size()), at(.5),
                at(.9), at(.99), microseconds.back() / 1000);
    std::fflush(stdout);
}

// What people ask: mostly two words, some one, some a number, a few misspelt.
std::string question(bench::Dice& dice) {
    const bench::Kind& kind = dice.of(bench::kKinds);
    const auto materials = bench::words(kind.materials);
    const std::string noun(kind.noun);
    switch (dice.below(10)) {
        case 0:
            return noun;
        case 1:
        case 2:
        case 3:
            return noun + " " + std::string(materials[dice.below(materials.size())]);
        case 4:
        case 5:
            return noun + " " + std::string(dice.of(bench::kBrands));
        case 6:
            return noun + " " + std::string(materials[dice.below(materials.size())]) + " " +
                   std::string(dice.of(bench::kExtras));
        case 7:
            return noun.substr(0, noun.size() * 2 / 3);
        case 8:
            return std::to_string(100000 + dice.below(100000));
        default: {
            std::string other = noun;
            std::swap(other[other.size() / 2], other[other.size() / 2 - 1]);
            return other;
        }
    }
}

// Asked for the first time: an answer that is remembered costs next to nothing, and would hide what
// the others cost.
std::string new_question(bench::Dice& dice) {
    static std::mutex mutex;
    static std::set<std::string> asked;
    for (int attempt = 0;; ++attempt) {
        std::string words = question(dice);
        if (attempt > 20) words += " " + std::string(dice.of(bench::kBrands));
        if (attempt > 40) words += " " + std::string(dice.of(bench::kExtras));
        const std::lock_guard lock(mutex);
        if (asked.insert(words).second) return words;
    }
}

std::unique_ptr<db::Database> goods(const fs::path& folder) {
    return db::Database::open("sqlite:" + (folder / "bench.db").string());
}
std::unique_ptr<db::Database> full_text() {
    const char* url = std::getenv("SAMKJOP_BENCH_POSTGRESQL");
    return url == nullptr || *url == '\0' ? nullptr : db::Database::open(url);
}

std::vector<double> ask_many(const catalogue::Search& search, MunicipalityId municipality,
                             std::uint64_t seed, int count, const std::atomic<bool>* until) {
    bench::Dice dice(seed);
    std::vector<double> out;
    for (int i = 0; i < count || (until != nullptr && !*until); ++i) {
        if (until != nullptr && *until) break;
        const catalogue::Question asked{.words = new_question(dice), .municipality = municipality};
        const auto start = Clock::now();
        search.ask(asked);
        out.push_back(seconds_since(start) * 1e6);
    }
    return out;
}

int prepare(int items, const fs::path& folder, bool others) {
    fs::remove_all(folder);
    fs::create_directories(folder);
    const auto database = goods(folder);
    db::migrate(*database);
    auto start = Clock::now();
    const bench::Filled filled = bench::fill_catalogue(*database, items, 240, 200, 7);
    std::printf("%d items of 200 suppliers stored in %.1f s\n", filled.items, seconds_since(start));
    const Date today = clock_now().oslo_date();
    start = Clock::now();
    const int indexed = catalogue::index_changes(*database, folder / "search", today);
    std::printf("%d items indexed in %.1f s\n", indexed, seconds_since(start));
    std::fflush(stdout);
    if (!others) return 0;
    start = Clock::now();
    bench::Fts5 fts5(db::Database::open("sqlite:" + (folder / "fts5.db").string()));
    fts5.fill(*database, today);
    std::printf("FTS5 filled in %.1f s\n", seconds_since(start));
    if (auto other = full_text()) {
        start = Clock::now();
        bench::FullText text(std::move(other));
        text.fill(*database, today);
        std::printf("PostgreSQL filled in %.1f s\n", seconds_since(start));
    }
    return 0;
}

// Of the second agreement, once more with other prices: 50,000 lines.
void import_lines(db::Database& database, int lines) {
    bench::Dice dice(static_cast<std::uint64_t>(clock_now().milliseconds()));
    std::vector<catalogue::PriceRow> rows;
    for (int i = 0; i < lines; ++i) rows.push_back(bench::item_row(dice, 5'000'000 + i));
    const auto supplier = database.reading([](db::Session& session) {
        return party::supplier_by_organisation_number(session, bench::organisation_number(1))->id;
    });
    const auto agreement = database.reading(
        [](db::Session& session) { return agreement::find_by_number(session, "2025-101")->id; });
    database.write([&](db::Tx& tx) {
        const auto report = catalogue::store_price_list(
            tx, Actor::system(), clock_now(), agreement, supplier, rows,
            {"bench", "import-" + std::to_string(clock_now().milliseconds())});
        SK_ASSERT(report.messages.empty());
        tx.commit();
    });
}

void measure_others(const fs::path& folder, MunicipalityId nes) {
    const auto measured = [&](const char* name, bench::OtherSearch& other) {
        bench::Dice dice(7);
        std::vector<double> times;
        const auto begun = Clock::now();
        for (int i = 0; i < 400 && seconds_since(begun) < 20; ++i) {
            const std::string words = question(dice);
            const auto start = Clock::now();
            other.ask(words, nes);
            times.push_back(seconds_since(start) * 1e6);
        }
        report(name, times);
    };
    if (fs::exists(folder / "fts5.db")) {
        bench::Fts5 fts5(db::Database::open("sqlite:" + (folder / "fts5.db").string()));
        measured("SQLite FTS5, the same questions", fts5);
    }
    if (auto other = full_text()) {
        bench::FullText text(std::move(other));
        measured("PostgreSQL full text, the same", text);
    }
}

int measure(const fs::path& folder) {
    const auto database = goods(folder);
    const MunicipalityId nes = database->reading(
        [](db::Session& session) { return party::municipality_by_number(session, "3321")->id; });
    catalogue::refresh_popularity(*database, folder / "search");
    const catalogue::Search search(folder / "search");
    auto start = Clock::now();
    search.ask({.words = "hanske", .municipality = nes});
    std::printf("  first question, everything loaded: %.0f ms\n", seconds_since(start) * 1000);
    report("one thread, each question new", ask_many(search, nes, 7, 2000, nullptr));
    for (const std::string words : {"hansker", "papir", "kaffe", "undersøkelseshanske nitril",
                                    "100442", "undersøkelseshansker nitril str m"}) {
        std::vector<double> times;
        catalogue::Answer answer;
        for (std::size_t i = 0; i < 40; ++i) {  // written otherwise each time: none is remembered
            start = Clock::now();
            answer = search.ask({.words = words + std::string(i, ' '), .municipality = nes});
            times.push_back(seconds_since(start) * 1e6);
        }
        report((words + " (" + std::to_string(answer.total) + ")").c_str(), times);
    }
    std::vector<double> beside;
    {
        auto other = std::thread([&] { beside = ask_many(search, nes, 11, 2000, nullptr); });
        report("two threads, the one", ask_many(search, nes, 13, 2000, nullptr));
        other.join();
        report("two threads, the other", beside);
    }
    std::atomic<bool> done = false;
    double stored = 0, indexed = 0;
    std::thread importing([&] {
        const auto begun = Clock::now();
        import_lines(*database, 50'000);
        stored = seconds_since(begun);
        catalogue::index_changes(*database, folder / "search", clock_now().oslo_date());
        indexed = seconds_since(begun) - stored;
        done = true;
    });
    const auto during = ask_many(search, nes, 17, 1'000'000, &done);
    importing.join();
    report("while 50,000 lines are imported", during);
    std::printf("  (stored in %.1f s, indexed in %.1f s)\n", stored, indexed);
    measure_others(folder, nes);
    return 0;
}

void show(const char* name, const std::vector<catalogue::judged::Question>& questions,
          const catalogue::judged::Ranking& ranking) {
    for (const bool held_out : {false, true}) {
        const auto figures = catalogue::judged::measure(questions, held_out, ranking);
        std::printf(
            "  %-22s %-9s %4d questions  nDCG@10 %.3f  best in top 3 %5.1f %%  no answer "
            "%4.1f %%\n",
            name, held_out ? "held out" : "tuning", figures.questions, figures.ndcg,
            figures.best_in_3 * 100, figures.no_answers * 100);
    }
}

int judge(const fs::path& folder, const fs::path& demo, const fs::path& file) {
    fs::remove_all(folder);
    fs::create_directories(folder);
    const auto database = goods(folder);
    db::migrate(*database);
    const Instant now = clock_now();
    if (app::demo_goods(*database, demo, now) != 0) return 1;
    catalogue::index_changes(*database, folder / "search", now.oslo_date());
    const MunicipalityId nes = database->reading(
        [](db::Session& session) { return party::municipality_by_number(session, "3322")->id; });
    const auto questions = catalogue::judged::read(file);
    const catalogue::Search search(folder / "search");
    show("Samkjøp", questions, [&](const std::string& words) {
        auto answer = search.ask({.words = words, .municipality = nes});
        answer.items.insert(answer.items.end(), answer.similar.begin(), answer.similar.end());
        std::vector<std::string> out;
        database->read([&](db::Session& session) {
            for (const auto& item : catalogue::items(session, answer.items, now.oslo_date()))
                out.push_back(item.item_number);
        });
        return out;
    });
    bench::Fts5 fts5(db::Database::open("sqlite:" + (folder / "fts5.db").string()));
    fts5.fill(*database, now.oslo_date());
    show("SQLite FTS5", questions, [&](const std::string& words) { return fts5.ask(words, nes); });
    if (const char* url = std::getenv("SAMKJOP_BENCH_POSTGRESQL_SMALL")) {
        bench::FullText text(db::Database::open(url));
        text.fill(*database, now.oslo_date());
        show("PostgreSQL full text", questions,
             [&](const std::string& words) { return text.ask(words, nes); });
    }
    return 0;
}

Actor g_actor;

int page(const fs::path& folder) {
    const auto database = goods(folder);
    g_actor.user = {1};
    g_actor.municipality = database->reading(
        [](db::Session& session) { return party::municipality_by_number(session, "3321")->id; });
    g_actor.municipality_name = "Nes kommune";
    g_actor.permissions = permissions_of(Role::requester);
    catalogue::use_search_folder(folder / "search");
    http::Site site{
        .database = *database,
        .routes = {catalogue::kRoutes},
        .who = [](db::Session&, std::string_view, Instant) { return std::optional(g_actor); }};
    http::Dispatcher dispatcher(std::move(site));
    bench::Dice dice(7);
    std::vector<double> times;
    std::size_t bytes = 0;
    for (int i = 0; i < 3000; ++i) {
        http::Incoming incoming;
        incoming.method = "GET";
        std::string words = question(dice);
        for (char& c : words)
            if (c == ' ') c = '+';
        incoming.target = "/handle?q=" + words;
        incoming.headers = {{"host", "localhost"}, {"cookie", "samkjop_session=x"}};
        const auto start = Clock::now();
        bytes += dispatcher.answer(incoming).body.size();
        times.push_back(seconds_since(start) * 1e6);
    }
    report("whole page", times);
    std::printf("  mean page %zu bytes\n", bytes / 3000);
    return 0;
}

}  // namespace

int main(int argc, char** argv) {
    const std::vector<std::string> arguments(argv + 1, argv + argc);
    const auto is = [&](const char* name, std::size_t count) {
        return arguments.size() >= count && arguments[0] == name;
    };
    if (is("prepare", 3))
        return prepare(std::stoi(arguments[1]), arguments[2], arguments.size() > 3);
    if (is("measure", 2)) return measure(arguments[1]);
    if (is("judge", 4)) return judge(arguments[1], arguments[2], arguments[3]);
    if (is("page", 2)) return page(arguments[1]);
    std::fputs("bench_search prepare|measure|judge|page …\n", stderr);
    return 2;
}
