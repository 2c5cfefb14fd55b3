// Exact decimals over 64-bit digits; products and comparisons go through 128 bits.

#include "base/decimal.h"

namespace samkjop {
namespace {

std::int64_t narrow(Wide value) {
    SK_ASSERT(value <= INT64_MAX && value >= INT64_MIN);
    return static_cast<std::int64_t>(value);
}

Wide aligned(Decimal value, int scale) {
    return Wide(value.digits()) * power_of_ten(scale - value.scale());
}

}  // namespace

std::optional<Decimal> Decimal::parse(std::string_view text) {
    bool negative = false;
    if (!text.empty() && (text[0] == '-' || text[0] == '+')) {
        negative = text[0] == '-';
        text.remove_prefix(1);
    }
    if (text.find('.') != text.npos) {
        while (text.ends_with('0')) text.remove_suffix(1);
    }
    Wide digits = 0;
    int scale = 0;
    bool point = false;
    bool any = false;
    for (const char c : text) {
        if (c == '.') {
            if (point) return std::nullopt;
            point = true;
            continue;
        }
        if (c < '0' || c > '9') return std::nullopt;
        any = true;
        digits = digits * 10 + (c - '0');
        if (digits > INT64_MAX) return std::nullopt;
        if (point && ++scale > kMaxScale) return std::nullopt;
    }
    // "0." and ".0" lose their zeros above; a lone point is still no number.
    if (!any && !(point && text.size() == 1)) return std::nullopt;
    return Decimal(static_cast<std::int64_t>(negative ? -digits : digits), scale);
}

std::optional<Decimal> Decimal::parse_typed(std::string_view text) {
    std::string plain;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (c == ' ' || c == '\t') continue;
        if (text.substr(i).starts_with("\u00a0") || text.substr(i).starts_with("\u2212")) {
            if (text.substr(i).starts_with("\u2212")) plain += '-', ++i;
            ++i;
            continue;
        }
        if (text.substr(i).starts_with("\u202f")) {
            i += 2;
            continue;
        }
        plain += c == ',' ? '.' : c;
    }
    if (plain.empty() || plain == "." || plain == "-") return std::nullopt;
    return parse(plain);
}

Decimal Decimal::normalised() const {
    Decimal result = *this;
    while (result.scale_ > 0 && result.digits_ % 10 == 0) {
        result.digits_ /= 10;
        --result.scale_;
    }
    return result;
}

std::string Decimal::text() const {
    const Decimal plain = normalised();
    std::string digits = std::to_string(
        plain.digits_ < 0 ? -Wide(plain.digits_) > INT64_MAX ? INT64_MAX : -plain.digits_
                          : plain.digits_);
    if (plain.scale_ > 0) {
        if (digits.size() <= plain.scale_) digits.insert(0, plain.scale_ + 1 - digits.size(), '0');
        digits.insert(digits.size() - plain.scale_, ".");
    }
    return plain.digits_ < 0 ? "-" + digits : digits;
}

std::int64_t Decimal::scaled(int scale) const {
    const Decimal plain = normalised();
    SK_ASSERT(plain.scale_ <= scale);
    return narrow(aligned(plain, scale));
}

Decimal operator+(Decimal left, Decimal right) {
    const int scale = left.scale_ > right.scale_ ? left.scale_ : right.scale_;
    return {narrow(aligned(left, scale) + aligned(right, scale)), scale};
}

Decimal operator-(Decimal left, Decimal right) { return left + -right; }

bool operator==(Decimal left, Decimal right) { return (left <=> right) == 0; }

std::strong_ordering operator<=>(Decimal left, Decimal right) {
    const int scale = left.scale_ > right.scale_ ? left.scale_ : right.scale_;
    return aligned(left, scale) <=> aligned(right, scale);
}

std::int64_t divide_rounded(Wide numerator, Wide denominator) {
    SK_ASSERT(denominator != 0);
    if (denominator < 0) {
        numerator = -numerator;
        denominator = -denominator;
    }
    const bool negative = numerator < 0;
    const Wide magnitude = negative ? -numerator : numerator;
    const Wide rounded = (magnitude * 2 + denominator) / (denominator * 2);
    return narrow(negative ? -rounded : rounded);
}

Money times(Decimal quantity, Decimal price_kroner) {
    const Decimal q = quantity.normalised();
    const Decimal p = price_kroner.normalised();
    Wide divisor = 1;
    for (int i = 0; i < q.scale() + p.scale(); ++i) divisor *= 10;
    return Money(divide_rounded(Wide(q.digits()) * p.digits() * 100, divisor));
}

Money share(Money amount, Decimal rate) {
    return Money(divide_rounded(Wide(amount.ore()) * rate.digits(), power_of_ten(rate.scale())));
}

}  // namespace samkjop
