// The search is held against questions that were judged by hand: it may become better, not worse.
#include <doctest/doctest.h>

#include <filesystem>

#include "app/demo.h"
#include "base/crypto.h"
#include "catalogue/judged.h"
#include "catalogue/search.h"
#include "db/db.h"
#include "db/testing.h"
#include "party/party.h"

using namespace samkjop;
namespace fs = std::filesystem;

namespace {

fs::path root() { return fs::path(__FILE__).parent_path().parent_path().parent_path(); }

}  // namespace

TEST_CASE("judged search: the demonstration catalogue answers what people ask") {
    const Instant now(1'795'000'000'000);  // November 2026
    const fs::path folder = fs::temp_directory_path() / ("judged-" + random_token(6));
    fs::create_directories(folder);
    const auto database = db::Database::open("sqlite:" + (folder / "judged.db").string());
    db::migrate(*database);
    REQUIRE(app::demo_goods(*database, root() / "demo", now) == 0);
    REQUIRE(catalogue::index_changes(*database, folder / "search", now.oslo_date()) > 3000);
    const MunicipalityId nes = database->reading(
        [](db::Session& session) { return party::municipality_by_number(session, "3322")->id; });
    const catalogue::Search search(folder / "search");
    std::string weak;  // of those that may be looked at
    const auto ranking = [&](const std::string& words) {
        auto answer = search.ask({.words = words, .municipality = nes});
        answer.items.insert(answer.items.end(), answer.similar.begin(), answer.similar.end());
        std::vector<std::string> out;
        database->read([&](db::Session& session) {
            for (const auto& item : catalogue::items(session, answer.items, now.oslo_date()))
                out.push_back(item.item_number);
        });
        return out;
    };
    const auto questions = catalogue::judged::read(root() / "testdata/search/judged.tsv");
    for (const auto& question : questions) {
        if (question.held_out) continue;
        const auto ranked = ranking(question.words);
        const double figure = catalogue::judged::ndcg_at_10(question, ranked);
        if (figure >= 0.6) continue;
        weak += fmt::format("{:.2f} {}:", figure, question.words);
        for (std::size_t i = 0; i < ranked.size() && i < 5; ++i) weak += " " + ranked[i];
        weak += "\n";
    }
    CAPTURE(weak);
    const auto tuning = catalogue::judged::measure(questions, false, ranking);
    const auto held_out = catalogue::judged::measure(questions, true, ranking);
    CHECK(tuning.questions == 121);
    CHECK(held_out.questions == 120);
    CHECK(tuning.ndcg >= 0.92);
    CHECK(tuning.best_in_3 >= 0.96);
    CHECK(tuning.no_answers <= 0.01);
    CHECK(held_out.ndcg >= 0.90);
    CHECK(held_out.best_in_3 >= 0.95);
    CHECK(held_out.no_answers <= 0.01);
    fs::remove_all(folder);
}
