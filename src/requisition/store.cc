// Requisitions in the database. Three statements load one with its lines and their codings.

#include "requisition/store.h"

#include <algorithm>
#include <map>

#include "db/db.h"

namespace samkjop::requisition {
namespace store {
namespace {

constexpr std::string_view kHead =
    "SELECT id, municipality_id, unit_id, unit_name, requester_id, requester_name, state, number,"
    " title, message, delivery_unit_id, wished, over_reason, over_ore, approval_reason, created_at,"
    " submitted_at, decided_at FROM requisition";

Requisition read_head(const db::Row& row) {
    Requisition out;
    out.id = row.get<RequisitionId>(0);
    out.municipality = row.get<MunicipalityId>(1);
    out.unit = row.get<UnitId>(2);
    out.unit_name = row.get<std::string>(3);
    out.requester = row.get<UserId>(4);
    out.requester_name = row.get<std::string>(5);
    out.state = row.get<State>(6);
    out.number = row.get<std::optional<std::string>>(7).value_or("");
    out.title = row.get<std::string>(8);
    out.message = row.get<std::string>(9);
    out.delivery_unit = row.get<UnitId>(10);
    out.wished = row.get<std::optional<Date>>(11);
    out.over_reason = row.get<std::string>(12);
    out.over = row.get<Money>(13);
    out.approval_reason = row.get<std::string>(14);
    out.created_at = row.get<Instant>(15);
    out.submitted_at = row.get<std::optional<Instant>>(16);
    out.decided_at = row.get<std::optional<Instant>>(17);
    return out;
}

Line read_line(const db::Row& row) {
    Line out;
    out.id = row.get<LineId>(0);
    out.position = row.get<int>(1);
    out.state = row.get<LineState>(2);
    out.item = row.get<std::int64_t>(3);
    out.supplier = row.get<party::SupplierId>(4);
    out.supplier_name = row.get<std::string>(5);
    out.agreement = row.get<std::int64_t>(6);
    out.agreement_name = row.get<std::string>(7);
    out.item_number = row.get<std::string>(8);
    out.gtin = row.get<std::string>(9);
    out.name = row.get<std::string>(10);
    out.unspsc = row.get<std::string>(11);
    out.unit_code = row.get<std::string>(12);
    out.quantity = row.get<Decimal>(13);
    out.price = row.get<Decimal>(14);
    out.vat_rate = row.get<Decimal>(15);
    out.vat_category = row.get<std::string>(16);
    out.outside_reason = row.get<std::string>(17);
    out.coding_reason = row.get<CodingReason>(18);
    out.ledger_line = row.get<std::optional<ledger::LineId>>(19).value_or(ledger::LineId{});
    out.decided_by = row.get<std::optional<UserId>>(20).value_or(UserId{});
    out.decided_by_name = row.get<std::string>(21);
    out.decided_at = row.get<std::optional<Instant>>(22);
    out.decision_reason = row.get<std::string>(23);
    out.agreement_number = row.get<std::string>(24);
    return out;
}

Part read_part(const db::Row& row) {
    Part out;
    out.weight = row.get<std::int64_t>(1);
    out.coding = row.get<std::optional<coding::CodingId>>(2).value_or(coding::CodingId{});
    out.unit = row.get<std::optional<UnitId>>(3).value_or(UnitId{});
    for (int i = 0; i < coding::kDimensions; ++i) {
        out.codes[static_cast<std::size_t>(i)] = row.get<std::string>(4 + i);
        out.names[static_cast<std::size_t>(i)] = row.get<std::string>(11 + i);
    }
    out.vat_code = row.get<std::string>(18);
    out.rate = row.get<Decimal>(19);
    out.right = row.get<int>(20);
    return out;
}

void read_lines(db::Session& session, Requisition& requisition) {
    requisition.lines = session.list(
        "SELECT id, position, state, item_id, supplier_id, supplier_name, agreement_id,"
        " agreement_name, item_number, gtin, name, unspsc, unit_code, quantity, price, vat_rate,"
        " vat_category, outside_reason, coding_reason, ledger_line_id, decided_by, decided_by_name,"
        " decided_at, decision_reason, agreement_number FROM requisition_line WHERE requisition_id "
        "= $1"
        " ORDER BY position, id",
        read_line, requisition.id);
    session.each(
        "SELECT p.line_id, p.weight, p.coding_id, p.unit_id, p.art, p.ansvar, p.funksjon, "
        "p.prosjekt,"
        " p.free_1, p.free_2, p.free_3, p.art_name, p.ansvar_name, p.funksjon_name, "
        "p.prosjekt_name,"
        " p.free_1_name, p.free_2_name, p.free_3_name, p.vat_code, p.vat_rate, p.vat_right"
        " FROM requisition_line l JOIN requisition_part p ON p.line_id = l.id"
        " WHERE l.requisition_id = $1 ORDER BY p.line_id, p.position",
        [&](const db::Row& row) {
            const auto line = std::ranges::find(requisition.lines, row.get<LineId>(0), &Line::id);
            line->parts.push_back(read_part(row));
        },
        requisition.id);
}

bool sees(const Actor& actor, const Requisition& requisition) {
    if (actor.user == requisition.requester && actor.user) return true;
    if (requisition.state == State::draft) return false;
    if (actor.reaches(requisition.municipality, requisition.unit)) return true;
    return std::ranges::any_of(requisition.lines, [&](const Line& line) {
        return std::ranges::any_of(line.parts, [&](const Part& part) {
            return part.unit && actor.reaches(requisition.municipality, part.unit);
        });
    });
}

Row read_row(const db::Row& row) {
    return {row.get<RequisitionId>(0), row.get<State>(1),       row.get<std::string>(2),
            row.get<std::string>(3),   row.get<std::string>(4), row.get<std::string>(5),
            row.get<Money>(6),         row.get<int>(7),         row.get<Instant>(8)};
}

constexpr std::string_view kRow =
    "SELECT id, state, number, title, requester_name, unit_name, net_ore, line_count, submitted_at"
    " FROM requisition WHERE state > 0";

std::int64_t before_or_newest(RequisitionId before) {
    return before ? before.value : std::numeric_limits<std::int64_t>::max();
}

template <class T>
std::optional<T> or_null(T id) {
    return id ? std::optional(id) : std::nullopt;
}

}  // namespace

std::optional<Requisition> load(db::Session& session, const Actor& actor, RequisitionId id) {
    static const std::string sql = std::string(kHead) + " WHERE id = $1";
    auto out = session.one(sql, read_head, id);
    if (!out) return out;
    read_lines(session, *out);
    if (!sees(actor, *out)) return std::nullopt;
    return out;
}

std::optional<Requisition> basket(db::Session& session, const Actor& actor) {
    static const std::string sql = std::string(kHead) + " WHERE requester_id = $1 AND state = 0";
    auto out = session.one(sql, read_head, actor.user);
    if (out) read_lines(session, *out);
    return out;
}

std::optional<RequisitionId> requisition_of(db::Session& session, LineId line) {
    return session.value<RequisitionId>("SELECT requisition_id FROM requisition_line WHERE id = $1",
                                        line);
}

std::vector<Consent> consents(db::Session& session, RequisitionId id) {
    return session.list(
        "SELECT unit_id, user_id FROM requisition_consent WHERE requisition_id = $1",
        [](const db::Row& row) { return Consent{row.get<UnitId>(0), row.get<UserId>(1)}; }, id);
}

std::optional<UserId> overridden_by(db::Session& session, RequisitionId id) {
    return session
        .value<std::optional<UserId>>("SELECT override_by FROM requisition WHERE id = $1", id)
        .value_or(std::nullopt);
}

std::vector<Row> own(db::Session& session, const Actor& actor, RequisitionId before) {
    static const std::string sql =
        std::string(kRow) + " AND requester_id = $1 AND id < $2 ORDER BY id DESC LIMIT $3";
    return session.list(sql, read_row, actor.user, before_or_newest(before), kListed + 1);
}

// The units a person reaches go into the statement as 4, 16, 64 … places, the last repeated, so
// that the statement cache holds a handful of statements and not one per person.
std::vector<Row> in_reach(db::Session& session, const Actor& actor, RequisitionId before) {
    if (actor.whole_region || actor.whole_municipality) {
        static const std::string sql =
            std::string(kRow) + " AND municipality_id = $1 AND id < $2 ORDER BY id DESC LIMIT $3";
        return session.list(sql, read_row, actor.municipality, before_or_newest(before),
                            kListed + 1);
    }
    if (actor.units.empty()) return {};
    std::size_t places = 4;
    while (places < actor.units.size()) places *= 4;
    std::string sql = std::string(kRow) + " AND municipality_id = $1 AND id < $2 AND unit_id IN (";
    std::vector<db::Value> values = {db::to_value(actor.municipality),
                                     db::to_value(before_or_newest(before))};
    for (std::size_t i = 0; i < places; ++i) {
        sql += (i ? ", $" : "$") + std::to_string(i + 3);
        values.push_back(db::to_value(actor.units[std::min(i, actor.units.size() - 1)]));
    }
    sql += ") ORDER BY id DESC LIMIT " + std::to_string(kListed + 1);
    std::vector<Row> out;
    auto add = [&](const db::Row& row) { out.push_back(read_row(row)); };
    session.execute(sql, values, {&add, [](void* f, const db::Row& row) {
                                      (*static_cast<decltype(add)*>(f))(row);
                                  }});
    return out;
}

RequisitionId insert_basket(db::Tx& tx, const Actor& actor, Instant at, UnitId delivery) {
    return {tx->insert(
        "INSERT INTO requisition(municipality_id, unit_id, unit_name, requester_id, requester_name,"
        " state, title, message, delivery_unit_id, over_reason, over_ore, approval_reason, net_ore,"
        " line_count, created_at) VALUES ($1, $2, $3, $4, $5, 0, '', '', $6, '', 0, '', 0, 0, $7)"
        " RETURNING id",
        actor.municipality, actor.unit, actor.unit_name, actor.user, actor.name, delivery, at)};
}

LineId insert_line(db::Tx& tx, RequisitionId requisition, const Line& line) {
    Line stored = line;
    stored.id = {tx->insert(
        "INSERT INTO requisition_line(requisition_id, position, state, item_id, supplier_id,"
        " supplier_name, agreement_id, agreement_name, item_number, gtin, name, unspsc, unit_code,"
        " quantity, price, vat_rate, vat_category, outside_reason, coding_reason, agreement_number,"
        " decided_by_name, decision_reason) VALUES ($1, (SELECT COALESCE(MAX(position), 0) + 1 "
        "FROM requisition_line"
        " WHERE requisition_id = $1), 0, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14,"
        " $15, $16, $17, $18, '', '') RETURNING id",
        requisition, line.item, line.supplier, line.supplier_name, line.agreement,
        line.agreement_name, line.item_number, line.gtin, line.name, line.unspsc, line.unit_code,
        line.quantity, line.price, line.vat_rate, line.vat_category, line.outside_reason,
        line.coding_reason, line.agreement_number)};
    replace_parts(tx, stored);
    return stored.id;
}

void update_line(db::Tx& tx, const Line& line) {
    tx->run(
        "UPDATE requisition_line SET state = $2, quantity = $3, price = $4, outside_reason = $5,"
        " ledger_line_id = $6, decided_by = $7, decided_by_name = $8, decided_at = $9,"
        " decision_reason = $10, agreement_id = $11, agreement_name = $12, agreement_number = $13"
        " WHERE id = $1",
        line.id, line.state, line.quantity, line.price, line.outside_reason,
        or_null(line.ledger_line), or_null(line.decided_by), line.decided_by_name, line.decided_at,
        line.decision_reason, line.agreement, line.agreement_name, line.agreement_number);
}

void replace_parts(db::Tx& tx, const Line& line) {
    tx->run("UPDATE requisition_line SET coding_reason = $2 WHERE id = $1", line.id,
            line.coding_reason);
    tx->run("DELETE FROM requisition_part WHERE line_id = $1", line.id);
    int position = 0;
    for (const Part& part : line.parts) {
        const auto& [art, ansvar, funksjon, prosjekt, free_1, free_2, free_3] = part.codes;
        const auto& [art_name, ansvar_name, funksjon_name, prosjekt_name, name_1, name_2, name_3] =
            part.names;
        tx->run(
            "INSERT INTO requisition_part(line_id, position, weight, coding_id, unit_id, art, "
            "ansvar,"
            " funksjon, prosjekt, free_1, free_2, free_3, art_name, ansvar_name, funksjon_name,"
            " prosjekt_name, free_1_name, free_2_name, free_3_name, vat_code, vat_rate, vat_right)"
            " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, "
            "$18,"
            " $19, $20, $21, $22)",
            line.id, ++position, part.weight, or_null(part.coding), or_null(part.unit), art, ansvar,
            funksjon, prosjekt, free_1, free_2, free_3, art_name, ansvar_name, funksjon_name,
            prosjekt_name, name_1, name_2, name_3, part.vat_code, part.rate, part.right);
    }
}

void delete_line(db::Tx& tx, LineId line) {
    tx->run("DELETE FROM requisition_part WHERE line_id = $1", line);
    tx->run("DELETE FROM requisition_line WHERE id = $1 AND ledger_line_id IS NULL", line);
}

void update(db::Tx& tx, const Requisition& requisition) {
    const std::optional<std::string> number =
        requisition.number.empty() ? std::nullopt : std::optional(requisition.number);
    tx->run(
        "UPDATE requisition SET state = $2, number = $3, title = $4, message = $5,"
        " delivery_unit_id = $6, wished = $7, over_reason = $8, over_ore = $9, approval_reason = "
        "$10,"
        " net_ore = $11, line_count = $12, submitted_at = $13, decided_at = $14 WHERE id = $1",
        requisition.id, requisition.state, number, requisition.title, requisition.message,
        requisition.delivery_unit, requisition.wished, requisition.over_reason, requisition.over,
        requisition.approval_reason, requisition.net(), requisition.lines.size(),
        requisition.submitted_at, requisition.decided_at);
}

void consent(db::Tx& tx, RequisitionId id, UnitId unit, UserId user, Instant at) {
    tx->run(
        "INSERT INTO requisition_consent(requisition_id, unit_id, user_id, at)"
        " VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING",
        id, unit, user, at);
}

void take_consents_away(db::Tx& tx, RequisitionId id) {
    tx->run("DELETE FROM requisition_consent WHERE requisition_id = $1", id);
    tx->run("UPDATE requisition SET override_by = NULL, approval_reason = '' WHERE id = $1", id);
}

void overridden(db::Tx& tx, RequisitionId id, UserId by) {
    tx->run("UPDATE requisition SET override_by = $2 WHERE id = $1", id, by);
}

std::string next_number(db::Tx& tx, MunicipalityId municipality, int year) {
    const auto number = tx->insert(
        "INSERT INTO requisition_counter(municipality_id, year, last_number) VALUES ($1, $2, 1)"
        " ON CONFLICT (municipality_id, year) DO UPDATE"
        " SET last_number = requisition_counter.last_number + 1 RETURNING last_number",
        municipality, year);
    return fmt::format("R-{}-{:04}", year, number);
}

}  // namespace store

std::optional<Requisition> find(db::Session& session, const Actor& actor, RequisitionId id) {
    return store::load(session, actor, id);
}

int basket_count(db::Session& session, const Actor& actor, Date) {
    return static_cast<int>(
        session
            .value<std::int64_t>(
                "SELECT line_count FROM requisition WHERE requester_id = $1 AND state = 0",
                actor.user)
            .value_or(0));
}

}  // namespace samkjop::requisition
