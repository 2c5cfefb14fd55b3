#pragma once
// The form of a planned purchase: filled from one, filled with what was typed, and read back.
#include "http/exchange.h"
#include "plan/plan.h"
#include "plan/views.h"

namespace samkjop::plan {

FormView form_of(http::Exchange&, const PlannedPurchase&);
FormView form_as_typed(http::Post&, std::string action);
// Puts what was typed into the purchase; comes back with what cannot be understood.
std::vector<Refusal> read_form(http::Post&, PlannedPurchase&);

}  // namespace samkjop::plan
