#pragma once
// A plan that somebody keeps in a spreadsheet, taken in: XLSX or CSV with headings in any order.
#include <string>
#include <string_view>
#include <vector>

#include "plan/plan.h"
#include "sheet/sheet.h"

namespace samkjop::plan {

struct Message {
    int line = 0;  // in the file; 0: the file as a whole
    Refusal refusal;
};
struct Intake {
    int rows = 0, created = 0, changed = 0, unchanged = 0;
    std::vector<Message> messages;  // any: nothing is to be kept
};
// The number is the key: without one a purchase is new. Any message: the caller does not commit.
// Released as the file says where it has that column.
Intake take(db::Tx&, const Actor&, Instant, std::string_view bytes);

sheet::Table table_of(db::Session&, std::span<const PlannedPurchase>, Language);

}  // namespace samkjop::plan
