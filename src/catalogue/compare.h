#pragma once
// What goods cost when they are brought to the same amount: «14,20 kr per liter», «63 kr per 100
// stk.».
#include <optional>
#include <span>

#include "catalogue/catalogue.h"

namespace samkjop::catalogue {

struct BasePrice {
    enum class Measure : std::uint8_t { piece, litre, kilogram, metre, square_metre, other };
    Measure measure = Measure::other;
    Decimal amount;    // of the measure in one ordered unit
    std::string unit;  // of `other`: the content's own unit
};
// By the stated content; else by the one size that the name states.
BasePrice base_of(const Item&);
// In the items' order. Pieces are priced by the hundred where any of them costs less than a krone.
std::vector<std::string> comparable_prices(std::span<const Item>, Language);
// The cheapest of the first item's measure among those that may be bought.
std::optional<std::size_t> cheapest_of(std::span<const Item>, std::span<const Offer>);

}  // namespace samkjop::catalogue
