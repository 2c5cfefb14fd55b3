#pragma once
// The rules that Peppol authorities add for their own country's sellers.

#include <span>

#include "peppol/rule.h"

namespace samkjop::peppol {

std::span<const Pattern> national_patterns();

}  // namespace samkjop::peppol
