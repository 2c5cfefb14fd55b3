// The start page: what is oldest, the unit's budget, what one does often. It shows nothing that the
// person may not open. Also the pages about the service, and the health check.

#include "app/pages.h"

#include "app/routes.h"
#include "app/texts.h"
#include "coding/coding.h"
#include "db/db.h"
#include "ledger/ledger.h"
#include "party/party.h"
#include "worklist/worklist.h"

namespace samkjop::ledger {
[[gnu::weak]] std::vector<BalanceRow> balances(db::Session&, MunicipalityId, int year,
                                               std::string_view ansvar);
}
namespace samkjop::coding {
[[gnu::weak]] std::string name_of(db::Session&, MunicipalityId, Dimension, std::string_view code);
}

namespace samkjop::app {
namespace {

using http::Exchange;
using http::Response;

constexpr int kLateDays = 4;
constexpr std::size_t kOldest = 3;
constexpr std::size_t kBudgets = 3;

std::string heading(const Exchange& e, int waiting) {
    const std::string name = e.actor.name.substr(0, e.actor.name.find(' '));
    if (waiting == 0) return render(text::nothing_waits, e.language, {{"name", name}});
    return render(
        html::plural(waiting, text::one_waits, text::many_wait), e.language,
        {{"count", html::capitalised(html::count_in_words(waiting, e.language))}, {"name", name}});
}

// The three arts that are nearest to their limit.
std::vector<StartBudget> budgets(const Exchange& e) {
    std::vector<StartBudget> out;
    if (!e.actor.may(Permission::view_budget) || ledger::balances == nullptr) return out;
    const auto unit = party::unit(e.db, e.actor.unit);
    if (!unit) return out;
    std::map<std::string, html::BudgetBar> by_art;
    for (const auto& row :
         ledger::balances(e.db, e.actor.municipality, e.today.year(), unit->code)) {
        html::BudgetBar& bar = by_art[row.art];
        bar.budget += row.balance.budget();
        bar.spent += row.balance.posted;
        bar.invoiced += row.balance.invoiced;
        bar.committed += row.balance.committed + row.balance.received;
        bar.reserved += row.balance.reserved;
    }
    for (const auto& [art, bar] : by_art) {
        if (bar.budget.is_zero() && bar.used().is_zero()) continue;
        std::string label = art;
        if (coding::name_of != nullptr) {
            label += " " + coding::name_of(e.db, e.actor.municipality, coding::Dimension::art, art);
        }
        out.push_back({label, "/budsjett", bar});
    }
    const auto share_left = [](const StartBudget& row) {
        return Wide{row.bar.available().ore()} * 10'000 /
               std::max<std::int64_t>(row.bar.budget.ore(), 1);
    };
    std::ranges::sort(out,
                      [&](const auto& a, const auto& b) { return share_left(a) < share_left(b); });
    if (out.size() > kBudgets) out.resize(kBudgets);
    return out;
}

std::vector<StartAction> actions(const Exchange& e) {
    struct Row {
        Permission permission;
        std::string_view path;
        const Text* title;
        const Text* says;
    };
    static const Row rows[] = {
        {Permission::request_purchase, "/handle", &text::do_shop, &text::do_shop_says},
        {Permission::receive_goods, "/mottak", &text::do_receive, &text::do_receive_says},
        {Permission::view_purchases, "/rekvisisjoner", &text::do_requests, &text::do_requests_says},
        {Permission::handle_invoices, "/fakturaer", &text::do_invoices, &text::do_invoices_says},
        {Permission::view_budget, "/budsjett", &text::do_budget, &text::do_budget_says},
        {Permission::export_to_finance, "/overforing", &text::do_export, &text::do_export_says},
        {Permission::administer, "/administrasjon", &text::do_administer,
         &text::do_administer_says},
        {Permission::coordinate, "/samarbeid", &text::do_region, &text::do_region_says},
        {Permission::audit, "/revisjon", &text::do_audit, &text::do_audit_says},
        {Permission::signed_in, "/meg", &text::do_substitute, &text::do_substitute_says},
    };
    std::vector<StartAction> out;
    for (const Row& row : rows) {
        if (e.actor.may(row.permission) && e.site->has_page(row.path)) {
            out.push_back({std::string(row.path), row.title, row.says});
        }
    }
    return out;
}

Response start(Exchange& e) {
    StartPage view;
    const auto tasks = worklist::of(e.db, e.actor, e.today);
    view.waiting = static_cast<int>(tasks.size());
    view.heading = heading(e, view.waiting);
    view.may_search = e.actor.may(Permission::search_catalogue) && e.site->has_page("/handle");
    for (std::size_t i = 0; i < std::min(kOldest, tasks.size()); ++i) {
        const auto& task = tasks[i];
        const int days = e.today - task.since.oslo_date();
        view.oldest.push_back({task.path, task.title, task.context,
                               task.amount.is_zero() ? "" : html::kroner(task.amount), days,
                               days >= kLateDays});
    }
    view.unit = e.actor.unit_name;
    view.budgets = budgets(e);
    view.actions = actions(e);
    return http::page(e,
                      {.title = std::string(text::start.in(e.language)),
                       .hero = [&](html::Out& o) { start_hero(o, view); }},
                      [&](html::Out& o) { start_page(o, view); });
}

Response words(Exchange& e, const WordsPage& view) {
    return http::page(e,
                      {.title = std::string(view.title->in(e.language)), .frame = "frame--narrow"},
                      [&](html::Out& o) { words_page(o, view); });
}

Response accessibility(Exchange& e) {
    return words(e, {&text::accessibility,
                     {{nullptr, {&text::accessibility_says}},
                      {&text::accessibility_done, {&text::accessibility_done_says}},
                      {&text::accessibility_report, {&text::accessibility_report_says}}}});
}

Response privacy(Exchange& e) {
    return words(e,
                 {&text::privacy,
                  {{nullptr, {&text::privacy_says}},
                   {&text::privacy_stored, {&text::privacy_stored_says, &text::privacy_trail_says}},
                   {&text::privacy_cookies, {&text::privacy_cookies_says}}}});
}

Response help(Exchange& e) {
    return words(e, {&text::help,
                     {{&text::help_sign_in, {&text::help_sign_in_says}},
                      {&text::help_case, {&text::help_case_says}},
                      {&text::help_wrong, {&text::help_wrong_says}}}});
}

Response health(Exchange& e) {
    (void)party::municipalities(e.db);  // the database answers
    Response response;
    response.media_type = "text/plain; charset=utf-8";
    response.body = "ok\n";
    return response;
}

constexpr http::Route kRows[] = {
    http::get("/", Permission::signed_in, start),
    http::get("/samarbeid", Permission::coordinate, show_cooperation),
    http::get("/tilgjengelighet", Permission::anyone, accessibility),
    http::get("/personvern", Permission::anyone, privacy),
    http::get("/hjelp", Permission::anyone, help),
    http::get("/helse", Permission::anyone, health),
};

}  // namespace

const std::span<const http::Route> kRoutes = kRows;

}  // namespace samkjop::app
