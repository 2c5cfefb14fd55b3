// The calendar as a page («what must be renegotiated in the next 18 months»), and the address that
// a calendar program fetches it from.

#include "agreement/calendar.h"
#include "agreement/form.h"
#include "agreement/register_views.h"
#include "agreement/texts.h"
#include "base/crypto.h"
#include "base/words.h"
#include "html/components.h"
#include "sheet/export.h"

namespace samkjop::agreement {
namespace {

constexpr int kMonthsAhead = 18;
constexpr int kFeedMonthsAhead = 60;

std::string in(const http::Exchange& exchange, const Text& text, const Arguments& arguments = {}) {
    return render(text, exchange.language, arguments);
}

std::string month_of(Date day, Language language) {
    // «20. november 2026» without its day.
    const std::string whole = format_date(day, language);
    const auto blank = whole.find(' ');
    return html::capitalised(blank == whole.npos ? whole : whole.substr(blank + 1));
}

sheet::Table table_of(std::span<const Entry> all, const http::Exchange& exchange) {
    const auto heading = [&](const Text& text) { return std::string(text.in(exchange.language)); };
    sheet::Table out;
    out.name = heading(text::calendar_title);
    out.columns = {{"on", heading(text::calendar_when)},
                   {"what", heading(text::calendar_what)},
                   {"detail", heading(text::field_requirement)},
                   {"number", heading(text::field_number)},
                   {"title", heading(text::col_agreement)},
                   {"supplier", heading(text::col_supplier)},
                   {"manager", heading(text::field_manager)},
                   {"estimated", heading(text::field_estimated)}};
    for (const Entry& each : all) {
        out.rows.push_back({each.due.on, std::string(words(each.due.kind).in(exchange.language)),
                            each.due.what, each.agreement->number, each.agreement->title,
                            each.agreement->supplier_name, each.agreement->manager_name,
                            each.agreement->estimated});
    }
    return out;
}

bool renegotiates(DueKind kind) {
    return kind != DueKind::follow_up && kind != DueKind::price_rule;
}

std::string address_of(const http::Exchange& exchange, const std::string& token) {
    if (token.empty()) return "";
    const std::string host(exchange.request.header("host"));
    return (exchange.request.https ? "https://" : "http://") + host + "/avtaler/kalender/" + token +
           ".ics";
}

}  // namespace

http::Response show_calendar(http::Exchange& exchange) {
    Filter filter;
    const std::string_view whose = exchange.query("vis");
    if (whose == "mine") filter.manager = exchange.actor.user;
    const auto agreements = list(exchange.db, filter, exchange.today);
    auto all = entries(agreements, exchange.today, months_after(exchange.today, kMonthsAhead));
    if (whose == "reforhandling")
        std::erase_if(all, [](const Entry& each) { return !renegotiates(each.due.kind); });
    if (auto file = sheet::exported(exchange, in(exchange, text::calendar_file),
                                    [&] { return table_of(all, exchange); }))
        return *std::move(file);
    CalendarView view;
    view.here = sheet::here(exchange);
    view.chips = {
        {"/avtaler/kalender", in(exchange, text::calendar_all), whose.empty()},
        {"/avtaler/kalender?vis=reforhandling", in(exchange, text::calendar_renegotiate),
         whose == "reforhandling"},
        {"/avtaler/kalender?vis=mine", in(exchange, text::calendar_mine), whose == "mine"}};
    for (const Entry& each : all) {
        const std::string month = month_of(each.due.on, exchange.language);
        if (view.months.empty() || view.months.back().name != month)
            view.months.push_back({month, {}});
        CalendarRow row;
        row.path = each.agreement->path();
        row.title = each.agreement->title;
        row.number = each.agreement->number;
        row.day = format_short_date(each.due.on);
        row.what = in(exchange, words(each.due.kind));
        // An option's number says nothing beside the agreement's name.
        if (each.due.kind != DueKind::option) row.detail = each.due.what;
        row.supplier = each.agreement->supplier_name;
        row.manager = each.agreement->manager_name;
        const int days = each.due.on - exchange.today;
        row.tone = days <= 30   ? html::Tone::warning
                   : days <= 90 ? html::Tone::wait
                                : html::Tone::plain;
        view.months.back().rows.push_back(std::move(row));
    }
    const auto to_renegotiate = std::ranges::count_if(
        all, [](const Entry& each) { return each.due.kind == DueKind::expiry; });
    view.heading = in(
        exchange, html::plural(to_renegotiate, text::calendar_ends_one, text::calendar_ends_many),
        {{"count", html::capitalised(html::count_in_words(to_renegotiate, exchange.language))}});
    view.address = address_of(exchange, calendar_token(exchange.db, exchange.actor.user));
    const http::PageHead head{.title = in(exchange, text::calendar_title),
                              .active_menu = "/avtaler"};
    return http::page(exchange, head, [&](html::Out& o) { calendar_page(o, view); });
}

http::Response make_calendar_address(http::Post& post) {
    set_calendar_token(post.tx, post.actor.user, post.now, random_token(24));
    post.commit();
    return http::see_other("/avtaler/kalender#kalenderprogram");
}

http::Response calendar_feed(http::Exchange& exchange) {
    std::string_view token = exchange.path_values.at(0);
    if (token.ends_with(".ics")) token.remove_suffix(4);
    const auto owner = calendar_owner(exchange.db, token);
    const auto person = owner ? party::person(exchange.db, *owner) : std::nullopt;
    // Whoever no longer may sign in no longer has a feed.
    const auto actor = owner ? party::actor(exchange.db, *owner, exchange.today) : std::nullopt;
    if (!person || !actor || !actor->may(Permission::search_catalogue)) return http::not_found();
    const auto agreements = list(exchange.db, {}, exchange.today);
    const auto all =
        entries(agreements, exchange.today - 90, months_after(exchange.today, kFeedMonthsAhead));
    const std::string host(exchange.request.header("host"));
    http::Response out;
    out.media_type = "text/calendar; charset=utf-8";
    out.body = to_ical(all, person->language, exchange.now,
                       (exchange.request.https ? "https://" : "http://") + host);
    return out;
}

}  // namespace samkjop::agreement
