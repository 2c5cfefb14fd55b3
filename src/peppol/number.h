#pragma once
// Numbers as the rules count with them: exact decimals of any usual size, and, where a rule of the
// standard compares what the document wrote with a plain number, binary floating point.

#include <compare>
#include <optional>
#include <string>
#include <string_view>

#include "base/decimal.h"

namespace samkjop::peppol {

// Thrown inside a rule that cannot be decided: text where a number must be, two elements where the
// rule speaks of one. The rule then counts as broken.
struct Undecidable {};

class Exact {
public:
    constexpr Exact() = default;
    constexpr Exact(Wide digits, int scale) : digits_(digits), scale_(scale) {}
    static constexpr Exact whole(int number) { return {number, 0}; }
    static std::optional<Exact> parse(std::string_view text);  // blanks around it are allowed

    friend Exact operator+(Exact left, Exact right);
    friend Exact operator-(Exact left, Exact right) { return left + -right; }
    friend Exact operator*(Exact left, Exact right);
    friend Exact operator-(Exact value) { return {-value.digits_, value.scale_}; }
    friend Exact divide(Exact left, Exact right);  // 18 decimals, half down
    friend bool operator==(Exact left, Exact right) { return (left <=> right) == 0; }
    friend std::strong_ordering operator<=>(Exact left, Exact right);

    Exact magnitude() const { return digits_ < 0 ? Exact(-digits_, scale_) : *this; }
    Exact rounded(int decimals) const;  // half towards plus infinity
    std::string text() const;           // "-12.50"
    bool is_zero() const { return digits_ == 0; }
    std::strong_ordering compare(double right) const;  // exact, without rounding either

private:
    Wide digits_ = 0;
    int scale_ = 0;
};

// xs:double: also "1E2", "INF". Nothing when it is not a number; "NaN" is one.
std::optional<double> parse_double(std::string_view text);
double number(std::string_view text);  // not a number: NaN

}  // namespace samkjop::peppol
