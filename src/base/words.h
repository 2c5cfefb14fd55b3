#pragma once
// What a person typed: the blanks around it, a length that never cuts a letter in two, and whole
// numbers.

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace samkjop {

std::string_view trimmed(std::string_view text);  // without space, tab and line ends around it
// At most this many bytes, and never half a letter: text is UTF-8, and a database or a browser
// refuses a string that ends within one.
std::string_view cut_at_letter(std::string_view text, std::size_t most_bytes);
// The number that the whole text is; 0 where it is something else, or negative. Ids and counts in
// addresses and forms are positive, so 0 is always «not there».
std::int64_t whole_number(std::string_view text);

}  // namespace samkjop
