#pragma once
// What a unit's budget says on a day, as pure functions over the ledger's figures: rows per art,
// what is over, what runs ahead of the year. Cost without VAT that comes back.

#include <string>
#include <vector>

#include "base/date.h"
#include "ledger/ledger.h"

namespace samkjop::insight {

struct ArtRow {
    std::string art;
    std::string name;
    ledger::Balance balance;
    std::vector<ledger::CodingId> codings;  // what the figures are the sum of
    Money used() const {
        return balance.posted + balance.invoiced + balance.committed + balance.reserved;
    }
    Money over() const { return balance.available() < Money() ? -balance.available() : Money(); }
};

// One row per art, in the order of their codes.
std::vector<ArtRow> by_art(const std::vector<ledger::BalanceRow>& rows,
                           const std::vector<coding::DimensionValue>& arts);
ledger::Balance sum(const std::vector<ArtRow>& rows);

// The year that has passed, in thousandths: 1 January is 2 or 3, 31 December 1000.
int year_passed_permille(int year, Date today);

struct Finding {
    std::vector<const ArtRow*> over;   // by how much, largest first
    std::vector<const ArtRow*> ahead;  // used more than the year's share and a tenth; largest first
};
Finding find(const std::vector<ArtRow>& rows, int passed_permille);

}  // namespace samkjop::insight
