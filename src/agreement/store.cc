// The agreements themselves: read whole, asked who may buy, and what has changed since. Each change
// writes a trail line and an outbox row, so that what is derived from agreements (the search index)
// follows.

#include "agreement/store.h"

#include "agreement/texts.h"
#include "db/db.h"
#include "sheet/sheet.h"

namespace samkjop::agreement {
namespace {

#define AGREEMENT_COLUMNS                                                                         \
    "a.id, a.number, a.title, a.supplier_id, a.cpv, a.valid_from, a.valid_to, a.options, "        \
    "a.free_delivery_from_ore, a.delivery_days, a.notice, a.product_groups, a.contact, a.terms, " \
    "a.kind, a.state, a.description, a.case_reference, a.decided_on, a.decision, a.signed_on, "   \
    "a.end_reason, a.notice_months, a.renegotiate_on, a.estimated_ore, a.maximum_ore, "           \
    "a.delivery_terms, a.payment_terms, a.payment_days, a.manager_id, a.released, a.public_text"

// Signed: only then may anybody buy on it.
#define AGREEMENT_SIGNED "a.state BETWEEN 2 AND 5 "
// By their own decision, with date and reference; a local agreement is its municipality's own.
#define MEMBER_DECIDED "(a.kind = 3 OR (m.decided_on IS NOT NULL AND m.reference <> '')) "
// The parameter's name: "$2".
#define SUPPLIED_BY(supplier)                                    \
    "(a.supplier_id = " supplier                                 \
    " OR EXISTS (SELECT 1 "                                      \
    "FROM agreement_supplier s WHERE s.agreement_id = a.id AND " \
    "s.supplier_id = " supplier ")) "
static_assert(static_cast<int>(State::in_force) == 2 && static_cast<int>(State::terminated) == 5);

void read_more(Agreement& out, const db::Row& row) {
    out.description = row.get<std::string>(16);
    out.case_reference = row.get<std::string>(17);
    out.decided_on = row.get<std::optional<Date>>(18);
    out.decision = row.get<std::string>(19);
    out.signed_on = row.get<std::optional<Date>>(20);
    out.end_reason = row.get<std::string>(21);
    out.notice_months = row.get<int>(22);
    out.renegotiate = row.get<std::optional<Date>>(23);
    out.estimated = row.get<std::optional<Money>>(24);
    out.maximum = row.get<std::optional<Money>>(25);
    out.delivery_terms = row.get<std::string>(26);
    out.payment_terms = row.get<std::string>(27);
    out.payment_days = row.get<int>(28);
    out.manager = row.get<std::optional<UserId>>(29).value_or(UserId{});
    out.released = row.get<bool>(30);
    out.public_text = row.get<std::string>(31);
}

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
    out.kind = row.get<Kind>(14);
    out.state = row.get<State>(15);
    read_more(out, row);
    return out;
}

void complete(db::Session& session, std::span<Agreement> agreements) {
    load_parts(session, agreements);
    for (Agreement& each : agreements) {
        if (!each.manager) continue;
        if (const auto person = party::person(session, each.manager))
            each.manager_name = person->name;
    }
}

// Letters made small and blanks taken out: how words are compared.
std::string fold_case(std::string_view text) { return sheet::folded(text); }

bool holds(std::string_view text, std::string_view wanted) {
    return fold_case(text).find(wanted) != std::string::npos;
}

// What SQL does not ask: words, and what stands in tables of its own.
bool fits(const Agreement& agreement, const Filter& filter) {
    if (filter.supplier && !agreement.is_supplied_by(filter.supplier)) return false;
    if (!filter.cpv.empty() && std::ranges::none_of(agreement.cpvs, [&](const std::string& each) {
            return each.starts_with(filter.cpv);
        }))
        return false;
    if (filter.text.empty()) return true;
    const std::string wanted = fold_case(filter.text);
    if (holds(agreement.number, wanted) || holds(agreement.title, wanted) ||
        holds(agreement.description, wanted) || holds(agreement.case_reference, wanted))
        return true;
    return std::ranges::any_of(agreement.suppliers,
                               [&](const Supplying& each) {
                                   return holds(each.name, wanted) ||
                                          each.organisation_number == filter.text;
                               }) ||
           std::ranges::any_of(agreement.cpvs, [&](const std::string& each) {
               return each.starts_with(filter.text);
           });
}

}  // namespace

void changed(db::Tx& tx, const Actor& actor, Instant at, AgreementId id, std::string_view event,
             const std::string& detail) {
    tx->run("INSERT INTO agreement_change (agreement_id) VALUES ($1)", id);
    trail::append(tx, actor, at, {"agreement", id.value}, event, detail);
}

