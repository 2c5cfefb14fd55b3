// Every address of the public site, in its three languages, and the coordinator's pages behind it.

#include <deque>

#include "public_site/pages.h"

namespace samkjop::public_site {
namespace {

struct Open {
    std::string_view path;
    http::GetHandler get;
    http::PostHandler post = nullptr;
};
// In each language: /offentlig/avtaler, /offentlig/nn/avtaler, /offentlig/en/avtaler.
constexpr Open kInEachLanguage[] = {
    {"", show_front},
    {"/avtaler", show_agreements},
    {"/avtaler/{id}", show_agreement},
    {"/planer", show_purchases},
    {"/planer/{id}", show_purchase},
    {"/strategi", show_strategy},
    {"/sider/{side}", show_written},
    {"/kontakt", show_contact, send_feedback},
    {"/tilgjengelighet", show_statement},
    {"/personvern", show_privacy},
    {"/data", show_data},
    {"/nytt.atom", give_atom},
    {"/kalender.ics", give_calendar},
    {"/avtaler.json", give_agreements_file},
    {"/avtaler.csv", give_agreements_file},
    {"/avtaler.xlsx", give_agreements_file},
    {"/planer.json", give_purchases_file},
    {"/planer.csv", give_purchases_file},
    {"/planer.xlsx", give_purchases_file},
};
// The same for everybody.
constexpr Open kOnce[] = {
    {"/dokumenter/{id}", give_document},  {"/ocds/releases.json", give_releases},
    {"/ocds/records.json", give_records}, {"/ocds/{ocid}", give_record},
    {"/sitemap.xml", give_sitemap},       {"/robots.txt", give_robots},
};

constexpr http::Route kInside[] = {
    http::get("/samarbeid/offentlig", Permission::coordinate, show_inside),
    http::get("/samarbeid/offentlig/avtaler/{id}", Permission::coordinate, preview_agreement_page),
    http::post("/samarbeid/offentlig/avtaler/{id}", Permission::coordinate, publish_agreement),
    http::get("/samarbeid/offentlig/plan/{id}", Permission::coordinate, preview_purchase_page),
    http::post("/samarbeid/offentlig/plan/{id}", Permission::coordinate, publish_purchase),
    http::get("/samarbeid/offentlig/ny-side", Permission::coordinate, show_new_page),
    http::post("/samarbeid/offentlig/ny-side", Permission::coordinate, make_page),
    http::get("/samarbeid/offentlig/sider/{id}", Permission::coordinate, show_page_editor),
    http::post("/samarbeid/offentlig/sider/{id}", Permission::coordinate, change_page),
    http::get("/samarbeid/offentlig/sider/{id}/se", Permission::coordinate, preview_written),
    http::post("/samarbeid/offentlig/sider/{id}/se", Permission::coordinate, publish_written),
    http::post("/samarbeid/offentlig/sider/{id}/dokument", Permission::coordinate, attach_document),
    http::post("/samarbeid/offentlig/sider/{id}/fjern", Permission::coordinate, remove_document),
    http::get("/samarbeid/offentlig/oppsett", Permission::coordinate, show_settings),
    http::post("/samarbeid/offentlig/oppsett", Permission::coordinate, change_settings),
    http::get("/samarbeid/tilbakemeldinger", Permission::coordinate, show_inbox),
    http::get("/samarbeid/tilbakemeldinger/{id}", Permission::coordinate, show_feedback),
    http::post("/samarbeid/tilbakemeldinger/{id}", Permission::coordinate, close_feedback_page),
    // What a search engine asks the main host for.
    http::get("/robots.txt", Permission::anyone, give_robots),
};

std::span<const http::Route> all() {
    static std::deque<std::string> paths;
    static const std::vector<http::Route> routes = [] {
        std::vector<http::Route> out;
        for (const std::string_view prefix : {"/offentlig", "/offentlig/nn", "/offentlig/en"}) {
            for (const Open& each : kInEachLanguage) {
                paths.push_back(std::string(prefix) + std::string(each.path));
                out.push_back({paths.back(), Permission::anyone, each.get, each.post});
            }
        }
        for (const Open& each : kOnce) {
            paths.push_back("/offentlig" + std::string(each.path));
            out.push_back({paths.back(), Permission::anyone, each.get, nullptr});
        }
        out.insert(out.end(), std::begin(kInside), std::end(kInside));
        return out;
    }();
    return routes;
}

}  // namespace

const std::span<const http::Route> kRoutes = all();

}  // namespace samkjop::public_site
