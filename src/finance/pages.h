#pragma once
#include <span>

#include "http/exchange.h"

namespace samkjop::finance {

extern const std::span<const http::Route> kRoutes;

}  // namespace samkjop::finance
