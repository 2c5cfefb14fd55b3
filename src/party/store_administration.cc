// Changes who there is. Decides what would not hold (a number used twice, a unit below itself, the
// last administrator leaving, authority given to oneself), keeps the closed tree and everybody's
// reach ready, and writes a trail line for each change. Saving what already stands writes nothing.

#include "base/identifiers.h"
#include "db/db.h"
#include "party/party.h"
#include "party/rules.h"
#include "party/texts.h"
#include "trail/trail.h"

namespace samkjop::party {
namespace {

// What differs between the row and what was typed, for the trail: the new value and the old.
class Changes {
public:
    template <class Value>
    void compare(std::string_view name, const Value& was, const Value& is) {
        if (was == is) return;
        any_ = true;
        add(name, is);
        add(std::string(name) + "_was", was);
    }
    explicit operator bool() const { return any_; }
    std::string text() const { return detail_.text(); }

private:
    void add(std::string_view name, const std::string& value) { detail_.add(name, value); }
    void add(std::string_view name, std::int64_t value) { detail_.add(name, value); }
    void add(std::string_view name, Money value) { detail_.add(name, value); }
    void add(std::string_view name, Decimal value) { detail_.add(name, value.text()); }
    void add(std::string_view name, std::optional<Date> value) {
        detail_.add(name, value ? value->iso() : std::string());
    }
    template <class Tag>
    void add(std::string_view name, Id<Tag> value) {
        detail_.add(name, value.value);
    }

