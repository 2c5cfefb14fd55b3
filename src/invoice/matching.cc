// Decides which orders an invoice belongs to and where it goes from there. Orders are looked for
// where the reference may stand; without one, the supplier's open orders are tried, and taken only
// when every line is found by its number and nothing but missing goods speaks against it. What is
// matched is posted in full at once, also when it differs: the tolerance decides who must look, not
// the money.

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "invoice/handling.h"
#include "invoice/texts.h"

namespace samkjop::invoice {
namespace {

struct Proposal {
    std::vector<order::Order> orders;
    std::vector<OrderLine> lines;
    std::vector<Piece> pieces;
    std::string unknown_reference;  // an order number that is not ours, or not this supplier's
    std::string found_by;           // for the trail
};

bool belongs(const order::Order& order, const Record& record) {
    return order.municipality == record.municipality &&
           order.supplier_organisation_number == record.content.seller_number;
}

// "NES-2026-000123": written as our order numbers are.
bool looks_like_ours(std::string_view reference) {
    return std::ranges::count(reference, '-') == 2 && reference.size() >= 10 &&
           reference.size() <= 30;
}

void by_reference(Desk& desk, const Record& record, Proposal& out) {
    const auto references =
        possible_references(record.content, desk.municipality.settings.invoice_reference_pattern);
    for (const std::string& reference : references) {
        const auto order = order::by_number(desk.tx, reference);
        if (order && belongs(*order, record)) {
            const bool known = std::ranges::any_of(
                out.orders, [&](const order::Order& each) { return each.id == order->id; });
            if (!known) out.orders.push_back(*order);
        } else if ((order || looks_like_ours(reference)) &&
                   reference == record.content.order_reference) {
            out.unknown_reference = reference;
        }
    }
    if (!out.orders.empty()) out.found_by = "reference";
}

bool all_by_number(const Content& content, std::span<const Piece> pieces) {
    for (const Line& line : content.lines) {
        if (line.charge || line.net <= Money()) continue;
        const bool found = std::ranges::any_of(pieces, [&](const Piece& piece) {
            return piece.line == line.position && piece.how != How::text;
        });
        if (!found) return false;
    }
    return true;
}

// Without a reference: one open order that answers to everything, else several of them together.
void by_content(Desk& desk, const Record& record, Proposal& out) {
    const auto open =
        order::open_with(desk.tx, record.municipality, record.content.seller_number, 20);
    const Tolerance tolerance = Tolerance::of(desk.municipality.settings);
    const auto fits = [&](std::span<const order::Order> orders) {
        auto lines = order_lines(desk.tx, orders, record.id, false);
        auto pieces = pair(record.content, lines);
        if (!all_by_number(record.content, pieces)) return false;
        const Judgement judgement = judge(record.content, lines, pieces, tolerance);
        if (judgement.verdict != Verdict::agrees && judgement.verdict != Verdict::waits)
            return false;
        std::set<std::int64_t> used;
        for (const Piece& piece : pieces)
            used.insert(lines[static_cast<std::size_t>(piece.order_line)].order);
        for (const order::Order& order : orders) {
            if (used.contains(order.id.value)) out.orders.push_back(order);
        }
        out.found_by = "content";
        return true;
    };
    for (const order::Order& order : open) {
        if (fits({&order, 1})) return;
    }
    if (open.size() > 1) fits(open);
}

Proposal propose(Desk& desk, const Record& record) {
    Proposal out;
    by_reference(desk, record, out);
    if (out.orders.empty()) by_content(desk, record, out);
    out.lines = order_lines(desk.tx, out.orders, record.id, false);
    out.pieces = pair(record.content, out.lines);
    return out;
}

// Which unit an invoice without order belongs to: by the municipality's own kind of reference.
UnitId unit_by_reference(Desk& desk, const Content& content) {
    const std::string& pattern = desk.municipality.settings.invoice_reference_pattern;
    for (const std::string& text : {content.buyer_reference, content.accounting_cost,
                                    content.order_reference, content.contact, content.note}) {
        const std::string found = reference_by_pattern(text, pattern);
        for (const std::string& code : {found, text}) {
            if (code.empty() || code.size() > 30) continue;
            if (const auto unit = party::unit_by_code(desk.tx, desk.municipality.id, code))
                return unit->id;
        }
    }
    return {};
}

// Suppliers write the name of whoever asked («Deres ref.: Marit Svarteberg»): that person's unit.
// A name that two people have is nobody's.
UnitId unit_by_person(Desk& desk, const Content& content) {
    UnitId found;
    for (const party::Person& person : party::people(desk.tx, desk.municipality.id)) {
        if (person.blocked || person.name.empty()) continue;
        for (const std::string* text : {&content.contact, &content.buyer_reference,
                                        &content.accounting_cost, &content.note}) {
            if (!text->contains(person.name)) continue;
            if (found && found != person.unit) return {};
            found = person.unit;
        }
    }
    return found;
}

// The right unit for an invoice without order: what it says itself, whom it names, and else who got
// this supplier's last one.
UnitId unit_of(Desk& desk, const Content& content) {
    if (const UnitId unit = unit_by_reference(desk, content)) return unit;
    if (const UnitId unit = unit_by_person(desk, content)) return unit;
    return unit_of_last(desk.tx, desk.municipality.id, content.seller_number);
}

void keep(Record& record, const Proposal& proposal) {
    record.matches.clear();
    for (const Piece& piece : proposal.pieces) {
        const OrderLine& line = proposal.lines[static_cast<std::size_t>(piece.order_line)];
        record.matches.push_back({piece.line, line.order, line.id, line.ledger_line, piece.quantity,
                                  piece.net, piece.how, piece.confidence});
    }
    if (!record.matches.empty()) {
        record.order = record.matches[0].order;
    } else if (!proposal.orders.empty()) {
        record.order = proposal.orders[0].id.value;
    }
    for (const order::Order& order : proposal.orders) {
        if (order.id.value != record.order) continue;
        record.order_number = order.number;
        record.unit = order.unit;
    }
}

std::vector<Finding> known_findings(Desk& desk, const Record& record, const Proposal& proposal) {
    std::vector<Finding> out;
    if (!proposal.unknown_reference.empty() && proposal.orders.empty()) {
        out.push_back(
            {Difference::order_unknown, -1, {}, {}, "", {}, {}, proposal.unknown_reference});
    }
    if (number_used(desk.tx, record.content)) {
        out.push_back(
            {Difference::number_used_before, -1, {}, {}, "", {}, {}, record.content.number});
    }
    return out;
}

void keep(Record& record, const Judgement& judgement) {
    record.findings = judgement.findings;
    record.at_stake = judgement.at_stake;
    if (judgement.verdict == Verdict::without_order) {
        std::erase_if(record.findings, [](const Finding& finding) {
            return finding.kind == Difference::not_ordered ||
                   finding.kind == Difference::fee_not_agreed;
        });
        record.at_stake = Money();
    }
}

Event event_of(Verdict verdict) {
    switch (verdict) {
        case Verdict::agrees:
            return Event::agrees;
        case Verdict::waits:
            return Event::waits;
        case Verdict::deviates:
            return Event::deviates;
        case Verdict::without_order:
            return Event::no_order;
    }
    return Event::deviates;
}

std::string_view trail_event_of(Event event) {
    return event == Event::agrees     ? "approved_by_rule"
           : event == Event::waits    ? "waits_for_goods"
           : event == Event::no_order ? "without_order"
                                      : "stopped";
}

// What an automatic approval, or a stop, rested on.
trail::Detail grounds(const Desk& desk, const Record& record, const Judgement& judgement) {
    const party::Settings& settings = desk.municipality.settings;
    trail::Detail detail;
    detail.add("order", record.order_number)
        .add("lines", static_cast<std::int64_t>(record.content.lines.size()))
        .add("differences", static_cast<std::int64_t>(judgement.findings.size()))
        .add("at_stake", judgement.at_stake)
        .add("accepted", judgement.accepted)
        .add("price_percent", settings.invoice_price_percent.text())
        .add("line_tolerance", settings.invoice_line_tolerance)
        .add("total_tolerance", settings.invoice_total_tolerance)
        .add("receipt", settings.receipt_required ? "required" : "not_required");
    return detail;
}

void link_orders(Desk& desk, const Record& record) {
    std::set<std::int64_t> done;
    const std::string label = fmt::format(
        "{} {}", record.content.credit_note ? "Kreditnota" : "Faktura", record.content.number);
    for (const order::Order& order : orders_of(desk.tx, record)) {
        if (!done.insert(order.id.value).second) continue;
        const std::string order_label = "Bestilling " + order.number;
        const std::string order_path = fmt::format("/bestillinger/{}", order.id.value);
        trail::link(desk.tx, {{"order", order.id.value}, order_label, order_path},
                    {{"invoice", record.id.value}, label, record.path()});
    }
}

}  // namespace

std::vector<OrderLine> order_lines(db::Session& session, std::span<const order::Order> orders,
                                   InvoiceId self, bool posted) {
    std::vector<OrderLine> out;
    for (const order::Order& order : orders) {
        for (const order::Line& line : order.lines) {
            OrderLine one{order.id.value, line.id,        line.ledger_line, order.number,
                          line.position,  line.name,      line.item_number, line.gtin,
                          line.unit,      order.currency, line.quantity,    line.unit_price(),
                          line.vat_rate,  line.received,  line.invoiced,    line.closed};
            if (posted) one.invoiced = one.invoiced - taken_from(session, line.id, self);
            out.push_back(std::move(one));
        }
    }
    return out;
}

std::vector<order::Order> orders_of(db::Session& session, const Record& record) {
    std::vector<order::Order> out;
    std::set<std::int64_t> seen;
    for (const MatchRow& match : record.matches) {
        if (!seen.insert(match.order).second) continue;
        if (auto order = order::load(session, order::OrderId{match.order}))
            out.push_back(std::move(*order));
    }
    return out;
}

Result<void> match(Desk& desk, Record& record) {
    const auto supplier =
        party::supplier_by_organisation_number(desk.tx, record.content.seller_number);
    record.findings.clear();
    if (!supplier || supplier->blocked) {
        record.findings.push_back({Difference::supplier_unknown,
                                   -1,
                                   {},
                                   {},
                                   "",
                                   {},
                                   {},
                                   supplier ? "blocked" : record.content.seller_number});
    } else {
        record.supplier = supplier->id;
    }
    if (record.content.exchange_rate.is_zero()) {
        record.findings.push_back(
            {Difference::currency_differs, -1, {}, {}, "", {}, {}, record.content.currency});
    }
    if (!record.findings.empty()) {
        save_case(desk.tx, record);
        save_findings(desk.tx, record);
        if (desk.fresh) open_task(desk, record);
        return {};
    }
    if (record.content.credit_note) return match_credit_note(desk, record);
    const Proposal proposal = propose(desk, record);
    keep(record, proposal);
    const Judgement judgement =
        judge(record.content, proposal.lines, proposal.pieces,
              Tolerance::of(desk.municipality.settings), known_findings(desk, record, proposal));
    keep(record, judgement);
    if (!record.unit) record.unit = unit_of(desk, record.content);
    if (judgement.verdict != Verdict::without_order) {
        save_matches(desk.tx, record);
        if (auto posted = post(desk, record, proposal.lines); !posted) return posted;
        link_orders(desk, record);
    }
    record.automatic = judgement.verdict == Verdict::agrees;
    const Event event = event_of(judgement.verdict);
    trail::Detail detail = grounds(desk, record, judgement);
    detail.add("found_by", proposal.found_by);
    if (!record.findings.empty() || !desk.fresh) save_findings(desk.tx, record);
    return move_by_system(desk, record, event, trail_event_of(event), detail);
}

Result<void> match_again(Desk& desk, Record& record) {
    const auto orders = orders_of(desk.tx, record);
    const auto lines = order_lines(desk.tx, orders, record.id, true);
    std::vector<Piece> pieces;
    for (const MatchRow& match : record.matches) {
        const auto at = std::ranges::find_if(
            lines, [&](const OrderLine& line) { return line.id == match.order_line; });
        if (at == lines.end()) continue;
        pieces.push_back({match.position, static_cast<int>(at - lines.begin()), match.quantity,
                          match.net, match.how, match.confidence});
    }
    std::vector<Finding> known;
    for (const Finding& finding : record.findings) {
        if (finding.kind == Difference::order_unknown ||
            finding.kind == Difference::number_used_before) {
            known.push_back(finding);
        }
    }
    const Tolerance tolerance = Tolerance::of(desk.municipality.settings);
    Judgement judgement = judge(record.content, lines, pieces, tolerance, known);
    // A credit note takes away what was too much, whatever line it names.
    if (record.credited > Money() && judgement.at_stake > Money() &&
        judgement.at_stake - record.credited <= tolerance.total) {
        judgement.findings = known;
        judgement.verdict = known.empty() ? Verdict::agrees : Verdict::deviates;
        judgement.at_stake = Money();
    }
    const State before = record.state;
    keep(record, judgement);
    save_findings(desk.tx, record);
    record.automatic = judgement.verdict == Verdict::agrees;
    const Event event = event_of(judgement.verdict);
    trail::Detail detail = grounds(desk, record, judgement);
    detail.add("found_by", "matched_again").add("credited", record.credited);
    if ((event == Event::waits && before == State::waiting_receipt) ||
        (event == Event::deviates && before == State::deviating) ||
        (event != Event::agrees && before == State::disputed)) {
        save_case(desk.tx, record);
        if (before == State::disputed) return hold_disputed(desk, record);
        return {};
    }
    return move_by_system(desk, record, event, trail_event_of(event), detail);
}

}  // namespace samkjop::invoice
