#include "base/identifiers.h"

#include <array>

namespace samkjop {

std::optional<OrganisationNumber> OrganisationNumber::parse(std::string_view text) {
    static constexpr std::array weights = {3, 2, 7, 6, 5, 4, 3, 2};
    std::string digits;
    for (const char c : text) {
        if (c == ' ') continue;
        if (c < '0' || c > '9') return std::nullopt;
        digits += c;
    }
    if (digits.size() != 9) return std::nullopt;
    int sum = 0;
    for (std::size_t i = 0; i < 8; ++i) sum += weights[i] * (digits[i] - '0');
    const int check = (11 - sum % 11) % 11;
    if (check != digits[8] - '0') return std::nullopt;
    return OrganisationNumber(std::move(digits));
}

std::optional<Gtin> Gtin::parse(std::string_view text) {
    if (text.size() != 8 && text.size() != 12 && text.size() != 13 && text.size() != 14) {
        return std::nullopt;
    }
    int sum = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] < '0' || text[i] > '9') return std::nullopt;
        const bool weighs_three = (text.size() - 1 - i) % 2 == 1;
        sum += (text[i] - '0') * (weighs_three ? 3 : 1);
    }
    if (sum % 10 != 0) return std::nullopt;
    return Gtin(std::string(text));
}

}  // namespace samkjop
