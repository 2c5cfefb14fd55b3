#pragma once
// Pure questions about a requisition: sums, who is asked, what is ordered from whom, and what the
// form for a split coding says.

#include "requisition/requisition.h"

namespace samkjop::requisition::rules {

ledger::NewLine ledger_line(const Line&);
// The lines that still stand, as the ledger will be asked about them. A basket's page leaves out
// what is not coded yet.
std::vector<ledger::NewLine> ledger_lines(const Requisition&, bool only_coded = false);

// Every unit whose budget the standing lines (less `without`) touch, the buyer's own first.
std::vector<UnitId> units(const Requisition&, std::span<const LineId> without = {});
bool fully_coded(const Line&);

// Parts with the same key are covered by the same money (ledger.md 1.6).
std::string scope_key(party::BudgetScope, const Part&);

struct SupplierSum {  // what becomes one order
    party::SupplierId supplier;
    std::string name;
    std::string agreement;  // the first line's, or empty
    Money net;
    int lines = 0;
};
std::vector<SupplierSum> by_supplier(const Requisition&);

// A line's amount over its parts by weight, to the øre, largest remainder first.
std::vector<Money> split(Money amount, std::span<const Part> parts);

// What was typed in one row of the split form: a share in per cent or an amount in kroner.
struct TypedShare {
    std::string percent, amount;
};
struct Shares {
    std::vector<std::int64_t> weights;                   // empty where something is wrong
    std::vector<std::pair<std::size_t, Refusal>> wrong;  // row, why
    Money rest;                                          // what no row has yet; negative: too much
};
Shares shares(Money net, std::span<const TypedShare>);

}  // namespace samkjop::requisition::rules
