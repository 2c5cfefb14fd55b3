// Call-offs put together from what order, receipt and invoice say of them, and the hooks that let
// earlier stages ask: the agreement's page, and a requisition that is sent.

#include <map>

#include "follow_up/follow_up.h"
#include "follow_up/texts.h"
#include "receipt/receipt.h"
#include "requisition/requisition.h"

namespace samkjop::follow_up {
namespace {

// The lot, where the supplier has exactly one.
agreement::LotId lot_of(const agreement::Agreement& is, party::SupplierId supplier) {
    agreement::LotId out;
    int count = 0;
    for (const agreement::Supplying& each : is.suppliers) {
        if (each.supplier != supplier || !each.lot) continue;
        out = each.lot;
        ++count;
    }
    return count == 1 ? out : agreement::LotId{};
}

std::map<std::int64_t, Date> days_came(db::Session& session, order::OrderId order) {
    std::map<std::int64_t, Date> out;
    for (const receipt::Receipt& each : receipt::of(session, order)) {
        if (each.undone || each.undoes) continue;
        for (const receipt::Line& line : each.lines) {
            if (line.quantity <= Decimal()) continue;
            const auto [at, is_new] = out.try_emplace(line.line.value, each.day);
            if (!is_new) at->second = std::max(at->second, each.day);
        }
    }
    return out;
}

agreement::Drawn drawn(db::Session& session, const Actor&, const agreement::Agreement& is) {
    const auto all = call_offs(session, is);
    return {ordered(all), invoiced(all), is.path() + "/avrop"};
}

requisition::Stop too_much(const Text& text, const agreement::Limits& is, Money over) {
    return {{&text, {{"title", is.title}, {"amount", format_kroner(over)}}, {}}, true};
}

std::optional<requisition::Stop> beyond(db::Session& session,
                                        const requisition::Requisition& requisition, Date today) {
    std::map<std::int64_t, Money> wanted;
    for (const requisition::Line& line : requisition.lines) {
        const bool counts = line.state == requisition::LineState::open ||
                            line.state == requisition::LineState::approved;
        if (line.agreement != 0 && counts) wanted[line.agreement] += line.net();
    }
    for (const auto& [id, amount] : wanted) {
        const auto is = agreement::limits(session, {id}, requisition.municipality);
        if (!is) continue;
        if (!agreement::in_force_for_unit(session, {id}, requisition.unit, today)) {
            const bool undecided = agreement::is_undecided(session, {id}, requisition.municipality);
            return requisition::Stop{
                {undecided ? &text::not_decided : &text::unit_not_in, {{"title", is->title}}, {}},
                false};
        }
        if (is->maximum) {
            const Money used = order::called_off(session, id, {}) + amount;
            if (used > *is->maximum) return too_much(text::beyond_total, *is, used - *is->maximum);
        }
        if (is->own) {
            const Money used = order::called_off(session, id, requisition.municipality) + amount;
            if (used > *is->own) return too_much(text::beyond_own, *is, used - *is->own);
        }
    }
    return std::nullopt;
}

}  // namespace

std::vector<CallOff> call_offs(db::Session& session, const agreement::Agreement& is) {
    std::vector<CallOff> out;
    std::map<std::int64_t, std::vector<invoice::Billed>> charges;  // by order line
    std::map<std::int64_t, Date> came;
    order::OrderId now;
    for (order::CallOff& each : order::call_offs(session, is.id.value)) {
        if (each.order != now) {
            now = each.order;
            charges.clear();
            for (invoice::Billed& one : invoice::billed_on(session, now.value))
                charges[one.order_line].push_back(std::move(one));
            came = days_came(session, now);
        }
        CallOff one{std::move(each)};
        one.lot = lot_of(is, one.supplier);
        one.charges = std::move(charges[one.line.value]);
        for (const invoice::Billed& charge : one.charges) one.invoiced += charge.net;
        if (const auto day = came.find(one.line.value); day != came.end())
            one.came_on = day->second;
        out.push_back(std::move(one));
    }
    return out;
}

void register_hooks() {
    agreement::drawn = drawn;
    requisition::beyond_agreement = beyond;
}

}  // namespace samkjop::follow_up
