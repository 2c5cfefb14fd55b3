#pragma once
// «Til meg»: everything that waits for the person, grouped by what is to be done, oldest first.
#include "http/exchange.h"

namespace samkjop::worklist {

extern const std::span<const http::Route> kRoutes;

}  // namespace samkjop::worklist
