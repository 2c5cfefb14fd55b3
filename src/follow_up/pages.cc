// The draw-down of an agreement, every figure with the call-offs behind it, and its evaluation,
// ready to print before a negotiation. Whoever follows the agreement sees all; others their own
// municipality's part.

#include "follow_up/pages.h"

#include <algorithm>

#include "base/words.h"
#include "control/control.h"
#include "follow_up/follow_up.h"
#include "follow_up/texts.h"
#include "follow_up/views.h"
#include "html/components.h"
#include "sheet/export.h"

namespace samkjop::follow_up {
namespace {

std::string in(const http::Exchange& exchange, const Text& text, const Arguments& arguments = {}) {
    return render(text, exchange.language, arguments);
}

bool sees_all(const Actor& actor, const agreement::Agreement& is) {
    return agreement::may_edit(actor, is) || actor.may(Permission::audit) || actor.whole_region;
}

struct Loaded {
    agreement::Agreement is;
    std::vector<CallOff> all;  // those the reader may see
    bool whole = false;
};

std::optional<Loaded> load(http::Exchange& exchange) {
    auto found = agreement::find(exchange.db, {exchange.path_id()});
    if (!found || !found->signed_by_now()) return std::nullopt;
    Loaded out{*std::move(found), {}, false};
    out.whole = sees_all(exchange.actor, out.is);
    out.all = call_offs(exchange.db, out.is);
    if (!out.whole) {
        std::erase_if(out.all, [&](const CallOff& each) {
            return each.municipality != exchange.actor.municipality;
        });
    }
    return out;
}

// ---- Draw-down ----

constexpr std::pair<By, const char*> kParts[] = {{By::municipality, "kommune"},
                                                 {By::supplier, "leverandor"},
                                                 {By::lot, "delkontrakt"},
                                                 {By::month, "maned"}};

// With øre, and with more decimals only where the price has more.
std::string price_words(Decimal price) {
    const Decimal exact = price.normalised();
    return exact.scale() <= 2 ? format_money(times(Decimal::whole(1), exact))
                              : format_decimal(exact);
}

std::string name_of(http::Exchange& exchange, const agreement::Agreement& is, const Sum& sum,
                    By by) {
    const auto id = whole_number(sum.key);
    if (by == By::municipality) {
        const auto found = party::municipality(exchange.db, {id});
        return found ? found->name : "";
    }
    if (by == By::lot) {
        const agreement::Lot* lot = is.lot({id});
        return lot ? std::to_string(lot->number) + " " + lot->title : in(exchange, text::no_lot);
    }
    return by == By::month ? sum.key.substr(5) + "." + sum.key.substr(0, 4) : sum.name;
}

std::optional<Money> maximum_of(const agreement::Agreement& is, const Sum& sum, By by) {
    const auto id = whole_number(sum.key);
    if (by == By::municipality) {
        const agreement::Member* member = is.member({id});
        return member ? member->maximum : std::nullopt;
    }
    const agreement::Lot* lot = by == By::lot ? is.lot({id}) : nullptr;
    return lot ? lot->maximum : std::nullopt;
}

SumTable table_of(http::Exchange& exchange, const Loaded& loaded, By by, const char* query) {
    static constexpr const Text* titles[] = {&text::by_municipality, &text::by_supplier,
                                             &text::by_lot, &text::by_month};
    SumTable out;
    out.id = query;
    out.title = in(exchange, *titles[static_cast<std::size_t>(by)]);
    for (const Sum& each : sums(loaded.all, by)) {
        SumRow row;
        row.name = name_of(exchange, loaded.is, each, by);
        row.path = loaded.is.path() + "/avrop?" + query + "=" + each.key + "#avropene";
        row.ordered = html::kroner(each.ordered);
        row.invoiced = html::kroner(each.invoiced);
        if (const auto maximum = maximum_of(loaded.is, each, by)) {
            out.with_maximum = true;
            row.maximum = html::kroner(*maximum);
            row.share = std::to_string(percent(each.ordered, *maximum)) + "\u00a0%";
        }
        out.rows.push_back(std::move(row));
    }
    return out;
}

// The part that the address asks for, by its name; the others are taken out of the list.
std::string narrowed(http::Exchange& exchange, const Loaded& loaded, std::vector<CallOff>& rows) {
    std::string out;
    for (const auto& [by, query] : kParts) {
        const std::string key(exchange.query(query));
        if (key.empty()) continue;
        std::erase_if(rows,
                      [&](const CallOff& each) { return sums({&each, 1}, by).front().key != key; });
        for (const Sum& each : sums(loaded.all, by)) {
            if (each.key == key)
                out += (out.empty() ? "" : ", ") + name_of(exchange, loaded.is, each, by);
        }
    }
    return out;
}

CallOffRow row_of(http::Exchange& exchange, const CallOff& one) {
    CallOffRow out;
    out.path = one.path();
    out.order = one.number;
    out.item = one.name;
    out.item_number = one.item_number;
    out.supplier = one.supplier_name;
    if (const auto found = party::municipality(exchange.db, one.municipality))
        out.municipality = found->name;
    out.day = format_short_date(one.on);
    out.quantity = order::quantity_words(one.quantity, one.unit_code, exchange.language);
    out.price = price_words(one.price);
    out.ordered = html::kroner(one.net);
    out.invoiced = html::kroner(one.invoiced);
    for (const invoice::Billed& each : one.charges) {
        const std::string path = "/fakturaer/" + std::to_string(each.invoice.value);
        if (out.invoices.empty() || out.invoices.back().path != path)
            out.invoices.push_back({path, each.number});
    }
    return out;
}

sheet::Table call_off_table(http::Exchange& exchange, std::span<const CallOff> rows) {
    const auto heading = [&](const Text& text) { return std::string(text.in(exchange.language)); };
    sheet::Table out;
    out.name = heading(text::title);
    out.columns = {{"on", heading(text::col_date)},
                   {"order", heading(text::col_order)},
                   {"municipality", heading(text::col_municipality)},
                   {"supplier", heading(text::col_supplier)},
                   {"item_number", heading(text::col_item_number)},
                   {"item", heading(text::col_item)},
                   {"quantity", heading(text::col_quantity)},
                   {"unit", heading(text::col_unit)},
                   {"price", heading(text::col_price)},
                   {"ordered", heading(text::ordered)},
                   {"invoiced", heading(text::invoiced)},
                   {"invoices", heading(text::col_invoices)}};
    for (const CallOff& each : rows) {
        const CallOffRow row = row_of(exchange, each);
        std::string invoices;
        for (const html::FileRow& one : row.invoices)
            invoices += (invoices.empty() ? "" : ", ") + one.label;
        out.rows.push_back({each.on, each.number, row.municipality, each.supplier_name,
                            each.item_number, each.name, each.quantity, each.unit_code, each.price,
                            each.net, each.invoiced, invoices});
    }
    return out;
}

void add_figures(const http::Exchange& exchange, const Loaded& loaded, DrawDownView& view) {
    const Money used = ordered(loaded.all);
    view.figures = {{in(exchange, text::ordered), html::kroner(used)},
                    {in(exchange, text::invoiced), html::kroner(invoiced(loaded.all))}};
    if (!loaded.whole) {
        view.heading = in(
            exchange, text::heading_own,
            {{"municipality", exchange.actor.municipality_name}, {"amount", format_kroner(used)}});
        return;
    }
    const auto& maximum = loaded.is.maximum;
    if (loaded.is.estimated)
        view.figures.push_back({in(exchange, text::estimated), html::kroner(*loaded.is.estimated)});
    if (maximum) {
        view.figures.push_back({in(exchange, text::maximum), html::kroner(*maximum)});
        const bool above = used > *maximum;
        view.figures.push_back({in(exchange, above ? text::above : text::left),
                                html::kroner((*maximum - used).magnitude()), "", true});
    }
    const auto limit = maximum ? maximum : loaded.is.estimated;
    if (!limit) {
        view.heading = in(exchange, text::heading_plain, {{"amount", format_kroner(used)}});
        return;
    }
    const std::int64_t share = percent(used, *limit);
    view.heading = in(exchange, maximum ? text::heading_of_maximum : text::heading_of_estimate,
                      {{"percent", share}});
    view.percent = static_cast<int>(std::clamp<std::int64_t>(share, 0, 100));
    const int step = warning(used, maximum);
    if (step != 0) {
        view.warning = in(exchange, step == 100  ? text::warning_100
                                    : step == 90 ? text::warning_90
                                                 : text::warning_70);
    }
}

http::Response show_draw_down(http::Exchange& exchange) {
    const auto loaded = load(exchange);
    if (!loaded) return http::not_found();
    std::vector<CallOff> rows = loaded->all;
    const std::string what = narrowed(exchange, *loaded, rows);
    std::ranges::reverse(rows);  // newest first
    if (auto file =
            sheet::exported(exchange, in(exchange, text::file_call_offs) + "-" + loaded->is.number,
                            [&] { return call_off_table(exchange, rows); }))
        return *std::move(file);
    DrawDownView view;
    view.number = loaded->is.number;
    view.agreement = loaded->is.title;
    view.path = loaded->is.path();
    view.here = sheet::here(exchange);
    add_figures(exchange, *loaded, view);
    for (const auto& [by, query] : kParts) {
        if (by == By::lot && loaded->is.lots.empty()) continue;
        if (!loaded->all.empty()) view.tables.push_back(table_of(exchange, *loaded, by, query));
    }
    view.list_heading = what.empty() ? in(exchange, text::call_offs)
                                     : in(exchange, text::call_offs_some, {{"what", what}});
    if (!what.empty()) view.all_path = loaded->is.path() + "/avrop#avropene";
    for (const CallOff& each : rows) view.rows.push_back(row_of(exchange, each));
    const http::PageHead head{.title = view.heading, .active_menu = "/avtaler"};
    return http::page(exchange, head, [&](html::Out& o) { draw_down_page(o, view); });
}

// ---- Evaluation ----

std::string share_words(const http::Exchange& exchange, int part, int count) {
    if (count == 0) return in(exchange, text::not_measured);
    return in(exchange, text::of_count,
              {{"percent", divide_rounded(Wide(part) * 100, count)},
               {"part", std::int64_t{part}},
               {"count", std::int64_t{count}}});
}

void add_performance(http::Exchange& exchange, const Loaded& loaded, EvaluationView& view) {
    const Performance is = performance(loaded.all, exchange.today);
    std::string hours = in(exchange, text::not_measured);
    if (is.answer_hours) {
        hours = *is.answer_hours == 0
                    ? in(exchange, text::one_hour)
                    : in(exchange, text::hours, {{"count", std::int64_t{*is.answer_hours}}});
    }
    Money found, claimed, recovered;
    for (const control::Sum& each : control::sums(exchange.db, exchange.actor)) {
        if (each.agreement != loaded.is.id) continue;
        found += each.found;
        claimed += each.claimed;
        recovered += each.recovered;
    }
    view.performance = {
        {in(exchange, text::on_time), share_words(exchange, is.on_time, is.promised)},
        {in(exchange, text::complete), share_words(exchange, is.complete, is.lines)},
        {in(exchange, text::answer_time), hours},
        {in(exchange, text::credit_notes),
         in(exchange, text::credit_sum,
            {{"count", std::int64_t{is.credit_notes}}, {"amount", format_kroner(is.credited)}})},
        {in(exchange, text::price_findings), html::kroner(found)},
        {in(exchange, text::claimed), html::kroner(claimed)},
        {in(exchange, text::recovered), html::kroner(recovered)}};
}

void add_reviews(http::Exchange& exchange, const Loaded& loaded, EvaluationView& view) {
    const auto all = reviews(exchange.db, loaded.is.id);
    std::int64_t sum = 0;
    for (const Review& each : all) {
        sum += each.grade;
        view.reviews.push_back({std::to_string(each.grade), each.words,
                                each.name + ", " + each.municipality,
                                format_short_date(each.at.oslo_date())});
        if (each.person != exchange.actor.user) continue;
        view.has_reviewed = true;
        view.words = each.words;
    }
    view.reviews_heading =
        all.empty()
            ? in(exchange, text::reviews_none)
            : in(exchange, text::reviews_many,
                 {{"grade",
                   Decimal(divide_rounded(Wide(sum) * 10, static_cast<std::int64_t>(all.size())),
                           1)},
                  {"count", static_cast<std::int64_t>(all.size())}});
    static constexpr const Text* grades[] = {&text::grade_5, &text::grade_4, &text::grade_3,
                                             &text::grade_2, &text::grade_1};
    for (int i = 0; i < 5; ++i)
        view.grades.push_back({5 - i, in(exchange, *grades[i]), 5 - i == 4});
    view.may_review = exchange.actor.may(Permission::request_purchase) ||
                      exchange.actor.may(Permission::receive_goods) ||
                      exchange.actor.may(Permission::approve_purchase);
}

sheet::Table volume_table(const http::Exchange& exchange, std::span<const Item> all) {
    const auto heading = [&](const Text& text) { return std::string(text.in(exchange.language)); };
    sheet::Table out;
    out.name = heading(text::volumes);
    out.columns = {{"item_number", heading(text::col_item_number)},
                   {"item", heading(text::col_item)},
                   {"quantity", heading(text::col_quantity)},
                   {"unit", heading(text::col_unit)},
                   {"net", heading(text::col_sum)},
                   {"first_price", heading(text::col_first_price)},
                   {"last_price", heading(text::col_last_price)},
                   {"change_percent", heading(text::col_change)}};
    for (const Item& each : all) {
        out.rows.push_back({each.number, each.name, each.quantity, each.unit, each.net,
                            each.first_price, each.last_price, Decimal(each.change_tenths(), 1)});
    }
    return out;
}

std::string change_words(std::int64_t tenths) {
    return (tenths > 0 ? "+" : "") + format_decimal(Decimal(tenths, 1)) + "\u00a0%";
}

constexpr std::size_t kItemsShown = 50;

EvaluationView evaluation_of(http::Exchange& exchange, const Loaded& loaded) {
    const agreement::Agreement& is = loaded.is;
    EvaluationView view;
    view.number = is.number;
    view.agreement = is.title;
    view.path = is.path();
    view.here = sheet::here(exchange);
    view.draw_down_path = is.path() + "/avrop";
    view.review_path = is.path() + "/evaluering";
    const Date until = std::min(exchange.today, is.valid_to);
    view.lead = in(exchange, text::evaluation_lead,
                   {{"from", format_short_date(is.valid_from)}, {"to", format_short_date(until)}});
    view.use = {{in(exchange, text::ordered), html::kroner(ordered(loaded.all))},
                {in(exchange, text::invoiced), html::kroner(invoiced(loaded.all))}};
    if (is.estimated)
        view.use.push_back({in(exchange, text::estimated), html::kroner(*is.estimated)});
    if (is.maximum) view.use.push_back({in(exchange, text::maximum), html::kroner(*is.maximum)});
    add_performance(exchange, loaded, view);
    add_reviews(exchange, loaded, view);
    for (const Item& each : items(loaded.all)) {
        if (view.items.size() == kItemsShown) break;
        view.items.push_back({each.name, each.number,
                              order::quantity_words(each.quantity, each.unit, exchange.language),
                              html::kroner(each.net), price_words(each.first_price),
                              price_words(each.last_price), change_words(each.change_tenths())});
    }
    for (const control::Leak& each :
         control::leaks(exchange.db, exchange.actor, is.valid_from, until)) {
        if (each.agreement != is.id) continue;
        view.leaks.push_back({each.municipality_name + ", " + each.unit_name,
                              html::kroner(each.net), std::to_string(each.lines),
                              html::kroner(each.dearer)});
    }
    for (const agreement::Requirement& each : is.requirements) {
        view.requirements.push_back(
            {each.text, each.last_on ? format_short_date(*each.last_on) : in(exchange, text::never),
             each.last_note});
    }
    return view;
}

http::Response draw(http::Exchange& exchange, const EvaluationView& view) {
    const http::PageHead head{
        .title = in(exchange, text::evaluation),
        .active_menu = "/avtaler",
        .refused = !view.refusals.empty(),
        .print_style = http::print_style(view.number + " · " + view.agreement)};
    return http::page(exchange, head, [&](html::Out& o) { evaluation_page(o, view); });
}

http::Response show_evaluation(http::Exchange& exchange) {
    const auto loaded = load(exchange);
    if (!loaded) return http::not_found();
    if (auto file =
            sheet::exported(exchange, in(exchange, text::file_volumes) + "-" + loaded->is.number,
                            [&] { return volume_table(exchange, items(loaded->all)); }))
        return *std::move(file);
    return draw(exchange, evaluation_of(exchange, *loaded));
}

http::Response save_review(http::Post& post) {
    const auto loaded = load(post);
    if (!loaded) return http::not_found();
    const std::string words(cut_at_letter(trimmed(post.form("words")), 1000));
    const auto done = review(post.tx, post.actor, post.now, loaded->is.id,
                             static_cast<int>(whole_number(post.form("grade"))), words);
    if (done) {
        post.commit();
        return http::see_other(loaded->is.path() + "/evaluering#vurdert");
    }
    EvaluationView view = evaluation_of(post, *loaded);
    view.refusals = {done.error()};
    view.words = words;
    return draw(post, view);
}

constexpr http::Route kTable[] = {
    http::get("/avtaler/{id}/avrop", Permission::search_catalogue, show_draw_down),
    http::get("/avtaler/{id}/evaluering", Permission::search_catalogue, show_evaluation),
    http::post("/avtaler/{id}/evaluering", Permission::search_catalogue, save_review),
};

}  // namespace

const std::span<const http::Route> kRoutes = kTable;

}  // namespace samkjop::follow_up
