// Decides the character set. What the bytes themselves show goes first (a byte order mark, or the
// two bytes a letter of UTF-16), then what the declaration says, otherwise it is UTF-8. Where the
// two contradict each other nobody can know what was meant, and the document is refused, as XML 1.0
// (4.3.3) has it.

#include "ubl/encoding.h"

#include <algorithm>

namespace samkjop::ubl {
namespace {

using namespace std::string_view_literals;

enum class Charset : std::uint8_t {
    utf_8,
    ascii,
    utf_16,  // whichever way round
    utf_16_little,
    utf_16_big,
    latin_1,
    latin_9,
    windows_1252,
};

struct Named {
    std::string_view name;  // as declared, upper case
    Charset charset;
};
constexpr Named kNamed[] = {
    {"UTF-8", Charset::utf_8},
    {"US-ASCII", Charset::ascii},
    {"ASCII", Charset::ascii},
    {"UTF-16", Charset::utf_16},
    {"ISO-10646-UCS-2", Charset::utf_16},
    {"UTF-16LE", Charset::utf_16_little},
    {"UTF-16BE", Charset::utf_16_big},
    {"ISO-8859-1", Charset::latin_1},
    {"ISO_8859-1", Charset::latin_1},
    {"LATIN1", Charset::latin_1},
    {"L1", Charset::latin_1},
    {"ISO-8859-15", Charset::latin_9},
    {"WINDOWS-1252", Charset::windows_1252},
};

constexpr char32_t kNoLetter = 0xFFFD;
// Where Windows has letters and Latin 1 has none: 0x80 to 0x9F.
constexpr char32_t kWindows[] = {0x20AC, kNoLetter, 0x201A,    0x0192, 0x201E, 0x2026, 0x2020,
                                 0x2021, 0x02C6,    0x2030,    0x0160, 0x2039, 0x0152, kNoLetter,
                                 0x017D, kNoLetter, kNoLetter, 0x2018, 0x2019, 0x201C, 0x201D,
                                 0x2022, 0x2013,    0x2014,    0x02DC, 0x2122, 0x0161, 0x203A,
                                 0x0153, kNoLetter, 0x017E,    0x0178};
// Where Latin 9 differs from Latin 1.
struct Letter {
    unsigned char byte;
    char32_t code;
};
constexpr Letter kLatin9[] = {{0xA4, 0x20AC}, {0xA6, 0x0160}, {0xA8, 0x0161}, {0xB4, 0x017D},
                              {0xB8, 0x017E}, {0xBC, 0x0152}, {0xBD, 0x0153}, {0xBE, 0x0178}};

std::unexpected<Unreadable> refused(std::string_view encoding) {
    return std::unexpected(Unreadable{Reason::encoding, {{"encoding", std::string(encoding)}}});
}

std::unexpected<Unreadable> not_xml(std::string detail) {
    return std::unexpected(
        Unreadable{Reason::not_xml, {{"line", std::int64_t{1}}, {"detail", std::move(detail)}}});
}

// The value of name="…" in the XML declaration, upper case; empty without one.
std::string declared(std::string_view bytes, std::string_view name) {
    if (!bytes.starts_with("<?xml")) return {};
    const std::string_view declaration = bytes.substr(0, std::min(bytes.find("?>"), bytes.size()));
    const std::size_t at = declaration.substr(0, 400).find(name);
    if (at == declaration.npos) return {};
    const std::size_t open = declaration.find_first_of("\"'", at);
    if (open == declaration.npos) return {};
    const std::size_t close = declaration.find(declaration[open], open + 1);
    if (close == declaration.npos || close - open > 40) return {};
    std::string out(declaration.substr(open + 1, close - open - 1));
    for (char& c : out) {
        if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
        if (static_cast<unsigned char>(c) < ' ' || static_cast<unsigned char>(c) >= 0x7f) c = '?';
    }
    return out;
}

std::optional<Charset> charset_named(std::string_view name) {
    const auto* found = std::ranges::find(kNamed, name, &Named::name);
    if (found == std::end(kNamed)) return {};
    return found->charset;
}

char32_t letter(Charset charset, unsigned char byte) {
    if (charset == Charset::windows_1252 && byte >= 0x80 && byte < 0xA0)
        return kWindows[byte - 0x80];
    if (charset == Charset::latin_9) {
        const auto* other = std::ranges::find(kLatin9, byte, &Letter::byte);
        if (other != std::end(kLatin9)) return other->code;
    }
    return byte;
}

bool from_utf16(std::string_view bytes, bool big_endian, std::string& out) {
    if (bytes.size() % 2 != 0) return false;
    out.reserve(bytes.size() / 2 + 16);
    const auto unit = [&](std::size_t i) {
        const auto first = static_cast<unsigned char>(bytes[i]);
        const auto second = static_cast<unsigned char>(bytes[i + 1]);
        return static_cast<char32_t>(big_endian ? first << 8 | second : second << 8 | first);
    };
    for (std::size_t i = 0; i < bytes.size(); i += 2) {
        char32_t code = unit(i);
        if (code >= 0xD800 && code < 0xDC00) {
            if (i + 3 >= bytes.size()) return false;
            const char32_t low = unit(i + 2);
            if (low < 0xDC00 || low > 0xDFFF) return false;
            code = 0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00);
            i += 2;
        } else if (code >= 0xDC00 && code <= 0xDFFF) {
            return false;
        }
        append_utf8(out, code);
    }
    return true;
}

bool is_ascii(std::string_view bytes) {
    return std::ranges::none_of(bytes,
                                [](char c) { return static_cast<unsigned char>(c) >= 0x80; });
}

bool is_utf8(std::string_view bytes) {
    for (std::size_t i = 0; i < bytes.size();) {
        const auto first = static_cast<unsigned char>(bytes[i]);
        const std::size_t more = first < 0x80 ? 0 : first < 0xE0 ? 1 : first < 0xF0 ? 2 : 3;
        if ((first >= 0x80 && first < 0xC2) || first > 0xF4 || i + more >= bytes.size())
            return false;
        for (std::size_t j = 1; j <= more; ++j) {
            if ((static_cast<unsigned char>(bytes[i + j]) & 0xC0) != 0x80) return false;
        }
        i += more + 1;
    }
    return true;
}

std::expected<std::string_view, Unreadable> utf16_as_utf8(std::string_view bytes,
                                                          std::string& room) {
    const bool marked = bytes.starts_with("\xFE\xFF"sv) || bytes.starts_with("\xFF\xFE"sv);
    const bool big = bytes.starts_with("\xFE\xFF"sv) || bytes.starts_with("\0<"sv);
    if (!from_utf16(bytes.substr(marked ? 2 : 0), big, room)) return refused("UTF-16 (?)");
    const std::string name = declared(room, "encoding");
    if (name.empty()) {  // the mark says it, or at least a declaration in this very character set
        if (marked || room.starts_with("<?xml")) return room;
        return refused("UTF-16 (?)");
    }
    const auto charset = charset_named(name);
    if (charset == Charset::utf_16 ||
        charset == (big ? Charset::utf_16_big : Charset::utf_16_little)) {
        return room;
    }
    return refused(name);
}

std::expected<std::string_view, Unreadable> bytes_as_utf8(std::string_view bytes,
                                                          std::string& room) {
    const bool marked = bytes.starts_with("\xEF\xBB\xBF"sv);
    if (marked) bytes.remove_prefix(3);
    if (bytes.starts_with("\xEF\xBB\xBF"sv)) return refused("UTF-8 (?)");  // one mark is enough
    const std::string name = declared(bytes, "encoding");
    if (name.empty()) return bytes;
    const auto charset = charset_named(name);
    switch (charset.value_or(Charset::utf_16)) {
        case Charset::utf_8:
            return bytes;
        case Charset::ascii:
            if (!is_ascii(bytes)) return refused(name);
            return bytes;
        case Charset::latin_1:
        case Charset::latin_9:
        case Charset::windows_1252:
            // Marked as UTF-8, and it is: the mark stands nearer to the text than the declaration.
            if (marked && is_utf8(bytes)) return bytes;
            room.reserve(bytes.size() + bytes.size() / 16);
            for (const char c : bytes) {
                append_utf8(room, letter(*charset, static_cast<unsigned char>(c)));
            }
            return room;
        default:
            return refused(name);
    }
}

}  // namespace

