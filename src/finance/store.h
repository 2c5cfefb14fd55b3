#pragma once
// What the database holds of exports. Only store.cc names the tables.

#include "db/db.h"
#include "finance/finance.h"
#include "finance/formats.h"

namespace samkjop::finance {

Profile profile(db::Session&, const party::Municipality&);
void save_profile(db::Tx&, MunicipalityId, const Profile&);

std::int64_t next_running(db::Session&, MunicipalityId, int year);
// Gives the id; the file's bytes are kept as they are.
void insert(db::Tx&, Batch&, int year, std::int64_t running, std::string_view bytes);
void insert_item(db::Tx&, BatchId, const invoice::Exportable&);
void insert_repeat(db::Tx&, BatchId, Instant, std::string_view by);
void insert_receipt(db::Tx&, MunicipalityId, std::string_view hash, ReceiptReport&);

}  // namespace samkjop::finance
