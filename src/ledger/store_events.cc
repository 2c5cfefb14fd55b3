// One function per event of a purchase: load the lines, let line.cc or voucher.cc decide, finish.
// Which events are judged for cover, and which only marked, is said here and nowhere else.

#include <algorithm>

#include "ledger/store.h"
#include "ledger/texts.h"

namespace samkjop::ledger {
namespace {

// The arguments of an event as text: what must be the same when a key comes again.
class Content {
public:
    Content& operator<<(std::int64_t number) {
        text += std::to_string(number);
        text += ' ';
        return *this;
    }
    Content& operator<<(std::string_view word) {
        text += std::to_string(word.size()) + ':';
        text += word;
        text += ' ';
        return *this;
    }
    Content& operator<<(Decimal value) { return *this << std::string_view(value.text()); }
    Content& operator<<(Money money) { return *this << money.ore(); }
    Content& operator<<(const Share& share) {
        return *this << share.coding.value << share.weight << std::int64_t{share.right};
    }
    Content& operator<<(const NewLine& line) {
        *this << line.quantity << line.price << line.exchange_rate << std::int64_t{line.year};
        for (const Part& part : line.parts) {
            *this << part.coding.value << part.weight << part.rate << std::int64_t{part.right};
        }
        return *this << "|";
    }
    Content& operator<<(const Quantity& one) { return *this << one.line.value << one.quantity; }
    Content& operator<<(LineId line) { return *this << line.value; }
    Content& operator<<(const Amount& one) {
        return *this << one.coding.value << std::int64_t{one.year} << one.amount;
    }
    Content& operator<<(const Change& one) {
        return *this << one.line.value << (one.quantity ? one.quantity->text() : std::string("-"))
                     << (one.price ? one.price->text() : std::string("-"));
    }
    Content& operator<<(const NewInvoice& one) {
        *this << one.seller << one.number << std::string_view(one.issued.iso()) << one.payable
              << one.rounding << one.exchange_rate;
        for (const InvoiceLine& line : one.lines) {
            *this << line.net << line.rate;
            for (const Quantity& match : line.matches) *this << match;
            for (const Share& share : line.shares) *this << share;
            *this << "|";
        }
        for (const AllowanceCharge& charge : one.charges) {
            *this << charge.net << charge.rate;
            for (const Share& share : charge.shares) *this << share;
            *this << "|";
        }
        for (const VatTotal& total : one.vat) *this << total.rate << total.amount;
        return *this;
    }
    std::string text;
};

template <class T>
std::string content_of(std::span<const T> list) {
    Content content;
    for (const T& one : list) content << one;
    return std::move(content.text);
}

// The shape of most events: each line by itself, then the entry.
template <class T, class F>
Result<Outcome> on_each(db::Tx& tx, const Context& context, std::string_view event,
                        std::span<const T> items, Cover cover, F decide) {
    Work work(tx, context, event);
    if (!context.key.empty()) {
        if (auto first = TRY(work.first_answer(content_of(items)))) return *first;
    }
    for (const T& item : items) {
        const LineId id = [&] {
            if constexpr (std::is_same_v<T, LineId>) return item;
            else return item.line;
        }();
        Line line = TRY(work.line(id));
        work.put(TRY(decide(work, std::move(line), item)));
    }
    return work.finish(cover);
}

Result<Millionths> quantity_of(Decimal value) {
    const auto quantity = millionths(value);
    if (!quantity) return refuse(text::amount_too_large);
    return *quantity;
}

Result<std::optional<Millionths>> optional_of(const std::optional<Decimal>& value) {
    if (!value) return std::nullopt;
    const Millionths quantity = TRY(quantity_of(*value));
    return std::optional(quantity);
}

// What was marked when it was asked for is judged when it is granted: the money is already
// reserved, so the question is whether available has become ≥ 0, or the approver may override.
Result<void> judge_granted(Work& work, const Context& context, const Line& line) {
    using party::BudgetPolicy;
    if (context.policy.budget == BudgetPolicy::warn) return {};
    if (context.policy.budget == BudgetPolicy::stop && context.may_override) return {};
    for (const Part& part : line.parts) {
        const Money left = work.scope_balance(part.coding, line.year).available() +
                           context.policy.allowed_overrun;
        if (left >= Money()) continue;
        if (context.policy.budget == BudgetPolicy::stop) return refuse(text::override_needed);
        const Dimensions& own = work.dimensions(part.coding);
        const std::string scope = scope_of(context.policy, part.coding, own, line.year).text();
        return refuse(text::budget_exceeded, {{"amount", -left}, {"scope", scope}});
    }
    return {};
}

}  // namespace

// ---- Requisition and approval ------------------------------------------------------------------

Result<Outcome> submit(db::Tx& tx, const Context& context, std::span<const NewLine> lines) {
    Work work(tx, context, "submit");
    if (!context.key.empty()) {
        if (auto first = TRY(work.first_answer(content_of(lines)))) return *first;
    }
    for (const NewLine& asked : lines) {
        Line line = TRY(request(asked, asked.year ? asked.year : context.date.year()));
        TRY(work.check_codings(line.parts));
        work.make(std::move(line));
    }
    work.marks_lines = true;
    return work.finish(Cover::judged);
}

Result<Outcome> change_request(db::Tx& tx, const Context& context, LineId id, const NewLine& asked) {
    Work work(tx, context, "change_request");
    if (auto first = TRY(work.first_answer((Content() << id << asked).text))) return *first;
    const Line before = TRY(work.line(id));
    Line line = TRY(requested_anew(before, asked));
    TRY(work.check_codings(line.parts));
    work.put(std::move(line));
    work.marks_lines = true;
    return work.finish(Cover::judged);
}

Result<Outcome> approve(db::Tx& tx, const Context& context, std::span<const LineId> lines) {
    return on_each(tx, context, "approve", lines, Cover::marked,
                   [&](Work& work, Line line, LineId) -> Result<Line> {
                       if (line.over) TRY(judge_granted(work, context, line));
                       line = TRY(approved(std::move(line), context.policy.commit_at_approval, context.date));
                       line.over = false;
                       return line;
                   });
}

Result<Outcome> reject(db::Tx& tx, const Context& context, std::span<const LineId> lines) {
    return on_each(tx, context, "reject", lines, Cover::none,
                   [](Work&, Line line, LineId) { return rejected(std::move(line)); });
}

// ---- Order -------------------------------------------------------------------------------------

Result<Outcome> send(db::Tx& tx, const Context& context, std::span<const LineId> lines) {
    return on_each(tx, context, "send", lines, Cover::marked,
                   [&](Work&, Line line, LineId) -> Result<Line> {
                       // Committed at approval already: the outbox's fate moves no money.
                       if (context.policy.commit_at_approval && line.state == LineState::committed) {
                           return line;
                       }
                       return sent(std::move(line), context.date);
                   });
}

Result<Outcome> change(db::Tx& tx, const Context& context, By by, std::span<const Change> changes) {
    const Cover cover = by == By::buyer ? Cover::judged : Cover::marked;
    const std::string_view event = by == By::buyer ? "change" : "response";
    return on_each(tx, context, event, changes, cover,
                   [&](Work& work, Line line, const Change& asked) -> Result<Line> {
                       const auto quantity = TRY(optional_of(asked.quantity));
                       const auto price = TRY(optional_of(asked.price));
                       line = TRY(changed(std::move(line), by, quantity, price,
                                          context.policy.increase_tolerance, context.date));
                       work.waits = work.waits || line.waiting.has_value();
                       return line;
                   });
}

Result<Outcome> approve_change(db::Tx& tx, const Context& context, std::span<const LineId> lines) {
    return on_each(tx, context, "approve_change", lines, Cover::marked,
                   [&](Work& work, Line line, LineId) -> Result<Line> {
                       if (line.waiting && line.waiting->over) TRY(judge_granted(work, context, line));
                       return change_approved(std::move(line), context.date);
                   });
}

Result<Outcome> reject_change(db::Tx& tx, const Context& context, std::span<const LineId> lines) {
    return on_each(tx, context, "reject_change", lines, Cover::none,
                   [](Work&, Line line, LineId) { return change_rejected(std::move(line)); });
}

Result<Outcome> cancel(db::Tx& tx, const Context& context, std::span<const LineId> lines) {
    return on_each(tx, context, "cancel", lines, Cover::none,
                   [](Work&, Line line, LineId) { return cancelled(std::move(line)); });
}

Result<Outcome> close_rest(db::Tx& tx, const Context& context, std::span<const LineId> lines) {
    return on_each(tx, context, "close_rest", lines, Cover::none,
                   [](Work&, Line line, LineId) { return rest_closed(std::move(line)); });
}

Result<Outcome> release(db::Tx& tx, const Context& context, std::span<const LineId> lines) {
    return on_each(tx, context, "release", lines, Cover::none,
                   [](Work&, Line line, LineId) { return rest_closed(std::move(line)); });
}

Result<Outcome> agreement_price(db::Tx& tx, const Context& context, Reach reach,
                                std::span<const Change> changes) {
    return on_each(tx, context, "agreement_price", changes, Cover::marked,
                   [&](Work&, Line line, const Change& asked) -> Result<Line> {
                       if (!asked.price) return refuse(text::amount_not_positive);
                       const Millionths price = TRY(quantity_of(*asked.price));
                       return repriced(std::move(line), reach, price);
                   });
}

// ---- Receipt -----------------------------------------------------------------------------------

Result<Outcome> receive(db::Tx& tx, const Context& context, std::span<const Quantity> quantities) {
    return on_each(tx, context, "receive", quantities, Cover::marked,
                   [&](Work&, Line line, const Quantity& came) -> Result<Line> {
                       const Millionths quantity = TRY(quantity_of(came.quantity));
                       return with_receipt(std::move(line), quantity,
                                           context.policy.over_receipt_percent);
                   });
}

Result<Outcome> undo_receipt(db::Tx& tx, const Context& context, std::span<const Quantity> quantities) {
    return on_each(tx, context, "undo_receipt", quantities, Cover::marked,
                   [&](Work&, Line line, const Quantity& undone) -> Result<Line> {
                       const Millionths quantity = TRY(quantity_of(undone.quantity));
                       return without_receipt(std::move(line), quantity);
                   });
}

Result<Outcome> write_off(db::Tx& tx, const Context& context, std::span<const LineId> lines) {
    return on_each(tx, context, "write_off", lines, Cover::none,
                   [](Work&, Line line, LineId) { return written_off(std::move(line)); });
}

// ---- Invoice -----------------------------------------------------------------------------------

namespace {

std::vector<std::pair<LineId, Millionths>> matched_quantities(std::span<const Landing> landings) {
    std::vector<std::pair<LineId, Millionths>> out;
    for (const Landing& one : landings) {
        if (!one.line) continue;
        const auto found = std::ranges::find(out, one.line, &std::pair<LineId, Millionths>::first);
        if (found == out.end()) out.emplace_back(one.line, one.quantity);
        else found->second += one.quantity;
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
            for (const Part& part : line.parts) matched.shares.push_back({part.coding, part.weight, part.right});
            known.push_back(std::move(matched));
        }
    }
    return known;
}

}  // namespace

