// What has been called off on an agreement. Counted as the order's own total counts: a closed line
// with what has come, a rejected one not at all.

#include <map>

#include "order/rules.h"
#include "order/store.h"

namespace samkjop::order {
namespace {

constexpr const char* kCallOffs =
    "SELECT o.id, l.id, o.number, o.municipality_id, o.unit_id, o.supplier_id, o.supplier_name, "
    "l.item_number, l.name, l.unit, l.quantity, l.price, o.at, l.promised, o.promised, o.wished, "
    "l.received, l.closed, l.answer, l.waits, "
    "(SELECT MIN(a.at) FROM purchase_order_answer a WHERE a.order_id = o.id) "
    "FROM purchase_order_line l JOIN purchase_order o ON o.id = l.order_id "
    "WHERE l.agreement_id = $1 AND o.state NOT IN (5, 6) "
    "ORDER BY o.id, l.position";
static_assert(static_cast<int>(State::rejected) == 5 && static_cast<int>(State::cancelled) == 6);

std::optional<CallOff> read(const db::Row& row) {
    Line line;
    line.quantity = row.get<Decimal>(10).normalised();
    line.price = row.get<Decimal>(11).normalised();
    line.received = row.get<Decimal>(16).normalised();
    line.closed = row.get<bool>(17);
    line.answer = row.get<Answer>(18);
    line.waits = row.get<bool>(19);
    CallOff out;
    out.net = total({&line, 1});
    if (line.answer == Answer::rejected && !line.waits) return std::nullopt;
    out.order = row.get<OrderId>(0);
    out.line = row.get<OrderLineId>(1);
    out.number = row.get<std::string>(2);
    out.municipality = row.get<MunicipalityId>(3);
    out.unit = row.get<UnitId>(4);
    out.supplier = row.get<party::SupplierId>(5);
    out.supplier_name = row.get<std::string>(6);
    out.item_number = row.get<std::string>(7);
    out.name = row.get<std::string>(8);
    out.unit_code = row.get<std::string>(9);
    out.quantity = line.closed ? line.received : line.quantity;
    out.price = line.price;
    out.ordered_at = row.get<Instant>(12);
    out.on = out.ordered_at->oslo_date();
    for (const int column : {13, 14, 15}) {
        if (!out.promised) out.promised = row.get<std::optional<Date>>(column);
    }
    out.answered_at = row.get<std::optional<Instant>>(20);
    out.received = line.received;
    out.complete = line.received >= line.quantity;
    return out;
}

}  // namespace

std::vector<CallOff> call_offs(db::Session& session, std::int64_t agreement) {
    std::vector<CallOff> out;
    session.each(
        kCallOffs,
        [&](const db::Row& row) {
            if (auto one = read(row)) out.push_back(*std::move(one));
        },
        agreement);
    return out;
}

Money called_off(db::Session& session, std::int64_t agreement, MunicipalityId municipality) {
    return session
        .value<Money>(
            "SELECT CAST(COALESCE(SUM(net_ore), 0) AS BIGINT) FROM agreement_called_off "
            "WHERE agreement_id = $1 AND ($2 = 0 OR municipality_id = $2)",
            agreement, municipality)
        .value_or(Money());
}

}  // namespace samkjop::order

namespace samkjop::order::store {

void count_call_offs(db::Tx& tx, const Order& order) {
    std::map<std::int64_t, Money> now;
    const bool counts = order.state != State::rejected && order.state != State::cancelled;
    for (const Line& line : order.lines) {
        if (line.agreement == 0) continue;
        Money& sum = now[line.agreement];
        if (counts) sum += total({&line, 1});
    }
    for (const auto& [agreement, net] : now) {
        const Money before = tx->value<Money>(
                                   "SELECT net_ore FROM purchase_order_called_off "
                                   "WHERE order_id = $1 AND agreement_id = $2",
                                   order.id, agreement)
                                 .value_or(Money());
        if (net == before) continue;
        tx->run(
            "INSERT INTO purchase_order_called_off (order_id, agreement_id, net_ore) "
            "VALUES ($1, $2, $3) ON CONFLICT (order_id, agreement_id) "
            "DO UPDATE SET net_ore = excluded.net_ore",
            order.id, agreement, net);
        tx->run(
            "INSERT INTO agreement_called_off (agreement_id, municipality_id, net_ore) "
            "VALUES ($1, $2, $3) ON CONFLICT (agreement_id, municipality_id) "
            "DO UPDATE SET net_ore = agreement_called_off.net_ore + excluded.net_ore",
            agreement, order.municipality, net - before);
    }
}

}  // namespace samkjop::order::store
