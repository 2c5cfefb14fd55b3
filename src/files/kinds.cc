// Which kinds of file are taken, told by their first bytes. What a browser could run (HTML, SVG,
// script) is not among them, whatever it is called.

#include "files/files.h"
#include "http/form.h"

namespace samkjop::files {
namespace {

using namespace std::string_view_literals;

struct Kind {
    std::string_view begins;
    std::size_t at;
    std::string_view media_type;
};

constexpr Kind kKinds[] = {
    {"%PDF-"sv, 0, "application/pdf"},       {"\xFF\xD8\xFF"sv, 0, "image/jpeg"},
    {"\x89PNG\r\n\x1A\n"sv, 0, "image/png"}, {"WEBP"sv, 8, "image/webp"},
    {"ftypheic"sv, 4, "image/heic"},         {"ftypheix"sv, 4, "image/heic"},
    {"ftypmif1"sv, 4, "image/heic"},
};

// Office documents are zip files; their first entry tells which.
std::string_view zip_kind(std::string_view bytes) {
    const std::string_view head = bytes.substr(0, 4096);
    if (head.contains("mimetypeapplication/vnd.oasis.opendocument.text"))
        return "application/vnd.oasis.opendocument.text";
    if (head.contains("mimetypeapplication/vnd.oasis.opendocument.spreadsheet"))
        return "application/vnd.oasis.opendocument.spreadsheet";
    if (!head.contains("[Content_Types].xml") && !head.contains("_rels/")) return {};
    if (bytes.contains("xl/"))
        return "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    if (bytes.contains("word/"))
        return "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
    return {};
}

bool is_plain_text(std::string_view bytes) {
    if (!http::is_utf8(bytes)) return false;
    for (const char c : bytes) {
        if (static_cast<unsigned char>(c) < 0x20 && c != '\n' && c != '\r' && c != '\t')
            return false;
    }
    return !bytes.substr(0, 1000).contains(
        '<');  // no markup: a browser must not take it for a page
}

}  // namespace

std::string_view kind_of(std::string_view bytes) {
    for (const Kind& kind : kKinds) {
        if (bytes.size() > kind.at && bytes.substr(kind.at).starts_with(kind.begins))
            return kind.media_type;
    }
    if (bytes.starts_with("PK\x03\x04"sv)) return zip_kind(bytes);
    if (is_plain_text(bytes)) return "text/plain; charset=utf-8";
    return {};
}

std::string_view short_kind(std::string_view media_type) {
    if (media_type == "application/pdf") return "PDF";
    if (media_type == "image/jpeg") return "JPEG";
    if (media_type == "image/png") return "PNG";
    if (media_type == "image/webp") return "WebP";
    if (media_type == "image/heic") return "HEIC";
    if (media_type.ends_with("spreadsheetml.sheet")) return "Excel";
    if (media_type.ends_with("wordprocessingml.document")) return "Word";
    if (media_type.contains("opendocument")) return "ODF";
    return "tekst";
}

}  // namespace samkjop::files
