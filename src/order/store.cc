// The rows of orders and their lines. An order is read in two statements and written in few: the
// approver waits for it, and five hundred a second must go through one writer.
#include "order/store.h"

#include <fmt/format.h>

#include "base/words.h"

namespace samkjop::order::store {
namespace {

constexpr std::string_view kColumns =
    "id, municipality_id, unit_id, number, state, before_state, buyer_asked, requisition_id,"
    " requisition_number, title, supplier_id, supplier_name, supplier_number, supplier_endpoint,"
    " requester_id, requester_name, approver_id, agreement_number, currency, buyer_reference, note,"
    " delivery_name, street, postal_code, city, contact_name, contact_email, wished, promised, at,"
    " total_ore, approved_total_ore, by_peppol, receipt_required, paying_units";

std::string text_of(std::span<const UnitId> units) {
    std::string out;
    for (const UnitId unit : units) out += (out.empty() ? "" : ",") + std::to_string(unit.value);
    return out;
}

std::vector<UnitId> units_of(std::string_view text) {
    std::vector<UnitId> out;
    while (!text.empty()) {
        const auto comma = text.find(',');
        out.push_back({whole_number(text.substr(0, comma))});
        text = comma == text.npos ? std::string_view() : text.substr(comma + 1);
    }
    return out;
}

Order read(const db::Row& row) {
    Order out;
    int i = 0;
    out.id = row.get<OrderId>(i++);
    out.municipality = row.get<MunicipalityId>(i++);
    out.unit = row.get<UnitId>(i++);
    out.number = row.get<std::string>(i++);
    out.state = row.get<State>(i++);
    out.before = row.get<State>(i++);
    out.buyer_asked = row.get<bool>(i++);
    out.requisition = row.get<std::int64_t>(i++);
    out.requisition_number = row.get<std::string>(i++);
    out.title = row.get<std::string>(i++);
    out.supplier = row.get<party::SupplierId>(i++);
    out.supplier_name = row.get<std::string>(i++);
    out.supplier_organisation_number = row.get<std::string>(i++);
    out.supplier_endpoint = row.get<std::string>(i++);
    out.requester = row.get<UserId>(i++);
    out.requester_name = row.get<std::string>(i++);
    out.approver = row.get<UserId>(i++);
    out.agreement_number = row.get<std::string>(i++);
    out.currency = row.get<std::string>(i++);
    out.buyer_reference = row.get<std::string>(i++);
    out.note = row.get<std::string>(i++);
    out.delivery_name = row.get<std::string>(i++);
    out.street = row.get<std::string>(i++);
    out.postal_code = row.get<std::string>(i++);
    out.city = row.get<std::string>(i++);
    out.contact_name = row.get<std::string>(i++);
    out.contact_email = row.get<std::string>(i++);
    out.wished = row.get<std::optional<Date>>(i++);
    out.promised = row.get<std::optional<Date>>(i++);
    out.at = row.get<Instant>(i++);
    out.total = row.get<Money>(i++);
    out.approved_total = row.get<Money>(i++);
    out.by_peppol = row.get<bool>(i++);
    out.receipt_required = row.get<bool>(i++);
    out.paying_units = units_of(row.get<std::string>(i++));
    return out;
}

Line read_line(const db::Row& row) {
    Line out;
    int i = 0;
    out.id = row.get<OrderLineId>(i++);
    out.order = row.get<OrderId>(i++);
    out.position = row.get<int>(i++);
    out.ledger_line = row.get<ledger::LineId>(i++);
    out.requisition_line = row.get<std::int64_t>(i++);
    out.agreement = row.get<std::int64_t>(i++);
    out.name = row.get<std::string>(i++);
    out.description = row.get<std::string>(i++);
    out.item_number = row.get<std::string>(i++);
    out.gtin = row.get<std::string>(i++);
    out.unspsc = row.get<std::string>(i++);
    out.unit = row.get<std::string>(i++);
    out.quantity = row.get<Decimal>(i++).normalised();
    out.price = row.get<Decimal>(i++).normalised();
    out.ordered_quantity = row.get<Decimal>(i++).normalised();
    out.ordered_price = row.get<Decimal>(i++).normalised();
    out.vat_rate = row.get<Decimal>(i++).normalised();
    out.vat_category = row.get<std::string>(i++);
    out.accounting_cost = row.get<std::string>(i++);
    out.answer = row.get<Answer>(i++);
    out.confirmed_quantity = row.get<std::optional<Decimal>>(i++);
    out.confirmed_price = row.get<std::optional<Decimal>>(i++);
    out.promised = row.get<std::optional<Date>>(i++);
    out.answer_note = row.get<std::string>(i++);
    out.substitute_name = row.get<std::string>(i++);
    out.substitute_item_number = row.get<std::string>(i++);
    out.waits = row.get<bool>(i++);
    out.closed = row.get<bool>(i++);
    out.received = row.get<Decimal>(i++).normalised();
    out.invoiced = row.get<Decimal>(i++).normalised();
    return out;
}

std::optional<Order> with_lines(db::Session& session, std::optional<Order> order) {
    if (!order) return order;
    order->lines = session.list(
        "SELECT id, order_id, position, ledger_line_id, requisition_line_id, agreement_id, name,"
        " description, item_number, gtin, unspsc, unit, quantity, price, ordered_quantity, "
        "ordered_price, "
        "vat_rate,"
        " vat_category, accounting_cost, answer, confirmed_quantity, confirmed_price, promised,"
        " answer_note, substitute_name, substitute_item_number, waits, closed, received, invoiced"
        " FROM purchase_order_line WHERE order_id = $1 ORDER BY position",
        read_line, order->id);
    return order;
}

// Numbers come from the actor that the program itself made: nothing typed stands here.
std::string reach(const Actor& actor) {
    if (actor.whole_region) return "1 = 1";
    std::string out = fmt::format("municipality_id = {}", actor.municipality.value);
    if (actor.whole_municipality) return out;
    std::string units;
    for (const std::int64_t unit : actor.units)
        units += (units.empty() ? "" : ",") + std::to_string(unit);
    return out + fmt::format(" AND unit_id IN ({})", units.empty() ? "0" : units);
}

}  // namespace

std::int64_t next_number(db::Tx& tx, std::string_view short_name, int year) {
    return tx->insert(
        "INSERT INTO purchase_order_number (short_name, year, last) VALUES ($1, $2, 1)"
        " ON CONFLICT (short_name, year) DO UPDATE SET last = purchase_order_number.last + 1"
        " RETURNING last",
        short_name, year);
}

void insert(db::Tx& tx, Order& order) {
    order.id = {tx->insert(
        "INSERT INTO purchase_order (municipality_id, unit_id, number, state, before_state, "
        "buyer_asked,"
        " requisition_id, requisition_number, title, supplier_id, supplier_name, supplier_number,"
        " supplier_endpoint, requester_id, requester_name, approver_id, agreement_number, currency,"
        " buyer_reference, note, delivery_name, street, postal_code, city, contact_name, "
        "contact_email,"
        " wished, promised, at, total_ore, approved_total_ore, by_peppol, receipt_required, "
        "paying_units)"
        " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, "
        "$19,"
        " $20, $21, $22, $23, $24, $25, $26, $27, $28, $29, $30, $31, $32, $33, $34) RETURNING id",
        order.municipality, order.unit, order.number, order.state, order.before, order.buyer_asked,
        order.requisition, order.requisition_number, order.title, order.supplier,
        order.supplier_name, order.supplier_organisation_number, order.supplier_endpoint,
        order.requester, order.requester_name, order.approver, order.agreement_number,
        order.currency, order.buyer_reference, order.note, order.delivery_name, order.street,
        order.postal_code, order.city, order.contact_name, order.contact_email, order.wished,
        order.promised, order.at, order.total, order.approved_total, order.by_peppol,
        order.receipt_required, text_of(order.paying_units))};
    for (Line& line : order.lines) {
        line.order = order.id;
        line.id = {tx->insert(
            "INSERT INTO purchase_order_line (order_id, position, ledger_line_id, "
            "requisition_line_id, agreement_id, name,"
            " description, item_number, gtin, unspsc, unit, quantity, price, ordered_quantity,"
            " ordered_price, vat_rate, vat_category, accounting_cost, waits, closed)"
            " VALUES ($1, $2, $3, $4, $17, $5, $6, $7, $8, $9, $10, $11, $12, $11, $12, $13, $14, "
            "$15, $16, $16)"
            " RETURNING id",
            order.id, line.position, line.ledger_line, line.requisition_line, line.name,
            line.description, line.item_number, line.gtin, line.unspsc, line.unit, line.quantity,
            line.price, line.vat_rate, line.vat_category, line.accounting_cost, false,
            line.agreement)};
    }
    count_call_offs(tx, order);
}

std::optional<Order> load(db::Session& session, OrderId id) {
    return with_lines(
        session, session.one(fmt::format("SELECT {} FROM purchase_order WHERE id = $1", kColumns),
                             read, id));
}

std::optional<Order> by_number(db::Session& session, std::string_view number) {
    return with_lines(
        session,
        session.one(fmt::format("SELECT {} FROM purchase_order WHERE number = $1", kColumns), read,
                    number));
}

std::vector<OrderId> silent_since(db::Session& session, MunicipalityId municipality, Date day) {
    return session.list(
        "SELECT o.id FROM purchase_order o WHERE o.municipality_id = $1 AND o.state IN (1, 2, 3)"
        " AND substr(o.at, 1, 10) < $2 AND (o.promised IS NULL OR o.promised < $2)"
        " AND NOT EXISTS (SELECT 1 FROM purchase_order_line l WHERE l.order_id = o.id"
        " AND (l.received <> 0 OR l.invoiced <> 0)) ORDER BY o.id",
        [](const db::Row& row) { return row.get<OrderId>(0); }, municipality, day);
}

std::vector<Order> open_with(db::Session& session, MunicipalityId municipality,
                             std::string_view organisation_number, int limit) {
    auto found = session.list(
        fmt::format(
            "SELECT {} FROM purchase_order WHERE municipality_id = $1 AND supplier_number = $2"
            " AND state NOT IN (5, 6) ORDER BY id DESC LIMIT $3",
            kColumns),
        read, municipality, organisation_number, limit);
    for (Order& order : found) order = *with_lines(session, std::move(order));
    return found;
}

void save(db::Tx& tx, const Order& order) {
    tx->run(
        "UPDATE purchase_order SET state = $2, before_state = $3, buyer_asked = $4, total_ore = $5,"
        " approved_total_ore = $6, promised = $7 WHERE id = $1",
        order.id, order.state, order.before, order.buyer_asked, order.total, order.approved_total,
        order.promised);
    count_call_offs(tx, order);
}

void save_line(db::Tx& tx, const Line& line) {
    tx->run(
        "UPDATE purchase_order_line SET quantity = $2, price = $3, answer = $4, confirmed_quantity "
        "= $5,"
        " confirmed_price = $6, promised = $7, answer_note = $8, substitute_name = $9,"
        " substitute_item_number = $10, waits = $11, closed = $12 WHERE id = $1",
        line.id, line.quantity, line.price, line.answer, line.confirmed_quantity,
        line.confirmed_price, line.promised, line.answer_note, line.substitute_name,
        line.substitute_item_number, line.waits, line.closed);
}

void add_received(db::Tx& tx, OrderLineId line, Decimal quantity) {
    tx->run("UPDATE purchase_order_line SET received = received + $2 WHERE id = $1", line,
            quantity);
}

void add_invoiced(db::Tx& tx, OrderLineId line, Decimal quantity) {
    tx->run("UPDATE purchase_order_line SET invoiced = invoiced + $2 WHERE id = $1", line,
            quantity);
}

void insert_answer(db::Tx& tx, OrderId order, const StoredAnswer& answer) {
    tx->run(
        "INSERT INTO purchase_order_answer (order_id, document_id, number, code, note, at)"
        " VALUES ($1, $2, $3, $4, $5, $6)",
        order, answer.document, answer.number, answer.code, answer.note, answer.at);
}

std::vector<StoredAnswer> answers(db::Session& session, OrderId order) {
    return session.list(
        "SELECT document_id, number, code, note, at FROM purchase_order_answer WHERE order_id = $1 "
        "ORDER BY id",
        [](const db::Row& row) {
            return StoredAnswer{row.get<std::int64_t>(0), row.get<std::string>(1),
                                row.get<std::string>(2), row.get<std::string>(3),
                                row.get<Instant>(4)};
        },
        order);
}

std::vector<Summary> list(db::Session& session, const Actor& actor, const Filter& filter) {
    std::string where = reach(actor);
    if (filter.state) where += fmt::format(" AND state = {}", static_cast<int>(*filter.state));
    if (filter.open_only) where += " AND state NOT IN (5, 6, 7)";
    if (filter.requester) where += fmt::format(" AND requester_id = {}", filter.requester->value);
    if (filter.before) where += fmt::format(" AND id < {}", filter.before.value);
    std::string pattern;
    for (const char c : filter.search) {
        if (c != '%' && c != '_' && c != '\\') pattern += c;
    }
    if (!pattern.empty()) {
        where += " AND (UPPER(number) LIKE UPPER($1) OR title LIKE $1 OR supplier_name LIKE $1)";
        pattern = "%" + pattern + "%";
    } else {
        where += " AND $1 = ''";
    }
    return session.list(
        fmt::format("SELECT id, number, title, supplier_name, requester_name, state, total_ore, "
                    "at, promised,"
                    " wished, EXISTS (SELECT 1 FROM purchase_order_line l WHERE l.order_id = "
                    "purchase_order.id"
                    " AND l.received > 0) FROM purchase_order WHERE {} ORDER BY id DESC LIMIT {}",
                    where, filter.limit),
        [](const db::Row& row) {
            return Summary{row.get<OrderId>(0),
                           row.get<std::string>(1),
                           row.get<std::string>(2),
                           row.get<std::string>(3),
                           row.get<std::string>(4),
                           row.get<State>(5),
                           row.get<Money>(6),
                           row.get<Instant>(7),
                           row.get<std::optional<Date>>(8),
                           row.get<std::optional<Date>>(9),
                           row.get<bool>(10)};
        },
        std::string_view(pattern));
}

std::vector<std::pair<State, std::int64_t>> counts(db::Session& session, const Actor& actor) {
    return session.list(
        fmt::format(
            "SELECT state, COUNT(*) FROM purchase_order WHERE {} GROUP BY state ORDER BY state",
            reach(actor)),
        [](const db::Row& row) { return std::pair(row.get<State>(0), row.get<std::int64_t>(1)); });
}

}  // namespace samkjop::order::store
