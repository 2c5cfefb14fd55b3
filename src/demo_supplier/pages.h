#pragma once
#include "http/exchange.h"

namespace samkjop::demo_supplier {
extern const std::span<const http::Route> kRoutes;
}  // namespace samkjop::demo_supplier
