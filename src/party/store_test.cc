#include <doctest/doctest.h>

#include "db/testing.h"
#include "party/party.h"
#include "party/texts.h"
#include "trail/trail.h"

using namespace samkjop;
using namespace samkjop::party;

namespace {

constexpr Instant kNow(1'795'000'000'000);
constexpr Date kToday(2026, 11, 20), kFrom(2026, 1, 1), kTo(2026, 12, 31);

struct Nes {
    MunicipalityId municipality;
    UnitId top, health, elvetun, solhaug;
    UserId torbjorn, marit, guro, admin;
    Actor system = Actor::system();
};

UserId add_person(db::Tx& tx, const Nes& nes, UnitId unit, std::string user_name, std::string name,
                  std::vector<Grant> grants) {
    Person row;
    row.municipality = nes.municipality;
    row.unit = unit;
    row.user_name = std::move(user_name);
    row.name = std::move(name);
    row.grants = std::move(grants);
    return create_person(tx, nes.system, kNow, row).value();
}

UnitId add_unit(db::Tx& tx, const Nes& nes, UnitId parent, std::string code, std::string name) {
    Unit row;
    row.municipality = nes.municipality;
    row.parent = parent;
    row.code = std::move(code);
    row.name = std::move(name);
    return create_unit(tx, nes.system, kNow, row).value();
}

Nes build(db::Tx& tx) {
    Nes nes;
    Municipality row;
    row.number = "3322";
    row.name = "Nes";
    row.organisation_number = "313000001";
    while (!OrganisationNumber::parse(row.organisation_number)) {
        row.organisation_number = std::to_string(std::stoi(row.organisation_number) + 1);
    }
    row.host = true;
    nes.municipality = create_municipality(tx, nes.system, kNow, row).value();
    nes.top = add_unit(tx, nes, {}, "1000", "Nes kommune");
    nes.health = add_unit(tx, nes, nes.top, "3000", "Helse og omsorg");
    nes.elvetun = add_unit(tx, nes, nes.health, "3210", "Elvetun sykehjem");
    nes.solhaug = add_unit(tx, nes, nes.health, "3220", "Solhaug dagsenter");
    nes.torbjorn = add_person(tx, nes, nes.elvetun, "torbjorn.liodden", "Torbjørn Liodden",
                              {{Role::approver, nes.elvetun}, {Role::budget_owner, nes.elvetun}});
    nes.marit = add_person(tx, nes, nes.elvetun, "marit.svarteberg", "Marit Svarteberg",
                           {{Role::requester, nes.elvetun}});
    nes.guro = add_person(tx, nes, nes.solhaug, "guro.nesheim", "Guro Nesheim",
                          {{Role::requester, nes.solhaug}});
    nes.admin =
        add_person(tx, nes, nes.top, "admin", "Sigrun Haugerud", {{Role::administrator, {}}});
    REQUIRE(add_limit(
        tx, nes.system, kNow,
        {0, nes.torbjorn, nes.elvetun, kroner(50'000), kFrom, kTo, "Delegering 2026/14"}));
    Unit elvetun = *unit(tx, nes.elvetun);
    elvetun.leader = nes.torbjorn;
    REQUIRE(change_unit(tx, nes.system, kNow, elvetun));
    return nes;
}

void in_nes(const std::function<void(db::Tx&, const Nes&)>& test) {
    db::testing::each_database(
        [&](db::Database& database) { database.write([&](db::Tx& tx) { test(tx, build(tx)); }); });
}

template <class T>
std::string_view refused(const Result<T>& result) {
    return result ? "" : result.error().name();
}

}  // namespace

TEST_CASE("party: the actor has roles, permissions and reach, also what is lent today") {
    in_nes([](db::Tx& tx, const Nes& nes) {
        const auto marit = actor(tx, nes.marit, kToday);
        REQUIRE(marit);
        CHECK(marit->unit_name == "Elvetun sykehjem");
        CHECK(marit->municipality_name == "Nes kommune");
        CHECK(marit->may(Permission::request_purchase));
        CHECK_FALSE(marit->may(Permission::approve_purchase));
        CHECK(marit->reaches(nes.municipality, nes.elvetun));
        CHECK_FALSE(marit->reaches(nes.municipality, nes.solhaug));
        CHECK(actor(tx, nes.admin, kToday)->reaches(nes.municipality, nes.solhaug));
        CHECK_FALSE(actor(tx, nes.admin, kToday)->whole_region);

        CHECK_FALSE(actor(tx, nes.guro, kToday)->reaches(nes.municipality, nes.elvetun));
        REQUIRE(add_delegation(
            tx, nes.system, kNow,
            {0, nes.torbjorn, nes.guro, kToday, kToday + 7, "Ferie", kroner(30'000)}));
        const auto guro = actor(tx, nes.guro, kToday);
        CHECK(guro->may(Permission::approve_purchase));
        CHECK(guro->reaches(nes.municipality, nes.elvetun));
        CHECK_FALSE(actor(tx, nes.guro, kToday + 8)->may(Permission::approve_purchase));
        CHECK(authority(tx, nes.guro, nes.elvetun, kToday) == kroner(30'000));
        CHECK(authority(tx, nes.guro, nes.elvetun, kToday, nes.torbjorn) == std::nullopt);
        const UnitId units[] = {nes.elvetun};
        CHECK(approvers(tx, units, kroner(12'480), nes.marit, kToday) ==
              std::vector{nes.torbjorn, nes.guro});
        CHECK(stands_in_for(tx, nes.guro, kToday) ==
              std::vector{std::pair(nes.torbjorn, std::string("Torbjørn Liodden"))});

        REQUIRE(set_blocked(tx, nes.system, kNow, nes.guro, true));
        CHECK_FALSE(actor(tx, nes.guro, kToday));
        CHECK(approvers(tx, units, kroner(12'480), nes.marit, kToday) == std::vector{nes.torbjorn});
    });
}

TEST_CASE("party: reach and holders follow the tree when it changes") {
    in_nes([](db::Tx& tx, const Nes& nes) {
        REQUIRE(grant_role(tx, nes.system, kNow, nes.guro, {Role::receiver, nes.health}));
        CHECK(actor(tx, nes.guro, kToday)->reaches(nes.municipality, nes.elvetun));
        CHECK(holders(tx, Role::receiver, nes.elvetun) == std::vector{nes.guro});
        const UnitId ward = add_unit(tx, nes, nes.elvetun, "3211", "Korttidsavdelingen");
        CHECK(is_within(tx, ward, nes.health));
        CHECK(actor(tx, nes.guro, kToday)->reaches(nes.municipality, ward));

        Unit elvetun = *unit(tx, nes.elvetun);
        elvetun.parent = nes.top;
        REQUIRE(change_unit(tx, nes.system, kNow, elvetun));
        CHECK_FALSE(is_within(tx, ward, nes.health));
        CHECK(is_within(tx, ward, nes.top));
        CHECK_FALSE(actor(tx, nes.guro, kToday)->reaches(nes.municipality, ward));
        elvetun.parent = ward;
        CHECK(refused(change_unit(tx, nes.system, kNow, elvetun)) == "party.unit_below_itself");

        REQUIRE(end_grant(tx, nes.system, kNow, nes.guro, {Role::receiver, nes.health}));
        CHECK(holders(tx, Role::receiver, nes.health).empty());
        CHECK(person(tx, nes.guro)->grants.size() == 1);
        CHECK(reaching(tx, nes.elvetun) == std::vector{nes.torbjorn, nes.marit, nes.admin});
    });
}

TEST_CASE("party: what administration refuses") {
    in_nes([](db::Tx& tx, const Nes& nes) {
        const Actor admin = *actor(tx, nes.admin, kToday);
        Actor stranger = admin;
        stranger.municipality = {nes.municipality.value + 1};
        CHECK(refused(set_blocked(tx, stranger, kNow, nes.marit, true)) == "party.out_of_reach");
        CHECK(refused(set_blocked(tx, admin, kNow, nes.admin, true)) == "party.last_administrator");
        CHECK(refused(end_grant(tx, admin, kNow, nes.admin, {Role::administrator, {}})) ==
              "party.last_administrator");
        CHECK(refused(add_limit(tx, admin, kNow, {0, nes.admin, {}, kroner(1), kFrom, kTo, "x"})) ==
              "party.own_authority");
        CHECK(refused(add_limit(tx, admin, kNow, {0, nes.marit, {}, kroner(1), kTo, kFrom, "x"})) ==
              "party.dates_in_wrong_order");
        CHECK(refused(add_limit(tx, admin, kNow, {0, nes.marit, {}, kroner(1), kFrom, kTo, " "})) ==
              "party.must_be_filled");
        CHECK(refused(grant_role(tx, admin, kNow, nes.marit, {Role::requester, nes.elvetun})) ==
              "party.already_granted");
        Person twin = *person(tx, nes.marit);
        twin.id = {};
        CHECK(refused(create_person(tx, admin, kNow, twin)) == "party.user_name_in_use");
        CHECK(refused(
                  add_delegation(tx, admin, kNow, {0, nes.marit, nes.marit, kFrom, kTo, "", {}})) ==
              "party.substitute_is_oneself");
        Unit health = *unit(tx, nes.health);
        health.last_day = kToday;
        CHECK(refused(change_unit(tx, admin, kNow, health)) == "party.unit_has_open_units");
        Settings settings = municipality(tx, nes.municipality)->settings;
        settings.over_receipt_percent = Decimal::whole(101);
        CHECK(refused(save_settings(tx, admin, kNow, nes.municipality, settings)) ==
              "party.percent_out_of_range");
    });
}

TEST_CASE("party: a limit ends with a date, and each change has its line in the trail") {
    in_nes([](db::Tx& tx, const Nes& nes) {
        const Actor admin = *actor(tx, nes.admin, kToday);
        const std::int64_t id = limits_of(tx, nes.torbjorn).at(0).id;
        REQUIRE(end_limit(tx, admin, kNow, id, kToday - 1));
        CHECK(authority(tx, nes.torbjorn, nes.elvetun, kToday) == std::nullopt);
        CHECK(authority(tx, nes.torbjorn, nes.elvetun, kToday - 1) == kroner(50'000));
        CHECK(refused(end_limit(tx, admin, kNow, id, kTo)) == "party.already_ended");
        const auto lines = trail::of(tx, {"user", nes.torbjorn.value});
        REQUIRE(!lines.empty());
        CHECK(lines.front().event == "limit_ended");

        Settings settings = municipality(tx, nes.municipality)->settings;
        settings.budget_policy = BudgetPolicy::stop;
        settings.over_receipt_percent = Decimal(25, 1);
        REQUIRE(save_settings(tx, admin, kNow, nes.municipality, settings));
        CHECK(municipality(tx, nes.municipality)->settings.over_receipt_percent == Decimal(25, 1));
        const auto count = trail::of(tx, {"municipality", nes.municipality.value}).size();
        REQUIRE(save_settings(tx, admin, kNow, nes.municipality, settings));
        CHECK(trail::of(tx, {"municipality", nes.municipality.value}).size() == count);
    });
}

TEST_CASE("party: suppliers and their numbers in the finance system") {
    in_nes([](db::Tx& tx, const Nes& nes) {
        Supplier fjellro;
        fjellro.organisation_number = "313001008";
        fjellro.name = "Fjellro Medisinske AS";
        fjellro.endpoint = "0192:313001008";
        fjellro.finance_number = "50001";
        fjellro.id = create_supplier(tx, nes.system, kNow, fjellro).value();
        CHECK(supplier_number(tx, nes.municipality, fjellro.id) == "50001");
        REQUIRE(set_supplier_number(tx, nes.system, kNow, nes.municipality, fjellro.id, "70012"));
        CHECK(supplier_number(tx, nes.municipality, fjellro.id) == "70012");
        CHECK(supplier_by_number(tx, nes.municipality, "70012") == fjellro.id);
        fjellro.bank_account = "12345678901";
        CHECK(refused(change_supplier(tx, nes.system, kNow, fjellro)) ==
              "party.bank_account_malformed");
        fjellro.organisation_number = "313001009";
        CHECK(refused(change_supplier(tx, nes.system, kNow, fjellro)) ==
              "party.organisation_number_malformed");
        CHECK(password_hash_of(tx, nes.marit) == std::nullopt);
        set_password_hash(tx, nes.marit, "$argon2id$…");
        CHECK(password_hash_of(tx, nes.marit) == "$argon2id$…");
    });
}
