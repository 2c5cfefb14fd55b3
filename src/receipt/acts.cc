// Receiving and taking back. The receipt, the ledger's entry and the order's figures are one
// transaction; what was invoiced first posts nothing, and what is over the tolerance is refused.
#include "ledger/ledger.h"
#include "party/party.h"
#include "receipt/lifecycle.h"
#include "receipt/store.h"
#include "receipt/texts.h"
#include "trail/trail.h"

namespace samkjop::receipt {
namespace {

ledger::Context context(db::Session& session, const order::Order& order, const Actor& actor,
                        Instant at, ReceiptId receipt, std::string_view reason) {
    const auto buyer = party::municipality(session, order.municipality);
    SK_ASSERT(buyer.has_value());
    ledger::Context out;
    out.municipality = order.municipality;
    out.policy = ledger::Policy::of(buyer->settings);
    out.actor = actor.user;
    out.at = at;
    out.date = at.oslo_date();
    out.document = {"receipt", receipt.value};
    out.reason = reason;
    return out;
}

struct Moved {
    std::vector<ledger::Quantity> in_ledger;
    std::vector<order::Quantity> on_order;
};
Moved moved(const order::Order& order, std::span<const Line> lines, bool back) {
    Moved out;
    for (const Line& line : lines) {
        if (line.quantity.is_zero()) continue;
        out.in_ledger.push_back({order.line(line.line)->ledger_line, line.quantity});
        out.on_order.push_back({line.line, back ? -line.quantity : line.quantity});
    }
    return out;
}

void trace(db::Tx& tx, const Actor& actor, Instant at, const order::Order& order,
           std::string_view event, std::span<const Line> lines, std::string_view reason) {
    Actor hand = actor;
    hand.municipality = order.municipality;
    trail::Detail detail;
    detail.add("nb", in_words(order, lines, Language::nb))
        .add("nn", in_words(order, lines, Language::nn))
        .add("en", in_words(order, lines, Language::en));
    if (!reason.empty()) detail.add("reason", reason);
    trail::append(tx, hand, at, {"order", order.id.value}, event, detail);
}

}  // namespace

Result<ReceiptId> receive(db::Tx& tx, const Actor& actor, Instant at, const NewReceipt& wanted) {
    if (const auto first = store::by_key(tx, wanted.key)) return *first;
    const auto order = order::load(tx, actor, wanted.order);
    if (!order) return refuse(text::order_unknown);
    TRY(decide(order->state, Event::receive, actor, {}));
    std::vector<Line> counted;
    for (const Line& line : wanted.lines) {
        const order::Line* ordered = order->line(line.line);
        if (ordered == nullptr) return refuse(text::line_unknown);
        TRY(check(*ordered, line));
        if (!line.quantity.is_zero() || !line.damaged.is_zero() || !line.wrong.is_zero())
            counted.push_back(line);
    }
    if (counted.empty() && wanted.close_rest.empty()) return refuse(text::nothing_counted);

    ReceiptId id;
    if (!counted.empty()) {
        id = store::insert(tx, {wanted.order,
                                order->municipality,
                                actor.user,
                                actor.name,
                                at,
                                {},
                                "",
                                wanted.key,
                                counted});
        const Moved what = moved(*order, counted, false);
        if (!what.in_ledger.empty()) {
            TRY(ledger::receive(tx, context(tx, *order, actor, at, id, ""), what.in_ledger));
            order::record_received(tx, actor, at, wanted.order, what.on_order);
        }
        trace(tx, actor, at, *order, "received", counted, "");
    }
    if (!wanted.close_rest.empty()) {
        TRY(order::close_rest(tx, actor, at, wanted.order, wanted.close_rest,
                              text::reason_does_not_come.in(actor.language)));
    }
    if (on_received != nullptr && !counted.empty()) on_received(tx, actor, at, wanted.order.value);
    return id;
}

Result<ReceiptId> receive_all(db::Tx& tx, const Actor& actor, Instant at, order::OrderId id,
                              std::string_view key) {
    if (const auto first = store::by_key(tx, key)) return *first;
    const auto order = order::load(tx, actor, id);
    if (!order) return refuse(text::order_unknown);
    NewReceipt wanted{id, all_outstanding(*order), {}, std::string(key)};
    if (wanted.lines.empty()) return refuse(text::nothing_expected);
    return receive(tx, actor, at, wanted);
}

Result<ReceiptId> undo(db::Tx& tx, const Actor& actor, Instant at, ReceiptId id,
                       std::string_view reason) {
    const auto receipt = store::load(tx, id);
    if (!receipt) return refuse(text::receipt_unknown);
    const auto order = order::load(tx, actor, receipt->order);
    if (!order) return refuse(text::receipt_unknown);
    Facts facts;
    facts.already_undone = receipt->undone;
    facts.is_undoing = static_cast<bool>(receipt->undoes);
    facts.has_reason = !reason.empty();
    TRY(decide(order->state, Event::undo, actor, facts));
    const ReceiptId undoing =
        store::insert(tx, {receipt->order, order->municipality, actor.user, actor.name, at, id,
                           std::string(reason), "", receipt->lines});
    const Moved what = moved(*order, receipt->lines, true);
    if (!what.in_ledger.empty()) {
        TRY(ledger::undo_receipt(tx, context(tx, *order, actor, at, undoing, reason),
                                 what.in_ledger));
        order::record_received(tx, actor, at, receipt->order, what.on_order);
    }
    trace(tx, actor, at, *order, "receipt_undone", receipt->lines, reason);
    return undoing;
}

std::vector<Receipt> of(db::Session& session, order::OrderId order) {
    return store::of(session, order);
}
Decimal received(db::Session& session, order::OrderLineId line) {
    return store::received(session, line);
}

std::optional<Date> first_received(db::Session& session, order::OrderId order) {
    std::optional<Date> first;
    for (const Receipt& receipt : store::of(session, order)) {
        if (!receipt.undone && !receipt.undoes && (!first || receipt.day < *first))
            first = receipt.day;
    }
    return first;
}

}  // namespace samkjop::receipt
