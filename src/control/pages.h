#pragma once
#include <span>

#include "http/exchange.h"

namespace samkjop::control {

extern const std::span<const http::Route> kRoutes;

}  // namespace samkjop::control
