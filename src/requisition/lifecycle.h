#pragma once
// The life of a requisition as a table, and the decision over facts that are loaded beforehand.

#include "requisition/requisition.h"

namespace samkjop::requisition {

enum class Event : std::uint8_t { submit, change, ask, answer, approve, reject, withdraw };
inline constexpr int kEvents = 7;
std::string_view name(Event);

// What the actor may approve in one unit that the requisition touches.
struct UnitFacts {
    UnitId unit;
    std::string name;
    std::optional<Money> authority;  // the actor's, today, own or lent; never lent by the requester
    bool consented = false;          // somebody has said yes for this unit
    bool stays = true;               // still pays after the act (reject takes lines away)
};

// What the caller has looked up before asking. The decision itself reads nothing.
struct Facts {
    std::vector<LineId> lines;      // reject: those that the act names
    std::string reason;             // the question, the answer, why rejected, why over the budget
    std::vector<UnitFacts> units;   // that pay for the lines standing now, the buyer's own first
    std::vector<UserId> approvers;  // submit, change: who can approve it (never the requester)
    std::string helper;             // where there is none: who can help
    Money cost;                     // of the lines that will stand after the act
    Money over;                     // by how much they go over the budget
    std::string over_scope;         // «200 Inventar og utstyr, 3210»
    party::BudgetPolicy policy = party::BudgetPolicy::warn;
    bool may_override = false;  // the actor, or one who has consented, may go over the budget
};

enum class Posts : std::uint8_t { nothing, reserve, difference, release };

struct Transition {
    State from;
    Event event;
    std::optional<State> to;  // nothing: as the lines say
    Permission permission;
    std::optional<Refusal> (*guard)(const Requisition&, const Actor&, const Facts&);
    Posts posts;
};

struct Decision {
    Event event = Event::submit;
    State from = State::draft, to = State::draft;
    Posts posts = Posts::nothing;
    std::vector<UnitId> consents;  // units the actor says yes for
    std::vector<LineId> rejected;  // back to the budget
    std::vector<LineId> approved;  // the last decision: these become orders
    bool decided() const { return to >= State::approved; }
};

std::span<const Transition> lifecycle();
Result<Decision> decide(const Requisition&, Event, const Actor&, const Facts&);

}  // namespace samkjop::requisition
