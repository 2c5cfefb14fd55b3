#pragma once
#include <string>
#include <string_view>

namespace samkjop::files {

// The same picture without place, time, camera and comments; which way up it is stays. What is not
// a JPEG, or is broken off, is given back as far as it could be read, never longer than a few bytes
// more.
std::string without_metadata(std::string_view jpeg);

}  // namespace samkjop::files
