// The shop: a search field, facets as links, goods that say themselves whether they may be bought
// and what to buy instead, and one item's own page. Nothing here writes; the basket takes the
// forms.

#include "catalogue/pages.h"

#include "base/words.h"
#include "catalogue/catalogue.h"
#include "catalogue/compare.h"
#include "catalogue/groups.h"
#include "catalogue/index_format.h"
#include "catalogue/pictures.h"
#include "catalogue/search.h"
#include "catalogue/store.h"
#include "catalogue/texts.h"
#include "catalogue/units.h"
#include "catalogue/views.h"
#include "html/components.h"
#include "http/dispatcher.h"
#include "http/form.h"

namespace samkjop::catalogue {
namespace {

using http::Exchange;

constexpr std::size_t kMostChips = 6;
constexpr std::size_t kMostGroups = 24;  // on the first page: those with most goods

std::string in(const Exchange& exchange, const Text& text, const Arguments& arguments = {}) {
    return render(text, exchange.language, arguments);
}

// The address of a search: the question as the browser writes it.
struct Address {
    std::string words, agreement, supplier, group, size, unit, label, price, terms;
    bool by_price = false;
    int page = 0;

    static Address of(const Exchange& exchange) {
        Address out;
        out.words = cut_at_letter(exchange.query("q"), 200);
        out.agreement = exchange.query("avtale");
        out.supplier = exchange.query("leverandor");
        out.group = exchange.query("gruppe");
        out.size = exchange.query("storrelse");
        out.unit = exchange.query("enhet");
        out.label = exchange.query("miljomerke");
        out.price = exchange.query("prisklasse");
        out.terms = exchange.query("vilkar");
        out.by_price = exchange.query("sorter") == "pris";
        out.page = static_cast<int>(std::clamp<std::int64_t>(exchange.number("side") - 1, 0, 99));
        return out;
    }
    std::string path() const {
        std::string out = "/handle";
        char mark = '?';
        const auto add = [&](std::string_view name, const std::string& value) {
            if (value.empty()) return;
            out += mark + std::string(name) + "=" + http::percent_encoded(value);
            mark = '&';
        };
        add("q", words);
        add("avtale", agreement);
        add("leverandor", supplier);
        add("gruppe", group);
        add("storrelse", size);
        add("enhet", unit);
        add("miljomerke", label);
        add("prisklasse", price);
        add("vilkar", terms);
        add("sorter", by_price ? "pris" : "");
        add("side", page > 0 ? std::to_string(page + 1) : "");
        return out;
    }
    // This address with one part changed, from the first page; the same value again takes it away.
    std::string with(std::string Address::* part, const std::string& value) const {
        Address other = *this;
        other.*part = other.*part == value ? "" : value;
        other.page = 0;
        return other.path();
    }
    std::string at_page(int other_page) const {
        Address other = *this;
        other.page = other_page;
        return other.path();
    }
    bool narrowed() const {
        return !agreement.empty() || !supplier.empty() || !group.empty() || !size.empty() ||
               !unit.empty() || !label.empty() || !price.empty() || !terms.empty();
    }
    bool narrowed_more() const { return !unit.empty() || !label.empty() || !price.empty(); }
    bool asks() const { return !words.empty() || narrowed(); }