std::optional<Agreement> find(db::Session& session, AgreementId id) {
    auto out =
        session.one("SELECT " AGREEMENT_COLUMNS " FROM agreement a WHERE a.id = $1", read, id);
    if (out) complete(session, {&*out, 1});
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

std::optional<Limits> limits(db::Session& session, AgreementId id, MunicipalityId municipality) {
    return session.one(
        "SELECT a.number, a.title, a.maximum_ore, m.maximum_ore FROM agreement a "
        "LEFT JOIN agreement_member m ON m.agreement_id = a.id AND m.municipality_id = $2 "
        "WHERE a.id = $1",
        [](const db::Row& row) {
            return Limits{row.get<std::string>(0), row.get<std::string>(1),
                          row.get<std::optional<Money>>(2), row.get<std::optional<Money>>(3)};
        },
        id, municipality);
}

std::vector<Held> held_with(db::Session& session, MunicipalityId municipality,
                            party::SupplierId supplier) {
    auto out = session.list(
        "SELECT a.id, a.number, a.title, a.product_groups, a.valid_from, a.valid_to, m.joined_on, "
        "COALESCE(m.left_on, a.valid_to), a.free_delivery_from_ore FROM agreement a "
        "JOIN agreement_member m ON m.agreement_id = a.id AND m.municipality_id = $1 "
        "WHERE " AGREEMENT_SIGNED " AND " SUPPLIED_BY("$2") "ORDER BY a.title, a.number",
        [](const db::Row& row) {
            return Held{row.get<AgreementId>(0),
                        row.get<std::string>(1),
                        row.get<std::string>(2),
                        row.get<std::string>(3),
                        std::max(row.get<Date>(4), row.get<Date>(6)),
                        std::min(row.get<Date>(5), row.get<Date>(7)),
                        row.get<std::optional<Money>>(8),
                        {}};
        },
        municipality, supplier);
    for (Held& each : out) each.fees = fees_of(session, each.id);
    return out;
}

bool in_force(db::Session& session, AgreementId id, MunicipalityId municipality, Date on) {
    return session
        .value<std::int64_t>(
            "SELECT 1 FROM agreement a JOIN agreement_member m ON m.agreement_id = a.id "
            "WHERE a.id = $1 AND m.municipality_id = $2 AND a.valid_from <= $3 AND a.valid_to >= "
            "$3 AND " AGREEMENT_SIGNED "AND " MEMBER_DECIDED
            "AND m.joined_on <= $3 AND COALESCE(m.left_on, a.valid_to) >= $3",
            id, municipality, on)
        .has_value();
}

bool in_force_for_unit(db::Session& session, AgreementId id, UnitId unit, Date on) {
    const auto found = party::unit(session, unit);
    if (!found || !in_force(session, id, found->municipality, on)) return false;
    const auto units = session.list(
        "SELECT unit_id FROM agreement_unit WHERE agreement_id = $1 AND municipality_id = $2",
        [](const db::Row& row) { return row.get<UnitId>(0); }, id, found->municipality);
    return units.empty() || std::ranges::any_of(units, [&](UnitId each) {
               return party::is_within(session, unit, each);
           });
}

bool is_undecided(db::Session& session, AgreementId id, MunicipalityId municipality) {
    return session
        .value<std::int64_t>(
            "SELECT 1 FROM agreement a JOIN agreement_member m ON m.agreement_id = a.id WHERE a.id "
            "= $1 AND m.municipality_id = $2 AND NOT " MEMBER_DECIDED,
            id, municipality)
        .has_value();
}

std::vector<MunicipalityId> members_in_force(db::Session& session, AgreementId id, Date on) {
    return session.list(
        "SELECT m.municipality_id FROM agreement a JOIN agreement_member m ON m.agreement_id = "
        "a.id "
        "WHERE a.id = $1 AND a.valid_from <= $2 AND a.valid_to >= $2 AND m.joined_on <= $2 "
        "AND " AGREEMENT_SIGNED "AND " MEMBER_DECIDED
        "AND COALESCE(m.left_on, a.valid_to) >= $2 ORDER BY m.municipality_id",
        [](const db::Row& row) { return row.get<MunicipalityId>(0); }, id, on);
}

std::vector<Agreement> list(db::Session& session, const Filter& filter, Date today) {
    const Date since = filter.ended ? Date() : today;
    const std::int64_t first_state =
        filter.unsigned_too ? 0 : static_cast<std::int64_t>(State::in_force);
    const std::int64_t state = filter.state ? static_cast<std::int64_t>(*filter.state) : -1;
    const std::int64_t kind = filter.kind ? static_cast<std::int64_t>(*filter.kind) : -1;
    auto out = session.list(
        "SELECT " AGREEMENT_COLUMNS
        " FROM agreement a WHERE a.valid_to >= $1 AND a.state >= $2 AND ($2 = 0 OR a.state <= 5) "
        "AND ($3 = 0 OR EXISTS (SELECT 1 FROM agreement_member m "
        "WHERE m.agreement_id = a.id AND m.municipality_id = $3 "
        "AND COALESCE(m.left_on, a.valid_to) >= $1)) "
        "AND ($4 = -1 OR a.state = $4) AND ($5 = -1 OR a.kind = $5) "
        "AND ($6 = 0 OR a.manager_id = $6) AND a.valid_to <= $7 "
        "AND (a.released OR NOT $8) AND ($9 = 0 OR " SUPPLIED_BY(
            "$9") ") ORDER BY a.title, a.number",
        read, since, first_state, filter.municipality, state, kind, filter.manager,
        filter.ends_by.value_or(party::kOpenEnd), filter.only_released, filter.supplier);
    complete(session, out);
    std::erase_if(out, [&](const Agreement& each) { return !fits(each, filter); });
    return out;
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
