#pragma once
// Purchases of the demonstration region, done by its people through the stages: basket, approval,
// order, receipt. So there is something to approve, to receive and to look back on.
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "base/date.h"

namespace samkjop::db {
class Database;
}  // namespace samkjop::db

namespace samkjop::app {

struct Happening {
    Instant at;
    std::function<void()> run;  // throws with the sentence of a refusal
};

// A number of working days before now, never before the year's first working days.
Instant days_ago(int days, int hour, Instant now);

// purchases.csv as what happens when. Nothing is done until the happenings are run, in their order.
std::vector<Happening> purchases(db::Database&, std::string_view csv, Instant now);

}  // namespace samkjop::app
