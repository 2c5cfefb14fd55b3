// When an agreement may be bought on, by whom, and which of its dates somebody must remember. It is
// bought on by those who have decided so themselves, from the day it begins and the municipality
// has joined, to the day it ends or the municipality has left, both days included, and never before
// it is signed.

#include <algorithm>
#include <tuple>

#include "agreement/agreement.h"

namespace samkjop::agreement {

namespace {

constexpr int kEndingDays = 90;  // time enough to tell the units and to use an option

}  // namespace

Date months_after(Date date, int months) {
    auto ymd = date.ymd() + std::chrono::months(months);
    if (!ymd.ok()) ymd = ymd.year() / ymd.month() / std::chrono::last;
    return Date(static_cast<int>(ymd.year()), static_cast<unsigned>(ymd.month()),
                static_cast<unsigned>(ymd.day()));
}

const Member* Agreement::member(MunicipalityId municipality) const {
    for (const Member& each : members) {
        if (each.municipality == municipality) return &each;
    }
    return nullptr;
}

const Lot* Agreement::lot(LotId wanted) const {
    for (const Lot& each : lots) {
        if (each.id == wanted) return &each;
    }
    return nullptr;
}

bool Agreement::is_supplied_by(party::SupplierId wanted) const {
    return supplier == wanted || std::ranges::any_of(suppliers, [&](const Supplying& each) {
               return each.supplier == wanted;
           });
}

Status status(const Agreement& agreement, Date today) {
    if (today < agreement.valid_from) return Status::coming;
    if (today > agreement.valid_to) return Status::ended;
    return agreement.valid_to - today < kEndingDays ? Status::ending : Status::in_force;
}

bool in_force(const Agreement& agreement, MunicipalityId municipality, Date on) {
    const Member* member = agreement.member(municipality);
    return agreement.signed_by_now() && member != nullptr &&
           (member->decided() || agreement.kind == Kind::local) && agreement.valid_from <= on &&
           on <= agreement.valid_to && member->joined_on <= on &&
           (!member->left_on || on <= *member->left_on);
}

bool may_edit(const Actor& actor, const Agreement& agreement) {
    return actor.may(Permission::coordinate) || (actor.user && actor.user == agreement.manager);
}

std::optional<Date> notice_by(const Agreement& agreement) {
    if (agreement.notice_months <= 0) return std::nullopt;
    return months_after(agreement.valid_to, -agreement.notice_months);
}

const Option* next_option(const Agreement& agreement) {
    const Option* out = nullptr;
    for (const Option& each : agreement.option_list) {
        if (!each.used_on && (out == nullptr || each.number < out->number)) out = &each;
    }
    return out;
}

std::vector<Due> dues(const Agreement& agreement, Date from, Date until) {
    std::vector<Due> out;
    const auto add = [&](DueKind kind, std::optional<Date> on, std::int64_t item,
                         std::string what) {
        if (on && from <= *on && *on <= until) out.push_back({kind, *on, item, std::move(what)});
    };
    const bool runs = agreement.state == State::in_force || agreement.state == State::extended;
    if (runs) {
        add(DueKind::expiry, agreement.valid_to, 0, "");
        add(DueKind::notice, notice_by(agreement), 0, "");
        if (const Option* option = next_option(agreement)) {
            add(DueKind::option, option->deadline, option->id, std::to_string(option->number));
        }
        for (const Requirement& each : agreement.requirements) {
            add(DueKind::follow_up, each.next_on, each.id, each.text);
        }
        for (const PriceRule& each : agreement.price_rules) {
            add(DueKind::price_rule, each.fixed_until, each.id, each.index_name);
        }
        add(DueKind::renegotiate, agreement.renegotiate, 0, "");
    }
    std::ranges::sort(out, {},
                      [](const Due& due) { return std::tuple(due.on, due.kind, due.item); });
    return out;
}

}  // namespace samkjop::agreement
