#pragma once
// The arithmetic of the ledger (docs/ledger.md: pairing, cost, splitting, cover). Pure: no SQL, no
// clock. Quantities, prices and exchange rates are whole millionths, money whole øre.

#include <array>
#include <span>
#include <vector>

#include "ledger/ledger.h"

namespace samkjop::ledger {

using Millionths = std::int64_t;
inline constexpr Millionths kOne = 1'000'000;
inline constexpr Money kLargest{1'000'000'000'000'000};  // what one document amount may be

std::optional<Millionths> millionths(Decimal value);  // rounded; nothing when it is too large
Decimal decimal(Millionths value);

// Net, VAT and what of them is cost. Only cost is posted; the others stay on the document part.
struct PartValue {
    Money net, vat, cost;
    friend bool operator==(const PartValue&, const PartValue&) = default;
    friend PartValue operator+(const PartValue&, const PartValue&);
    friend PartValue operator-(const PartValue&, const PartValue&);
};

// round(quantity × price × exchange rate), once. Nothing when it is beyond kLargest.
std::optional<Money> net_of(Millionths quantity, Millionths price, Millionths exchange_rate);
// net + VAT − round(VAT × right ÷ 10 000).
Money cost_of(Money net, Money vat, int right);
// value × numerator ÷ denominator, rounded half up on the magnitude.
Money proportion(Money value, std::int64_t numerator, std::int64_t denominator);

// Splits by largest remainder: floor each exact share, the missing øre one by one to the largest
// fractions, ties to the earlier. Signed weights; a negative sum mirrors the positive. Weights that
// sum to zero count as equal.
std::vector<Money> split(Money sum, std::span<const std::int64_t> weights);

// What one event changes on one account key. Deltas::pair() makes postings of it (1.2): kinds that
// fall feed kinds that rise, both in the order posted, invoiced, received, committed, reserved;
// what is left over meets available.
struct Delta {
    CodingId coding;
    int year = 0;
    LineId line;
    InvoiceId invoice;
    std::array<Money, kKinds> by{};
};
class Deltas {
public:
    void add(CodingId, int year, LineId, InvoiceId, Kind, Money);
    std::vector<Posting> pair() const;

private:
    std::vector<Delta> rows_;
};

// Where an invoice's amounts land, before any order line is touched.
struct Landing {
    int position = 0;         // the invoice line, or lines + the charge with its own coding
    LineId line;              // or none
    Millionths quantity = 0;  // matched
    CodingId coding;
    int year = 0;
    std::int64_t weight = 1;
    int right = 0;
    PartValue value;
};
// What spread() must know of an order line: its price and its parts with their weights and rights.
struct Matched {
    LineId line;
    int year = 0;
    Millionths price = 0;
    std::vector<Share> shares;
};
// 1.5: VAT totals over lines and charges of the rate, charges over the lines they follow, lines
// over order lines by quantity × price, order lines over parts by weight.
Result<std::vector<Landing>> spread(const NewInvoice&, int year, std::span<const Matched>);

// A coding's scope of cover: equal keys are judged together (1.6). year 0: over all years.
struct ScopeKey {
    party::BudgetScope scope = party::BudgetScope::coding;
    int list = -1;               // index of an explicit list
    CodingId coding;             // scope coding, or the first of its scope in the entry
    std::string ansvar, second;  // ansvar, and funksjon or art group; second alone: project
    int year = 0;
    bool same(const ScopeKey& other) const {
        return scope == other.scope && list == other.list && year == other.year &&
               ansvar == other.ansvar && second == other.second &&
               (list >= 0 || scope != party::BudgetScope::coding || coding == other.coding);
    }
    std::string text() const;
};
struct Dimensions {
    std::string art, ansvar, funksjon, prosjekt;
};
ScopeKey scope_of(const Policy&, CodingId, const Dimensions&, int year);
std::string art_group(std::string_view art);  // the art without its last digit

// Short = taken − (available before + allowed overrun), if positive; nothing taken is never short.
Money shortage(Money taken, Money available_before, Money allowed_overrun);

}  // namespace samkjop::ledger
