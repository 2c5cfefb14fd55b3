// How long the index takes to build and a question to answer, alone and with the whole page.
//   bench_search [ITEMS] [FOLDER]
#include "catalogue/search.h"

#include <chrono>
#include <cstdio>
#include <filesystem>

#include "catalogue/pages.h"
#include "fill_catalogue.h"
#include "http/dispatcher.h"

using namespace samkjop;
using Clock = std::chrono::steady_clock;

namespace {

double seconds_since(Clock::time_point start) {
    return std::chrono::duration<double>(Clock::now() - start).count();
}

void report(const char* what, std::vector<double>& microseconds) {
    std::sort(microseconds.begin(), microseconds.end());
    const auto at = [&](double share) {
        return microseconds[static_cast<std::size_t>(share *
                                                     static_cast<double>(microseconds.size() - 1))];
    };
    double sum = 0;
    for (const double each : microseconds) sum += each;
    std::printf("%-28s n=%zu mean %.0f p50 %.0f p90 %.0f p99 %.0f max %.0f µs\n", what,
                microseconds.size(), sum / static_cast<double>(microseconds.size()), at(.5), at(.9),
                at(.99), microseconds.back());
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

Actor requester(const bench::Filled& filled) {
    Actor out;
    out.user = {1};
    out.municipality = filled.municipalities[1];
    out.municipality_name = "Nes kommune";
    out.permissions = permissions_of(Role::requester);
    return out;
}
Actor g_actor;

}  // namespace

int main(int argc, char** argv) {
    const int items = argc > 1 ? std::atoi(argv[1]) : 100000;
    const std::filesystem::path folder = argc > 2 ? argv[2] : "/tmp/samkjop-bench-search";
    std::filesystem::remove_all(folder);
    std::filesystem::create_directories(folder);
    const auto database = db::Database::open("sqlite:" + (folder / "bench.db").string());
    db::migrate(*database);
    auto start = Clock::now();
    const bench::Filled filled = bench::fill_catalogue(*database, items);
    std::printf("%d items stored in %.1f s\n", filled.items, seconds_since(start));
    const Date today = clock_now().oslo_date();
    start = Clock::now();
    const int indexed = catalogue::index_changes(*database, folder / "search", today);
    std::printf("%d items indexed in %.1f s\n", indexed, seconds_since(start));
    start = Clock::now();
    const catalogue::Search search(folder / "search");
    search.ask({.words = "hanske", .municipality = filled.municipalities[1]});
    std::printf("first question %.1f ms\n", seconds_since(start) * 1000);

    bench::Dice dice(7);
    std::vector<double> one, page_times, same;
    for (int i = 0; i < 5000; ++i) {
        const catalogue::Question asked{.words = question(dice),
                                        .municipality = filled.municipalities[1]};
        start = Clock::now();
        search.ask(asked);
        one.push_back(seconds_since(start) * 1e6);
    }
    report("search, mixed questions", one);
    for (const char* words :
         {"hansker", "papir", "kaffe", "undersøkelseshanske nitril", "100442", "hanske"}) {
        std::vector<double> times;
        catalogue::Answer answer;
        for (int i = 0; i < 500; ++i) {
            start = Clock::now();
            answer = search.ask({.words = words, .municipality = filled.municipalities[1]});
            times.push_back(seconds_since(start) * 1e6);
        }
        report((std::string(words) + " (" + std::to_string(answer.total) + ")").c_str(), times);
    }

    g_actor = requester(filled);
    catalogue::use_search_folder(folder / "search");
    http::Site site{
        .database = *database,
        .routes = {catalogue::kRoutes},
        .who = [](db::Session&, std::string_view, Instant) { return std::optional(g_actor); }};
    http::Dispatcher dispatcher(std::move(site));
    std::size_t bytes = 0;
    for (int i = 0; i < 3000; ++i) {
        http::Incoming incoming;
        incoming.method = "GET";
        std::string words = question(dice);
        for (char& c : words)
            if (c == ' ') c = '+';
        incoming.target = "/handle?q=" + words;
        incoming.headers = {{"host", "localhost"}, {"cookie", "samkjop_session=x"}};
        start = Clock::now();
        bytes += dispatcher.answer(incoming).body.size();
        page_times.push_back(seconds_since(start) * 1e6);
    }
    report("whole page", page_times);
    std::printf("mean page %zu bytes\n", bytes / 3000);
}
