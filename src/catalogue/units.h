#pragma once
// UN/ECE Recommendation 20 (and 21 for packages) in the words that people use.
#include <string>
#include <string_view>

#include "base/text.h"

namespace samkjop::catalogue {

std::string unit_name(std::string_view code, Language language);   // BX: «eske»; unknown: the code
std::string unit_short(std::string_view code, Language language);  // EA: «stk.»
// "EA" for all the codes of a piece; a package of Recommendation 21 without its X.
std::string_view plain_unit(std::string_view code);
bool is_unit_code(std::string_view code);  // two or three capitals and digits

}  // namespace samkjop::catalogue
