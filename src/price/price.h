#pragma once
// A supplier's new catalogue never goes straight to the shelf. It is a proposal: held against the
// list in force and against what the agreement allows, and answered by a person.

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "access/actor.h"
#include "base/result.h"
#include "price/rules.h"

namespace samkjop::db {
class Database;
}

namespace samkjop::price {

using ProposalId = Id<struct PriceProposalTag>;

enum class Format : std::uint8_t { peppol, sheet };
enum class State : std::uint8_t { reading, waiting, taken, refused, unreadable };
enum class Decision : std::uint8_t { none, accepted, refused };

struct Proposal {
    ProposalId id;
    party::SupplierId supplier;
    std::string supplier_name;
    agreement::AgreementId agreement;
    std::string agreement_title;
    Format format = Format::peppol;
    std::string name;
    std::int64_t document = 0;  // in the gateway's inbox; 0: uploaded
    Instant came_at;
    State state = State::reading;
    std::int64_t bytes = 0, bytes_read = 0, lines_read = 0;
    bool only_changes = false;  // names what changes, and nothing else
    std::optional<Date> valid_from, valid_to;
    std::string reason;
    std::optional<Instant> decided_at;
    catalogue::PriceListId price_list;
    int percent() const;
    std::string path() const { return "/priser/" + std::to_string(id.value); }
};

struct NewProposal {
    party::SupplierId supplier;
    agreement::AgreementId agreement;
    Format format = Format::peppol;
    std::string name;  // file name, or the catalogue's number
    std::string_view bytes;
    std::int64_t document = 0;
};
// Keeps the file; it is read in the background. The same file again is refused.
Result<ProposalId> propose(db::Tx&, const Actor&, Instant, const NewProposal&);
void register_with_gateway();

// Reads what is waiting to be read, a part at a time; answers how many parts. What was stopped goes
// on where it was. Called again and again by the program.
int advance(db::Database&, Instant now);

// ---- Answering
// -----------------------------------------------------------------------------------
Result<int> accept_allowed(db::Tx&, const Actor&, Instant, ProposalId);  // how many
Result<void> decide_line(db::Tx&, const Actor&, Instant, ProposalId, std::int64_t position,
                         Decision);
// What is not accepted stays as it was. The new list holds from the proposal's day, tomorrow at the
// earliest; the supplier gets a Catalogue Response.
Result<void> finish(db::Tx&, const Actor&, Instant, ProposalId);
Result<void> refuse_all(db::Tx&, const Actor&, Instant, ProposalId, std::string_view reason);

// ---- Reading
// -------------------------------------------------------------------------------------
struct Line {
    std::int64_t position = 0;
    std::string item_number;
    Verdict verdict;
    Decision decision = Decision::none;
    std::optional<catalogue::PriceRow> before, after;
};
// allowed: by the agreement; open_allowed: of those, what nobody has answered.
struct Counts {
    int same = 0, changed = 0, allowed = 0, open_allowed = 0, undecided = 0, accepted = 0,
        refused = 0;
    int added = 0, gone = 0, up = 0, down = 0, unit = 0, text = 0, moved = 0, other = 0;
};
std::optional<Proposal> proposal(db::Session&, ProposalId);
std::vector<Proposal> proposals(db::Session&, int limit = 100);  // newest first
Counts counts(db::Session&, ProposalId);
// Those with a bit of `change` (0: any); undecided: only what nobody has answered.
std::vector<Line> lines(db::Session&, ProposalId, unsigned change, bool undecided,
                        std::int64_t after, int limit);
struct Message {
    int line = 0;
    std::string in[3];
};
std::vector<Message> messages(db::Session&, ProposalId, int limit = 100);

// ---- Index tables
// --------------------------------------------------------------------------------
struct IndexRow {
    std::string name, month;
    Decimal value;
    std::string source;
};
// «måned;verdi», or SSB's own table: "2026M10" and a value. Stores all of it or nothing.
Result<int> store_index(db::Tx&, const Actor&, Instant, std::string_view name,
                        std::string_view source, std::string_view bytes);
std::vector<IndexRow> index_rows(db::Session&, std::string_view name);  // newest first; "": all
std::optional<IndexPoint> index_at(db::Session&, std::string_view name, std::string_view month);
std::optional<IndexPoint> index_latest(db::Session&, std::string_view name, std::string_view month);

}  // namespace samkjop::price
