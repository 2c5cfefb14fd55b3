#pragma once
#include <span>

#include "http/exchange.h"

namespace samkjop::punchout {
extern const std::span<const http::Route> kRoutes;
}  // namespace samkjop::punchout
