#pragma once
// Serves the site over a database that is open and up to date.
#include <functional>
#include <string>
#include <vector>

#include "http/dispatcher.h"

namespace samkjop::db {
class Database;
}

namespace samkjop::app {

struct ServeOptions {
    http::ServerOptions server;  // handle_signals is set by serve()
    bool demo = false;           // the sign-in page lists the invented people
    bool behind_proxy = false;
    std::vector<std::string> public_hosts;  // "innkjop.nes.kommune.no=3322"
    std::string region;                     // «Hallingdal»: after «Felles innkjøp i»; may be empty
};

// Until SIGTERM or SIGINT; then what has begun is answered. ready is called when the port listens.
int serve(db::Database& database, const ServeOptions& options,
          const std::function<void(unsigned short port)>& ready = {});

// The site as serve() builds it, for tests of pages: http::Dispatcher
// dispatcher(app::site(database)).
http::Site site(db::Database& database, const ServeOptions& options = {});

}  // namespace samkjop::app
