#pragma once
#include "http/exchange.h"

namespace samkjop::receipt {
extern const std::span<const http::Route> kRoutes;
}  // namespace samkjop::receipt
