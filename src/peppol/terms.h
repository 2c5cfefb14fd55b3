#pragma once
// The names of the business terms of EN 16931, in the three languages.

#include <string>
#include <string_view>

#include "base/text.h"

namespace samkjop::peppol {

// "BT-1 BT-2" → "Fakturanummer (BT-1), fakturadato (BT-2)".
std::string term_names(std::string_view terms, Language language);
// "cbc:CityName" → "poststed (CityName)".
std::string element_name(std::string_view spelled, Language language);
// "BR-AE-05" → "AE"; empty for a rule of no VAT category.
std::string_view vat_category_of_rule(std::string_view rule);

}  // namespace samkjop::peppol
