// From what is kept to what is shown. A field that is not copied here is not outside.

#include "public_site/shown.h"

#include "db/db.h"
#include "party/party.h"
#include "trail/trail.h"

namespace samkjop::public_site {
namespace {

constexpr int kDaysAfterClosing = 365;

// The same day some years before; the 28th for the 29th of February.
Date years_before(Date day, int years) {
    const unsigned of_month = day.month() == 2 && day.day() == 29 ? 28 : day.day();
    return {day.year() - years, day.month(), of_month};
}

Standing standing_of(const agreement::Agreement& agreement, Date today) {
    switch (agreement::status(agreement, today)) {
        case agreement::Status::coming:
            return Standing::coming;
        case agreement::Status::in_force:
            return Standing::in_force;
        case agreement::Status::ending:
            return Standing::ending;
        case agreement::Status::ended:
            break;
    }
    return Standing::ended;
}

ShownContact contact_of(db::Session& session, const agreement::Contact& contact) {
    ShownContact out{contact.name, contact.email, contact.telephone};
    if (!contact.person || (!out.name.empty() && !out.email.empty())) return out;
    if (const auto person = party::person(session, contact.person)) {
        if (out.name.empty()) out.name = person->name;
        if (out.email.empty()) out.email = person->email;
    }
    return out;
}

std::vector<ShownContact> contacts_for(db::Session& session, const agreement::Agreement& agreement,
                                       MunicipalityId municipality) {
    std::vector<ShownContact> out;
    for (const agreement::Contact& each : agreement.contacts) {
        if (each.kind != agreement::ContactKind::contact || each.municipality != municipality)
            continue;
        out.push_back(contact_of(session, each));
    }
    return out;
}

ShownContact manager_of(db::Session& session, const agreement::Agreement& agreement) {
    for (const agreement::Contact& each : agreement.contacts) {
        if (each.kind == agreement::ContactKind::manager) return contact_of(session, each);
    }
    if (const auto person = party::person(session, agreement.manager)) {
        return {person->name, person->email, ""};
    }
    return {OpenWords::of(agreement.contact).text(), "", ""};
}

ShownAgreement shown(db::Session& session, const agreement::Agreement& agreement, Date today,
                     const std::vector<party::Municipality>& municipalities) {
    ShownAgreement out;
    out.id = agreement.id.value;
    out.number = agreement.number;
    out.title = OpenWords::of(agreement.title);
    out.about = OpenWords::of(agreement.public_text);
    out.options = OpenWords::of(agreement.options);
    out.kind = agreement.kind;
    out.standing = standing_of(agreement, today);
    out.from = agreement.valid_from;
    out.to = agreement.valid_to;
    out.cpv = agreement.cpvs;
    if (out.cpv.empty() && !agreement.cpv.empty()) out.cpv = {agreement.cpv};
    for (const agreement::Lot& each : agreement.lots) {
        out.lots.push_back({each.number, OpenWords::of(each.title)});
    }
    for (const agreement::Supplying& each : agreement.suppliers) {
        const agreement::Lot* lot = agreement.lot(each.lot);
        out.suppliers.push_back(
            {each.name, each.organisation_number, each.rank, lot ? lot->number : 0});
    }
    if (out.suppliers.empty()) {
        out.suppliers.push_back({agreement.supplier_name, agreement.supplier_number, 1, 0});
    }
    for (const agreement::Member& each : agreement.members) {
        if (each.left_on && *each.left_on < today && out.standing != Standing::ended) continue;
        const auto municipality =
            std::ranges::find(municipalities, each.municipality, &party::Municipality::id);
        ShownMember member{each.municipality,
                           "",
                           each.name,
                           "",
                           each.joined_on,
                           each.left_on,
                           contacts_for(session, agreement, each.municipality)};
        if (municipality != municipalities.end()) {
            member.number = municipality->number;
            member.organisation_number = municipality->organisation_number;
        }
        out.members.push_back(std::move(member));
    }
    out.manager = manager_of(session, agreement);
    out.notice = agreement.notice;
    const auto history = trail::of(session, {"agreement", agreement.id.value});
    if (!history.empty()) out.changed = history.front().at;
    return out;
}

ShownPurchase shown(db::Session& session, const plan::PlannedPurchase& purchase, Date today,
                    const std::vector<party::Municipality>& municipalities) {
    ShownPurchase out;
    out.id = purchase.id.value;
    out.number = purchase.number;
    out.title = OpenWords::of(purchase.title);
    out.about = OpenWords::of(purchase.description);
    out.duration = OpenWords::of(purchase.duration);
    out.cpv = purchase.cpv;
    out.size = purchase.value_band;
    for (const party::Municipality& each : municipalities) {
        if (!purchase.is_for(each.id)) continue;
        out.municipalities.push_back(
            {each.id, each.number, each.name, each.organisation_number, {}, {}, {}});
    }
    out.announcement = purchase.announcement;
    out.start = purchase.start;
    out.method = purchase.method;
    out.status = purchase.status;
    out.late = plan::is_late(purchase, today);
    out.contact = {purchase.contact_name, purchase.contact_email, ""};
    out.notice = purchase.notice;
    out.changed = purchase.changed_at;
    if (purchase.agreement.empty()) return out;
    const auto agreement = agreement::find_by_number(session, purchase.agreement);
    if (agreement && is_shown(*agreement, today)) {
        out.agreement = agreement->id.value;
        out.agreement_number = agreement->number;
    }
    return out;
}

}  // namespace

bool ShownAgreement::is_for(MunicipalityId municipality) const {
    return std::ranges::any_of(
        members, [&](const ShownMember& member) { return member.id == municipality; });
}

bool ShownPurchase::is_for(MunicipalityId municipality) const {
    return std::ranges::any_of(
        municipalities, [&](const ShownMember& member) { return member.id == municipality; });
}

bool is_shown(const agreement::Agreement& agreement, Date today) {
    return agreement.released && agreement.signed_by_now() &&
           agreement.valid_to >= years_before(today, kYearsShown);
}

bool is_shown(const plan::PlannedPurchase& purchase, Date today) {
    return purchase.released &&
           (purchase.is_open() || today - purchase.changed_at.oslo_date() <= kDaysAfterClosing);
}

std::vector<ShownAgreement> agreements(db::Session& session, Date today, MunicipalityId scope) {
    const auto municipalities = party::municipalities(session);
    const agreement::Filter filter{.municipality = scope, .ended = true, .only_released = true};
    std::vector<ShownAgreement> out;
    for (const agreement::Agreement& each : agreement::list(session, filter, today)) {
        if (!is_shown(each, today)) continue;
        ShownAgreement made = shown(session, each, today, municipalities);
        if (!scope || made.is_for(scope)) out.push_back(std::move(made));
    }
    return out;
}

std::vector<ShownPurchase> purchases(db::Session& session, Date today, MunicipalityId scope) {
    const auto municipalities = party::municipalities(session);
    std::vector<ShownPurchase> out;
    for (const plan::PlannedPurchase& each : plan::list(session)) {
        if (!is_shown(each, today) || (scope && !each.is_for(scope))) continue;
        out.push_back(shown(session, each, today, municipalities));
    }
    return out;
}

std::optional<ShownAgreement> find_agreement(db::Session& session, std::int64_t id, Date today,
                                             MunicipalityId scope) {
    const auto found = agreement::find(session, {id});
    if (!found || !is_shown(*found, today)) return std::nullopt;
    auto out = shown(session, *found, today, party::municipalities(session));
    if (scope && !out.is_for(scope)) return std::nullopt;
    return out;
}

std::optional<ShownPurchase> find_purchase(db::Session& session, std::int64_t id, Date today,
                                           MunicipalityId scope) {
    const auto found = plan::find(session, {id});
    if (!found || !is_shown(*found, today) || (scope && !found->is_for(scope))) return std::nullopt;
    return shown(session, *found, today, party::municipalities(session));
}

std::optional<ShownAgreement> preview_agreement(db::Session& session, std::int64_t id, Date today) {
    const auto found = agreement::find(session, {id});
    if (!found) return std::nullopt;
    return shown(session, *found, today, party::municipalities(session));
}

std::optional<ShownPurchase> preview_purchase(db::Session& session, std::int64_t id, Date today) {
    const auto found = plan::find(session, {id});
    if (!found) return std::nullopt;
    return shown(session, *found, today, party::municipalities(session));
}

}  // namespace samkjop::public_site
