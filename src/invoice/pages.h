#pragma once
#include <span>

#include "http/exchange.h"

namespace samkjop::invoice {

extern const std::span<const http::Route> kRoutes;

}  // namespace samkjop::invoice
