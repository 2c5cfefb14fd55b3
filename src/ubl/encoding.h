#pragma once
// The character set of a document, found from its first bytes, and the document as UTF-8.

#include <expected>
#include <string>
#include <string_view>

#include "ubl/ubl.h"

namespace samkjop::ubl {

// A view of the bytes as UTF-8 without byte order mark; `room` holds them when they had to be
// converted. Whether UTF-8 is well formed is left to the parser.
std::expected<std::string_view, Unreadable> as_utf8(std::string_view bytes, std::string& room);

void append_utf8(std::string& out, char32_t code_point);

}  // namespace samkjop::ubl
