#pragma once
// Year end: what stands open is accrued, carried over or released by a person; only then the year
// can be closed.
#include "http/exchange.h"

namespace samkjop::insight {
http::Response year_end_get(http::Exchange& exchange);
http::Response year_end_post(http::Post& exchange);
}  // namespace samkjop::insight
