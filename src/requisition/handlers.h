#pragma once
// The basket's routes; pages.cc puts them together with the record's.
#include "http/exchange.h"

namespace samkjop::requisition {

extern const std::span<const http::Route> kBasketRoutes;

}  // namespace samkjop::requisition
