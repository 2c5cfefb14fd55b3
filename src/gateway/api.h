#pragma once
// The door for an access point: documents pushed to us, documents fetched from us, over HTTP with a
// token. The description that other people's tools read is made from the same table.
#include <string>

#include "http/exchange.h"

namespace samkjop::gateway {

extern const std::span<const http::Route> kApiRoutes;
std::string openapi();  // OpenAPI 3.0, JSON

}  // namespace samkjop::gateway
