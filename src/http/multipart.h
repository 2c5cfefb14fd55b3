#pragma once
// multipart/form-data (RFC 7578) as browsers write it.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "http/exchange.h"

namespace samkjop::http {

struct Multipart {
    Fields fields;
    std::vector<Upload> uploads;  // a file field that was left empty is not here
};

// The boundary of a Content-Type value; nothing where it is not multipart/form-data or the boundary
// breaks RFC 2046 (1–70 characters of a small set).
std::optional<std::string> multipart_boundary(std::string_view content_type);

// Nothing where the body is malformed or cut off, a text field is not UTF-8, or there are more
// parts than kMostFields.
std::optional<Multipart> parse_multipart(std::string_view body, std::string_view boundary);

}  // namespace samkjop::http
