#pragma once
#include <span>

#include "http/exchange.h"

namespace samkjop::shelf {
extern const std::span<const http::Route> kRoutes;
}  // namespace samkjop::shelf
