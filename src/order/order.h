#pragma once
// An order to one supplier: what was approved, sent, answered, and what has come of it so far. It
// is made in the transaction that approves the requisition, and commits the money there.

#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "access/actor.h"
#include "base/result.h"
#include "ledger/ledger.h"
#include "party/party.h"

namespace samkjop::db {
class Session;
class Tx;
}  // namespace samkjop::db

namespace samkjop::order {

using OrderId = Id<struct OrderTag>;
using OrderLineId = Id<struct OrderLineTag>;

enum class State : std::uint8_t {
    to_send,       // the supplier is not on Peppol: a person sends it and says so
    sent,          // with the supplier, who has not answered
    noted,         // the supplier has it and will answer (AB)
    confirmed,     // accepted, as ordered or with changes that stand
    change_waits,  // a change beyond tolerance waits for somebody with authority
    rejected,      // the supplier will not deliver anything of it
    cancelled,     // by the buyer
    completed,     // every line has come in full, is closed or was rejected
};
inline constexpr int kStates = 8;
std::string_view name(State state);  // "change_waits"

enum class Answer : std::uint8_t {
    none,
    accepted,
    changed,
    rejected,
    already_delivered,
    backordered
};

struct Line {
    OrderLineId id;
    OrderId order;
    int position = 0;  // cac:LineItem/cbc:ID, from 1; the supplier cites it
    ledger::LineId ledger_line;
    std::int64_t requisition_line = 0;
    std::int64_t agreement = 0;
    std::string name, description, item_number, gtin, unspsc;
    std::string unit;  // UN/ECE Recommendation 20: "EA", "XBX"
    Decimal quantity;  // as it stands now
    Decimal price;     // kroner without VAT, per price_base
    Decimal price_base = Decimal::whole(1);
    Decimal ordered_quantity;  // as it was sent
    Decimal ordered_price;
    Decimal vat_rate;          // 0.25
    std::string vat_category;  // "S"
    std::string accounting_cost;
    Answer answer = Answer::none;
    std::optional<Decimal> confirmed_quantity, confirmed_price;  // what the supplier answered
    std::optional<Date> promised;
    std::string answer_note, substitute_name, substitute_item_number;
    bool waits = false;           // the answer or the change waits for approval
    bool closed = false;          // nothing more is expected
    Decimal received, invoiced;   // kept by receipt and invoice through record_…
    Decimal outstanding() const;  // what is still expected; 0 when closed
    Money net() const;            // quantity × price ÷ price_base
    // What the ledger's line is counted in: a price is per one unit there.
    Decimal unit_price() const;
};

struct Order {
    OrderId id;
    MunicipalityId municipality;
    UnitId unit;
    std::string number;  // "NES-2026-000123"
    State state = State::sent;
    std::int64_t requisition = 0;
    std::string requisition_number;  // "R-2026-0481"
    std::string title;               // «Hansker og desinfeksjon»
    party::SupplierId supplier;
    std::string supplier_name, supplier_organisation_number, supplier_endpoint;
    UserId requester, approver;
    std::string requester_name;
    std::string agreement_number;  // the contract reference, or empty
    std::string currency = "NOK";
    std::string buyer_reference;  // comes back on the invoice (BT-10)
    std::string note;             // to the supplier
    std::string delivery_name, street, postal_code, city;
    std::string contact_name, contact_email, contact_telephone;
    std::optional<Date> wished, promised;
    Instant at;            // placed
    Money total;           // without VAT, as it stands now
    Money approved_total;  // without VAT, as last approved
    bool by_peppol = true;
    bool by_mail = false;  // known where it is placed; afterwards the gateway knows
    bool receipt_required = true;
    std::vector<UnitId> paying_units;
    State before = State::sent;  // while change_waits: where a no leads back to
    bool buyer_asked = false;    // the change that waits is the buyer's own
    std::vector<Line> lines;     // by position
    const Line* line(int position) const;
    const Line* line(OrderLineId id) const;
    bool nothing_came() const;  // neither received nor invoiced
};

// ---- Placing -----------------------------------------------------------------------------------
struct NewLine {
    ledger::LineId ledger_line;
    std::int64_t requisition_line = 0;
    std::string name, description, item_number, gtin, unspsc, unit;
    Decimal quantity, price, price_base = Decimal::whole(1), vat_rate;
    std::string vat_category = "S", accounting_cost, agreement_number;
    std::int64_t agreement = 0;  // called off on this one; 0: without agreement
};
struct NewOrder {
    MunicipalityId municipality;
    UnitId unit;
    std::int64_t requisition = 0;
    std::string requisition_number, title;
    party::SupplierId supplier;
    UserId requester;
    std::string note, buyer_reference;
    std::optional<Date> wished;
    UnitId delivery_unit;              // where it is delivered; 0: the unit itself
    std::vector<UnitId> paying_units;  // whose budgets: who may approve a change; empty: the unit
    std::vector<NewLine> lines;
};
// Commits the money (ledger: send), writes the order and puts it in the outbox or on somebody's
// list, all in the caller's transaction.
Result<OrderId> place(db::Tx&, const Actor& approver, Instant at, const NewOrder&);

// Called in the transaction that places an order. Set by the program at start.
using PlacedHook = void (*)(db::Tx&, const Actor&, Instant, OrderId);
inline PlacedHook on_placed = nullptr;

// ---- Reading -----------------------------------------------------------------------------------
std::optional<Order> load(db::Session&, const Actor&, OrderId);         // out of reach: nothing
std::optional<Order> load(db::Session&, OrderId);                       // for the program itself
std::optional<Order> by_number(db::Session&, std::string_view number);  // unique in the region
// Placed by the supplier's organisation number, newest first: proposals for an invoice without
// reference.
std::vector<Order> open_with(db::Session&, MunicipalityId, std::string_view organisation_number,
                             int limit = 20);

// A line that was called off on an agreement, as it stands now: nothing of what the supplier will
// not deliver or the buyer has cancelled.
struct CallOff {
    OrderId order;
    OrderLineId line;
    std::string number;  // of the order
    MunicipalityId municipality;
    UnitId unit;
    party::SupplierId supplier;
    std::string supplier_name, item_number, name, unit_code;
    Decimal quantity, price;
    Money net;
    Date on;                       // ordered
    std::optional<Date> promised;  // by the supplier, or wished for
    std::optional<Instant> ordered_at, answered_at;
    Decimal received;
    bool complete = false;  // everything has come
    std::string path() const { return "/bestillinger/" + std::to_string(order.value); }
};
std::vector<CallOff> call_offs(db::Session&, std::int64_t agreement);  // oldest first
// How much has been called off; municipality 0: by all.
Money called_off(db::Session&, std::int64_t agreement, MunicipalityId);

// ---- What later stages record ------------------------------------------------------------------
struct Quantity {
    OrderLineId line;
    Decimal quantity;  // the change: negative when it is undone
};
// Adjusts the line's figures, and moves the order to or from completed. The ledger's entries are
// the caller's own.
void record_received(db::Tx&, const Actor&, Instant at, OrderId, std::span<const Quantity>);
void record_invoiced(db::Tx&, const Actor&, Instant at, OrderId, std::span<const Quantity>);

// Closes the rest of the lines: ledger, line, trail. Refuses a closed line and an empty reason.
Result<void> close_rest(db::Tx&, const Actor&, Instant at, OrderId, std::span<const OrderLineId>,
                        std::string_view reason);

// By the clock: orders of which nothing has come, so many days after they were placed or promised,
// where the municipality wants them closed. Answers how many.
int close_abandoned(db::Tx&, Instant at);

// ---- Words -------------------------------------------------------------------------------------
std::string unit_word(std::string_view code, Decimal quantity, Language);       // "esker"
std::string quantity_words(Decimal quantity, std::string_view unit, Language);  // "60 esker"

// ---- Wiring ------------------------------------------------------------------------------------
// Makes one order per supplier of an approved requisition, and takes order responses.
void register_with_requisition();
void register_with_gateway();

}  // namespace samkjop::order
