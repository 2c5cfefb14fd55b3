// The tables of the control. Quantities and prices are kept with six decimals: they are shown, and
// nothing is decided from them again.

#include "control/store.h"

#include <fmt/format.h>

#include <unordered_map>

namespace samkjop::control {
namespace {

// With six decimals, as the column holds it.
Decimal six(Decimal value) {
    const Decimal plain = value.normalised();
    if (plain.scale() <= 6) return plain;
    return {divide_rounded(plain.digits(), power_of_ten(plain.scale() - 6)), 6};
}

std::string reach(const Actor& actor, std::string_view table) {
    if (actor.whole_region) return "1 = 1";
    std::string out = fmt::format("{}.municipality_id = {}", table, actor.municipality.value);
    if (actor.whole_municipality || table != "f") return out;
    out += " AND f.unit_id IN (0";
    for (const std::int64_t unit : actor.units) out += fmt::format(", {}", unit);
    return out + ")";
}

constexpr std::string_view kFinding =
    "SELECT f.id, f.municipality_id, f.unit_id, f.subject_kind, f.subject_id, f.subject_number, "
    "f.issued, f.position, f.kind, f.doubt, f.confirmed, f.match, f.likeness, f.supplier_id, "
    "s.name, f.agreement_id, COALESCE(a.title, ''), f.item_id, f.price_list_id, f.what, "
    "f.price_day, f.quantity, f.unit, f.agreed, f.found, f.at_stake_ore, f.net_ore, f.found_at, "
    "f.state, f.reason, COALESCE(f.claim_id, 0), f.recovered_ore FROM control_finding f JOIN "
    "supplier s ON s.id = f.supplier_id LEFT JOIN agreement a ON a.id = f.agreement_id";

Stored read(const db::Row& row) {
    Stored out;
    out.id = row.get<FindingId>(0);
    out.municipality = row.get<MunicipalityId>(1);
    out.unit_id = row.get<UnitId>(2);
    out.subject = row.get<Subject>(3);
    out.subject_id = row.get<std::int64_t>(4);
    out.subject_number = row.get<std::string>(5);
    out.issued = row.get<Date>(6);
    out.line = row.get<int>(7);
    out.kind = row.get<Kind>(8);
    out.doubt = row.get<Doubt>(9);
    out.confirmed = row.get<bool>(10);
    out.match = row.get<Match>(11);
    out.likeness = row.get<int>(12);
    out.supplier = row.get<party::SupplierId>(13);
    out.supplier_name = row.get<std::string>(14);
    out.agreement = row.get<agreement::AgreementId>(15);
    out.agreement_title = row.get<std::string>(16);
    out.item = row.get<catalogue::ItemId>(17);
    out.price_list = row.get<catalogue::PriceListId>(18);
    out.what = row.get<std::string>(19);
    out.price_day = row.get<Date>(20);
    out.quantity = row.get<Decimal>(21).normalised();
    out.unit = row.get<std::string>(22);
    out.agreed = row.get<Decimal>(23).normalised();
    out.found = row.get<Decimal>(24).normalised();
    out.at_stake = row.get<Money>(25);
    out.net = row.get<Money>(26);
    out.found_at = row.get<Instant>(27);
    out.state = row.get<FindingState>(28);
    out.reason = row.get<std::string>(29);
    out.claim = row.get<ClaimId>(30);
    out.recovered = row.get<Money>(31);
    return out;
}

constexpr std::string_view kClaim =
    "SELECT c.id, c.number, c.municipality_id, c.supplier_id, s.name, c.state, c.made_on, "
    "c.made_by, c.sent_on, c.due, c.reminded_on, c.reason, COALESCE(f.claimed, 0), "
    "COALESCE(f.recovered, 0), COALESCE(f.number, 0) FROM control_claim c JOIN supplier s ON s.id "
    "= c.supplier_id LEFT JOIN (SELECT claim_id, CAST(SUM(at_stake_ore) AS BIGINT) AS claimed, "
    "CAST(SUM(recovered_ore) AS BIGINT) AS recovered, COUNT(*) AS number FROM control_finding "
    "WHERE claim_id IS NOT NULL GROUP BY claim_id) f ON f.claim_id = c.id";

Claim read_claim(const db::Row& row) {
    Claim out;
    out.id = row.get<ClaimId>(0);
    out.number = row.get<std::string>(1);
    out.municipality = row.get<MunicipalityId>(2);
    out.supplier = row.get<party::SupplierId>(3);
    out.supplier_name = row.get<std::string>(4);
    out.state = row.get<ClaimState>(5);
    out.made_on = row.get<Date>(6);
    out.made_by = row.get<UserId>(7);
    out.sent_on = row.get<std::optional<Date>>(8);
    out.due = row.get<std::optional<Date>>(9);
    out.reminded_on = row.get<std::optional<Date>>(10);
    out.reason = row.get<std::string>(11);
    out.claimed = row.get<Money>(12);
    out.recovered = row.get<Money>(13);
    out.findings = row.get<int>(14);
    return out;
}

}  // namespace

namespace store {

void keep(db::Tx& tx, const NewSubject& subject, const Document& document, const Outcome& outcome,
          Instant at) {
    tx->run(
        "DELETE FROM control_finding WHERE subject_kind = $1 AND subject_id = $2 AND state = 0 "
        "AND confirmed = $3",
        subject.kind, subject.id, false);
    const auto dealt_with = findings_of(tx, subject.kind, subject.id);
    std::unordered_map<int, Money> net_of;
    for (const Line& line : document.lines) net_of[line.position] = line.net;
    for (const Finding& each : outcome.findings) {
        const bool known = std::ranges::any_of(dealt_with, [&](const Stored& old) {
            return old.line == each.line && old.kind == each.kind;
        });
        if (known) continue;
        const Money net = net_of[each.line];
        tx->run(
            "INSERT INTO control_finding (municipality_id, unit_id, subject_kind, subject_id, "
            "subject_number, issued, position, kind, doubt, confirmed, match, likeness, "
            "supplier_id, agreement_id, item_id, price_list_id, what, price_day, quantity, unit, "
            "agreed, found, at_stake_ore, net_ore, found_at, state, reason, recovered_ore) VALUES "
            "($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, "
            "$19, $20, $21, $22, $23, $24, $25, 0, '', 0)",
            subject.municipality, subject.unit, subject.kind, subject.id, subject.number,
            subject.issued, each.line, each.kind, each.doubt, false, each.match, each.likeness,
            subject.supplier, each.agreement, each.item, each.price_list, each.what, each.price_day,
            six(each.quantity), each.unit, six(each.agreed), six(each.found), each.at_stake, net,
            at);
    }
    tx->run(
        "INSERT INTO control_run (subject_kind, subject_id, at, lines, matched) VALUES ($1, $2, "
        "$3, $4, $5) ON CONFLICT (subject_kind, subject_id) DO UPDATE SET at = excluded.at, lines "
        "= excluded.lines, matched = excluded.matched",
        subject.kind, subject.id, at, outcome.lines, outcome.matched);
}

void set_state(db::Tx& tx, FindingId id, FindingState state, std::string_view reason,
               ClaimId claim) {
    tx->run("UPDATE control_finding SET state = $2, reason = $3, claim_id = $4 WHERE id = $1", id,
            state, reason, claim ? std::optional(claim) : std::nullopt);
}

void confirm(db::Tx& tx, FindingId id) {
    tx->run("UPDATE control_finding SET confirmed = $2 WHERE id = $1", id, true);
}

void recover(db::Tx& tx, FindingId id, Money more) {
    tx->run("UPDATE control_finding SET recovered_ore = recovered_ore + $2 WHERE id = $1", id,
            more);
}

std::string next_number(db::Tx& tx, MunicipalityId municipality,
                        std::string_view municipality_number, int year) {
    const auto last = tx->value<std::int64_t>(
        "INSERT INTO control_number (municipality_id, year, last) VALUES ($1, $2, 1) ON CONFLICT "
        "(municipality_id, year) DO UPDATE SET last = control_number.last + 1 RETURNING last",
        municipality, year);
    return fmt::format("K-{}-{}-{:04}", municipality_number, year, last.value());
}

ClaimId insert(db::Tx& tx, const Claim& claim) {
    return ClaimId{tx->insert(
        "INSERT INTO control_claim (number, municipality_id, supplier_id, state, made_on, made_by, "
        "reason) VALUES ($1, $2, $3, $4, $5, $6, '') RETURNING id",
        claim.number, claim.municipality, claim.supplier, claim.state, claim.made_on,
        claim.made_by)};
}

void save(db::Tx& tx, const Claim& claim) {
    tx->run(
        "UPDATE control_claim SET state = $2, sent_on = $3, due = $4, reminded_on = $5, reason = "
        "$6 WHERE id = $1",
        claim.id, claim.state, claim.sent_on, claim.due, claim.reminded_on, claim.reason);
}

void add_credit(db::Tx& tx, ClaimId claim, invoice::InvoiceId invoice, Money amount, Instant at) {
    tx->run(
        "INSERT INTO control_credit (claim_id, invoice_id, amount_ore, at) VALUES ($1, $2, $3, "
        "$4)",
        claim, invoice, amount, at);
}

bool credited_before(db::Session& session, invoice::InvoiceId note) {
    return session
               .value<std::int64_t>("SELECT COUNT(*) FROM control_credit WHERE invoice_id = $1",
                                    note)
               .value_or(0) > 0;
}

std::optional<Claim> claim(db::Session& session, ClaimId id) {
    return session.one(std::string(kClaim) + " WHERE c.id = $1", read_claim, id);
}

std::optional<Stored> finding(db::Session& session, FindingId id) {
    return session.one(std::string(kFinding) + " WHERE f.id = $1", read, id);
}

std::vector<Claim> open_claims(db::Session& session, MunicipalityId municipality,
                               party::SupplierId supplier) {
    return session.list(std::string(kClaim) +
                            " WHERE c.municipality_id = $1 AND c.supplier_id = $2 AND c.state IN "
                            "(1, 2) ORDER BY c.id",
                        read_claim, municipality, supplier);
}

}  // namespace store

std::vector<Stored> findings(db::Session& session, const Actor& actor, const Filter& filter) {
    std::string sql = std::string(kFinding) + " WHERE " + reach(actor, "f") +
                      " AND ($1 = 0 OR f.municipality_id = $1) AND ($2 = 0 OR f.supplier_id = $2) "
                      "AND ($3 = 0 OR f.agreement_id = $3)";
    sql += fmt::format(" AND f.kind {} {}", filter.leakage ? "=" : "<>",
                       static_cast<int>(Kind::other_supplier));
    if (filter.kind) sql += fmt::format(" AND f.kind = {}", static_cast<int>(*filter.kind));
    if (filter.state) sql += fmt::format(" AND f.state = {}", static_cast<int>(*filter.state));
    if (filter.certain)
        sql += *filter.certain ? " AND (f.doubt = 0 OR f.confirmed)"
                               : " AND f.doubt <> 0 AND NOT f.confirmed";
    sql += " ORDER BY f.at_stake_ore DESC, f.id LIMIT $4";
    return session.list(sql, read, filter.municipality, filter.supplier, filter.agreement,
                        filter.limit);
}

std::optional<Stored> finding(db::Session& session, const Actor& actor, FindingId id) {
    return session.one(std::string(kFinding) + " WHERE f.id = $1 AND " + reach(actor, "f"), read,
                       id);
}

std::vector<Stored> findings_of(db::Session& session, Subject subject, std::int64_t id) {
    return session.list(
        std::string(kFinding) +
            " WHERE f.subject_kind = $1 AND f.subject_id = $2 ORDER BY f.position, f.kind",
        read, subject, id);
}

std::vector<Stored> findings_of(db::Session& session, ClaimId claim) {
    return session.list(std::string(kFinding) +
                            " WHERE f.claim_id = $1 ORDER BY f.issued, f.subject_id, f.position",
                        read, claim);
}

std::vector<Claim> claims(db::Session& session, const Actor& actor) {
    return session.list(
        std::string(kClaim) + " WHERE " + reach(actor, "c") + " ORDER BY c.id DESC LIMIT 200",
        read_claim);
}

std::optional<Claim> claim(db::Session& session, const Actor& actor, ClaimId id) {
    return session.one(std::string(kClaim) + " WHERE c.id = $1 AND " + reach(actor, "c"),
                       read_claim, id);
}

std::vector<Credit> credits_of(db::Session& session, ClaimId id) {
    auto out = session.list(
        "SELECT invoice_id, amount_ore, at FROM control_credit WHERE claim_id = $1 ORDER BY at, "
        "invoice_id",
        [](const db::Row& row) {
            return Credit{row.get<invoice::InvoiceId>(0), "", row.get<Money>(1),
                          row.get<Instant>(2)};
        },
        id);
    for (Credit& each : out) {
        const auto note = invoice::find(session, Actor::system(), each.invoice);
        if (note) each.number = note->number;
    }
    return out;
}

std::vector<Sum> sums(db::Session& session, const Actor& actor) {
    return session.list(
        "SELECT f.agreement_id, COALESCE(a.title, ''), f.municipality_id, m.name, "
        "CAST(SUM(f.at_stake_ore) AS BIGINT), CAST(SUM(CASE WHEN c.state IN (1, 2, 3, 5) THEN "
        "f.at_stake_ore ELSE 0 END) AS BIGINT), CAST(SUM(f.recovered_ore) AS BIGINT), COUNT(*) "
        "FROM control_finding f JOIN municipality m ON m.id = f.municipality_id LEFT JOIN "
        "agreement a ON a.id = f.agreement_id LEFT JOIN control_claim c ON c.id = f.claim_id "
        "WHERE f.subject_kind = 0 AND f.kind <= 3 AND f.state <> 2 AND (f.doubt = 0 OR "
        "f.confirmed) AND f.at_stake_ore > 0 AND " +
            reach(actor, "f") +
            " GROUP BY f.agreement_id, a.title, f.municipality_id, m.name, m.number ORDER BY "
            "a.title, m.number",
        [](const db::Row& row) {
            return Sum{row.get<agreement::AgreementId>(0),
                       row.get<std::string>(1),
                       row.get<MunicipalityId>(2),
                       row.get<std::string>(3),
                       row.get<Money>(4),
                       row.get<Money>(5),
                       row.get<Money>(6),
                       row.get<int>(7)};
        });
}

std::vector<Leak> leaks(db::Session& session, const Actor& actor, Date from, Date to) {
    return session.list(
        "SELECT f.municipality_id, m.name, f.unit_id, COALESCE(u.name, ''), f.agreement_id, "
        "COALESCE(a.title, ''), CAST(SUM(f.net_ore) AS BIGINT), CAST(SUM(f.at_stake_ore) AS "
        "BIGINT), COUNT(*), CAST(SUM(CASE WHEN f.item_id <> 0 THEN 1 ELSE 0 END) AS BIGINT) FROM "
        "control_finding f JOIN municipality m ON m.id = f.municipality_id LEFT JOIN unit u ON "
        "u.id = f.unit_id LEFT JOIN agreement a ON a.id = f.agreement_id WHERE f.kind = 6 AND "
        "f.subject_kind = 0 AND f.state <> 2 AND f.issued >= $1 AND f.issued <= $2 AND " +
            reach(actor, "f") +
            " GROUP BY f.municipality_id, m.name, f.unit_id, u.name, f.agreement_id, a.title "
            "ORDER BY 7 DESC, 1, 3, 5",
        [](const db::Row& row) {
            return Leak{row.get<MunicipalityId>(0),
                        row.get<std::string>(1),
                        row.get<UnitId>(2),
                        row.get<std::string>(3),
                        row.get<agreement::AgreementId>(4),
                        row.get<std::string>(5),
                        row.get<Money>(6),
                        row.get<Money>(7),
                        row.get<int>(8),
                        row.get<int>(9)};
        },
        from, to);
}

}  // namespace samkjop::control
