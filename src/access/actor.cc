// What each role holds. The table is the rule; docs/rights.md is made from it and from the routes.

#include "access/actor.h"

#include <algorithm>

namespace samkjop {
namespace {

using enum Permission;

struct RoleRow {
    Role role;
    std::string_view name;
    std::vector<Permission> holds;
};

const std::vector<RoleRow>& rows() {
    static const std::vector<RoleRow> table = {
        {Role::requester,
         "requester",
         {search_catalogue, request_purchase, view_purchases, change_order, receive_goods,
          view_budget}},
        {Role::approver,
         "approver",
         {search_catalogue, approve_purchase, view_purchases, change_order, view_invoices,
          view_budget}},
        {Role::receiver, "receiver", {search_catalogue, receive_goods, view_purchases}},
        {Role::certifier,
         "certifier",
         {view_purchases, view_invoices, handle_invoices, certify_invoice, receive_goods,
          view_budget}},
        {Role::authoriser,
         "authoriser",
         {view_purchases, view_invoices, authorise_invoice, view_budget}},
        {Role::accountant,
         "accountant",
         {search_catalogue, view_purchases, view_invoices, handle_invoices, view_budget,
          change_budget, export_to_finance, register_supplier, operate_gateway}},
        {Role::budget_owner,
         "budget_owner",
         {search_catalogue, view_purchases, view_invoices, view_budget, change_budget}},
        {Role::administrator, "administrator", {view_purchases, administer}},
        {Role::coordinator,
         "coordinator",
         {search_catalogue, view_purchases, view_invoices, view_budget, coordinate,
          operate_gateway}},
        {Role::auditor,
         "auditor",
         {search_catalogue, view_purchases, view_invoices, view_budget, audit}},
        {Role::operator_, "operator", {operate_gateway}},
    };
    return table;
}

constexpr std::string_view kPermissionNames[] = {
    "anyone",           "signed_in",       "search_catalogue",  "request_purchase",
    "approve_purchase", "view_purchases",  "change_order",      "receive_goods",
    "view_invoices",    "handle_invoices", "certify_invoice",   "authorise_invoice",
    "view_budget",      "change_budget",   "export_to_finance", "register_supplier",
    "operate_gateway",  "administer",      "coordinate",        "audit"};
static_assert(std::size(kPermissionNames) == static_cast<std::size_t>(count_));

}  // namespace

std::string_view name(Role role) { return rows()[static_cast<std::size_t>(role)].name; }

std::string_view name(Permission permission) {
    return kPermissionNames[static_cast<std::size_t>(permission)];
}

Permissions permissions_of(Role role) {
    Permissions out;
    out.set(static_cast<std::size_t>(anyone)).set(static_cast<std::size_t>(signed_in));
    for (const Permission permission : rows()[static_cast<std::size_t>(role)].holds) {
        out.set(static_cast<std::size_t>(permission));
    }
    return out;
}

bool may_open(const Permissions& held, Permission needed) {
    if (held.test(static_cast<std::size_t>(needed))) return true;
    if (!held.test(static_cast<std::size_t>(audit))) return false;
    switch (needed) {
        case request_purchase:  // one's own basket, and forms for what one is about to do
        case approve_purchase:
        case change_order:
        case receive_goods:
        case certify_invoice:
        case authorise_invoice:
            return false;
        default:
            return true;
    }
}

bool may_send(const Permissions& held, Permission needed) {
    if (!held.test(static_cast<std::size_t>(needed))) return false;
    return !held.test(static_cast<std::size_t>(audit)) || needed == anyone || needed == signed_in ||
           needed == audit;
}

bool Actor::reaches(MunicipalityId of, UnitId at) const {
    if (whole_region) return true;
    if (of != municipality) return false;
    return whole_municipality || !at || std::binary_search(units.begin(), units.end(), at.value);
}

Actor Actor::system(MunicipalityId municipality) {
    Actor actor;
    actor.municipality = municipality;
    actor.name = "Samkjøp";
    actor.permissions.set();
    actor.whole_region = true;
    return actor;
}

}  // namespace samkjop
