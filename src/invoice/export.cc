// What goes to the finance system, and what comes back. The cost per coding is the ledger's own, so
// that the two systems can never differ by rounding; the VAT that comes back is what is left of the
// amount owed, divided over the codings as the lines say.

#include <algorithm>
#include <map>

#include "invoice/correction.h"
#include "invoice/division.h"
#include "invoice/texts.h"

namespace samkjop::invoice {

namespace {

void hold_to_the_ledger(std::vector<Part>& parts, const ledger::VoucherFigures& voucher,
                        bool credit_note) {
    std::map<std::int64_t, Money> cost;
    for (const ledger::Amount& amount : voucher.amounts) {
        cost[amount.coding.value] += credit_note ? -amount.amount : amount.amount;
    }
    for (const auto& [coding, amount] : cost) {
        Money sum;
        Part* largest = nullptr;
        for (Part& part : parts) {
            if (part.coding.value != coding) continue;
            sum += part.cost;
            if (largest == nullptr || part.cost.magnitude() > largest->cost.magnitude())
                largest = &part;
        }
        if (largest == nullptr) {
            if (amount.is_zero()) continue;
            parts.push_back({coding::CodingId{coding}, parts.empty() ? "" : parts[0].vat_code});
            largest = &parts.back();
        }
        largest->cost += amount - sum;
    }
    std::erase_if(parts, [&](const Part& part) {
        return !cost.contains(part.coding.value) && part.vat_back.is_zero();
    });
}

Exportable exportable_of(db::Session& session, const Record& record) {
    Exportable out;
    const Content& content = record.content;
    out.id = record.id;
    out.municipality = record.municipality;
    out.credit_note = content.credit_note;
    out.reference = record.reference;
    out.number = content.number;
    out.supplier = record.supplier;
    out.seller_name = content.seller_name;
    out.seller_number = content.seller_number;
    out.issued = content.issued;
    out.due = content.due;
    out.received = record.received_at.oslo_date();
    out.currency = content.currency;
    out.currency_amount = content.total();
    out.kid = content.kid;
    out.account = content.account;
    out.order_number = record.order_number;
    out.responsible = record.responsible.empty() ? "Samkjøp" : record.responsible;
    out.text = content.lines.empty() ? "" : content.lines[0].name;
    const bool foreign = content.currency != "NOK";
    out.payable = foreign ? share(content.total(), content.exchange_rate) : content.total();
    const auto pieces = divided(session, record);
    out.parts = merged(pieces);
    if (const auto voucher = ledger::voucher(session, record.voucher)) {
        hold_to_the_ledger(out.parts, *voucher, content.credit_note);
    }
    Money reverse, cost, back;
    for (const Division& piece : pieces) {
        if (piece.owed) reverse += piece.vat;
    }
    for (const Part& part : out.parts) cost += part.cost, back += part.vat_back;
    const Money left = out.payable + reverse - cost - back;
    if (!left.is_zero() && !out.parts.empty()) {
        auto largest = std::ranges::max_element(out.parts, {}, [](const Part& part) {
            return std::pair(part.vat_back.magnitude(), part.cost.magnitude());
        });
        largest->vat_back += left;
    }
    out.vat_owed = reverse;
    if (content.credit_note) {
        out.payable = -out.payable;
        out.currency_amount = -out.currency_amount;
        out.vat_owed = -out.vat_owed;
        for (Part& part : out.parts) {
            part.net = -part.net;
            part.cost = -part.cost;
            part.vat_back = -part.vat_back;
        }
    }
    return out;
}

// A correction takes back what stood before it and puts what stands after it: nothing is owed.
Exportable exportable_of(db::Session& session, const Record& record, const Correction& one) {
    Exportable out = exportable_of(session, record);
    out.correction = one.id;
    out.reference = one.reference;
    out.payable = out.currency_amount = out.vat_owed = Money();
    out.currency = "NOK";
    out.kid.clear();
    out.account.clear();
    out.responsible = one.decided_by_name;
    out.text = one.reason;
    auto parts = merged(divided(session, record, one.step));
    for (const Part& part : merged(divided(session, record, one.step - 1))) {
        auto at = std::ranges::find_if(parts, [&](const Part& each) {
            return each.coding == part.coding && each.vat_code == part.vat_code;
        });
        if (at == parts.end())
            at = parts.insert(parts.end(), Part{part.coding, part.vat_code, {}, {}, {}});
        at->net -= part.net;
        at->vat_back -= part.vat_back;
        at->cost -= part.cost;
    }
    std::erase_if(parts, [](const Part& part) {
        return part.net.is_zero() && part.vat_back.is_zero() && part.cost.is_zero();
    });
    if (record.content.credit_note) {
        for (Part& part : parts) {
            part.net = -part.net;
            part.vat_back = -part.vat_back;
            part.cost = -part.cost;
        }
    }
    if (const auto voucher = ledger::voucher(session, one.voucher))
        hold_to_the_ledger(parts, *voucher, false);
    Money left;
    for (const Part& part : parts) left -= part.cost + part.vat_back;
    if (!left.is_zero() && !parts.empty()) parts.front().vat_back += left;
    out.parts = std::move(parts);
    return out;
}

// Another rate at the day of booking: each coding's cost in the same proportion.
std::vector<ledger::Amount> booked_amounts(db::Session& session, const Record& record, Money owed,
                                           Money booked) {
    std::vector<ledger::Amount> out;
    const auto voucher = ledger::voucher(session, record.voucher);
    if (!voucher || owed.is_zero() || owed == booked) return out;
    for (ledger::Amount amount : voucher->amounts) {
        amount.amount = Money(divide_rounded(Wide(amount.amount.ore()) * booked.ore(), owed.ore()));
        out.push_back(amount);
    }
    return out;
}

Result<Record> open(db::Tx& tx, const Actor& actor, InvoiceId id) {
    auto record = load(tx, actor, id);
    if (!record) return refuse(text::not_found);
    return std::move(*record);
}

Result<void> sent(const Record& record) {
    if (record.state == State::exported || record.state == State::finance_rejected ||
        record.state == State::posted)
        return {};
    return refuse(text::not_exported);
}

Desk desk_for(db::Tx& tx, const Actor& actor, Instant at, const Record& record) {
    return {tx, actor, at, party::municipality(tx, record.municipality).value(), false};
}

}  // namespace

std::vector<Exportable> exportable(db::Session& session, std::span<const InvoiceId> ids) {
    std::vector<Exportable> out;
    for (const InvoiceId id : ids) {
        if (const auto record = load(session, id); record && record->voucher) {
            out.push_back(exportable_of(session, *record));
        }
    }
    return out;
}

std::vector<Exportable> exportable(db::Session& session, MunicipalityId municipality) {
    auto out = exportable(session, approved(session, municipality));
    for (const Correction& one : approved_corrections(session, municipality)) {
        if (const auto record = load(session, one.invoice))
            out.push_back(exportable_of(session, *record, one));
    }
    return out;
}

Result<void> mark_exported(db::Tx& tx, const Actor& actor, Instant at, Sent what,
                           std::int64_t batch) {
    if (const auto one = correction(tx, what.correction))
        return correction_exported(tx, actor, at, *one, batch);
    Record record = TRY(open(tx, actor, what.invoice));
    Desk desk = desk_for(tx, actor, at, record);
    record.batch = batch;
    const auto who = circumstances(tx, record, actor, at.oslo_date());
    return move(desk, record, Event::export_, "exported", trail::Detail().add("batch", batch), who);
}

Result<void> mark_posted(db::Tx& tx, const Actor& actor, Instant at, Sent what,
                         std::string_view voucher, Date date, Money amount) {
    if (const auto one = correction(tx, what.correction))
        return correction_posted(tx, actor, at, *one, voucher, date, amount);
    Record record = TRY(open(tx, actor, what.invoice));
    if (auto was = sent(record); !was) return was;
    const InvoiceId ids[] = {what.invoice};
    const auto ours = exportable(tx, ids);
    const Money owed = ours.empty() ? Money() : ours[0].payable;
    const bool foreign = record.content.currency != "NOK";
    if (record.state == State::posted) {
        if (record.finance_voucher == voucher && (foreign || amount == owed)) return {};
        return refuse(text::already_posted, {{"voucher", record.finance_voucher}});
    }
    if (!foreign && amount != owed) {
        return refuse(text::posted_amount_differs, {{"ours", owed}, {"theirs", amount}});
    }
    Desk desk = desk_for(tx, actor, at, record);
    const auto who = circumstances(tx, record, actor, at.oslo_date());
    if (const auto step = decide(who, Event::post, actor); !step)
        return std::unexpected(step.error());
    const auto booked =
        foreign ? booked_amounts(tx, record, owed, amount) : std::vector<ledger::Amount>();
    const auto outcome = ledger::posted(tx, desk.context(record), record.voucher, booked);
    if (!outcome) return std::unexpected(outcome.error());
    record.finance_voucher = voucher;
    record.finance_date = date;
    return move(
        desk, record, Event::post, "posted",
        trail::Detail().add("voucher", voucher).add("date", date.iso()).add("amount", amount), who);
}

Result<void> mark_rejected(db::Tx& tx, const Actor& actor, Instant at, Sent what,
                           std::string_view reason) {
    if (const auto one = correction(tx, what.correction))
        return correction_rejected(tx, actor, at, *one, reason);
    Record record = TRY(open(tx, actor, what.invoice));
    if (auto was = sent(record); !was) return was;
    if (record.state == State::finance_rejected && record.reason == reason) return {};
    Desk desk = desk_for(tx, actor, at, record);
    const auto who = circumstances(tx, record, actor, at.oslo_date());
    record.reason = reason;
    return move(desk, record, Event::reject, "finance_rejected",
                trail::Detail().add("reason", reason), who);
}

}  // namespace samkjop::invoice
