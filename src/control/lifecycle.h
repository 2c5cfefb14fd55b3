#pragma once
// The life of a claim: pure. Who may do what, when, and where it leads.
#include "control/control.h"

namespace samkjop::control {

enum class Event : std::uint8_t {
    send,       // the letter and the Invoice Responses go out
    remind,     // the day for an answer has passed
    disagree,   // the supplier says no
    insist,     // the claim stands
    credit,     // a credit note covers a part
    settle,     // credit notes cover all of it
    withdraw,   // it was wrong
    write_off,  // it is right, and is given up
};
inline constexpr int kEvents = 8;
std::string_view name(ClaimState state);
std::string_view name(Event event);

struct Circumstances {
    bool may_act = true;  // this person, in this municipality
    bool by_system = false;
    bool has_reason = true;
    bool has_findings = true;
    bool overdue = true;
};
Result<ClaimState> decide(ClaimState state, Event event, const Circumstances& circumstances);

}  // namespace samkjop::control
