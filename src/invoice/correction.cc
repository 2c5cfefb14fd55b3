// What a person, and then the finance system, does with a correction. Two rules about who: whoever
// asked cannot grant it, and nobody grants more than their authority. The ledger moves when it is
// granted, so that both codings are right in «available» at once.

#include "invoice/correction.h"

#include <fmt/format.h>

#include <algorithm>

#include "invoice/texts.h"
#include "worklist/worklist.h"

namespace samkjop::invoice {
namespace {

using enum State;
using enum Permission;

constexpr std::string_view kWaits = "authorise_correction";
constexpr std::string_view kRejected = "invoice_correction_rejected";

constexpr CorrectionStep kSteps[] = {
    {certified, Event::authorise, approved, authorise_invoice},
    {certified, Event::refuse, refused, authorise_invoice},
    {approved, Event::export_, exported, export_to_finance},
    {exported, Event::post, posted, export_to_finance},
    {exported, Event::reject, finance_rejected, export_to_finance},
    {finance_rejected, Event::release, approved, handle_invoices},
    {finance_rejected, Event::post, posted, export_to_finance},
};

struct Opened {
    Record record;
    party::Municipality municipality;
    std::vector<Correction> corrections;

    Correction* open_one() {
        const auto at = std::ranges::find_if(corrections, &Correction::open);
        return at == corrections.end() ? nullptr : &*at;
    }
};

Result<Opened> open(db::Tx& tx, const Actor& actor, InvoiceId id) {
    auto record = load(tx, actor, id);
    if (!record) return refuse(text::not_found);
    auto municipality = party::municipality(tx, record->municipality);
    SK_ASSERT(municipality);
    return Opened{std::move(*record), std::move(*municipality), corrections(tx, id)};
}

void tell(db::Tx& tx, const Actor& actor, Instant at, const Record& record, std::string_view event,
          const trail::Detail& detail) {
    trail::append(tx, actor, at, {"invoice", record.id.value}, event, detail);
}

void open_task(db::Tx& tx, Instant at, const Opened& opened, const Correction& one,
               std::string_view kind, const Text& title, std::span<const UserId> who) {
    const Record& record = opened.record;
    const Language language = opened.municipality.language;
    worklist::open(tx,
                   {kind,
                    one.id,
                    record.municipality,
                    record.unit,
                    render(title, language, {{"seller", short_name(record.content.seller_name)}}),
                    fmt::format("{}, {}", one.asked_by_name, one.reference),
                    record.path(),
                    one.amount,
                    {}},
                   who, at);
}

std::vector<UserId> those_with(db::Tx& tx, Role role, const Record& record, UserId but) {
    UnitId unit = record.unit;
    for (const party::Unit& each : party::units(tx, record.municipality)) {
        if (!unit && !each.parent) unit = each.id;
    }
    std::vector<UserId> out = party::holders(tx, role, unit);
    std::erase(out, but);
    return out;
}

}  // namespace

std::span<const CorrectionStep> correction_steps() { return kSteps; }

Result<CorrectionStep> decide_correction(const Correction& one, Event event, const Actor& actor,
                                         std::optional<Money> authority, std::string_view reason) {
    for (const CorrectionStep& step : kSteps) {
        if (step.from != one.state || step.event != event) continue;
        if (!actor.may(step.permission)) return refuse(text::not_permitted);
        if (event == Event::refuse && reason.empty())
            return refuse(text::reason_missing, {}, "grunn");
        if (event != Event::authorise) return step;
        if (actor.user == one.asked_by) return refuse(text::correction_same_person);
        if (!authority) return refuse(text::no_authority);
        if (one.amount.magnitude() > *authority)
            return refuse(text::authority_too_small, {{"amount", *authority}});
        return step;
    }
    return refuse(text::state_forbids_event);
}

std::optional<Money> authority_over(db::Session& session, const Record& record, const Actor& actor,
                                    Date today) {
    std::vector<UnitId> units;
    for (const order::Order& order : orders_of(session, record)) units.push_back(order.unit);
    if (units.empty()) units.push_back(record.unit);
    return party::authority(session, actor.user, units, today);
}

Result<void> ask_correction(db::Tx& tx, const Actor& actor, Instant at, InvoiceId id,
                            coding::CodingId from, std::span<const CodedLine> to,
                            std::string_view reason) {
    auto opened = TRY(open(tx, actor, id));
    const Record& record = opened.record;
    if (!actor.may(handle_invoices)) return refuse(text::not_permitted);
    // Before it is booked the coding is changed on the invoice itself.
    if (record.state != posted || to.empty()) return refuse(text::state_forbids_event);
    if (opened.open_one() != nullptr) return refuse(text::correction_waits_already);
    if (reason.empty()) return refuse(text::reason_missing, {}, "rett-grunn");
    Correction one;
    one.invoice = id;
    one.from = from;
    one.reason = reason;
    one.asked_by = actor.user;
    one.asked_by_name = actor.name;
    one.asked_at = at;
    one.reference = fmt::format("{}-K{}", record.reference, opened.corrections.size() + 1);
    if (const auto voucher = ledger::voucher(tx, record.voucher)) {
        for (const ledger::Amount& amount : voucher->amounts) {
            if (amount.coding == from) one.amount += amount.amount;
        }
    }
    if (one.amount.is_zero()) return refuse(text::nothing_on_coding, {}, "fra");
    std::string new_codings;
    for (const CodedLine& line : to) {
        one.to.push_back(TRY(share_of(tx, record.municipality, at.oslo_date(), line)));
        const auto coding = coding::find(tx, one.to.back().coding);
        new_codings += (new_codings.empty() ? "" : ", ") + (coding ? coding->text() : "");
    }
    insert(tx, one, record.municipality);
    const auto old = coding::find(tx, from);
    tell(tx, actor, at, record, "correction_asked",
         trail::Detail()
             .add("from", old ? old->text() : "")
             .add("to", new_codings)
             .add("reason", reason)
             .add("cost", one.amount));
    open_task(tx, at, opened, one, kWaits, text::task_correction,
              those_with(tx, Role::authoriser, record, actor.user));
    return {};
}

Result<void> grant_correction(db::Tx& tx, const Actor& actor, Instant at, InvoiceId id) {
    auto opened = TRY(open(tx, actor, id));
    Record& record = opened.record;
    Correction* one = opened.open_one();
    if (one == nullptr) return refuse(text::state_forbids_event);
    const auto step = TRY(decide_correction(*one, Event::authorise, actor,
                                            authority_over(tx, record, actor, at.oslo_date())));
    std::vector<ledger::Share> shares;
    one->step = record.recodes.empty() ? 1 : record.recodes.back().step + 1;
    for (const ShareRow& row : one->to) {
        shares.push_back({row.coding, row.weight, row.right});
        record.recodes.push_back(
            {one->step, one->from, row.coding, row.vat_code, row.weight, row.right});
    }
    Desk desk{tx, actor, at, opened.municipality};
    const auto outcome =
        ledger::recode_invoice(tx, desk.context(record), record.voucher, one->from, shares);
    if (!outcome) return std::unexpected(outcome.error());
    if (!outcome->invoice) return refuse(text::correction_changes_nothing);
    one->voucher = outcome->invoice;
    one->decided_by = actor.user;
    one->decided_by_name = actor.name;
    one->state = step.to;
    save_recodes(tx, record);
    save(tx, *one);
    worklist::close(tx, kWaits, one->id, at);
    tell(tx, actor, at, record, "correction_granted",
         trail::Detail().add("reference", one->reference).add("cost", one->amount));
    return {};
}

Result<void> decline_correction(db::Tx& tx, const Actor& actor, Instant at, InvoiceId id,
                                std::string_view reason) {
    auto opened = TRY(open(tx, actor, id));
    Correction* one = opened.open_one();
    if (one == nullptr) return refuse(text::state_forbids_event);
    const auto step = TRY(decide_correction(*one, Event::refuse, actor, {}, reason));
    one->decided_by = actor.user;
    one->decided_by_name = actor.name;
    one->answer = reason;
    one->state = step.to;
    save(tx, *one);
    worklist::close(tx, kWaits, one->id, at);
    tell(tx, actor, at, opened.record, "correction_declined",
         trail::Detail().add("reference", one->reference).add("reason", reason));
    return {};
}

Result<void> release_correction(db::Tx& tx, const Actor& actor, Instant at, InvoiceId id) {
    auto opened = TRY(open(tx, actor, id));
    Correction* one = opened.open_one();
    if (one == nullptr) return refuse(text::state_forbids_event);
    one->state = TRY(decide_correction(*one, Event::release, actor)).to;
    one->answer.clear();
    save(tx, *one);
    worklist::close(tx, kRejected, one->id, at);
    tell(tx, actor, at, opened.record, "released",
         trail::Detail().add("reference", one->reference));
    return {};
}

// ---- The finance system ------------------------------------------------------------------------

Result<void> correction_exported(db::Tx& tx, const Actor& actor, Instant at, Correction one,
                                 std::int64_t batch) {
    auto opened = TRY(open(tx, actor, one.invoice));
    one.state = TRY(decide_correction(one, Event::export_, actor)).to;
    one.batch = batch;
    save(tx, one);
    tell(tx, actor, at, opened.record, "correction_exported",
         trail::Detail().add("reference", one.reference).add("batch", batch));
    return {};
}

Result<void> correction_posted(db::Tx& tx, const Actor& actor, Instant at, Correction one,
                               std::string_view voucher, Date date, Money amount) {
    auto opened = TRY(open(tx, actor, one.invoice));
    if (!amount.is_zero())
        return refuse(text::posted_amount_differs, {{"ours", Money()}, {"theirs", amount}});
    if (one.state == posted) {
        if (one.finance_voucher == voucher) return {};
        return refuse(text::already_posted, {{"voucher", one.finance_voucher}});
    }
    const auto step = TRY(decide_correction(one, Event::post, actor));
    Desk desk{tx, actor, at, opened.municipality};
    const auto outcome = ledger::posted(tx, desk.context(opened.record), one.voucher);
    if (!outcome) return std::unexpected(outcome.error());
    worklist::close(tx, kRejected, one.id, at);
    one.state = step.to;
    one.finance_voucher = voucher;
    one.finance_date = date;
    save(tx, one);
    tell(tx, actor, at, opened.record, "correction_posted",
         trail::Detail().add("reference", one.reference).add("voucher", voucher));
    return {};
}

Result<void> correction_rejected(db::Tx& tx, const Actor& actor, Instant at, Correction one,
                                 std::string_view reason) {
    auto opened = TRY(open(tx, actor, one.invoice));
    if (one.state == finance_rejected && one.answer == reason) return {};
    one.state = TRY(decide_correction(one, Event::reject, actor)).to;
    one.answer = reason;
    save(tx, one);
    open_task(tx, at, opened, one, kRejected, text::task_correction_rejected,
              those_with(tx, Role::accountant, opened.record, {}));
    tell(tx, actor, at, opened.record, "correction_rejected",
         trail::Detail().add("reference", one.reference).add("reason", reason));
    return {};
}

}  // namespace samkjop::invoice
