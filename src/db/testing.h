#pragma once
// A fresh, migrated database for a test: always SQLite in a temporary file, and PostgreSQL too when
// SAMKJOP_TEST_POSTGRESQL holds the URL of a server on which databases may be made.
#include <functional>

#include "db/db.h"

namespace samkjop::db::testing {

void each_database(const std::function<void(Database&)>& test);

}  // namespace samkjop::db::testing
