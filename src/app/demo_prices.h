#pragma once
// The demonstration's price control: a supplier's new catalogue that waits for an answer, and a
// claim that has been sent.
#include <string_view>
#include <vector>

#include "app/demo_purchases.h"

namespace samkjop::app {

// price_update.csv: what the catalogue changes of the list in force.
Happening new_catalogue(db::Database& database, std::string_view csv, Instant now);
Happening sent_claim(db::Database& database, Instant now);

}  // namespace samkjop::app
