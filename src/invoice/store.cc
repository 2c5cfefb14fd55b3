// All SQL of the module. An invoice is two rows: `invoice`, what arrived, which a trigger keeps
// from ever changing, and `invoice_case`, where it stands.

#include "invoice/store.h"

#include <fmt/format.h>

#include "invoice/correction.h"

namespace samkjop::invoice {
namespace {

constexpr std::string_view kSummaryColumns =
    "i.id, i.municipality_id, c.unit_id, i.credit_note, i.number, i.reference, i.seller_name,"
    " i.seller_number, c.supplier_id, i.issued, i.due, i.received_at, c.state, c.automatic, "
    "i.net_ore,"
    " i.payable_ore, c.at_stake_ore, c.order_number, i.currency";
constexpr std::string_view kFrom = " FROM invoice i JOIN invoice_case c ON c.invoice_id = i.id";

Summary summary_of(const db::Row& row) {
    Summary out;
    out.id = row.get<InvoiceId>(0);
    out.municipality = row.get<MunicipalityId>(1);
    out.unit = row.get<UnitId>(2);
    out.credit_note = row.get<bool>(3);
    out.number = row.get<std::string>(4);
    out.reference = row.get<std::string>(5);
    out.seller_name = row.get<std::string>(6);
    out.seller_number = row.get<std::string>(7);
    out.supplier = row.get<party::SupplierId>(8);
    out.issued = row.get<Date>(9);
    out.due = row.get<std::optional<Date>>(10);
    out.received = row.get<Instant>(11);
    out.state = row.get<State>(12);
    out.automatic = row.get<bool>(13);
    out.net = row.get<Money>(14);
    out.payable = row.get<Money>(15);
    out.at_stake = row.get<Money>(16);
    out.order_number = row.get<std::string>(17);
    out.currency = row.get<std::string>(18);
    return out;
}

// The actor's reach as a condition. Unit 0 is nobody's in particular: everybody's in the
// municipality.
std::string reach(const Actor& actor) {
    if (actor.whole_region) return "1 = 1";
    std::string out = fmt::format("c.municipality_id = {}", actor.municipality.value);
    if (actor.whole_municipality) return out;
    out += " AND c.unit_id IN (0";
    for (const std::int64_t unit : actor.units) out += fmt::format(", {}", unit);
    return out + ")";
}

constexpr std::string_view kOpenStates = "0, 1, 2, 3, 4, 5, 8, 10";
constexpr std::string_view kTakesStates = "11, 12";  // refused and settled hold nothing

// The three columns of % and _ that LIKE would read are searched for as they stand.
std::string like(std::string_view text) {
    std::string out = "%";
    for (const char c : text) {
        if (c == '%' || c == '_' || c == '!') out += '!';
        out += c;
    }
    return out + "%";
}

void load_lines(db::Session& session, Record& out) {
    out.content.lines = session.list(
        "SELECT position, charge, identifier, name, item_number, gtin, unit, order_line_reference,"
        " accounting_cost, quantity, unit_price, net_ore, rate, category FROM invoice_line"
        " WHERE invoice_id = $1 ORDER BY position",
        [](const db::Row& row) {
            return Line{row.get<int>(0),
                        row.get<bool>(1),
                        row.get<std::string>(2),
                        row.get<std::string>(3),
                        row.get<std::string>(4),
                        row.get<std::string>(5),
                        row.get<std::string>(6),
                        row.get<std::string>(7),
                        row.get<std::string>(8),
                        row.get<Decimal>(9).normalised(),
                        row.get<Decimal>(10).normalised(),
                        row.get<Money>(11),
                        row.get<Decimal>(12).normalised(),
                        row.get<std::string>(13)};
        },
        out.id);
    out.content.vat_rows = session.list(
        "SELECT rate, category, base_ore, amount_ore FROM invoice_vat WHERE invoice_id = $1"
        " ORDER BY position",
        [](const db::Row& row) {
            return VatRow{row.get<Decimal>(0).normalised(), row.get<std::string>(1),
                          row.get<Money>(2), row.get<Money>(3)};
        },
        out.id);
}

void load_decisions(db::Session& session, Record& out) {
    out.matches = session.list(
        "SELECT position, order_id, order_line_id, ledger_line_id, quantity, net_ore, how, "
        "confidence"
        " FROM invoice_match WHERE invoice_id = $1 ORDER BY number",
        [](const db::Row& row) {
            return MatchRow{row.get<int>(0),
                            row.get<std::int64_t>(1),
                            row.get<order::OrderLineId>(2),
                            row.get<ledger::LineId>(3),
                            row.get<Decimal>(4).normalised(),
                            row.get<Money>(5),
                            row.get<How>(6),
                            row.get<int>(7)};
        },
        out.id);
    out.shares = session.list(
        "SELECT position, coding_id, vat_code, weight, right_share FROM invoice_share"
        " WHERE invoice_id = $1 ORDER BY position, number",
        [](const db::Row& row) {
            return ShareRow{row.get<int>(0), row.get<coding::CodingId>(1), row.get<std::string>(2),
                            row.get<std::int64_t>(3), row.get<int>(4)};
        },
        out.id);
    out.recodes = session.list(
        "SELECT step, from_coding_id, to_coding_id, vat_code, weight, right_share FROM "
        "invoice_recode"
        " WHERE invoice_id = $1 ORDER BY number",
        [](const db::Row& row) {
            return RecodeRow{
                row.get<int>(0),         row.get<coding::CodingId>(1), row.get<coding::CodingId>(2),
                row.get<std::string>(3), row.get<std::int64_t>(4),     row.get<int>(5)};
        },
        out.id);
    out.findings = findings(session, out.id);
}

Record record_of(const db::Row& row) {
    Record out;
    Content& content = out.content;
    int i = 0;
    out.id = row.get<InvoiceId>(i++);
    out.municipality = row.get<MunicipalityId>(i++);
    out.reference = row.get<std::string>(i++);
    content.credit_note = row.get<bool>(i++);
    content.number = row.get<std::string>(i++);
    content.type_code = row.get<std::string>(i++);
    content.issued = row.get<Date>(i++);
    content.due = row.get<std::optional<Date>>(i++);
    content.currency = row.get<std::string>(i++);
    content.seller_number = row.get<std::string>(i++);
    content.seller_name = row.get<std::string>(i++);
    content.seller_endpoint = row.get<std::string>(i++);
    content.buyer_reference = row.get<std::string>(i++);
    content.order_reference = row.get<std::string>(i++);
    content.accounting_cost = row.get<std::string>(i++);
    content.contract_reference = row.get<std::string>(i++);
    content.contact = row.get<std::string>(i++);
    content.note = row.get<std::string>(i++);
    content.kid = row.get<std::string>(i++);
    content.account = row.get<std::string>(i++);
    content.preceding = row.get<std::string>(i++);
    content.net = row.get<Money>(i++);
    content.vat = row.get<Money>(i++);
    content.payable = row.get<Money>(i++);
    content.rounding = row.get<Money>(i++);
    content.prepaid = row.get<Money>(i++);
    content.adds_up = row.get<bool>(i++);
    out.document = row.get<std::int64_t>(i++);
    out.document_hash = row.get<std::string>(i++);
    out.received_at = row.get<Instant>(i++);
    out.state = row.get<State>(i++);
    out.state_at = row.get<Instant>(i++);
    out.unit = row.get<UnitId>(i++);
    out.supplier = row.get<party::SupplierId>(i++);
    out.order = row.get<std::int64_t>(i++);
    out.order_number = row.get<std::string>(i++);
    out.voucher = row.get<ledger::InvoiceId>(i++);
    content.exchange_rate = row.get<Decimal>(i++).normalised();
    out.at_stake = row.get<Money>(i++);
    out.credited = row.get<Money>(i++);
    out.automatic = row.get<bool>(i++);
    out.credits = row.get<InvoiceId>(i++);
    out.credit_kind = row.get<std::optional<ledger::CreditKind>>(i++);
    out.certifier = row.get<UserId>(i++);
    out.authoriser = row.get<UserId>(i++);
    out.responsible = row.get<std::string>(i++);
    out.reason = row.get<std::string>(i++);
    out.batch = row.get<std::int64_t>(i++);
    out.finance_voucher = row.get<std::string>(i++);
    out.finance_date = row.get<std::optional<Date>>(i++);
    return out;
}

std::optional<Record> load_where(db::Session& session, const std::string& condition, InvoiceId id) {
    auto out = session.one(
        "SELECT i.id, i.municipality_id, i.reference, i.credit_note, i.number, i.type_code, "
        "i.issued,"
        " i.due, i.currency, i.seller_number, i.seller_name, i.seller_endpoint, i.buyer_reference,"
        " i.order_reference, i.accounting_cost, i.contract_reference, i.contact, i.note, i.kid,"
        " i.account, i.preceding, i.net_ore, i.vat_ore, i.payable_ore, i.rounding_ore, "
        "i.prepaid_ore,"
        " i.adds_up, i.document_id, i.document_hash, i.received_at, c.state, c.state_at, c.unit_id,"
        " c.supplier_id, c.order_id, c.order_number, c.voucher_id, c.exchange_rate, c.at_stake_ore,"
        " c.credited_ore, c.automatic, c.credits_invoice_id, c.credit_kind, c.certifier_id,"
        " c.authoriser_id, c.responsible, c.reason, c.batch_id, c.voucher, c.voucher_date" +
            std::string(kFrom) + " WHERE i.id = $1 AND " + condition,
        record_of, id);
    if (!out) return std::nullopt;
    load_lines(session, *out);
    load_decisions(session, *out);
    return out;
}

std::string next_reference(db::Tx& tx, MunicipalityId municipality, std::string_view number,
                           int year) {
    const auto running = tx->value<std::int64_t>(
        "INSERT INTO invoice_number (municipality_id, year, last) VALUES ($1, $2, 1)"
        " ON CONFLICT (municipality_id, year) DO UPDATE SET last = invoice_number.last + 1 "
        "RETURNING last",
        municipality, year);
    return fmt::format("F{}-{}-{:06}", number, year, running.value());
}

}  // namespace

std::string Summary::path() const { return "/fakturaer/" + std::to_string(id.value); }

bool Record::open() const {
    return state != State::approved && state != State::exported && state != State::posted &&
           state != State::refused && state != State::settled;
}

std::optional<Summary> same(db::Session& session, const Content& content) {
    return session.one("SELECT " + std::string(kSummaryColumns) + std::string(kFrom) +
                           " WHERE i.seller_number = $1 AND i.number = $2 AND i.issue_year = $3"
                           " AND i.credit_note = $4 AND i.payable_ore = $5",
                       summary_of, content.seller_number, content.number, content.issued.year(),
                       content.credit_note, content.payable);
}

bool number_used(db::Session& session, const Content& content) {
    return session
               .value<std::int64_t>(
                   "SELECT count(*) FROM invoice WHERE seller_number = $1 AND number = $2 AND "
                   "issue_year = $3"
                   " AND credit_note = $4 AND payable_ore <> $5",
                   content.seller_number, content.number, content.issued.year(),
                   content.credit_note, content.payable)
               .value() > 0;
}

void insert(db::Tx& tx, Record& record, std::string_view municipality_number) {
    const Content& c = record.content;
    record.reference = next_reference(tx, record.municipality, municipality_number,
                                      record.received_at.oslo_date().year());
    record.id.value = tx->insert(
        "INSERT INTO invoice (municipality_id, reference, credit_note, number, type_code, issued,"
        " issue_year, due, currency, seller_number, seller_name, seller_endpoint, buyer_reference,"
        " order_reference, accounting_cost, contract_reference, contact, note, kid, account, "
        "preceding,"
        " net_ore, vat_ore, payable_ore, rounding_ore, prepaid_ore, adds_up, document_id,"
        " document_hash, received_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, "
        "$13,"
        " $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25, $26, $27, $28, $29, $30)"
        " RETURNING id",
        record.municipality, record.reference, c.credit_note, c.number, c.type_code, c.issued,
        c.issued.year(), c.due, c.currency, c.seller_number, c.seller_name, c.seller_endpoint,
        c.buyer_reference, c.order_reference, c.accounting_cost, c.contract_reference, c.contact,
        c.note, c.kid, c.account, c.preceding, c.net, c.vat, c.payable, c.rounding, c.prepaid,
        c.adds_up, record.document, record.document_hash, record.received_at);
    for (const Line& line : c.lines) {
        tx->run(
            "INSERT INTO invoice_line (invoice_id, position, charge, identifier, name, item_number,"
            " gtin, unit, order_line_reference, accounting_cost, quantity, unit_price, net_ore, "
            "rate,"
            " category) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)",
            record.id, line.position, line.charge, line.identifier, line.name, line.item_number,
            line.gtin, line.unit, line.order_line_reference, line.accounting_cost, line.quantity,
            line.unit_price, line.net, line.rate, line.category);
    }
    for (std::size_t i = 0; i < c.vat_rows.size(); ++i) {
        tx->run(
            "INSERT INTO invoice_vat (invoice_id, position, rate, category, base_ore, amount_ore)"
            " VALUES ($1, $2, $3, $4, $5, $6)",
            record.id, i, c.vat_rows[i].rate, c.vat_rows[i].category, c.vat_rows[i].base,
            c.vat_rows[i].amount);
    }
}

void save_case(db::Tx& tx, const Record& r) {
    tx->run(
        "INSERT INTO invoice_case (invoice_id, municipality_id, state, state_at, unit_id, "
        "supplier_id,"
        " order_id, order_number, voucher_id, exchange_rate, at_stake_ore, credited_ore, automatic,"
        " credits_invoice_id, credit_kind, certifier_id, authoriser_id, responsible, reason,"
        " batch_id, voucher, voucher_date) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11,"
        " $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22)"
        " ON CONFLICT (invoice_id) DO UPDATE SET state = excluded.state, state_at = "
        "excluded.state_at,"
        " unit_id = excluded.unit_id, supplier_id = excluded.supplier_id, order_id = "
        "excluded.order_id,"
        " order_number = excluded.order_number, voucher_id = excluded.voucher_id,"
        " exchange_rate = excluded.exchange_rate, at_stake_ore = excluded.at_stake_ore,"
        " credited_ore = excluded.credited_ore, automatic = excluded.automatic,"
        " credits_invoice_id = excluded.credits_invoice_id, credit_kind = excluded.credit_kind,"
        " certifier_id = excluded.certifier_id, authoriser_id = excluded.authoriser_id,"
        " responsible = excluded.responsible, reason = excluded.reason, batch_id = "
        "excluded.batch_id,"
        " voucher = excluded.voucher, voucher_date = excluded.voucher_date",
        r.id, r.municipality, r.state, r.state_at, r.unit, r.supplier, r.order, r.order_number,
        r.voucher, r.content.exchange_rate, r.at_stake, r.credited, r.automatic, r.credits,
        r.credit_kind, r.certifier, r.authoriser, r.responsible, r.reason, r.batch,
        r.finance_voucher, r.finance_date);
}

void save_matches(db::Tx& tx, const Record& record) {
    tx->run("DELETE FROM invoice_match WHERE invoice_id = $1", record.id);
    for (std::size_t i = 0; i < record.matches.size(); ++i) {
        const MatchRow& each = record.matches[i];
        tx->run(
            "INSERT INTO invoice_match (invoice_id, number, position, order_id, order_line_id,"
            " ledger_line_id, quantity, net_ore, how, confidence)"
            " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
            record.id, i, each.position, each.order, each.order_line, each.ledger_line,
            each.quantity, each.net, each.how, each.confidence);
    }
}

void save_shares(db::Tx& tx, const Record& record) {
    tx->run("DELETE FROM invoice_share WHERE invoice_id = $1", record.id);
    for (std::size_t i = 0; i < record.shares.size(); ++i) {
        const ShareRow& each = record.shares[i];
        tx->run(
            "INSERT INTO invoice_share (invoice_id, position, number, coding_id, vat_code, weight,"
            " right_share) VALUES ($1, $2, $3, $4, $5, $6, $7)",
            record.id, each.position, i, each.coding, each.vat_code, each.weight, each.right);
    }
}

void save_recodes(db::Tx& tx, const Record& record) {
    tx->run("DELETE FROM invoice_recode WHERE invoice_id = $1", record.id);
    for (std::size_t i = 0; i < record.recodes.size(); ++i) {
        const RecodeRow& each = record.recodes[i];
        tx->run(
            "INSERT INTO invoice_recode (invoice_id, number, step, from_coding_id, to_coding_id,"
            " vat_code, weight, right_share) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
            record.id, i, each.step, each.from, each.to, each.vat_code, each.weight, each.right);
    }
}

void save_findings(db::Tx& tx, const Record& record) {
    tx->run("DELETE FROM invoice_finding WHERE invoice_id = $1", record.id);
    for (std::size_t i = 0; i < record.findings.size(); ++i) {
        const Finding& each = record.findings[i];
        tx->run(
            "INSERT INTO invoice_finding (invoice_id, number, kind, position, at_stake_ore, "
            "quantity,"
            " unit, expected, found, what) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
            record.id, i, each.kind, each.line, each.at_stake, each.quantity, each.unit,
            each.expected, each.found, each.what);
    }
}

std::optional<Record> load(db::Session& session, const Actor& actor, InvoiceId id) {
    return load_where(session, reach(actor), id);
}

std::optional<Record> load(db::Session& session, InvoiceId id) {
    return load_where(session, "1 = 1", id);
}

std::vector<Finding> findings(db::Session& session, InvoiceId id) {
    return session.list(
        "SELECT kind, position, at_stake_ore, quantity, unit, expected, found, what FROM "
        "invoice_finding"
        " WHERE invoice_id = $1 ORDER BY number",
        [](const db::Row& row) {
            return Finding{row.get<Difference>(0),
                           row.get<int>(1),
                           row.get<Money>(2),
                           row.get<Decimal>(3).normalised(),
                           row.get<std::string>(4),
                           row.get<Decimal>(5).normalised(),
                           row.get<Decimal>(6).normalised(),
                           row.get<std::string>(7)};
        },
        id);
}

std::vector<InvoiceId> open_on_order(db::Session& session, std::int64_t order) {
    return session.list(
        "SELECT DISTINCT m.invoice_id FROM invoice_match m JOIN invoice_case c"
        " ON c.invoice_id = m.invoice_id WHERE m.order_id = $1 AND c.state IN (1, 2, 10)"
        " AND c.credits_invoice_id = 0 ORDER BY m.invoice_id",
        [](const db::Row& row) { return row.get<InvoiceId>(0); }, order);
}

Decimal taken_from(db::Session& session, order::OrderLineId line, InvoiceId from) {
    Decimal sum;
    session.each(
        "SELECT m.quantity, c.credits_invoice_id, c.credit_kind FROM invoice_match m"
        " JOIN invoice_case c ON c.invoice_id = m.invoice_id WHERE m.order_line_id = $1"
        " AND m.invoice_id >= $2 AND c.voucher_id <> 0 AND c.state NOT IN (" +
            std::string(kTakesStates) + ")",
        [&](const db::Row& row) {
            const Decimal quantity = row.get<Decimal>(0);
            if (row.get<std::int64_t>(1) == 0) {
                sum = sum + quantity;
            } else if (const auto kind = row.get<std::optional<ledger::CreditKind>>(2);
                       kind == ledger::CreditKind::replaced ||
                       kind == ledger::CreditKind::reissued) {
                sum = sum - quantity;
            }
        },
        line, from);
    return sum;
}

std::vector<InvoiceId> by_number(db::Session& session, MunicipalityId municipality,
                                 std::string_view seller, std::string_view number) {
    return session.list(
        "SELECT id FROM invoice WHERE municipality_id = $1 AND seller_number = $2"
        " AND number = $3 AND NOT credit_note ORDER BY id DESC",
        [](const db::Row& row) { return row.get<InvoiceId>(0); }, municipality, seller, number);
}

std::vector<InvoiceId> on_order(db::Session& session, std::int64_t order, std::string_view seller) {
    return session.list(
        "SELECT DISTINCT i.id FROM invoice i JOIN invoice_match m ON m.invoice_id = i.id"
        " WHERE m.order_id = $1 AND i.seller_number = $2 AND NOT i.credit_note"
        " ORDER BY i.id",
        [](const db::Row& row) { return row.get<InvoiceId>(0); }, order, seller);
}

std::vector<Summary> credit_notes_of(db::Session& session, InvoiceId id) {
    return session.list("SELECT " + std::string(kSummaryColumns) + std::string(kFrom) +
                            " WHERE c.credits_invoice_id = $1 ORDER BY i.id",
                        summary_of, id);
}

UnitId unit_of_last(db::Session& session, MunicipalityId municipality, std::string_view seller) {
    return session
        .value<UnitId>("SELECT c.unit_id" + std::string(kFrom) +
                           " WHERE i.municipality_id = $1 AND i.seller_number = $2"
                           " AND c.unit_id > 0 ORDER BY i.id DESC LIMIT 1",
                       municipality, seller)
        .value_or(UnitId());
}

SellerHistory history(db::Session& session, MunicipalityId municipality, std::string_view seller,
                      int year) {
    SellerHistory out;
    session.each(
        "SELECT count(*), CAST(COALESCE(sum(CASE WHEN c.at_stake_ore > 0 THEN 1 ELSE 0"
        " END), 0) AS BIGINT), CAST(COALESCE(sum(c.at_stake_ore), 0) AS BIGINT)" +
            std::string(kFrom) +
            " WHERE i.municipality_id = $1 AND i.seller_number = $2 AND i.issue_year = $3"
            " AND NOT i.credit_note",
        [&](const db::Row& row) {
            out = {row.get<int>(0), row.get<int>(1), Money(row.get<std::int64_t>(2))};
        },
        municipality, seller, year);
    return out;
}

std::vector<Summary> list(db::Session& session, const Actor& actor, const Filter& filter) {
    std::string sql =
        "SELECT " + std::string(kSummaryColumns) + std::string(kFrom) + " WHERE " + reach(actor) +
        " AND ($1 = 0 OR i.id < $1) AND ($2 = '' OR i.seller_number = $2)"
        " AND (i.number LIKE $3 ESCAPE '!' OR i.reference LIKE $3 ESCAPE '!'"
        " OR lower(i.seller_name) LIKE lower($3) ESCAPE '!' OR c.order_number LIKE $3 ESCAPE '!')";
    if (filter.state) sql += fmt::format(" AND c.state = {}", static_cast<int>(*filter.state));
    if (filter.open) sql += " AND c.state IN (" + std::string(kOpenStates) + ")";
    sql += " ORDER BY i.id DESC LIMIT $4";
    return session.list(sql, summary_of, filter.before, filter.supplier, like(filter.text),
                        filter.limit);
}

std::vector<std::pair<State, int>> counts(db::Session& session, const Actor& actor) {
    return session.list(
        "SELECT c.state, count(*) FROM invoice_case c WHERE " + reach(actor) +
            " GROUP BY c.state ORDER BY c.state",
        [](const db::Row& row) { return std::pair(row.get<State>(0), row.get<int>(1)); });
}

std::optional<Summary> find(db::Session& session, const Actor& actor, InvoiceId id) {
    return session.one("SELECT " + std::string(kSummaryColumns) + std::string(kFrom) +
                           " WHERE i.id = $1 AND " + reach(actor),
                       summary_of, id);
}

std::optional<Sent> find_by_reference(db::Session& session, MunicipalityId municipality,
                                      std::string_view reference) {
    if (const auto id = session.value<InvoiceId>(
            "SELECT id FROM invoice WHERE municipality_id = $1 AND reference = $2", municipality,
            reference))
        return Sent{*id, 0};
    const auto one = correction_by_reference(session, municipality, reference);
    return one ? std::optional(Sent{one->invoice, one->id}) : std::nullopt;
}

std::optional<State> state_of(db::Session& session, Sent what) {
    if (what.correction != 0) {
        const auto one = correction(session, what.correction);
        return one ? std::optional(one->state) : std::nullopt;
    }
    return session.value<State>("SELECT state FROM invoice_case WHERE invoice_id = $1",
                                what.invoice);
}

std::optional<Detail> detail(db::Session& session, InvoiceId id) {
    auto out = session.one(
        "SELECT i.document_id, c.credits_invoice_id, i.preceding, i.seller_endpoint, i.type_code "
        "FROM invoice i JOIN invoice_case c ON c.invoice_id = i.id WHERE i.id = $1",
        [](const db::Row& row) {
            Detail one;
            one.document = row.get<std::int64_t>(0);
            one.credits = row.get<InvoiceId>(1);
            one.preceding = row.get<std::string>(2);
            one.seller_endpoint = row.get<std::string>(3);
            one.type_code = row.get<std::string>(4);
            return one;
        },
        id);
    if (!out) return out;
    out->answers = session.list(
        "SELECT position, order_id, order_line_id FROM invoice_match WHERE invoice_id = $1 ORDER "
        "BY number",
        [](const db::Row& row) {
            return Answer{row.get<int>(0), row.get<std::int64_t>(1), row.get<std::int64_t>(2)};
        },
        id);
    return out;
}

std::vector<Billed> billed_on(db::Session& session, std::int64_t order) {
    return session.list(
        "SELECT i.id, i.number, i.issued, i.credit_note, m.order_line_id, m.quantity, m.net_ore "
        "FROM invoice_match m JOIN invoice i ON i.id = m.invoice_id JOIN invoice_case c "
        "ON c.invoice_id = i.id WHERE m.order_id = $1 AND c.state NOT IN ($2, $3) "
        "ORDER BY i.issued, i.id, m.number",
        [](const db::Row& row) {
            Billed out{row.get<InvoiceId>(0),    row.get<std::string>(1),
                       row.get<Date>(2),         row.get<bool>(3),
                       row.get<std::int64_t>(4), row.get<Decimal>(5).normalised(),
                       row.get<Money>(6)};
            if (out.credit_note) out.net = -out.net.magnitude();
            return out;
        },
        order, State::refused, State::settled);
}

std::vector<InvoiceId> issued_since(db::Session& session, Date first) {
    return session.list(
        "SELECT id FROM invoice WHERE issued >= $1 ORDER BY id",
        [](const db::Row& row) { return row.get<InvoiceId>(0); }, first);
}

std::optional<InvoiceId> by_number(db::Session& session, party::SupplierId supplier,
                                   MunicipalityId municipality, std::string_view number) {
    const auto all = session.list(
        "SELECT i.id FROM invoice i JOIN invoice_case c ON c.invoice_id = i.id WHERE i.number = $1 "
        "AND i.municipality_id = $2 AND c.supplier_id = $3 AND i.credit_note = $4 ORDER BY i.id "
        "DESC",
        [](const db::Row& row) { return row.get<InvoiceId>(0); }, number, municipality, supplier,
        false);
    return all.empty() ? std::nullopt : std::optional(all.front());
}

std::vector<InvoiceId> approved(db::Session& session, MunicipalityId municipality) {
    return session.list(
        "SELECT invoice_id FROM invoice_case WHERE municipality_id = $1 AND state = $2"
        " ORDER BY invoice_id",
        [](const db::Row& row) { return row.get<InvoiceId>(0); }, municipality, State::approved);
}

}  // namespace samkjop::invoice
