#pragma once
// An invoice's, a credit note's or a correction's bookkeeping: where its cost stands, what of it is
// credited, and the days its money was seen before it came. Pure.

#include <vector>

#include "ledger/line.h"

namespace samkjop::ledger {

enum class VoucherKind : std::uint8_t { invoice, credit_note, correction };
enum class VoucherState : std::uint8_t { registered, posted, refused };
std::string_view name(VoucherState state);

struct VoucherPart {
    int position = 0;  // of the invoice line
    LineId line;       // the order line it covers, or none
    CodingId coding;
    int year = 0;
    std::int64_t weight = 1;
    int right = 0;
    PartValue value;  // negative on a credit note
    PartValue left;   // of an invoice: not credited yet
    friend bool operator==(const VoucherPart&, const VoucherPart&) = default;
};

struct Seen {  // early visibility: taken from committed or received
    LineId line;
    CodingId coding;
    Date day;  // of the commitment
    Money weight;
    friend bool operator==(const Seen&, const Seen&) = default;
};
struct Base {  // what the weights are measured against, per coding
    CodingId coding;
    Money invoiced;  // less credited by quantity
    friend bool operator==(const Base&, const Base&) = default;
};

struct Voucher {
    InvoiceId id;
    VoucherKind kind = VoucherKind::invoice;
    VoucherState state = VoucherState::registered;
    InvoiceId of;  // the invoice a credit note or correction belongs to
    bool foreign_currency = false;
    bool has_credit_notes = false;
    Date registered;
    std::optional<Date> posted;
    std::vector<VoucherPart> parts;
    std::vector<Seen> seen;
    std::vector<Base> bases;
    std::vector<Amount> held;  // disputed: not counted in `invoiced` for the time being
    friend bool operator==(const Voucher&, const Voucher&) = default;
};

Voucher make_voucher(VoucherKind kind, std::span<const Landing> landings, Date registered);
// Cost per coding and year, less what is held.
std::vector<Amount> amounts(const Voucher&);
void difference(Deltas&, const Voucher& before, const Voucher& after);  // of `invoiced`

void difference_held(Deltas&, const Voucher& before, const Voucher& after);

// Adds what the invoice takes from a line; `issued` is the invoice's own date.
void see(Voucher&, const Line& before, Millionths quantity, Date issued);
void set_bases(Voucher&);
// Holds so much of the cost, divided over the codings by what stands there; zero lifts it.
Result<Voucher> holding(Voucher, Money cost);

// A credit note against `invoice`, in positive amounts: its lines land where the invoice's stand.
// A credit of everything that is left mirrors to the øre. The invoice's `left` falls with it.
struct Credit {
    Voucher note;
    Voucher invoice;
    std::vector<Quantity> quantities;  // per order line; empty for a price credit
};
Result<Credit> credit(const Voucher& invoice, CreditKind, const NewInvoice&, Date registered);
// The quantity's share of the invoice's weights goes with it.
void unsee(Voucher& invoice, LineId, Millionths quantity, Millionths of_quantity);
void fall_bases(Voucher& invoice, const Voucher& note);

// Moves the cost on `from` to other codings, computed anew by their rights.
Result<Voucher> recoded(Voucher, CodingId from, std::span<const Share> to);
// The voucher that says to the finance system what recoded() moved.
Voucher correction(const Voucher& before, const Voucher& after, Date registered);

std::string encode(const Voucher&);
void decode(Voucher&, std::string_view text);

}  // namespace samkjop::ledger
