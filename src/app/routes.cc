// The list of each module's routes. A module that is not built yet is left out: its list is a weak
// symbol here.

#include "app/routes.h"

#include "app/texts.h"
#include "worklist/worklist.h"

#define SAMKJOP_ROUTES_OF(module)                                    \
    namespace samkjop::module {                                      \
    [[gnu::weak]] extern const std::span<const http::Route> kRoutes; \
    }
SAMKJOP_ROUTES_OF(account)
SAMKJOP_ROUTES_OF(worklist)
SAMKJOP_ROUTES_OF(files)
SAMKJOP_ROUTES_OF(agreement)
SAMKJOP_ROUTES_OF(catalogue)
SAMKJOP_ROUTES_OF(requisition)
SAMKJOP_ROUTES_OF(order)
SAMKJOP_ROUTES_OF(receipt)
SAMKJOP_ROUTES_OF(invoice)
SAMKJOP_ROUTES_OF(finance)
SAMKJOP_ROUTES_OF(gateway)
SAMKJOP_ROUTES_OF(demo_supplier)
SAMKJOP_ROUTES_OF(insight)
SAMKJOP_ROUTES_OF(administration)
SAMKJOP_ROUTES_OF(import)
SAMKJOP_ROUTES_OF(public_site)
#undef SAMKJOP_ROUTES_OF

namespace samkjop::requisition {
[[gnu::weak]] int basket_count(db::Session&, const Actor&, Date today);
}

namespace samkjop::app {

std::vector<std::span<const http::Route>> routes() {
    std::vector<std::span<const http::Route>> out = {kRoutes};
    for (const auto* module :
         {&account::kRoutes, &worklist::kRoutes, &files::kRoutes, &agreement::kRoutes,
          &catalogue::kRoutes, &requisition::kRoutes, &order::kRoutes, &receipt::kRoutes,
          &invoice::kRoutes, &finance::kRoutes, &gateway::kRoutes, &demo_supplier::kRoutes,
          &insight::kRoutes, &administration::kRoutes, &import::kRoutes, &public_site::kRoutes}) {
        if (module != nullptr) out.push_back(*module);
    }
    return out;
}

std::vector<http::MenuRow> menu() {
    return {
        {"/handle", &text::menu_shop, Permission::search_catalogue},
        {"/til-meg", &text::menu_mine, Permission::signed_in, worklist::count, &text::cases_wait},
        {"/bestillinger", &text::menu_orders, Permission::view_purchases},
        {"/fakturaer", &text::menu_invoices, Permission::view_invoices},
        {"/budsjett", &text::menu_budget, Permission::view_budget},
        {"/avtaler", &text::menu_agreements, Permission::search_catalogue},
        {"/dokumenter", &text::menu_exchange, Permission::operate_gateway},
        {"/administrasjon", &text::menu_administration, Permission::administer},
        {"/region/innlesing", &text::menu_region, Permission::coordinate}};
}

std::optional<http::MenuRow> basket() {
    if (requisition::basket_count == nullptr) return std::nullopt;
    return http::MenuRow{"/kurv", &text::menu_shop, Permission::request_purchase,
                         requisition::basket_count};
}

}  // namespace samkjop::app
