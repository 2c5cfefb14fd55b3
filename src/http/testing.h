#pragma once
// A browser without a network, for tests of pages: keeps cookies, takes the hidden fields of the
// last page along when it posts, and remembers where it stands.
#include <map>
#include <string>
#include <string_view>

#include "http/dispatcher.h"

namespace samkjop::http::testing {

class Browser {
public:
    explicit Browser(Dispatcher& dispatcher) : dispatcher_(dispatcher) {}

    Response get(std::string_view target);
    // Hidden fields (csrf, skjemanokkel) come from the last page unless they are given here.
    Response post(std::string_view path, Fields fields);
    Response post_files(std::string_view path, Fields fields, const std::vector<Upload>& uploads);
    Response follow(const Response& response);  // GET of its Location
    static std::string location(const Response& response);

    std::map<std::string, std::string> cookies;
    Fields headers;  // sent with every request
    Response last;

private:
    Response send(std::string_view method, std::string_view target, std::string type,
                  std::string body);
    void add_hidden(Fields& fields) const;
    Dispatcher& dispatcher_;
};

}  // namespace samkjop::http::testing
