// One function per event of a purchase: load the lines, let line.cc or voucher.cc decide, finish.
// Each says itself whether it is judged for cover or only marked.

#include <algorithm>

#include "ledger/store_content.h"

namespace samkjop::ledger {
namespace {

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
        const Money left =
            work.scope_balance(part.coding, line.year).available() + context.policy.allowed_overrun;
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

Result<Outcome> change_request(db::Tx& tx, const Context& context, LineId id,
                               const NewLine& asked) {
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
    return on_each(
        tx, context, "approve", lines, Cover::marked,
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
    return on_each(
        tx, context, "send", lines, Cover::marked, [&](Work&, Line line, LineId) -> Result<Line> {
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
    // Whoever asks to go over the budget is answered by an approver, however small the increase.
    const bool asks = by == By::buyer && context.asks_override &&
                      context.policy.budget == party::BudgetPolicy::stop;
    const Money tolerance = asks ? -kLargest : context.policy.increase_tolerance;
    return on_each(
        tx, context, event, changes, cover,
        [&](Work& work, Line line, const Change& asked) -> Result<Line> {
            const auto quantity = TRY(optional_of(asked.quantity));
            const auto price = TRY(optional_of(asked.price));
            line = TRY(changed(std::move(line), by, quantity, price, tolerance, context.date));
            work.waits = work.waits || line.waiting.has_value();
            return line;
        },
        ToOpen{});
}

Result<Outcome> approve_change(db::Tx& tx, const Context& context, std::span<const LineId> lines) {
    return on_each(
        tx, context, "approve_change", lines, Cover::marked,
        [&](Work& work, Line line, LineId) -> Result<Line> {
            if (line.waiting && line.waiting->over) TRY(judge_granted(work, context, line));
            return change_approved(std::move(line), context.date);
        },
        ToOpen{});
}

Result<Outcome> reject_change(db::Tx& tx, const Context& context, std::span<const LineId> lines) {
    return on_each(
        tx, context, "reject_change", lines, Cover::none,
        [](Work&, Line line, LineId) { return change_rejected(std::move(line)); }, ToOpen{});
}

Result<Outcome> cancel(db::Tx& tx, const Context& context, std::span<const LineId> lines) {
    const auto route = [](Work& work, LineId id) -> Result<std::vector<LineId>> {
        const std::vector<Line> members = TRY(work.family(id));
        for (const Line& line : members) {
            if (line.matched() > 0) return refuse(text::already_received_or_invoiced);
        }
        return std::vector{members[open_member(members)].id};
    };
    return on_each(
        tx, context, "cancel", lines, Cover::none,
        [](Work&, Line line, LineId) { return cancelled(std::move(line)); }, route);
}

Result<Outcome> close_rest(db::Tx& tx, const Context& context, std::span<const LineId> lines) {
    return on_each(
        tx, context, "close_rest", lines, Cover::none,
        [](Work&, Line line, LineId) { return rest_closed(std::move(line)); }, ToOpen{});
}

Result<Outcome> release(db::Tx& tx, const Context& context, std::span<const LineId> lines) {
    return on_each(
        tx, context, "release", lines, Cover::none,
        [](Work&, Line line, LineId) { return rest_closed(std::move(line)); }, ToOpen{});
}

Result<Outcome> agreement_price(db::Tx& tx, const Context& context, Reach reach,
                                std::span<const Change> changes) {
    return on_each(
        tx, context, "agreement_price", changes, Cover::marked,
        [&](Work&, Line line, const Change& asked) -> Result<Line> {
            if (!asked.price) return refuse(text::amount_not_positive);
            const Millionths price = TRY(quantity_of(*asked.price));
            return repriced(std::move(line), reach, price);
        },
        ToOpen{});
}

// ---- Receipt -----------------------------------------------------------------------------------

Result<Outcome> receive(db::Tx& tx, const Context& context, std::span<const Quantity> quantities) {
    return on_each(
        tx, context, "receive", quantities, Cover::marked,
        [&](Work&, Line line, const Quantity& came) -> Result<Line> {
            const Millionths quantity = TRY(quantity_of(came.quantity));
            return with_receipt(std::move(line), quantity, context.policy.over_receipt_percent);
        },
        ByPortions{receipt_portions});
}

Result<Outcome> undo_receipt(db::Tx& tx, const Context& context,
                             std::span<const Quantity> quantities) {
    return on_each(
        tx, context, "undo_receipt", quantities, Cover::marked,
        [&](Work&, Line line, const Quantity& undone) -> Result<Line> {
            const Millionths quantity = TRY(quantity_of(undone.quantity));
            return without_receipt(std::move(line), quantity);
        },
        ByPortions{undo_portions});
}

Result<Outcome> write_off(db::Tx& tx, const Context& context, std::span<const LineId> lines) {
    const auto route = [](Work& work, LineId id) -> Result<std::vector<LineId>> {
        const std::vector<Line> members = TRY(work.family(id));
        std::vector<LineId> out;
        for (const Line& line : members) {
            if (line.received > line.invoiced()) out.push_back(line.id);
        }
        if (out.empty()) out.push_back(members[open_member(members)].id);
        return out;
    };
    return on_each(
        tx, context, "write_off", lines, Cover::none,
        [](Work&, Line line, LineId) { return written_off(std::move(line)); }, route);
}

// ---- Coding ------------------------------------------------------------------------------------

Result<Outcome> recode_order(db::Tx& tx, const Context& context, LineId id, CodingId from,
                             std::span<const Share> to) {
    Work work(tx, context, "recode_order");
    Content content;
    content << id << from.value;
    if (auto first = TRY(work.first_answer(content.text + content_of(to)))) return *first;
    TRY(work.check_codings(to));
    work.needs_right = true;
    const std::vector<Line> members = TRY(work.family(id));
    Line line = members[open_member(members)];
    if (line.matched() == 0) {
        work.put(TRY(recoded(std::move(line), from, to)));
        return work.finish(Cover::judged);
    }
    TwoLines lines = TRY(split_rest(std::move(line)));
    lines.rest.heirs.push_back(work.make(TRY(recoded(std::move(lines.moved), from, to))));
    work.put(std::move(lines.rest));
    return work.finish(Cover::judged);
}

// ---- Year end ----------------------------------------------------------------------------------

Result<Outcome> carry(db::Tx& tx, const Context& context, LineId id) {
    Work work(tx, context, "carry");
    if (auto first = TRY(work.first_answer((Content() << id).text))) return *first;
    Line line = TRY(work.line(id));
    // What only waits for approval has no history to part: the whole line moves, if that is
    // allowed.
    if (line.state == LineState::requested || line.state == LineState::approved) {
        if (!context.policy.carry_reserved) return refuse(text::reserved_is_not_carried);
        ++line.year;
        work.put(std::move(line));
        return work.finish(Cover::marked);
    }
    TwoLines lines = TRY(carried(std::move(line)));
    lines.rest.heirs.push_back(work.make(std::move(lines.moved)));
    work.put(std::move(lines.rest));
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
    const LineId moved = work.make(std::move(lines.moved));
    lines.rest.heirs.push_back(moved);
    work.put(std::move(lines.rest));
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
        "SELECT id FROM ledger_line WHERE municipality_id = $1 AND year = $2 AND open_ore > 0 "
        "ORDER BY id",
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
        " AND first_year <= $2 AND last_year >= $2",
        context.municipality, year);
    if (unconfirmed.value_or(0) > 0) {
        return refuse(text::invoices_not_posted, {{"count", *unconfirmed}});
    }
    Outcome outcome = TRY(work.finish(Cover::none));
    work.session().run(
        "INSERT INTO ledger_closed_year (municipality_id, year, closed_at, actor_id)"
        " VALUES ($1, $2, $3, $4)",
        context.municipality, year, context.at, context.actor);
    return outcome;
}

}  // namespace samkjop::ledger
