// What moves a document: one table for both directions, and the growing pauses between attempts.
// The gateway's own steps ask for no permission; a person's ask for one, and for a reason where
// something is let in or turned away.
#include "gateway/lifecycle.h"

#include <array>

#include "gateway/texts.h"

namespace samkjop::gateway {
namespace {

using enum State;
using enum Event;
using enum Permission;

std::optional<Refusal> always(const Facts&) { return std::nullopt; }
std::optional<Refusal> with_reason(const Facts& facts) {
    if (facts.has_reason) return std::nullopt;
    return Refusal{&text::reason_missing, {}, "grunn"};
}

// clang-format off
constexpr Transition kLifecycle[] = {
    // from        event        to            permission       guard
    {received,     judge,       judged,       anyone,          always},
    {received,     set_aside,   quarantined,  anyone,          always},
    {received,     recognise,   duplicate,    anyone,          always},
    {judged,       file,        filed,        anyone,          always},
    {judged,       set_aside,   quarantined,  anyone,          always},
    {judged,       recognise,   duplicate,    anyone,          always},
    {quarantined,  release,     filed,        operate_gateway, with_reason},
    {quarantined,  discard,     discarded,    operate_gateway, with_reason},

    {queued,       withhold,    given_up,     anyone,          always},
    {queued,       send,        sent,         anyone,          always},
    {queued,       fail,        failed,       anyone,          always},
    {failed,       send,        sent,         anyone,          always},
    {failed,       fail,        failed,       anyone,          always},
    {failed,       give_up,     given_up,     anyone,          always},
    {failed,       resend,      queued,       operate_gateway, always},
    {sent,         acknowledge, acknowledged, anyone,          always},
    {sent,         fail,        failed,       anyone,          always},
    {sent,         give_up,     given_up,     anyone,          always},
    {sent,         resend,      queued,       operate_gateway, always},
    {acknowledged, give_up,     given_up,     anyone,          always},
    {acknowledged, resend,      queued,       operate_gateway, always},
    {given_up,     resend,      queued,       operate_gateway, always},
};
// clang-format on

constexpr std::int64_t kMinute = 60'000;
constexpr std::array<std::int64_t, kMostAttempts - 1> kPauses = {
    1 * kMinute, 5 * kMinute, 30 * kMinute, 120 * kMinute, 480 * kMinute, 1440 * kMinute};

}  // namespace

std::string_view name(State state) {
    static constexpr std::string_view names[] = {
        "filed",        "quarantined", "discarded", "duplicate", "queued", "sent",
        "acknowledged", "failed",      "given_up",  "received",  "judged"};
    static_assert(std::size(names) == kStates);
    return names[static_cast<std::size_t>(state)];
}

std::string_view name(Event event) {
    static constexpr std::string_view names[] = {"judge",       "file",    "set_aside", "recognise",
                                                 "release",     "discard", "withhold",  "send",
                                                 "acknowledge", "fail",    "give_up",   "resend"};
    static_assert(std::size(names) == kEvents);
    return names[static_cast<std::size_t>(event)];
}

std::span<const Transition> lifecycle() { return kLifecycle; }

std::optional<State> next(State from, Event event) {
    for (const Transition& row : kLifecycle) {
        if (row.from == from && row.event == event) return row.to;
    }
    return std::nullopt;
}

Result<State> decide(State from, Event event, const Actor& actor, const Facts& facts) {
    for (const Transition& row : kLifecycle) {
        if (row.from != from || row.event != event) continue;
        if (row.permission != anyone && !actor.may(row.permission)) {
            return refuse(text::not_permitted);
        }
        if (auto refusal = row.guard(facts)) return std::unexpected(std::move(*refusal));
        return row.to;
    }
    return refuse(text::state_forbids_event);
}

std::optional<std::int64_t> pause_ms(int attempts) {
    if (attempts < 1 || attempts > static_cast<int>(kPauses.size())) return std::nullopt;
    return kPauses[static_cast<std::size_t>(attempts - 1)];
}

}  // namespace samkjop::gateway
