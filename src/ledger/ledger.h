#pragma once
// The commitment ledger: what is left of the budget once everything that is asked for, ordered,
// received, invoiced and booked has been taken. docs/ledger.md says the same in prose.
//
// A stage calls ONE function here per event, in its own transaction: the document's new state and
// the entry live or die together. The ledger decides with pure functions (line.h, rules.h) over an
// order line's bookkeeping, posts the difference, and answers what the stage must know: who must
// look (over by how much, waits), or which rule refused.

#include <array>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/date.h"
#include "base/decimal.h"
#include "base/result.h"
#include "coding/coding.h"
#include "party/party.h"

namespace samkjop::ledger {

using coding::CodingId;
using EntryId = std::int64_t;                   // the sequence number
using LineId = Id<struct LedgerLineTag>;        // given by submit(); the stages keep it
using InvoiceId = Id<struct LedgerInvoiceTag>;  // given by invoice() and credit_note()

// 1.1 Account = municipality × year × coding × kind.
enum class Kind : std::uint8_t {
    adopted,    // vedtatt budsjett; credit
    change,     // budsjettendring; credit, may turn
    available,  // disponibelt: the pool that everything is taken from and returned to
    reserved,   // reservert: waits for approval or sending
    committed,  // forpliktet: ordered, neither received nor invoiced
    received,   // mottatt, ikke fakturert
    invoiced,   // fakturert, ikke bokført; may turn
    posted,     // bokført; may turn
};
inline constexpr int kKinds = 8;
std::string_view name(Kind kind);  // "committed"

// 1.2 Both sides share coding and year, and the amount is above zero: imbalance cannot be written.
struct Posting {
    Kind credit = Kind::available;  // money moves from here
    Kind debit = Kind::available;   // to here
    Money amount;
    CodingId coding;
    int year = 0;
    LineId line;        // the order line it concerns, or none
    InvoiceId invoice;  // the voucher it concerns, or none
    friend bool operator==(const Posting&, const Posting&) = default;
};

// 1.3–1.4 A line is divided over codings by integer weights. rate: what the order expects; right:
// the share of 10 000 that the VAT code of that coding gives back (10 000: net, 0: gross).
struct Part {
    CodingId coding;
    std::int64_t weight = 1;
    Decimal rate;  // 0.25
    int right = 0;
    friend bool operator==(const Part&, const Part&) = default;
};

struct NewLine {
    std::vector<Part> parts;
    Decimal quantity;  // services by amount: the amount in øre, at 0.01 kroner each
    Decimal price;     // kroner (or the currency's unit) per quantity, without VAT
    Decimal exchange_rate = Decimal::whole(1);
    int year = 0;  // 0: the year of the accounting date
};
Money cost(const NewLine& line);  // as it will be reserved: without VAT that comes back

// Settings the ledger reads (1.7), and an explicit scope where a municipality has one.
struct Policy {
    party::BudgetPolicy budget = party::BudgetPolicy::warn;
    party::BudgetScope scope = party::BudgetScope::unit_function;
    Money allowed_overrun;
    Money increase_tolerance;      // per line, over its last approved cost
    Decimal over_receipt_percent;  // of the ordered quantity, cumulated
    bool commit_at_approval = false;
    bool carry_reserved = false;  // what only waits for approval may go over the year end
    std::vector<std::vector<CodingId>> scope_lists;  // a coding in one of these is judged over it
    static Policy of(const party::Settings& settings);
};

struct Document {
    std::string kind;  // the stage's word: "requisition", "order", "receipt", …
    std::int64_t id = 0;
};

// Who does what, when, to which document. key: the same key and content again answers the first
// outcome and posts nothing; another content is idempotency_conflict. Empty: the stage guards.
struct Context {
    MunicipalityId municipality;
    Policy policy;
    UserId actor;
    Instant at;
    Date date;  // accounting date
    Document document;
    std::string key;
    std::string reason;
    bool asks_override = false;  // the requester asks, with a reason, to go over under «stop»
    bool may_override = false;   // the approver holds the right and uses it
};

struct Over {           // a scope that this entry took more from than it had
    std::string scope;  // "3210 · 253"
    CodingId coding;    // the first coding of the entry in that scope
    int year = 0;
    Money by;
};

struct Outcome {
    EntryId entry = 0;          // 0 where the event leaves no entry
    bool repeated = false;      // the same key: this is the first answer
    bool waits = false;         // an increase that waits for approval
    std::vector<LineId> lines;  // made by submit, carry, accrue, split
    InvoiceId invoice;          // made by invoice, credit_note, recode_invoice after posting
    std::vector<Posting> postings;
    std::vector<Over> over;            // went through, marked; by how much
    std::vector<CodingId> below_zero;  // a budget change that left these below zero
    Money over_by() const;             // the sum of over
};

// A line that was carried, accrued, or split by recoding lives on in others: outcome.lines, its
// heirs. The stages keep the first id: every event on it finds the line that the quantity belongs
// to.

// ---- Requisition and approval ------------------------------------------------------------------
// available→reserved per part; cover judged; all lines or none.
Result<Outcome> submit(db::Tx&, const Context&, std::span<const NewLine>);
// Before sending: new content of one line; goes back to waiting. Cover judged.
Result<Outcome> change_request(db::Tx&, const Context&, LineId, const NewLine&);
// Posts nothing. A line marked over under «stop»: override_needed, unless available is ≥ 0 again.
Result<Outcome> approve(db::Tx&, const Context&, std::span<const LineId>);
Result<Outcome> reject(db::Tx&, const Context&, std::span<const LineId>);  // also withdraw

// ---- Order -------------------------------------------------------------------------------------
Result<Outcome> send(db::Tx&, const Context&, std::span<const LineId>);  // reserved→committed

struct Change {  // what is given is new; the rest stands
    LineId line;
    std::optional<Decimal> quantity;
    std::optional<Decimal> price;  // for what is neither received nor invoiced
};
enum class By : std::uint8_t { buyer, supplier };
// Decrease: back to available at once. Increase within tolerance: committed. Beyond: reserved and
// waits. The buyer's increase is judged; the supplier's answer is marked, and judged at approval.
Result<Outcome> change(db::Tx&, const Context&, By, std::span<const Change>);
Result<Outcome> approve_change(db::Tx&, const Context&, std::span<const LineId>);
Result<Outcome> reject_change(db::Tx&, const Context&, std::span<const LineId>);
// The supplier rejects lines, or the buyer cancels: only while nothing has come.
Result<Outcome> cancel(db::Tx&, const Context&, std::span<const LineId>);
Result<Outcome> close_rest(db::Tx&, const Context&, std::span<const LineId>);
Result<Outcome> release(db::Tx&, const Context&, std::span<const LineId>);  // a dead order

enum class Reach : std::uint8_t { not_received, uninvoiced };
Result<Outcome> agreement_price(db::Tx&, const Context&, Reach, std::span<const Change>);

// ---- Receipt -----------------------------------------------------------------------------------
struct Quantity {
    LineId line;
    Decimal quantity;
};
Result<Outcome> receive(db::Tx&, const Context&, std::span<const Quantity>);
Result<Outcome> undo_receipt(db::Tx&, const Context&, std::span<const Quantity>);
Result<Outcome> write_off(db::Tx&, const Context&,
                          std::span<const LineId>);  // no invoice will come

// ---- Invoice -----------------------------------------------------------------------------------
struct Share {  // a coding for what no order line covers
    CodingId coding;
    std::int64_t weight = 1;
    int right = 0;
};
struct InvoiceLine {
    Money net;                      // in the document's currency, without VAT; negative is allowed
    Decimal rate;                   // of the document
    std::vector<Quantity> matches;  // the order lines it covers, or …
    std::vector<Share> shares;      // … its own coding
};
struct AllowanceCharge {
    Money net;  // an allowance is negative
    Decimal rate;
    std::vector<Share> shares;  // empty: follows the lines of its rate
};
struct VatTotal {
    Decimal rate;
    Money amount;
};
struct NewInvoice {
    std::string seller;  // organisation number
    std::string number;  // BT-1
    Date issued;         // BT-2
    Money payable;       // BT-115; with the three above: once, by any channel
    std::vector<InvoiceLine> lines;
    std::vector<AllowanceCharge> charges;
    std::vector<VatTotal> vat;  // BT-117 per rate; a rate without total is computed
    Money rounding;             // BT-114
    Decimal exchange_rate = Decimal::whole(1);
    bool foreign_currency = false;  // then, and only then, may the booked amount differ
};
Result<Outcome> invoice(db::Tx&, const Context&, const NewInvoice&);
Result<Outcome> refuse_invoice(db::Tx&, const Context&, InvoiceId);

// A disputed invoice, where only what agrees is to count: so much of its cost is held outside the
// balances, invoiced→available, until it is lifted (zero). A credit note or a refusal lifts it too.
Result<Outcome> hold(db::Tx&, const Context&, InvoiceId, Money cost);

enum class CreditKind : std::uint8_t { price, returned, replaced, reissued };
// Amounts positive, as on the credit note. Lines name order lines of the credited invoice (price:
// quantity is not used); a line without match credits what had its own coding.
Result<Outcome> credit_note(db::Tx&, const Context&, InvoiceId of, CreditKind, const NewInvoice&);

struct Amount {
    CodingId coding;
    int year = 0;  // 0: the year the voucher stands in
    Money amount;
    friend bool operator==(const Amount&, const Amount&) = default;
};
// The finance system confirms: invoiced→posted. No amounts: as registered.
Result<Outcome> posted(db::Tx&, const Context&, InvoiceId, std::span<const Amount> = {});

// ---- Coding ------------------------------------------------------------------------------------
// Nothing received: the line moves. Else what has not come becomes a line of its own on `to`.
Result<Outcome> recode_order(db::Tx&, const Context&, LineId, CodingId from,
                             std::span<const Share> to);
// A share whose right is -1 keeps the right of what it replaces. After posting: a correction
// voucher, outcome.invoice, which the finance system confirms like any other; recoding once more is
// done on the invoice again, never on the correction.
Result<Outcome> recode_invoice(db::Tx&, const Context&, InvoiceId, CodingId from,
                               std::span<const Share> to);

// ---- Budget and finance ------------------------------------------------------------------------
Result<Outcome> adopt_budget(db::Tx&, const Context&, std::span<const Amount>);
Result<Outcome> change_budget(db::Tx&, const Context&, std::span<const Amount>, bool transfer);
Result<Outcome> foreign_actual(db::Tx&, const Context&, std::span<const Amount>);
// Actuals by total: posts what the finance system's total has more (or less) than stands in posted.
Result<Outcome> foreign_total(db::Tx&, const Context&, std::span<const Amount>);
Result<Outcome> reverse(db::Tx&, const Context&, EntryId);  // budget or foreign actual, once

// ---- Year end ----------------------------------------------------------------------------------
Result<Outcome> carry(db::Tx&, const Context&, LineId);  // outcome.lines: the line in the new year
Result<Outcome> accrue(db::Tx&, const Context&, LineId);
Result<Outcome> close_year(db::Tx&, const Context&, int year);

// ---- What pages ask ----------------------------------------------------------------------------
struct Balance {
    Money adopted, change, reserved, committed, received, invoiced, posted;
    Money budget() const { return adopted + change; }
    Money available() const {
        return adopted + change - reserved - committed - received - invoiced - posted;
    }
    Money before_reservations() const { return available() + reserved; }
    friend Balance operator+(const Balance&, const Balance&);
    friend bool operator==(const Balance&, const Balance&) = default;
};
struct BalanceRow {
    CodingId coding;
    int year = 0;
    std::string art, ansvar, funksjon, prosjekt;
    Balance balance;
};

Balance balance(db::Session&, CodingId, int year);
Balance scope_balance(db::Session&, MunicipalityId, const Policy&, CodingId, int year);
// What is left while shopping: per scope the basket touches, before and after.
struct Left {
    std::string scope;
    CodingId coding;
    int year = 0;
    Balance before;
    Money taken;
    Money after() const { return before.available() - taken; }
    Money over_by;  // as submit would mark or refuse it
};
std::vector<Left> preview(db::Session&, MunicipalityId, const Policy&, Date,
                          std::span<const NewLine>);

// Codings with figures that year; ansvar empty: the whole municipality. By ansvar, funksjon, art.
std::vector<BalanceRow> balances(db::Session&, MunicipalityId, int year,
                                 std::string_view ansvar = {});
struct UnitBalance {
    std::string ansvar;
    Balance balance;
};
std::vector<UnitBalance> unit_balances(db::Session&, MunicipalityId, int year);

struct PostingRow {  // drill-down: newest first
    EntryId entry = 0;
    Date date;
    Instant at;
    UserId actor;
    std::string event;  // "receive"
    Document document;
    std::string reason;
    Posting posting;
};
// Postings of a coding before an entry (0: from the newest), optionally of one kind.
std::vector<PostingRow> postings(db::Session&, CodingId, int year, std::optional<Kind> = {},
                                 EntryId before = 0, int limit = 50);
std::vector<PostingRow> postings_of_line(db::Session&, LineId);
std::vector<PostingRow> postings_of_invoice(db::Session&, InvoiceId);

struct PartFigures {
    CodingId coding;
    Money reserved, committed, received;
};
struct LineFigures {  // an order line as the ledger sees it
    LineId id;
    int year = 0;
    Document document;  // that submitted it
    std::string state;  // "requested", "approved", "committed", "rejected", "cancelled"
    bool closed = false, waits = false, over = false;
    Decimal quantity, price, received_quantity, invoiced_quantity;
    std::optional<Date> committed_day;
    std::vector<Part> weights;
    std::vector<PartFigures> parts;
    Money reserved, committed, received;
    std::optional<Decimal> waiting_quantity, waiting_price;
    std::vector<LineId> heirs;  // lines that took a part of it over
};
std::optional<LineFigures> line(db::Session&, LineId);  // its heirs included
// Lines with money standing in reserved, committed or received: oldest first. For the year end and
// the ageing list.
std::vector<LineFigures> open_commitments(db::Session&, MunicipalityId, int year);
struct VoucherFigures {
    InvoiceId id;
    Document document;
    std::string state;            // "registered", "posted", "refused"
    std::vector<Amount> amounts;  // cost per coding and year; a credit note's are negative
};
std::optional<VoucherFigures> voucher(db::Session&, InvoiceId);
std::vector<VoucherFigures> unposted(db::Session&, MunicipalityId);
bool year_closed(db::Session&, MunicipalityId, int year);

// Early visibility: how many days before the invoice (or the booking) the money was already seen.
struct Visibility {
    Money weight;  // taken from committed or received
    std::int64_t ore_days = 0;
    Money invoiced;  // less credited by quantity
    int median_days = 0;
    std::int64_t mean_tenths() const;  // 293 is 29.3 days
    std::int64_t over_all_tenths() const;
    std::int64_t share_permille() const;  // 701 is 70.1 %
};
enum class Until : std::uint8_t { invoiced, posted };
Visibility visibility(db::Session&, MunicipalityId, int year, std::string_view ansvar = {},
                      Until = Until::invoiced);
// The same, for the invoices (or bookings) of each month; the year's figure is the sum of their
// integers.
std::array<Visibility, 12> visibility_by_month(db::Session&, MunicipalityId, int year,
                                               std::string_view ansvar = {},
                                               Until = Until::invoiced);

// Re-proves everything from the postings: cached balances, line targets, vouchers, visibility.
struct Proof {
    std::int64_t entries = 0, postings = 0, balances = 0, lines = 0, vouchers = 0;
    std::string first_offence;  // empty: everything holds
    bool holds() const { return first_offence.empty(); }
};
Proof verify(db::Session&);

}  // namespace samkjop::ledger
