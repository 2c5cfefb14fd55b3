#pragma once
// Who is asking, and what they may. Three gates: the route's permission, the reach of the person
// (what is out of reach is not found), and the guards of each state table (who, how much).

#include <bitset>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/date.h"
#include "base/identifiers.h"
#include "base/money.h"
#include "base/text.h"

namespace samkjop {

using UserId = Id<struct UserTag>;
using UnitId = Id<struct UnitTag>;
using MunicipalityId = Id<struct MunicipalityTag>;

// What a route may ask for. Stored nowhere: roles are stored, and access/roles.cc says what each
// role holds.
enum class Permission : std::uint8_t {
    anyone,     // no sign-in: sign-in page, assets, health
    signed_in,  // start page, own settings, own list
    search_catalogue,
    request_purchase,  // basket, submit, withdraw, change
    approve_purchase,  // within an authority limit: budsjettdisponeringsmyndighet
    view_purchases,    // requisitions, orders, receipts in reach
    change_order,      // buyer's change, cancel, close the rest
    receive_goods,
    view_invoices,
    handle_invoices,    // match, code, dispute, refuse: accounts and the unit's certifier
    certify_invoice,    // attestere
    authorise_invoice,  // anvise; never the same person as the certifier
    view_budget,
    change_budget,      // import, transfer, year end
    export_to_finance,  // export, register the finance system's receipt, import actuals
    register_supplier,  // a company that has sent an invoice and is not known yet
    operate_gateway,    // inbox, outbox, quarantine
    administer,         // municipality, units, users, roles, limits, dimensions, rules
    coordinate,         // the region: agreements, suppliers, all municipalities
    audit,              // reads everything, changes nothing; verifies the trail
    count_
};

enum class Role : std::uint8_t {
    requester,
    approver,
    receiver,
    certifier,
    authoriser,
    accountant,
    budget_owner,
    administrator,
    coordinator,
    auditor,
    operator_,
    count_
};

std::string_view name(Role role);  // "requester": as in import files
std::string_view name(Permission permission);
using Permissions = std::bitset<static_cast<std::size_t>(Permission::count_)>;
Permissions permissions_of(Role role);
// What a route asks. An auditor opens every page that shows what others have done, and sends
// nothing but what is their own (language, password, substitute), whatever else they hold.
bool may_open(const Permissions& held, Permission needed);
bool may_send(const Permissions& held, Permission needed);

struct Grant {  // a role in a unit and everything below it; no unit is the whole municipality
    Role role = Role::requester;
    UnitId unit;
};

struct Actor {
    UserId user;
    MunicipalityId municipality;
    UnitId unit;  // where the person works; shown in the page head
    std::string name;
    std::string unit_name;
    std::string municipality_name;
    Language language = Language::nb;
    std::vector<Grant> grants;
    Permissions permissions;
    bool whole_municipality = false;  // reach: every unit of the municipality
    bool whole_region = false;        // reach: coordinator and the region's auditor
    std::vector<std::int64_t> units;  // else: these, sorted, descendants included

    bool may(Permission permission) const {
        return permissions.test(static_cast<std::size_t>(permission));
    }
    bool reaches(MunicipalityId of, UnitId at) const;
    // The system's own hand: clock jobs, imports from the command line.
    static Actor system(MunicipalityId municipality = {});
};

}  // namespace samkjop
