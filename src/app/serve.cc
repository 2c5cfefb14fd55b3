// Puts the modules' routes, the menu and the region's name together and lets the server run.

#include "app/serve.h"

#include "account/account.h"
#include "app/routes.h"
#include "app/texts.h"
#include "db/db.h"
#include "party/party.h"
#include "public_site/pages.h"
#include "public_site/public_site.h"

namespace samkjop::app {
namespace {

std::string listed(const std::vector<std::string>& names, const Text& and_word, Language language) {
    std::string out;
    for (std::size_t i = 0; i < names.size(); ++i) {
        if (i > 0)
            out += i + 1 == names.size() ? " " + std::string(and_word.in(language)) + " " : ", ";
        out += names[i];
    }
    return out;
}

void name_region(http::Site& site, const ServeOptions& options) {
    std::vector<std::string> names;
    std::string host;
    site.database.read([&](db::Session& session) {
        for (const auto& municipality : party::municipalities(session)) {
            names.push_back(municipality.name);
            if (municipality.host) host = municipality.title();
        }
    });
    for (const Language language : {Language::nb, Language::nn, Language::en}) {
        const auto index = static_cast<std::size_t>(language);
        site.region[index] =
            options.region.empty()
                ? std::string(text::shared_purchasing.in(language))
                : render(text::shared_purchasing_in, language, {{"region", options.region}});
        if (names.empty()) continue;
        site.region_says[index] = render(text::region_says, language,
                                         {{"names", listed(names, text::and_word, language)}});
        if (!host.empty()) {
            site.region_says[index] += " " + render(text::host_says, language, {{"name", host}});
        }
    }
}

}  // namespace

http::Site site(db::Database& database, const ServeOptions& options) {
    http::Site out{.database = database,
                   .routes = routes(),
                   .basket = basket(),
                   .who = account::who,
                   .seen = account::seen};
    for (http::MenuRow& row : menu()) {
        if (out.has_page(row.path)) out.menu.push_back(row);
    }
    out.demo = options.demo;
    out.behind_proxy = options.behind_proxy;
    name_region(out, options);
    std::vector<public_site::Host> hosts;
    for (const std::string& each : options.public_hosts) {
        hosts.push_back(public_site::Host::parse(each));
        out.hosted.push_back({hosts.back().name, "/offentlig", public_site::lost});
    }
    public_site::use_hosts(std::move(hosts));
    return out;
}

int serve(db::Database& database, const ServeOptions& options,
          const std::function<void(unsigned short)>& ready) {
    http::Dispatcher dispatcher(site(database, options));
    http::ServerOptions server_options = options.server;
    server_options.handle_signals = true;
    http::Server server(server_options, dispatcher);
    if (ready) ready(server.port());
    server.run();
    return 0;
}

}  // namespace samkjop::app
