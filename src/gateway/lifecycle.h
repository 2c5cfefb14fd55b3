#pragma once
// The states of a document in the gateway and what moves it between them.
#include <optional>
#include <span>

#include "gateway/gateway.h"

namespace samkjop::gateway {

enum class Event : std::uint8_t {
    judge,        // read, addressed and held against the rules
    file,         // the stage of its type takes it
    set_aside,    // to quarantine
    recognise,    // it has been here before
    release,      // a person lets it in
    discard,      // a person will not have it
    withhold,     // our own document breaks the rules and does not leave
    send,         // handed to the access point, the mail server or whoever fetches it
    acknowledge,  // the other side has it
    fail,         // it did not get through
    give_up,      // it has been tried as often as we do
    resend,       // a person sends it again
};
inline constexpr int kEvents = static_cast<int>(Event::resend) + 1;
std::string_view name(Event event);

struct Facts {
    bool has_reason = false;
};

struct Transition {
    State from;
    Event event;
    State to;
    Permission permission;  // anyone: the gateway's own step
    std::optional<Refusal> (*guard)(const Facts&);
};
std::span<const Transition> lifecycle();
std::optional<State> next(State from, Event event);
Result<State> decide(State from, Event event, const Actor& actor, const Facts& facts);

// How long to wait before the next attempt; nothing when a person must look.
std::optional<std::int64_t> pause_ms(int attempts);

}  // namespace samkjop::gateway
