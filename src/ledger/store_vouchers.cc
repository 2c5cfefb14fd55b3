// The events of invoices, credit notes and their booking, of recoding them, and of the budget: load
// the voucher and the lines it covers, let voucher.cc and line_matching.cc decide, finish.

#include <algorithm>

#include "ledger/store_content.h"

namespace samkjop::ledger {

// ---- Invoice -----------------------------------------------------------------------------------

namespace {

std::vector<std::pair<LineId, Millionths>> matched_quantities(std::span<const Landing> landings) {
    std::vector<std::pair<LineId, Millionths>> out;
    for (const Landing& one : landings) {
        if (!one.line) continue;
        const auto found = std::ranges::find(out, one.line, &std::pair<LineId, Millionths>::first);
        if (found == out.end())
            out.emplace_back(one.line, one.quantity);
        else
            found->second += one.quantity;
    }
    return out;
}

Result<std::vector<Matched>> known_lines(Work& work, const NewInvoice& invoice) {
    std::vector<Matched> known;
    for (const InvoiceLine& asked : invoice.lines) {
        for (const Quantity& match : asked.matches) {
            if (std::ranges::find(known, match.line, &Matched::line) != known.end()) continue;
            const Line line = TRY(work.line(match.line));
            Matched matched{line.id, line.year, line.price, {}};
            for (const Part& part : line.parts)
                matched.shares.push_back({part.coding, part.weight, part.right});
            known.push_back(std::move(matched));
        }
    }
    return known;
}

// The document's order lines, each as the lines that now carry it.
template <class F>
Result<NewInvoice> routed(Work& work, const NewInvoice& asked, F portions) {
    NewInvoice out = asked;
    for (InvoiceLine& line : out.lines) {
        std::vector<Quantity> matches;
        for (const Quantity& match : line.matches) {
            const std::vector<Line> members = TRY(work.family(match.line));
            if (members.size() == 1) {
                matches.push_back(match);
                continue;
            }
            const Millionths quantity = TRY(quantity_of(match.quantity));
            for (const Portion& one : portions(members, quantity)) {
                matches.push_back({members[one.member].id, decimal(one.quantity)});
            }
        }
        line.matches = std::move(matches);
    }
    return out;
}

}  // namespace

Result<Outcome> invoice(db::Tx& tx, const Context& context, const NewInvoice& asked) {
    Work work(tx, context, "invoice");
    if (!context.key.empty()) {
        if (auto first = TRY(work.first_answer((Content() << asked).text))) return *first;
    }
    TRY(work.check_new(asked));
    const NewInvoice document = TRY(routed(work, asked, invoice_portions));
    const std::vector<Matched> known = TRY(known_lines(work, document));
    const std::vector<Landing> landings = TRY(spread(document, context.date.year(), known));
    Voucher voucher = make_voucher(VoucherKind::invoice, landings, context.date);
    voucher.foreign_currency = asked.foreign_currency;
    const InvoiceId own{-1};
    for (const auto& [id, quantity] : matched_quantities(landings)) {
        Line line = TRY(work.line(id));
        see(voucher, line, quantity, asked.issued);
        work.put(TRY(with_invoice(std::move(line), own, quantity)));
    }
    set_bases(voucher);
    work.make(std::move(voucher), &asked);
    return work.finish(Cover::marked);
}

Result<Outcome> refuse_invoice(db::Tx& tx, const Context& context, InvoiceId id) {
    Work work(tx, context, "refuse_invoice");
    if (auto first = TRY(work.first_answer((Content() << id.value).text))) return *first;
    Voucher voucher = TRY(work.voucher(id));
    if (voucher.kind != VoucherKind::invoice || voucher.state == VoucherState::refused) {
        return refuse(text::state_forbids_event);
    }
    if (voucher.state == VoucherState::posted) return refuse(text::invoice_already_posted);
    if (voucher.has_credit_notes) return refuse(text::invoice_has_credit_notes);
    for (const VoucherPart& part : voucher.parts) {
        if (part.line) work.put(without_invoice(TRY(work.line(part.line)), id));
    }
    voucher.state = VoucherState::refused;
    voucher.held.clear();
    voucher.seen.clear();
    voucher.bases.clear();
    work.put(std::move(voucher));
    return work.finish(Cover::none);
}

Result<Outcome> credit_note(db::Tx& tx, const Context& context, InvoiceId of, CreditKind kind,
                            const NewInvoice& asked) {
    Work work(tx, context, "credit_note");
    if (!context.key.empty()) {
        Content content;
        content << of.value << static_cast<std::int64_t>(kind) << asked;
        if (auto first = TRY(work.first_answer(content.text))) return *first;
    }
    TRY(work.check_new(asked));
    const Voucher invoice = TRY(work.voucher(of));
    if (invoice.kind != VoucherKind::invoice || invoice.state == VoucherState::refused) {
        return refuse(text::state_forbids_event);
    }
    const NewInvoice document = TRY(routed(work, asked, [&](auto members, Millionths quantity) {
        return credit_portions(members, of, quantity);
    }));
    Credit made = TRY(credit(invoice, kind, document, context.date));
    for (const Quantity& one : made.quantities) {
        const Millionths quantity = TRY(quantity_of(one.quantity));
        if (quantity <= 0) return refuse(text::amount_not_positive);
        Line line = TRY(work.line(one.line));
        const auto own = std::ranges::find(line.consumed, of, &Consumption::invoice);
        const Millionths before = own == line.consumed.end() ? 0 : own->quantity;
        work.put(TRY(credited(std::move(line), of, kind, quantity)));
        unsee(made.invoice, one.line, quantity, before);
    }
    if (kind != CreditKind::price) fall_bases(made.invoice, made.note);
    work.put(std::move(made.invoice));
    work.make(std::move(made.note), &asked);
    return work.finish(Cover::marked);
}

Result<Outcome> hold(db::Tx& tx, const Context& context, InvoiceId id, Money cost) {
    Work work(tx, context, "hold");
    if (auto first = TRY(work.first_answer((Content() << id.value << cost.ore()).text))) {
        return *first;
    }
    work.put(TRY(holding(TRY(work.voucher(id)), cost)));
    return work.finish(Cover::marked);
}

Result<Outcome> posted(db::Tx& tx, const Context& context, InvoiceId id,
                       std::span<const Amount> given) {
    Work work(tx, context, "posted");
    if (auto first = TRY(work.first_answer((Content() << id.value).text + content_of(given)))) {
        return *first;
    }
    Voucher voucher = TRY(work.voucher(id));
    if (voucher.state != VoucherState::registered || !voucher.held.empty())
        return refuse(text::state_forbids_event);
    const std::vector<Amount> own = amounts(voucher);
    std::vector<Amount> booked;
    for (Amount one : given) {
        const auto like = std::ranges::find(own, one.coding, &Amount::coding);
        if (!one.year) one.year = like != own.end() ? like->year : context.date.year();
        const auto same = std::ranges::find_if(booked, [&](const Amount& other) {
            return other.coding == one.coding && other.year == one.year;
        });
        if (same == booked.end())
            booked.push_back(one);
        else
            same->amount += one.amount;
    }
    if (given.empty()) booked = own;
    const auto amount_in = [](std::span<const Amount> list, const Amount& like) {
        for (const Amount& one : list) {
            if (one.coding == like.coding && one.year == like.year) return one.amount;
        }
        return Money();
    };
    bool differs = false;
    for (const Amount& one : own) differs = differs || amount_in(booked, one) != one.amount;
    for (const Amount& one : booked) differs = differs || amount_in(own, one) != one.amount;
    if (differs && !voucher.foreign_currency) return refuse(text::posted_amount_differs);
    for (const Amount& one : own) {
        work.deltas.add(one.coding, one.year, {}, id, Kind::invoiced, -one.amount);
    }
    for (const Amount& one : booked) {
        TRY(work.check_coding(one.coding));
        work.deltas.add(one.coding, one.year, {}, id, Kind::posted, one.amount);
    }
    voucher.state = VoucherState::posted;
    voucher.posted = context.date;
    work.put(std::move(voucher));
    return work.finish(Cover::marked);
}

Result<Outcome> recode_invoice(db::Tx& tx, const Context& context, InvoiceId id, CodingId from,
                               std::span<const Share> to) {
    Work work(tx, context, "recode_invoice");
    Content content;
    content << id.value << from.value;
    if (auto first = TRY(work.first_answer(content.text + content_of(to)))) return *first;
    TRY(work.check_codings(to));
    const Voucher before = TRY(work.voucher(id));
    Voucher after = TRY(recoded(before, from, to));
    work.put(after);
    if (before.state == VoucherState::posted) {
        work.make(correction(before, after, context.date), nullptr);
    }
    return work.finish(Cover::marked);
}

// ---- Budget and finance ------------------------------------------------------------------------

namespace {

Result<Outcome> amounts_to(db::Tx& tx, const Context& context, std::string_view event,
                           std::span<const Amount> rows, Kind kind, Cover cover) {
    Work work(tx, context, event);
    if (!context.key.empty()) {
        if (auto first = TRY(work.first_answer(content_of(rows)))) return *first;
    }
    for (const Amount& row : rows) {
        TRY(work.check_coding(row.coding));
        if (row.amount.magnitude() > kLargest) return refuse(text::amount_too_large);
        const int year = row.year ? row.year : context.date.year();
        work.deltas.add(row.coding, year, {}, {}, kind, row.amount);
    }
    return work.finish(cover);
}

}  // namespace

Result<Outcome> adopt_budget(db::Tx& tx, const Context& context, std::span<const Amount> rows) {
    return amounts_to(tx, context, "adopt_budget", rows, Kind::adopted, Cover::none);
}

Result<Outcome> change_budget(db::Tx& tx, const Context& context, std::span<const Amount> rows,
                              bool transfer) {
    Money sum;
    for (const Amount& row : rows) {
        if (row.amount.magnitude() > kLargest) return refuse(text::amount_too_large);
        sum += row.amount;
    }
    if (transfer && !sum.is_zero()) {
        return refuse(text::transfer_does_not_sum_to_zero, {{"amount", sum}});
    }
    return amounts_to(tx, context, "change_budget", rows, Kind::change, Cover::none);
}

Result<Outcome> foreign_actual(db::Tx& tx, const Context& context, std::span<const Amount> rows) {
    return amounts_to(tx, context, "foreign_actual", rows, Kind::posted, Cover::marked);
}

Result<Outcome> foreign_total(db::Tx& tx, const Context& context, std::span<const Amount> totals) {
    Work work(tx, context, "foreign_total");
    if (auto first = TRY(work.first_answer(content_of(totals)))) return *first;
    for (const Amount& total : totals) {
        TRY(work.check_coding(total.coding));
        if (total.amount.magnitude() > kLargest) return refuse(text::amount_too_large);
        const int year = total.year ? total.year : context.date.year();
        const Money known = balance(work.session(), total.coding, year).posted;
        work.deltas.add(total.coding, year, {}, {}, Kind::posted, total.amount - known);
    }
    return work.finish(Cover::marked);
}

Result<Outcome> reverse(db::Tx& tx, const Context& context, EntryId entry) {
    Work work(tx, context, "reverse");
    if (auto first = TRY(work.first_answer((Content() << entry).text))) return *first;
    const auto event = work.session().value<std::string>(
        "SELECT event FROM ledger_entry WHERE sequence = $1 AND municipality_id = $2", entry,
        context.municipality);
    if (!event) return refuse(text::state_forbids_event);
    if (*event != "adopt_budget" && *event != "change_budget" && *event != "foreign_actual" &&
        *event != "foreign_total") {
        return refuse(text::use_the_document_event);
    }
    if (work.session().value<EntryId>("SELECT sequence FROM ledger_entry WHERE reverses = $1",
                                      entry)) {
        return refuse(text::already_reversed);
    }
    work.session().each(
        "SELECT credit, debit, amount_ore, coding_id, year FROM ledger_posting WHERE entry = $1"
        " ORDER BY position",
        [&](const db::Row& row) {
            work.extra.push_back({row.get<Kind>(1),
                                  row.get<Kind>(0),
                                  row.get<Money>(2),
                                  row.get<CodingId>(3),
                                  row.get<int>(4),
                                  {},
                                  {}});
        },
        entry);
    work.reverses = entry;
    return work.finish(Cover::none);
}

}  // namespace samkjop::ledger
