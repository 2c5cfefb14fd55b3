#pragma once
// An order line's bookkeeping: parts, layers, what has come and what is invoiced, and the two
// targets from which every posting on it follows as a difference. Pure: each event takes a line and
// answers the line as it becomes, or the rule that refuses.

#include <vector>

#include "ledger/rules.h"

namespace samkjop::ledger {

// Ordered quantity at one price, committed on one day. First in, first out.
struct Layer {
    Millionths quantity = 0;
    Millionths price = 0;
    Date day;                       // of the commitment; a new price keeps it
    bool over_received = false;     // an accepted over-delivery, until a change accepts it
    std::vector<PartValue> values;  // per part
    friend bool operator==(const Layer&, const Layer&) = default;
};

struct Consumption {  // the invoiced quantity, in the order it was invoiced
    InvoiceId invoice;
    Millionths quantity = 0;
    friend bool operator==(const Consumption&, const Consumption&) = default;
};

struct Waiting {  // an increase beyond tolerance
    std::optional<Millionths> quantity, price;
    std::vector<Money> reserved;  // per part
    By by = By::buyer;
    bool over = false;  // marked when it was asked for
    friend bool operator==(const Waiting&, const Waiting&) = default;
};

enum class LineState : std::uint8_t { requested, approved, committed, rejected, cancelled };
std::string_view name(LineState state);

struct Line {
    LineId id;
    int year = 0;
    LineState state = LineState::requested;
    bool closed = false;
    bool over = false;     // submitted over budget, marked
    Millionths price = 0;  // of what comes next
    Millionths exchange_rate = kOne;
    Money approved;  // cost at the last approval: what the tolerance is over
    std::vector<Part> parts;
    std::vector<Layer> layers;
    Millionths received = 0;  // R
    std::vector<Consumption> consumed;
    std::optional<Waiting> waiting;
    std::vector<LineId> heirs;  // lines that took a part of it over: carried, accrued, recoded

    Millionths ordered() const;   // Q
    Millionths invoiced() const;  // I
    Millionths matched() const;   // the larger of R and I
    friend bool operator==(const Line&, const Line&) = default;
};

// v(x) of 1.4: whole layers, then the rounded share of the one x falls in; beyond Q the last goes
// on.
PartValue value(const Line&, std::size_t part, Millionths x);
Money total(const Line&);  // v(Q) over all parts

struct Standing {  // what a part has in each kind, by the targets alone
    Money reserved, committed, received;
    friend bool operator==(const Standing&, const Standing&) = default;
};
std::vector<Standing> targets(const Line&);
// Adds what the event moves: targets of `after` less those of `before`, per coding.
void difference(Deltas&, const Line& before, const Line& after, InvoiceId invoice = {});

// Each answers the line after the event.
Result<Line> request(const NewLine&, int year);
Result<Line> requested_anew(const Line&, const NewLine&);
Result<Line> approved(Line, bool commit, Date);
Result<Line> rejected(Line);
Result<Line> sent(Line, Date);
Result<Line> cancelled(Line);
Result<Line> changed(Line, By, std::optional<Millionths> quantity, std::optional<Millionths> price,
                     Money tolerance, Date);
Result<Line> change_approved(Line, Date);
Result<Line> change_rejected(Line);
Result<Line> repriced(Line, Reach, Millionths price);
Result<Line> rest_closed(Line);
Result<Line> with_receipt(Line, Millionths quantity, Decimal over_percent);
Result<Line> without_receipt(Line, Millionths quantity);
Result<Line> written_off(Line);
Result<Line> with_invoice(Line, InvoiceId, Millionths quantity);
Line without_invoice(Line, InvoiceId);
Result<Line> credited(Line, InvoiceId, CreditKind, Millionths quantity);
Result<Line> recoded(Line, CodingId from, std::span<const Share> to);
struct TwoLines {
    Line rest;   // what stays
    Line moved;  // what became a line of its own
};
Result<TwoLines> split_rest(Line);  // neither received nor invoiced becomes its own line
Result<TwoLines> carried(Line);     // … in the next year
Result<TwoLines> accrued(Line);     // received, not invoiced: in the next year

// A line and those that took a part of it over are one order line to the stages, which keep the
// first id. How much of an event's quantity each of them takes:
struct Portion {
    std::size_t member = 0;
    Millionths quantity = 0;
};
std::vector<Portion> receipt_portions(std::span<const Line>, Millionths quantity);
std::vector<Portion> undo_portions(std::span<const Line>, Millionths quantity);
std::vector<Portion> invoice_portions(std::span<const Line>, Millionths quantity);
std::vector<Portion> credit_portions(std::span<const Line>, InvoiceId, Millionths quantity);
std::size_t open_member(std::span<const Line>);  // the last that is not closed, else the first

// What an invoice of this quantity takes from what was committed or received, per part and layer.
struct Slice {
    std::size_t part = 0;
    Date day;
    Money amount;
};
std::vector<Slice> slices(const Line&, Millionths quantity);

// One line of text, and back: what the database keeps of parts, layers and consumption.
std::string encode(const Line&);
void decode(Line&, std::string_view text);

}  // namespace samkjop::ledger
