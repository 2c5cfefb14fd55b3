#pragma once
// The pure questions of an invoice: what does it say, which order lines does it concern, what
// differs, what is a credit note for, and how does the cost divide. No database, no clock.

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "invoice/invoice.h"
#include "order/order.h"
#include "ubl/documents.h"

namespace samkjop::invoice {

// ---- What the document says, in øre (or the hundredths of its currency) ------------------------

struct Line {
    int position = 0;     // from 0, charges and allowances of the document after the lines
    bool charge = false;  // a document level charge (net above zero) or allowance (below)
    std::string identifier, name, item_number, gtin, unit;
    std::string order_line_reference, accounting_cost;
    Decimal quantity, unit_price;
    Money net;
    Decimal rate;          // 0.25
    std::string category;  // "S", "AE" …
};
struct VatRow {
    Decimal rate;
    std::string category;
    Money base, amount;
};
struct Content {  // amounts of a credit note stand positive, as on the document
    bool credit_note = false;
    std::string number, type_code;
    Date issued;
    std::optional<Date> due;
    std::string currency = "NOK";
    Decimal exchange_rate = Decimal::whole(1);  // 0: not known
    std::string seller_number, seller_name, seller_endpoint;
    std::string buyer_reference, order_reference, accounting_cost, contract_reference;
    std::string contact, note, kid, account;
    std::string preceding;  // the first invoice that a credit note names
    Money net, vat, payable, rounding, prepaid;
    std::vector<Line> lines;
    std::vector<VatRow> vat_rows;
    bool adds_up = true;
    Money total() const { return net + vat + rounding; }  // what is owed before prepayment
};
// Refused: no number, no date, no total, an amount beyond what a purchase can be.
Result<Content> content_of(const ubl::Invoice& invoice);

// Where the order number may stand, the likeliest first; at most twenty.
std::vector<std::string> possible_references(const Content& content, std::string_view pattern);
// What BuyerReference says by the municipality's own pattern (its first group), or nothing.
std::string reference_by_pattern(std::string_view text, std::string_view pattern);

// ---- Pairing -----------------------------------------------------------------------------------

struct OrderLine {  // what an invoice line may answer to
    std::int64_t order = 0;
    order::OrderLineId id;
    ledger::LineId ledger_line;
    std::string order_number;
    int position = 0;
    std::string name, item_number, gtin, unit, currency = "NOK";
    Decimal quantity, price, rate;  // price per unit, in the order's currency
    Decimal received, invoiced;     // invoiced: by others that came before
    bool closed = false;
};
enum class How : std::uint8_t { order_line, item_number, gtin, text };
std::string_view name(How how);
struct Piece {           // a part of an invoice line that one order line answers to
    int line = 0;        // position of the invoice line
    int order_line = 0;  // index among the order lines given
    Decimal quantity;    // in the order's unit
    Money net;           // the line's net, split by quantity × order price
    How how = How::order_line;
    int confidence = 100;  // percent
};
std::vector<Piece> pair(const Content& content, std::span<const OrderLine> order_lines);
int likeness(std::string_view left, std::string_view right);  // of two item names, percent
bool same_unit(std::string_view left, std::string_view right);
bool is_fee(const Line& line);
// The document has no VAT on the line although the buyer may owe it: category AE, or a seller
// abroad.
bool buyer_computes(const Content& content, const Line& line);

// ---- Judging -----------------------------------------------------------------------------------

struct Tolerance {
    Decimal price_percent;  // 2: a price within 2 % agrees
    Money line, total;
    bool receipt_required = true;
    static Tolerance of(const party::Settings& settings);
};
enum class Verdict : std::uint8_t { agrees, waits, deviates, without_order };
struct Judgement {
    Verdict verdict = Verdict::agrees;
    std::vector<Finding> findings;
    Money at_stake;  // the sum of the findings, above zero: charged too much
    Money accepted;  // differences within the tolerance
};
Judgement judge(const Content& content, std::span<const OrderLine> order_lines,
                std::span<const Piece> pieces, const Tolerance& tolerance,
                std::span<const Finding> known = {});
// Who must look first at this: the receiver, accounts, or the unit's certifier.
Role responsible(const Judgement& judgement);

// ---- Credit notes ------------------------------------------------------------------------------

// What the credit note says that it is for, when it says so; nothing: a person must choose.
std::optional<ledger::CreditKind> credit_kind(const Content& note,
                                              std::span<const OrderLine> order_lines,
                                              std::span<const Piece> pieces,
                                              std::span<const Finding> differences);

// ---- Money -------------------------------------------------------------------------------------

// Largest remainder: floor each exact share, then one øre each to the largest fractions, ties to
// the earlier. Weights may not all be zero; a negative amount mirrors the positive.
std::vector<Money> split(Money amount, std::span<const std::int64_t> weights);

}  // namespace samkjop::invoice
