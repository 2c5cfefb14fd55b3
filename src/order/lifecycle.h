#pragma once
// The states of an order, what moves it, who may, and under what conditions. Pure.
#include <optional>
#include <span>

#include "order/order.h"

namespace samkjop::order {

enum class Event : std::uint8_t {
    mark_sent,     // a person has e-mailed or printed it
    note,          // the supplier has it (AB)
    confirm,       // the supplier accepts it; changes that stand are in it
    ask_approval,  // a change beyond tolerance
    reject,        // the supplier will not deliver (RE)
    approve_change,
    reject_change,
    change,      // the buyer's change that stands at once
    cancel,      // by the buyer
    close_rest,  // of a line
    complete,    // nothing more is expected
    reopen,      // a receipt was undone
};
inline constexpr int kEvents = 12;
// In the table: back to where it was before it waited.
inline constexpr State kBack = static_cast<State>(kStates);
std::string_view name(Event event);

// What the caller has looked up before asking.
struct Facts {
    bool is_requester = false;
    bool nothing_came = true;
    bool has_reason = true;
    std::optional<Money> authority;  // of who acts, in the units that pay
    Money amount;                    // the order's cost with the change
};

using Guard = std::optional<Refusal> (*)(const Facts&);

struct Transition {
    State from;
    Event event;
    State to;
    Permission permission;  // anyone: moved by a document or by a later stage
    Guard guard;
};
std::span<const Transition> lifecycle();
// `before`: the state that the order waits to go back to.
Result<State> decide(State from, State before, Event event, const Actor& actor, const Facts& facts);

}  // namespace samkjop::order
