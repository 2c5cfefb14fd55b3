// Decides how a rule counts: sums and products exactly, quotients with eighteen decimals.

#include "peppol/number.h"

#include <locale.h>

#include <boost/multiprecision/cpp_int.hpp>
#include <charconv>
#include <cmath>
#include <cstdlib>
#include <limits>

namespace samkjop::peppol {
namespace {

std::string_view trimmed(std::string_view text) {
    const std::size_t first = text.find_first_not_of(" \t\r\n");
    if (first == text.npos) return {};
    return text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1);
}

Wide times(Wide left, Wide right) {
    Wide out = 0;
    if (__builtin_mul_overflow(left, right, &out)) throw Undecidable{};
    return out;
}

Wide power(int exponent) {
    Wide out = 1;
    while (exponent-- > 0) out = times(out, 10);
    return out;
}

using Big = boost::multiprecision::cpp_int;

Big big(Wide value) { return Big(value); }
Big big_power(int base, int exponent) {
    return boost::multiprecision::pow(Big(base), static_cast<unsigned>(exponent));
}
std::strong_ordering order(const Big& left, const Big& right) { return left.compare(right) <=> 0; }

constexpr Wide kLargest = (Wide{1} << 125);

// The same with as many decimals as there is room for.
Exact fitted(Big digits, int scale) {
    const Big most = big(Wide{1} << 120);
    while (scale > 0 && boost::multiprecision::abs(digits) > most) {
        digits /= 10;
        --scale;
    }
    if (boost::multiprecision::abs(digits) > most) throw Undecidable{};
    return {digits.convert_to<Wide>(), scale};
}

}  // namespace

std::optional<Exact> Exact::parse(std::string_view text) {
    text = trimmed(text);
    bool negative = false;
    if (!text.empty() && (text[0] == '+' || text[0] == '-')) {
        negative = text[0] == '-';
        text.remove_prefix(1);
    }
    Wide digits = 0;
    int scale = 0;
    int seen = 0;
    bool point = false;
    if (text.size() > 1 && text.find('.') != text.npos) {
        while (text.back() == '0') text.remove_suffix(1);
        ++seen;  // "0." or ".0" had at least one digit; "." alone is refused below
        if (text == ".") return Exact();
    }
    for (const char c : text) {
        if (c == '.' && !point) {
            point = true;
        } else if (c >= '0' && c <= '9') {
            ++seen;
            // Beyond 36 digits: what stands behind the point is let go, before it the number is as
            // large as we can hold.
            if (digits > (Wide{1} << 120)) {
                if (!point) digits = kLargest;
                continue;
            }
            scale += point;
            digits = digits * 10 + (c - '0');
        } else {
            return {};
        }
    }
    if (seen == 0 || text == ".") return {};
    return Exact(negative ? -digits : digits, scale);
}

Exact operator+(Exact left, Exact right) {
    const int scale = std::max(left.scale_, right.scale_);
    Wide mine = left.digits_;
    Wide theirs = right.digits_;
    Wide sum = 0;
    bool fits = true;
    for (int i = left.scale_; fits && i < scale; ++i)
        fits = !__builtin_mul_overflow(mine, 10, &mine);
    for (int i = right.scale_; fits && i < scale; ++i)
        fits = !__builtin_mul_overflow(theirs, 10, &theirs);
    if (fits && !__builtin_add_overflow(mine, theirs, &sum)) return {sum, scale};
    return fitted(big(left.digits_) * big_power(10, scale - left.scale_) +
                      big(right.digits_) * big_power(10, scale - right.scale_),
                  scale);
}

Exact operator*(Exact left, Exact right) {
    while (left.scale_ > 0 && left.digits_ % 10 == 0) left = {left.digits_ / 10, left.scale_ - 1};
    while (right.scale_ > 0 && right.digits_ % 10 == 0) {
        right = {right.digits_ / 10, right.scale_ - 1};
    }
    Wide product = 0;
    if (!__builtin_mul_overflow(left.digits_, right.digits_, &product)) {
        return {product, left.scale_ + right.scale_};
    }
    return fitted(big(left.digits_) * big(right.digits_), left.scale_ + right.scale_);
}

