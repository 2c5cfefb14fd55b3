#pragma once
// What kind of thing a CPV code stands for, by its division (the first two digits), in short words.
#include <string>
#include <string_view>
#include <vector>

#include "base/text.h"

namespace samkjop::public_site {

const Text* division(std::string_view cpv);  // nothing: no such division
// OCDS: "goods", "works" or "services".
std::string_view main_category(std::string_view cpv);

}  // namespace samkjop::public_site
