#include "base/words.h"

#include <charconv>

namespace samkjop {

std::string_view trimmed(std::string_view text) {
    constexpr std::string_view kBlanks = " \t\r\n";
    const auto first = text.find_first_not_of(kBlanks);
    if (first == text.npos) return {};
    return text.substr(first, text.find_last_not_of(kBlanks) - first + 1);
}

std::string_view cut_at_letter(std::string_view text, std::size_t most_bytes) {
    if (text.size() <= most_bytes) return text;
    const auto continues = [&](std::size_t at) {
        return (static_cast<unsigned char>(text[at]) & 0xC0) == 0x80;
    };
    while (most_bytes > 0 && continues(most_bytes)) --most_bytes;
    return text.substr(0, most_bytes);
}

std::int64_t whole_number(std::string_view text) {
    std::int64_t out = 0;
    const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), out);
    return failure == std::errc() && end == text.data() + text.size() && out > 0 ? out : 0;
}

}  // namespace samkjop
