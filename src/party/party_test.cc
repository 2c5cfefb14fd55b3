#include <doctest/doctest.h>

#include "party/rules.h"

using namespace samkjop;
using namespace samkjop::party;
using rules::Holding;
using rules::Loan;
using rules::UnitAuthority;

namespace {

constexpr UserId kTorbjorn{1}, kGuro{2}, kMarit{3}, kChief{4}, kHead{5};
constexpr Date kFrom(2026, 1, 1), kTo(2026, 12, 31), kToday(2026, 11, 20);

UnitAuthority elvetun() {
    return {{{kTorbjorn, 0, kroner(50'000), kFrom, kTo},
             {kHead, 1, kroner(250'000), kFrom, kTo},
             {kChief, 2, kroner(2'000'000), kFrom, kTo}},
            {kTorbjorn, kHead, kChief}};
}

}  // namespace

TEST_CASE("party rules: authority by limit, date, loan and requester") {
    const Loan all{kTorbjorn, kGuro, {}, Date(2026, 11, 16), Date(2026, 11, 27)};
    const Loan part{kTorbjorn, kGuro, kroner(30'000), Date(2026, 11, 16), Date(2026, 11, 27)};
    const Loan too_much{kTorbjorn, kGuro, kroner(900'000), Date(2026, 11, 16), Date(2026, 11, 27)};
    const Loan chained{kGuro, kMarit, {}, kFrom, kTo};
    struct Row {
        const char* name;
        std::vector<Loan> loans;
        UserId user;
        Date today;
        UserId requester;
        std::optional<Money> then;
    };
    const Row rows[] = {
        {"own limit", {}, kTorbjorn, kToday, kMarit, kroner(50'000)},
        {"before the limit begins", {}, kTorbjorn, kFrom - 1, kMarit, {}},
        {"on its first day", {}, kTorbjorn, kFrom, kMarit, kroner(50'000)},
        {"on its last day", {}, kTorbjorn, kTo, kMarit, kroner(50'000)},
        {"after it has ended", {}, kTorbjorn, kTo + 1, kMarit, {}},
        {"a limit above counts here", {}, kHead, kToday, kMarit, kroner(250'000)},
        {"without a limit", {}, kMarit, kToday, {}, {}},
        {"own purchase", {}, kTorbjorn, kToday, kTorbjorn, {}},
        {"lent whole", {all}, kGuro, kToday, kMarit, kroner(50'000)},
        {"lent in part", {part}, kGuro, kToday, kMarit, kroner(30'000)},
        {"never more than the lender has", {too_much}, kGuro, kToday, kMarit, kroner(50'000)},
        {"before the absence", {all}, kGuro, Date(2026, 11, 15), kMarit, {}},
        {"after the absence", {all}, kGuro, Date(2026, 11, 28), kMarit, {}},
        {"the lender's own purchase", {all}, kGuro, kToday, kTorbjorn, {}},
        {"the substitute's own purchase", {all}, kGuro, kToday, kGuro, {}},
        {"a loan is not lent on", {all, chained}, kMarit, kToday, {}, {}},
        {"the lender keeps the authority", {all}, kTorbjorn, kToday, kMarit, kroner(50'000)},
    };
    const UnitAuthority unit = elvetun();
    for (const Row& row : rows) {
        CAPTURE(row.name);
        CHECK(rules::authority(unit, row.loans, row.user, row.today, row.requester) == row.then);
    }
}

TEST_CASE("party rules: a case over two units needs authority in both") {
    const UnitAuthority units[] = {
        elvetun(),
        {{{kTorbjorn, 0, kroner(20'000), kFrom, kTo}, {kHead, 1, kroner(250'000), kFrom, kTo}},
         {kTorbjorn, kHead}}};
    CHECK(rules::authority(units, {}, kTorbjorn, kToday, kMarit) == kroner(20'000));
    CHECK(rules::authority(units, {}, kChief, kToday, kMarit) == std::nullopt);
    CHECK(rules::approvers(units, {}, kroner(25'000), kMarit, kToday) == std::vector{kHead});
}

TEST_CASE("party rules: the nearest leader is asked first, a substitute next to the lender") {
    const UnitAuthority unit = elvetun();
    const std::span units(&unit, 1);
    const Loan loan{kTorbjorn, kGuro, kroner(30'000), kFrom, kTo};
    const std::span loans(&loan, 1);
    const auto ask = [&](Money amount, UserId requester) {
        return rules::approvers(units, loans, amount, requester, kToday);
    };
    CHECK(ask(kroner(12'480), kMarit) == std::vector{kTorbjorn, kGuro, kHead, kChief});
    CHECK(ask(kroner(50'000), kMarit) == std::vector{kTorbjorn, kHead, kChief});
    CHECK(ask(kroner(50'001), kMarit) == std::vector{kHead, kChief});
    CHECK(ask(kroner(3'000'000), kMarit).empty());
    CHECK(ask(kroner(12'480), kTorbjorn) == std::vector{kHead, kChief});
    CHECK(ask(kroner(12'480), kGuro) == std::vector{kTorbjorn, kHead, kChief});
}

TEST_CASE("party rules: nobody approves their own, whatever the loans are") {
    // Every pair of lender and substitute among five people, every requester.
    const UnitAuthority unit = elvetun();
    for (std::int64_t lender = 1; lender <= 5; ++lender) {
        for (std::int64_t substitute = 1; substitute <= 5; ++substitute) {
            if (lender == substitute) continue;
            const Loan loan{{lender}, {substitute}, {}, kFrom, kTo};
            for (std::int64_t requester = 1; requester <= 5; ++requester) {
                const auto asked =
                    rules::approvers({&unit, 1}, {&loan, 1}, kroner(1), {requester}, kToday);
                for (const UserId user : asked) {
                    CHECK(user != UserId{requester});
                    const auto own = rules::own_authority(unit, user, kToday);
                    CHECK((own ||
                           (lender != requester && rules::own_authority(unit, {lender}, kToday))));
                }
            }
        }
    }
}
