// What a decision is judged by, looked up beforehand: who may approve in each unit that pays, who
// is to be asked, and by how much the purchase goes over.

#include <algorithm>

#include "db/db.h"
#include "requisition/acts.h"
#include "requisition/rules.h"
#include "requisition/store.h"
#include "requisition/texts.h"

namespace samkjop::requisition {
namespace {

std::string unit_name(const Requisition& requisition, UnitId unit) {
    for (const Line& line : requisition.lines) {
        for (const Part& part : line.parts) {
            if (part.unit == unit) return part.names[1];
        }
    }
    return requisition.unit_name;
}

// The leader, and whoever gives authority: the municipality's administrators.
std::string who_can_help(db::Session& session, const Requisition& requisition) {
    std::vector<UserId> people;
    if (const auto unit = party::unit(session, requisition.unit);
        unit && unit->leader && unit->leader != requisition.requester) {
        people.push_back(unit->leader);
    }
    for (const UserId user : party::holders(session, Role::administrator, requisition.unit)) {
        if (people.size() < 2 && user != requisition.requester &&
            std::ranges::find(people, user) == people.end()) {
            people.push_back(user);
        }
    }
    return names_of(session, people, Language::nb);
}

// For a basket: as submit will judge it. For what is reserved already: how far below zero it
// stands.
void judge_budget(db::Session& session, const Requisition& requisition, Event event,
                  const party::Settings& settings, Date today, Facts& facts) {
    const auto left =
        ledger::preview(session, requisition.municipality, ledger::Policy::of(settings), today,
                        rules::ledger_lines(requisition));
    for (const ledger::Left& one : left) {
        const Money over = event == Event::submit ? one.over_by : -one.before.available();
        if (over <= Money()) continue;
        facts.over += over;
        if (facts.over_scope.empty()) facts.over_scope = one.scope;
    }
}

}  // namespace

std::string joined(std::span<const std::string> names, Language language) {
    std::string out;
    for (std::size_t i = 0; i < names.size(); ++i) {
        if (i > 0)
            out +=
                i + 1 == names.size() ? " " + std::string(text::and_word.in(language)) + " " : ", ";
        out += names[i];
    }
    return out;
}

std::string names_of(db::Session& session, std::span<const UserId> people, Language language) {
    std::vector<std::string> names;
    for (const UserId user : people) {
        if (const auto person = party::person(session, user)) names.push_back(person->name);
    }
    return joined(names, language);
}

std::vector<UserId> whom_to_ask(db::Session& session, const Requisition& requisition,
                                std::span<const UnitId> units, Money cost, Date today) {
    if (units.empty()) return {};
    const auto together = party::approvers(session, units, cost, requisition.requester, today);
    if (!together.empty()) return {together.front()};
    std::vector<UserId> out;
    if (units.size() == 1) return out;
    for (const UnitId unit : units) {
        const auto here =
            party::approvers(session, std::span(&unit, 1), cost, requisition.requester, today);
        if (here.empty()) return {};
        if (std::ranges::find(out, here.front()) == out.end()) out.push_back(here.front());
    }
    return out;
}

bool may_override(db::Session& session, const Requisition& requisition, const Actor& actor,
                  Date today) {
    std::vector<UserId> hands = {actor.user};
    for (const auto& [absent, name] : party::stands_in_for(session, actor.user, today)) {
        if (absent != requisition.requester) hands.push_back(absent);
    }
    for (const UnitId unit : rules::units(requisition)) {
        for (const UserId owner : party::holders(session, Role::budget_owner, unit)) {
            if (std::ranges::find(hands, owner) != hands.end()) return true;
        }
    }
    return false;
}

Facts facts_for(db::Session& session, const Requisition& requisition, Event event,
                const Actor& actor, const party::Settings& settings, Date today,
                std::span<const LineId> lines, std::string_view reason) {
    Facts facts;
    facts.lines.assign(lines.begin(), lines.end());
    facts.reason = std::string(reason);
    facts.policy = settings.budget_policy;
    facts.cost = requisition.cost();
    for (const Line& line : requisition.lines) {
        if (std::ranges::find(lines, line.id) != lines.end()) facts.cost -= line.cost();
    }
    const bool decides = event == Event::approve || event == Event::reject || event == Event::ask;
    const auto consents = event == Event::submit ? std::vector<store::Consent>{}
                                                 : store::consents(session, requisition.id);
    const auto standing = rules::units(requisition, lines);
    for (const UnitId unit : rules::units(requisition)) {
        UnitFacts one{unit, unit_name(requisition, unit)};
        one.stays = std::ranges::find(standing, unit) != standing.end();
        if (decides)
            one.authority =
                party::authority(session, actor.user, unit, today, requisition.requester);
        one.consented = std::ranges::find(consents, unit, &store::Consent::unit) != consents.end();
        facts.units.push_back(std::move(one));
    }
    if (event == Event::submit || event == Event::change) {
        facts.approvers = whom_to_ask(session, requisition, standing, facts.cost, today);
        if (facts.approvers.empty()) facts.helper = who_can_help(session, requisition);
    }
    const bool coded = std::ranges::all_of(requisition.lines, rules::fully_coded);
    if (event == Event::submit && coded && !requisition.lines.empty()) {
        judge_budget(session, requisition, event, settings, today, facts);
    }
    if ((event == Event::approve || event == Event::reject) && requisition.over > Money()) {
        judge_budget(session, requisition, event, settings, today, facts);
        const bool already = store::overridden_by(session, requisition.id).has_value();
        facts.may_override = already || may_override(session, requisition, actor, today);
        if (already && facts.reason.empty()) facts.reason = requisition.approval_reason;
    }
    return facts;
}

}  // namespace samkjop::requisition
