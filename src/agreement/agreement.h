#pragma once
// A framework agreement: who supplies, what, until when, and which municipalities have joined by
// whose decision. It says whether a municipality may buy on it on a given day, and nothing of
// goods.

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "access/actor.h"
#include "base/result.h"
#include "import/import.h"
#include "party/party.h"

namespace samkjop::db {
class Session;
class Tx;
}  // namespace samkjop::db

namespace samkjop::agreement {

using AgreementId = Id<struct AgreementTag>;

struct Member {  // a municipality that has joined
    MunicipalityId municipality;
    std::string name;                // "Nes"
    Date joined_on;                  // buys from this day
    std::optional<Date> left_on;     // last day, where it has left before the agreement ends
    std::optional<Date> decided_on;  // the decision to join
    std::string reference;           // «Sak 2025/114», or empty
};

struct Agreement {
    AgreementId id;
    std::string number;  // «2025-014»: the region's own
    std::string title;   // «Medisinsk forbruksmateriell 2025–2027»
    party::SupplierId supplier;
    std::string supplier_name;
    std::string supplier_number;  // organisation number
    std::string cpv;              // category, "33140000", or empty
    Date valid_from, valid_to;
    std::string options;  // «1 + 1 år»
    std::optional<Money> free_delivery_from;
    int delivery_days = 0;
    std::string notice;           // Doffin reference, or empty
    std::string product_groups;   // UNSPSC prefixes it covers, parted by blanks
    std::string contact;          // who follows it up
    std::string terms;            // how to order, what a requester should know
    std::vector<Member> members;  // by municipality number: up the valley

    std::string path() const { return "/avtaler/" + std::to_string(id.value); }
    const Member* member(MunicipalityId) const;
};

// ---- Pure (rules.cc) ----------------------------------------------------------------------------

enum class Status : std::uint8_t { coming, in_force, ending, ended };  // ending: within 90 days
Status status(const Agreement&, Date today);
bool in_force(const Agreement&, MunicipalityId, Date on);

// ---- Read (store.cc) ----------------------------------------------------------------------------

std::optional<Agreement> find(db::Session&, AgreementId);
std::optional<Agreement> find_by_number(db::Session&, std::string_view number);
std::string title(db::Session&, AgreementId);  // empty: unknown
// May this municipality buy on it that day? The short way, without loading the agreement.
bool in_force(db::Session&, AgreementId, MunicipalityId, Date on);
// Every municipality that may buy on it that day.
std::vector<MunicipalityId> members_in_force(db::Session&, AgreementId, Date on);

struct Filter {
    MunicipalityId municipality;  // 0: any
    party::SupplierId supplier;   // 0: any
    bool ended = false;           // also those that have ended
};
std::vector<Agreement> list(db::Session&, const Filter&, Date today);  // by title, members included

// ---- Write --------------------------------------------------------------------------------------

// The number is the key: new agreements are made, others changed. A municipality that is no longer
// named has yesterday as its last day.
// Any message: the caller does not commit. (import::Takers::agreements)
import::Report store(db::Tx&, const Actor&, Instant at, std::span<const import::AgreementRow>);
// A municipality joins, with its decision. Saving the same again changes nothing.
Result<void> join(db::Tx&, const Actor&, Instant at, AgreementId, const Member&);

// ---- For those who keep something derived (the search index)
// -------------------------------------

// Agreements that were changed after this point of the outbox, and the point reached.
struct Changes {
    std::int64_t sequence = 0;
    std::vector<AgreementId> agreements;
};
Changes changes_after(db::Session&, std::int64_t sequence);
// Agreements whose rights change because the calendar passes from `after` to `until`.
std::vector<AgreementId> turning(db::Session&, Date after, Date until);

}  // namespace samkjop::agreement
