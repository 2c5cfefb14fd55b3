#pragma once
// Exact fractions of kroner while an agreed amount is worked out: quantity × price × content ÷ base
// is rounded once, at the end, to millionths of an øre. Nothing where the numbers are beyond any
// purchase.
#include <numeric>
#include <optional>

#include "base/decimal.h"

namespace samkjop::control {

// Millionths of an øre: fine enough that no rounding of ours can accuse anybody.
struct Fine {
    std::int64_t value = 0;
    static constexpr std::int64_t kOre = 1'000'000;
    static Fine of(Money money) { return {money.ore() * kOre}; }
    Money rounded() const {
        const std::int64_t half = value < 0 ? -kOre / 2 : kOre / 2;
        return Money((value + half) / kOre);
    }
    friend auto operator<=>(Fine, Fine) = default;
    friend Fine operator+(Fine left, Fine right) { return {left.value + right.value}; }
    friend Fine operator-(Fine left, Fine right) { return {left.value - right.value}; }
};

class Ratio {
public:
    Ratio() = default;
    explicit Ratio(Decimal value)
        : numerator_(value.normalised().digits()),
          denominator_(power_of_ten(value.normalised().scale())) {}
    static Ratio of(Decimal above, Decimal below) { return Ratio(above) / Ratio(below); }

    bool fits() const { return fits_; }
    bool is_zero() const { return numerator_ == 0; }
    friend Ratio operator*(Ratio left, Ratio right) {
        return make(left, right.numerator_, right.denominator_, right.fits_);
    }
    friend Ratio operator/(Ratio left, Ratio right) {
        return make(left, right.denominator_, right.numerator_, right.fits_);
    }
    // kroner → millionths of an øre, rounded half away from zero; nothing beyond ten billion.
    std::optional<Fine> kroner() const { return scaled(100 * Fine::kOre); }
    // The value × 10^6 as a Decimal, for sentences.
    Decimal decimal() const {
        const auto digits = scaled(1'000'000);
        return digits ? Decimal(digits->value, 6).normalised() : Decimal();
    }
    friend std::strong_ordering operator<=>(const Ratio& left, const Ratio& right) {
        Wide a = 0, b = 0;
        if (__builtin_mul_overflow(left.numerator_, right.denominator_, &a) ||
            __builtin_mul_overflow(right.numerator_, left.denominator_, &b)) {
            return std::strong_ordering::equal;
        }
        return a < b   ? std::strong_ordering::less
               : a > b ? std::strong_ordering::greater
                       : std::strong_ordering::equal;
    }
    friend bool operator==(const Ratio& left, const Ratio& right) { return (left <=> right) == 0; }

private:
    static Wide gcd(Wide a, Wide b) {
        if (a < 0) a = -a;
        while (b != 0) {
            const Wide rest = a % b;
            a = b;
            b = rest;
        }
        return a == 0 ? 1 : a;
    }
    static Ratio make(Ratio out, Wide above, Wide below, bool fits) {
        if (below == 0 || !fits) out.fits_ = false;
        if (!out.fits_) return out;
        const Wide cross = gcd(out.numerator_, below);
        const Wide other = gcd(above, out.denominator_);
        if (__builtin_mul_overflow(out.numerator_ / cross, above / other, &out.numerator_) ||
            __builtin_mul_overflow(out.denominator_ / other, below / cross, &out.denominator_)) {
            out.fits_ = false;
        }
        if (out.denominator_ < 0) {
            out.numerator_ = -out.numerator_;
            out.denominator_ = -out.denominator_;
        }
        return out;
    }
    std::optional<Fine> scaled(std::int64_t factor) const {
        Wide wide = 0;
        if (!fits_ || __builtin_mul_overflow(numerator_, Wide(factor), &wide)) return std::nullopt;
        const Wide half = denominator_ / 2;
        const Wide rounded = (wide < 0 ? wide - half : wide + half) / denominator_;
        constexpr Wide kBound = Wide(INT64_MAX) / 4;
        if (rounded > kBound || rounded < -kBound) return std::nullopt;
        return Fine{static_cast<std::int64_t>(rounded)};
    }

    Wide numerator_ = 0;
    Wide denominator_ = 1;
    bool fits_ = true;
};

}  // namespace samkjop::control
