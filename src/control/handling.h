#pragma once
// How a claim is handled inside the module, and how findings are said.
#include "control/control.h"
#include "html/components.h"

namespace samkjop::control {

// A credit note is held against the claims of its supplier.
void take_credit_note(db::Tx&, const Actor&, Instant, const invoice::Summary&,
                      const invoice::Detail&);

// ---- Words -------------------------------------------------------------------------------------
struct Sentence {
    std::string strong, rest;
    std::string text() const { return rest.empty() ? strong : strong + " " + rest; }
};
Sentence sentence(const Stored&, Language);
std::string kind_in_words(Kind, Language);
std::string doubt_in_words(const Stored&, Language);
std::string match_in_words(const Stored&, Language);
std::string state_in_words(const Claim&, Language, Date today);
html::Tone tone_of(const Claim&);
std::vector<invoice::Remark> remarks(db::Session&, const Actor&, invoice::InvoiceId, Language);

}  // namespace samkjop::control
