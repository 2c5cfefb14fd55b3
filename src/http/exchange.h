#pragma once
// One request and its answer, as page authors see them. The kernel (server.cc) and the dispatcher
// (dispatcher.cc) stand behind: a route names its permission, a GET has only a reader, a POST has a
// transaction that the handler commits (303 ⇔ committed), forgery and repetition are dealt with
// before the handler is called.

#include <any>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "access/actor.h"
#include "base/result.h"
#include "html/out.h"

namespace samkjop::db {
class Session;
class Tx;
}  // namespace samkjop::db

namespace samkjop::http {

enum class Method : std::uint8_t { get, post };

struct Upload {
    std::string field;
    std::string file_name;
    std::string media_type;  // as claimed by the browser
    std::string bytes;
};

using Fields = std::vector<std::pair<std::string, std::string>>;

struct Request {
    Method method = Method::get;
    std::string path;  // decoded, without query
    Fields query;
    Fields form;  // urlencoded or multipart text fields, in order
    std::vector<Upload> uploads;
    Fields headers;    // names in lower case
    std::string body;  // other media types (documents pushed to the gateway)
    std::string remote_address;
    bool https = false;  // directly, or as the proxy in front says
    Instant at;
    // The request came to a host of its own, whose root is the folder that the path begins with
    // (Site::hosted): links are written without that folder.
    bool at_root = false;

    std::string_view header(std::string_view lower_case_name) const;
    std::string cookie(std::string_view name) const;
    std::string_view host() const;  // without the port
    // http://localhost and its addresses: the one case where a cookie goes without Secure.
    bool is_plain_localhost() const;
};

struct Response {
    int status = 200;
    std::string media_type = "text/html; charset=utf-8";
    std::string body;
    Fields headers;  // Location, Set-Cookie, Content-Disposition …
};

class Site;

// What every handler gets. Values are looked up by field name; the first one wins.
class Exchange {
public:
    const Request& request;
    const Actor& actor;
    Language language;
    Instant now;
    Date today;                            // in Norway
    db::Session& db;                       // reader in GET, the transaction's session in POST
    std::vector<std::string> path_values;  // what stood at {…} in the route's path
    std::string form_fields;               // hidden inputs for html::Out
    const Site* site = nullptr;            // menu and shared settings, for page()

    std::int64_t path_id(std::size_t index = 0) const;  // 0 where it is no positive number
    std::string_view query(std::string_view name) const;
    std::string_view form(std::string_view name) const;
    std::vector<std::string_view> form_all(std::string_view name) const;
    // The whole positive number of a form field, else of the address; 0 where it is none.
    std::int64_t number(std::string_view name) const;
    bool has_form(std::string_view name) const;
    const Upload* upload(std::string_view field) const;  // none, or an empty file field: nullptr
    bool is_fragment() const;                            // asked for by htmx: only <main>'s content
    html::Out out() const { return html::Out(language, form_fields); }
};

class Post : public Exchange {
public:
    db::Tx& tx;
    const std::any& prepared;  // what the route's prepare step returned

    void commit();  // tx.commit(), for pages that know nothing of the database
};

using GetHandler = Response (*)(Exchange&);
using PostHandler = Response (*)(Post&);
// Work that must not hold up the writer (a password hash, a parsed document): runs on a worker
// with a reader before the transaction; its answer is handed to the handler as `prepared`.
using Prepare = std::any (*)(Exchange&);

inline constexpr std::size_t kDefaultBodyLimit = 25u << 20;

// A permission has no default: a route that leaves it out does not compile.
class Needs {
public:
    consteval Needs(Permission permission) : permission_(permission) {}  // NOLINT: on purpose
    constexpr Permission permission() const { return permission_; }

private:
    Permission permission_;
};

struct Route {
    std::string_view path;  // "/bestillinger/{id}"
    Needs needs;
    GetHandler get = nullptr;
    PostHandler post = nullptr;
    Prepare prepare = nullptr;
    std::size_t body_limit = kDefaultBodyLimit;
    // Posted by machines, not by a form of ours: no check against forgery, no form key. Only for
    // routes that prove the sender otherwise.
    bool machine = false;
};
constexpr Route get(std::string_view path, Needs needs, GetHandler handler) {
    return {path, needs, handler, nullptr};
}
constexpr Route post(std::string_view path, Needs needs, PostHandler handler) {
    return {path, needs, nullptr, handler};
}
constexpr Route post(std::string_view path, Needs needs, Prepare prepare, PostHandler handler) {
    return {path, needs, nullptr, handler, prepare};
}

// Answers.
Response see_other(std::string location);  // 303 after a committed POST
Response not_found();                      // the dispatcher dresses it as a page
Response forbidden();                      // likewise
Response download(std::string file_name, std::string media_type, std::string bytes);

// The address of a style sheet that prints these words at the foot of every sheet of paper.
std::string print_style(std::string_view words);

// The page around what a template writes (html/pages/layout.html): head, menu, main, foot.
struct PageHead {
    std::string title;             // "Kurv": the municipality's name is added
    std::string_view active_menu;  // the path of the menu row that is current, or ""
    bool refused = false;          // 422, and «Feil:» before the title
    std::string_view frame = "";   // "frame--narrow" or "frame--phone"
    std::function<void(html::Out&)> hero =
        {};                        // the tinted band above the frame, with the search field
    std::string print_style = "";  // print_style("Rekvisisjon 2026-0481 · 9f3c 71d0")
};
Response page(const Exchange& exchange, const PageHead& head,
              const std::function<void(html::Out&)>& body);

}  // namespace samkjop::http
