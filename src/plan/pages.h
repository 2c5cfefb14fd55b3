#pragma once
#include <span>

#include "http/exchange.h"

namespace samkjop::plan {

extern const std::span<const http::Route> kRoutes;

}  // namespace samkjop::plan
