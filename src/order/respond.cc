// The supplier's answer (T76): what it means is decided by plan(), the money by the ledger, and
// here the two are carried out. What does not fit is refused with a reason, and stays in
// quarantine.
#include "gateway/gateway.h"
#include "order/acts.h"
#include "order/store.h"
#include "order/texts.h"
#include "worklist/worklist.h"

namespace samkjop::order {
namespace {

using namespace detail;
using Kind = AnswerPlan::Kind;

Result<Order> answered_order(db::Tx& tx, const gateway::Received& received,
                             const ubl::OrderResponse& response) {
    if (response.order_reference.empty()) return refuse(text::answer_without_reference);
    auto order = store::by_number(tx, response.order_reference);
    if (!order || order->municipality != received.municipality) {
        return refuse(text::order_unknown, {{"number", response.order_reference}});
    }
    const std::string own = "0192:" + order->supplier_organisation_number;
    if (received.sender != own && received.sender != order->supplier_endpoint) {
        return refuse(text::order_of_another_supplier,
                      {{"number", order->number}, {"supplier", order->supplier_name}});
    }
    return std::move(*order);
}

// Why this order takes no answer now, in words that say what to do about it.
Result<void> expects_answer(const Order& order) {
    const Arguments number = {{"number", order.number}};
    switch (order.state) {
        case State::to_send:
            return refuse(text::order_is_not_sent, number);
        case State::change_waits:
            return refuse(text::order_waits_for_approval, number);
        case State::rejected:
            return refuse(text::order_is_rejected, number);
        case State::cancelled:
            return refuse(text::order_is_cancelled, number);
        default:
            return {};
    }
}

bool changes_money(const LineChange& change) { return change.quantity || change.price; }

// The ledger takes a decrease and an increase within tolerance at once; beyond it, the line waits.
Result<bool> carry_out_changes(db::Tx& tx, Order& order, const ledger::Context& context,
                               const AnswerPlan& planned) {
    std::vector<ledger::LineId> rejected;
    std::vector<ledger::Change> changes;
    for (const LineChange& change : planned.lines) {
        if (change.answer == Answer::rejected)
            rejected.push_back(change.line->ledger_line);
        else if (changes_money(change))
            changes.push_back({change.line->ledger_line, change.quantity, change.price});
    }
    if (!rejected.empty()) TRY(ledger::cancel(tx, context, rejected));
    bool some_wait = false;
    if (!changes.empty())
        some_wait = TRY(ledger::change(tx, context, ledger::By::supplier, changes)).waits;

    bool any_waits = false;
    for (const LineChange& change : planned.lines) {
        Line& line = *std::ranges::find(order.lines, change.line->id, &Line::id);
        line.answer = change.answer;
        line.promised = change.promised ? change.promised : planned.promised;
        line.answer_note = change.note;
        line.substitute_name = change.substitute_name;
        line.substitute_item_number = change.substitute_item_number;
        line.confirmed_quantity = change.quantity ? change.quantity : line.quantity;
        line.confirmed_price = change.price ? change.price : line.unit_price();
        line.waits = false;
        if (some_wait && changes_money(change)) {
            const auto figures = ledger::line(tx, line.ledger_line);
            line.waits = figures && figures->waits;
        }
        if (!line.waits && change.answer != Answer::rejected) {
            line.quantity = *line.confirmed_quantity;
            line.price = *line.confirmed_price;
        }
        if (change.answer == Answer::rejected) line.closed = true;
        any_waits = any_waits || line.waits;
        store::save_line(tx, line);
    }
    return any_waits;
}

Event event_of(Kind kind, bool waits) {
    if (kind == Kind::noted) return Event::note;
    if (kind == Kind::rejected) return Event::reject;
    return waits ? Event::ask_approval : Event::confirm;
}

// The requester must know that something will not come; nobody else does it for them.
void tell_requester(db::Tx& tx, const Order& order, const AnswerPlan& planned, Instant at) {
    const bool any = std::ranges::any_of(
        planned.lines, [](const LineChange& change) { return change.answer == Answer::rejected; });
    if (!any) return;
    worklist::close(tx, "order_rejected", order.id.value, at);
    const UserId whom[] = {order.requester};
    worklist::open(tx,
                   {.kind = "order_rejected",
                    .subject = order.id.value,
                    .municipality = order.municipality,
                    .unit = order.unit,
                    .title = order.title,
                    .context = order.supplier_name + ", " + order.number,
                    .path = path_of(order),
                    .amount = order.total,
                    .due = {}},
                   whom, at);
}

void close_receiving(db::Tx& tx, const Order& order, Instant at) {
    if (order.state == State::rejected) close_tasks(tx, order, at);
}

}  // namespace

Result<gateway::Filed> take_response(db::Tx& tx, const gateway::Received& received) {
    const ubl::OrderResponse* response = received.document.order_response();
    if (response == nullptr) return refuse(text::answer_unreadable);
    Order order = TRY(answered_order(tx, received, *response));
    const AnswerPlan planned = TRY(plan(order, *response));
    const Actor hand = Actor::system(order.municipality);

    Facts facts;
    facts.nothing_came = order.nothing_came();
    // Asked before anything is posted: an answer to a cancelled order moves no money.
    TRY(expects_answer(order));
    bool waits = false;
    const bool settled = order.state == State::completed;
    if (settled &&
        (planned.kind == Kind::rejected || std::ranges::any_of(planned.lines, changes_money))) {
        return refuse(text::order_is_finished, {{"number", order.number}});
    }
    TRY(decide(order.state, order.before, event_of(planned.kind, false), hand, facts));
    if (planned.kind != Kind::noted && !settled) {
        ledger::Context context = detail::context(tx, order, hand, received.at, planned.note);
        waits = TRY(carry_out_changes(tx, order, context, planned));
    }
    const Money before = order.total;
    if (waits) {
        order.before = State::sent;
        order.buyer_asked = false;
    }
    order.state =
        TRY(decide(order.state, order.before, event_of(planned.kind, waits), hand, facts));
    if (planned.promised) order.promised = planned.promised;
    for (const Line& line : order.lines) {
        if (line.promised && (!order.promised || *line.promised > *order.promised))
            order.promised = line.promised;
    }
    order.total = total(order.lines);
    if (!waits && order.total < order.approved_total) order.approved_total = order.total;
    store::save(tx, order);
    store::insert_answer(
        tx, order.id,
        {received.id.value, response->number, response->code, response->note, received.at});
    if (waits) open_change_task(tx, order, cost(tx, order), received.at);
    tell_requester(tx, order, planned, received.at);
    close_receiving(tx, order, received.at);
    trace(tx, hand, received.at, order, "answered",
          trail::Detail()
              .add("code", response->code)
              .add("document", received.id.value)
              .add("before_ore", before)
              .add("total_ore", waits ? proposed_total(order.lines) : order.total)
              .add("waits", static_cast<std::int64_t>(waits)));
    return gateway::Filed{"order", order.id.value,
                          render(text::order_label, Language::nb, {{"number", order.number}}),
                          path_of(order)};
}

void register_with_gateway() {
    gateway::register_taker(ubl::DocumentType::order_response, take_response);
    gateway::register_delivery("order", on_delivery);
}

}  // namespace samkjop::order
