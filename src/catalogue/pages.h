#pragma once
#include <span>

#include "http/exchange.h"

namespace samkjop::catalogue {

extern const std::span<const http::Route> kRoutes;

// The basket beside the search result («Kurven din»). A later stage owns the basket; the program
// sets this at start. It writes one <aside>; where it is not set, the page has one column.
using BasketPanel = void (*)(html::Out&, http::Exchange&);
inline BasketPanel basket_panel = nullptr;

}  // namespace samkjop::catalogue
