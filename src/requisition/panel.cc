// The basket beside the search result: what is in it already, so that nobody has to leave the shop
// to know.

#include "db/db.h"
#include "html/components.h"
#include "http/exchange.h"
#include "requisition/pages.h"
#include "requisition/store.h"
#include "requisition/views.h"

namespace samkjop::requisition {

void basket_panel(html::Out& o, http::Exchange& exchange) {
    BasketPanelView view;
    if (const auto basket = store::basket(exchange.db, exchange.actor)) {
        for (const Line& line : basket->lines) {
            view.lines.push_back({line.name,
                                  html::quantity(line.quantity, line.unit_code, exchange.language),
                                  format_money(line.net())});
        }
        view.sum = html::money(basket->net());
    }
    basket_panel_part(o, view);
}

}  // namespace samkjop::requisition
