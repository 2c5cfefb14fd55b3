#pragma once
#include "http/exchange.h"

namespace samkjop::requisition {

extern const std::span<const http::Route> kRoutes;

}  // namespace samkjop::requisition
