// Splits a form with files into its fields and uploads. Strict where two readers could disagree:
// every part has one Content-Disposition with a name, and the closing boundary must be there, so
// that an upload that was cut off is never taken for a whole one.

#include "http/multipart.h"

#include "http/form.h"

namespace samkjop::http {
namespace {

constexpr std::size_t kPartHeadLimit = 8 * 1024;

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; }

bool equal_ignoring_case(std::string_view left, std::string_view right) {
    return left.size() == right.size() &&
           std::equal(left.begin(), left.end(), right.begin(),
                      [](char a, char b) { return lower(a) == lower(b); });
}

std::string_view trimmed(std::string_view text) {
    while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
    while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
    return text;
}

// A header value: the word before the first ';' and its parameters.
struct Value {
    std::string_view word;
    std::vector<std::pair<std::string, std::string>> parameters;
    std::optional<std::string> parameter(std::string_view name) const {
        for (const auto& [key, value] : parameters) {
            if (equal_ignoring_case(key, name)) return value;
        }
        return std::nullopt;
    }
};

// Browsers write %22, %0D and %0A for a quote and line breaks in a name; older ones \" instead.
std::optional<std::string> quoted(std::string_view& rest) {
    std::string out;
    std::size_t i = 1;
    for (; i < rest.size() && rest[i] != '"'; ++i) {
        if (rest[i] == '\\' && i + 1 < rest.size() && rest[i + 1] == '"') ++i;
        out += rest[i];
    }
    if (i >= rest.size()) return std::nullopt;
    rest.remove_prefix(i + 1);
    return out;
}

std::optional<Value> parse_value(std::string_view text) {
    Value out;
    auto end = text.find(';');
    out.word = trimmed(text.substr(0, end));
    std::string_view rest = end == text.npos ? "" : text.substr(end);
    while (!rest.empty()) {
        rest.remove_prefix(1);  // the ';'
        rest = trimmed(rest);
        if (rest.empty()) break;
        const auto equals = rest.find('=');
        if (equals == rest.npos) return std::nullopt;
        std::string name(trimmed(rest.substr(0, equals)));
        rest = trimmed(rest.substr(equals + 1));
        if (!rest.empty() && rest.front() == '"') {
            auto value = quoted(rest);
            if (!value) return std::nullopt;
            out.parameters.emplace_back(std::move(name), std::move(*value));
            rest = trimmed(rest);
            if (!rest.empty() && rest.front() != ';') return std::nullopt;
        } else {
            end = rest.find(';');
            out.parameters.emplace_back(std::move(name), trimmed(rest.substr(0, end)));
            rest = end == rest.npos ? "" : rest.substr(end);
        }
    }
    return out;
}

struct PartHead {
    std::string name;
    std::optional<std::string> file_name;
    std::string media_type;
};

std::optional<PartHead> parse_head(std::string_view head) {
    PartHead out;
    bool has_disposition = false;
    while (!head.empty()) {
        const auto end = head.find("\r\n");
        const std::string_view line = head.substr(0, end);
        head.remove_prefix(end == head.npos ? head.size() : end + 2);
        const auto colon = line.find(':');
        if (colon == line.npos || colon == 0 || line[0] == ' ' || line[0] == '\t') {
            return std::nullopt;
        }
        const std::string_view name = line.substr(0, colon);
        const std::string_view value = trimmed(line.substr(colon + 1));
        if (equal_ignoring_case(name, "content-disposition")) {
            const auto parsed = parse_value(value);
            if (has_disposition || !parsed || !equal_ignoring_case(parsed->word, "form-data")) {
                return std::nullopt;
            }
            has_disposition = true;
            const auto field = parsed->parameter("name");
            if (!field) return std::nullopt;
            out.name = *field;
            out.file_name = parsed->parameter("filename");
        } else if (equal_ignoring_case(name, "content-type")) {
            out.media_type = value;
        }
    }
    if (!has_disposition || !is_utf8(out.name)) return std::nullopt;
    return out;
}

// Some browsers send a whole path; only its last part is the file's name.
std::string plain_file_name(std::string_view name) {
    const auto slash = name.find_last_of("/\\");
    if (slash != name.npos) name.remove_prefix(slash + 1);
    std::string out;
    for (const char c : name) {
        if (static_cast<unsigned char>(c) >= 0x20 && c != 0x7f) out += c;
    }
    if (!is_utf8(out)) return "fil";
    return out;
}

}  // namespace

std::optional<std::string> multipart_boundary(std::string_view content_type) {
    const auto value = parse_value(content_type);
    if (!value || !equal_ignoring_case(value->word, "multipart/form-data")) return std::nullopt;
    auto boundary = value->parameter("boundary");
    if (!boundary || boundary->empty() || boundary->size() > 70) return std::nullopt;
    for (const char c : *boundary) {
        const bool allowed = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                             (c >= '0' && c <= '9') ||
                             std::string_view("'()+_,-./:=? ").find(c) != std::string_view::npos;
        if (!allowed) return std::nullopt;
    }
    return boundary;
}

std::optional<Multipart> parse_multipart(std::string_view body, std::string_view boundary) {
    const std::string first = "--" + std::string(boundary);
    const std::string next = "\r\n" + first;
    if (!body.starts_with(first)) return std::nullopt;
    body.remove_prefix(first.size());
    Multipart out;
    for (std::size_t parts = 0;; ++parts) {
        if (body.starts_with("--")) return out;  // what follows is an epilogue and is ignored
        if (!body.starts_with("\r\n") || parts == kMostFields) return std::nullopt;
        body.remove_prefix(2);
        const auto head_end = body.substr(0, kPartHeadLimit).find("\r\n\r\n");
        if (head_end == body.npos) return std::nullopt;
        auto head = parse_head(body.substr(0, head_end));
        if (!head) return std::nullopt;
        body.remove_prefix(head_end + 4);
        const auto end = body.find(next);
        if (end == body.npos) return std::nullopt;
        const std::string_view content = body.substr(0, end);
        body.remove_prefix(end + next.size());
        if (!head->file_name) {
            if (!is_utf8(content) || content.contains('\0')) return std::nullopt;
            out.fields.emplace_back(std::move(head->name), std::string(content));
        } else if (!head->file_name->empty() || !content.empty()) {
            out.uploads.push_back({std::move(head->name), plain_file_name(*head->file_name),
                                   std::move(head->media_type), std::string(content)});
        }
    }
}

}  // namespace samkjop::http
