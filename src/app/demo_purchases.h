#pragma once
// Purchases of the demonstration region, done by its people through the stages: basket, approval,
// order, receipt. So there is something to approve, to receive and to look back on. The suppliers'
// answers and invoices follow in demo_documents.h.
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/date.h"
#include "requisition/requisition.h"

namespace samkjop::db {
class Database;
}  // namespace samkjop::db

namespace samkjop::app {

struct Happening {
    Instant at;
    std::function<void()> run;  // throws with the sentence of a refusal
};

// A row of one of the demonstration's own files, by its headings: "Varenummer" → the cell.
using Row = std::map<std::string, std::string, std::less<>>;
std::vector<Row> rows_of(std::string_view csv);

// A number of working days before now, never before the year's first working days.
Instant days_ago(int days, int hour, Instant now);

// Case number → the requisition it became, filled in as the purchases happen.
using Cases = std::map<std::string, requisition::RequisitionId, std::less<>>;

// purchases.csv as what happens when. Nothing is done until the happenings are run, in their order.
std::vector<Happening> purchases(db::Database&, std::string_view csv, Instant now, Cases& cases);

}  // namespace samkjop::app