Exact divide(Exact left, Exact right) {
    if (right.digits_ == 0) throw Undecidable{};
    const int shift = 18 + right.scale_ - left.scale_;
    Wide numerator = left.digits_;
    Wide denominator = right.digits_;
    if (shift >= 0)
        numerator = times(numerator, power(shift));
    else
        denominator = times(denominator, power(-shift));
    const bool negative = (numerator < 0) != (denominator < 0);
    if (numerator < 0) numerator = -numerator;
    if (denominator < 0) denominator = -denominator;
    Wide quotient = numerator / denominator;
    const Wide rest = numerator % denominator;
    if (rest > denominator - rest) ++quotient;
    while (quotient % 10 == 0 && quotient != 0) {  // keep room for the next product
        Exact shorter(quotient / 10, 17);
        quotient = shorter.digits_;
        int scale = 17;
        while (scale > 0 && quotient % 10 == 0) {
            quotient /= 10;
            --scale;
        }
        return {negative ? -quotient : quotient, scale};
    }
    return {negative ? -quotient : quotient, 18};
}

std::strong_ordering operator<=>(Exact left, Exact right) {
    if (left.scale_ == right.scale_) return left.digits_ <=> right.digits_;
    const int scale = std::max(left.scale_, right.scale_);
    Wide mine = left.digits_;
    Wide theirs = right.digits_;
    bool fits = true;
    for (int i = left.scale_; i < scale; ++i) fits &= !__builtin_mul_overflow(mine, 10, &mine);
    for (int i = right.scale_; i < scale; ++i) fits &= !__builtin_mul_overflow(theirs, 10, &theirs);
    if (fits) return mine <=> theirs;
    return order(big(left.digits_) * big_power(10, scale - left.scale_),
                 big(right.digits_) * big_power(10, scale - right.scale_));
}

Exact Exact::rounded(int decimals) const {
    if (scale_ <= decimals) return *this;
    const Wide unit = power(scale_ - decimals);
    const Wide half = digits_ + unit / 2;
    Wide quotient = half / unit;
    if (half % unit < 0) --quotient;  // floor
    return {quotient, decimals};
}

std::strong_ordering Exact::compare(double right) const {
    if (std::isnan(right) || std::isinf(right)) throw Undecidable{};
    int exponent = 0;
    const double fraction = std::frexp(right, &exponent);
    Wide mantissa = static_cast<Wide>(std::ldexp(fraction, 53));
    exponent -= 53;
    while (exponent < 0 && mantissa % 2 == 0 && mantissa != 0) {
        mantissa /= 2;
        ++exponent;
    }
    if (mantissa == 0) return digits_ <=> Wide{0};
    Wide mine = digits_;
    Wide theirs = mantissa;
    bool fits = exponent <= 60 && exponent >= -90;
    for (int i = 0; fits && i > exponent; --i) fits = !__builtin_mul_overflow(mine, 2, &mine);
    for (int i = 0; fits && i < exponent; ++i) fits = !__builtin_mul_overflow(theirs, 2, &theirs);
    for (int i = 0; fits && i < scale_; ++i) fits = !__builtin_mul_overflow(theirs, 10, &theirs);
    if (fits) return mine <=> theirs;
    return order(big(digits_) * big_power(2, std::max(0, -exponent)),
                 big(mantissa) * big_power(2, std::max(0, exponent)) * big_power(10, scale_));
}

std::string Exact::text() const {
    std::string out;
    Wide rest = digits_ < 0 ? -digits_ : digits_;
    for (int i = 0; i < scale_ || rest > 0 || out.empty() || out.front() == '.'; ++i) {
        if (i == scale_ && i > 0) out.insert(out.begin(), '.');
        out.insert(out.begin(), static_cast<char>('0' + static_cast<int>(rest % 10)));
        rest /= 10;
    }
    return digits_ < 0 ? "-" + out : out;
}

std::optional<double> parse_double(std::string_view text) {
    text = trimmed(text);
    if (text == "NaN") return std::numeric_limits<double>::quiet_NaN();
    if (text == "INF" || text == "+INF") return std::numeric_limits<double>::infinity();
    if (text == "-INF") return -std::numeric_limits<double>::infinity();
    if (!text.empty() && text[0] == '+') text.remove_prefix(1);
    if (text.empty()) return {};
    for (const char c : text) {
        const bool of_a_number =
            (c >= '0' && c <= '9') || c == '.' || c == '-' || c == '+' || c == 'e' || c == 'E';
        if (!of_a_number) return {};
    }
    if (text.back() == '.' && text.find('.') == text.size() - 1) text.remove_suffix(1);
    double out = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), out);
    if (error == std::errc::result_out_of_range) {  // to infinity or to zero: the library tells
        static const locale_t plain = newlocale(LC_ALL_MASK, "C", nullptr);
        return strtod_l(std::string(text).c_str(), nullptr, plain);
    }
    if (error != std::errc() || end != text.data() + text.size()) return {};
    return out;
}

double number(std::string_view text) {
    return parse_double(text).value_or(std::numeric_limits<double>::quiet_NaN());
}

}  // namespace samkjop::peppol
