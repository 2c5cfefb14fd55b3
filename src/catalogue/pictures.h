#pragma once
// A drawing for each kind of goods, where the supplier's own picture cannot be shown: the page
// fetches nothing from outside.
#include <string_view>

#include "html/out.h"

namespace samkjop::catalogue {

const html::Safe& picture_of(std::string_view unspsc);

}  // namespace samkjop::catalogue
