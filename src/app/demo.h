#pragma once
// The demonstration region: six municipalities with invented people, budgets and goods, read from
// files through the same import that a real region uses.
#include <filesystem>
#include <string>
#include <string_view>

#include "base/date.h"

namespace samkjop::db {
class Database;
}  // namespace samkjop::db

namespace samkjop::app {

// Loads every file of the folder in order. The same again changes nothing. Answers 0, or 1 with
// every wrong row on standard error; what was taken in before the wrong file stands.
int demo(db::Database&, const std::filesystem::path& folder, Instant now);
// Only municipalities, suppliers, agreements and goods: what a search needs.
int demo_goods(db::Database&, const std::filesystem::path& folder, Instant now);

// {year}, {year+1}, {year-2} … become years, so that the demonstration is always about now.
std::string with_years(std::string_view text, int year);
// The heading and those rows whose first cell is no later than the day: what has been posted so
// far.
std::string until(std::string_view csv, Date day);

}  // namespace samkjop::app
