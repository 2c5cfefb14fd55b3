#pragma once
// The commands of an operator and an auditor: what is stored is proved, copied and brought back.

#include <string>

#include "app/place.h"

namespace samkjop::app {

// Exit status of all: 0 it holds or is done, 1 something is wrong, 2 could not run.
int verify_ledger(const Place& place, bool json);
// published: a file of heads that was kept outside, one a line; empty: only those of the data
// folder.
int verify_trail(const Place& place, const std::string& published, bool json);
// Signs what the trail ends with now; adds it to data/trail-heads.txt and to `file` ("-": prints
// it).
int publish_trail(const Place& place, const std::string& file);
int backup(const Place& place, const std::string& file);
// Puts a backup in the place of the database, which is kept beside it under another name.
int restore(const Place& place, const std::string& file);

// The original bytes of a document that came or went, to `file` (empty: printed); held against the
// hash that was noted when it came.
int export_document(const Place& place, std::int64_t id, const std::string& file);

// Signs the head and appends it to data/trail-heads.txt when lines have come since the last time.
void sign_trail_head(db::Database& database, const std::filesystem::path& data, Instant at);

}  // namespace samkjop::app
