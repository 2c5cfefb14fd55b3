#pragma once
#include "http/exchange.h"

namespace samkjop::requisition {

extern const std::span<const http::Route> kRoutes;
// «Kurven din» beside the search result.
void basket_panel(html::Out& o, http::Exchange& exchange);

}  // namespace samkjop::requisition
