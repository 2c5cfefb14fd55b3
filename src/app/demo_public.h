#pragma once
// What the demonstration region shows the public: the plan, the pages, the words about agreements.
#include <filesystem>
#include <functional>
#include <string>

#include "base/date.h"

namespace samkjop::db {
class Database;
}

namespace samkjop::app {

// filled gives a file with its years in place. False: something was refused, and told.
bool load_public(db::Database& database, const std::filesystem::path& folder,
                 const std::function<std::string(const std::filesystem::path&)>& filled,
                 Instant at);

}  // namespace samkjop::app
