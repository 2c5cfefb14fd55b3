#include "html/out.h"

#include <array>
#include <atomic>

namespace samkjop::html {
namespace {

constexpr std::array<std::string_view, 6> kEscapes = {"",     "&amp;",  "&lt;",
                                                      "&gt;", "&quot;", "&#39;"};

constexpr auto kNeedsEscape = [] {
    std::array<unsigned char, 256> table{};
    table['&'] = 1;
    table['<'] = 2;
    table['>'] = 3;
    table['"'] = 4;
    table['\''] = 5;
    return table;
}();

bool unreserved(unsigned char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '_' || c == '.' || c == '~';
}

}  // namespace

void Out::text(std::string_view value) {
    std::size_t start = 0;
    for (std::size_t i = 0; i < value.size(); ++i) {
        if (const auto escape = kNeedsEscape[static_cast<unsigned char>(value[i])]) {
            bytes_.append(value, start, i - start);
            bytes_.append(kEscapes[escape]);
            start = i + 1;
        }
    }
    bytes_.append(value, start);
}

void Out::form_fields() {
    static std::atomic<std::uint64_t> next{1};
    const auto mark = form_fields_.find(kFreshKey);
    bytes_.append(form_fields_, 0, mark);
    if (mark == std::string::npos) return;
    text(next.fetch_add(1, std::memory_order_relaxed));
    bytes_.append(form_fields_, mark + 1);
}

void Out::url(std::string_view value) {
    const auto stop = value.find_first_of(":/?#");
    const bool has_scheme = stop != value.npos && value[stop] == ':';
    if (has_scheme && !value.starts_with("https:") && !value.starts_with("http:") &&
        !value.starts_with("mailto:")) {
        bytes_ += "about:invalid";
        return;
    }
    text(value);
}

void Out::url_part(std::string_view value) {
    constexpr std::string_view hex = "0123456789ABCDEF";
    for (const char c : value) {
        const auto byte = static_cast<unsigned char>(c);
        if (unreserved(byte)) {
            bytes_ += c;
        } else {
            bytes_ += '%';
            bytes_ += hex[byte >> 4];
            bytes_ += hex[byte & 15];
        }
    }
}

}  // namespace samkjop::html
