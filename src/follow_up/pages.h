#pragma once
#include <span>

#include "http/exchange.h"

namespace samkjop::follow_up {

extern const std::span<const http::Route> kRoutes;

}  // namespace samkjop::follow_up
