#pragma once
// What an Invoice Response (T111) says of an invoice: pure.
#include "invoice/handling.h"
#include "invoice/lifecycle.h"
#include "ubl/documents.h"

namespace samkjop::invoice {

// The status that a step of ours means to the supplier; empty: nothing new. AB acknowledged, IP in
// process, UQ under query, CA conditionally accepted, RE rejected, AP accepted. PD (paid) is not
// said: payment is the finance system's, and it tells us what is booked, not what is paid.
std::string_view response_code(State to, bool differences_accepted);

// No status may go back: AB, IP, UQ (which may be asked again), CA, then RE or AP, which are final.
bool may_follow(std::string_view earlier, std::string_view next);

// One clarification for each finding: the reason's code (OPStatusReason), our sentence, and which
// business term is wrong with what it should have been.
struct Clarification {
    std::string_view code, term;
    std::string right;  // the value it should have had; empty: not known
};
Clarification clarification(const Finding& finding);
// What the supplier is asked to do (OPStatusAction).
std::string_view wanted_action(std::string_view code, std::span<const Finding> findings);

}  // namespace samkjop::invoice
