// What a person does with an invoice. Each step loads it within reach, asks the table, posts what
// the step posts, and moves it. Nothing here decides who may: lifecycle.cc does.

#include <algorithm>
#include <set>

#include "invoice/handling.h"
#include "invoice/texts.h"

namespace samkjop::invoice {
namespace {

struct Opened {
    Record record;
    party::Municipality municipality;
};

Result<Opened> open(db::Tx& tx, const Actor& actor, InvoiceId id) {
    auto record = load(tx, actor, id);
    if (!record) return refuse(text::not_found);
    auto municipality = party::municipality(tx, record->municipality);
    SK_ASSERT(municipality);
    return Opened{std::move(*record), std::move(*municipality)};
}

Result<void> allowed(db::Tx& tx, const Record& record, const Actor& actor, Date today, Event event,
                     std::string_view reason = {}) {
    const auto step = decide(circumstances(tx, record, actor, today, reason), event, actor);
    if (!step) return std::unexpected(step.error());
    return {};
}

// The next invoice for the same thing is proposed the same coding.
void remember(db::Tx& tx, Instant at, const Record& record, std::span<const CodedLine> lines) {
    if (!record.unit) return;
    for (const CodedLine& line : lines) {
        const Line& of = record.content.lines[static_cast<std::size_t>(line.position)];
        coding::remember(tx, record.municipality, record.unit, item_key(record, of), line.codes,
                         line.vat_code, at);
    }
}

Result<void> simple(db::Tx& tx, const Actor& actor, Instant at, InvoiceId id, Event event,
                    std::string_view trail_event, const trail::Detail& detail,
                    std::string_view reason = {}) {
    auto opened = TRY(open(tx, actor, id));
    Desk desk{tx, actor, at, opened.municipality};
    const auto who = circumstances(tx, opened.record, actor, at.oslo_date(), reason);
    return move(desk, opened.record, event, trail_event, detail, who);
}

// Once the coding, or the whole matter, is changed, nobody has certified what now stands.
void forget_signatures(Record& record) {
    record.certifier = record.authoriser = {};
    record.responsible.clear();
    record.automatic = false;
}

}  // namespace

Result<ShareRow> share_of(db::Tx& tx, MunicipalityId municipality, Date on, const CodedLine& line) {
    auto coding = coding::resolve(tx, municipality, line.codes, on);
    if (!coding) {
        coding.error().field = line.prefix + "-" + coding.error().field;
        return std::unexpected(coding.error());
    }
    const auto vat = coding::vat_code(tx, municipality, line.vat_code, on);
    if (!vat)
        return refuse(text::vat_code_unknown, {{"code", line.vat_code}}, line.prefix + "-mva");
    return ShareRow{line.position, *coding, line.vat_code, line.weight, vat->right};
}

Result<void> code_lines(db::Tx& tx, const Actor& actor, Instant at, InvoiceId id,
                        std::span<const CodedLine> lines) {
    auto opened = TRY(open(tx, actor, id));
    Record& record = opened.record;
    if (record.voucher) return refuse(text::state_forbids_event);  // posted: recode()
    if (auto held = allowed(tx, record, actor, at.oslo_date(), Event::code); !held) return held;
    record.shares.clear();
    for (const CodedLine& line : lines) {
        record.shares.push_back(TRY(share_of(tx, record.municipality, at.oslo_date(), line)));
    }
    for (const Line& line : record.content.lines) {
        const bool coded = std::ranges::any_of(
            record.shares, [&](const ShareRow& share) { return share.position == line.position; });
        if (!coded && !line.charge && !line.net.is_zero()) {
            return refuse(text::line_not_coded, {{"line", line.name}},
                          "linje-" + std::to_string(line.position));
        }
    }
    Desk desk{tx, actor, at, opened.municipality};
    save_shares(tx, record);
    const auto who = circumstances(tx, record, actor, at.oslo_date());
    if (auto posted = post(desk, record, {}); !posted) return posted;
    remember(tx, at, record, lines);
    forget_signatures(record);
    std::set<std::int64_t> codings;
    for (const ShareRow& share : record.shares) codings.insert(share.coding.value);
    return move(desk, record, Event::code, "coded",
                trail::Detail()
                    .add("codings", static_cast<std::int64_t>(codings.size()))
                    .add("cost", cost_of(tx, record)),
                who);
}

Result<void> recode(db::Tx& tx, const Actor& actor, Instant at, InvoiceId id, coding::CodingId from,
                    std::span<const CodedLine> to) {
    auto opened = TRY(open(tx, actor, id));
    Record& record = opened.record;
    if (!record.voucher || to.empty()) return refuse(text::state_forbids_event);
    const auto who = circumstances(tx, record, actor, at.oslo_date());
    if (const auto step = decide(who, Event::code, actor); !step)
        return std::unexpected(step.error());
    const int number = record.recodes.empty() ? 1 : record.recodes.back().step + 1;
    std::vector<ledger::Share> shares;
    std::string new_codings;
    for (const CodedLine& line : to) {
        const ShareRow row = TRY(share_of(tx, record.municipality, at.oslo_date(), line));
        shares.push_back({row.coding, row.weight, row.right});
        record.recodes.push_back({number, from, row.coding, row.vat_code, row.weight, row.right});
        if (const auto coding = coding::find(tx, row.coding)) {
            new_codings += (new_codings.empty() ? "" : ", ") + coding->text();
        }
    }
    Desk desk{tx, actor, at, opened.municipality};
    const auto outcome =
        ledger::recode_invoice(tx, desk.context(record), record.voucher, from, shares);
    if (!outcome) return std::unexpected(outcome.error());
    save_recodes(tx, record);
    forget_signatures(record);
    const auto old = coding::find(tx, from);
    return move(desk, record, Event::code, "recoded",
                trail::Detail().add("from", old ? old->text() : "").add("to", new_codings), who);
}

Result<void> accept(db::Tx& tx, const Actor& actor, Instant at, InvoiceId id,
                    std::string_view reason) {
    auto opened = TRY(open(tx, actor, id));
    Record& record = opened.record;
    if (record.content.credit_note) return refuse(text::state_forbids_event);
    const auto who = circumstances(tx, record, actor, at.oslo_date(), reason);
    record.reason = reason;
    Desk desk{tx, actor, at, opened.municipality};
    return move(desk, record, Event::accept, "difference_accepted",
                trail::Detail().add("reason", reason).add("at_stake", record.at_stake), who);
}

Result<void> certify(db::Tx& tx, const Actor& actor, Instant at, InvoiceId id) {
    auto opened = TRY(open(tx, actor, id));
    Record& record = opened.record;
    const auto who = circumstances(tx, record, actor, at.oslo_date());
    record.certifier = actor.user;
    record.authoriser = {};
    Desk desk{tx, actor, at, opened.municipality};
    return move(desk, record, Event::certify, "certified",
                trail::Detail().add("cost", cost_of(tx, record)), who);
}

Result<void> authorise(db::Tx& tx, const Actor& actor, Instant at, InvoiceId id) {
    auto opened = TRY(open(tx, actor, id));
    Record& record = opened.record;
    const auto who = circumstances(tx, record, actor, at.oslo_date());
    if (auto held = allowed(tx, record, actor, at.oslo_date(), Event::authorise); !held)
        return held;
    record.authoriser = actor.user;
    record.responsible = actor.name;
    Desk desk{tx, actor, at, opened.municipality};
    return move(
        desk, record, Event::authorise, "authorised",
        trail::Detail().add("cost", who.cost).add("authority", who.authority.value_or(Money())),
        who);
}

Result<void> send_back(db::Tx& tx, const Actor& actor, Instant at, InvoiceId id,
                       std::string_view reason) {
    auto opened = TRY(open(tx, actor, id));
    Record& record = opened.record;
    const auto who = circumstances(tx, record, actor, at.oslo_date(), reason);
    forget_signatures(record);
    Desk desk{tx, actor, at, opened.municipality};
    return move(desk, record, Event::send_back, "sent_back", trail::Detail().add("reason", reason),
                who);
}

Result<void> ask_credit_note(db::Tx& tx, const Actor& actor, Instant at, InvoiceId id,
                             std::string_view note) {
    auto opened = TRY(open(tx, actor, id));
    Record& record = opened.record;
    if (record.content.credit_note) return refuse(text::state_forbids_event);
    if (auto held = allowed(tx, record, actor, at.oslo_date(), Event::ask_credit_note); !held)
        return held;
    Desk desk{tx, actor, at, opened.municipality};
    const std::string asked =
        render(text::response_query_note, desk.language(),
               {{"amount", in_currency(record, record.at_stake, desk.language())},
                {"note", std::string(note)}});
    respond(desk, record, "UQ", asked);
    const auto who = circumstances(tx, record, actor, at.oslo_date());
    return move(desk, record, Event::ask_credit_note, "credit_note_asked",
                trail::Detail().add("at_stake", record.at_stake).add("note", note), who);
}

Result<void> refuse_invoice(db::Tx& tx, const Actor& actor, Instant at, InvoiceId id,
                            std::string_view reason) {
    auto opened = TRY(open(tx, actor, id));
    Record& record = opened.record;
    if (auto held = allowed(tx, record, actor, at.oslo_date(), Event::refuse, reason); !held)
        return held;
    Desk desk{tx, actor, at, opened.municipality};
    if (record.voucher) {
        const auto outcome = ledger::refuse_invoice(tx, desk.context(record), record.voucher);
        if (!outcome) return std::unexpected(outcome.error());
        std::set<std::int64_t> orders;
        for (const MatchRow& row : record.matches) orders.insert(row.order);
        for (const std::int64_t number : orders) {
            std::vector<order::Quantity> back;
            for (const MatchRow& row : record.matches) {
                if (row.order == number) back.push_back({row.order_line, -row.quantity});
            }
            order::record_invoiced(tx, actor, at, order::OrderId{number}, back);
        }
    }
    respond(desk, record, "RE", reason);
    const auto who = circumstances(tx, record, actor, at.oslo_date(), reason);
    record.reason = reason;
    return move(desk, record, Event::refuse, "refused",
                trail::Detail().add("reason", reason).add("payable", record.content.payable), who);
}

Result<void> answer_credit_note(db::Tx& tx, const Actor& actor, Instant at, InvoiceId id,
                                InvoiceId credited, ledger::CreditKind kind) {
    auto opened = TRY(open(tx, actor, id));
    Record& record = opened.record;
    if (!record.content.credit_note) return refuse(text::state_forbids_event);
    if (auto held = allowed(tx, record, actor, at.oslo_date(), Event::answer); !held) return held;
    if (credited && !load(tx, actor, credited))
        return refuse(text::credited_invoice_missing, {}, "faktura");
    Desk desk{tx, actor, at, opened.municipality};
    if (auto done = match_credit_note(desk, record, credited, kind); !done) return done;
    if (!record.credits) return refuse(text::credited_invoice_missing, {}, "faktura");
    if (on_taken != nullptr) on_taken(tx, actor, at, id);
    return {};
}

Result<void> try_again(db::Tx& tx, const Actor& actor, Instant at, InvoiceId id,
                       std::optional<Decimal> exchange_rate) {
    auto opened = TRY(open(tx, actor, id));
    Record& record = opened.record;
    if (record.state != State::received) return refuse(text::state_forbids_event);
    if (!actor.may(Permission::handle_invoices)) return refuse(text::not_permitted);
    if (exchange_rate && record.content.currency != "NOK") {
        if (*exchange_rate <= Decimal() || *exchange_rate > Decimal::whole(10'000) ||
            exchange_rate->normalised().scale() > 6) {
            return refuse(text::exchange_rate_wrong, {}, "kurs");
        }
        record.content.exchange_rate = *exchange_rate;
    }
    Desk desk{tx, actor, at, opened.municipality};
    if (auto matched = match(desk, record); !matched) return matched;
    if (record.state != State::received) {
        if (on_taken != nullptr) on_taken(tx, actor, at, id);
        return {};
    }
    const Finding& finding = record.findings.at(0);
    return refuse(finding.kind == Difference::supplier_unknown ? text::supplier_still_unknown
                                                               : text::exchange_rate_wrong,
                  {{"number", record.content.seller_number}}, "kurs");
}

Result<void> register_supplier(db::Tx& tx, const Actor& actor, Instant at, InvoiceId id,
                               std::string_view name, std::string_view number,
                               std::optional<Decimal> exchange_rate) {
    auto opened = TRY(open(tx, actor, id));
    const Record& record = opened.record;
    if (record.state != State::received) return refuse(text::state_forbids_event);
    if (!actor.may(Permission::register_supplier)) return refuse(text::not_permitted);
    party::Supplier supplier;
    supplier.organisation_number = record.content.seller_number;
    supplier.country = party::country_of(supplier.organisation_number);
    supplier.name = name;
    supplier.endpoint = record.content.seller_endpoint;
    // What the document says its account is, is for the finance system to check: a false invoice is
    // how a false account gets in.
    const auto made = party::create_supplier(tx, actor, at, supplier);
    if (!made) return std::unexpected(made.error());
    if (!number.empty()) {
        const auto done =
            party::set_supplier_number(tx, actor, at, record.municipality, *made, number);
        if (!done) return done;
    }
    return try_again(tx, actor, at, id, exchange_rate);
}

Result<void> release(db::Tx& tx, const Actor& actor, Instant at, InvoiceId id) {
    return simple(tx, actor, at, id, Event::release, "released", trail::Detail());
}

}  // namespace samkjop::invoice
