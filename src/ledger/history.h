#pragma once
// For tests: a ledger with a municipality and some codings, and histories as a person can read them
// (testdata/ledger/*.test). A step is a numbered line; the indented lines under it are what must
// follow. SAMKJOP_REBASELINE=1 writes what follows now into the file; review reads the difference.

#include <map>
#include <string>
#include <vector>

#include "db/db.h"
#include "ledger/ledger.h"

namespace samkjop::ledger::testing {

// Nes kommune and the codings of the histories: A medical supplies and B food at a nursing home, C
// equipment at a school, D maintenance of rented flats, E transport, F and G on project 7001.
struct World {
    MunicipalityId municipality;
    std::map<std::string, CodingId> codings;
    std::string letter(CodingId coding) const;
};
World make_world(db::Database& database);

struct Step {
    int number = 0;
    Date date;
    std::string command;
    std::vector<std::string> expected;
};
struct History {
    std::string title;
    std::string settings;
    std::string head;  // the line that names the columns
    std::vector<Step> steps;
    std::string visibility;  // or empty
};
History read_history(const std::string& file);
void write_history(const std::string& file, const History& history);

// Runs every step in a transaction of its own and answers the same history with what followed.
History run(db::Database& database, const History& history);

}  // namespace samkjop::ledger::testing
