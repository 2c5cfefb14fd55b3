#pragma once
// Within the module: the sections that have rows, and what forms choose among.

#include "agreement/form.h"

namespace samkjop::agreement {

std::span<const Section> row_sections();

std::vector<Choice> people_choices(http::Exchange&);  // user names of those who coordinate or lead
std::vector<Choice> supplier_choices(http::Exchange&);  // organisation numbers
// By organisation number, or by the name where only one has it.
party::SupplierId supplier_from(http::Exchange&, Typed&, std::string_view name);

}  // namespace samkjop::agreement
