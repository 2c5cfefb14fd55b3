#pragma once
#include <span>

#include "http/exchange.h"

namespace samkjop::price {

extern const std::span<const http::Route> kRoutes;

}  // namespace samkjop::price
