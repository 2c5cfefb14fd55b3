// The front page, the lists of agreements and planned purchases, and one of each.

#include "base/words.h"
#include "db/db.h"
#include "html/components.h"
#include "party/party.h"
#include "public_site/categories.h"
#include "public_site/pages.h"
#include "public_site/rows.h"
#include "public_site/texts.h"

namespace samkjop::public_site {
namespace {

constexpr std::size_t kOnFront = 8;
constexpr std::string_view kHtml = "text/html; charset=utf-8";

// Municipalities as the reader may choose them; none on a municipality's own site.
std::vector<party::Municipality> to_choose(http::Exchange& exchange, const Place& place) {
    if (place.scope) return {};
    return party::municipalities(exchange.db);
}

// How many take part in everything: «alle seks». On a municipality's own site nobody is «all».
std::size_t everybody(http::Exchange& exchange) {
    return party::municipalities(exchange.db).size();
}

bool is_ahead(const ShownPurchase& purchase) {
    return purchase.status == plan::Status::planned || purchase.status == plan::Status::announced;
}

template <class Shown>
Instant newest(const std::vector<Shown>& all, const http::Exchange& exchange) {
    Instant out = beginning_of(exchange.today);
    for (const Shown& each : all) out = std::max(out, each.changed);
    return out;
}

Made made_front(http::Exchange& exchange, const Place& place) {
    const auto all = agreements(exchange.db, exchange.today, place.scope);
    const auto plans = purchases(exchange.db, exchange.today, place.scope);
    const std::size_t count = everybody(exchange);
    FrontView view;
    view.heading = place.scope ? say(place, text::front_heading_one, {{"name", place.scope_name}})
                               : say(place, text::front_heading);
    view.search_path = view.agreements_path = place.link("/avtaler");
    view.plans_path = place.link("/planer");
    view.contact_path = place.link("/kontakt");
    std::size_t ahead = 0;
    for (const ShownPurchase& each : plans) {
        if (!is_ahead(each)) continue;
        if (++ahead <= kOnFront) view.purchases.push_back(row_of(place, each, count));
    }
    std::size_t in_force = 0, ending = 0;
    for (const ShownAgreement& each : all) {
        if (each.standing != Standing::in_force && each.standing != Standing::ending) continue;
        ending += each.standing == Standing::ending;
        if (++in_force <= kOnFront)
            view.agreements.push_back(row_of(place, each, count, exchange.today));
    }
    view.plans_heading = counted(place, ahead, text::plans_none, text::plans_one, text::plans_many);
    view.agreements_heading = counted(place, in_force, text::agreements_none, text::agreements_one,
                                      text::agreements_many);
    if (ending > 0) {
        view.agreements_note =
            counted(place, ending, text::ending_one, text::ending_one, text::ending_many);
    }
    for (const party::Municipality& each : to_choose(exchange, place)) {
        view.chips.push_back({place.link("/avtaler") + "?kommune=" + each.number, each.name});
    }
    const Head head{.title = say(place, text::front_title),
                    .description = say(place, text::front_lead),
                    .menu = "/",
                    .hero = [&](html::Out& o) { front_hero(o, view); }};
    return {framed(exchange, place, head, [&](html::Out& o) { front_page(o, view); }),
            latest({newest(all, exchange), newest(plans, exchange), last_change(exchange.db).at})};
}

void add_choices(http::Exchange& exchange, const Place& place, const Choices& choices,
                 const std::vector<ShownAgreement>& all, AgreementsView& view) {
    const auto municipalities = to_choose(exchange, place);
    if (!municipalities.empty()) {
        view.municipalities.push_back({"", say(place, text::any_municipality), false});
    }
    for (const party::Municipality& each : municipalities) {
        view.municipalities.push_back(
            {each.number, each.name, each.number == choices.municipality});
    }
    std::map<std::string, std::string> categories, suppliers;  // by what is read
    for (const ShownAgreement& each : all) {
        for (const std::string& code : each.cpv) {
            if (const Text* name = division(code))
                categories[say(place, *name)] = code.substr(0, 2);
        }
        for (const ShownSupplier& supplier : each.suppliers) {
            suppliers[supplier.name] = supplier.organisation_number;
        }
    }
    view.categories.push_back({"", say(place, text::any_category), false});
    for (const auto& [name, code] : categories) {
        view.categories.push_back({code, name, code == choices.category});
    }
    view.suppliers.push_back({"", say(place, text::any_supplier), false});
    for (const auto& [name, number] : suppliers) {
        view.suppliers.push_back({number, name, number == choices.supplier});
    }
    const std::pair<const char*, const Text*> periods[] = {{"", &text::period_now},
                                                           {"kommer", &text::period_coming},
                                                           {"utlopt", &text::period_ended},
                                                           {"alle", &text::period_all}};
    for (const auto& [value, label] : periods) {
        view.periods.push_back({value, say(place, *label), choices.period == value});
    }
}

std::vector<Link> files_of(const Place& place, std::string_view list, const std::string& query) {
    std::vector<Link> out;
    for (const auto& [ending, label] :
         {std::pair{".csv", "CSV"}, {".xlsx", "XLSX"}, {".json", "JSON"}}) {
        out.push_back({place.link(std::string(list) + ending) + query, label});
    }
    return out;
}

Made made_agreements(http::Exchange& exchange, const Place& place) {
    const auto all = agreements(exchange.db, exchange.today, place.scope);
    const Choices choices = choices_of(exchange);
    const std::size_t count = everybody(exchange);
    AgreementsView view;
    view.path = view.reset_path = place.link("/avtaler");
    view.text = choices.text;
    view.filtered = choices.any();
    add_choices(exchange, place, choices, all, view);
    for (const ShownAgreement& each : all) {
        if (fits(place, choices, each))
            view.rows.push_back(row_of(place, each, count, exchange.today));
    }
    view.heading = choices.any() ? counted(place, view.rows.size(), text::found_none,
                                           text::found_one, text::found_many)
                                 : counted(place, view.rows.size(), text::agreements_none,
                                           text::agreements_one, text::agreements_many);
    view.files = files_of(place, "/avtaler", choices.query());
    if (!choices.text.empty()) {
        for (const ShownPurchase& each : purchases(exchange.db, exchange.today, place.scope)) {
            if (is_ahead(each) && fits(place, choices, each))
                view.purchases.push_back(row_of(place, each, count));
        }
        view.purchases_heading = counted(place, view.purchases.size(), text::plans_none,
                                         text::plans_too_one, text::plans_too_many);
    }
    const Head head{.title = say(place, text::agreements_title),
                    .description = say(place, text::agreements_lead),
                    .menu = "/avtaler"};
    return {framed(exchange, place, head, [&](html::Out& o) { agreements_page(o, view); }),
            latest({newest(all, exchange), plan::last_change(exchange.db).at,
                    last_change(exchange.db).at})};
}

Made made_agreement(http::Exchange& exchange, const Place& place, const ShownAgreement& shown) {
    AgreementView view = view_of(place, shown, exchange.today);
    if (!place.is_own_host()) view.order_path = "/handle";
    for (const plan::PlannedPurchase& each : plan::list(exchange.db)) {
        if (each.replaces != shown.number || !is_shown(each, exchange.today)) continue;
        const auto next = find_purchase(exchange.db, each.id.value, exchange.today, place.scope);
        if (next) {
            view.next.push_back({place.link(next->path()), next->title.text()});
        }
    }
    std::string description = standing_in_words(place, shown, exchange.today) + ".";
    for (const ShownSupplier& each : shown.suppliers) description += " " + each.name + ".";
    const Head head{.title = shown.title.text(), .description = description, .menu = "/avtaler"};
    return {framed(exchange, place, head, [&](html::Out& o) { agreement_page(o, view); }),
            latest({shown.changed, beginning_of(exchange.today), plan::last_change(exchange.db).at,
                    last_change(exchange.db).at})};
}

Made made_purchases(http::Exchange& exchange, const Place& place) {
    const auto all = purchases(exchange.db, exchange.today, place.scope);
    const std::string chosen(exchange.query("kommune"));
    const Choices choices{.municipality = chosen};
    const std::size_t count = everybody(exchange);
    PurchasesView view;
    view.path = place.link("/planer");
    std::size_t ahead = 0;
    for (const ShownPurchase& each : all) {
        if (!fits(place, choices, each)) continue;
        ahead += is_ahead(each);
        view.rows.push_back(row_of(place, each, count));
    }
    // What lies ahead first; completed and cancelled ones after.
    view.heading = counted(place, ahead, text::plans_none, text::plans_one, text::plans_many);
    const auto municipalities = to_choose(exchange, place);
    if (!municipalities.empty()) {
        view.chips.push_back({view.path, say(place, text::any_municipality), chosen.empty()});
    }
    for (const party::Municipality& each : municipalities) {
        view.chips.push_back(
            {view.path + "?kommune=" + each.number, each.name, each.number == chosen});
    }
    view.files = files_of(place, "/planer", choices.query());
    const Head head{.title = say(place, text::plans_title),
                    .description = say(place, text::plans_lead),
                    .menu = "/planer"};
    return {framed(exchange, place, head, [&](html::Out& o) { purchases_page(o, view); }),
            latest({newest(all, exchange), last_change(exchange.db).at})};
}

Made made_purchase(http::Exchange& exchange, const Place& place, const ShownPurchase& shown) {
    const PurchaseView view = view_of(place, shown);
    const Head head{.title = shown.title.text(),
                    .description = view.about.empty() ? view.state : view.about.front(),
                    .menu = "/planer"};
    return {framed(exchange, place, head, [&](html::Out& o) { purchase_page(o, view); }),
            latest({shown.changed, beginning_of(exchange.today), last_change(exchange.db).at})};
}

}  // namespace

http::Response show_front(http::Exchange& exchange) {
    return answer(exchange, kHtml, [&] { return made_front(exchange, place_of(exchange)); });
}

http::Response show_agreements(http::Exchange& exchange) {
    return answer(exchange, kHtml, [&] { return made_agreements(exchange, place_of(exchange)); });
}

http::Response show_agreement(http::Exchange& exchange) {
    const Place place = place_of(exchange);
    const auto shown = find_agreement(exchange.db, exchange.path_id(), exchange.today, place.scope);
    if (!shown) return lost(exchange);
    return answer(exchange, kHtml, [&] { return made_agreement(exchange, place, *shown); });
}

http::Response show_purchases(http::Exchange& exchange) {
    return answer(exchange, kHtml, [&] { return made_purchases(exchange, place_of(exchange)); });
}

http::Response show_purchase(http::Exchange& exchange) {
    const Place place = place_of(exchange);
    const auto shown = find_purchase(exchange.db, exchange.path_id(), exchange.today, place.scope);
    if (!shown) return lost(exchange);
    return answer(exchange, kHtml, [&] { return made_purchase(exchange, place, *shown); });
}

}  // namespace samkjop::public_site
