#include "insight/budget.h"

#include <doctest/doctest.h>

using namespace samkjop;

namespace {

ledger::BalanceRow row(std::string art, Money adopted, Money posted, Money committed = {}) {
    ledger::BalanceRow out;
    out.art = std::move(art);
    out.balance.adopted = adopted;
    out.balance.posted = posted;
    out.balance.committed = committed;
    return out;
}

}  // namespace

TEST_CASE("budget: rows of one art are summed, whatever their function") {
    const auto rows =
        insight::by_art({row("110", kroner(400), kroner(100)), row("115", kroner(90), kroner(0)),
                         row("110", kroner(20), kroner(5))},
                        {});
    REQUIRE(rows.size() == 2);
    CHECK(rows[0].balance.adopted == kroner(420));
    CHECK(rows[0].balance.available() == kroner(315));
    CHECK(insight::sum(rows).adopted == kroner(510));
}

TEST_CASE("budget: how much of the year has passed") {
    CHECK(insight::year_passed_permille(2026, Date(2026, 1, 1)) == 2);
    CHECK(insight::year_passed_permille(2026, Date(2026, 7, 2)) == 501);
    CHECK(insight::year_passed_permille(2026, Date(2026, 12, 31)) == 1000);
    CHECK(insight::year_passed_permille(2026, Date(2027, 2, 1)) == 1000);
    CHECK(insight::year_passed_permille(2026, Date(2025, 2, 1)) == 0);
}

TEST_CASE("budget: what is over comes first, then what runs a tenth ahead of the year") {
    const std::vector<insight::ArtRow> rows = insight::by_art(
        {row("200", kroner(60'000), kroner(60'426)), row("240", kroner(110'000), kroner(100'550)),
         row("115", kroner(1000), kroner(850)), row("120", kroner(100), kroner(300))},
        {});
    const auto finding = insight::find(rows, 800);
    REQUIRE(finding.over.size() == 2);
    CHECK(finding.over[0]->art == "200");
    CHECK(finding.over[1]->art == "120");
    REQUIRE(finding.ahead.size() == 1);
    CHECK(finding.ahead[0]->art == "240");
}
