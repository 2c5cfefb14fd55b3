#include "http/testing.h"

#include "http/form.h"

namespace samkjop::http::testing {

Response Browser::get(std::string_view target) { return send("GET", target, "", ""); }

Response Browser::post(std::string_view path, Fields fields) {
    add_hidden(fields);
    std::string body;
    for (const auto& [name, value] : fields) {
        body += (body.empty() ? "" : "&") + percent_encoded(name) + "=" + percent_encoded(value);
    }
    return send("POST", path, "application/x-www-form-urlencoded", body);
}

Response Browser::post_files(std::string_view path, Fields fields,
                             const std::vector<Upload>& uploads) {
    add_hidden(fields);
    std::string body;
    for (const auto& [name, value] : fields) {
        body += "--grense\r\nContent-Disposition: form-data; name=\"" + name + "\"\r\n\r\n" +
                value + "\r\n";
    }
    for (const Upload& upload : uploads) {
        body += "--grense\r\nContent-Disposition: form-data; name=\"" + upload.field +
                "\"; filename=\"" + upload.file_name + "\"\r\nContent-Type: " + upload.media_type +
                "\r\n\r\n" + upload.bytes + "\r\n";
    }
    return send("POST", path, "multipart/form-data; boundary=grense", body + "--grense--\r\n");
}

Response Browser::follow(const Response& response) { return get(location(response)); }

std::string Browser::location(const Response& response) {
    for (const auto& [name, value] : response.headers) {
        if (name == "Location") return value;
    }
    return "";
}

void Browser::add_hidden(Fields& fields) const {
    for (const std::string name : {"csrf", "skjemanokkel"}) {
        if (std::ranges::any_of(fields, [&](const auto& field) { return field.first == name; }))
            continue;
        const std::string mark = "name=\"" + name + "\" value=\"";
        const auto at = last.body.rfind(mark);
        if (at == std::string::npos) continue;
        const auto begin = at + mark.size();
        fields.emplace_back(name, last.body.substr(begin, last.body.find('"', begin) - begin));
    }
}

Response Browser::send(std::string_view method, std::string_view target, std::string type,
                       std::string body) {
    Incoming incoming;
    incoming.method = method;
    incoming.target = target;
    incoming.remote_address = "127.0.0.1";
    incoming.headers = headers;
    incoming.headers.emplace_back("host", "localhost:8080");
    if (method == "POST") incoming.headers.emplace_back("origin", "http://localhost:8080");
    if (!type.empty()) incoming.headers.emplace_back("content-type", std::move(type));
    std::string all;
    for (const auto& [name, value] : cookies) all += (all.empty() ? "" : "; ") + name + "=" + value;
    if (!all.empty()) incoming.headers.emplace_back("cookie", all);
    incoming.body = Body(std::move(body));
    Response response = dispatcher_.answer(incoming);
    for (const auto& [name, value] : response.headers) {
        if (name != "Set-Cookie") continue;
        const auto equals = value.find('=');
        cookies[value.substr(0, equals)] = value.substr(equals + 1, value.find(';') - equals - 1);
    }
    if (!response.body.empty()) last = response;
    return response;
}

}  // namespace samkjop::http::testing
