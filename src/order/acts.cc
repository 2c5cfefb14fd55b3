// Placing an order, and what its buyer may do with it afterwards. Money moves in the same
// transaction as the state: neither exists without the other.
#include "order/acts.h"

#include "order/store.h"
#include "order/texts.h"
#include "worklist/worklist.h"

namespace samkjop::order {
namespace detail {

std::string path_of(const Order& order) {
    return "/bestillinger/" + std::to_string(order.id.value);
}

ledger::Context context(db::Session& session, const Order& order, const Actor& actor, Instant at,
                        std::string_view reason) {
    const auto buyer = party::municipality(session, order.municipality);
    SK_ASSERT(buyer.has_value());
    ledger::Context out;
    out.municipality = order.municipality;
    out.policy = ledger::Policy::of(buyer->settings);
    out.actor = actor.user;
    out.at = at;
    out.date = at.oslo_date();
    out.document = {"order", order.id.value};
    out.reason = reason;
    return out;
}

void trace(db::Tx& tx, const Actor& actor, Instant at, const Order& order, std::string_view event,
           trail::Detail detail) {
    Actor hand = actor;
    hand.municipality = order.municipality;
    trail::append(tx, hand, at, {"order", order.id.value}, event, detail);
}

namespace {

std::vector<UserId> with_requester(std::vector<UserId> people, UserId requester) {
    if (requester && std::ranges::find(people, requester) == people.end())
        people.push_back(requester);
    return people;
}

void open_task(db::Tx& tx, std::string_view kind, const Order& order, std::string_view sub_path,
               Money amount, std::span<const UserId> whom, Instant at) {
    if (whom.empty()) return;
    worklist::open(tx,
                   {.kind = kind,
                    .subject = order.id.value,
                    .municipality = order.municipality,
                    .unit = order.unit,
                    .title = order.title,
                    .context = order.supplier_name + ", " + order.number,
                    .path = path_of(order) + std::string(sub_path),
                    .amount = amount,
                    .due = order.wished},
                   whom, at);
}

}  // namespace

void open_change_task(db::Tx& tx, const Order& order, Money cost, Instant at) {
    const std::vector<UnitId> own = {order.unit};
    const auto approvers =
        party::approvers(tx, order.paying_units.empty() ? own : order.paying_units, cost,
                         order.requester, at.oslo_date());
    worklist::close(tx, "approve_change", order.id.value, at);
    open_task(tx, "approve_change", order, "", cost, approvers, at);
}

void open_receive_task(db::Tx& tx, const Order& order, Instant at) {
    if (!order.receipt_required) return;
    const auto whom =
        with_requester(party::holders(tx, Role::receiver, order.unit), order.requester);
    open_task(tx, "receive_goods", order, "/mottak", order.total, whom, at);
}

void close_tasks(db::Tx& tx, const Order& order, Instant at) {
    for (const char* kind :
         {"receive_goods", "send_order", "approve_change", "order_not_through"}) {
        worklist::close(tx, kind, order.id.value, at);
    }
}

}  // namespace detail

using namespace detail;

namespace {

std::vector<ledger::LineId> ledger_lines(std::span<const Line> lines) {
    std::vector<ledger::LineId> out;
    for (const Line& line : lines) out.push_back(line.ledger_line);
    return out;
}

Line line_from(const NewLine& line, int position) {
    Line out;
    out.position = position;
    out.ledger_line = line.ledger_line;
    out.requisition_line = line.requisition_line;
    out.agreement = line.agreement;
    out.name = line.name;
    out.description = line.description;
    out.item_number = line.item_number;
    out.gtin = line.gtin;
    out.unspsc = line.unspsc;
    out.unit = line.unit.empty() ? "EA" : line.unit;
    out.quantity = out.ordered_quantity = line.quantity;
    out.price = out.ordered_price = per_unit(line.price, line.price_base);
    out.vat_rate = line.vat_rate;
    out.vat_category = line.vat_category;
    out.accounting_cost = line.accounting_cost;
    return out;
}

Order order_from(db::Tx& tx, const NewOrder& wanted, const party::Municipality& buyer,
                 const party::Supplier& seller, Instant at) {
    const auto unit = party::unit(tx, wanted.unit);
    const auto delivery = wanted.delivery_unit && wanted.delivery_unit != wanted.unit
                              ? party::unit(tx, wanted.delivery_unit)
                              : unit;
    const auto requester = party::person(tx, wanted.requester);
    SK_ASSERT(unit && delivery && requester);
    Order out;
    out.municipality = wanted.municipality;
    out.unit = wanted.unit;
    out.requisition = wanted.requisition;
    out.requisition_number = wanted.requisition_number;
    out.title = wanted.title;
    out.supplier = seller.id;
    out.supplier_name = seller.name;
    out.supplier_organisation_number = seller.organisation_number;
    out.supplier_endpoint = seller.endpoint;
    out.requester = wanted.requester;
    out.requester_name = requester->name;
    out.buyer_reference = wanted.buyer_reference.empty() ? unit->code : wanted.buyer_reference;
    out.note = wanted.note;
    out.delivery_name = delivery->delivery_name.empty() ? delivery->name : delivery->delivery_name;
    out.street = delivery->street;
    out.postal_code = delivery->postal_code;
    out.city = delivery->city;
    out.contact_name = requester->name;
    out.contact_email = requester->email;
    out.wished = wanted.wished;
    out.at = at;
    out.by_peppol = !seller.endpoint.empty();
    out.receipt_required = buyer.settings.receipt_required;
    out.paying_units = wanted.paying_units;
    out.by_mail = !out.by_peppol && gateway::can_mail(seller.email);
    out.state = out.by_peppol || out.by_mail ? State::sent : State::to_send;
    int position = 0;
    for (const NewLine& line : wanted.lines) {
        out.lines.push_back(line_from(line, ++position));
        if (out.agreement_number.empty()) out.agreement_number = line.agreement_number;
    }
    out.total = out.approved_total = total(out.lines);
    return out;
}

void put_in_outbox(db::Tx& tx, const Order& order, const party::Municipality& buyer,
                   const party::Supplier& seller, Instant at) {
    gateway::enqueue(tx,
                     {.municipality = order.municipality,
                      .type = ubl::DocumentType::order,
                      .sender = "0192:" + buyer.organisation_number,
                      .receiver = seller.endpoint,
                      .number = order.number,
                      .counterpart = seller.name,
                      .subject_kind = "order",
                      .subject = order.id.value,
                      .label = render(text::order_label, Language::nb, {{"number", order.number}}),
                      .path = path_of(order),
                      .bytes = ubl::write(document(order, buyer, seller))},
                     at);
}

// Moves the order, and takes it off everybody's list where nothing more is expected of it.
void move_to(db::Tx& tx, Order& order, State to, Instant at) {
    order.state = to;
    order.total = total(order.lines);
    store::save(tx, order);
    if (to == State::cancelled || to == State::rejected || to == State::completed)
        close_tasks(tx, order, at);
}

}  // namespace

Result<OrderId> place(db::Tx& tx, const Actor& approver, Instant at, const NewOrder& wanted) {
    if (wanted.lines.empty()) return refuse(text::order_has_no_lines);
    const auto buyer = party::municipality(tx, wanted.municipality);
    const auto seller = party::supplier(tx, wanted.supplier);
    if (!seller) return refuse(text::supplier_unknown);
    if (seller->blocked) return refuse(text::supplier_blocked, {{"supplier", seller->name}});
    SK_ASSERT(buyer.has_value());

    Order order = order_from(tx, wanted, *buyer, *seller, at);
    order.approver = approver.user;
    const std::string prefix = short_name(buyer->name);
    const int year = at.oslo_date().year();
    order.number = order_number(prefix, year, store::next_number(tx, prefix, year));
    store::insert(tx, order);
    TRY(ledger::send(tx, context(tx, order, approver, at, ""), ledger_lines(order.lines)));
    if (order.by_peppol) {
        put_in_outbox(tx, order, *buyer, *seller, at);
        open_receive_task(tx, order, at);
    } else if (order.by_mail) {
        gateway::enqueue(tx, letter(tx, order, *buyer, *seller), at);
        open_receive_task(tx, order, at);
    } else {
        const std::vector<UserId> whom = {order.requester};
        open_task(tx, "send_order", order, "", order.total, whom, at);
    }
    trace(tx, approver, at, order, "placed",
          trail::Detail()
              .add("number", order.number)
              .add("total_ore", order.total)
              .add("way", order.by_peppol ? "peppol"
                          : order.by_mail ? "mail"
                                          : "by_hand"));
    if (order.requisition != 0) {
        trail::link(tx,
                    {{"requisition", order.requisition},
                     order.requisition_number,
                     "/rekvisisjoner/" + std::to_string(order.requisition)},
                    {{"order", order.id.value},
                     render(text::order_label, Language::nb, {{"number", order.number}}),
                     path_of(order)});
    }
    if (on_placed != nullptr) on_placed(tx, approver, at, order.id);
    return order.id;
}

Money cost(db::Session& session, const Order& order) {
    Money sum;
    for (const Line& line : order.lines) {
        if (const auto figures = ledger::line(session, line.ledger_line)) {
            sum += figures->reserved + figures->committed + figures->received;
        }
    }
    return sum;
}

Facts facts_for(db::Session& session, const Actor& actor, const Order& order, Instant at,
                std::string_view reason) {
    Facts out;
    out.is_requester = actor.user == order.requester;
    out.nothing_came = order.nothing_came();
    out.has_reason = !reason.empty();
    if (order.state == State::change_waits) {
        const std::vector<UnitId> own = {order.unit};
        out.authority = party::authority(session, actor.user,
                                         order.paying_units.empty() ? own : order.paying_units,
                                         at.oslo_date(), order.requester);
        out.amount = cost(session, order);
    }
    return out;
}

// Who asked for the goods must know that the order has not come through; somebody else may look
// after documents.
void on_delivery(db::Tx& tx, const gateway::Document& document, bool through, Instant at) {
    worklist::close(tx, "order_not_through", document.subject, at);
    const auto order = store::load(tx, OrderId{document.subject});
    if (through || !order) return;
    const std::vector<UserId> whom = {order->requester};
    open_task(tx, "order_not_through", *order, "", order->total, whom, at);
}

Result<void> mark_sent(db::Tx& tx, const Actor& actor, Instant at, Order order) {
    const State to = TRY(decide(order.state, order.before, Event::mark_sent, actor, {}));
    move_to(tx, order, to, at);
    worklist::close(tx, "send_order", order.id.value, at);
    open_receive_task(tx, order, at);
    trace(tx, actor, at, order, "marked_sent", {});
    return {};
}

namespace {

// After the ledger has judged: does the line wait for somebody, or does the change stand?
bool waits(db::Session& session, const Line& line) {
    const auto figures = ledger::line(session, line.ledger_line);
    return figures && figures->waits;
}

}  // namespace

Result<void> change(db::Tx& tx, const Actor& actor, Instant at, Order order,
                    std::span<const NewQuantity> wanted, std::string_view reason) {
    TRY(decide(order.state, order.before, Event::change, actor,
               facts_for(tx, actor, order, at, reason)));
    std::vector<ledger::Change> changes;
    std::vector<std::pair<Line*, Decimal>> moved;
    for (const NewQuantity& one : wanted) {
        const auto line = std::ranges::find(order.lines, one.line, &Line::id);
        if (line == order.lines.end() || line->closed) return refuse(text::line_not_open);
        if (one.quantity == line->quantity) continue;
        if (!(one.quantity > Decimal())) return refuse(text::quantity_not_positive, {}, "antall");
        changes.push_back({line->ledger_line, one.quantity, std::nullopt});
        moved.emplace_back(&*line, one.quantity);
    }
    if (changes.empty()) return refuse(text::nothing_changed, {}, "antall");
    const ledger::Outcome outcome =
        TRY(ledger::change(tx, context(tx, order, actor, at, reason), ledger::By::buyer, changes));
    bool any_waits = false;
    for (auto& [line, quantity] : moved) {
        if (outcome.waits && waits(tx, *line)) {
            line->confirmed_quantity = quantity;
            line->waits = any_waits = true;
        } else {
            line->quantity = quantity;
        }
        store::save_line(tx, *line);
    }
    const Event event = any_waits ? Event::ask_approval : Event::change;
    const State to = TRY(
        decide(order.state, order.before, event, actor, facts_for(tx, actor, order, at, reason)));
    if (any_waits) {
        order.before = order.state;
        order.buyer_asked = true;
    }
    move_to(tx, order, to, at);
    if (any_waits) open_change_task(tx, order, cost(tx, order), at);
    const Message message = change_message(order, reason, actor.language);
    trace(tx, actor, at, order, any_waits ? "change_asked" : "changed",
          trail::Detail()
              .add("reason", reason)
              .add("total_ore", proposed_total(order.lines))
              .add("message", message.text));
    return {};
}

Result<void> cancel(db::Tx& tx, const Actor& actor, Instant at, Order order,
                    std::string_view reason) {
    const State to = TRY(decide(order.state, order.before, Event::cancel, actor,
                                facts_for(tx, actor, order, at, reason)));
    std::vector<ledger::LineId> lines;
    for (const Line& line : order.lines) {
        if (!line.closed) lines.push_back(line.ledger_line);
    }
    if (!lines.empty()) TRY(ledger::cancel(tx, context(tx, order, actor, at, reason), lines));
    const Money freed = order.total;
    const bool was_sent = order.state != State::to_send;
    const Message message = cancellation_message(order, reason, actor.language);
    for (Line& line : order.lines) {
        line.closed = true;
        line.waits = false;
        store::save_line(tx, line);
    }
    move_to(tx, order, to, at);
    trail::Detail detail;
    detail.add("reason", reason).add("freed_ore", freed);
    if (was_sent) detail.add("message", message.text);
    trace(tx, actor, at, order, "cancelled", detail);
    return {};
}

Result<void> close_rest(db::Tx& tx, const Actor& actor, Instant at, OrderId id,
                        std::span<const OrderLineId> wanted, std::string_view reason) {
    auto order = store::load(tx, id);
    SK_ASSERT(order.has_value());
    const State to = TRY(decide(order->state, order->before, Event::close_rest, actor,
                                facts_for(tx, actor, *order, at, reason)));
    std::vector<ledger::LineId> lines;
    std::string names;
    for (const OrderLineId one : wanted) {
        const auto line = std::ranges::find(order->lines, one, &Line::id);
        if (line == order->lines.end() || line->outstanding().is_zero())
            return refuse(text::line_not_open);
        if (line->waits) return refuse(text::line_waits);
        lines.push_back(line->ledger_line);
        names += (names.empty() ? "" : ", ") +
                 quantity_words(line->outstanding(), line->unit, Language::nb) + " " + line->name;
        line->closed = true;
        store::save_line(tx, *line);
    }
    if (lines.empty()) return refuse(text::line_not_open);
    TRY(ledger::close_rest(tx, context(tx, *order, actor, at, reason), lines));
    const bool done = all_done(order->lines, order->receipt_required) && to != State::change_waits;
    move_to(tx, *order, done ? State::completed : to, at);
    trace(tx, actor, at, *order, "rest_closed",
          trail::Detail().add("reason", reason).add("rest", names));
    return {};
}

Result<void> approve_change(db::Tx& tx, const Actor& actor, Instant at, Order order) {
    const State to = TRY(decide(order.state, order.before, Event::approve_change, actor,
                                facts_for(tx, actor, order, at, "")));
    std::vector<ledger::LineId> lines;
    for (Line& line : order.lines) {
        if (!line.waits) continue;
        lines.push_back(line.ledger_line);
        line.quantity = line.confirmed_quantity.value_or(line.quantity);
        line.price = line.confirmed_price.value_or(line.price);
        line.waits = false;
        store::save_line(tx, line);
    }
    TRY(ledger::approve_change(tx, context(tx, order, actor, at, ""), lines));
    const Money before = order.total;
    order.approved_total = total(order.lines);
    const bool by_buyer = order.buyer_asked;
    const State back = order.before;
    order.buyer_asked = false;
    move_to(tx, order, by_buyer ? back : to, at);
    if (all_done(order.lines, order.receipt_required)) move_to(tx, order, State::completed, at);
    worklist::close(tx, "approve_change", order.id.value, at);
    trace(tx, actor, at, order, "change_approved",
          trail::Detail().add("before_ore", before).add("total_ore", order.total));
    return {};
}

Result<void> reject_change(db::Tx& tx, const Actor& actor, Instant at, Order order,
                           std::string_view reason) {
    const State to = TRY(decide(order.state, order.before, Event::reject_change, actor,
                                facts_for(tx, actor, order, at, reason)));
    std::vector<ledger::LineId> lines;
    for (Line& line : order.lines) {
        if (!line.waits) continue;
        lines.push_back(line.ledger_line);
        line.waits = false;
        line.confirmed_quantity.reset();
        line.confirmed_price.reset();
        line.answer = Answer::none;
        store::save_line(tx, line);
    }
    TRY(ledger::reject_change(tx, context(tx, order, actor, at, reason), lines));
    order.buyer_asked = false;
    move_to(tx, order, to, at);
    if (all_done(order.lines, order.receipt_required)) move_to(tx, order, State::completed, at);
    worklist::close(tx, "approve_change", order.id.value, at);
    trace(tx, actor, at, order, "change_rejected", trail::Detail().add("reason", reason));
    return {};
}

void mark_seen(db::Tx& tx, Instant at, const Order& order) {
    worklist::close(tx, "order_rejected", order.id.value, at);
    worklist::close(tx, "order_closed", order.id.value, at);
}

int close_abandoned(db::Tx& tx, Instant at) {
    int closed = 0;
    for (const party::Municipality& each : party::municipalities(tx)) {
        const int days = party::ledger_rules(tx, each.id, at.oslo_date()).release_after_days;
        if (days == 0) continue;
        for (const OrderId id : store::silent_since(tx, each.id, at.oslo_date() - days)) {
            const auto order = store::load(tx, id);
            std::vector<OrderLineId> open;
            for (const Line& line : order->lines) {
                if (!line.outstanding().is_zero() && !line.waits) open.push_back(line.id);
            }
            const std::string reason =
                render(text::closed_by_rule, each.language, {{"days", std::int64_t{days}}});
            const Actor system = Actor::system(each.id);
            if (open.empty() || !close_rest(tx, system, at, id, open, reason)) continue;
            const UserId who[] = {order->requester};
            worklist::open(tx,
                           {"order_closed",
                            id.value,
                            order->municipality,
                            order->unit,
                            render(text::task_closed, each.language, {{"number", order->number}}),
                            reason,
                            "/bestillinger/" + std::to_string(id.value),
                            order->total,
                            {}},
                           who, at);
            ++closed;
        }
    }
    return closed;
}

// ---- What later stages record ------------------------------------------------------------------

namespace {

void settle(db::Tx& tx, const Actor& actor, Instant at, OrderId id) {
    auto order = store::load(tx, id);
    SK_ASSERT(order.has_value());
    store::count_call_offs(tx, *order);
    const bool done = all_done(order->lines, order->receipt_required);
    if (done == (order->state == State::completed)) return;
    const Event event = done ? Event::complete : Event::reopen;
    const auto to = decide(order->state, order->before, event, actor, {});
    if (!to) return;  // what waits for approval, or was cancelled, stays where it is
    move_to(tx, *order, *to, at);
    if (!done) open_receive_task(tx, *order, at);
    trace(tx, actor, at, *order, done ? "completed" : "reopened", {});
}

}  // namespace

void record_received(db::Tx& tx, const Actor& actor, Instant at, OrderId id,
                     std::span<const Quantity> lines) {
    for (const Quantity& one : lines) store::add_received(tx, one.line, one.quantity);
    settle(tx, actor, at, id);
}

void record_invoiced(db::Tx& tx, const Actor& actor, Instant at, OrderId id,
                     std::span<const Quantity> lines) {
    for (const Quantity& one : lines) store::add_invoiced(tx, one.line, one.quantity);
    settle(tx, actor, at, id);
}

std::optional<Order> load(db::Session& session, const Actor& actor, OrderId id) {
    auto order = store::load(session, id);
    if (!order || !actor.reaches(order->municipality, order->unit)) return std::nullopt;
    return order;
}
std::optional<Order> load(db::Session& session, OrderId id) { return store::load(session, id); }
std::optional<Order> by_number(db::Session& session, std::string_view number) {
    return store::by_number(session, number);
}
std::vector<Order> open_with(db::Session& session, MunicipalityId municipality,
                             std::string_view organisation_number, int limit) {
    return store::open_with(session, municipality, organisation_number, limit);
}

}  // namespace samkjop::order
