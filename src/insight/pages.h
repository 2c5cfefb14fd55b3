#pragma once
#include <span>

#include "http/exchange.h"

namespace samkjop::insight {
extern const std::span<const http::Route> kRoutes;
}
