#pragma once
// Server-made SVG for the budget page: the finding is the headline, this is the figure, the table
// under it says the same in numbers.
#include <string>
#include <vector>

#include "base/money.h"
#include "html/out.h"

namespace samkjop::insight {

struct ChartRow {
    std::string label;
    std::string answer;  // «9 450 kr igjen»
    bool over = false;
    Money budget, spent, invoiced, committed, reserved;
};
struct ChartWords {
    std::string description;  // for who cannot see it
    std::string budget;       // «Budsjett»
    std::string year_passed;  // «89 % av året»
};
// Share of each row's own budget; one drawing for wide screens and one for phones.
html::Safe budget_chart(const std::vector<ChartRow>& rows, int passed_permille,
                        const ChartWords& words);

}  // namespace samkjop::insight
