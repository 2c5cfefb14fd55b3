#pragma once
#include "http/exchange.h"

namespace samkjop::order {
extern const std::span<const http::Route> kRoutes;

struct Order;
// The record page with what was refused, for handlers that answer 422.
http::Response order_page(http::Exchange&, const Order&, std::vector<Refusal>);
}  // namespace samkjop::order
