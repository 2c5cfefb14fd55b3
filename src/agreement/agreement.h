#pragma once
// A framework agreement: who supplies, what, until when, and which municipalities and units have
// joined by whose decision. It says whether somebody may buy on it on a given day, what it is worth
// at most, which fees and price rules it allows, and nothing of goods.

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "access/actor.h"
#include "base/decimal.h"
#include "base/result.h"
#include "import/import.h"
#include "party/party.h"

namespace samkjop::db {
class Session;
class Tx;
}  // namespace samkjop::db

namespace samkjop::files {
using FileId = Id<struct FileTag>;
}

namespace samkjop::agreement {

using AgreementId = Id<struct AgreementTag>;
using LotId = Id<struct AgreementLotTag>;

enum class Kind : std::uint8_t {
    single,            // framework with one supplier
    ranked,            // several, asked in the order of their rank
    mini_competition,  // several, who compete for each call-off
    local,             // one municipality's own
    outside,           // an outside body's, which the region has joined
};
inline constexpr int kKinds = 5;

// Where it stands (lifecycle.h has the table). Draft and decided cannot be bought on.
enum class State : std::uint8_t {
    draft,       // being written
    decided,     // the decision is made, nothing is signed
    in_force,    // signed
    extended,    // an option has been used
    expired,     // its time is out
    terminated,  // ended before its time
    discarded,   // never signed, and will not be
};
inline constexpr int kStates = 7;
std::string_view name(State state);  // "in_force"

struct Member {  // a municipality that has joined
    MunicipalityId municipality;
    std::string name;                // "Nes"
    Date joined_on;                  // buys from this day
    std::optional<Date> left_on;     // last day, where it has left before the agreement ends
    std::optional<Date> decided_on;  // the decision to join
    std::string reference;           // «Sak 2025/114», or empty
    std::optional<Money> estimated, maximum;  // of the municipality's own call-offs
    std::vector<UnitId> units;  // who in it may call off, with all below them; empty: everybody
    bool decided() const { return decided_on.has_value() && !reference.empty(); }
};

struct Lot {  // delkontrakt
    LotId id;
    int number = 0;  // 1, 2, …
    std::string title, cpv;
    std::optional<Money> estimated, maximum;
};

struct Supplying {  // one of the suppliers
    std::int64_t id = 0;
    party::SupplierId supplier;
    std::string name, organisation_number;
    int rank = 1;
    LotId lot;  // 0: the whole agreement
};

struct Option {  // the right to prolong it
    std::int64_t id = 0;
    int number = 0;                // 1, 2, …: used in this order
    Date valid_to;                 // the last day when it is used
    std::optional<Date> deadline;  // to be told to the supplier by this day
    std::optional<Date> used_on;
    std::string reference;  // the decision to use it
};

enum class ContactKind : std::uint8_t { manager, contact, supplier };
struct Contact {
    std::int64_t id = 0;
    ContactKind kind = ContactKind::contact;
    MunicipalityId municipality;  // 0: for all of them
    UserId person;                // 0: somebody without an account
    std::string name, email, telephone;
};

enum class FeeKind : std::uint8_t {
    freight,
    small_order,
    invoice,
    environment,
    packaging,
    express,
    other
};
inline constexpr int kFeeKinds = 7;
struct Fee {  // what the supplier may charge beside the prices; any other fee is not agreed
    std::int64_t id = 0;
    FeeKind kind = FeeKind::other;
    std::optional<Money> most;       // per order or invoice, without VAT; nothing: as in percent
    std::optional<Decimal> percent;  // of the order's net: 0.02
    std::optional<Money> below;      // only for orders below this value
    std::string text;                // «Miljøgebyr kjøletransport»: as the supplier writes it
};

enum class PriceRuleKind : std::uint8_t { fixed, list_discount, index };
struct PriceRule {
    std::int64_t id = 0;
    PriceRuleKind kind = PriceRuleKind::fixed;
    LotId lot;          // 0: all
    std::string group;  // discount group or UNSPSC prefix; empty: all that no other rule names
    std::optional<Decimal> discount;     // 0.18 off the list price
    std::string index_name;              // «SSB konsumprisindeks (KPI)»
    std::string index_base;              // «2025-01»: the month that the prices stand on
    std::optional<Decimal> index_share;  // how much of the index's change is let through: 1, 0.8
    int every_months = 0;                // how often it may be regulated
    std::optional<Date> fixed_until;     // no change before this day
    std::string note;
};

enum class RequirementKind : std::uint8_t {
    climate,
    life_cycle_cost,
    universal_design,
    ethics,
    wage,
    other
};
inline constexpr int kRequirementKinds = 6;
struct Requirement {
    std::int64_t id = 0;
    RequirementKind kind = RequirementKind::other;
    std::string text;             // what is required
    std::string how;              // how it is followed up
    int every_months = 0;         // 0: once
    std::optional<Date> next_on;  // when it is followed up next
    std::optional<Date> last_on;
    std::string last_note;  // what was found then
};

enum class DocumentKind : std::uint8_t { contract, appendix, prices, decision, minutes, other };
inline constexpr int kDocumentKinds = 6;
struct Document {
    std::int64_t id = 0;
    DocumentKind kind = DocumentKind::other;
    std::string title;
    int version = 1;
    bool current = true;  // no later version has the same title
    files::FileId file;
    std::string file_name;
    Instant at;
    std::string by;
};

struct Happening {  // its history, told by people: the dated events that no button makes
    std::int64_t id = 0;
    Date on;
    std::string text, by;
    Instant at;
};

struct Agreement {
    AgreementId id;
    std::string number;  // «2025-014»: the region's own
    std::string title;   // «Medisinsk forbruksmateriell 2025–2027»
    Kind kind = Kind::single;
    State state = State::in_force;
    party::SupplierId supplier;  // the first in rank
    std::string supplier_name;
    std::string supplier_number;    // organisation number
    std::string cpv;                // the main category, "33140000", or empty
    std::vector<std::string> cpvs;  // all of them, the main one first
    Date valid_from, valid_to;
    std::string options;  // in words: «1 + 1 år»
    std::optional<Money> free_delivery_from;
    int delivery_days = 0;
    std::string notice;           // Doffin reference, or empty
    std::string product_groups;   // UNSPSC prefixes it covers, parted by blanks
    std::string contact;          // who follows it up, in words
    std::string terms;            // how to order, what a requester should know
    std::vector<Member> members;  // by municipality number: up the valley