    trail::Detail detail_;
    bool any_ = false;
};

template <class Tag>
std::optional<Id<Tag>> or_null(Id<Tag> id) {
    return id ? std::optional(id) : std::nullopt;
}

Result<void> within(const Actor& actor, MunicipalityId municipality) {
    if (actor.user && actor.municipality != municipality) return refuse(text::out_of_reach);
    return {};
}

Result<void> filled(std::string_view value, std::string_view field) {
    if (value.find_first_not_of(' ') != value.npos) return {};
    return refuse(text::must_be_filled, {{"field", std::string(field)}}, std::string(field));
}

Result<void> in_order(Date from, Date to) {
    if (to < from) return refuse(text::dates_in_wrong_order, {}, "valid_to");
    return {};
}

Result<Person> known_person(db::Session& session, const Actor& actor, UserId id) {
    auto found = person(session, id);
    if (!found) return refuse(text::unknown_person);
    TRY(within(actor, found->municipality));
    return *std::move(found);
}

// A unit of the municipality; 0, the whole municipality, is one too.
Result<void> known_unit(db::Session& session, MunicipalityId municipality, UnitId id) {
    if (!id) return {};
    const auto found = unit(session, id);
    if (!found || found->municipality != municipality)
        return refuse(text::unknown_unit, {}, "unit");
    return {};
}

// Everybody's units, from own unit and grants down the tree. person 0: the whole municipality.
void refresh_reach(db::Session& session, MunicipalityId municipality, UserId user) {
    const std::string_view whose =
        " (SELECT p.id FROM person p WHERE p.municipality_id = $1"
        " AND ($2 = 0 OR p.id = $2)) ";
    std::string remove = "DELETE FROM reach WHERE person_id IN";
    session.run(remove.append(whose), municipality, user);
    std::string insert =
        "INSERT INTO reach (person_id, unit_id)"
        " SELECT p.id, p.unit_id FROM person p WHERE p.id IN";
    insert.append(whose)
        .append(
            "UNION SELECT g.person_id, w.inner_id FROM role_grant g"
            " JOIN unit_within w ON w.outer_id = g.unit_id"
            " WHERE g.ended_at IS NULL AND g.person_id IN")
        .append(whose)
        .append(
            "UNION SELECT g.person_id, u.id FROM role_grant g JOIN unit u ON u.municipality_id = $1"
            " WHERE g.ended_at IS NULL AND g.unit_id IS NULL AND g.person_id IN")
        .append(whose);
    session.run(insert, municipality, user);
}

void rebuild_tree(db::Session& session, MunicipalityId municipality) {
    session.run(
        "DELETE FROM unit_within WHERE inner_id IN"
        " (SELECT id FROM unit WHERE municipality_id = $1)",
        municipality);
    session.run(
        "INSERT INTO unit_within (inner_id, outer_id, steps)"
        " WITH RECURSIVE up (inner_id, outer_id, steps) AS ("
        "  SELECT id, id, 0 FROM unit WHERE municipality_id = $1"
        "  UNION ALL SELECT up.inner_id, u.parent_id, up.steps + 1 FROM up"
        "   JOIN unit u ON u.id = up.outer_id WHERE u.parent_id IS NOT NULL)"
        " SELECT inner_id, outer_id, steps FROM up",
        municipality);
}

void write_settings(db::Session& session, MunicipalityId id, const Settings& settings) {
    session.run(
        "INSERT INTO municipality_settings (municipality_id, budget_policy, budget_scope,"
        " allowed_overrun_ore, increase_tolerance_ore, over_receipt_percent, invoice_price_percent,"
        " invoice_line_tolerance_ore, invoice_total_tolerance_ore, receipt_required,"
        " invoice_reference_label, invoice_reference_pattern, upload_limit_bytes, finance_profile,"
        " finance_client) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)"
        " ON CONFLICT (municipality_id) DO UPDATE SET budget_policy = excluded.budget_policy,"
        " budget_scope = excluded.budget_scope, allowed_overrun_ore = excluded.allowed_overrun_ore,"
        " increase_tolerance_ore = excluded.increase_tolerance_ore,"
        " over_receipt_percent = excluded.over_receipt_percent,"
        " invoice_price_percent = excluded.invoice_price_percent,"
        " invoice_line_tolerance_ore = excluded.invoice_line_tolerance_ore,"
        " invoice_total_tolerance_ore = excluded.invoice_total_tolerance_ore,"
        " receipt_required = excluded.receipt_required,"
        " invoice_reference_label = excluded.invoice_reference_label,"
        " invoice_reference_pattern = excluded.invoice_reference_pattern,"
        " upload_limit_bytes = excluded.upload_limit_bytes,"
        " finance_profile = excluded.finance_profile, finance_client = excluded.finance_client",
        id, settings.budget_policy, settings.budget_scope, settings.allowed_overrun,
        settings.increase_tolerance, settings.over_receipt_percent, settings.invoice_price_percent,
        settings.invoice_line_tolerance, settings.invoice_total_tolerance,
        settings.receipt_required, settings.invoice_reference_label,
        settings.invoice_reference_pattern, settings.upload_limit_bytes, settings.finance_profile,
        settings.finance_client);
}

// Numbers of the municipality that must be its own. `self` is the row being changed, 0: a new one.
Result<void> distinct_municipality(db::Session& session, const Municipality& municipality) {
    TRY(filled(municipality.name, "name"));
    const bool four_digits =
        municipality.number.size() == 4 &&
        municipality.number.find_first_not_of("0123456789") == std::string::npos;
    if (!four_digits) return refuse(text::municipality_number_malformed, {}, "number");
    if (!OrganisationNumber::parse(municipality.organisation_number)) {
        return refuse(text::organisation_number_malformed,
                      {{"number", municipality.organisation_number}}, "organisation_number");
    }
    for (const Municipality& other : municipalities(session)) {
        if (other.id == municipality.id) continue;
        if (other.number == municipality.number) {
            return refuse(text::municipality_number_in_use, {{"number", other.number}}, "number");
        }
        if (other.organisation_number == municipality.organisation_number) {
            return refuse(text::organisation_number_in_use, {{"number", other.organisation_number}},
                          "organisation_number");
        }
        if (other.host && municipality.host) {
            return refuse(text::only_one_host, {{"name", other.title()}}, "host");
        }
    }
    return {};
}

Result<void> right_unit(db::Session& session, const Actor& actor, const Unit& unit_row) {
    TRY(within(actor, unit_row.municipality));
    TRY(filled(unit_row.name, "name"));
    if (!rules::is_unit_code(unit_row.code)) return refuse(text::unit_code_malformed, {}, "code");
    const auto same_code = unit_by_code(session, unit_row.municipality, unit_row.code);
    if (same_code && same_code->id != unit_row.id) {
        return refuse(text::unit_code_in_use, {{"code", unit_row.code}, {"name", same_code->name}},
                      "code");
    }
    TRY(known_unit(session, unit_row.municipality, unit_row.parent));
    if (unit_row.leader) {
        const auto leader = person(session, unit_row.leader);
        if (!leader || leader->municipality != unit_row.municipality) {
            return refuse(text::unknown_person, {}, "leader");
        }
    }
    return {};
}

Result<void> right_person(db::Session& session, const Actor& actor, const Person& row) {
    TRY(within(actor, row.municipality));
    TRY(filled(row.name, "name"));
    if (!rules::is_user_name(row.user_name))
        return refuse(text::user_name_malformed, {}, "user_name");
    const auto same = person_by_user_name(session, row.user_name);
    if (same && same->id != row.id) {
        return refuse(text::user_name_in_use, {{"user_name", row.user_name}}, "user_name");
    }
    if (!row.unit) return refuse(text::must_be_filled, {{"field", "unit"}}, "unit");
    return known_unit(session, row.municipality, row.unit);
}

Result<void> right_supplier(db::Session& session, const Supplier& row) {
    TRY(filled(row.name, "name"));
    const bool foreign = rules::is_foreign_company(row.organisation_number);
    if (!foreign && !OrganisationNumber::parse(row.organisation_number)) {
        return refuse(text::organisation_number_malformed, {{"number", row.organisation_number}},
                      "organisation_number");
    }
    const auto same = supplier_by_organisation_number(session, row.organisation_number);
    if (same && same->id != row.id) {
        return refuse(text::organisation_number_in_use, {{"number", row.organisation_number}},
                      "organisation_number");
    }
    if (!foreign && !row.bank_account.empty() && !rules::is_bank_account(row.bank_account)) {
        return refuse(text::bank_account_malformed, {{"number", row.bank_account}}, "bank_account");
    }
    const auto colon = row.endpoint.find(':');
    if (!row.endpoint.empty() && (colon != 4 || row.endpoint.size() < 6)) {
        return refuse(text::endpoint_malformed, {}, "endpoint");
    }
    return {};
}

Result<void> another_administrator(db::Session& session, const Person& leaving) {
    const auto others = session.value<std::int64_t>(
        "SELECT count(DISTINCT p.id) FROM person p JOIN role_grant g ON g.person_id = p.id"
        " WHERE p.municipality_id = $1 AND p.id <> $2 AND NOT p.blocked"
        " AND g.role = 'administrator' AND g.unit_id IS NULL AND g.ended_at IS NULL",
        leaving.municipality, leaving.id);
    if (*others > 0) return {};
    return refuse(text::last_administrator, {{"name", leaving.name}});
}

bool administers(const Person& person) {
    return std::ranges::any_of(person.grants, [](const Grant& grant) {
        return grant.role == Role::administrator && !grant.unit;
    });
}

}  // namespace

Result<MunicipalityId> create_municipality(db::Tx& tx, const Actor& actor, Instant at,
                                           const Municipality& municipality_row) {
    const auto own = municipality(tx, actor.municipality);
    if (actor.user && !(own && own->host)) return refuse(text::out_of_reach);
    TRY(distinct_municipality(tx, municipality_row));
    if (auto wrong = rules::wrong_with(municipality_row.settings)) return std::unexpected(*wrong);
    const MunicipalityId id{tx->insert(
        "INSERT INTO municipality (number, name, organisation_number, language, host)"
        " VALUES ($1, $2, $3, $4, $5) RETURNING id",
        municipality_row.number, municipality_row.name, municipality_row.organisation_number,
        code(municipality_row.language), municipality_row.host)};
    write_settings(tx, id, municipality_row.settings);
    trail::append(
        tx, actor, at, {"municipality", id.value}, "municipality_created",
        trail::Detail().add("number", municipality_row.number).add("name", municipality_row.name));
    return id;
}

Result<void> change_municipality(db::Tx& tx, const Actor& actor, Instant at,
                                 const Municipality& row) {
    const auto was = municipality(tx, row.id);
    if (!was) return refuse(text::unknown_municipality);
    TRY(within(actor, row.id));
    TRY(distinct_municipality(tx, row));
    Changes changes;
    changes.compare("number", was->number, row.number);
    changes.compare("name", was->name, row.name);
    changes.compare("organisation_number", was->organisation_number, row.organisation_number);
    changes.compare("language", std::string(code(was->language)), std::string(code(row.language)));
    changes.compare("host", std::int64_t(was->host), std::int64_t(row.host));
    if (!changes) return {};
    tx->run(
        "UPDATE municipality SET number = $1, name = $2, organisation_number = $3, language = $4,"
        " host = $5 WHERE id = $6",
        row.number, row.name, row.organisation_number, code(row.language), row.host, row.id);
    trail::append(tx, actor, at, {"municipality", row.id.value}, "municipality_changed",
                  changes.text());
    return {};
}

Result<void> save_settings(db::Tx& tx, const Actor& actor, Instant at, MunicipalityId id,
                           const Settings& is) {
    const auto found = municipality(tx, id);
    if (!found) return refuse(text::unknown_municipality);
    TRY(within(actor, id));
    if (auto wrong = rules::wrong_with(is)) return std::unexpected(*wrong);
    const Settings& was = found->settings;
    Changes changes;
    const auto number = [](auto value) { return static_cast<std::int64_t>(value); };
    changes.compare("budget_policy", number(was.budget_policy), number(is.budget_policy));
    changes.compare("budget_scope", number(was.budget_scope), number(is.budget_scope));
    changes.compare("allowed_overrun_ore", was.allowed_overrun, is.allowed_overrun);
    changes.compare("increase_tolerance_ore", was.increase_tolerance, is.increase_tolerance);
    changes.compare("over_receipt_percent", was.over_receipt_percent, is.over_receipt_percent);
    changes.compare("invoice_price_percent", was.invoice_price_percent, is.invoice_price_percent);
    changes.compare("invoice_line_tolerance_ore", was.invoice_line_tolerance,
                    is.invoice_line_tolerance);
    changes.compare("invoice_total_tolerance_ore", was.invoice_total_tolerance,
                    is.invoice_total_tolerance);
    changes.compare("receipt_required", number(was.receipt_required), number(is.receipt_required));
    changes.compare("invoice_reference_label", was.invoice_reference_label,
                    is.invoice_reference_label);
    changes.compare("invoice_reference_pattern", was.invoice_reference_pattern,
                    is.invoice_reference_pattern);
    changes.compare("upload_limit_bytes", was.upload_limit_bytes, is.upload_limit_bytes);
    changes.compare("finance_profile", was.finance_profile, is.finance_profile);
    changes.compare("finance_client", was.finance_client, is.finance_client);
    if (!changes) return {};
    write_settings(tx, id, is);
    trail::append(tx, actor, at, {"municipality", id.value}, "settings_changed", changes.text());
    return {};
}

Result<UnitId> create_unit(db::Tx& tx, const Actor& actor, Instant at, const Unit& row) {
    TRY(right_unit(tx, actor, row));
    const UnitId id{tx->insert(
        "INSERT INTO unit (municipality_id, parent_id, code, name, function_code, delivery_name,"
        " street, postal_code, city, leader_id, last_day)"
        " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) RETURNING id",
        row.municipality, or_null(row.parent), row.code, row.name, row.function, row.delivery_name,
        row.street, row.postal_code, row.city, or_null(row.leader), row.last_day)};
    tx->run("INSERT INTO unit_within (inner_id, outer_id, steps) VALUES ($1, $1, 0)", id);
    tx->run(
        "INSERT INTO unit_within (inner_id, outer_id, steps)"
        " SELECT CAST($1 AS BIGINT), outer_id, steps + 1 FROM unit_within WHERE inner_id = $2",
        id, row.parent);
    // Whoever reaches the whole of what it lies in reaches the new unit too.
    tx->run(
        "INSERT INTO reach (person_id, unit_id)"
        " SELECT DISTINCT p.id, w.inner_id FROM unit_within w JOIN role_grant g ON g.ended_at IS "
        "NULL"
        " JOIN person p ON p.id = g.person_id AND p.municipality_id = $2"
        " WHERE w.inner_id = $1 AND (g.unit_id = w.outer_id OR g.unit_id IS NULL)",
        id, row.municipality);
    trail::append(tx, actor, at, {"unit", id.value}, "unit_created",
                  trail::Detail().add("code", row.code).add("name", row.name));
    return id;
}

Result<void> change_unit(db::Tx& tx, const Actor& actor, Instant at, const Unit& row) {
    const auto was = unit(tx, row.id);
    if (!was || was->municipality != row.municipality) return refuse(text::unknown_unit);
    TRY(right_unit(tx, actor, row));
    if (row.parent && is_within(tx, row.parent, row.id)) {
        return refuse(text::unit_below_itself, {}, "parent");
    }
    if (row.last_day && !was->last_day) {
        for (const Unit& below : units(tx, row.municipality)) {
            if (below.parent != row.id || below.last_day) continue;
            return refuse(text::unit_has_open_units, {{"name", below.name}}, "last_day");
        }
    }
    Changes changes;
    changes.compare("parent", was->parent, row.parent);
    changes.compare("code", was->code, row.code);
    changes.compare("name", was->name, row.name);
    changes.compare("function", was->function, row.function);
    changes.compare("delivery_name", was->delivery_name, row.delivery_name);
    changes.compare("street", was->street, row.street);
    changes.compare("postal_code", was->postal_code, row.postal_code);
    changes.compare("city", was->city, row.city);
    changes.compare("leader", was->leader, row.leader);
    changes.compare("last_day", was->last_day, row.last_day);
    if (!changes) return {};
    tx->run(
        "UPDATE unit SET parent_id = $1, code = $2, name = $3, function_code = $4,"
        " delivery_name = $5, street = $6, postal_code = $7, city = $8, leader_id = $9,"
        " last_day = $10 WHERE id = $11",
        or_null(row.parent), row.code, row.name, row.function, row.delivery_name, row.street,
        row.postal_code, row.city, or_null(row.leader), row.last_day, row.id);
    if (was->parent != row.parent) {
        rebuild_tree(tx, row.municipality);
        refresh_reach(tx, row.municipality, {});
    }
    trail::append(tx, actor, at, {"unit", row.id.value}, "unit_changed", changes.text());
    return {};
}

Result<UserId> create_person(db::Tx& tx, const Actor& actor, Instant at, const Person& row) {
    TRY(right_person(tx, actor, row));
    const UserId id{tx->insert(
        "INSERT INTO person (municipality_id, unit_id, user_name, name, email, language, blocked)"
        " VALUES ($1, $2, $3, $4, $5, $6, $7) RETURNING id",
        row.municipality, row.unit, row.user_name, row.name, row.email, code(row.language),
        row.blocked)};
    trail::append(tx, actor, at, {"user", id.value}, "person_created",
                  trail::Detail()
                      .add("user_name", row.user_name)
                      .add("name", row.name)
                      .add("unit", row.unit.value));
    refresh_reach(tx, row.municipality, id);
    for (const Grant& grant : row.grants) TRY(grant_role(tx, actor, at, id, grant));
    return id;
}

Result<void> change_person(db::Tx& tx, const Actor& actor, Instant at, const Person& row) {
    const Person was = TRY(known_person(tx, actor, row.id));
    if (was.municipality != row.municipality) return refuse(text::out_of_reach);
    TRY(right_person(tx, actor, row));
    Changes changes;
    changes.compare("unit", was.unit, row.unit);
    changes.compare("user_name", was.user_name, row.user_name);
    changes.compare("name", was.name, row.name);
    changes.compare("email", was.email, row.email);
    changes.compare("language", std::string(code(was.language)), std::string(code(row.language)));
    if (!changes) return {};
    tx->run(
        "UPDATE person SET unit_id = $1, user_name = $2, name = $3, email = $4, language = $5"
        " WHERE id = $6",
        row.unit, row.user_name, row.name, row.email, code(row.language), row.id);
    refresh_reach(tx, was.municipality, row.id);
    trail::append(tx, actor, at, {"user", row.id.value}, "person_changed", changes.text());
    return {};
}

Result<void> set_blocked(db::Tx& tx, const Actor& actor, Instant at, UserId id, bool blocked) {
    const Person was = TRY(known_person(tx, actor, id));
    if (was.blocked == blocked) return {};
    if (blocked && administers(was)) TRY(another_administrator(tx, was));
    tx->run("UPDATE person SET blocked = $1 WHERE id = $2", blocked, id);
    trail::append(tx, actor, at, {"user", id.value},
                  blocked ? "person_blocked" : "person_unblocked");
    return {};
}

Result<void> grant_role(db::Tx& tx, const Actor& actor, Instant at, UserId id, const Grant& grant) {
    const Person to = TRY(known_person(tx, actor, id));
    TRY(known_unit(tx, to.municipality, grant.unit));
    for (const Grant& held : to.grants) {
        if (held.role == grant.role && held.unit == grant.unit)
            return refuse(text::already_granted);
    }
    if (grant.role == Role::coordinator && !municipality(tx, to.municipality)->host) {
        return refuse(text::regional_role_at_host_only, {}, "role");
    }
    tx->run("INSERT INTO role_grant (person_id, role, unit_id, granted_at) VALUES ($1, $2, $3, $4)",
            id, samkjop::name(grant.role), or_null(grant.unit), at);
    refresh_reach(tx, to.municipality, id);
    trail::append(
        tx, actor, at, {"user", id.value}, "role_granted",
        trail::Detail().add("role", samkjop::name(grant.role)).add("unit", grant.unit.value));
    return {};
}

Result<void> end_grant(db::Tx& tx, const Actor& actor, Instant at, UserId id, const Grant& grant) {
    const Person of = TRY(known_person(tx, actor, id));
    if (grant.role == Role::administrator && !grant.unit && !of.blocked) {
        TRY(another_administrator(tx, of));
    }
    const auto ended = tx->run(
        "UPDATE role_grant SET ended_at = $1 WHERE person_id = $2 AND role = $3"
        " AND COALESCE(unit_id, 0) = $4 AND ended_at IS NULL",
        at, id, samkjop::name(grant.role), grant.unit);
    if (ended == 0) return refuse(text::not_granted);
    refresh_reach(tx, of.municipality, id);
    trail::append(
        tx, actor, at, {"user", id.value}, "role_ended",
        trail::Detail().add("role", samkjop::name(grant.role)).add("unit", grant.unit.value));
    return {};
}

Result<std::int64_t> add_limit(db::Tx& tx, const Actor& actor, Instant at,
                               const AuthorityLimit& row) {
    const Person to = TRY(known_person(tx, actor, row.user));
    if (actor.user == row.user) return refuse(text::own_authority);
    TRY(known_unit(tx, to.municipality, row.unit));
    TRY(in_order(row.valid_from, row.valid_to));
    TRY(filled(row.reference, "reference"));
    if (row.limit < Money()) return refuse(text::amount_is_negative, {}, "limit");
    const std::int64_t id = tx->insert(
        "INSERT INTO authority_limit (person_id, unit_id, limit_ore, valid_from, valid_to, "
        "reference)"
        " VALUES ($1, $2, $3, $4, $5, $6) RETURNING id",
        row.user, or_null(row.unit), row.limit, row.valid_from, row.valid_to, row.reference);
    trail::append(tx, actor, at, {"user", row.user.value}, "limit_granted",
                  trail::Detail()
                      .add("limit_ore", row.limit)
                      .add("unit", row.unit.value)
                      .add("valid_from", row.valid_from.iso())
                      .add("valid_to", row.valid_to.iso())
                      .add("reference", row.reference));
    return id;
}

Result<void> end_limit(db::Tx& tx, const Actor& actor, Instant at, std::int64_t id, Date last_day) {
    const auto row = tx->one(
        "SELECT person_id, valid_from, valid_to FROM authority_limit WHERE id = $1",
        [](const db::Row& r) {
            return std::tuple(r.get<UserId>(0), r.get<Date>(1), r.get<Date>(2));
        },
        id);
    if (!row) return refuse(text::unknown_row);
    const auto& [user, valid_from, valid_to] = *row;
    TRY(known_person(tx, actor, user));
    if (last_day >= valid_to) return refuse(text::already_ended, {{"date", valid_to}});
    // A limit that never came into force ends on the day before its first.
    const Date end = std::max(last_day, valid_from - 1);
    tx->run("UPDATE authority_limit SET valid_to = $1 WHERE id = $2", end, id);
    trail::append(tx, actor, at, {"user", user.value}, "limit_ended",
                  trail::Detail().add("last_day", end.iso()));
    return {};
}

Result<std::int64_t> add_delegation(db::Tx& tx, const Actor& actor, Instant at,
                                    const Delegation& row) {
    const Person from = TRY(known_person(tx, actor, row.from));
    const Person to = TRY(known_person(tx, actor, row.to));
    if (from.municipality != to.municipality) return refuse(text::unknown_person, {}, "to");
    if (row.from == row.to) return refuse(text::substitute_is_oneself, {}, "to");
    if (to.blocked) return refuse(text::substitute_is_blocked, {{"name", to.name}}, "to");
    TRY(in_order(row.valid_from, row.valid_to));
    if (row.limit && *row.limit < Money()) return refuse(text::amount_is_negative, {}, "limit");
    for (const Delegation& other : delegations_of(tx, row.from)) {
        if (other.from != row.from || other.to != row.to) continue;
        if (other.valid_to < row.valid_from || row.valid_to < other.valid_from) continue;
        return refuse(text::delegation_overlaps, {{"name", to.name}}, "valid_from");
    }
    const std::int64_t id = tx->insert(
        "INSERT INTO delegation (lender_id, substitute_id, valid_from, valid_to, limit_ore, reason)"
        " VALUES ($1, $2, $3, $4, $5, $6) RETURNING id",
        row.from, row.to, row.valid_from, row.valid_to, row.limit, row.reason);
    trail::Detail detail;
    detail.add("substitute", row.to.value)
        .add("name", to.name)
        .add("valid_from", row.valid_from.iso())
        .add("valid_to", row.valid_to.iso());
    if (row.limit) detail.add("limit_ore", *row.limit);
    trail::append(tx, actor, at, {"user", row.from.value}, "delegation_made", detail.text());
    return id;
}

Result<void> end_delegation(db::Tx& tx, const Actor& actor, Instant at, std::int64_t id,
                            Date last_day) {
    const auto row = tx->one(
        "SELECT lender_id, valid_from, valid_to FROM delegation WHERE id = $1",
        [](const db::Row& r) {
            return std::tuple(r.get<UserId>(0), r.get<Date>(1), r.get<Date>(2));
        },
        id);
    if (!row) return refuse(text::unknown_row);
    const auto& [lender, valid_from, valid_to] = *row;
    TRY(known_person(tx, actor, lender));
    if (last_day >= valid_to) return refuse(text::already_ended, {{"date", valid_to}});
    const Date end = std::max(last_day, valid_from - 1);
    tx->run("UPDATE delegation SET valid_to = $1 WHERE id = $2", end, id);
    trail::append(tx, actor, at, {"user", lender.value}, "delegation_ended",
                  trail::Detail().add("last_day", end.iso()));
    return {};
}

Result<SupplierId> create_supplier(db::Tx& tx, const Actor& actor, Instant at,
                                   const Supplier& row) {
    TRY(right_supplier(tx, row));
    const SupplierId id{tx->insert(
        "INSERT INTO supplier (organisation_number, name, street, postal_code, city, country, "
        "email,"
        " endpoint, bank_account, finance_number, blocked)"
        " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) RETURNING id",
        row.organisation_number, row.name, row.street, row.postal_code, row.city, row.country,
        row.email, row.endpoint, row.bank_account, row.finance_number, row.blocked)};
    trail::append(
        tx, actor, at, {"supplier", id.value}, "supplier_created",
        trail::Detail().add("organisation_number", row.organisation_number).add("name", row.name));
    return id;
}

Result<void> change_supplier(db::Tx& tx, const Actor& actor, Instant at, const Supplier& row) {
    const auto was = supplier(tx, row.id);
    if (!was) return refuse(text::unknown_supplier);
    TRY(right_supplier(tx, row));
    Changes changes;
    changes.compare("organisation_number", was->organisation_number, row.organisation_number);
    changes.compare("name", was->name, row.name);
    changes.compare("street", was->street, row.street);
    changes.compare("postal_code", was->postal_code, row.postal_code);
    changes.compare("city", was->city, row.city);
    changes.compare("country", was->country, row.country);
    changes.compare("email", was->email, row.email);
    changes.compare("endpoint", was->endpoint, row.endpoint);
    changes.compare("bank_account", was->bank_account, row.bank_account);
    changes.compare("finance_number", was->finance_number, row.finance_number);
    changes.compare("blocked", std::int64_t(was->blocked), std::int64_t(row.blocked));
    if (!changes) return {};
    tx->run(
        "UPDATE supplier SET organisation_number = $1, name = $2, street = $3, postal_code = $4,"
        " city = $5, country = $6, email = $7, endpoint = $8, bank_account = $9,"
        " finance_number = $10, blocked = $11 WHERE id = $12",
        row.organisation_number, row.name, row.street, row.postal_code, row.city, row.country,
        row.email, row.endpoint, row.bank_account, row.finance_number, row.blocked, row.id);
    trail::append(tx, actor, at, {"supplier", row.id.value}, "supplier_changed", changes.text());
    return {};
}

Result<void> set_supplier_number(db::Tx& tx, const Actor& actor, Instant at,
                                 MunicipalityId municipality_id, SupplierId id,
                                 std::string_view number) {
    TRY(within(actor, municipality_id));
    TRY(filled(number, "number"));
    if (!supplier(tx, id)) return refuse(text::unknown_supplier);
    const auto holder = supplier_by_number(tx, municipality_id, number);
    if (holder && *holder != id) {
        return refuse(text::supplier_number_in_use,
                      {{"number", std::string(number)}, {"name", supplier(tx, *holder)->name}},
                      "number");
    }
    if (holder) return {};
    tx->run(
        "INSERT INTO supplier_number (municipality_id, supplier_id, number) VALUES ($1, $2, $3)"
        " ON CONFLICT (municipality_id, supplier_id) DO UPDATE SET number = excluded.number",
        municipality_id, id, number);
    trail::append(tx, actor, at, {"supplier", id.value}, "supplier_number_set",
                  trail::Detail().add("number", number).add("municipality", municipality_id.value));
    return {};
}

}  // namespace samkjop::party
