#pragma once
#include <span>

#include "http/exchange.h"

namespace samkjop::administration {
extern const std::span<const http::Route> kRoutes;
}
