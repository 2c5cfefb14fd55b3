#pragma once
// Units of measure that say the same in other words, and those that can be converted.
#include <optional>
#include <string_view>

#include "control/ratio.h"

namespace samkjop::control {

bool is_package(std::string_view code);  // a box, a case, a pallet: says nothing of how much
// How many `to` there are in one `from`: 1000 grams in a kilogram. Nothing: no such relation.
std::optional<Ratio> units_in(std::string_view from, std::string_view to);

}  // namespace samkjop::control
