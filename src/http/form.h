#pragma once
// What a browser sends as text: percent-encoding, form fields, cookies.

#include <optional>
#include <string>
#include <string_view>

#include "http/exchange.h"

namespace samkjop::http {

// Nothing where a % is not followed by two hexadecimal digits, or a NUL byte comes out. A + is a
// blank only in forms and queries, never in a path.
std::optional<std::string> percent_decoded(std::string_view text, bool plus_is_blank);
std::string percent_encoded(std::string_view text);  // everything but A-Z a-z 0-9 - _ . ~

std::string percent_encoded_path(std::string_view path);  // the same, and / stays

bool is_utf8(std::string_view text);

inline constexpr std::size_t kMostFields = 5000;
// "a=1&b=2". Nothing where it is malformed, not UTF-8, or has more fields than kMostFields.
std::optional<Fields> form_fields(std::string_view text);

// RFC 6265: the first cookie of that name in a Cookie header; empty where there is none.
std::string cookie_value(std::string_view header, std::string_view name);

// An address inside this site ("/kurv?a=b"): what may stand in a Location that a visitor chose.
bool is_local_path(std::string_view target);

}  // namespace samkjop::http
