// «Til meg»: the tasks of the person and of those they stand in for, grouped by what is to be done.
// The groups are the only thing here that knows the stages' words for their tasks.

#include "worklist/pages.h"

#include <array>

#include "html/components.h"
#include "party/party.h"
#include "worklist/texts.h"
#include "worklist/views.h"
#include "worklist/worklist.h"

namespace samkjop::worklist {
namespace {

constexpr int kLateDays = 3;

struct Group {
    std::string_view id;
    const Text* title;
    const Text* says;  // nothing: how much the person may approve
};
constexpr std::array<Group, 10> kGroups = {{
    {"godkjenne", &text::group_approve, nullptr},
    {"svare", &text::group_answer, &text::group_answer_says},
    {"motta", &text::group_receive, &text::group_receive_says},
    {"avvik", &text::group_deviation, &text::group_deviation_says},
    {"attestere", &text::group_certify, &text::group_certify_says},
    {"anvise", &text::group_authorise, &text::group_authorise_says},
    {"bestillinger", &text::group_order, &text::group_order_says},
    {"utveksling", &text::group_document, &text::group_document_says},
    {"avtaler", &text::group_agreement, &text::group_agreement_says},
    {"annet", &text::group_other, &text::group_other},
}};

std::size_t group_of(std::string_view kind) {
    const std::pair<std::string_view, std::size_t> starts[] = {
        {"approve_", 0}, {"answer_", 1}, {"receive_", 2},  {"invoice_", 3},
        {"match_", 3},   {"code_", 3},   {"certify_", 4},  {"authorise_", 5},
        {"order_", 6},   {"send_", 6},   {"document_", 7}, {"agreement_", 8}};
    for (const auto& [start, group] : starts) {
        if (kind.starts_with(start)) return group;
    }
    return kGroups.size() - 1;
}

html::WaitRow row_of(const Task& task, Language language, Date today) {
    html::WaitRow row;
    row.path = task.path;
    row.title = task.title;
    row.context = task.context;
    if (!row.context.empty() && !row.context.ends_with('.')) row.context += ".";
    if (task.due) {
        row.context += " " + render(text::late_due, language,
                                    {{"day", html::day(*task.due, language, today)}});
    }
    if (!task.on_behalf_of.empty()) {
        row.context += " " + render(text::on_behalf_of, language, {{"name", task.on_behalf_of}});
    }
    if (!task.amount.is_zero()) row.amount = html::kroner(task.amount);
    row.days = today - task.since.oslo_date();
    row.late = row.days > kLateDays || (task.due && *task.due < today);
    return row;
}

std::string title_of(std::size_t count, Language language) {
    if (count == 0) return std::string(text::nothing_waits.in(language));
    if (count == 1) return std::string(text::one_waits.in(language));
    return html::capitalised(
        render(text::many_wait, language,
               {{"count", html::count_in_words(static_cast<std::int64_t>(count), language)}}));
}

std::string lead_of(std::size_t count, std::size_t late, Language language) {
    if (count == 0) return std::string(text::nothing_waits_lead.in(language));
    std::string out(text::oldest_first.in(language));
    if (late == 1) out += " " + std::string(text::one_late.in(language));
    if (late > 1) {
        out += " " +
               html::capitalised(render(
                   text::many_late, language,
                   {{"count", html::count_in_words(static_cast<std::int64_t>(late), language)}}));
    }
    return out;
}

// The largest own limit that holds today.
std::string may_approve(http::Exchange& exchange) {
    const party::AuthorityLimit* most = nullptr;
    const auto limits = party::limits_of(exchange.db, exchange.actor.user);
    for (const party::AuthorityLimit& limit : limits) {
        const bool holds = limit.valid_from <= exchange.today && exchange.today <= limit.valid_to;
        if (holds && (most == nullptr || limit.limit > most->limit)) most = &limit;
    }
    if (most == nullptr) return "";
    const auto unit = most->unit ? party::unit(exchange.db, most->unit) : std::nullopt;
    return render(text::you_may_approve, exchange.language,
                  {{"amount", format_kroner(most->limit)},
                   {"unit", unit ? unit->code + " " + unit->name
                                 : std::string(text::whole_municipality.in(exchange.language))}});
}

std::vector<std::string> away(http::Exchange& exchange) {
    std::vector<std::string> out;
    const Language language = exchange.language;
    for (const party::Delegation& one : party::delegations_of(exchange.db, exchange.actor.user)) {
        if (one.from != exchange.actor.user || one.valid_to < exchange.today) continue;
        const auto person = party::person(exchange.db, one.to);
        const std::string until = html::day(one.valid_to, language, exchange.today);
        std::string says =
            one.valid_from <= exchange.today
                ? render(text::away_is, language, {{"name", person->name}, {"day", until}})
                : render(text::away_will, language,
                         {{"name", person->name},
                          {"day", until},
                          {"from", html::day(one.valid_from, language, exchange.today)}});
        if (one.limit)
            says +=
                " " + render(text::away_limit, language, {{"amount", format_kroner(*one.limit)}});
        out.push_back(std::move(says));
    }
    if (out.empty()) out.emplace_back(text::away_none.in(language));
    return out;
}

http::Response mine(http::Exchange& exchange) {
    const Language language = exchange.language;
    std::array<GroupView, kGroups.size()> groups;
    std::size_t count = 0, late = 0;
    for (const Task& task : of(exchange.db, exchange.actor, exchange.today)) {
        auto row = row_of(task, language, exchange.today);
        count += 1;
        late += row.late;
        groups[group_of(task.kind)].rows.push_back(std::move(row));
    }
    MineView view;
    for (std::size_t i = 0; i < groups.size(); ++i) {
        if (groups[i].rows.empty()) continue;
        groups[i].id = kGroups[i].id;
        groups[i].title = kGroups[i].title->in(language);
        groups[i].says =
            kGroups[i].says ? std::string(kGroups[i].says->in(language)) : may_approve(exchange);
        view.groups.push_back(std::move(groups[i]));
    }
    view.title = title_of(count, language);
    view.lead = lead_of(count, late, language);
    view.away = away(exchange);
    http::PageHead head;
    head.title = text::title.in(language);
    head.active_menu = "/til-meg";
    return http::page(exchange, head, [&](html::Out& o) { mine_page(o, view); });
}

constexpr http::Route kTable[] = {http::get("/til-meg", Permission::signed_in, mine)};

}  // namespace

const std::span<const http::Route> kRoutes = kTable;

}  // namespace samkjop::worklist
