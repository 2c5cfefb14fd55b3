// Decides the character set: a byte order mark first, then the declaration, otherwise UTF-8.

#include "ubl/encoding.h"

namespace samkjop::ubl {
namespace {

std::unexpected<Unreadable> refused(std::string_view encoding) {
    return std::unexpected(Unreadable{Reason::encoding, {{"encoding", std::string(encoding)}}});
}

// The value of encoding="…" in the XML declaration, upper case; empty without one.
std::string declared_encoding(std::string_view bytes) {
    if (!bytes.starts_with("<?xml")) return {};
    const std::string_view declaration = bytes.substr(0, std::min(bytes.find("?>"), bytes.size()));
    const std::size_t at = declaration.substr(0, 400).find("encoding");
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
    using namespace std::string_view_literals;
    if (bytes.starts_with("\0\0\xFE\xFF"sv) || bytes.starts_with("\xFF\xFE\0\0"sv) ||
        bytes.starts_with("\0\0\0<"sv) || bytes.starts_with("<\0\0\0"sv)) {
        return refused("UTF-32");
    }
    const bool marked_big = bytes.starts_with("\xFE\xFF"sv);
    const bool marked_little = bytes.starts_with("\xFF\xFE"sv);
    if (marked_big || marked_little || bytes.starts_with("\0<"sv) || bytes.starts_with("<\0"sv)) {
        const bool big = marked_big || bytes.starts_with("\0<"sv);
        if (!from_utf16(bytes.substr(marked_big || marked_little ? 2 : 0), big, room)) {
            return refused("UTF-16 (?)");
        }
        return room;
    }
    const bool marked = bytes.starts_with("\xEF\xBB\xBF"sv);
    if (marked) bytes.remove_prefix(3);
    const std::string encoding = declared_encoding(bytes);
    if (encoding.empty() || encoding == "UTF-8" || encoding == "UTF8" || encoding == "US-ASCII" ||
        encoding == "ASCII") {
        return bytes;
    }
    if (!marked && (encoding == "ISO-8859-1" || encoding == "LATIN1" || encoding == "ISO_8859-1")) {
        room.reserve(bytes.size() + bytes.size() / 16);
        for (const char c : bytes) append_utf8(room, static_cast<unsigned char>(c));
        return room;
    }
    return refused(encoding);
}

}  // namespace samkjop::ubl
