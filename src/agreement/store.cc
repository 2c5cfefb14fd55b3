// All SQL of the agreement tables. Each change writes a trail line and an outbox row, so that what
// is derived from agreements (the search index) follows.

#include "agreement/agreement.h"
#include "agreement/texts.h"
#include "db/db.h"
#include "trail/trail.h"

namespace samkjop::agreement {
namespace {

#define AGREEMENT_COLUMNS                                                                  \
    "a.id, a.number, a.title, a.supplier_id, a.cpv, a.valid_from, a.valid_to, a.options, " \
    "a.free_delivery_from_ore, a.delivery_days, a.notice, a.product_groups, a.contact, a.terms"

Agreement read(const db::Row& row) {
    Agreement out;
    out.id = row.get<AgreementId>(0);
    out.number = row.get<std::string>(1);
    out.title = row.get<std::string>(2);
    out.supplier = row.get<party::SupplierId>(3);
    out.cpv = row.get<std::string>(4);
    out.valid_from = row.get<Date>(5);
    out.valid_to = row.get<Date>(6);
    out.options = row.get<std::string>(7);
    out.free_delivery_from = row.get<std::optional<Money>>(8);
    out.delivery_days = row.get<int>(9);
    out.notice = row.get<std::string>(10);
    out.product_groups = row.get<std::string>(11);
    out.contact = row.get<std::string>(12);
    out.terms = row.get<std::string>(13);
    return out;
}

std::vector<Member> members_of(db::Session& session, AgreementId id) {
    return session.list(
        "SELECT municipality_id, joined_on, left_on, decided_on, reference "
        "FROM agreement_member WHERE agreement_id = $1",
        [](const db::Row& row) {
            return Member{row.get<MunicipalityId>(0),
                          "",
                          row.get<Date>(1),
                          row.get<std::optional<Date>>(2),
                          row.get<std::optional<Date>>(3),
                          row.get<std::string>(4)};
        },
        id);
}

// Names, and the order of the valley.
void name_members(std::vector<Member>& members, std::span<const party::Municipality> order) {
    std::vector<Member> out;
    for (const party::Municipality& municipality : order) {
        for (Member& member : members) {
            if (member.municipality != municipality.id) continue;
            member.name = municipality.name;
            out.push_back(std::move(member));
        }
    }
    members = std::move(out);
}

void complete(db::Session& session, Agreement& agreement,
              std::span<const party::Municipality> order) {
    if (const auto supplier = party::supplier(session, agreement.supplier)) {
        agreement.supplier_name = supplier->name;
        agreement.supplier_number = supplier->organisation_number;
    }
    agreement.members = members_of(session, agreement.id);
    name_members(agreement.members, order);
}

void changed(db::Tx& tx, const Actor& actor, Instant at, AgreementId id, std::string_view event,
             const std::string& detail) {
    tx->run("INSERT INTO agreement_change (agreement_id) VALUES ($1)", id);
    trail::append(tx, actor, at, {"agreement", id.value}, event, detail);
}

}  // namespace

std::optional<Agreement> find(db::Session& session, AgreementId id) {
    auto out =
        session.one("SELECT " AGREEMENT_COLUMNS " FROM agreement a WHERE a.id = $1", read, id);
    if (out) complete(session, *out, party::municipalities(session));
    return out;
}

std::optional<Agreement> find_by_number(db::Session& session, std::string_view number) {
    const auto id =
        session.value<AgreementId>("SELECT id FROM agreement WHERE number = $1", number);
    return id ? find(session, *id) : std::nullopt;
}

std::string title(db::Session& session, AgreementId id) {
    return session.value<std::string>("SELECT title FROM agreement WHERE id = $1", id).value_or("");
}

bool in_force(db::Session& session, AgreementId id, MunicipalityId municipality, Date on) {
    return session
        .value<std::int64_t>(
            "SELECT 1 FROM agreement a JOIN agreement_member m ON m.agreement_id = a.id "
            "WHERE a.id = $1 AND m.municipality_id = $2 AND a.valid_from <= $3 AND a.valid_to >= "
            "$3 "
            "AND m.joined_on <= $3 AND COALESCE(m.left_on, a.valid_to) >= $3",
            id, municipality, on)
        .has_value();
}

std::vector<MunicipalityId> members_in_force(db::Session& session, AgreementId id, Date on) {
    return session.list(
        "SELECT m.municipality_id FROM agreement a JOIN agreement_member m ON m.agreement_id = "
        "a.id "
        "WHERE a.id = $1 AND a.valid_from <= $2 AND a.valid_to >= $2 AND m.joined_on <= $2 "
        "AND COALESCE(m.left_on, a.valid_to) >= $2 ORDER BY m.municipality_id",
        [](const db::Row& row) { return row.get<MunicipalityId>(0); }, id, on);
}

std::vector<Agreement> list(db::Session& session, const Filter& filter, Date today) {
    const Date since = filter.ended ? Date() : today;
    auto out =
        session.list("SELECT " AGREEMENT_COLUMNS
                     " FROM agreement a WHERE a.valid_to >= $1 "
                     "AND ($2 = 0 OR a.supplier_id = $2) AND ($3 = 0 OR EXISTS (SELECT 1 FROM "
                     "agreement_member m "
                     "WHERE m.agreement_id = a.id AND m.municipality_id = $3 "
                     "AND COALESCE(m.left_on, a.valid_to) >= $1)) ORDER BY a.title, a.number",
                     read, since, filter.supplier, filter.municipality);
    const auto order = party::municipalities(session);
    for (Agreement& each : out) complete(session, each, order);
    return out;
}

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
        before->reference == member.reference) {
        return {};
    }
    tx->run(
        "INSERT INTO agreement_member (agreement_id, municipality_id, joined_on, left_on, "
        "decided_on, reference) VALUES ($1, $2, $3, $4, $5, $6) "
        "ON CONFLICT (agreement_id, municipality_id) DO UPDATE SET joined_on = excluded.joined_on, "
        "left_on = excluded.left_on, decided_on = excluded.decided_on, "
        "reference = excluded.reference",
        id, member.municipality, member.joined_on, member.left_on, member.decided_on,
        member.reference);
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
        "free_delivery_from_ore, delivery_days, notice, product_groups, contact, terms) "
        "VALUES ($1, $2, $3, '', $4, $5, $6, $7, $8, $9, $10, $11, $12) "
        "ON CONFLICT (number) DO UPDATE SET title = excluded.title, "
        "supplier_id = excluded.supplier_id, valid_from = excluded.valid_from, "
        "valid_to = excluded.valid_to, options = excluded.options, "
        "free_delivery_from_ore = excluded.free_delivery_from_ore, "
        "delivery_days = excluded.delivery_days, notice = excluded.notice, "
        "product_groups = excluded.product_groups, contact = excluded.contact, "
        "terms = excluded.terms RETURNING id",
        row.number, row.title, in.supplier, row.valid_from, row.valid_to, row.options,
        row.free_delivery_from, row.delivery_days, row.notice, row.product_groups, row.contact,
        row.terms)};
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
    const auto before = members_of(tx, id);
    bool any = false;
    for (const MunicipalityId municipality : in.municipalities) {
        Member member{municipality, "", in.row.valid_from, {}, {}, ""};
        const auto old = std::ranges::find(before, municipality, &Member::municipality);
        if (old != before.end()) {
            if (!old->left_on) continue;
            member = *old;
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

Changes changes_after(db::Session& session, std::int64_t sequence) {
    Changes out{sequence, {}};
    session.each(
        "SELECT agreement_id, MAX(sequence) FROM agreement_change WHERE sequence > $1 "
        "GROUP BY agreement_id",
        [&](const db::Row& row) {
            out.agreements.push_back(row.get<AgreementId>(0));
            out.sequence = std::max(out.sequence, row.get<std::int64_t>(1));
        },
        sequence);
    return out;
}

std::vector<AgreementId> turning(db::Session& session, Date after, Date until) {
    // The first day of a right lies in (after, until]; the last day in [after, until).
    return session.list(
        "SELECT DISTINCT a.id FROM agreement a LEFT JOIN agreement_member m ON m.agreement_id = "
        "a.id "
        "WHERE (a.valid_from > $1 AND a.valid_from <= $2) OR (a.valid_to >= $1 AND a.valid_to < "
        "$2) "
        "OR (m.joined_on > $1 AND m.joined_on <= $2) OR (m.left_on >= $1 AND m.left_on < $2)",
        [](const db::Row& row) { return row.get<AgreementId>(0); }, after, until);
}

}  // namespace samkjop::agreement
