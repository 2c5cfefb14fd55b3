// Who joins, and the agreements of an import file: those that are signed already, taken over as
// they stand.

#include "agreement/store.h"
#include "agreement/texts.h"
#include "db/db.h"

namespace samkjop::agreement {

Result<void> join(db::Tx& tx, const Actor& actor, Instant at, AgreementId id,
                  const Member& member) {
    const auto agreement = find(tx, id);
    if (!agreement) return refuse(text::agreement_unknown, {{"number", std::to_string(id.value)}});
    if (member.joined_on > agreement->valid_to ||
        (member.left_on && *member.left_on < member.joined_on)) {
        return refuse(text::joined_after_end, {{"date", agreement->valid_to}});
    }
    const Member* before = agreement->member(member.municipality);
    if (before != nullptr && before->joined_on == member.joined_on &&
        before->left_on == member.left_on && before->decided_on == member.decided_on &&
        before->reference == member.reference && before->estimated == member.estimated &&
        before->maximum == member.maximum) {
        return {};
    }
    tx->run(
        "INSERT INTO agreement_member (agreement_id, municipality_id, joined_on, left_on, "
        "decided_on, reference, estimated_ore, maximum_ore) "
        "VALUES ($1, $2, $3, $4, $5, $6, $7, $8) "
        "ON CONFLICT (agreement_id, municipality_id) DO UPDATE SET joined_on = excluded.joined_on, "
        "left_on = excluded.left_on, decided_on = excluded.decided_on, "
        "reference = excluded.reference, estimated_ore = excluded.estimated_ore, "
        "maximum_ore = excluded.maximum_ore",
        id, member.municipality, member.joined_on, member.left_on, member.decided_on,
        member.reference, member.estimated, member.maximum);
    trail::Detail detail;
    detail.add("municipality", member.municipality.value).add("from", member.joined_on.iso());
    if (member.left_on) detail.add("last_day", member.left_on->iso());
    if (member.decided_on) detail.add("decided", member.decided_on->iso());
    if (!member.reference.empty()) detail.add("reference", member.reference);
    changed(tx, actor, at, id, member.left_on ? "left" : "joined", detail);
    return {};
}

namespace {

// One row of an import file, with its names looked up.
struct Incoming {
    const import::AgreementRow& row;
    party::SupplierId supplier;
    std::vector<MunicipalityId> municipalities;
};

std::optional<Incoming> looked_up(db::Session& session, const import::AgreementRow& row,
                                  import::Report& report) {
    Incoming out{row, {}, {}};
    const std::size_t before = report.messages.size();
    const auto say = [&](const Refusal& refusal) {
        report.messages.push_back({row.line, 0, refusal.field, refusal});
    };
    if (row.number.empty()) say(Refusal{&text::number_missing, {}, "number"});
    if (row.valid_to < row.valid_from) say(Refusal{&text::ends_before_it_begins, {}, "valid_to"});
    if (const auto supplier = party::supplier_by_organisation_number(session, row.supplier)) {
        out.supplier = supplier->id;
    } else {
        say(Refusal{&text::supplier_unknown, {{"number", row.supplier}}, "supplier"});
    }
    for (const std::string& number : row.municipalities) {
        if (const auto municipality = party::municipality_by_number(session, number)) {
            out.municipalities.push_back(municipality->id);
        } else {
            say(Refusal{&text::municipality_unknown, {{"number", number}}, "municipalities"});
        }
    }
    if (report.messages.size() != before) return std::nullopt;
    return out;
}

bool same(const Agreement& old, const Incoming& in) {
    const import::AgreementRow& row = in.row;
    return old.title == row.title && old.supplier == in.supplier &&
           old.valid_from == row.valid_from && old.valid_to == row.valid_to &&
           old.options == row.options && old.free_delivery_from == row.free_delivery_from &&
           old.delivery_days == row.delivery_days && old.notice == row.notice &&
           old.product_groups == row.product_groups && old.contact == row.contact &&
           old.terms == row.terms;
}

AgreementId save(db::Tx& tx, const Actor& actor, Instant at, const Incoming& in, bool is_new) {
    const import::AgreementRow& row = in.row;
    const AgreementId id{tx->insert(
        "INSERT INTO agreement (number, title, supplier_id, cpv, valid_from, valid_to, options, "
        "free_delivery_from_ore, delivery_days, notice, product_groups, contact, terms, state, "
        "released) VALUES ($1, $2, $3, '', $4, $5, $6, $7, $8, $9, $10, $11, $12, 2, $13) "
        "ON CONFLICT (number) DO UPDATE SET title = excluded.title, "
        "supplier_id = excluded.supplier_id, valid_from = excluded.valid_from, "
        "valid_to = excluded.valid_to, options = excluded.options, "
        "free_delivery_from_ore = excluded.free_delivery_from_ore, "
        "delivery_days = excluded.delivery_days, notice = excluded.notice, "
        "product_groups = excluded.product_groups, contact = excluded.contact, "
        "terms = excluded.terms RETURNING id",
        row.number, row.title, in.supplier, row.valid_from, row.valid_to, row.options,
        row.free_delivery_from, row.delivery_days, row.notice, row.product_groups, row.contact,
        row.terms, false)};
    changed(tx, actor, at, id, is_new ? "created" : "changed",
            trail::Detail()
                .add("number", row.number)
                .add("title", row.title)
                .add("from", row.valid_from.iso())
                .add("to", row.valid_to.iso()));
    return id;
}

// Those named join (again); those no longer named have yesterday as their last day.
bool save_members(db::Tx& tx, const Actor& actor, Instant at, AgreementId id, const Incoming& in) {
    const Date today = at.oslo_date();
    const auto found = find(tx, id);
    const std::vector<Member> before = found ? found->members : std::vector<Member>();
    bool any = false;
    for (const MunicipalityId municipality : in.municipalities) {
        Member member{municipality, "", in.row.valid_from, {}, in.row.decided_on, in.row.decision};
        const auto old = std::ranges::find(before, municipality, &Member::municipality);
        if (old != before.end()) {
            if (!old->left_on && (old->decided() || !member.decided())) continue;
            member = *old;
            if (!old->decided()) {
                member.decided_on = in.row.decided_on;
                member.reference = in.row.decision;
            }
            if (!old->left_on) {
                any |= join(tx, actor, at, id, member).has_value();
                continue;
            }
            member.left_on.reset();
            member.joined_on = std::max(in.row.valid_from, today);
        } else if (!before.empty()) {
            member.joined_on = std::max(in.row.valid_from, today);
        }
        any |= join(tx, actor, at, id, member).has_value();
    }
    for (Member member : before) {
        if (member.left_on ||
            std::ranges::find(in.municipalities, member.municipality) != in.municipalities.end()) {
            continue;
        }
        member.left_on = std::max(member.joined_on, today - 1);
        any |= join(tx, actor, at, id, member).has_value();
    }
    return any;
}

}  // namespace

import::Report store(db::Tx& tx, const Actor& actor, Instant at,
                     std::span<const import::AgreementRow> rows) {
    import::Report report;
    for (const import::AgreementRow& row : rows) {
        ++report.rows;
        const auto in = looked_up(tx, row, report);
        if (!in) continue;
        const auto old = find_by_number(tx, row.number);
        const bool fields_differ = !old || !same(*old, *in);
        const AgreementId id = fields_differ ? save(tx, actor, at, *in, !old) : old->id;
        const bool members_differ = save_members(tx, actor, at, id, *in);
        ++(!old                              ? report.created
           : fields_differ || members_differ ? report.changed
                                             : report.unchanged);
    }
    return report;
}

}  // namespace samkjop::agreement
