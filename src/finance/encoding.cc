// Between UTF-8 and the eight-bit encodings that finance systems still read. A letter that the
// encoding lacks is written with letters it has, so that a file never holds half a character.

#include <array>

#include "finance/formats.h"

namespace samkjop::finance {
namespace {

// The next character of valid UTF-8; what is not valid is read as one question mark per byte.
char32_t next(std::string_view text, std::size_t& at) {
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
    const unsigned char lead = byte(at);
    const int length = lead < 0x80 ? 1 : lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : lead >= 0xC2 ? 2 : 0;
    if (length == 0 || at + static_cast<std::size_t>(length) > text.size()) {
        ++at;
        return U'?';
    }
    char32_t out = length == 1 ? lead : lead & (0x7F >> length);
    for (int i = 1; i < length; ++i) {
        const unsigned char more = byte(at + static_cast<std::size_t>(i));
        if ((more & 0xC0) != 0x80) {
            ++at;
            return U'?';
        }
        out = (out << 6) | (more & 0x3F);
    }
    at += static_cast<std::size_t>(length);
    return out;
}

struct Spelling {
    char32_t character;
    std::string_view letters;
};
constexpr std::array kSpellings = {
    Spelling{U'–', "-"},  Spelling{U'—', "-"},   Spelling{U'‐', "-"},      Spelling{U'−', "-"},
    Spelling{U'‘', "'"},  Spelling{U'’', "'"},   Spelling{U'“', "\""},     Spelling{U'”', "\""},
    Spelling{U'„', "\""}, Spelling{U'…', "..."}, Spelling{U'€', "EUR"},    Spelling{U'•', "*"},
    Spelling{U'Š', "S"},  Spelling{U'š', "s"},   Spelling{U'Ž', "Z"},      Spelling{U'ž', "z"},
    Spelling{U'č', "c"},  Spelling{U'Č', "C"},   Spelling{U'đ', "d"},      Spelling{U'Đ', "D"},
    Spelling{U'ŋ', "n"},  Spelling{U'ŧ', "t"},   Spelling{U'ł', "l"},      Spelling{U'Ł', "L"},
    Spelling{U'ő', "ö"},  Spelling{U'œ', "oe"},  Spelling{U'\u202F', " "}, Spelling{U'\u2009', " "},
};

// 0x80–0x9F of Windows-1252; 0 where it has nothing.
constexpr std::array<char32_t, 32> kWindows = {
    U'€', 0,    U'‚', U'ƒ', U'„', U'…', U'†', U'‡', U'ˆ', U'‰', U'Š', U'‹', U'Œ', 0, U'Ž', 0,
    0,    U'‘', U'’', U'“', U'”', U'•', U'–', U'—', U'˜', U'™', U'š', U'›', U'œ', 0, U'ž', U'Ÿ'};

void add(std::string& out, char32_t character, Encoding encoding) {
    if (character < 0x80 || (character >= 0xA0 && character <= 0xFF)) {
        out += static_cast<char>(character);
        return;
    }
    if (encoding == Encoding::windows_1252) {
        for (std::size_t i = 0; i < kWindows.size(); ++i) {
            if (kWindows[i] == character) {
                out += static_cast<char>(0x80 + i);
                return;
            }
        }
    }
    for (const Spelling& spelling : kSpellings) {
        if (spelling.character != character) continue;
        std::size_t at = 0;
        while (at < spelling.letters.size()) out += static_cast<char>(next(spelling.letters, at));
        return;
    }
    out += '?';
}

void add_utf8(std::string& out, char32_t character) {
    if (character < 0x80) {
        out += static_cast<char>(character);
    } else if (character < 0x800) {
        out += static_cast<char>(0xC0 | (character >> 6));
        out += static_cast<char>(0x80 | (character & 0x3F));
    } else {
        out += static_cast<char>(0xE0 | (character >> 12));
        out += static_cast<char>(0x80 | ((character >> 6) & 0x3F));
        out += static_cast<char>(0x80 | (character & 0x3F));
    }
}

bool valid_utf8(std::string_view text) {
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t before = at;
        const bool question_mark = text[at] == '?';
        if (next(text, at) == U'?' && !question_mark && at == before + 1) return false;
    }
    return true;
}

}  // namespace

std::string encoded(std::string_view utf8, Encoding encoding) {
    if (encoding == Encoding::utf8) return std::string(utf8);
    if (encoding == Encoding::utf8_bom) return "\xEF\xBB\xBF" + std::string(utf8);
    std::string out;
    for (std::size_t at = 0; at < utf8.size();) add(out, next(utf8, at), encoding);
    return out;
}

std::string from_latin(std::string_view bytes) {
    if (valid_utf8(bytes)) return std::string(bytes);
    std::string out;
    for (const char c : bytes) {
        const auto byte = static_cast<unsigned char>(c);
        const char32_t windows = byte >= 0x80 && byte < 0xA0 ? kWindows[byte - 0x80] : byte;
        add_utf8(out, windows == 0 ? U'?' : windows);
    }
    return out;
}

}  // namespace samkjop::finance
