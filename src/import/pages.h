#pragma once
#include <span>

#include "http/exchange.h"

namespace samkjop::import {
extern const std::span<const http::Route> kRoutes;
}
