#pragma once
// What the database holds of proposals. Only store.cc names the tables.
#include <functional>

#include "catalogue/price_rows.h"
#include "db/db.h"
#include "price/price.h"

namespace samkjop::price::store {

ProposalId insert(db::Tx&, const NewProposal&, const std::string& sha256, Instant at);
std::optional<ProposalId> same(db::Session&, const NewProposal&, const std::string& sha256);
std::vector<ProposalId> to_read(db::Session&);
std::string piece(db::Session&, ProposalId, int number);  // empty: no more
void save(db::Tx&, const Proposal&);
// A line of the same item number before it: not stored, false.
bool add_line(db::Tx&, ProposalId, std::int64_t position, const std::string& item_number,
              const Verdict&, const catalogue::PriceRow* before, const catalogue::PriceRow* after);
void add_message(db::Tx&, ProposalId, int line, const Refusal&);
bool has_item(db::Session&, ProposalId, std::string_view item_number);
std::int64_t last_position(db::Session&, ProposalId);
int accept_allowed(db::Tx&, ProposalId);
void set_decision(db::Tx&, ProposalId, std::int64_t position, Decision);
std::optional<Line> line(db::Session&, ProposalId, std::int64_t position);
void save_index(db::Tx&, const IndexRow&, Instant at);
void each_accepted(db::Session&, ProposalId, const std::function<void(Line&&)>&);

}  // namespace samkjop::price::store
