#include "insight/budget.h"

#include <algorithm>
#include <map>

namespace samkjop::insight {

std::vector<ArtRow> by_art(const std::vector<ledger::BalanceRow>& rows,
                           const std::vector<coding::DimensionValue>& arts) {
    std::map<std::string, ArtRow> sums;
    for (const ledger::BalanceRow& row : rows) {
        ArtRow& sum = sums[row.art];
        sum.art = row.art;
        sum.balance = sum.balance + row.balance;
        sum.codings.push_back(row.coding);
    }
    for (const coding::DimensionValue& art : arts) {
        if (const auto found = sums.find(art.code); found != sums.end())
            found->second.name = art.name;
    }
    std::vector<ArtRow> out;
    for (auto& [art, row] : sums) out.push_back(std::move(row));
    return out;
}

ledger::Balance sum(const std::vector<ArtRow>& rows) {
    ledger::Balance total;
    for (const ArtRow& row : rows) total = total + row.balance;
    return total;
}

int year_passed_permille(int year, Date today) {
    if (today.year() != year) return today.year() > year ? 1000 : 0;
    const int length = Date(year, 12, 31) - Date(year, 1, 1) + 1;
    const int passed = today - Date(year, 1, 1) + 1;
    return passed * 1000 / length;
}

Finding find(const std::vector<ArtRow>& rows, int passed_permille) {
    Finding finding;
    const auto share = [](const ArtRow* row) {
        return row->used().ore() * 1000 / std::max<std::int64_t>(row->balance.budget().ore(), 1);
    };
    for (const ArtRow& row : rows) {
        if (!row.over().is_zero())
            finding.over.push_back(&row);
        else if (row.balance.budget() > Money() && share(&row) * 10 > passed_permille * 11) {
            finding.ahead.push_back(&row);
        }
    }
    std::sort(finding.over.begin(), finding.over.end(),
              [](const ArtRow* a, const ArtRow* b) { return a->over() > b->over(); });
    std::sort(finding.ahead.begin(), finding.ahead.end(),
              [&](const ArtRow* a, const ArtRow* b) { return share(a) > share(b); });
    return finding;
}

}  // namespace samkjop::insight
