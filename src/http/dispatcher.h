#pragma once
// From a parsed request to an answer: which route, who asks, may they, is it forged or repeated.
// The dispatcher opens the reader or the transaction; a handler never does.

#include <array>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "http/exchange.h"
#include "http/server.h"

namespace samkjop::db {
class Database;
}

namespace samkjop::http {

inline constexpr std::string_view kSessionCookie = "samkjop_session";
inline constexpr std::string_view kLanguageCookie = "samkjop_sprak";

struct MenuRow {
    std::string_view path;
    const Text* text = nullptr;
    Permission permission = Permission::signed_in;
    int (*count)(db::Session&, const Actor&, Date today) = nullptr;
    const Text* count_says = nullptr;  // " saker venter", after the number, for screen readers
};

// A host name that sees one folder of the site, as its root, and nothing else: the municipality's
// own address of the public pages.
struct HostedFolder {
    std::string host;           // "innkjop.hallingdal.no"
    std::string folder;         // "/offentlig"
    GetHandler lost = nullptr;  // what stands where there is no page
};

// Everything the dispatcher must know of the program around it. The program fills it (app/serve).
class Site {
public:
    db::Database& database;
    std::vector<std::span<const Route>> routes;
    std::vector<MenuRow> menu;
    std::optional<MenuRow> basket;  // drawn beside the person's name
    // The person behind a session cookie; nothing where the session has ended.
    std::optional<Actor> (*who)(db::Session&, std::string_view token, Instant now) = nullptr;
    // The session did something: runs in the transaction of every form that is carried out.
    void (*seen)(db::Tx&, std::string_view token, Instant now) = nullptr;
    std::string_view sign_in_path = "/logg-inn";
    std::array<std::string, 3> region = {};       // by language: «Felles innkjøp i Hallingdal»
    std::array<std::string, 3> region_says = {};  // by language: the sentence in the foot
    std::vector<HostedFolder> hosted = {};
    bool demo = false;
    bool behind_proxy = false;  // believe X-Forwarded-For and X-Forwarded-Proto

    const std::string& region_in(Language language) const {
        return region[static_cast<std::size_t>(language)];
    }
    const std::string& region_says_in(Language language) const {
        return region_says[static_cast<std::size_t>(language)];
    }
    // Whether a page stands at this path: a menu row or a link to nowhere is left out.
    bool has_page(std::string_view path) const;
};

// Routes by their segments; a literal segment goes before {…}.
class RouteTable {
public:
    explicit RouteTable(std::span<const std::span<const Route>> routes);
    RouteTable(RouteTable&&) noexcept;
    ~RouteTable();
    struct Match {
        const Route* get = nullptr;
        const Route* post = nullptr;
        std::vector<std::string> values;
    };
    std::optional<Match> find(std::string_view path) const;

private:
    struct Node;
    std::unique_ptr<Node> root_;
};

class Dispatcher : public Application {
public:
    explicit Dispatcher(Site site);
    ~Dispatcher() override;
    std::size_t body_limit(std::string_view method, std::string_view target) override;
    Response answer(const Incoming& incoming) override;
    const Site& site() const { return site_; }

private:
    struct Seen {  // for the log
        UserId user;
    };
    Response route(Request& request, std::string_view target, Seen& seen);
    const HostedFolder* hosted(const Request& request) const;
    std::optional<Response> nearest_page(const Request& request) const;
    std::optional<Response> turned_away(const Request& request, std::string_view target,
                                        const Route& route, const Actor& actor, bool sends) const;
    Response run_get(const Request& request, std::string_view target, const Route& route,
                     const std::vector<std::string>& values, Seen& seen);
    Response run_post(const Request& request, std::string_view target, const Route& route,
                      const std::vector<std::string>& values, Seen& seen);
    Response error(const Request& request, int status, const std::string& reference = "",
                   const std::string& link = "", bool forged = false);
    Response failed(const Request& request, std::string_view what);
    Site site_;
    RouteTable table_;
};

// The token that every form of a session carries; made from the cookie, stored nowhere.
std::string csrf_token(std::string_view session_token);
std::string set_cookie(const Request& request, std::string_view name, std::string_view value,
                       std::optional<int> max_age_seconds);

// What the browser fetches: /assets/NAME?v=<hash of the content>.
std::string asset_path(std::string_view name);  // empty where the program has no such file
std::optional<Response> asset(const Request& request);

}  // namespace samkjop::http
