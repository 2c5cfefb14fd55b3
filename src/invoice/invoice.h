#pragma once
// The supplier's invoice and credit note: what arrived (never changed), what it was matched with,
// what differs, who certified and authorised it, and what of it goes to the finance system.
//
// Earlier stages do not know this header; receipt calls rematch_waiting by way of a hook.

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "access/actor.h"
#include "base/date.h"
#include "base/decimal.h"
#include "base/result.h"
#include "coding/coding.h"
#include "ledger/ledger.h"
#include "party/party.h"
#include "ubl/documents.h"

namespace samkjop::db {
class Session;
class Tx;
}  // namespace samkjop::db

namespace samkjop::invoice {

using InvoiceId = Id<struct InvoiceTag>;

enum class State : std::uint8_t {
    received,          // the supplier is unknown: accounts must say who it is
    waiting_receipt,   // agrees but for goods that are not received yet
    deviating,         // differs beyond the tolerance
    without_order,     // no order found: must be coded
    to_certify,        // coded, or the difference is accepted: waits to be certified
    certified,         // attestert: waits to be authorised
    approved,          // anvist, or agreed within tolerance: waits to be exported
    exported,          // sent to the finance system
    finance_rejected,  // the finance system would not have it: accounts must act
    posted,            // bokført
    disputed,          // a credit note is asked for
    refused,           // sent back to the supplier as a whole
    settled,           // a credit note that only answers a refused invoice: nothing to post
};
inline constexpr int kStates = 13;
std::string_view name(State state);  // "waiting_receipt"
std::optional<State> state_from(std::string_view name);

// What differs. The order is the order of severity on the page.
enum class Difference : std::uint8_t {
    price_differs,
    more_than_received,  // more than was ordered or will be received
    not_received,        // ordered, but not received yet
    not_ordered,         // a line that no order line answers to
    fee_not_agreed,      // a fee, freight or charge that nobody ordered
    vat_differs,
    unit_differs,
    totals_differ,       // the invoice does not add up
    order_unknown,       // it names an order that is not ours or not this supplier's
    number_used_before,  // the same number this year with another amount
    currency_differs,
    credit_unclear,  // a credit note: what it is for must be chosen
    credited_invoice_unknown,
    supplier_unknown,
};
std::string_view name(Difference difference);

struct Finding {
    Difference kind = Difference::price_differs;
    int line = -1;            // index of the invoice line; -1: the whole document
    Money at_stake;           // above zero: charged too much
    Decimal quantity;         // the quantity that differs, if it is about quantity
    std::string unit;         // of that quantity
    Decimal expected, found;  // unit prices in kroner, rates, or amounts
    std::string what;         // a reference, a name, a unit
};

// A document as it reached us, already read. document: its number in the gateway's inbox.
struct Arrival {
    const ubl::Invoice* invoice = nullptr;
    std::int64_t document = 0;
    std::string document_hash;    // SHA-256 of the bytes
    MunicipalityId municipality;  // the receiver
};
// One transaction: unique, matched, posted, tasks opened. The same invoice by another channel is
// refused (invoice_already_registered) with the first one's number and id.
Result<InvoiceId> take(db::Tx&, const Actor&, Instant, const Arrival&);

// Tells the gateway who takes invoices and credit notes, and receipt who waits for goods. Called
// once, by the wiring.
void register_takers();

// Goods have come on this order: what waited for them is matched anew. For receipt's hook.
void rematch_waiting(db::Tx&, const Actor&, Instant, std::int64_t order);

// ---- For the stages after it -------------------------------------------------------------------

// Called in the transaction that takes an invoice or a credit note, and again when a person has
// said who the supplier is or what is credited. Set by the program at start.
using TakenHook = void (*)(db::Tx&, const Actor&, Instant, InvoiceId);
inline TakenHook on_taken = nullptr;
// What a later stage has to say on the invoice's page.
struct Remark {
    std::string strong, rest, path;
    bool stop = false;  // something is wrong; else it is a question
};
using RemarkHook = std::vector<Remark> (*)(db::Session&, const Actor&, InvoiceId, Language);
inline RemarkHook remarks_on = nullptr;

struct Answer {  // a line, and the order line that it was matched with
    int position = 0;
    std::int64_t order = 0, order_line = 0;
};
struct Detail {
    std::int64_t document = 0;  // in the gateway's inbox
    InvoiceId credits;          // a credit note: what it credits, once that is known
    std::string preceding;      // … as it says itself
    std::string seller_endpoint, type_code;
    std::vector<Answer> answers;
};
std::optional<Detail> detail(db::Session&, InvoiceId);
// What was invoiced on the lines of an order; of a credit note below zero. Refused ones do not
// count.
struct Billed {
    InvoiceId invoice;
    std::string number;  // the supplier's
    Date issued;
    bool credit_note = false;
    std::int64_t order_line = 0;
    Decimal quantity;
    Money net;
};
std::vector<Billed> billed_on(db::Session&, std::int64_t order);
// Issued on that day or later, oldest first.
std::vector<InvoiceId> issued_since(db::Session&, Date first);
std::optional<InvoiceId> by_number(db::Session&, party::SupplierId, MunicipalityId,
                                   std::string_view number);  // an invoice, no credit note

// ---- For the export ---------------------------------------------------------------------------

// A share of the invoice's cost with one coding and VAT code. cost is what the ledger holds
// (net and the VAT that does not come back); vat_back is compensated or deducted.
struct Part {
    coding::CodingId coding;
    std::string vat_code;  // the municipality's own
    Money net, vat_back, cost;
};
struct Exportable {
    InvoiceId id;
    std::int64_t correction = 0;  // a correction of the invoice, booked before; nothing is owed
    MunicipalityId municipality;
    bool credit_note = false;
    std::string reference;  // unique and stable: "NES-F-2026-000481"
    std::string number;     // the supplier's
    party::SupplierId supplier;
    std::string seller_name, seller_number;
    Date issued;
    std::optional<Date> due;
    Date received;
    std::string currency;
    Money payable;          // in kroner; positive for an invoice, negative for a credit note
    Money currency_amount;  // the same in the document's currency
    Money vat_owed;         // reverse charge: VAT that the municipality computes and owes itself
    std::string kid, account;
    std::string order_number;  // the first one it was matched with
    std::string responsible;   // who authorised it, or the rule
    std::string text;
    std::vector<Part> parts;  // Σ cost + Σ vat_back = payable + vat_owed
};
std::vector<Exportable> exportable(db::Session&, MunicipalityId);  // approved, oldest first
std::vector<Exportable> exportable(db::Session&,
                                   std::span<const InvoiceId>);  // a repeat: any state
// What a reference of ours names: an invoice, or a correction of it.
struct Sent {
    InvoiceId invoice;
    std::int64_t correction = 0;
};
std::optional<Sent> find_by_reference(db::Session&, MunicipalityId, std::string_view);
std::optional<State> state_of(db::Session&, Sent);

Result<void> mark_exported(db::Tx&, const Actor&, Instant, Sent, std::int64_t batch);
// The finance system has booked it. The same voucher again changes nothing; another amount is
// refused (posted_amount_differs).
Result<void> mark_posted(db::Tx&, const Actor&, Instant, Sent, std::string_view voucher, Date,
                         Money amount);
Result<void> mark_rejected(db::Tx&, const Actor&, Instant, Sent, std::string_view reason);

// ---- For readers ------------------------------------------------------------------------------

struct Summary {
    InvoiceId id;
    MunicipalityId municipality;
    UnitId unit;
    bool credit_note = false;
    std::string number, reference, seller_name, seller_number;
    party::SupplierId supplier;
    Date issued;
    std::optional<Date> due;
    Instant received;
    State state = State::received;
    bool automatic = false;  // approved without a person
    Money net, payable, at_stake;
    std::string order_number;
    std::string currency = "NOK";
    std::string path() const;  // "/fakturaer/481"
};
struct Filter {
    std::optional<State> state;
    bool open = false;        // everything that still waits for somebody
    std::string supplier;     // organisation number
    std::string text;         // number, reference or seller's name
    std::int64_t before = 0;  // keyset: only ids below this
    int limit = 50;
};
std::vector<Summary> list(db::Session&, const Actor&, const Filter&);  // newest first
std::vector<std::pair<State, int>> counts(db::Session&, const Actor&);
std::optional<Summary> find(db::Session&, const Actor&, InvoiceId);  // nothing: out of reach
std::vector<Finding> findings(db::Session&, InvoiceId);

}  // namespace samkjop::invoice
