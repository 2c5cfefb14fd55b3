// The one place where the stages meet that may not know each other.

#include "agreement/agreement.h"
#include "app/notices.h"
#include "app/running.h"
#include "catalogue/catalogue.h"
#include "catalogue/pages.h"
#include "control/control.h"
#include "follow_up/follow_up.h"
#include "gateway/gateway.h"
#include "import/import.h"
#include "invoice/invoice.h"
#include "order/order.h"
#include "price/price.h"
#include "requisition/pages.h"

namespace samkjop::app {

void wire() {
    static const bool once = [] {
        order::register_with_requisition();
        order::register_with_gateway();
        gateway::register_acknowledgements();
        invoice::register_takers();
        control::register_hooks();
        price::register_with_gateway();
        follow_up::register_hooks();
        register_notices();
        catalogue::basket_panel = requisition::basket_panel;
        import::takers().agreements = agreement::store;
        import::takers().prices = catalogue::take_prices;
        return true;
    }();
    (void)once;
}

}  // namespace samkjop::app
