// What two spellings of the same number or name have in common.

#include <algorithm>

#include "catalogue/price_terms.h"

namespace samkjop::catalogue {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_ascii_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
char small(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; }

}  // namespace

std::string number_key(std::string_view item_number) {
    std::string out;
    for (const char c : item_number) {
        if (is_digit(c)) out += c;
        if (is_ascii_letter(c)) out += static_cast<char>(small(c) - 32);
        if (static_cast<unsigned char>(c) >= 0x80) out += c;
    }
    return out;
}

std::string text_key(std::string_view name) {
    std::vector<std::string> words;
    std::string word;
    const auto end = [&] {
        if (!word.empty()) words.push_back(std::move(word));
        word.clear();
    };
    for (std::size_t i = 0; i < name.size(); ++i) {
        const char c = name[i];
        const auto byte = static_cast<unsigned char>(c);
        const bool in_number = !word.empty() && is_digit(word.back());
        if (is_digit(c)) {
            if (!word.empty() && !in_number && word.back() != '.') end();
            word += c;
        } else if ((c == ',' || c == '.') && in_number && i + 1 < name.size() &&
                   is_digit(name[i + 1])) {
            word += '.';  // 0,5 and 0.5
        } else if (byte == 0xC3 && i + 1 < name.size()) {
            // Latin capitals Æ Ø Å É … and the small ones after them; × is a sign.
            const auto next = static_cast<unsigned char>(name[++i]);
            if (next == 0x97) {
                end();
                continue;
            }
            if (in_number) end();
            word += c;
            word += static_cast<char>(next >= 0x80 && next <= 0x9E ? next + 0x20 : next);
        } else if (byte == 0xC2 && i + 1 < name.size()) {
            ++i;  // a no-break space, « and »
            end();
        } else if (is_ascii_letter(c) || byte >= 0x80) {
            if (in_number) end();
            word += small(c);
        } else {
            end();
        }
    }
    end();
    std::ranges::sort(words);
    std::string out;
    for (const std::string& each : words) {
        if (!out.empty()) out += ' ';
        out += each;
    }
    return out;
}

}  // namespace samkjop::catalogue
