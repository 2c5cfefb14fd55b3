#pragma once
// What the acts share with the pages: who is asked, what the decision is judged by.

#include "requisition/lifecycle.h"
#include "requisition/requisition.h"

namespace samkjop::requisition {

// Those who get the case: one person with authority for all units that pay, or else one for each.
// Empty where some unit has nobody.
std::vector<UserId> whom_to_ask(db::Session&, const Requisition&, std::span<const UnitId>,
                                Money cost, Date today);

// Everything that decide() needs for this act by this actor.
Facts facts_for(db::Session&, const Requisition&, Event, const Actor&, const party::Settings&,
                Date today, std::span<const LineId> lines, std::string_view reason);

// Who may go over the budget of these units: their budget owners, and whoever stands in for one.
bool may_override(db::Session&, const Requisition&, const Actor&, Date today);

std::string names_of(db::Session&, std::span<const UserId>,
                     Language);  // «Torbjørn Liodden og Guro Nesheim»
std::string joined(std::span<const std::string> names, Language);

}  // namespace samkjop::requisition
