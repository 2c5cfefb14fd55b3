// When a document comes, it is controlled in the same transaction. What cannot be controlled is
// left alone: the control never stops an invoice from being taken.

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <unordered_map>

#include "control/document.h"
#include "control/handling.h"
#include "control/source.h"
#include "control/store.h"
#include "control/texts.h"
#include "gateway/gateway.h"
#include "trail/trail.h"
#include "ubl/ubl.h"

namespace samkjop::control {
namespace {

// What was ordered, where an invoice line answers to an order line.
void add_orders(db::Session& session, const invoice::Detail& detail, Document& document) {
    std::map<std::int64_t, order::Order> orders;
    std::unordered_map<int, Line*> by_position;
    for (Line& line : document.lines) by_position.try_emplace(line.position, &line);
    for (const invoice::Answer& answer : detail.answers) {
        if (!orders.contains(answer.order)) {
            auto order = order::load(session, order::OrderId{answer.order});
            if (!order) continue;
            orders.emplace(answer.order, *std::move(order));
        }
        const order::Order& order = orders.at(answer.order);
        const order::Line* ordered = order.line(order::OrderLineId{answer.order_line});
        if (ordered == nullptr) continue;
        if (const auto at = by_position.find(answer.position); at != by_position.end()) {
            Line& line = *at->second;
            const Decimal least = std::min(ordered->quantity, ordered->ordered_quantity);
            line.ordered = line.ordered ? *line.ordered + least : least;
            line.ordered_unit = ordered->unit;
            line.ordered_itself = fee_kind(line).has_value();
            if (line.unspsc.empty()) line.unspsc = ordered->unspsc;
        }
    }
    if (orders.empty()) return;
    // The latest order decides: a price cannot be older than what was asked for last.
    Date latest = orders.begin()->second.at.oslo_date();
    for (const auto& [id, order] : orders) latest = std::max(latest, order.at.oslo_date());
    if (orders.size() == 1 && latest <= document.issued) {
        document.ordered_on = latest;
    } else {
        document.supplied = std::min(document.issued, latest);
    }
    if (document.agreement_number.empty())
        document.agreement_number = orders.begin()->second.agreement_number;
}

void taken(db::Tx& tx, const Actor& actor, Instant at, invoice::InvoiceId id) {
    control_invoice(tx, actor, at, id);
}

void placed(db::Tx& tx, const Actor& actor, Instant at, order::OrderId id) {
    control_order(tx, actor, at, id);
}

void trace(db::Tx& tx, const Actor& actor, Instant at, trail::Subject subject,
           const Outcome& outcome) {
    if (outcome.findings.empty()) return;
    trail::append(tx, actor, at, subject, "controlled",
                  trail::Detail()
                      .add("lines", std::int64_t(outcome.lines))
                      .add("found_on_list", std::int64_t(outcome.matched))
                      .add("findings", static_cast<std::int64_t>(outcome.findings.size()))
                      .add("certain", outcome.certain)
                      .add("questions", outcome.questions));
}

}  // namespace

Outcome control_invoice(db::Tx& tx, const Actor& actor, Instant at, invoice::InvoiceId id) {
    const auto summary = invoice::find(tx, Actor::system(), id);
    const auto detail = invoice::detail(tx, id);
    if (!summary || !detail || !summary->supplier || detail->document == 0) return {};
    if (summary->credit_note) {
        take_credit_note(tx, actor, at, *summary, *detail);
        return {};
    }
    const std::string bytes = gateway::bytes_of(tx, gateway::DocumentId{detail->document});
    const auto read = ubl::read(bytes);
    if (!read || read->invoice() == nullptr) return {};
    Document document = document_of(*read->invoice());
    add_orders(tx, *detail, document);
    Source source;
    const Outcome outcome =
        judge(document, source.of(tx, summary->municipality, summary->supplier, document));
    store::keep(tx,
                {Subject::invoice, id.value, summary->number, summary->municipality, summary->unit,
                 summary->supplier, summary->issued},
                document, outcome, at);
    trace(tx, actor, at, {"invoice", id.value}, outcome);
    return outcome;
}

Outcome control_order(db::Tx& tx, const Actor& actor, Instant at, order::OrderId id) {
    const auto order = order::load(tx, id);
    if (!order || !order->supplier) return {};
    const Document document = document_of(*order);
    Source source;
    const Outcome outcome =
        judge(document, source.of(tx, order->municipality, order->supplier, document));
    store::keep(tx,
                {Subject::order, id.value, order->number, order->municipality, order->unit,
                 order->supplier, document.issued},
                document, outcome, at);
    trace(tx, actor, at, {"order", id.value}, outcome);
    return outcome;
}

void register_hooks() {
    invoice::on_taken = taken;
    invoice::remarks_on = remarks;
    order::on_placed = placed;
}

}  // namespace samkjop::control
