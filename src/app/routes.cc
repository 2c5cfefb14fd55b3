// Every page of the program, module by module, and the menu over them.

#include "app/routes.h"

#include "account/pages.h"
#include "administration/pages.h"
#include "agreement/pages.h"
#include "app/texts.h"
#include "catalogue/pages.h"
#include "control/pages.h"
#include "demo_supplier/pages.h"
#include "files/files.h"
#include "finance/pages.h"
#include "follow_up/pages.h"
#include "gateway/api.h"
#include "gateway/pages.h"
#include "import/pages.h"
#include "insight/pages.h"
#include "invoice/pages.h"
#include "order/pages.h"
#include "plan/pages.h"
#include "price/pages.h"
#include "public_site/pages.h"
#include "punchout/pages.h"
#include "receipt/pages.h"
#include "requisition/pages.h"
#include "requisition/requisition.h"
#include "shelf/pages.h"
#include "worklist/pages.h"
#include "worklist/worklist.h"

namespace samkjop::app {

std::vector<std::span<const http::Route>> routes() {
    return {kRoutes,
            account::kRoutes,
            worklist::kRoutes,
            files::kRoutes,
            agreement::kRoutes,
            plan::kRoutes,
            catalogue::kRoutes,
            requisition::kRoutes,
            shelf::kRoutes,
            punchout::kRoutes,
            order::kRoutes,
            receipt::kRoutes,
            invoice::kRoutes,
            control::kRoutes,
            price::kRoutes,
            follow_up::kRoutes,
            finance::kRoutes,
            gateway::kRoutes,
            gateway::kApiRoutes,
            demo_supplier::kRoutes,
            insight::kRoutes,
            administration::kRoutes,
            import::kRoutes,
            public_site::kRoutes};
}

std::vector<http::MenuRow> menu() {
    return {
        {"/handle", &text::menu_shop, Permission::search_catalogue},
        {"/til-meg", &text::menu_mine, Permission::signed_in, worklist::count, &text::cases_wait},
        {"/bestillinger", &text::menu_orders, Permission::view_purchases},
        {"/fakturaer", &text::menu_invoices, Permission::view_invoices},
        {"/kontroll", &text::menu_control, Permission::view_invoices},
        {"/budsjett", &text::menu_budget, Permission::view_budget},
        {"/avtaler", &text::menu_agreements, Permission::search_catalogue},
        {"/priser", &text::menu_prices, Permission::coordinate},
        {"/plan", &text::menu_plan, Permission::coordinate},
        {"/dokumenter", &text::menu_exchange, Permission::operate_gateway},
        {"/administrasjon", &text::menu_administration, Permission::administer},
        {"/samarbeid", &text::menu_region, Permission::coordinate}};
}

http::MenuRow basket() {
    return {"/kurv", &text::menu_shop, Permission::request_purchase, requisition::basket_count};
}

}  // namespace samkjop::app
