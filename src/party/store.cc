// Reads people, units and suppliers. actor() runs on every page and is two statements: reach is
// kept ready by store_administration.cc. Who may approve is loaded here and decided in rules.cc.

#include "db/db.h"
#include "party/party.h"
#include "party/rules.h"

namespace samkjop::party {
namespace {

constexpr std::string_view kMunicipality =
    "SELECT m.id, m.number, m.name, m.organisation_number, m.language, m.host,"
    " s.budget_policy, s.budget_scope, s.allowed_overrun_ore, s.increase_tolerance_ore,"
    " s.over_receipt_percent, s.invoice_price_percent, s.invoice_line_tolerance_ore,"
    " s.invoice_total_tolerance_ore, s.receipt_required, s.invoice_reference_label,"
    " s.invoice_reference_pattern, s.upload_limit_bytes, s.finance_profile, s.finance_client"
    " FROM municipality m JOIN municipality_settings s ON s.municipality_id = m.id";

Municipality read_municipality(const db::Row& row) {
    Municipality out;
    out.id = row.get<MunicipalityId>(0);
    out.number = row.get<std::string>(1);
    out.name = row.get<std::string>(2);
    out.organisation_number = row.get<std::string>(3);
    out.language = language_from(row.get<std::string>(4), Language::nb);
    out.host = row.get<bool>(5);
    Settings& settings = out.settings;
    settings.budget_policy = row.get<BudgetPolicy>(6);
    settings.budget_scope = row.get<BudgetScope>(7);
    settings.allowed_overrun = row.get<Money>(8);
    settings.increase_tolerance = row.get<Money>(9);
    settings.over_receipt_percent = row.get<Decimal>(10);
    settings.invoice_price_percent = row.get<Decimal>(11);
    settings.invoice_line_tolerance = row.get<Money>(12);
    settings.invoice_total_tolerance = row.get<Money>(13);
    settings.receipt_required = row.get<bool>(14);
    settings.invoice_reference_label = row.get<std::string>(15);
    settings.invoice_reference_pattern = row.get<std::string>(16);
    settings.upload_limit_bytes = row.get<std::int64_t>(17);
    settings.finance_profile = row.get<std::string>(18);
    settings.finance_client = row.get<std::string>(19);
    return out;
}

constexpr std::string_view kUnit =
    "SELECT id, municipality_id, parent_id, code, name, function_code, delivery_name, street,"
    " postal_code, city, leader_id, last_day FROM unit";

Unit read_unit(const db::Row& row) {
    Unit out;
    out.id = row.get<UnitId>(0);
    out.municipality = row.get<MunicipalityId>(1);
    out.parent = row.get<std::optional<UnitId>>(2).value_or(UnitId{});
    out.code = row.get<std::string>(3);
    out.name = row.get<std::string>(4);
    out.function = row.get<std::string>(5);
    out.delivery_name = row.get<std::string>(6);
    out.street = row.get<std::string>(7);
    out.postal_code = row.get<std::string>(8);
    out.city = row.get<std::string>(9);
    out.leader = row.get<std::optional<UserId>>(10).value_or(UserId{});
    out.last_day = row.get<std::optional<Date>>(11);
    return out;
}

constexpr std::string_view kPerson =
    "SELECT id, municipality_id, unit_id, user_name, name, email, language, blocked FROM person";

Person read_person(const db::Row& row) {
    Person out;
    out.id = row.get<UserId>(0);
    out.municipality = row.get<MunicipalityId>(1);
    out.unit = row.get<UnitId>(2);
    out.user_name = row.get<std::string>(3);
    out.name = row.get<std::string>(4);
    out.email = row.get<std::string>(5);
    out.language = language_from(row.get<std::string>(6), Language::nb);
    out.blocked = row.get<bool>(7);
    return out;
}

std::optional<Person> with_grants(db::Session& session, std::optional<Person> person) {
    if (!person) return person;
    session.each(
        "SELECT role, unit_id FROM role_grant WHERE person_id = $1 AND ended_at IS NULL"
        " ORDER BY id",
        [&](const db::Row& row) {
            const auto role = role_from(row.get<std::string>(0));
            const UnitId unit = row.get<std::optional<UnitId>>(1).value_or(UnitId{});
            if (role) person->grants.push_back({*role, unit});
        },
        person->id);
    return person;
}

constexpr std::string_view kSupplier =
    "SELECT id, organisation_number, name, street, postal_code, city, country, email, endpoint,"
    " bank_account, finance_number, blocked FROM supplier";

Supplier read_supplier(const db::Row& row) {
    Supplier out;
    out.id = row.get<SupplierId>(0);
    out.organisation_number = row.get<std::string>(1);
    out.name = row.get<std::string>(2);
    out.street = row.get<std::string>(3);
    out.postal_code = row.get<std::string>(4);
    out.city = row.get<std::string>(5);
    out.country = row.get<std::string>(6);
    out.email = row.get<std::string>(7);
    out.endpoint = row.get<std::string>(8);
    out.bank_account = row.get<std::string>(9);
    out.finance_number = row.get<std::string>(10);
    out.blocked = row.get<bool>(11);
    return out;
}

template <class... Parts>
std::string sql(Parts... parts) {
    std::string out;
    (out.append(parts), ...);
    return out;
}

constexpr std::string_view kLimit =
    "SELECT l.id, l.person_id, l.unit_id, l.limit_ore, l.valid_from, l.valid_to, l.reference"
    " FROM authority_limit l JOIN person p ON p.id = l.person_id";

AuthorityLimit read_limit(const db::Row& row) {
    return {row.get<std::int64_t>(0),
            row.get<UserId>(1),
            row.get<std::optional<UnitId>>(2).value_or(UnitId{}),
            row.get<Money>(3),
            row.get<Date>(4),
            row.get<Date>(5),
            row.get<std::string>(6)};
}

constexpr std::string_view kDelegation =
    "SELECT d.id, d.lender_id, d.substitute_id, d.valid_from, d.valid_to, d.reason, d.limit_ore"
    " FROM delegation d JOIN person p ON p.id = d.lender_id";

Delegation read_delegation(const db::Row& row) {
    return {row.get<std::int64_t>(0),
            row.get<UserId>(1),
            row.get<UserId>(2),
            row.get<Date>(3),
            row.get<Date>(4),
            row.get<std::string>(5),
            row.get<std::optional<Money>>(6)};
}

// The limits that apply in the unit, of people who are approvers there and are not blocked.
rules::UnitAuthority unit_authority(db::Session& session, UnitId unit) {
    rules::UnitAuthority out;
    session.each(
        "SELECT l.person_id, COALESCE(w.steps, 1000), l.limit_ore, l.valid_from, l.valid_to"
        " FROM unit u"
        " JOIN person p ON p.municipality_id = u.municipality_id AND NOT p.blocked"
        " JOIN authority_limit l ON l.person_id = p.id"
        " LEFT JOIN unit_within w ON w.inner_id = u.id AND w.outer_id = l.unit_id"
        " WHERE u.id = $1 AND (l.unit_id IS NULL OR w.outer_id IS NOT NULL)"
        "  AND EXISTS (SELECT 1 FROM role_grant g WHERE g.person_id = p.id AND g.role = 'approver'"
        "   AND g.ended_at IS NULL AND (g.unit_id IS NULL OR EXISTS (SELECT 1 FROM unit_within gw"
        "    WHERE gw.inner_id = u.id AND gw.outer_id = g.unit_id)))",
        [&](const db::Row& row) {
            out.holdings.push_back({row.get<UserId>(0), row.get<int>(1), row.get<Money>(2),
                                    row.get<Date>(3), row.get<Date>(4)});
        },
        unit);
    session.each(
        "SELECT o.leader_id FROM unit_within w JOIN unit o ON o.id = w.outer_id"
        " WHERE w.inner_id = $1 ORDER BY w.steps",
        [&](const db::Row& row) {
            out.leaders.push_back(row.get<std::optional<UserId>>(0).value_or(UserId{}));
        },
        unit);
    return out;
}

std::vector<rules::UnitAuthority> unit_authorities(db::Session& session,
                                                   std::span<const UnitId> units) {
    std::vector<rules::UnitAuthority> out;
    for (const UnitId unit : units) out.push_back(unit_authority(session, unit));
    return out;
}

std::vector<rules::Loan> loans_on(db::Session& session, Date today) {
    return session.list(
        "SELECT d.lender_id, d.substitute_id, d.limit_ore, d.valid_from, d.valid_to"
        " FROM delegation d JOIN person s ON s.id = d.substitute_id AND NOT s.blocked"
        " WHERE d.valid_from <= $1 AND d.valid_to >= $1",
        [](const db::Row& row) {
            return rules::Loan{row.get<UserId>(0), row.get<UserId>(1),
                               row.get<std::optional<Money>>(2), row.get<Date>(3),
                               row.get<Date>(4)};
        },
        today);
}

// What the second statement of actor() brings: 'grant' and 'unit' rows of one's own and of those
// whom one stands in for today (their approval, and the units that it is for).
constexpr std::string_view kGrantsAndReach =
    "SELECT 'grant' AS kind, g.role AS role, g.unit_id AS unit_id FROM role_grant g"
    " WHERE g.person_id = $1 AND g.ended_at IS NULL"
    " UNION ALL SELECT 'unit', '', r.unit_id FROM reach r WHERE r.person_id = $1"
    " UNION ALL SELECT 'lent', '', u.id FROM delegation d"
    "  JOIN person l ON l.id = d.lender_id AND NOT l.blocked"
    "  JOIN role_grant g ON g.person_id = l.id AND g.role = 'approver' AND g.ended_at IS NULL"
    "  JOIN unit u ON u.municipality_id = l.municipality_id AND (g.unit_id IS NULL"
    "   OR EXISTS (SELECT 1 FROM unit_within w WHERE w.inner_id = u.id AND w.outer_id = g.unit_id))"
    " WHERE d.substitute_id = $1 AND d.valid_from <= $2 AND d.valid_to >= $2";

}  // namespace

std::optional<Role> role_from(std::string_view wanted) {
    for (int i = 0; i < static_cast<int>(Role::count_); ++i) {
        if (samkjop::name(static_cast<Role>(i)) == wanted) return static_cast<Role>(i);
    }
    return std::nullopt;
}

std::optional<Municipality> municipality(db::Session& session, MunicipalityId id) {
    return session.one(sql(kMunicipality, " WHERE m.id = $1"), read_municipality, id);
}

std::optional<Municipality> municipality_by_number(db::Session& session, std::string_view number) {
    return session.one(sql(kMunicipality, " WHERE m.number = $1"), read_municipality, number);
}

std::optional<Municipality> municipality_by_organisation_number(db::Session& session,
                                                                std::string_view number) {
    return session.one(sql(kMunicipality, " WHERE m.organisation_number = $1"), read_municipality,
                       number);
}

std::vector<Municipality> municipalities(db::Session& session) {
    return session.list(sql(kMunicipality, " ORDER BY m.number"), read_municipality);
}

std::optional<Unit> unit(db::Session& session, UnitId id) {
    return session.one(sql(kUnit, " WHERE id = $1"), read_unit, id);
}

std::optional<Unit> unit_by_code(db::Session& session, MunicipalityId municipality,
                                 std::string_view code) {
    return session.one(sql(kUnit, " WHERE municipality_id = $1 AND code = $2"), read_unit,
                       municipality, code);
}

std::vector<Unit> units(db::Session& session, MunicipalityId municipality) {
    return session.list(sql(kUnit, " WHERE municipality_id = $1 ORDER BY code"), read_unit,
                        municipality);
}

bool is_within(db::Session& session, UnitId inner, UnitId outer) {
    return !outer ||
           session.value<std::int64_t>(
               "SELECT 1 FROM unit_within WHERE inner_id = $1 AND outer_id = $2", inner, outer);
}

std::optional<Person> person(db::Session& session, UserId id) {
    return with_grants(session, session.one(sql(kPerson, " WHERE id = $1"), read_person, id));
}

std::optional<Person> person_by_user_name(db::Session& session, std::string_view user_name) {
    return with_grants(session,
                       session.one(sql(kPerson, " WHERE user_name = $1"), read_person, user_name));
}

std::vector<Person> people(db::Session& session, MunicipalityId municipality) {
    auto out =
        session.list(sql(kPerson, " WHERE municipality_id = $1 ORDER BY name COLLATE nb, id"),
                     read_person, municipality);
    std::map<UserId, Person*> by_id;
    for (Person& one : out) by_id[one.id] = &one;
    session.each(
        "SELECT g.person_id, g.role, g.unit_id FROM role_grant g"
        " JOIN person p ON p.id = g.person_id"
        " WHERE p.municipality_id = $1 AND g.ended_at IS NULL ORDER BY g.id",
        [&](const db::Row& row) {
            const auto role = role_from(row.get<std::string>(1));
            if (!role) return;
            by_id.at(row.get<UserId>(0))
                ->grants.push_back({*role, row.get<std::optional<UnitId>>(2).value_or(UnitId{})});
        },
        municipality);
    return out;
}

std::vector<UserId> holders(db::Session& session, Role role, UnitId unit) {
    return session.list(
        "SELECT p.id FROM unit u JOIN person p ON p.municipality_id = u.municipality_id"
        " WHERE u.id = $1 AND NOT p.blocked AND EXISTS (SELECT 1 FROM role_grant g"
        "  WHERE g.person_id = p.id AND g.role = $2 AND g.ended_at IS NULL AND (g.unit_id IS NULL"
        "   OR EXISTS (SELECT 1 FROM unit_within w WHERE w.inner_id = u.id AND w.outer_id = "
        "g.unit_id)))"
        " ORDER BY p.id",
        [](const db::Row& row) { return row.get<UserId>(0); }, unit, samkjop::name(role));
}

std::vector<UserId> reaching(db::Session& session, UnitId unit) {
    return session.list(
        "SELECT r.person_id FROM reach r JOIN person p ON p.id = r.person_id"
        " WHERE r.unit_id = $1 AND NOT p.blocked ORDER BY r.person_id",
        [](const db::Row& row) { return row.get<UserId>(0); }, unit);
}

std::optional<Actor> actor(db::Session& session, UserId user) {
    return actor(session, user, clock_now().oslo_date());
}

std::optional<Actor> actor(db::Session& session, UserId user, Date today) {
    bool at_host = false;
    auto out = session.one(
        "SELECT p.id, p.municipality_id, p.unit_id, p.name, u.name, m.name, m.host, p.language"
        " FROM person p JOIN unit u ON u.id = p.unit_id JOIN municipality m ON m.id = "
        "p.municipality_id"
        " WHERE p.id = $1 AND NOT p.blocked",
        [&](const db::Row& row) {
            Actor found;
            found.user = row.get<UserId>(0);
            found.municipality = row.get<MunicipalityId>(1);
            found.unit = row.get<UnitId>(2);
            found.name = row.get<std::string>(3);
            found.unit_name = row.get<std::string>(4);
            found.municipality_name = row.get<std::string>(5) + " kommune";
            at_host = row.get<bool>(6);
            found.language = language_from(row.get<std::string>(7), Language::nb);
            return found;
        },
        user);
    if (!out) return out;
    out->permissions.set(static_cast<std::size_t>(Permission::anyone))
        .set(static_cast<std::size_t>(Permission::signed_in));
    session.each(
        kGrantsAndReach,
        [&](const db::Row& row) {
            const std::string kind = row.get<std::string>(0);
            const UnitId unit = row.get<std::optional<UnitId>>(2).value_or(UnitId{});
            if (kind == "lent") out->permissions |= permissions_of(Role::approver);
            if (kind != "grant") {
                out->units.push_back(unit.value);
                return;
            }
            const auto role = role_from(row.get<std::string>(1));
            if (!role) return;
            out->grants.push_back({*role, unit});
            out->permissions |= permissions_of(*role);
            if (!unit) out->whole_municipality = true;
            // The host serves all: its auditor and operator do too. Others see their own
            // municipality.
            const bool serves_all =
                *role == Role::coordinator || *role == Role::auditor || *role == Role::operator_;
            if (serves_all && at_host && !unit) out->whole_region = true;
        },
        user, today);
    std::ranges::sort(out->units);
    out->units.erase(std::unique(out->units.begin(), out->units.end()), out->units.end());
    return out;
}

std::optional<std::string> password_hash_of(db::Session& session, UserId user) {
    return session
        .value<std::optional<std::string>>("SELECT password_hash FROM person WHERE id = $1", user)
        .value_or(std::nullopt);
}

void set_password_hash(db::Tx& tx, UserId user, std::string_view hash) {
    tx->run("UPDATE person SET password_hash = $1 WHERE id = $2", hash, user);
}

std::optional<Money> authority(db::Session& session, UserId user, UnitId unit, Date today,
                               UserId requester) {
    return authority(session, user, std::span(&unit, 1), today, requester);
}

std::optional<Money> authority(db::Session& session, UserId user, std::span<const UnitId> units,
                               Date today, UserId requester) {
    return rules::authority(unit_authorities(session, units), loans_on(session, today), user, today,
                            requester);
}

std::vector<UserId> approvers(db::Session& session, std::span<const UnitId> units, Money amount,
                              UserId requester, Date today) {
    return rules::approvers(unit_authorities(session, units), loans_on(session, today), amount,
                            requester, today);
}

std::vector<AuthorityLimit> limits(db::Session& session, MunicipalityId municipality) {
    return session.list(
        sql(kLimit, " WHERE p.municipality_id = $1 ORDER BY p.name COLLATE nb, l.valid_from, l.id"),
        read_limit, municipality);
}

std::vector<AuthorityLimit> limits_of(db::Session& session, UserId user) {
    return session.list(sql(kLimit, " WHERE l.person_id = $1 ORDER BY l.valid_from, l.id"),
                        read_limit, user);
}

std::vector<Delegation> delegations(db::Session& session, MunicipalityId municipality) {
    return session.list(
        sql(kDelegation, " WHERE p.municipality_id = $1 ORDER BY d.valid_from DESC, d.id"),
        read_delegation, municipality);
}

std::vector<Delegation> delegations_of(db::Session& session, UserId user) {
    return session.list(sql(kDelegation,
                            " WHERE d.lender_id = $1 OR d.substitute_id = $1"
                            " ORDER BY d.valid_from DESC, d.id"),
                        read_delegation, user);
}

std::vector<std::pair<UserId, std::string>> stands_in_for(db::Session& session, UserId user,
                                                          Date today) {
    return session.list(
        "SELECT DISTINCT l.id, l.name FROM delegation d JOIN person l ON l.id = d.lender_id"
        " WHERE d.substitute_id = $1 AND d.valid_from <= $2 AND d.valid_to >= $2 ORDER BY l.id",
        [](const db::Row& row) { return std::pair(row.get<UserId>(0), row.get<std::string>(1)); },
        user, today);
}

std::optional<Supplier> supplier(db::Session& session, SupplierId id) {
    return session.one(sql(kSupplier, " WHERE id = $1"), read_supplier, id);
}

std::optional<Supplier> supplier_by_organisation_number(db::Session& session,
                                                        std::string_view number) {
    return session.one(sql(kSupplier, " WHERE organisation_number = $1"), read_supplier, number);
}

std::vector<Supplier> suppliers(db::Session& session) {
    return session.list(sql(kSupplier, " ORDER BY name COLLATE nb, id"), read_supplier);
}

std::string supplier_number(db::Session& session, MunicipalityId municipality,
                            SupplierId supplier) {
    return session
        .value<std::string>(
            "SELECT COALESCE(n.number, s.finance_number) FROM supplier s LEFT JOIN supplier_number "
            "n"
            " ON n.supplier_id = s.id AND n.municipality_id = $1 WHERE s.id = $2",
            municipality, supplier)
        .value_or("");
}

std::optional<SupplierId> supplier_by_number(db::Session& session, MunicipalityId municipality,
                                             std::string_view number) {
    return session.value<SupplierId>(
        "SELECT supplier_id FROM supplier_number WHERE municipality_id = $1 AND number = $2",
        municipality, number);
}

}  // namespace samkjop::party
