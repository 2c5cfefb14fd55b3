// A photo from a phone says where it was taken, when, and with what. None of that belongs in the
// municipality's archive: everything but the picture itself is left out. Which way up it is stands
// among the same data, so that alone is written back.

#include "files/jpeg.h"

namespace samkjop::files {
namespace {

unsigned byte(std::string_view bytes, std::size_t at) {
    return static_cast<unsigned char>(bytes[at]);
}

// TIFF inside EXIF: big or little endian, a list of tags; 0x0112 is the orientation, 1 to 8.
unsigned number(std::string_view tiff, std::size_t at, std::size_t length, bool little) {
    unsigned out = 0;
    for (std::size_t i = 0; i < length; ++i)
        out = out << 8 | byte(tiff, at + (little ? length - 1 - i : i));
    return out;
}

unsigned orientation_of(std::string_view exif) {
    if (!exif.starts_with(std::string_view("Exif\0\0", 6))) return 1;
    const std::string_view tiff = exif.substr(6);
    if (tiff.size() < 8) return 1;
    const bool little = tiff.starts_with("II");
    if (!little && !tiff.starts_with("MM")) return 1;
    const std::size_t list = number(tiff, 4, 4, little);
    if (list > tiff.size() - 2) return 1;
    const unsigned count = number(tiff, list, 2, little);
    for (unsigned i = 0; i < count; ++i) {
        const std::size_t row = list + 2 + std::size_t{12} * i;
        if (row + 12 > tiff.size()) return 1;
        if (number(tiff, row, 2, little) != 0x0112) continue;
        const unsigned value = number(tiff, row + 8, 2, little);
        return value >= 1 && value <= 8 ? value : 1;
    }
    return 1;
}

// An EXIF segment that says which way up, and nothing else.
std::string upright(unsigned orientation) {
    std::string out(
        "\xFF\xE1\x00\x22"
        "Exif\0\0"
        "MM\0\x2A\0\0\0\x08"
        "\0\x01"
        "\x01\x12\0\x03\0\0\0\x01\0\0\0\0"
        "\0\0\0\0",
        36);
    out[29] = static_cast<char>(orientation);
    return out;
}

// Kept: how the picture is coded. Of the application's own segments only JFIF, the colour profile
// and Adobe's note on how colours are stored.
bool belongs_to_picture(unsigned marker, std::string_view content) {
    if (marker == 0xFE) return false;  // a comment
    if (marker < 0xE0 || marker > 0xEF) return true;
    return marker == 0xE0 || (marker == 0xE2 && content.starts_with("ICC_PROFILE")) ||
           marker == 0xEE;
}

}  // namespace

std::string without_metadata(std::string_view jpeg) {
    if (!jpeg.starts_with("\xFF\xD8")) return std::string(jpeg);
    std::string out("\xFF\xD8");
    unsigned orientation = 1;
    std::string rest;
    std::size_t at = 2;
    while (at + 4 <= jpeg.size() && byte(jpeg, at) == 0xFF) {
        const unsigned marker = byte(jpeg, at + 1);
        if (marker == 0xFF) {  // filling
            ++at;
            continue;
        }
        if (marker == 0xDA) break;  // the picture begins: no segments after it are touched
        const std::size_t length = byte(jpeg, at + 2) << 8 | byte(jpeg, at + 3);
        if (length < 2 || at + 2 + length > jpeg.size()) break;
        const std::string_view content = jpeg.substr(at + 4, length - 2);
        if (marker == 0xE1 && orientation == 1) orientation = orientation_of(content);
        if (belongs_to_picture(marker, content)) rest.append(jpeg.substr(at, 2 + length));
        at += 2 + length;
    }
    if (orientation != 1) out += upright(orientation);
    return out + rest + std::string(jpeg.substr(at));
}

}  // namespace samkjop::files
