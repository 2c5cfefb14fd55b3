// What moves a document: a table for both directions, and the growing pauses between attempts.
#include "gateway/lifecycle.h"

#include <array>

namespace samkjop::gateway {
namespace {

using enum State;
using enum Event;

constexpr Transition kLifecycle[] = {
    // from        event        to
    {quarantined, release, filed},
    {quarantined, discard, discarded},
    {queued, send, sent},
    {queued, fail, failed},
    {failed, send, sent},
    {failed, fail, failed},
    {failed, give_up, given_up},
    {failed, resend, queued},
    {sent, acknowledge, acknowledged},
    {sent, fail, failed},
    {sent, give_up, given_up},
    {sent, resend, queued},
    {acknowledged, resend, queued},
    {given_up, resend, queued},
};

constexpr std::int64_t kMinute = 60'000;
constexpr std::array<std::int64_t, kMostAttempts - 1> kPauses = {
    1 * kMinute, 5 * kMinute, 30 * kMinute, 120 * kMinute, 480 * kMinute, 1440 * kMinute};

}  // namespace

std::string_view name(State state) {
    static constexpr std::string_view names[] = {"filed",        "quarantined", "discarded",
                                                 "duplicate",    "queued",      "sent",
                                                 "acknowledged", "failed",      "given_up"};
    return names[static_cast<std::size_t>(state)];
}

std::string_view name(Event event) {
    static constexpr std::string_view names[] = {"release", "discard", "send",  "acknowledge",
                                                 "fail",    "give_up", "resend"};
    return names[static_cast<std::size_t>(event)];
}

std::span<const Transition> lifecycle() { return kLifecycle; }

std::optional<State> next(State from, Event event) {
    for (const Transition& row : kLifecycle) {
        if (row.from == from && row.event == event) return row.to;
    }
    return std::nullopt;
}

std::optional<std::int64_t> pause_ms(int attempts) {
    if (attempts < 1 || attempts > static_cast<int>(kPauses.size())) return std::nullopt;
    return kPauses[static_cast<std::size_t>(attempts - 1)];
}

}  // namespace samkjop::gateway
