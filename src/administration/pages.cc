// The routes of the administration, the overview, and what its pages share.

#include "administration/pages.h"

#include "administration/common.h"
#include "party/texts.h"

namespace samkjop::administration {

std::vector<Option> unit_options(http::Exchange& exchange, const Text* none) {
    std::vector<Option> out;
    if (none) out.push_back({"0", say(exchange, *none)});
    for (const party::Unit& unit : party::units(exchange.db, exchange.actor.municipality)) {
        if (unit.last_day && *unit.last_day < exchange.today) continue;
        out.push_back({std::to_string(unit.id.value), unit.code + " " + unit.name});
    }
    return out;
}

std::vector<Option> person_options(http::Exchange& exchange, const Text* none) {
    std::vector<Option> out;
    if (none) out.push_back({"0", say(exchange, *none)});
    for (const party::Person& person : party::people(exchange.db, exchange.actor.municipality)) {
        if (!person.blocked) out.push_back({std::to_string(person.id.value), person.name});
    }
    return out;
}

std::string role_name(Role role, Language language) {
    static const Text* const names[] = {
        &party::text::role_requester,    &party::text::role_approver,
        &party::text::role_receiver,     &party::text::role_certifier,
        &party::text::role_authoriser,   &party::text::role_accountant,
        &party::text::role_budget_owner, &party::text::role_administrator,
        &party::text::role_coordinator,  &party::text::role_auditor,
        &party::text::role_operator};
    static_assert(std::size(names) == static_cast<std::size_t>(Role::count_));
    return render(*names[static_cast<std::size_t>(role)], language);
}

std::string money_typed(Money money) {
    return money.ore() % 100 == 0 ? format_kroner(money) : format_money(money);
}

namespace {

constexpr http::Route kTable[] = {
    http::get("/administrasjon", Permission::administer, overview),
    http::post("/administrasjon", Permission::administer, overview_post),
    http::get("/administrasjon/enheter", Permission::administer, units),
    http::post("/administrasjon/enheter", Permission::administer, units_post),
    http::get("/administrasjon/enheter/{id}", Permission::administer, unit),
    http::post("/administrasjon/enheter/{id}", Permission::administer, unit_post),
    http::get("/administrasjon/personer", Permission::administer, people),
    http::post("/administrasjon/personer", Permission::administer, people_post),
    http::get("/administrasjon/personer/{id}", Permission::administer, person),
    http::post("/administrasjon/personer/{id}", Permission::administer, person_post),
    http::get("/administrasjon/regler", Permission::administer, rules),
    http::post("/administrasjon/regler", Permission::administer, rules_post),
    http::get("/administrasjon/kontering", Permission::administer, dimensions),
    http::post("/administrasjon/kontering", Permission::administer, dimensions_post),
    http::get("/administrasjon/leverandorer", Permission::administer, suppliers),
    http::post("/administrasjon/leverandorer", Permission::administer, suppliers_post),
    http::get("/administrasjon/leverandorer/{id}", Permission::administer, supplier),
    http::post("/administrasjon/leverandorer/{id}", Permission::administer, supplier_post),
};

}  // namespace

const std::span<const http::Route> kRoutes = kTable;

}  // namespace samkjop::administration
