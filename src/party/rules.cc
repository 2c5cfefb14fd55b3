// Decides who may approve how much, and in which order they are asked. No clock, no database.

#include "party/rules.h"

#include <limits>

#include "party/texts.h"

namespace samkjop::party::rules {
namespace {

template <class T>
bool in_force(const T& row, Date today) {
    return row.valid_from <= today && today <= row.valid_to;
}

void raise_to(std::optional<Money>& largest, Money amount) {
    if (!largest || *largest < amount) largest = amount;
}

constexpr int kNowhere = std::numeric_limits<int>::max();

// Where a person who has authority of their own stands in the order. Smaller comes first.
struct Rank {
    int leader = kNowhere;  // steps up to the unit they lead
    int limit = kNowhere;   // steps up to the limit that is enough
    Money amount;
    auto operator<=>(const Rank&) const = default;
};

Rank rank_of(std::span<const UnitAuthority> units, UserId user, Money amount, Date today) {
    Rank rank;
    rank.amount = Money(std::numeric_limits<std::int64_t>::max());
    for (const UnitAuthority& unit : units) {
        for (std::size_t steps = 0; steps < unit.leaders.size(); ++steps) {
            if (unit.leaders[steps] == user)
                rank.leader = std::min(rank.leader, static_cast<int>(steps));
        }
        for (const Holding& holding : unit.holdings) {
            if (holding.user != user || !in_force(holding, today) || holding.limit < amount)
                continue;
            rank.limit = std::min(rank.limit, holding.steps);
            rank.amount = std::min(rank.amount, holding.limit);
        }
    }
    return rank;
}

}  // namespace

std::optional<Money> own_authority(const UnitAuthority& unit, UserId user, Date today) {
    std::optional<Money> largest;
    for (const Holding& holding : unit.holdings) {
        if (holding.user == user && in_force(holding, today)) raise_to(largest, holding.limit);
    }
    return largest;
}

std::optional<Money> authority(const UnitAuthority& unit, std::span<const Loan> loans, UserId user,
                               Date today, UserId requester) {
    if (user == requester && requester) return std::nullopt;
    std::optional<Money> largest = own_authority(unit, user, today);
    for (const Loan& loan : loans) {
        if (loan.substitute != user || !in_force(loan, today)) continue;
        if (requester && loan.lender == requester) continue;
        const auto lenders = own_authority(unit, loan.lender, today);
        if (lenders) raise_to(largest, loan.limit ? std::min(*loan.limit, *lenders) : *lenders);
    }
    return largest;
}

std::optional<Money> authority(std::span<const UnitAuthority> units, std::span<const Loan> loans,
                               UserId user, Date today, UserId requester) {
    std::optional<Money> smallest;
    for (const UnitAuthority& unit : units) {
        const auto here = authority(unit, loans, user, today, requester);
        if (!here) return std::nullopt;
        if (!smallest || *here < *smallest) smallest = here;
    }
    return smallest;
}

std::vector<UserId> approvers(std::span<const UnitAuthority> units, std::span<const Loan> loans,
                              Money amount, UserId requester, Date today) {
    const auto enough = [&](UserId user) {
        const auto most = authority(units, loans, user, today, requester);
        return most && *most >= amount;
    };
    // A substitute is ranked as the lender, one place behind.
    std::map<UserId, std::pair<Rank, bool>> best;
    const auto consider = [&](UserId user, const Rank& rank, bool lent) {
        if (user == requester || !enough(user)) return;
        const auto [found, is_new] = best.try_emplace(user, rank, lent);
        if (!is_new) found->second = std::min(found->second, {rank, lent});
    };
    for (const UnitAuthority& unit : units) {
        for (const Holding& holding : unit.holdings) {
            if (!in_force(holding, today)) continue;
            consider(holding.user, rank_of(units, holding.user, amount, today), false);
        }
    }
    for (const Loan& loan : loans) {
        if (!in_force(loan, today) || (requester && loan.lender == requester)) continue;
        consider(loan.substitute, rank_of(units, loan.lender, amount, today), true);
    }
    std::vector<std::pair<std::pair<Rank, bool>, UserId>> order;
    for (const auto& [user, rank] : best) order.emplace_back(rank, user);
    std::ranges::sort(order);
    std::vector<UserId> out;
    for (const auto& [rank, user] : order) out.push_back(user);
    return out;
}

bool is_bank_account(std::string_view digits) {
    constexpr int kWeights[] = {5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1};
    if (digits.size() != std::size(kWeights)) return false;
    int sum = 0;
    for (std::size_t i = 0; i < digits.size(); ++i) {
        if (digits[i] < '0' || digits[i] > '9') return false;
        sum += kWeights[i] * (digits[i] - '0');
    }
    return sum % 11 == 0;
}

bool is_foreign_company(std::string_view number) {
    const auto letter = [](char c) { return c >= 'A' && c <= 'Z'; };
    return number.size() >= 5 && number.size() <= 22 && letter(number[0]) && letter(number[1]) &&
           !number.starts_with("NO") &&
           std::ranges::all_of(number, [&](char c) { return letter(c) || (c >= '0' && c <= '9'); });
}

bool is_user_name(std::string_view name) {
    return name.size() >= 3 && name.size() <= 60 && std::ranges::all_of(name, [](char c) {
               return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '-' ||
                      c == '_' || c == '@';
           });
}

bool is_unit_code(std::string_view code) {
    return !code.empty() && code.size() <= 20 && std::ranges::all_of(code, [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    });
}

std::optional<Refusal> wrong_with(const Settings& settings) {
    const auto no_percent = [](Decimal percent) {
        return percent.is_negative() || percent > Decimal::whole(100);
    };
    const Money none;
    const std::pair<bool, Refusal> rules[] = {
        {settings.allowed_overrun < none, {&text::amount_is_negative, {}, "allowed_overrun"}},
        {settings.increase_tolerance < none, {&text::amount_is_negative, {}, "increase_tolerance"}},
        {settings.invoice_line_tolerance < none,
         {&text::amount_is_negative, {}, "invoice_line_tolerance"}},
        {settings.invoice_total_tolerance < none,
         {&text::amount_is_negative, {}, "invoice_total_tolerance"}},
        {no_percent(settings.over_receipt_percent),
         {&text::percent_out_of_range, {}, "over_receipt_percent"}},
        {no_percent(settings.invoice_price_percent),
         {&text::percent_out_of_range, {}, "invoice_price_percent"}},
        {settings.upload_limit_bytes < (1 << 20) || settings.upload_limit_bytes > (200 << 20),
         {&text::upload_limit_out_of_range, {}, "upload_limit_bytes"}},
        {settings.finance_profile != "gl07" && settings.finance_profile != "csv",
         {&text::unknown_finance_profile, {}, "finance_profile"}},
    };
    for (const auto& [broken, refusal] : rules) {
        if (broken) return refusal;
    }
    return std::nullopt;
}

}  // namespace samkjop::party::rules

namespace samkjop::party {

std::string country_of(std::string_view company_number) {
    return rules::is_foreign_company(company_number) ? std::string(company_number.substr(0, 2))
                                                     : "NO";
}

}  // namespace samkjop::party