    Question question(MunicipalityId municipality) const {
        Question out;
        out.words = words;
        out.municipality = municipality;
        out.agreement = {whole_number(agreement)};
        out.supplier = {whole_number(supplier)};
        out.group = group;
        out.size = size;
        out.unit = unit;
        out.label = label;
        out.price_band = static_cast<int>(std::min<std::int64_t>(whole_number(price), 99));
        out.terms = terms == "avtale"  ? Question::Terms::on_agreement
                    : terms == "uten"  ? Question::Terms::without_agreement
                    : terms == "miljo" ? Question::Terms::environment
                                       : Question::Terms::any;
        out.by_price = by_price;
        out.page = page;
        return out;
    }
};

// ---- One good
// ------------------------------------------------------------------------------------

std::string details_of(const Exchange& exchange, const Item& item) {
    std::string out = pack_text(item, exchange.language);
    if (item.content == Decimal::whole(1)) out = item.brand;
    if (!out.empty() && out.back() != '.') out += '.';
    out +=
        (out.empty() ? "" : " ") + in(exchange, text::item_number, {{"number", item.item_number}});
    if (item.delivery_days > 0) {
        const std::int64_t days = item.delivery_days;
        out += " " + in(exchange, days == 1 ? text::delivered_in_one : text::delivered_in,
                        {{"days", days}});
    }
    return out;
}

std::string kroner_text(Decimal price) { return format_money(times(Decimal::whole(1), price)); }

void say_offer(const Exchange& exchange, const Offer& offer, GoodView& out) {
    using enum Offer::Status;
    const Arguments reason = {{"reason", offer.reason}};
    switch (offer.status) {
        case preferred:
            out.tone = html::Tone::good;
            out.says = offer.reason.empty() ? in(exchange, text::preferred)
                                            : in(exchange, text::preferred_reason, reason);
            return;
        case allowed:
            out.tone = html::Tone::wait;
            if (!offer.reason.empty()) out.says = in(exchange, text::allowed_reason, reason);
            return;
        case without_agreement:
            out.tone = html::Tone::warning;
            out.says = in(exchange, text::without_agreement);
            return;
        case blocked:
            out.says = in(exchange, text::blocked_reason, reason);
            break;
        case outside:
            out.says = in(exchange, offer.undecided ? text::outside_undecided : text::outside,
                          {{"municipality", exchange.actor.municipality_name}});
            break;
        case ended:
            out.says = in(exchange, text::ended);
            break;
    }
    out.tone = html::Tone::stop;
    out.blocked = true;
    if (offer.instead) {
        out.instead = {offer.instead->path(), in(exchange, text::show_instead,
                                                 {{"name", offer.instead->name},
                                                  {"price", kroner_text(offer.instead->price)}})};
    }
}

std::string rule_of(const Exchange& exchange, const Item& item) {
    if (item.multiple > Decimal::whole(1)) {
        return in(exchange, text::minimum_rule,
                  {{"minimum", nearest_quantity(item, item.minimum)}, {"multiple", item.multiple}});
    }
    if (item.minimum > Decimal::whole(1))
        return in(exchange, text::minimum_only, {{"minimum", item.minimum}});
    return "";
}

GoodView good_of(const Exchange& exchange, const Item& item, const Offer& offer,
                 const Bought* before, const std::string& back) {
    GoodView out;
    out.id = item.id.value;
    out.path = item.path();
    out.name = item.name;
    out.details = details_of(exchange, item);
    out.supplier = item.supplier_name;
    if (item.agreement)
        out.agreement = {item.agreement_path(), item.agreement_title};
    else
        out.agreement = {"", in(exchange, text::no_agreement)};
    out.price = in(exchange, text::price, {{"price", kroner_text(item.price)}});
    out.per_unit = in(exchange, text::per_unit, {{"unit", unit_text(item, exchange.language)}});
    out.base_price = base_price_text(item, exchange.language);
    out.list_path = exchange.site != nullptr && exchange.site->has_page("/lister") &&
                            exchange.actor.may(Permission::request_purchase)
                        ? "/lister/legg-i?vare=" + std::to_string(item.id.value)
                        : "";
    out.picture = picture_of(item.unspsc);
    say_offer(exchange, offer, out);
    if (before != nullptr) {
        out.last_bought = in(exchange, text::last_bought,
                             {{"date", html::day(before->last, exchange.language, exchange.today)},
                              {"quantity", before->quantity}});
    }
    out.has_form = offer.buyable() && exchange.actor.may(Permission::request_purchase);
    if (!out.has_form) return out;
    out.rule = rule_of(exchange, item);
    out.quantity =
        nearest_quantity(item, before != nullptr ? before->quantity : item.minimum).text();
    out.minimum = nearest_quantity(item, item.minimum).text();
    out.step = item.multiple.text();
    const std::string id = std::to_string(item.id.value);
    out.added = exchange.query("lagt") == id;
    out.back =
        back + (back.find('?') == std::string::npos ? "?" : "&") + "lagt=" + id + "#vare-" + id;
    return out;
}

// Goods without agreement point at the cheapest of the same kind on an agreement, where one is
// shown.
void point_at_agreement(const Exchange& exchange, std::span<const Item> items,
                        std::span<const Offer> offers, std::span<GoodView> goods,
                        const Address& address) {
    for (std::size_t i = 0; i < items.size(); ++i) {
        if (offers[i].status != Offer::Status::without_agreement || items[i].unspsc.empty())
            continue;
        const Item* best = nullptr;
        for (std::size_t k = 0; k < items.size(); ++k) {
            if (!offers[k].on_agreement() || items[k].unspsc != items[i].unspsc) continue;
            if (best == nullptr || items[k].price < best->price) best = &items[k];
        }
        if (best == nullptr) continue;
        goods[i].says_link = {
            address.with(&Address::terms, "avtale"),
            in(exchange, text::on_agreement_from, {{"price", kroner_text(best->price)}})};
    }
}

std::vector<GoodView> goods_of(Exchange& exchange, std::span<const ItemId> ids,
                               const Address& address) {
    const std::vector<Item> all = items(exchange.db, ids, exchange.today);
    const std::vector<Offer> judged = offers(exchange.db, exchange.actor, all, exchange.today);
    const std::vector<Bought> before = store::bought_of(exchange.db, exchange.actor.unit, ids);
    const std::string back = address.path();
    std::vector<GoodView> out;
    bool any_primary = false;
    for (std::size_t i = 0; i < all.size(); ++i) {
        const auto it = std::ranges::find(before, all[i].id, &Bought::item);
        out.push_back(
            good_of(exchange, all[i], judged[i], it == before.end() ? nullptr : &*it, back));
        out.back().primary =
            out.back().has_form && !std::exchange(any_primary, any_primary || out.back().has_form);
    }
    point_at_agreement(exchange, all, judged, out, address);
    return out;
}

// ---- The search page
// -----------------------------------------------------------------------------

void add_facet(std::vector<FacetView>& out, std::string label, std::vector<ChipView> chips) {
    // Nothing to choose between, and nothing chosen.
    if (chips.empty() || (chips.size() == 1 && !chips[0].current)) return;
    out.push_back({std::move(label), std::move(chips)});
}

std::string band_name(const Exchange& exchange, int band) {
    const std::int64_t from = format::kPriceBands[band - 1];
    if (band == static_cast<int>(std::size(format::kPriceBands)))
        return in(exchange, text::price_from, {{"from", from}});
    const std::int64_t to = format::kPriceBands[band];
    return from == 0 ? in(exchange, text::price_under, {{"to", to}})
                     : in(exchange, text::price_between, {{"from", from}, {"to", to}});
}

// The chosen chip is shown however far down it stands.
template <class Counts, class Name>
std::vector<ChipView> chips_of(const Counts& counts, const Address& address,
                               std::string Address::* part, Name name) {
    std::vector<ChipView> out;
    std::size_t at = 0;
    for (const auto& count : counts) {
        const auto [key, label] = name(count.key, address.*part, at < kMostChips);
        const bool current = address.*part == key;
        if (at++ >= kMostChips && !current) continue;
        out.push_back({address.with(part, key), label, count.number, current});
    }
    return out;
}

std::vector<FacetView> facets_of(Exchange& exchange, const Answer& answer, const Address& address) {
    std::vector<FacetView> out;
    std::vector<ChipView> terms;
    const auto term = [&](const Text& label, const std::string& key, int number) {
        if (number > 0 || address.terms == key) {
            terms.push_back({address.with(&Address::terms, key), in(exchange, label), number,
                             address.terms == key});
        }
    };
    term(text::on_agreement, "avtale", answer.on_agreement);
    term(text::environment, "miljo", answer.environment);
    term(text::without_agreement_short, "uten", answer.without_agreement);
    using Named = std::pair<std::string, std::string>;
    const auto sizes =
        chips_of(answer.sizes, address, &Address::size,
                 [](const std::string& key, const std::string&, bool) { return Named(key, key); });
    const auto groups =
        chips_of(answer.groups, address, &Address::group,
                 [&](const std::string& key, const std::string&, bool) {
                     return Named(key, group(group_by_code(key)).in(exchange.language));
                 });
    const auto suppliers =
        chips_of(answer.suppliers, address, &Address::supplier,
                 [&](party::SupplierId id, const std::string& chosen, bool shown) {
                     const std::string key = std::to_string(id.value);
                     if (!shown && chosen != key) return Named(key, "");
                     const auto supplier = party::supplier(exchange.db, id);
                     return Named(key, supplier ? supplier->name : "");
                 });
    const auto agreements = chips_of(
        answer.agreements, address, &Address::agreement,
        [&](agreement::AgreementId id, const std::string& chosen, bool shown) {
            const std::string key = std::to_string(id.value);
            return Named(key, shown || chosen == key ? agreement::title(exchange.db, id) : "");
        });
    add_facet(out, in(exchange, text::facet_size), sizes);
    add_facet(out, in(exchange, text::facet_group), groups);
    add_facet(out, in(exchange, text::facet_supplier), suppliers);
    if (agreements.size() > 1 || !address.agreement.empty())
        terms.insert(terms.end(), agreements.begin(), agreements.end());
    add_facet(out, in(exchange, text::facet_agreement), std::move(terms));
    return out;
}

// Those that fewer need, folded until one of them is chosen.
std::vector<FacetView> more_facets_of(const Exchange& exchange, const Answer& answer,
                                      const Address& address) {
    using Named = std::pair<std::string, std::string>;
    std::vector<FacetView> out;
    add_facet(out, in(exchange, text::facet_unit),
              chips_of(answer.units, address, &Address::unit,
                       [&](const std::string& key, const std::string&, bool) {
                           return Named(key, unit_name(key, exchange.language));
                       }));
    add_facet(
        out, in(exchange, text::environment_label),
        chips_of(answer.labels, address, &Address::label,
                 [](const std::string& key, const std::string&, bool) { return Named(key, key); }));
    std::vector<ChipView> bands;
    for (const auto& [band, number] : answer.price_bands) {
        const std::string key = std::to_string(band);
        bands.push_back({address.with(&Address::price, key), band_name(exchange, band), number,
                         address.price == key});
    }
    add_facet(out, in(exchange, text::facet_price), std::move(bands));
    return out;
}

std::string heading_of(const Exchange& exchange, const Answer& answer, const std::string& words) {
    const std::int64_t count = answer.total;
    const Arguments arguments = {
        {"count", html::capitalised(html::count_in_words(count, exchange.language))},
        {"query", words}};
    const bool named = !words.empty();
    const Text& text = count == 0 || answer.suggestion_used
                           ? (named ? text::hits_none : text::goods_none)
                       : count == 1 ? (named ? text::hits_one : text::goods_one)
                                    : (named ? text::hits_many : text::goods_many);
    return in(exchange, text, arguments);
}

void add_pages(const Exchange& exchange, const Answer& answer, const Address& address,
               ShopView& view) {
    const std::int64_t first = std::int64_t{address.page} * kPageSize + 1;
    const std::int64_t last = first + static_cast<std::int64_t>(view.goods.size()) - 1;
    view.showing = in(exchange, text::showing,
                      {{"first", first}, {"last", last}, {"total", std::int64_t{answer.total}}});
    if (address.page > 0) {
        view.previous = {address.at_page(address.page - 1),
                         in(exchange, text::previous_page, {{"count", std::int64_t{kPageSize}}})};
    }
    if (last < answer.total && address.page < 99) {
        const std::int64_t next = std::min<std::int64_t>(kPageSize, answer.total - last);
        view.next = {address.at_page(address.page + 1),
                     in(exchange, text::next_page, {{"count", next}})};
    }
}

void add_notice(const Exchange& exchange, const Answer& answer, const Address& address,
                ShopView& view) {
    Address other = address;
    other.words = answer.suggestion;
    other.page = 0;
    if (answer.suggestion_used) {
        view.notice = in(exchange, text::showing_suggestion,
                         {{"query", address.words}, {"suggestion", answer.suggestion}});
        view.suggestion = {other.path(),
                           in(exchange, text::search_again, {{"query", answer.suggestion}})};
        return;
    }
    if (answer.any_word) view.notice = in(exchange, text::some_words);
    if (!answer.suggestion.empty()) {
        view.suggestion = {other.path(),
                           in(exchange, text::did_you_mean, {{"suggestion", answer.suggestion}})};
    }
}

ShopView shop_view(Exchange& exchange, const Address& address) {
    ShopView view;
    view.query = address.words;
    const Answer answer =
        Search(used_search_folder()).ask(address.question(exchange.actor.municipality));
    view.may_request = exchange.actor.may(Permission::request_purchase);
    if (!answer.ready) {
        view.heading = in(exchange, text::goods_none);
        view.help = in(exchange, text::not_ready);
        return view;
    }
    view.heading = heading_of(exchange, answer, address.words);
    view.goods = goods_of(exchange, answer.items, address);
    view.facets = facets_of(exchange, answer, address);
    view.more_facets = more_facets_of(exchange, answer, address);
    view.more_facets_open = address.narrowed_more();
    view.similar = goods_of(exchange, answer.similar, address);
    for (GoodView& each : view.similar) each.primary = false;
    view.may_compare = view.goods.size() + view.similar.size() > 1;
    add_notice(exchange, answer, address, view);
    if (view.goods.empty())
        view.help = in(exchange, text::no_hits_help);
    else
        add_pages(exchange, answer, address, view);
    if (answer.total > 1) {
        Address other = address;
        other.by_price = !address.by_price;
        other.page = 0;
        view.order_says =
            in(exchange, address.by_price ? text::cheapest_first : text::preferred_first);
        view.order = {other.path(), in(exchange, address.by_price ? text::sort_by_relevance
                                                                  : text::sort_by_price)};
    }
    if (address.narrowed() && !address.words.empty()) {
        Address all;
        all.words = address.words;
        all.by_price = address.by_price;
        view.remove_all = {all.path(), in(exchange, text::remove_all)};
    }
    return view;
}

StartView start_view(Exchange& exchange) {
    StartView view;
    if (exchange.site != nullptr && exchange.actor.may(Permission::request_purchase)) {
        if (exchange.site->has_page("/lister")) view.lists_path = "/lister";
        if (exchange.site->has_page("/butikker")) view.shops_path = "/butikker";
    }
    const Answer answer =
        Search(used_search_folder()).ask({.municipality = exchange.actor.municipality});
    if (!answer.ready) view.notice = in(exchange, text::not_ready);
    for (const auto& count : answer.groups) {
        if (view.groups.size() == kMostGroups) break;
        Address address;
        address.group = count.key;
        view.groups.push_back({address.path(),
                               std::string(group(group_by_code(count.key)).in(exchange.language)),
                               count.number, false});
    }
    for (const auto& each : agreement::list(
             exchange.db, {.municipality = exchange.actor.municipality}, exchange.today)) {
        if (!agreement::in_force(each, exchange.actor.municipality, exchange.today)) continue;
        Address address;
        address.agreement = std::to_string(each.id.value);
        view.agreements.push_back({address.path(), each.title});
    }
    std::vector<ItemId> before;
    for (const Bought& each : bought(exchange.db, exchange.actor.unit, 10))
        before.push_back(each.item);
    view.bought = goods_of(exchange, before, Address{});
    view.bought_heading = in(exchange, text::bought_before, {{"unit", exchange.actor.unit_name}});
    return view;
}

// The body beside the basket, where somebody has set one.
void with_basket(html::Out& o, Exchange& exchange, const std::function<void(html::Out&)>& body) {
    if (basket_panel == nullptr || !exchange.actor.may(Permission::request_purchase)) {
        o.raw("<div class=\"stack stack--tight\">");
        body(o);
        o.raw("</div>");
        return;
    }
    o.raw("<div class=\"split\"><div class=\"stack stack--tight\">");
    body(o);
    o.raw("</div>");
    basket_panel(o, exchange);
    o.raw("</div>");
}

http::Response show_shop(Exchange& exchange) {
    const Address address = Address::of(exchange);
    http::PageHead head{.title = in(exchange, text::title), .active_menu = "/handle"};
    head.hero = [&](html::Out& o) { hero(o, address.words); };
    if (!address.asks()) {
        const StartView view = start_view(exchange);
        return http::page(exchange, head, [&](html::Out& o) {
            with_basket(o, exchange, [&](html::Out& body) { start_page(body, view); });
        });
    }
    if (!address.words.empty())
        head.title = in(exchange, text::title_query, {{"query", address.words}});
    const ShopView view = shop_view(exchange, address);
    return http::page(exchange, head, [&](html::Out& o) {
        with_basket(o, exchange, [&](html::Out& body) { shop_page(body, view); });
    });
}

// ---- One item
// ------------------------------------------------------------------------------------

std::vector<html::Figure> facts_of(const Exchange& exchange, const Item& item) {
    std::vector<html::Figure> out;
    const auto add = [&](const Text& label, std::string value) {
        if (!value.empty()) out.push_back({in(exchange, label), std::move(value)});
    };
    add(text::supplier, item.supplier_name);
    add(text::facet_agreement,
        item.agreement ? item.agreement_title : in(exchange, text::no_agreement));
    add(text::brand, item.brand);
    add(text::pack_label, pack_text(item, exchange.language));
    if (item.delivery_days > 0) {
        const std::int64_t days = item.delivery_days;
        add(text::delivery,
            in(exchange, html::plural(days, text::one_day, text::days), {{"days", days}}));
    }
    add(text::environment_label, item.environment);
    add(text::gtin, item.gtin);
    add(text::unspsc, item.unspsc);
    const Decimal percent = Decimal(item.vat_rate.scaled(6), 4).normalised();
    add(text::vat, in(exchange, text::vat_percent, {{"percent", percent}}));
    const Arguments period = {{"from", format_short_date(item.valid_from)},
                              {"to", format_short_date(item.valid_to)}};
    add(text::price_holds,
        item.valid_to == party::kOpenEnd
            ? in(exchange, text::from_only, {{"from", format_short_date(item.valid_from)}})
            : in(exchange, text::from_to, period));
    return out;
}

http::Response show_item(Exchange& exchange) {
    const auto found = item(exchange.db, {exchange.path_id()}, exchange.today);
    if (!found) return http::not_found();
    const Offer judged = offer(exchange.db, exchange.actor, *found, exchange.today);
    const std::array ids = {found->id};
    const auto before = store::bought_of(exchange.db, exchange.actor.unit, ids);
    ItemView view;
    view.good = good_of(exchange, *found, judged, before.empty() ? nullptr : &before.front(),
                        found->path());
    view.good.primary = true;
    view.list_path = exchange.site != nullptr && exchange.site->has_page("/lister") &&
                             exchange.actor.may(Permission::request_purchase)
                         ? "/lister/legg-i?vare=" + std::to_string(found->id.value)
                         : "";
    view.item_number = found->item_number;
    view.description = found->description;
    view.facts = facts_of(exchange, *found);
    if (!found->picture.empty()) view.picture = {found->picture, in(exchange, text::picture_link)};
    if (found->agreement && judged.status != Offer::Status::outside) {
        Address address;
        address.agreement = std::to_string(found->agreement.value);
        view.more = {address.path(), in(exchange, text::more_from_agreement)};
    }
    const http::PageHead head{.title = found->name, .active_menu = "/handle"};
    return http::page(exchange, head, [&](html::Out& o) { item_page(o, view); });
}

// ---- While typing
// ------------------------------------------------------------------------------------

http::Response show_suggestions(Exchange& exchange) {
    constexpr int kMost = 8;
    std::string json = "[";
    const auto begun = cut_at_letter(exchange.query("q"), 80);
    for (const std::string& words :
         Search(used_search_folder()).suggestions(begun, exchange.actor.municipality, kMost)) {
        json += json.size() > 1 ? ",\"" : "\"";
        for (const char c : words) {
            if (c == '"' || c == '\\') json += '\\';
            if (static_cast<unsigned char>(c) >= 0x20) json += c;
        }
        json += '"';
    }
    return {200, "application/json", json + "]", {}};
}

// ---- Side by side
// ------------------------------------------------------------------------------------

http::Response show_comparison(Exchange& exchange) {
    constexpr std::size_t kMost = 8;
    std::vector<ItemId> ids;
    for (const auto& [name, value] : exchange.request.query) {
        const ItemId id{name == "vare" ? whole_number(value) : 0};
        if (id && ids.size() < kMost && std::ranges::find(ids, id) == ids.end()) ids.push_back(id);
    }
    const std::vector<Item> all = items(exchange.db, ids, exchange.today);
    const std::vector<Offer> judged = offers(exchange.db, exchange.actor, all, exchange.today);
    CompareView view;
    view.heading = in(exchange, all.size() < 2 ? text::compare_too_few : text::compare_title);
    const std::vector<std::string> each = comparable_prices(all, exchange.language);
    const auto cheapest = cheapest_of(all, judged);
    for (std::size_t i = 0; i < all.size(); ++i) {
        GoodView good = good_of(exchange, all[i], judged[i], nullptr, "/handle");
        good.primary = false;
        good.base_price = each[i];
        view.goods.push_back({std::move(good), all[i].environment,
                              pack_text(all[i], exchange.language), cheapest == i});
    }
    const http::PageHead head{.title = in(exchange, text::compare_title), .active_menu = "/handle"};
    return http::page(exchange, head, [&](html::Out& o) { compare_page(o, view); });
}

constexpr http::Route kTable[] = {
    http::get("/handle", Permission::search_catalogue, show_shop),
    http::get("/handle/forslag", Permission::search_catalogue, show_suggestions),
    http::get("/handle/sammenlign", Permission::search_catalogue, show_comparison),
    http::get("/handle/{id}", Permission::search_catalogue, show_item),
};

}  // namespace

const std::span<const http::Route> kRoutes = kTable;

}  // namespace samkjop::catalogue