Result<Outcome> invoice(db::Tx& tx, const Context& context, const NewInvoice& asked) {
    Work work(tx, context, "invoice");
    if (!context.key.empty()) {
        if (auto first = TRY(work.first_answer((Content() << asked).text))) return *first;
    }
    TRY(work.check_new(asked));
    const std::vector<Matched> known = TRY(known_lines(work, asked));
    const std::vector<Landing> landings = TRY(spread(asked, context.date.year(), known));
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
    Credit made = TRY(credit(invoice, kind, asked, context.date));
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

Result<Outcome> posted(db::Tx& tx, const Context& context, InvoiceId id, std::span<const Amount> given) {
    Work work(tx, context, "posted");
    if (auto first = TRY(work.first_answer((Content() << id.value).text + content_of(given)))) {
        return *first;
    }
    Voucher voucher = TRY(work.voucher(id));
    if (voucher.state != VoucherState::registered) return refuse(text::state_forbids_event);
    const std::vector<Amount> own = amounts(voucher);
    std::vector<Amount> booked;
    for (Amount one : given) {
        const auto like = std::ranges::find(own, one.coding, &Amount::coding);
        if (!one.year) one.year = like != own.end() ? like->year : context.date.year();
        const auto same = std::ranges::find_if(booked, [&](const Amount& other) {
            return other.coding == one.coding && other.year == one.year;
        });
        if (same == booked.end()) booked.push_back(one);
        else same->amount += one.amount;
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

// ---- Coding ------------------------------------------------------------------------------------

Result<Outcome> recode_order(db::Tx& tx, const Context& context, LineId id, CodingId from,
                             std::span<const Share> to) {
    Work work(tx, context, "recode_order");
    Content content;
    content << id << from.value;
    if (auto first = TRY(work.first_answer(content.text + content_of(to)))) return *first;
    TRY(work.check_codings(to));
    Line line = TRY(work.line(id));
    if (line.matched() == 0) {
        work.put(TRY(recoded(std::move(line), from, to)));
        return work.finish(Cover::judged);
    }
    TwoLines lines = TRY(split_rest(std::move(line)));
    work.put(std::move(lines.rest));
    work.make(TRY(recoded(std::move(lines.moved), from, to)));
    return work.finish(Cover::judged);
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
    if (work.session().value<EntryId>("SELECT sequence FROM ledger_entry WHERE reverses = $1", entry)) {
        return refuse(text::already_reversed);
    }
    work.session().each(
        "SELECT credit, debit, amount_ore, coding_id, year FROM ledger_posting WHERE entry = $1"
        " ORDER BY position",
        [&](const db::Row& row) {
            work.extra.push_back({row.get<Kind>(1), row.get<Kind>(0), row.get<Money>(2),
                                  row.get<CodingId>(3), row.get<int>(4), {}, {}});
        },
        entry);
    work.reverses = entry;
    return work.finish(Cover::none);
}

// ---- Year end ----------------------------------------------------------------------------------

Result<Outcome> carry(db::Tx& tx, const Context& context, LineId id) {
    Work work(tx, context, "carry");
    if (auto first = TRY(work.first_answer((Content() << id).text))) return *first;
    Line line = TRY(work.line(id));
    TwoLines lines = TRY(carried(std::move(line)));
    work.put(std::move(lines.rest));
    work.make(std::move(lines.moved));
    return work.finish(Cover::marked);
}

// The finance system has booked the accrual in the old year and its reversal on 1 January.
Result<Outcome> accrue(db::Tx& tx, const Context& context, LineId id) {
    Work work(tx, context, "accrue");
    if (auto first = TRY(work.first_answer((Content() << id).text))) return *first;
    const Line before = TRY(work.line(id));
    TwoLines lines = TRY(accrued(before));
    const std::vector<Standing> accrual = targets(lines.moved);
    const int year = lines.rest.year;
    work.put(std::move(lines.rest));
    const LineId moved = work.make(std::move(lines.moved));
    for (std::size_t i = 0; i < accrual.size(); ++i) {
        const CodingId coding = before.parts[i].coding;
        work.deltas.add(coding, year, id, {}, Kind::posted, accrual[i].received);
        work.deltas.add(coding, year + 1, moved, {}, Kind::posted, -accrual[i].received);
    }
    return work.finish(Cover::marked);
}

Result<Outcome> close_year(db::Tx& tx, const Context& context, int year) {
    Work work(tx, context, "close_year");
    if (auto first = TRY(work.first_answer((Content() << std::int64_t{year}).text))) return *first;
    if (year_closed(work.session(), context.municipality, year)) {
        return refuse(text::year_closed, {{"year", std::int64_t{year}}});
    }
    const auto open = work.session().list(
        "SELECT id FROM ledger_line WHERE municipality_id = $1 AND year = $2 AND open_ore > 0 ORDER BY id",
        [](const db::Row& row) { return row.get<std::int64_t>(0); }, context.municipality, year);
    if (!open.empty()) {
        std::string lines;
        for (std::size_t i = 0; i < open.size() && i < 20; ++i) {
            lines += (i ? ", " : "") + std::to_string(open[i]);
        }
        return refuse(text::open_commitments,
                      {{"count", static_cast<std::int64_t>(open.size())}, {"lines", lines}});
    }
    const auto unconfirmed = work.session().value<std::int64_t>(
        "SELECT count(*) FROM ledger_voucher WHERE municipality_id = $1 AND state = 0"
        " AND first_year <= $2 AND last_year >= $2", context.municipality, year);
    if (unconfirmed.value_or(0) > 0) {
        return refuse(text::invoices_not_posted, {{"count", *unconfirmed}});
    }
    Outcome outcome = TRY(work.finish(Cover::none));
    work.session().run("INSERT INTO ledger_closed_year (municipality_id, year, closed_at, actor_id)"
                       " VALUES ($1, $2, $3, $4)", context.municipality, year, context.at, context.actor);
    return outcome;
}

}  // namespace samkjop::ledger
