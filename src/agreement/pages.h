#pragma once
#include <span>

#include "http/exchange.h"

namespace samkjop::agreement {

extern const std::span<const http::Route> kRoutes;

}  // namespace samkjop::agreement
