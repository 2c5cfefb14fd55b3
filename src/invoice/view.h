#pragma once
// From a record to what the page shows of it.
#include "http/exchange.h"
#include "invoice/views.h"

namespace samkjop::invoice {

html::Tone tone_of(State state);
std::string state_in_words(const Record& record, Language language, Date today);
std::string due_in_words(const Record& record, Language language, Date today);
const Text& short_state(State state);

// The whole page. refusals and typed_reason after a 422.
InvoiceView view_of(http::Exchange& exchange, const Record& record, std::vector<Refusal> refusals);

// The coding that a form says; position is the invoice line's.
inline std::string coding_prefix(int position, int part) {
    return "l" + std::to_string(position) + (part == 0 ? "a" : "b");
}

}  // namespace samkjop::invoice
