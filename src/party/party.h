#pragma once
// Who there is: municipalities, their units and people, roles, authority limits, delegations, and
// the suppliers of the region.

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "access/actor.h"
#include "base/result.h"

namespace samkjop::db {
class Session;
class Tx;
}  // namespace samkjop::db

namespace samkjop::party {

using SupplierId = Id<struct SupplierTag>;

// What the council does when a purchase goes beyond the budget (ledger.md 1.6).
enum class BudgetPolicy : std::uint8_t { warn, stop, refuse };
// Over which codings available is summed when cover is judged.
enum class BudgetScope : std::uint8_t { coding, unit, unit_function, art_group, project };

// What a municipality may turn without a programmer.
struct Settings {
    BudgetPolicy budget_policy = BudgetPolicy::warn;
    BudgetScope budget_scope = BudgetScope::unit_function;
    Money allowed_overrun;
    Money increase_tolerance;             // order response: over the last approved total
    Decimal over_receipt_percent;         // of the ordered quantity, cumulated
    Decimal invoice_price_percent;        // a line price within this agrees
    Money invoice_line_tolerance;         // … or within this amount per line
    Money invoice_total_tolerance;        // … and the whole invoice within this
    bool receipt_required = true;         // three-way match; else ordered = invoiced is enough
    std::string invoice_reference_label;  // «Bestillernummer»
    std::string invoice_reference_pattern;
    std::int64_t upload_limit_bytes = 20 << 20;
    std::string finance_profile = "gl07";  // or "csv"
    std::string finance_client;            // GL07 client code
    friend bool operator==(const Settings&, const Settings&) = default;
};

// Three questions of the commitment ledger that municipalities answer differently, by date.
struct LedgerRules {
    bool disputed_agreed_only = false;  // a disputed invoice: only what agrees counts
    int release_after_days = 0;   // what nobody delivers is closed after so many days; 0: never
    bool carry_reserved = false;  // what only waits for approval may go over the year end
    friend bool operator==(const LedgerRules&, const LedgerRules&) = default;
};
struct DatedLedgerRules {
    Date valid_from;
    LedgerRules rules;
    std::string set_by;
    Instant set_at;
};

struct Municipality {
    MunicipalityId id;
    std::string number;  // "3322": SSB's municipality number
    std::string name;    // "Nes"
    std::string organisation_number;
    Language language = Language::nb;
    bool host = false;
    Settings settings;
    std::string title() const { return name + " kommune"; }
    friend bool operator==(const Municipality&, const Municipality&) = default;
};

struct Unit {
    UnitId id;
    MunicipalityId municipality;
    UnitId parent;         // 0: top
    std::string code;      // ansvar: "3210"
    std::string name;      // "Elvetun sykehjem"
    std::string function;  // the KOSTRA function it normally buys for: "253"
    std::string delivery_name;
    std::string street, postal_code, city;
    UserId leader;
    std::optional<Date> last_day;  // closed after this day; nothing: open
    friend bool operator==(const Unit&, const Unit&) = default;
};

struct Person {
    UserId id;
    MunicipalityId municipality;
    UnitId unit;
    std::string user_name;
    std::string name;
    std::string email;
    Language language = Language::nb;
    bool blocked = false;
    std::vector<Grant> grants;
};

// budsjettdisponeringsmyndighet: how much, where, when, by whose decision.
struct AuthorityLimit {
    std::int64_t id = 0;
    UserId user;
    UnitId unit;  // and everything below; 0: whole municipality
    Money limit;  // per requisition, cost without compensated VAT
    Date valid_from, valid_to;
    std::string reference;  // the decision it rests on
};

struct Delegation {  // a substitute during absence: lends approval and reach
    std::int64_t id = 0;
    UserId from, to;
    Date valid_from, valid_to;
    std::string reason;
    std::optional<Money> limit;  // lent at most this; nothing: all that the lender has
};

inline constexpr Date kOpenEnd = Date(9999, 12, 31);  // valid until somebody ends it

struct Supplier {
    SupplierId id;
    std::string organisation_number;
    std::string name;
    std::string street, postal_code, city, country = "NO";
    std::string email;
    std::string endpoint;  // "0192:313…", empty: not on Peppol
    std::string bank_account;
    std::string finance_number;  // leverandørnummer in the finance system
    bool blocked = false;
    friend bool operator==(const Supplier&, const Supplier&) = default;
};

// "NO"; of a company abroad, the two letters its number begins with: "SE5566778899".
std::string country_of(std::string_view company_number);

std::optional<Municipality> municipality(db::Session&, MunicipalityId);
std::optional<Municipality> municipality_by_number(db::Session&, std::string_view);
std::optional<Municipality> municipality_by_organisation_number(db::Session&, std::string_view);
std::vector<Municipality> municipalities(db::Session&);  // by number: up the valley

std::optional<Unit> unit(db::Session&, UnitId);
std::optional<Unit> unit_by_code(db::Session&, MunicipalityId, std::string_view code);
std::vector<Unit> units(db::Session&, MunicipalityId);     // by code, closed ones too
bool is_within(db::Session&, UnitId inner, UnitId outer);  // the same or below; outer 0: always

std::optional<Person> person(db::Session&, UserId);
std::optional<Person> person_by_user_name(db::Session&, std::string_view);
std::vector<Person> people(db::Session&, MunicipalityId);  // by name, blocked ones too
std::vector<UserId> holders(db::Session&, Role, UnitId);   // the role in this unit or above it
std::vector<UserId> reaching(db::Session&, UnitId);        // everybody with the unit in reach

// The actor as the session is opened: roles, permissions and reach. Nothing for a blocked person.
// A substitute has the lender's approval and reach while the delegation lasts; the form without a
// date asks the clock which day it is.
std::optional<Actor> actor(db::Session&, UserId, Date today);
std::optional<Actor> actor(db::Session&, UserId);

// For the account module. The hash is argon2id's own text; nothing: no password is set.
std::optional<std::string> password_hash_of(db::Session&, UserId);
void set_password_hash(db::Tx&, UserId, std::string_view hash);

// The largest amount this person may approve in every one of these units today, with own limits and
// those lent by a delegation; nothing where there is no authority. What `requester` has lent does
// not count: nobody approves their own, not by way of a substitute either. A limit counts only
// together with the role of approver there. approvers(): everybody who can approve the amount, the
// nearest unit's leader first, never `requester`.
std::optional<Money> authority(db::Session&, UserId, UnitId, Date today, UserId requester = {});
std::optional<Money> authority(db::Session&, UserId, std::span<const UnitId>, Date today,
                               UserId requester = {});
std::vector<UserId> approvers(db::Session&, std::span<const UnitId>, Money, UserId requester,
                              Date today);
std::vector<AuthorityLimit> limits(db::Session&, MunicipalityId);  // past and future too
std::vector<AuthorityLimit> limits_of(db::Session&, UserId);
std::vector<Delegation> delegations(db::Session&, MunicipalityId);
std::vector<Delegation> delegations_of(db::Session&, UserId);  // lent by or to

// The people this person stands in for today (delegations in force), by name.
std::vector<std::pair<UserId, std::string>> stands_in_for(db::Session&, UserId, Date today);

LedgerRules ledger_rules(db::Session&, MunicipalityId, Date on);
std::vector<DatedLedgerRules> all_ledger_rules(db::Session&, MunicipalityId);  // newest first

std::optional<Supplier> supplier(db::Session&, SupplierId);
std::optional<Supplier> supplier_by_organisation_number(db::Session&, std::string_view);
std::vector<Supplier> suppliers(db::Session&);
// leverandørnummer in one municipality's finance system, else the region's, else empty.
std::string supplier_number(db::Session&, MunicipalityId, SupplierId);
std::optional<SupplierId> supplier_by_number(db::Session&, MunicipalityId, std::string_view number);

// Administration. Each writes a trail line; nothing is deleted. The caller's route has asked for
// the permission; these refuse what would not hold: a number used twice, a tree that bites its
// tail, a person or unit of another municipality, dates in the wrong order, the last administrator
// leaving.
Result<MunicipalityId> create_municipality(db::Tx&, const Actor&, Instant, const Municipality&);
Result<void> change_municipality(db::Tx&, const Actor&, Instant,
                                 const Municipality&);  // not settings
Result<void> save_settings(db::Tx&, const Actor&, Instant, MunicipalityId, const Settings&);

Result<UnitId> create_unit(db::Tx&, const Actor&, Instant, const Unit&);
Result<void> change_unit(db::Tx&, const Actor&, Instant, const Unit&);        // last_day closes it
Result<UserId> create_person(db::Tx&, const Actor&, Instant, const Person&);  // with the grants
Result<void> change_person(db::Tx&, const Actor&, Instant,
                           const Person&);  // not grants, not blocked
Result<void> set_blocked(db::Tx&, const Actor&, Instant, UserId, bool blocked);
Result<void> grant_role(db::Tx&, const Actor&, Instant, UserId, const Grant&);
Result<void> end_grant(db::Tx&, const Actor&, Instant, UserId, const Grant&);

Result<std::int64_t> add_limit(db::Tx&, const Actor&, Instant, const AuthorityLimit&);
Result<void> end_limit(db::Tx&, const Actor&, Instant, std::int64_t id, Date last_day);
Result<std::int64_t> add_delegation(db::Tx&, const Actor&, Instant, const Delegation&);
Result<void> end_delegation(db::Tx&, const Actor&, Instant, std::int64_t id, Date last_day);

Result<SupplierId> create_supplier(db::Tx&, const Actor&, Instant, const Supplier&);
// From a day on, today or later: what has been posted is not judged anew.
Result<void> set_ledger_rules(db::Tx&, const Actor&, Instant, MunicipalityId, Date from,
                              const LedgerRules&);
Result<void> change_supplier(db::Tx&, const Actor&, Instant, const Supplier&);
Result<void> set_supplier_number(db::Tx&, const Actor&, Instant, MunicipalityId, SupplierId,
                                 std::string_view number);

std::optional<Role> role_from(std::string_view name);  // "requester"

}  // namespace samkjop::party
