// /lister: the lists a person sees, one list with the prices of the day, and putting an item on
// one.

#include "shelf/pages.h"

#include "base/words.h"
#include "catalogue/pictures.h"
#include "http/form.h"
#include "requisition/goods.h"
#include "requisition/requisition.h"
#include "shelf/shelf.h"
#include "shelf/texts.h"
#include "shelf/views.h"

namespace samkjop::shelf {
namespace {

using http::Exchange;
using http::Post;
using http::Response;

std::string in(const Exchange& exchange, const Text& text, const Arguments& arguments = {}) {
    return render(text, exchange.language, arguments);
}

std::string reach_text(const Exchange& exchange, const List& list) {
    switch (list.reach) {
        case Reach::own:
            return in(exchange, text::reach_own);
        case Reach::unit: {
            const auto unit = party::unit(exchange.db, list.unit);
            return in(exchange, text::reach_unit, {{"unit", unit ? unit->name : ""}});
        }
        case Reach::municipality:
            break;
    }
    return in(exchange, text::reach_municipality,
              {{"municipality", exchange.actor.municipality_name}});
}

ListRow row_of(const Exchange& exchange, const List& list) {
    const auto count = static_cast<std::int64_t>(list.lines.size());
    return {list.path(), list.name,
            in(exchange, html::plural(count, text::one_item, text::items),
               {{"count", html::count_in_words(count, exchange.language)},
                {"who", reach_text(exchange, list)}}),
            list.id.value};
}

Response show_lists(Exchange& exchange, std::vector<Refusal> refusals) {
    ListsView view;
    for (const List& list : lists(exchange.db, exchange.actor))
        view.lists.push_back(row_of(exchange, list));
    view.refusals = std::move(refusals);
    view.name = exchange.form("navn");
    view.may_make = exchange.actor.may(Permission::request_purchase);
    view.unit_name = exchange.actor.unit_name;
    view.municipality_name = exchange.actor.municipality_name;
    const http::PageHead head{.title = in(exchange, text::title),
                              .active_menu = "/handle",
                              .refused = !view.refusals.empty()};
    return http::page(exchange, head, [&](html::Out& o) { lists_page(o, view); });
}

Response get_lists(Exchange& exchange) { return show_lists(exchange, {}); }

Reach reach_from(std::string_view typed) {
    return typed == "enhet" ? Reach::unit : typed == "kommune" ? Reach::municipality : Reach::own;
}

Response post_lists(Post& post) {
    const auto made =
        make(post.tx, post.actor, post.now, post.form("navn"), reach_from(post.form("for")));
    if (!made) return show_lists(post, {made.error()});
    post.commit();
    return http::see_other("/lister/" + std::to_string(made->value));
}

// ---- One list

void say_offer(const Exchange& exchange, const catalogue::Item& item, const catalogue::Offer& offer,
               LineView& out) {
    out.buyable = offer.buyable();
    if (const auto refusal = catalogue::refusal(item, offer)) {
        out.tone = html::Tone::stop;
        out.says = refusal->in(exchange.language);
        if (offer.instead) {
            out.instead_path = offer.instead->path();
            out.instead = in(exchange, text::instead, {{"name", offer.instead->name}});
        }
    } else if (!offer.on_agreement()) {
        out.tone = html::Tone::warning;
        out.says = in(exchange, text::without_agreement);
    }
}

ListView list_view(Exchange& exchange, const List& list) {
    ListView view;
    view.path = list.path();
    view.name = list.name;
    view.says = reach_text(exchange, list);
    view.may_change = may_change(list, exchange.actor);
    std::vector<catalogue::ItemId> ids;
    for (const Line& line : list.lines) ids.push_back(line.item);
    // One at a time: what is no longer sold stands there too, and says so.
    Money sum;
    for (const Line& line : list.lines) {
        const auto item = catalogue::item(exchange.db, line.item, exchange.today);
        if (!item) continue;
        LineView row;
        row.item = item->id.value;
        row.path = item->path();
        row.name = item->name;
        row.details = catalogue::pack_text(*item, exchange.language);
        row.price = in(exchange, text::price,
                       {{"price", format_money(times(Decimal::whole(1), item->price))},
                        {"unit", catalogue::unit_text(*item, exchange.language)}});
        row.base_price = catalogue::base_price_text(*item, exchange.language);
        row.picture = catalogue::picture_of(item->unspsc);
        row.quantity = format_decimal(line.quantity);
        row.minimum = "0";
        row.step = item->multiple.text();
        say_offer(exchange, *item,
                  catalogue::offer(exchange.db, exchange.actor, *item, exchange.today), row);
        if (row.buyable) sum += catalogue::line_net(*item, line.quantity);
        view.may_buy |= row.buyable;
        view.lines.push_back(std::move(row));
    }
    view.may_buy &= exchange.actor.may(Permission::request_purchase);
    view.sum = format_kroner(sum);
    view.lead = row_of(exchange, list).says;
    return view;
}

Response show(Exchange& exchange, const ListView& view) {
    const http::PageHead head{
        .title = view.name, .active_menu = "/handle", .refused = !view.refusals.empty()};
    return http::page(exchange, head, [&](html::Out& o) { list_page(o, view); });
}

Response get_list(Exchange& exchange) {
    const auto list = find(exchange.db, exchange.actor, {exchange.path_id()});
    if (!list) return http::not_found();
    ListView view = list_view(exchange, *list);
    if (!exchange.query("lagret").empty()) view.message = in(exchange, text::saved);
    return show(exchange, view);
}

Response refused(Post& post, const List& list, std::vector<Refusal> refusals) {
    ListView view = list_view(post, list);
    view.refusals = std::move(refusals);
    return show(post, view);
}

// The quantities as they stand in the fields; 0 or nothing leaves the line out this time.
std::vector<Line> typed_lines(Post& post, const List& list, std::vector<Refusal>& refusals) {
    std::vector<Line> out;
    for (const Line& line : list.lines) {
        const std::string field = "antall-" + std::to_string(line.item.value);
        if (!post.has_form(field)) continue;
        const std::string_view words = trimmed(post.form(field));
        const auto quantity = words.empty() ? Decimal() : Decimal::parse_typed(words);
        if (!quantity || quantity->is_negative()) {
            refusals.push_back({&text::quantity_malformed, {}, field});
            continue;
        }
        if (!quantity->is_zero()) out.push_back({line.item, quantity->normalised()});
    }
    return out;
}

// What cannot be bought stays behind; the page says which and why.
Response into_basket(Post& post, const List& list, const std::vector<Line>& lines) {
    std::vector<Refusal> refusals;
    int added = 0;
    for (const Line& line : lines) {
        const auto item = catalogue::item(post.db, line.item, post.today);
        if (!item) continue;
        const auto one = requisition::from_catalogue(
            post.db, post.actor, line.item.value, catalogue::nearest_quantity(*item, line.quantity),
            post.today);
        if (!one) continue;  // the page shows why by its line
        if (auto done = requisition::add_to_basket(post.tx, post.actor, post.now, *one); !done)
            refusals.push_back(done.error());
        else
            ++added;
    }
    if (added == 0) {
        if (refusals.empty()) refusals.push_back({&text::nothing_to_buy, {}, ""});
        return refused(post, list, std::move(refusals));
    }
    post.commit();
    return http::see_other("/kurv");
}

Response post_list(Post& post) {
    const auto list = find(post.db, post.actor, {post.path_id()});
    if (!list) return http::not_found();
    std::vector<Refusal> refusals;
    const auto lines = typed_lines(post, *list, refusals);
    if (!refusals.empty()) return refused(post, *list, std::move(refusals));
    if (post.has_form("kjop")) return into_basket(post, *list, lines);
    const auto done = [&]() -> Result<std::string> {
        if (post.has_form("bort")) {
            TRY(put_away(post.tx, post.actor, post.now, *list));
            return "/lister";
        }
        if (const std::int64_t gone = post.number("fjern"); gone != 0) {
            TRY(remove(post.tx, post.actor, post.now, *list, {gone}));
            return list->path();
        }
        if (post.has_form("navn"))
            TRY(rename(post.tx, post.actor, post.now, *list, post.form("navn")));
        for (const Line& line : lines)
            TRY(put(post.tx, post.actor, post.now, *list, line.item, line.quantity));
        return list->path() + "?lagret=ja";
    }();
    if (!done) return refused(post, *list, {done.error()});
    post.commit();
    return http::see_other(*done);
}

// ---- Putting an item on a list

Response show_put(Exchange& exchange, const catalogue::Item& item, std::vector<Refusal> refusals) {
    PutView view;
    view.item = item.id.value;
    view.item_name = item.name;
    view.item_path = item.path();
    view.quantity = format_decimal(catalogue::nearest_quantity(item, item.minimum));
    view.unit_name = exchange.actor.unit_name;
    view.municipality_name = exchange.actor.municipality_name;
    for (const List& list : lists(exchange.db, exchange.actor)) {
        if (may_change(list, exchange.actor)) view.lists.push_back(row_of(exchange, list));
    }
    view.refusals = std::move(refusals);
    const http::PageHead head{.title = in(exchange, text::put_title),
                              .active_menu = "/handle",
                              .refused = !view.refusals.empty(),
                              .frame = "frame--narrow"};
    return http::page(exchange, head, [&](html::Out& o) { put_page(o, view); });
}

Response get_put(Exchange& exchange) {
    const auto item =
        catalogue::item(exchange.db, {whole_number(exchange.query("vare"))}, exchange.today);
    return item ? show_put(exchange, *item, {}) : http::not_found();
}

Response post_put(Post& post) {
    const auto item = catalogue::item(post.db, {post.number("vare")}, post.today);
    if (!item) return http::not_found();
    const auto done = [&]() -> Result<std::string> {
        const auto quantity = Decimal::parse_typed(trimmed(post.form("antall")));
        if (!quantity) return refuse(text::quantity_malformed, {}, "antall");
        ListId id{post.number("liste")};
        if (!id)
            id = TRY(make(post.tx, post.actor, post.now, post.form("navn"),
                          reach_from(post.form("for"))));
        const auto list = find(post.db, post.actor, id);
        if (!list) return refuse(text::not_yours);
        TRY(put(post.tx, post.actor, post.now, *list, item->id, quantity->normalised()));
        return list->path() + "?lagret=ja";
    }();
    if (!done) return show_put(post, *item, {done.error()});
    post.commit();
    return http::see_other(*done);
}

constexpr http::Route kTable[] = {
    http::get("/lister", Permission::search_catalogue, get_lists),
    http::post("/lister", Permission::request_purchase, post_lists),
    http::get("/lister/legg-i", Permission::request_purchase, get_put),
    http::post("/lister/legg-i", Permission::request_purchase, post_put),
    http::get("/lister/{id}", Permission::search_catalogue, get_list),
    http::post("/lister/{id}", Permission::request_purchase, post_list),
};

}  // namespace

const std::span<const http::Route> kRoutes = kTable;

}  // namespace samkjop::shelf
