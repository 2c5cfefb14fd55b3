// Names and sums of the nouns in ledger.h.

#include "ledger/ledger.h"

namespace samkjop::ledger {

std::string_view name(Kind kind) {
    static constexpr std::string_view names[kKinds] = {"adopted",  "change",    "available",
                                                       "reserved", "committed", "received",
                                                       "invoiced", "posted"};
    return names[static_cast<std::size_t>(kind)];
}

Policy Policy::of(const party::Settings& settings) {
    Policy policy;
    policy.budget = settings.budget_policy;
    policy.scope = settings.budget_scope;
    policy.allowed_overrun = settings.allowed_overrun;
    policy.increase_tolerance = settings.increase_tolerance;
    policy.over_receipt_percent = settings.over_receipt_percent;
    return policy;
}

Money Outcome::over_by() const {
    Money sum;
    for (const Over& one : over) sum += one.by;
    return sum;
}

Balance operator+(const Balance& left, const Balance& right) {
    return {left.adopted + right.adopted,   left.change + right.change,
            left.reserved + right.reserved, left.committed + right.committed,
            left.received + right.received, left.invoiced + right.invoiced,
            left.posted + right.posted};
}

std::int64_t Visibility::mean_tenths() const {
    return weight.is_zero() ? 0 : divide_rounded(Wide(ore_days) * 10, weight.ore());
}

std::int64_t Visibility::over_all_tenths() const {
    return invoiced.is_zero() ? 0 : divide_rounded(Wide(ore_days) * 10, invoiced.ore());
}

std::int64_t Visibility::share_permille() const {
    return invoiced.is_zero() ? 0 : divide_rounded(Wide(weight.ore()) * 1000, invoiced.ore());
}

}  // namespace samkjop::ledger
