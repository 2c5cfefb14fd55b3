#pragma once
// Files that are packed: gzip and zip, as some senders and mail programs do.
#include <expected>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace samkjop::gateway {

struct Member {
    std::string name, bytes;
};
struct UnpackLimits {
    std::size_t bytes = std::size_t{100} << 20;  // all members together
    std::size_t members = 1000;
    std::size_t ratio = 200;  // of unpacked to packed, once more than a megabyte has come out
};

bool is_packed(std::string_view bytes);
// What is in it, in order; a refusal where it is hostile, broken or empty.
std::expected<std::vector<Member>, Refusal> unpack(std::string_view bytes, std::string_view name,
                                                   const UnpackLimits& limits = {});

}  // namespace samkjop::gateway
