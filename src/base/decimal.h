#pragma once
// An exact decimal number: quantities, unit prices, rates and shares as the document wrote them.
// EN 16931 sets no limit of two decimals on quantity and price; only a sum is rounded, once.

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/money.h"

namespace samkjop {

__extension__ using Wide = __int128;

class Decimal {
public:
    static constexpr int kMaxScale = 9;  // decimals kept; more are refused by parse()

    constexpr Decimal() = default;
    constexpr Decimal(std::int64_t digits, int scale)  // 12.345 is {12345, 3}
        : digits_(digits), scale_(static_cast<std::uint8_t>(scale)) {
        SK_ASSERT(scale >= 0 && scale <= kMaxScale);
    }
    static constexpr Decimal whole(std::int64_t number) { return {number, 0}; }
    // kroner with two decimals: Money(12345) is 123.45
    static constexpr Decimal from(Money money) { return {money.ore(), 2}; }

    // xs:decimal: optional sign, digits, at most one point; no exponent, no blanks, no grouping.
    // Trailing zeros after the point do not count against kMaxScale. Nothing when it is malformed
    // or too large.
    static std::optional<Decimal> parse(std::string_view text);
    // What a Norwegian types: comma or point, blanks or no-break spaces between thousands.
    static std::optional<Decimal> parse_typed(std::string_view text);

    constexpr std::int64_t digits() const { return digits_; }
    constexpr int scale() const { return scale_; }
    constexpr bool is_zero() const { return digits_ == 0; }
    constexpr bool is_negative() const { return digits_ < 0; }

    Decimal normalised() const;  // without trailing zeros
    std::string text() const;    // "12.345", as xs:decimal, without trailing zeros
    // Scaled integer for storage: value × 10^scale, exact or an assertion.
    std::int64_t scaled(int scale) const;

    friend Decimal operator+(Decimal left, Decimal right);
    friend Decimal operator-(Decimal left, Decimal right);
    friend Decimal operator-(Decimal value) { return {-value.digits_, value.scale_}; }
    friend bool operator==(Decimal left, Decimal right);
    friend std::strong_ordering operator<=>(Decimal left, Decimal right);

private:
    std::int64_t digits_ = 0;
    std::uint8_t scale_ = 0;
};

// numerator ÷ denominator, rounded half up on the magnitude (half away from zero).
std::int64_t divide_rounded(Wide numerator, Wide denominator);

// kroner × factors → øre, rounded half up on the magnitude, once.
Money times(Decimal quantity, Decimal price_kroner);
// amount × rate, e.g. 25 % is Decimal(25, 2); rounded half up on the magnitude, once.
Money share(Money amount, Decimal rate);

constexpr std::int64_t power_of_ten(int exponent) {
    std::int64_t result = 1;
    while (exponent-- > 0) result *= 10;
    return result;
}

}  // namespace samkjop
