// What handlers ask a request for, and the short answers.

#include "http/exchange.h"

#include "base/words.h"
#include "db/db.h"
#include "http/form.h"

namespace samkjop::http {
namespace {

std::string_view first(const Fields& fields, std::string_view name) {
    for (const auto& [key, value] : fields) {
        if (key == name) return value;
    }
    return {};
}

}  // namespace

std::string_view Request::header(std::string_view lower_case_name) const {
    return first(headers, lower_case_name);
}

std::string Request::cookie(std::string_view name) const {
    return cookie_value(header("cookie"), name);
}

std::string_view Request::host() const {
    const std::string_view name = header("host");
    const auto bracket = name.starts_with('[') ? name.find(']') : 0;
    return bracket == name.npos ? name : name.substr(0, name.find(':', bracket));
}

bool Request::is_plain_localhost() const {
    if (https) return false;
    const std::string_view name = host();
    return name == "localhost" || name == "127.0.0.1" || name == "[::1]";
}

std::int64_t Exchange::path_id(std::size_t index) const {
    if (index >= path_values.size()) return 0;
    return whole_number(path_values[index]);
}

std::string_view Exchange::query(std::string_view name) const { return first(request.query, name); }
std::string_view Exchange::form(std::string_view name) const { return first(request.form, name); }

std::vector<std::string_view> Exchange::form_all(std::string_view name) const {
    std::vector<std::string_view> out;
    for (const auto& [key, value] : request.form) {
        if (key == name) out.push_back(value);
    }
    return out;
}

std::int64_t Exchange::number(std::string_view name) const {
    return whole_number(has_form(name) ? form(name) : query(name));
}

bool Exchange::has_form(std::string_view name) const {
    return std::ranges::any_of(request.form,
                               [&](const auto& field) { return field.first == name; });
}

const Upload* Exchange::upload(std::string_view field) const {
    for (const Upload& upload : request.uploads) {
        if (upload.field == field && !upload.bytes.empty()) return &upload;
    }
    return nullptr;
}

bool Exchange::is_fragment() const {
    return request.header("hx-request") == "true" && request.header("hx-request-type") != "full" &&
           request.header("hx-history-restore-request") != "true";
}

void Post::commit() { tx.commit(); }

Response see_other(std::string location) {
    Response response;
    response.status = 303;
    response.body = "";
    response.headers.emplace_back("Location", std::move(location));
    return response;
}

Response not_found() {
    Response response;
    response.status = 404;
    return response;
}

Response forbidden() {
    Response response;
    response.status = 403;
    return response;
}

Response download(std::string file_name, std::string media_type, std::string bytes) {
    Response response;
    response.media_type = std::move(media_type);
    response.body = std::move(bytes);
    std::string plain;
    for (const char c : file_name) {
        const bool safe = static_cast<unsigned char>(c) >= 0x20 &&
                          static_cast<unsigned char>(c) < 0x7f && c != '"' && c != '\\';
        plain += safe ? c : '_';
    }
    response.headers.emplace_back("Content-Disposition",
                                  fmt::format("attachment; filename=\"{}\"; filename*=UTF-8''{}",
                                              plain, percent_encoded(file_name)));
    return response;
}

}  // namespace samkjop::http
