// What the coordinator releases: the overview, and each page as it will be seen, with the button
// that releases it above it.

#include <fmt/format.h>

#include "agreement/publish.h"
#include "base/words.h"
#include "db/db.h"
#include "public_site/inside_views.h"
#include "public_site/pages.h"
#include "public_site/rows.h"
#include "public_site/texts.h"
#include "public_site/written.h"

namespace samkjop::public_site {
namespace {

constexpr std::string_view kHere = "/samarbeid/offentlig";

std::string words(const http::Exchange& exchange, const Text& text, const Arguments& args = {}) {
    return render(text, exchange.language, args);
}

std::string counted_words(const http::Exchange& exchange, std::size_t count, const Text& none,
                          const Text& one, const Text& many) {
    Place place;
    place.language = exchange.language;
    return counted(place, count, none, one, many);
}

void add_state(const http::Exchange& exchange, bool released, bool news, ReleaseRow& row) {
    row.tone = released && !news ? html::Tone::good : html::Tone::wait;
    row.state = words(exchange, !released ? text::is_hidden
                                : news    ? text::has_news
                                          : text::is_released);
}

// The public frame around a preview: its links lead to the public site, its language is the
// reader's.
Place preview_place(const http::Exchange& exchange, std::string here) {
    Place place = place_of(exchange);
    place.base = "/offentlig";
    place.language = exchange.language;
    place.here = std::move(here);
    place.query.clear();
    return place;
}

std::vector<std::string> left_out(std::initializer_list<const OpenWords*> all) {
    std::vector<std::string> out;
    for (const OpenWords* each : all) {
        out.insert(out.end(), each->left_out().begin(), each->left_out().end());
    }
    return out;
}

std::string says_of(const http::Exchange& exchange, bool released) {
    return words(exchange, released ? text::preview_released : text::preview_hidden);
}

http::Response draw_agreement(http::Exchange& exchange, const agreement::Agreement& agreement,
                              std::vector<Refusal> refusals) {
    const auto shown = preview_agreement(exchange.db, agreement.id.value, exchange.today);
    const Place place = preview_place(exchange, shown->path());
    PreviewView bar;
    bar.back = kHere;
    bar.action = fmt::format("{}/avtaler/{}", kHere, agreement.id.value);
    bar.released = agreement.released;
    bar.may_release = agreement.signed_by_now();
    bar.has_words = true;
    bar.words = agreement.public_text;
    bar.says = agreement.released && !is_shown(agreement, exchange.today)
                   ? words(exchange, text::preview_ended)
                   : says_of(exchange, agreement.released);
    bar.left_out = left_out({&shown->title, &shown->about, &shown->options});
    for (const ShownLot& each : shown->lots) {
        const auto more = left_out({&each.title});
        bar.left_out.insert(bar.left_out.end(), more.begin(), more.end());
    }
    bar.refusals = std::move(refusals);
    const AgreementView view = view_of(place, *shown, exchange.today);
    const Head head{.title = words(exchange, text::preview) + ": " + view.title,
                    .menu = "/avtaler",
                    .hidden = true,
                    .above = [&](html::Out& o) { preview_bar(o, bar); }};
    return unkept(framed(exchange, place, head, [&](html::Out& o) { agreement_page(o, view); }),
                  bar.refusals.empty() ? 200 : 422);
}

http::Response draw_purchase(http::Exchange& exchange, const plan::PlannedPurchase& purchase) {
    const auto shown = preview_purchase(exchange.db, purchase.id.value, exchange.today);
    const Place place = preview_place(exchange, shown->path());
    PreviewView bar;
    bar.back = purchase.path();
    bar.action = fmt::format("{}/plan/{}", kHere, purchase.id.value);
    bar.released = purchase.released;
    bar.says = says_of(exchange, purchase.released);
    bar.left_out = left_out({&shown->title, &shown->about, &shown->duration});
    const PurchaseView view = view_of(place, *shown);
    const Head head{.title = words(exchange, text::preview) + ": " + view.title,
                    .menu = "/planer",
                    .hidden = true,
                    .above = [&](html::Out& o) { preview_bar(o, bar); }};
    return unkept(framed(exchange, place, head, [&](html::Out& o) { purchase_page(o, view); }));
}

ReleaseRow agreement_row(const http::Exchange& exchange, const agreement::Agreement& each) {
    ReleaseRow row{fmt::format("{}/avtaler/{}", kHere, each.id.value), each.title, each.number, ""};
    add_state(exchange, each.released, false, row);
    return row;
}

}  // namespace

http::Response show_inside(http::Exchange& exchange) {
    InsideView view;
    std::size_t hidden_agreements = 0, hidden_plans = 0;
    for (const agreement::Agreement& each :
         agreement::list(exchange.db, agreement::Filter{.unsigned_too = false}, exchange.today)) {
        hidden_agreements += !each.released;
        view.agreements.push_back(agreement_row(exchange, each));
    }
    for (const plan::PlannedPurchase& each : plan::list(exchange.db)) {
        if (!each.is_open()) continue;
        hidden_plans += !each.released;
        ReleaseRow row{fmt::format("{}/plan/{}", kHere, each.id.value), each.title, each.number,
                       ""};
        add_state(exchange, each.released, false, row);
        view.plans.push_back(std::move(row));
    }
    for (const Page& each : pages(exchange.db)) {
        ReleaseRow row{
            fmt::format("{}/sider/{}", kHere, each.id.value), each.latest.texts[0].title,
            words(
                exchange, text::version_of,
                {{"date", html::day(each.latest.at.oslo_date(), exchange.language, exchange.today)},
                 {"name", each.latest.by_name}}),
            ""};
        add_state(exchange, each.released.has_value(), each.has_news(), row);
        view.pages.push_back(std::move(row));
    }
    // What is not released first: it is what there is to do.
    for (auto* rows : {&view.agreements, &view.plans}) {
        std::ranges::stable_sort(
            *rows, {}, [](const ReleaseRow& row) { return row.tone == html::Tone::good; });
    }
    view.agreements_heading =
        counted_words(exchange, hidden_agreements, text::inside_agreements_none,
                      text::inside_agreements_one, text::inside_agreements_many);
    view.plans_heading = counted_words(exchange, hidden_plans, text::inside_plans_none,
                                       text::inside_plans_one, text::inside_plans_many);
    const std::size_t waiting = feedback(exchange.db, false).size();
    view.feedback_label = words(exchange, text::inside_feedback);
    if (waiting > 0) view.feedback_label += fmt::format(" ({})", waiting);
    return http::page(exchange,
                      {.title = words(exchange, text::inside_title), .active_menu = "/plan"},
                      [&](html::Out& o) { inside_page(o, view); });
}

http::Response preview_agreement_page(http::Exchange& exchange) {
    const auto agreement = agreement::find(exchange.db, {exchange.path_id()});
    return agreement ? draw_agreement(exchange, *agreement, {}) : http::not_found();
}

http::Response publish_agreement(http::Post& post) {
    auto agreement = agreement::find(post.db, {post.path_id()});
    if (!agreement) return http::not_found();
    const bool release = post.form("valg") == "frigi";
    const std::string typed(cut_at_letter(trimmed(post.form("ord")), 4000));
    const auto done =
        agreement::publish(post.tx, post.actor, post.now, agreement->id, release, typed);
    if (!done) {
        agreement->public_text = typed;
        return draw_agreement(post, *agreement, {done.error()});
    }
    post.commit();
    return http::see_other(fmt::format("{}/avtaler/{}", kHere, agreement->id.value));
}

http::Response preview_purchase_page(http::Exchange& exchange) {
    const auto purchase = plan::find(exchange.db, {exchange.path_id()});
    return purchase ? draw_purchase(exchange, *purchase) : http::not_found();
}

http::Response publish_purchase(http::Post& post) {
    const auto purchase = plan::find(post.db, {post.path_id()});
    if (!purchase) return http::not_found();
    const bool release = post.form("valg") == "frigi";
    if (!plan::set_released(post.tx, post.actor, post.now, purchase->id, release)) {
        return http::not_found();
    }
    post.commit();
    return http::see_other(fmt::format("{}/plan/{}", kHere, purchase->id.value));
}

http::Response preview_written(http::Exchange& exchange) {
    const auto page = find_page(exchange.db, {exchange.path_id()});
    if (!page) return http::not_found();
    PreviewView bar;
    bar.back = fmt::format("{}/sider/{}", kHere, page->id.value);
    bar.action = bar.back + "/se";
    bar.released = page->released.has_value();
    bar.has_news = page->has_news();
    bar.says = bar.released && bar.has_news ? words(exchange, text::has_news)
                                            : says_of(exchange, bar.released);
    const Place place = preview_place(exchange, "/sider/" + page->slug);
    Head head{.hidden = true, .above = [&](html::Out& o) { preview_bar(o, bar); }};
    return unkept(drawn_written(exchange, place, *page, page->latest, head));
}

http::Response publish_written(http::Post& post) {
    const PageId id{post.path_id()};
    const auto done = post.form("valg") == "frigi"
                          ? release_page(post.tx, post.actor, post.now, id)
                          : withdraw_page(post.tx, post.actor, post.now, id);
    if (!done) return http::not_found();
    post.commit();
    return http::see_other(fmt::format("{}/sider/{}/se", kHere, id.value));
}

}  // namespace samkjop::public_site
