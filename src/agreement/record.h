#pragma once
// Within the module: the record page of one agreement.

#include "agreement/lifecycle.h"
#include "agreement/views.h"
#include "http/exchange.h"

namespace samkjop::agreement {

std::string state_in_words(const http::Exchange&, const Agreement&);
html::Tone tone_of(const Agreement&, Date today);
// Who keeps the register sees what is not signed yet; others do not find it.
bool may_see(const Actor&, const Agreement&);

DetailView record(http::Exchange&, const Agreement&);
// An event whose form was sent and refused: shown open, with what was typed.
void reopen(http::Exchange&, DetailView&, Event, const Refusal&);

}  // namespace samkjop::agreement
