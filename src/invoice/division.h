#pragma once
// How the amount owed divides over codings: the net and VAT of every line, with the right that each
// coding's VAT code gives, as it stands after a number of recodings.

#include "invoice/handling.h"

namespace samkjop::invoice {

struct Division {  // one line's share of net and VAT with one coding
    coding::CodingId coding;
    std::string vat_code;
    Money net, vat;
    Decimal rate;
    int right = 0;
    bool owed = false;  // the document has no VAT: the municipality computes it and owes it
    Money back() const { return Money(divide_rounded(Wide(vat.ore()) * right, 10'000)); }
    Money cost() const { return net + vat - back(); }
};

inline constexpr int kAllSteps = 1'000'000;
std::vector<Division> divided(db::Session&, const Record&, int last_step = kAllSteps);
// One part per coding and VAT code.
std::vector<Part> merged(std::span<const Division> pieces);

}  // namespace samkjop::invoice
