#pragma once
// Documents are kept unchanged, but not at full size: XML shrinks to a fifth (zstd, RFC 8878).
#include <string>
#include <string_view>

namespace samkjop {

std::string compress(std::string_view bytes);
// Throws std::runtime_error where these are not bytes that compress() made.
std::string decompress(std::string_view bytes);

}  // namespace samkjop
