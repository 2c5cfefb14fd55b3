// The page around a handler's own part: which menu rows this person has, what waits, where the
// language form returns to.

#include "html/components.h"
#include "http/dispatcher.h"
#include "http/form.h"

namespace samkjop::http {
namespace {

std::string here(const Request& request) {
    if (request.method != Method::get) return "";
    std::string out = request.path;
    char mark = '?';
    for (const auto& [name, value] : request.query) {
        out += mark + percent_encoded(name) + "=" + percent_encoded(value);
        mark = '&';
    }
    return out;
}

void add_menu(html::Layout& view, const Exchange& exchange, const Site& site,
              std::string_view active) {
    for (const MenuRow& row : site.menu) {
        if (!may_open(exchange.actor.permissions, row.permission)) continue;
        html::MenuItem item;
        item.path = row.path;
        item.label = row.text->in(exchange.language);
        item.current = row.path == active;
        if (row.count != nullptr)
            item.count = row.count(exchange.db, exchange.actor, exchange.today);
        if (row.count_says != nullptr) item.count_says = row.count_says->in(exchange.language);
        view.menu.push_back(item);
    }
    if (site.basket && exchange.actor.may(site.basket->permission)) {
        view.basket_path = site.basket->path;
        view.basket_count = site.basket->count(exchange.db, exchange.actor, exchange.today);
    }
}

}  // namespace

std::string print_style(std::string_view words) {
    return "/assets/utskrift.css?tekst=" + percent_encoded(words);
}

Response page(const Exchange& exchange, const PageHead& head,
              const std::function<void(html::Out&)>& body) {
    Response response;
    if (head.refused) response.status = 422;
    html::Out out = exchange.out();
    if (exchange.is_fragment()) {
        if (head.hero) head.hero(out);
        body(out);
        response.body = out.take();
        return response;
    }
    const Actor& actor = exchange.actor;
    html::Layout view;
    view.title = head.title;
    view.refused = head.refused;
    view.frame = head.frame;
    view.print_style = head.print_style;
    view.here = here(exchange.request);
    view.owner = actor.user ? actor.municipality_name : "Samkjøp";
    view.owner_says = "Samkjøp";
    if (actor.user) {
        view.person = actor.name;
        view.person_says = actor.unit_name;
    }
    if (exchange.site != nullptr) {
        const Site& site = *exchange.site;
        if (!actor.user) view.owner_says = site.region_in(exchange.language);
        view.foot = site.region_says_in(exchange.language);
        view.demo = site.demo;
        if (actor.user) add_menu(view, exchange, site, head.active_menu);
    }
    view.design_style = asset_path("designsystemet.css");
    if (view.design_style.empty()) view.design_style = asset_path("plain.css");
    view.style = asset_path("app.css");
    for (const auto* name : {"errors.js", "stepper.js", "leaving.js", "photo.js", "suggest.js"}) {
        view.scripts.push_back(asset_path(name));
    }
    view.fragment_script = asset_path("htmx.min.js");
    view.icon = asset_path("icon.svg");
    html::layout(out, view, head.hero, body);
    response.body = out.take();
    return response;
}

}  // namespace samkjop::http
