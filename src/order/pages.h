#pragma once
#include "http/exchange.h"

namespace samkjop::order {
extern const std::span<const http::Route> kRoutes;
}  // namespace samkjop::order
