// The life of an agreement in one table. Nothing is signed without the decision it rests on,
// neither the agreement nor any municipality's part in it; an option is used in time and by
// decision; time alone ends what nobody has ended.

#include "agreement/lifecycle.h"

#include "agreement/texts.h"

namespace samkjop::agreement {
namespace {

using enum Event;
using enum Who;

std::optional<Refusal> reason_given(const Facts& facts) {
    if (facts.said.reason.empty()) return Refusal{&text::reason_missing, {}, "reason"};
    return std::nullopt;
}

// A decision has a day that has come, and a reference that can be looked up.
std::optional<Refusal> is_decided(const Facts& facts) {
    if (facts.said.reference.empty()) return Refusal{&text::decision_missing, {}, "reference"};
    if (facts.said.on > facts.said.today) return Refusal{&text::day_not_come, {}, "on"};
    return std::nullopt;
}

std::optional<Refusal> complete_enough(const Facts& facts) {
    if (facts.agreement->members.empty()) return Refusal{&text::nobody_has_joined, {}, {}};
    return is_decided(facts);
}

std::optional<Refusal> rests_on_decisions(const Facts& facts) {
    const Agreement& agreement = *facts.agreement;
    if (!agreement.decided_on || agreement.decision.empty())
        return Refusal{&text::decision_missing, {}, {}};
    for (const Member& member : agreement.members) {
        if (!member.decided())
            return Refusal{&text::member_not_decided, {{"municipality", member.name}}, {}};
    }
    if (facts.said.on > facts.said.today) return Refusal{&text::day_not_come, {}, "on"};
    if (facts.said.on < *agreement.decided_on)
        return Refusal{&text::signed_before_decided, {{"date", *agreement.decided_on}}, "on"};
    return std::nullopt;
}

std::optional<Refusal> option_is_open(const Facts& facts) {
    const Option* option = next_option(*facts.agreement);
    if (option == nullptr) return Refusal{&text::no_option_left, {}, {}};
    if (option->deadline && facts.said.on > *option->deadline)
        return Refusal{&text::option_too_late, {{"date", *option->deadline}}, "on"};
    return is_decided(facts);
}

std::optional<Refusal> time_is_out(const Facts& facts) {
    if (facts.said.today <= facts.agreement->valid_to) return Refusal{&text::time_not_out, {}, {}};
    return std::nullopt;
}

std::optional<Refusal> ends_in_time(const Facts& facts) {
    const Agreement& agreement = *facts.agreement;
    if (facts.said.on < agreement.valid_from || facts.said.on > agreement.valid_to)
        return Refusal{&text::last_day_outside, {}, "on"};
    if (facts.said.reference.empty()) return Refusal{&text::decision_missing, {}, "reference"};
    return reason_given(facts);
}

// clang-format off
constexpr Transition kLifecycle[] = {
    // from               event       to                  who          requires
    {State::draft,      decide,     State::decided,     coordinator, complete_enough},
    {State::draft,      discard,    State::discarded,   coordinator, reason_given},

    {State::decided,    reconsider, State::draft,       coordinator, reason_given},
    {State::decided,    sign,       State::in_force,    coordinator, rests_on_decisions},
    {State::decided,    discard,    State::discarded,   coordinator, reason_given},

    {State::in_force,   use_option, State::extended,    manager_too, option_is_open},
    {State::in_force,   expire,     State::expired,     clock,       time_is_out},
    {State::in_force,   terminate,  State::terminated,  coordinator, ends_in_time},

    {State::extended,   use_option, State::extended,    manager_too, option_is_open},
    {State::extended,   expire,     State::expired,     clock,       time_is_out},
    {State::extended,   terminate,  State::terminated,  coordinator, ends_in_time},
};
// clang-format on

bool has_right(const Actor& actor, Who who, bool is_manager) {
    const bool is_person = static_cast<bool>(actor.user);
    switch (who) {
        case coordinator:
            return is_person && actor.may(Permission::coordinate);
        case manager_too:
            return is_person && (actor.may(Permission::coordinate) || is_manager);
        case Who::clock:
            return !is_person;
    }
    return false;
}

}  // namespace

std::string_view name(State state) {
    static constexpr std::string_view names[] = {"draft",   "decided",    "in_force", "extended",
                                                 "expired", "terminated", "discarded"};
    return names[static_cast<std::size_t>(state)];
}

namespace {
constexpr std::string_view kEventNames[] = {"decide", "reconsider", "sign",   "use_option",
                                            "expire", "terminate",  "discard"};
}

std::string_view name(Event event) { return kEventNames[static_cast<std::size_t>(event)]; }

std::optional<Event> event_from(std::string_view wanted) {
    for (std::size_t i = 0; i < std::size(kEventNames); ++i) {
        if (kEventNames[i] == wanted) return static_cast<Event>(i);
    }
    return std::nullopt;
}

std::span<const Transition> lifecycle() { return kLifecycle; }

Result<State> decide(const Actor& actor, Event event, const Facts& facts) {
    for (const Transition& row : kLifecycle) {
        if (row.from != facts.agreement->state || row.event != event) continue;
        if (!has_right(actor, row.who, facts.is_manager)) return refuse(text::not_yours);
        if (auto refusal = row.guard(facts)) return std::unexpected(*std::move(refusal));
        return row.to;
    }
    return refuse(text::not_now);
}

std::vector<Event> possible(const Actor& actor, const Agreement& agreement) {
    std::vector<Event> out;
    const bool is_manager = actor.user && actor.user == agreement.manager;
    for (const Transition& row : kLifecycle) {
        if (row.from != agreement.state || row.who == Who::clock) continue;
        if (row.event == use_option && next_option(agreement) == nullptr) continue;
        if (has_right(actor, row.who, is_manager)) out.push_back(row.event);
    }
    return out;
}

}  // namespace samkjop::agreement
