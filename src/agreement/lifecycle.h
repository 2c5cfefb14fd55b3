#pragma once
// The life of an agreement: what moves it, who may, and what it requires. Pure.

#include "agreement/agreement.h"

namespace samkjop::agreement {

enum class Event : std::uint8_t {
    decide,      // the decision is made
    reconsider,  // the decision is taken back before anything is signed
    sign,        // the parties have signed
    use_option,  // it is prolonged
    expire,      // the last day has passed: the clock
    terminate,   // it ends before its time
    discard,     // it will never be signed
};
inline constexpr int kEvents = 7;
std::string_view name(Event event);
std::optional<Event> event_from(std::string_view name);

// What a person writes about the event, and the day it is.
struct Particulars {
    Date on;                // of the decision, the signing, the use; or the last day
    std::string reference;  // the decision it rests on
    std::string reason;
    Date today;
};

struct Facts {
    const Agreement* agreement = nullptr;
    Particulars said;
    bool is_manager = false;
};
using Guard = std::optional<Refusal> (*)(const Facts&);

// Who may: the coordinator; also its manager; or nobody, the clock does it.
enum class Who : std::uint8_t { coordinator, manager_too, clock };

struct Transition {
    State from;
    Event event;
    State to;
    Who who;
    Guard guard;
};
std::span<const Transition> lifecycle();
Result<State> decide(const Actor&, Event, const Facts&);
// What the table has from here for this actor, whatever the guards say.
std::vector<Event> possible(const Actor&, const Agreement&);

}  // namespace samkjop::agreement
