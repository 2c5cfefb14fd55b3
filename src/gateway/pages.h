#pragma once
#include "http/exchange.h"

namespace samkjop::gateway {
extern const std::span<const http::Route> kRoutes;
}  // namespace samkjop::gateway
