#pragma once
// Money is a whole number of Norwegian øre. It is never floating point. Amounts in other
// currencies stay Decimal with their ISO 4217 code until they are converted at the door.

#include <compare>
#include <cstdint>

#include "base/assert.h"

namespace samkjop {

class Money {
public:
    constexpr Money() = default;
    constexpr explicit Money(std::int64_t ore) : ore_(ore) {}

    constexpr std::int64_t ore() const { return ore_; }
    constexpr bool is_zero() const { return ore_ == 0; }
    constexpr Money magnitude() const { return Money(ore_ < 0 ? -ore_ : ore_); }

    friend constexpr Money operator+(Money left, Money right) {
        std::int64_t sum = 0;
        SK_ASSERT(!__builtin_add_overflow(left.ore_, right.ore_, &sum));
        return Money(sum);
    }
    friend constexpr Money operator-(Money left, Money right) {
        std::int64_t difference = 0;
        SK_ASSERT(!__builtin_sub_overflow(left.ore_, right.ore_, &difference));
        return Money(difference);
    }
    friend constexpr Money operator-(Money money) { return Money() - money; }
    constexpr Money& operator+=(Money other) { return *this = *this + other; }
    constexpr Money& operator-=(Money other) { return *this = *this - other; }

    friend constexpr bool operator==(Money, Money) = default;
    friend constexpr std::strong_ordering operator<=>(Money, Money) = default;

private:
    std::int64_t ore_ = 0;
};

constexpr Money kroner(std::int64_t whole, int ore = 0) { return Money(whole * 100 + ore); }

}  // namespace samkjop
