// The life of an order. The supplier's documents and what later stages record move it without
// asking for a permission; a person's acts ask for one, and for a reason where something is taken
// back.
#include "order/lifecycle.h"

#include "order/texts.h"

namespace samkjop::order {
namespace {

using enum State;
using enum Event;
using enum Permission;

std::optional<Refusal> always(const Facts&) { return std::nullopt; }

// Nobody approves a change of what they asked for themselves, nor beyond their authority.
std::optional<Refusal> may_decide(const Facts& facts) {
    if (facts.is_requester) return Refusal{&text::approver_must_not_be_requester, {}, {}};
    if (!facts.authority) return Refusal{&text::no_authority_here, {}, {}};
    if (facts.amount > *facts.authority) {
        return Refusal{&text::amount_exceeds_authority,
                       {{"amount", facts.amount}, {"limit", *facts.authority}},
                       {}};
    }
    return std::nullopt;
}

// To say no, one need not have authority over the amount; but one must not be the requester.
std::optional<Refusal> may_say_no(const Facts& facts) {
    if (facts.is_requester) return Refusal{&text::approver_must_not_be_requester, {}, {}};
    if (!facts.has_reason) return Refusal{&text::reason_missing, {}, "grunn"};
    return std::nullopt;
}

std::optional<Refusal> with_reason(const Facts& facts) {
    if (!facts.has_reason) return Refusal{&text::reason_missing, {}, "grunn"};
    return std::nullopt;
}

std::optional<Refusal> while_nothing_came(const Facts& facts) {
    if (!facts.nothing_came) return Refusal{&text::something_came, {}, {}};
    return with_reason(facts);
}

// clang-format off
constexpr Transition kLifecycle[] = {
    // from         event           to            permission        guard
    {to_send,       mark_sent,      sent,         change_order,     always},
    {to_send,       change,         to_send,      change_order,     with_reason},
    {to_send,       ask_approval,   change_waits, anyone,           always},
    {to_send,       cancel,         cancelled,    change_order,     while_nothing_came},
    {to_send,       close_rest,     to_send,      anyone,           with_reason},
    {to_send,       complete,       completed,    anyone,           always},

    {sent,          note,           noted,        anyone,           always},
    {sent,          confirm,        confirmed,    anyone,           always},
    {sent,          ask_approval,   change_waits, anyone,           always},
    {sent,          reject,         rejected,     anyone,           while_nothing_came},
    {sent,          change,         sent,         change_order,     with_reason},
    {sent,          cancel,         cancelled,    change_order,     while_nothing_came},
    {sent,          close_rest,     sent,         anyone,           with_reason},
    {sent,          complete,       completed,    anyone,           always},

    {noted,         note,           noted,        anyone,           always},
    {noted,         confirm,        confirmed,    anyone,           always},
    {noted,         ask_approval,   change_waits, anyone,           always},
    {noted,         reject,         rejected,     anyone,           while_nothing_came},
    {noted,         change,         noted,        change_order,     with_reason},
    {noted,         cancel,         cancelled,    change_order,     while_nothing_came},
    {noted,         close_rest,     noted,        anyone,           with_reason},
    {noted,         complete,       completed,    anyone,           always},

    {confirmed,     note,           confirmed,    anyone,           always},
    {confirmed,     confirm,        confirmed,    anyone,           always},
    {confirmed,     ask_approval,   change_waits, anyone,           always},
    {confirmed,     reject,         rejected,     anyone,           while_nothing_came},
    {confirmed,     change,         confirmed,    change_order,     with_reason},
    {confirmed,     cancel,         cancelled,    change_order,     while_nothing_came},
    {confirmed,     close_rest,     confirmed,    anyone,           with_reason},
    {confirmed,     complete,       completed,    anyone,           always},

    {change_waits,  approve_change, confirmed,    approve_purchase, may_decide},
    {change_waits,  reject_change,  kBack,        approve_purchase, may_say_no},
    {change_waits,  cancel,         cancelled,    change_order,     while_nothing_came},
    {change_waits,  close_rest,     change_waits, anyone,           with_reason},

    {completed,     note,           completed,    anyone,           always},
    {completed,     confirm,        completed,    anyone,           always},
    {completed,     reopen,         confirmed,    anyone,           always},
};
// clang-format on

}  // namespace

std::string_view name(State state) {
    static constexpr std::string_view names[] = {"to_send",   "sent",         "noted",
                                                 "confirmed", "change_waits", "rejected",
                                                 "cancelled", "completed"};
    return names[static_cast<std::size_t>(state)];
}

std::string_view name(Event event) {
    static constexpr std::string_view names[] = {
        "mark_sent",     "note",   "confirm", "ask_approval", "reject",   "approve_change",
        "reject_change", "change", "cancel",  "close_rest",   "complete", "reopen"};
    return names[static_cast<std::size_t>(event)];
}

std::span<const Transition> lifecycle() { return kLifecycle; }

Result<State> decide(State from, State before, Event event, const Actor& actor,
                     const Facts& facts) {
    for (const Transition& row : kLifecycle) {
        if (row.from != from || row.event != event) continue;
        if (!actor.may(row.permission) && row.permission != Permission::anyone) {
            return refuse(text::not_permitted);
        }
        if (auto refusal = row.guard(facts)) return std::unexpected(std::move(*refusal));
        return row.to == kBack ? before : row.to;
    }
    return refuse(text::state_forbids_event);
}

}  // namespace samkjop::order
