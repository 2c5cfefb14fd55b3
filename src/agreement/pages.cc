// The agreements of the region as pages: a list that begins with the reader's own municipality, and
// one agreement with who may buy on it, how, and until when.

#include "agreement/pages.h"

#include "agreement/agreement.h"
#include "agreement/texts.h"
#include "agreement/views.h"
#include "html/components.h"
#include "trail/trail.h"

namespace samkjop::agreement {
namespace {

std::string in(const http::Exchange& exchange, const Text& text, const Arguments& arguments = {}) {
    return render(text, exchange.language, arguments);
}

std::string state_in_words(const http::Exchange& exchange, const Agreement& agreement) {
    const auto day = [&](Date date) { return html::day(date, exchange.language, exchange.today); };
    switch (status(agreement, exchange.today)) {
        case Status::coming:
            return in(exchange, text::coming, {{"date", day(agreement.valid_from)}});
        case Status::ended:
            return in(exchange, text::ended, {{"date", day(agreement.valid_to)}});
        case Status::in_force:
            return in(exchange, text::holds_until, {{"date", day(agreement.valid_to)}});
        case Status::ending:
            break;
    }
    const std::int64_t days = agreement.valid_to - exchange.today;
    if (days == 0) return in(exchange, text::ending_today);
    return in(exchange, text::ending, {{"date", day(agreement.valid_to)}, {"days", days}});
}

std::string names_of(const http::Exchange& exchange, const Agreement& agreement, std::size_t all) {
    std::string out;
    std::size_t count = 0;
    for (const Member& member : agreement.members) {
        if (member.left_on && *member.left_on < exchange.today) continue;
        ++count;
        out += (out.empty() ? "" : ", ") + member.name;
    }
    if (count == all && all > 2) {
        const auto word = html::count_in_words(static_cast<std::int64_t>(all), exchange.language);
        return in(exchange, text::all_municipalities, {{"count", word}});
    }
    return out;
}

ListRow row_of(const http::Exchange& exchange, const Agreement& agreement, std::size_t all) {
    ListRow out;
    out.path = agreement.path();
    out.title = agreement.title;
    out.supplier = agreement.supplier_name;
    out.supplier_number = agreement.supplier_number;
    out.municipalities = names_of(exchange, agreement, all);
    out.until = format_short_date(agreement.valid_to);
    out.options = agreement.options.empty() ? in(exchange, text::no_options) : agreement.options;
    const Status now = status(agreement, exchange.today);
    out.ending = now == Status::ending;
    if (now != Status::in_force) out.state = state_in_words(exchange, agreement);
    return out;
}

std::string heading(const http::Exchange& exchange, std::int64_t count, const std::string& name) {
    const std::string number = html::capitalised(html::count_in_words(count, exchange.language));
    if (name.empty()) return in(exchange, text::in_force_all, {{"count", number}});
    const Text& text = count == 0 ? text::in_force_none
                                  : html::plural(count, text::in_force_one, text::in_force_many);
    return in(exchange, text, {{"count", number}, {"municipality", name}});
}

http::Response show_list(http::Exchange& exchange) {
    const auto municipalities = party::municipalities(exchange.db);
    // "alle" shows the region; a municipality's number shows that one; else the reader's own.
    const std::string_view wanted = exchange.query("kommune");
    Filter filter;
    std::string name;
    for (const party::Municipality& each : municipalities) {
        if (wanted.empty() ? each.id != exchange.actor.municipality : each.number != wanted)
            continue;
        filter.municipality = each.id;
        name = each.title();
    }
    filter.ended = exchange.query("avsluttede") == "1";
    const std::string ended = filter.ended ? "&avsluttede=1" : "";

    ListView view;
    view.shows_ended = filter.ended;
    view.chips.push_back(
        {"/avtaler?kommune=alle" + ended, in(exchange, text::everyone), name.empty()});
    std::string current = "alle";
    for (const party::Municipality& each : municipalities) {
        const bool chosen = each.id == filter.municipality;
        if (chosen) current = each.number;
        view.chips.push_back({"/avtaler?kommune=" + each.number + ended, each.name, chosen});
    }
    view.ended_path = "/avtaler?kommune=" + current + (filter.ended ? "" : "&avsluttede=1");
    std::int64_t holding = 0;
    std::int64_t ending = 0;
    for (const Agreement& each : list(exchange.db, filter, exchange.today)) {
        const Status now = status(each, exchange.today);
        ending += now == Status::ending;
        holding += filter.municipality ? in_force(each, filter.municipality, exchange.today)
                                       : now == Status::in_force || now == Status::ending;
        view.rows.push_back(row_of(exchange, each, municipalities.size()));
    }
    view.heading = heading(exchange, holding, name);
    if (ending > 0) {
        const std::string count =
            html::capitalised(html::count_in_words(ending, exchange.language));
        view.note = in(exchange, html::plural(ending, text::ending_one, text::ending_many),
                       {{"count", count}});
    }
    const http::PageHead head{.title = in(exchange, text::title), .active_menu = "/avtaler"};
    return http::page(exchange, head, [&](html::Out& o) { list_page(o, view); });
}

// What the agreement means for the reader's municipality, in one sentence.
std::string context(const http::Exchange& exchange, const Agreement& agreement) {
    const Actor& actor = exchange.actor;
    const Arguments name = {{"municipality", actor.municipality_name}};
    const Member* member = agreement.member(actor.municipality);
    if (in_force(agreement, actor.municipality, exchange.today))
        return in(exchange, text::you_may_buy, name);
    if (member == nullptr) return in(exchange, text::you_may_not_buy, name);
    const Date from = std::max(member->joined_on, agreement.valid_from);
    const Date to = std::min(member->left_on.value_or(agreement.valid_to), agreement.valid_to);
    const auto with = [&](Date date) {
        Arguments out = name;
        out.emplace_back("date", html::day(date, exchange.language, exchange.today));
        return out;
    };
    return exchange.today < from ? in(exchange, text::you_will_buy, with(from))
                                 : in(exchange, text::you_could_buy, with(to));
}

std::vector<html::Figure> facts_of(const http::Exchange& exchange, const Agreement& agreement) {
    std::vector<html::Figure> out;
    const auto add = [&](const Text& label, std::string value) {
        if (!value.empty()) out.push_back({in(exchange, label), std::move(value)});
    };
    add(text::col_supplier, agreement.supplier_name);
    add(text::organisation_number, agreement.supplier_number);
    add(text::period, in(exchange, text::from_to,
                         {{"from", format_short_date(agreement.valid_from)},
                          {"to", format_short_date(agreement.valid_to)}}));
    add(text::col_options,
        agreement.options.empty() ? in(exchange, text::no_options) : agreement.options);
    if (agreement.free_delivery_from)
        add(text::free_delivery, html::kroner(*agreement.free_delivery_from));
    if (agreement.delivery_days > 0) {
        const std::int64_t days = agreement.delivery_days;
        add(text::delivery,
            in(exchange, html::plural(days, text::one_day, text::days), {{"days", days}}));
    }
    add(text::notice, agreement.notice);
    add(text::contact, agreement.contact);
    return out;
}

std::vector<MemberRow> member_rows(const http::Exchange& exchange, const Agreement& agreement) {
    std::vector<MemberRow> out;
    for (const Member& member : agreement.members) {
        MemberRow row{member.name, format_short_date(member.joined_on), "", member.reference};
        if (member.left_on) row.left = format_short_date(*member.left_on);
        if (member.decided_on) {
            row.decision += (row.decision.empty() ? "" : ", ") +
                            html::day(*member.decided_on, exchange.language, exchange.today);
        }
        out.push_back(std::move(row));
    }
    return out;
}

std::vector<html::TrailRow> trail_rows(http::Exchange& exchange, const Agreement& agreement) {
    std::vector<html::TrailRow> out;
    for (const trail::Line& line : trail::of(exchange.db, {"agreement", agreement.id.value})) {
        const Text& event = line.event == "created"  ? text::event_created
                            : line.event == "joined" ? text::event_joined
                            : line.event == "left"   ? text::event_left
                                                     : text::event_changed;
        html::TrailRow row{in(exchange, event), "", line.at, line.user_name};
        const std::string member = trail::member(line, "municipality");
        for (const Member& each : agreement.members) {
            if (std::to_string(each.municipality.value) == member) row.rest = ": " + each.name;
        }
        out.push_back(std::move(row));
    }
    return out;
}

http::Response show_one(http::Exchange& exchange) {
    const auto agreement = find(exchange.db, {exchange.path_id()});
    if (!agreement) return http::not_found();
    DetailView view;
    view.number = agreement->number;
    view.title = agreement->title;
    view.supplier = agreement->supplier_name;
    view.state = state_in_words(exchange, *agreement);
    switch (status(*agreement, exchange.today)) {
        case Status::in_force:
            view.tone = html::Tone::good;
            break;
        case Status::coming:
            view.tone = html::Tone::wait;
            break;
        case Status::ending:
            view.tone = html::Tone::warning;
            break;
        case Status::ended:
            view.tone = html::Tone::stop;
            break;
    }
    view.context = context(exchange, *agreement);
    view.goods_path = "/handle?avtale=" + std::to_string(agreement->id.value);
    view.facts = facts_of(exchange, *agreement);
    view.terms = agreement->terms;
    view.members = member_rows(exchange, *agreement);
    for (const MemberRow& row : view.members) view.any_left |= !row.left.empty();
    view.trail = trail_rows(exchange, *agreement);
    view.today = exchange.today;
    const http::PageHead head{.title = agreement->title, .active_menu = "/avtaler"};
    return http::page(exchange, head, [&](html::Out& o) { detail_page(o, view); });
}

constexpr http::Route kTable[] = {
    http::get("/avtaler", Permission::search_catalogue, show_list),
    http::get("/avtaler/{id}", Permission::search_catalogue, show_one),
};

}  // namespace

const std::span<const http::Route> kRoutes = kTable;

}  // namespace samkjop::agreement