void append_utf8(std::string& out, char32_t code) {
    if (code < 0x80) {
        out += static_cast<char>(code);
    } else if (code < 0x800) {
        out += static_cast<char>(0xC0 | (code >> 6));
        out += static_cast<char>(0x80 | (code & 0x3F));
    } else if (code < 0x10000) {
        out += static_cast<char>(0xE0 | (code >> 12));
        out += static_cast<char>(0x80 | ((code >> 6) & 0x3F));
        out += static_cast<char>(0x80 | (code & 0x3F));
    } else {
        out += static_cast<char>(0xF0 | (code >> 18));
        out += static_cast<char>(0x80 | ((code >> 12) & 0x3F));
        out += static_cast<char>(0x80 | ((code >> 6) & 0x3F));
        out += static_cast<char>(0x80 | (code & 0x3F));
    }
}

std::expected<std::string_view, Unreadable> as_utf8(std::string_view bytes, std::string& room) {
    if (bytes.starts_with("\0\0\xFE\xFF"sv) || bytes.starts_with("\xFF\xFE\0\0"sv) ||
        bytes.starts_with("\0\0\0<"sv) || bytes.starts_with("<\0\0\0"sv)) {
        return refused("UTF-32");
    }
    const bool two_a_letter = bytes.starts_with("\xFE\xFF"sv) || bytes.starts_with("\xFF\xFE"sv) ||
                              bytes.starts_with("\0<"sv) || bytes.starts_with("<\0"sv);
    auto out = two_a_letter ? utf16_as_utf8(bytes, room) : bytes_as_utf8(bytes, room);
    if (!out) return out;
    const std::string version = declared(*out, "version");
    if (!version.empty() && version != "1.0" && version != "1.1") {
        return not_xml("XML " + version);
    }
    // The parser takes it for the end, and what stands behind it would be seen by nobody.
    if (out->contains('\0')) return not_xml("NUL");
    return out;
}

}  // namespace samkjop::ubl
