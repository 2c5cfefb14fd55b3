// The life of a requisition: who may move it, and when the answer is no.
//
// The table is the specification; the diagram in the documentation and the golden matrix come from
// it. A requisition is decided as a whole: its lines are rejected one by one, the others are
// approved together, and where they are paid by several units each of these must have said yes.

#include "requisition/lifecycle.h"

#include <algorithm>

#include "requisition/rules.h"
#include "requisition/texts.h"

namespace samkjop::requisition {
namespace {

using enum State;
using enum Event;
using No = std::optional<Refusal>;

No no(const Text& why, Arguments arguments = {}, std::string field = {}) {
    return Refusal{&why, std::move(arguments), std::move(field)};
}

bool named(const Facts& facts, LineId line) {
    return std::ranges::find(facts.lines, line) != facts.lines.end();
}

No by_requester(const Requisition& requisition, const Actor& actor, const Facts&) {
    if (actor.user != requisition.requester) return no(text::only_the_requester);
    return {};
}

// In the order a person can do something about them: what is missing, who can say yes, the money.
No may_ask_for_money(const Requisition& requisition, const Actor& actor, const Facts& facts) {
    if (auto wrong = by_requester(requisition, actor, facts)) return wrong;
    bool any = false;
    for (const Line& line : requisition.lines) {
        if (line.state != LineState::open) continue;
        any = true;
        if (!rules::fully_coded(line)) {
            return no(text::line_not_coded, {{"line", line.name}},
                      "kontering-" + std::to_string(line.id.value));
        }
        if (!line.agreement && line.outside_reason.empty()) {
            return no(text::outside_needs_reason, {{"line", line.name}},
                      "grunn-" + std::to_string(line.id.value));
        }
    }
    if (!any) return no(text::requisition_has_no_lines);
    if (facts.approvers.empty()) {
        return no(text::nobody_can_approve, {{"amount", facts.cost}, {"helper", facts.helper}});
    }
    if (facts.over > Money() && facts.policy == party::BudgetPolicy::refuse) {
        return no(text::budget_exceeded, {{"amount", facts.over}, {"scope", facts.over_scope}});
    }
    if (facts.over > Money() && facts.policy == party::BudgetPolicy::stop && facts.reason.empty()) {
        return no(text::say_why_over_budget, {}, "begrunnelse");
    }
    return {};
}

No may_answer(const Requisition& requisition, const Actor& actor, const Facts& facts) {
    if (auto wrong = by_requester(requisition, actor, facts)) return wrong;
    if (facts.reason.empty()) return no(text::answer_must_be_filled, {}, "svar");
    return {};
}

// Whoever decides on other people's money: never the one who asks for it, and never without
// authority (budsjettdisponeringsmyndighet) in one of the units that pay.
No decides_here(const Requisition& requisition, const Actor& actor, const Facts& facts) {
    if (actor.user == requisition.requester) return no(text::approver_must_not_be_requester);
    const bool anywhere = std::ranges::any_of(
        facts.units, [](const UnitFacts& unit) { return unit.authority.has_value(); });
    if (!anywhere) return no(text::no_authority_here);
    return {};
}

No may_ask(const Requisition& requisition, const Actor& actor, const Facts& facts) {
    if (auto wrong = decides_here(requisition, actor, facts)) return wrong;
    if (facts.reason.empty()) return no(text::question_must_be_filled, {}, "sporsmal");
    return {};
}

No may_approve(const Requisition& requisition, const Actor& actor, const Facts& facts) {
    if (auto wrong = decides_here(requisition, actor, facts)) return wrong;
    bool gives = false;
    std::optional<Money> most;
    for (const UnitFacts& unit : facts.units) {
        if (unit.consented || !unit.authority) continue;
        if (*unit.authority >= facts.cost) gives = true;
        if (!most || *unit.authority > *most) most = unit.authority;
    }
    if (!gives && !most) return no(text::already_said_yes);
    if (!gives)
        return no(text::amount_exceeds_authority, {{"limit", *most}, {"amount", facts.cost}});
    if (facts.over > Money() && facts.policy != party::BudgetPolicy::warn &&
        requisition.over > Money()) {
        if (!facts.may_override) return no(text::override_needed, {{"amount", facts.over}});
        if (facts.reason.empty())
            return no(text::say_why_approve_over, {{"amount", facts.over}}, "over");
    }
    return {};
}

No may_reject(const Requisition& requisition, const Actor& actor, const Facts& facts) {
    if (auto wrong = decides_here(requisition, actor, facts)) return wrong;
    if (facts.lines.empty()) return no(text::line_already_decided);
    for (const LineId id : facts.lines) {
        const auto line = std::ranges::find(requisition.lines, id, &Line::id);
        if (line == requisition.lines.end() || line->state != LineState::open) {
            return no(text::line_already_decided);
        }
        const bool pays_here = std::ranges::any_of(line->parts, [&](const Part& part) {
            const auto unit = std::ranges::find(facts.units, part.unit, &UnitFacts::unit);
            return unit != facts.units.end() && unit->authority.has_value();
        });
        if (!pays_here) return no(text::no_authority_here);
    }
    if (facts.reason.empty()) {
        return no(text::say_why_rejected, {}, "grunn-" + std::to_string(facts.lines.front().value));
    }
    return {};
}

using enum Permission;
constexpr std::nullopt_t as_the_lines_say = std::nullopt;

// clang-format off
constexpr Transition kLifecycle[] = {
    // from    event     to                permission        guard              posts
    {draft,    submit,   waiting,          request_purchase, may_ask_for_money, Posts::reserve},
    {waiting,  change,   waiting,          request_purchase, may_ask_for_money, Posts::difference},
    {waiting,  ask,      asked,            approve_purchase, may_ask,           Posts::nothing},
    {waiting,  approve,  as_the_lines_say, approve_purchase, may_approve,       Posts::nothing},
    {waiting,  reject,   as_the_lines_say, approve_purchase, may_reject,        Posts::release},
    {waiting,  withdraw, withdrawn,        request_purchase, by_requester,      Posts::release},
    {asked,    change,   waiting,          request_purchase, may_ask_for_money, Posts::difference},
    {asked,    answer,   waiting,          request_purchase, may_answer,        Posts::nothing},
    {asked,    approve,  as_the_lines_say, approve_purchase, may_approve,       Posts::nothing},
    {asked,    reject,   as_the_lines_say, approve_purchase, may_reject,        Posts::release},
    {asked,    withdraw, withdrawn,        request_purchase, by_requester,      Posts::release},
};
// clang-format on

const Transition* find(State from, Event event) {
    for (const Transition& row : kLifecycle) {
        if (row.from == from && row.event == event) return &row;
    }
    return nullptr;
}

// All that stood open and is not rejected is approved once every unit that pays has said yes.
void follow_the_lines(const Requisition& requisition, const Facts& facts, Decision& decision) {
    std::vector<LineId> open;
    bool some_rejected = !decision.rejected.empty();
    for (const Line& line : requisition.lines) {
        if (line.state == LineState::rejected) some_rejected = true;
        if (line.state == LineState::open && !named(facts, line.id)) open.push_back(line.id);
    }
    decision.to = decision.from;
    if (open.empty()) {
        decision.to = rejected;
        return;
    }
    const bool all = std::ranges::all_of(facts.units, [&](const UnitFacts& unit) {
        return !unit.stays || unit.consented ||
               std::ranges::find(decision.consents, unit.unit) != decision.consents.end();
    });
    if (!all || facts.units.empty()) return;
    decision.approved = std::move(open);
    decision.to = some_rejected ? partly_approved : approved;
}

}  // namespace

std::string_view name(Event event) {
    static constexpr std::string_view names[kEvents] = {"submit",  "change", "ask",     "answer",
                                                        "approve", "reject", "withdraw"};
    return names[static_cast<std::size_t>(event)];
}

std::span<const Transition> lifecycle() { return kLifecycle; }

Result<Decision> decide(const Requisition& requisition, Event event, const Actor& actor,
                        const Facts& facts) {
    const Transition* row = find(requisition.state, event);
    if (!row) return refuse(text::state_forbids_event);
    if (!actor.may(row->permission)) return refuse(text::actor_lacks_permission);
    if (auto broken = row->guard(requisition, actor, facts)) return std::unexpected(*broken);

    Decision decision{event, requisition.state, requisition.state, row->posts, {}, {}, {}};
    if (event == Event::reject) decision.rejected = facts.lines;
    if (event == Event::withdraw) {
        for (const Line& line : requisition.lines) {
            if (line.state == LineState::open) decision.rejected.push_back(line.id);
        }
    }
    if (event == Event::approve) {
        for (const UnitFacts& unit : facts.units) {
            if (!unit.consented && unit.authority && *unit.authority >= facts.cost) {
                decision.consents.push_back(unit.unit);
            }
        }
    }
    if (row->to)
        decision.to = *row->to;
    else
        follow_the_lines(requisition, facts, decision);
    return decision;
}

}  // namespace samkjop::requisition