    std::string description;
    std::string case_reference;  // in the case file system: «2025/1140»
    std::optional<Date> decided_on;
    std::string decision;  // the decision it rests on: «Styringsgruppa, sak 12/25»
    std::optional<Date> signed_on;
    std::string end_reason;           // why it was terminated
    int notice_months = 0;            // to terminate it
    std::optional<Date> renegotiate;  // when the work with the next one begins
    std::optional<Money> estimated, maximum;
    std::string delivery_terms, payment_terms;
    int payment_days = 0;
    UserId manager;  // agreement manager (avtaleforvalter); 0: nobody named
    std::string manager_name;
    bool released = false;    // shown to the public, by the coordinator's choice
    std::string public_text;  // what the public reads of it

    std::vector<Supplying> suppliers;  // by rank, the first one is `supplier`
    std::vector<Lot> lots;
    std::vector<Option> option_list;
    std::vector<Contact> contacts;
    std::vector<Fee> fees;
    std::vector<PriceRule> price_rules;
    std::vector<Requirement> requirements;

    std::string path() const { return "/avtaler/" + std::to_string(id.value); }
    const Member* member(MunicipalityId) const;
    const Lot* lot(LotId) const;
    bool is_supplied_by(party::SupplierId) const;
    bool signed_by_now() const { return state >= State::in_force && state != State::discarded; }
};

// ---- Pure (rules.cc) ----------------------------------------------------------------------------

// What the dates say of one that is signed. ending: within 90 days.
enum class Status : std::uint8_t { coming, in_force, ending, ended };
Status status(const Agreement&, Date today);
// Signed, begun, not ended, and the municipality has joined by its own decision and not left.
bool in_force(const Agreement&, MunicipalityId, Date on);
// The last day to give notice, so that it ends when the period does; nothing without a notice
// period.
std::optional<Date> notice_by(const Agreement&);
// The same day so many months later; the month's last day where it has no such day.
Date months_after(Date, int months);
const Option* next_option(const Agreement&);  // the first that is not used, or nothing

// Something with a date that somebody must remember.
enum class DueKind : std::uint8_t { option, notice, expiry, follow_up, renegotiate, price_rule };
inline constexpr int kDueKinds = 6;
struct Due {
    DueKind kind = DueKind::expiry;
    Date on;
    std::int64_t item = 0;  // the option, requirement or price rule it comes from
    std::string what;       // the requirement's text, the option's number
};
std::vector<Due> dues(const Agreement&, Date from, Date until);  // by date

// ---- Read (store.cc) ----------------------------------------------------------------------------

std::optional<Agreement> find(db::Session&, AgreementId);
std::optional<Agreement> find_by_number(db::Session&, std::string_view number);
std::string title(db::Session&, AgreementId);  // empty: unknown
// What every purchase asks of an agreement, without loading the rest of it.
struct Limits {
    std::string number, title;
    std::optional<Money> maximum;  // of all call-offs
    std::optional<Money> own;      // of the municipality's
};
std::optional<Limits> limits(db::Session&, AgreementId, MunicipalityId);
// What a price is held against: the supplier's agreements that the municipality has joined, also
// those that have ended.
struct Held {
    AgreementId id;
    std::string number, title, product_groups;
    Date first, last;  // that the municipality may buy on it
    std::optional<Money> free_delivery_from;
    std::vector<Fee> fees;
};
std::vector<Held> held_with(db::Session&, MunicipalityId, party::SupplierId);
// May this municipality buy on it that day? The short way, without loading the agreement.
bool in_force(db::Session&, AgreementId, MunicipalityId, Date on);
// The same for a unit: its municipality has joined, and where only some of its units may call off,
// it is one of them or below one.
bool in_force_for_unit(db::Session&, AgreementId, UnitId, Date on);
// Named in it, and its decision to join (date and reference) is not registered: it may not buy.
bool is_undecided(db::Session&, AgreementId, MunicipalityId);
// Every municipality that may buy on it that day.
std::vector<MunicipalityId> members_in_force(db::Session&, AgreementId, Date on);

struct Filter {
    MunicipalityId municipality;  // 0: any
    party::SupplierId supplier;   // 0: any; whatever its rank
    bool ended = false;           // also those that have ended
    bool unsigned_too = false;    // also drafts and those decided, for those who keep the register
    bool only_released = false;   // what the public may see
    std::string text;             // number, title, supplier or category
    std::string cpv;              // begins so
    std::optional<Kind> kind;
    std::optional<State> state;
    UserId manager;
    std::optional<Date> ends_by;  // within this day
};
std::vector<Agreement> list(db::Session&, const Filter&, Date today);  // by title, all loaded
std::vector<Document> documents(db::Session&, AgreementId);            // by title, newest first
std::vector<Happening> happenings(db::Session&, AgreementId);          // newest first

// ---- Write --------------------------------------------------------------------------------------

// The number is the key: new agreements are made, others changed. A municipality that is no longer
// named has yesterday as its last day. The rows are agreements that are signed already.
// Any message: the caller does not commit. (import::Takers::agreements)
import::Report store(db::Tx&, const Actor&, Instant at, std::span<const import::AgreementRow>);
// A municipality joins, with its decision. Saving the same again changes nothing.
Result<void> join(db::Tx&, const Actor&, Instant at, AgreementId, const Member&);

// An existing register, XLSX or CSV as people keep it; rows that cannot be understood are left out.
// How many agreements were stored. (The page shows it row by row first: intake.h.)
Result<int> take_register(db::Tx&, const Actor&, Instant at, std::string_view bytes,
                          bool undecided_in_force);
// A new one, in draft. Refuses a number that is used.
Result<AgreementId> create(db::Tx&, const Actor&, Instant at, const Agreement&);

// What has been called off so far, for the agreement's own page; later stages know it.
struct Drawn {
    Money ordered, invoiced;  // without VAT
    std::string path;         // where the whole list is
};
using DrawnHook = Drawn (*)(db::Session&, const Actor&, const Agreement&);
inline DrawnHook drawn = nullptr;

// By the clock: what has run out expires, and what comes due is said once for each step before the
// day, in the lists of its manager and the coordinators and by e-mail. How much happened.
int by_the_clock(db::Tx&, Instant at);
struct Mail {
    std::string name, address, subject, body;
    MunicipalityId municipality;
    Language language = Language::nb;
    std::string path;  // where it is dealt with
};
using MailDoor = void (*)(db::Tx&, Instant, const Mail&);
inline MailDoor mail = nullptr;  // nothing: no e-mail is sent

// Who is told: its manager first, then the coordinators.
std::vector<UserId> those_who_follow(db::Session&, const Agreement&);

// The coordinator may change any agreement, its manager that one.
bool may_edit(const Actor&, const Agreement&);

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
