// What an invoice or credit note posts. A matched line posts on its order lines; a line that nobody
// ordered follows the lines of its VAT rate until somebody codes it, so that the ledger holds the
// whole invoice from the first moment; an invoice without order posts when it is coded.

#include <algorithm>
#include <map>

#include "invoice/handling.h"
#include "invoice/texts.h"

namespace samkjop::invoice {
namespace {

std::vector<ledger::Share> shares_of(const Record& record, int position) {
    std::vector<ledger::Share> out;
    for (const ShareRow& row : record.shares) {
        if (row.position == position) out.push_back({row.coding, row.weight, row.right});
    }
    return out;
}

std::vector<ledger::Quantity> matches_of(const Record& record, int position) {
    std::vector<ledger::Quantity> out;
    for (const MatchRow& row : record.matches) {
        if (row.position == position) out.push_back({row.ledger_line, row.quantity});
    }
    return out;
}

// Reverse charge: the document has no VAT; the buyer computes it by the order's rate, or by the VAT
// code that the line is coded with. A charge follows the lines.
Decimal rate_for(db::Session& session, const Record& record, const Line& line,
                 std::span<const OrderLine> lines) {
    if (!buyer_computes(record.content, line)) return line.rate;
    for (const MatchRow& row : record.matches) {
        if (row.position != line.position) continue;
        for (const OrderLine& each : lines) {
            if (each.id == row.order_line) return each.rate;
        }
    }
    for (const ShareRow& row : record.shares) {
        if (row.position != line.position) continue;
        const auto code = coding::vat_code(session, record.municipality, row.vat_code,
                                           record.received_at.oslo_date());
        if (code && (line.category == "AE" || coding::reverse_charge(*code))) return code->rate;
    }
    const bool alone = std::ranges::none_of(
        record.shares, [&](const ShareRow& row) { return row.position == line.position; });
    if (alone && !record.content.lines.empty() && line.position > 0)
        return rate_for(session, record, record.content.lines.front(), lines);
    return line.category == "AE" ? Decimal(25, 2) : line.rate;
}

void add_vat(const Content& content, ledger::NewInvoice& out) {
    for (const VatRow& row : content.vat_rows) {
        if (row.category == "AE") continue;
        const auto same = std::ranges::find_if(
            out.vat, [&](const ledger::VatTotal& each) { return each.rate == row.rate; });
        if (same == out.vat.end())
            out.vat.push_back({row.rate, row.amount});
        else
            same->amount += row.amount;
    }
}

ledger::NewInvoice head_of(const Content& content) {
    ledger::NewInvoice out;
    out.seller = content.seller_number;
    out.number = content.number;
    out.issued = content.issued;
    out.payable = content.payable;
    out.rounding = content.rounding;
    out.exchange_rate = content.exchange_rate;
    out.foreign_currency = content.currency != "NOK";
    add_vat(content, out);
    return out;
}

ledger::NewInvoice invoice_of(db::Session& session, const Record& record,
                              std::span<const OrderLine> lines) {
    ledger::NewInvoice out = head_of(record.content);
    for (const Line& line : record.content.lines) {
        const Decimal rate = rate_for(session, record, line, lines);
        auto matches = matches_of(record, line.position);
        auto shares = shares_of(record, line.position);
        if (!line.charge && (!matches.empty() || !shares.empty())) {
            out.lines.push_back({line.net, rate, std::move(matches), std::move(shares)});
        } else if (!line.net.is_zero()) {
            out.charges.push_back({line.net, rate, std::move(shares)});
        }
    }
    return out;
}

// The quantities that the order must know of, by order.
void record_on_orders(Desk& desk, const Record& record, bool taken_back) {
    std::map<std::int64_t, std::vector<order::Quantity>> by_order;
    for (const MatchRow& row : record.matches) {
        by_order[row.order].push_back({row.order_line, taken_back ? -row.quantity : row.quantity});
    }
    for (const auto& [id, quantities] : by_order) {
        order::record_invoiced(desk.tx, desk.actor, desk.at, order::OrderId{id}, quantities);
    }
}

// A line of a credit note that names nothing on the order is shared over what the credited invoice
// was matched with, by amount.
void add_unmatched(const Record& credited, const Line& line, ledger::NewInvoice& out) {
    std::vector<std::int64_t> weights;
    for (const MatchRow& row : credited.matches)
        weights.push_back(std::max<std::int64_t>(row.net.ore(), 0));
    const std::vector<Money> nets = split(line.net, weights);
    for (std::size_t i = 0; i < nets.size(); ++i) {
        if (nets[i].is_zero()) continue;
        out.lines.push_back({nets[i],
                             line.rate,
                             {{credited.matches[i].ledger_line, credited.matches[i].quantity}},
                             {}});
    }
}

ledger::NewInvoice note_of(const Record& note, const Record& credited) {
    ledger::NewInvoice out = head_of(note.content);
    for (const Line& line : note.content.lines) {
        auto matches = matches_of(note, line.position);
        if (!matches.empty())
            out.lines.push_back({line.net, line.rate, std::move(matches), {}});
        else if (line.net.is_zero())
            continue;
        else if (line.charge)
            out.charges.push_back({line.net, line.rate, {}});
        else if (credited.matches.empty())
            out.lines.push_back({line.net, line.rate, {}, {}});
        else
            add_unmatched(credited, line, out);
    }
    return out;
}

// Goods that come again, or are invoiced again, are open on the order once more.
void reopen_on_orders(Desk& desk, const Record& note, ledger::CreditKind kind) {
    if (kind != ledger::CreditKind::replaced && kind != ledger::CreditKind::reissued) return;
    record_on_orders(desk, note, true);
    if (kind == ledger::CreditKind::reissued) return;
    std::map<std::int64_t, std::vector<order::Quantity>> by_order;
    for (const MatchRow& row : note.matches)
        by_order[row.order].push_back({row.order_line, -row.quantity});
    for (const auto& [id, quantities] : by_order) {
        order::record_received(desk.tx, desk.actor, desk.at, order::OrderId{id}, quantities);
    }
}

InvoiceId find_credited(Desk& desk, const Record& note) {
    if (!note.content.preceding.empty()) {
        const auto named = by_number(desk.tx, note.municipality, note.content.seller_number,
                                     note.content.preceding);
        if (!named.empty()) return named.front();
    }
    const auto references =
        possible_references(note.content, desk.municipality.settings.invoice_reference_pattern);
    for (const std::string& reference : references) {
        const auto order = order::by_number(desk.tx, reference);
        if (!order) continue;
        const auto on = on_order(desk.tx, order->id.value, note.content.seller_number);
        if (on.size() == 1) return on.front();
    }
    return {};
}

Result<void> stop(Desk& desk, Record& note, Difference why, std::string what) {
    note.findings = {{why, -1, {}, {}, "", {}, {}, std::move(what)}};
    save_findings(desk.tx, note);
    if (note.state == State::deviating) {
        save_case(desk.tx, note);
        return {};
    }
    return move_by_system(desk, note, Event::deviates, "stopped",
                          trail::Detail().add("why", name(why)).add("what", note.findings[0].what));
}

// The order lines that the credited invoice was matched with, as candidates for the note's lines.
void pair_with(Desk& desk, Record& note, const Record& credited, std::vector<OrderLine>& lines,
               std::vector<Piece>& pieces) {
    const auto orders = orders_of(desk.tx, credited);
    lines = order_lines(desk.tx, orders, credited.id, true);
    std::erase_if(lines, [&](const OrderLine& line) {
        return std::ranges::none_of(credited.matches,
                                    [&](const MatchRow& row) { return row.order_line == line.id; });
    });
    pieces = pair(note.content, lines);
    note.matches.clear();
    for (const Piece& piece : pieces) {
        const OrderLine& line = lines[static_cast<std::size_t>(piece.order_line)];
        note.matches.push_back({piece.line, line.order, line.id, line.ledger_line, piece.quantity,
                                piece.net, piece.how, piece.confidence});
    }
}

Result<void> follow_up(Desk& desk, const Record& note, Record credited) {
    credited.credited += note.content.net;
    if (credited.state == State::deviating || credited.state == State::disputed ||
        credited.state == State::waiting_receipt) {
        Desk other{desk.tx, desk.actor, desk.at, desk.municipality, false};
        return match_again(other, credited);
    }
    save_case(desk.tx, credited);
    return {};
}

}  // namespace

ledger::Context Desk::context(const Record& record) const {
    ledger::Context out;
    out.municipality = municipality.id;
    out.policy = ledger::Policy::of(municipality.settings);
    out.actor = actor.user;
    out.at = at;
    out.date = at.oslo_date();
    out.document = {"invoice", record.id.value};
    return out;
}

Result<void> post(Desk& desk, Record& record, std::span<const OrderLine> lines) {
    const auto outcome =
        ledger::invoice(desk.tx, desk.context(record), invoice_of(desk.tx, record, lines));
    if (!outcome) return std::unexpected(outcome.error());
    record.voucher = outcome->invoice;
    record_on_orders(desk, record, false);
    return {};
}

Result<void> match_credit_note(Desk& desk, Record& note, InvoiceId chosen,
                               std::optional<ledger::CreditKind> kind) {
    const bool by_person = kind.has_value();
    const InvoiceId id = chosen ? chosen : note.credits ? note.credits : find_credited(desk, note);
    auto credited = id ? load(desk.tx, id) : std::nullopt;
    if (!credited || credited->municipality != note.municipality ||
        credited->content.seller_number != note.content.seller_number) {
        return stop(desk, note, Difference::credited_invoice_unknown, note.content.preceding);
    }
    note.credits = credited->id;
    note.unit = credited->unit;
    note.order = credited->order;
    note.order_number = credited->order_number;
    if (credited->state == State::refused) {  // it was never posted for good: nor is this
        return move_by_system(desk, note, Event::settle, "settled",
                              trail::Detail().add("invoice", credited->content.number));
    }
    if (!credited->voucher) {
        return stop(desk, note, Difference::credited_invoice_unknown, credited->content.number);
    }
    std::vector<OrderLine> lines;
    std::vector<Piece> pieces;
    pair_with(desk, note, *credited, lines, pieces);
    if (!kind) kind = credit_kind(note.content, lines, pieces, credited->findings);
    save_matches(desk.tx, note);
    if (!kind) return stop(desk, note, Difference::credit_unclear, "");
    const auto outcome = ledger::credit_note(desk.tx, desk.context(note), credited->voucher, *kind,
                                             note_of(note, *credited));
    if (!outcome) {
        if (by_person) return std::unexpected(outcome.error());
        return stop(desk, note, Difference::credit_unclear, std::string(outcome.error().name()));
    }
    note.voucher = outcome->invoice;
    note.credit_kind = kind;
    note.findings.clear();
    save_findings(desk.tx, note);
    reopen_on_orders(desk, note, *kind);
    note.automatic = !by_person;
    trail::link(
        desk.tx,
        {{"invoice", credited->id.value}, "Faktura " + credited->content.number, credited->path()},
        {{"invoice", note.id.value}, "Kreditnota " + note.content.number, note.path()});
    static constexpr std::string_view kKinds[] = {"price", "returned", "replaced", "reissued"};
    const auto detail = trail::Detail()
                            .add("invoice", credited->content.number)
                            .add("kind", kKinds[static_cast<std::size_t>(*kind)])
                            .add("net", note.content.net);
    if (by_person) {
        const auto who = circumstances(desk.tx, note, desk.actor, desk.at.oslo_date());
        if (auto moved = move(desk, note, Event::answer, "credit_note_answered", detail, who);
            !moved)
            return moved;
    } else if (auto moved = move_by_system(desk, note, Event::agrees, "approved_by_rule", detail);
               !moved) {
        return moved;
    }
    return follow_up(desk, note, std::move(*credited));
}

}  // namespace samkjop::invoice
