// The files that travel inside the program. An address with the right ?v= never changes its
// content, so a browser may keep it for a year.

#include "base/crypto.h"
#include "base/embedded.h"
#include "base/words.h"
#include "http/dispatcher.h"

namespace samkjop::http {
namespace {

struct Asset {
    std::string_view bytes;
    std::string hash;
    std::string_view media_type;
};

std::string_view media_type_of(std::string_view name) {
    if (name.ends_with(".css")) return "text/css; charset=utf-8";
    if (name.ends_with(".js")) return "text/javascript; charset=utf-8";
    if (name.ends_with(".svg")) return "image/svg+xml";
    if (name.ends_with(".png")) return "image/png";
    if (name.ends_with(".txt")) return "text/plain; charset=utf-8";
    return "application/octet-stream";
}

const std::map<std::string, Asset, std::less<>>& assets() {
    static const auto table = [] {
        std::map<std::string, Asset, std::less<>> out;
        for (const EmbeddedFile& file : embedded_assets()) {
            out.emplace(file.name, Asset{file.bytes, sha256_hex(file.bytes).substr(0, 16),
                                         media_type_of(file.name)});
        }
        return out;
    }();
    return table;
}

// A literal per document is needed in the margin of the paper: letters, figures and a few signs, so
// that nothing else can be said in CSS.
Response print_sheet(const Request& request) {
    std::string words;
    for (const auto& [name, value] : request.query) {
        if (name != "tekst") continue;
        for (const char c : cut_at_letter(value, 200)) {
            const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                               (c >= '0' && c <= '9') || static_cast<unsigned char>(c) >= 0x80 ||
                               c == ' ' || c == '-' || c == '.' || c == '/';
            if (plain) words += c;
        }
    }
    Response response;
    response.media_type = "text/css; charset=utf-8";
    response.body =
        "@page { @bottom-left { content: \"" + words + "\"; font: 9pt sans-serif; } }\n";
    response.headers.emplace_back("Cache-Control", "private, max-age=3600");
    return response;
}

}  // namespace

std::string asset_path(std::string_view name) {
    const auto found = assets().find(name);
    if (found == assets().end()) return "";
    return fmt::format("/assets/{}?v={}", name, found->second.hash);
}

std::optional<Response> asset(const Request& request) {
    constexpr std::string_view folder = "/assets/";
    std::string_view name = request.path;
    if (name == "/favicon.ico") name = "/assets/icon.svg";
    if (!name.starts_with(folder)) return std::nullopt;
    name.remove_prefix(folder.size());
    if (name == "utskrift.css") return print_sheet(request);
    Response response;
    const auto found = assets().find(name);
    if (found == assets().end()) {
        response.status = 404;
        return response;
    }
    const Asset& file = found->second;
    const std::string tag = "\"" + file.hash + "\"";
    const bool named = std::ranges::any_of(request.query, [&](const auto& field) {
        return field.first == "v" && field.second == file.hash;
    });
    response.headers.emplace_back("ETag", tag);
    response.headers.emplace_back("Cache-Control",
                                  named ? "public, max-age=31536000, immutable" : "no-cache");
    response.media_type = file.media_type;
    if (request.header("if-none-match") == tag)
        response.status = 304;
    else
        response.body = file.bytes;
    return response;
}

}  // namespace samkjop::http
