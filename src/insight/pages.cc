// The budget owner's pages: units, one unit art by art, and what each figure consists of.
//
// Reach decides what is there at all; every figure opens down to its postings and documents.

#include "insight/pages.h"

#include <fmt/format.h>

#include <map>

#include "coding/coding.h"
#include "html/chart.h"
#include "html/components.h"
#include "insight/audit.h"
#include "insight/budget.h"
#include "insight/chart.h"
#include "insight/texts.h"
#include "insight/views.h"
#include "insight/year_end.h"
#include "invoice/invoice.h"
#include "ledger/ledger.h"
#include "order/order.h"
#include "party/party.h"
#include "requisition/requisition.h"

namespace samkjop::insight {
namespace {

std::string kr(Money money) { return format_kroner(money); }

int asked_year(const http::Exchange& exchange) {
    const std::int64_t year = exchange.number("aar");
    return year >= 2000 && year <= 2100 ? static_cast<int>(year) : exchange.today.year();
}

MunicipalityId asked_municipality(const http::Exchange& exchange) {
    const MunicipalityId id{exchange.number("kommune")};
    return id && exchange.actor.reaches(id, {}) ? id : exchange.actor.municipality;
}

Figures figures_of(const std::string& label, const ledger::Balance& b, std::string drill = {}) {
    Figures out;
    out.label = label;
    out.adopted = kr(b.adopted);
    out.revised = kr(b.budget());
    out.posted = kr(b.posted);
    out.invoiced = kr(b.invoiced);
    out.reserved = kr(b.reserved);
    // Received, not invoiced, is bound money too: the page counts it with what is ordered.
    out.committed = kr(b.committed + b.received);
    out.available = kr(b.available());
    out.over = b.available() < Money();
    out.drill = std::move(drill);
    return out;
}

std::vector<YearLink> year_links(int year, Date today) {
    std::vector<YearLink> links;
    for (int each = today.year() - 1; each <= today.year() + 1; ++each)
        links.push_back({each, each == year});
    return links;
}

http::Response units(http::Exchange& exchange) {
    const MunicipalityId municipality = asked_municipality(exchange);
    UnitsView view;
    view.year = asked_year(exchange);
    view.years = year_links(view.year, exchange.today);
    std::map<std::string, ledger::Balance> balances;
    for (const auto& row : ledger::unit_balances(exchange.db, municipality, view.year))
        balances[row.ansvar] = row.balance;
    ledger::Balance total;
    for (const party::Unit& unit : party::units(exchange.db, municipality)) {
        const auto found = balances.find(unit.code);
        if (found == balances.end() || !exchange.actor.reaches(municipality, unit.id)) continue;
        Figures row = figures_of(unit.code + " " + unit.name, found->second);
        row.path = fmt::format("/budsjett/enhet/{}?aar={}", unit.id.value, view.year);
        view.units.push_back(std::move(row));
        total = total + found->second;
    }
    view.sum = figures_of("", total);
    view.title = total.available() < Money() ? render(text::units_title_over, exchange.language,
                                                      {{"amount", kr(-total.available())}})
                                             : render(text::units_title, exchange.language,
                                                      {{"amount", kr(total.available())}});
    if (exchange.actor.whole_region) {
        for (const party::Municipality& each : party::municipalities(exchange.db)) {
            view.municipalities.push_back({each.id.value, each.name, each.id == municipality});
        }
    }
    view.may_close_year =
        exchange.actor.may(Permission::change_budget) && exchange.actor.whole_municipality;
    return http::page(exchange, {render(text::budget, exchange.language), "/budsjett"},
                      [&](html::Out& o) { units_page(o, view); });
}

// The unit of the path, if it is within reach.
std::optional<party::Unit> unit_of(http::Exchange& exchange) {
    auto unit = party::unit(exchange.db, UnitId{exchange.path_id()});
    if (!unit || !exchange.actor.reaches(unit->municipality, unit->id)) return std::nullopt;
    return unit;
}

std::vector<ArtRow> arts_of(http::Exchange& exchange, const party::Unit& unit, int year) {
    return by_art(
        ledger::balances(exchange.db, unit.municipality, year, unit.code),
        coding::values(exchange.db, unit.municipality, coding::Dimension::art, Date(year, 12, 31)));
}

std::string finding_sentence(const std::vector<ArtRow>& rows, int passed, Language language) {
    const Finding finding = find(rows, passed);
    std::string out;
    if (!finding.over.empty()) {
        const ArtRow& worst = *finding.over.front();
        out = render(finding.over.size() == 1 ? text::one_over : text::many_over, language,
                     {{"art", worst.name},
                      {"amount", kr(worst.over())},
                      {"count", html::count_in_words(static_cast<std::int64_t>(finding.over.size()),
                                                     language)}});
        out = html::capitalised(std::move(out));
    }
    if (!finding.ahead.empty()) {
        if (!out.empty()) out += " ";
        out += render(text::ahead, language, {{"art", finding.ahead.front()->name}});
    }
    return out.empty() ? render(text::within, language) : out;
}

html::Safe chart_of(const std::vector<ArtRow>& rows, int passed, Language language) {
    std::vector<ChartRow> chart;
    for (const ArtRow& row : rows) {
        const ledger::Balance& b = row.balance;
        const bool over = !row.over().is_zero();
        chart.push_back({row.art + " " + row.name,
                         render(over ? text::amount_over : text::amount_left, language,
                                {{"amount", kr(over ? row.over() : b.available())}}),
                         over, b.budget(), b.posted, b.invoiced, b.committed + b.received,
                         b.reserved});
    }
    std::sort(chart.begin(), chart.end(), [](const ChartRow& a, const ChartRow& b) {
        const auto share = [](const ChartRow& row) {
            return (row.spent + row.invoiced + row.committed + row.reserved).ore() * 1000 /
                   std::max<std::int64_t>(row.budget.ore(), 1);
        };
        return share(a) > share(b);
    });
    return budget_chart(
        chart, passed,
        {render(text::chart_description, language), render(text::budget, language),
         render(text::year_passed, language, {{"percent", std::to_string((passed + 5) / 10)}})});
}

// From the first month with an invoice to the last: one bar and one row each.
void add_months(UnitView& view, http::Exchange& exchange, const party::Unit& unit) {
    const auto months =
        ledger::visibility_by_month(exchange.db, unit.municipality, view.year, unit.code);
    std::vector<html::Bar> bars;
    for (unsigned i = 0; i < months.size(); ++i) {
        const ledger::Visibility& seen = months[i];
        const std::string name(month_name(i + 1, exchange.language));
        const bool none = seen.weight.is_zero();
        if (none && bars.empty()) continue;
        bars.push_back({name.substr(0, 3), static_cast<int>((seen.mean_tenths() + 5) / 10), none});
        if (seen.invoiced.is_zero()) continue;
        view.months.push_back(
            {html::capitalised(name), none ? "–" : format_decimal(Decimal(seen.mean_tenths(), 1)),
             none ? "–" : std::to_string(seen.median_days), kr(seen.weight), kr(seen.invoiced),
             format_decimal(Decimal(seen.share_permille(), 1)) + " %"});
    }
    while (!bars.empty() && bars.back().none) bars.pop_back();
    view.early_chart = html::bar_chart(bars, render(text::early_chart_caption, exchange.language,
                                                    {{"year", std::to_string(view.year)}}));
}

void add_visibility(UnitView& view, http::Exchange& exchange, const party::Unit& unit) {
    const ledger::Visibility seen =
        ledger::visibility(exchange.db, unit.municipality, view.year, unit.code);
    if (seen.weight.is_zero()) {
        view.early_title = render(text::early_none_title, exchange.language);
        view.early_text = render(text::early_none_text, exchange.language);
        return;
    }
    view.early_title =
        render(text::early_title, exchange.language, {{"days", Decimal(seen.mean_tenths(), 1)}});
    view.early_text =
        render(text::early_text, exchange.language,
               {{"median", std::int64_t{seen.median_days}}, {"amount", kr(seen.weight)}});
    view.early_share = render(text::early_share, exchange.language,
                              {{"share", Decimal(seen.share_permille(), 1)},
                               {"overall", Decimal(seen.over_all_tenths(), 1)}});
    add_months(view, exchange, unit);
}

http::Response unit(http::Exchange& exchange) {
    const auto unit = unit_of(exchange);
    if (!unit) return http::not_found();
    UnitView view;
    view.unit = unit->id.value;
    view.name = unit->name;
    view.ansvar = unit->code;
    view.year = asked_year(exchange);
    view.years = year_links(view.year, exchange.today);
    const std::vector<ArtRow> rows = arts_of(exchange, *unit, view.year);
    const ledger::Balance total = sum(rows);
    const std::string base = fmt::format("/budsjett/enhet/{}/tall?aar={}", view.unit, view.year);
    view.sum = figures_of(render(text::sum, exchange.language), total, base + "&slag=");
    for (const ArtRow& row : rows) {
        view.arts.push_back(figures_of(row.art + " " + row.name, row.balance,
                                       fmt::format("{}&art={}&slag=", base, row.art)));
    }
    view.title = render(view.sum.over ? text::unit_title_over : text::unit_title, exchange.language,
                        {{"unit", unit->name},
                         {"amount", kr(view.sum.over ? -total.available() : total.available())}});
    view.now = render(text::figures_as_of, exchange.language,
                      {{"day", exchange.today}, {"time", exchange.now.oslo_time()}});
    const int passed = year_passed_permille(view.year, exchange.today);
    view.finding = finding_sentence(rows, passed, exchange.language);
    view.chart = chart_of(rows, passed, exchange.language);
    add_visibility(view, exchange, *unit);
    return http::page(exchange, {view.title, "/budsjett"},
                      [&](html::Out& o) { unit_page(o, view); });
}

std::string plain(Money money) {
    return fmt::format("{}{},{:02}", money.ore() < 0 ? "-" : "", money.magnitude().ore() / 100,
                       money.magnitude().ore() % 100);
}

// The same table as a file: semicolons, decimal comma, øre.
http::Response unit_csv(http::Exchange& exchange) {
    const auto unit = unit_of(exchange);
    if (!unit) return http::not_found();
    const int year = asked_year(exchange);
    std::string out = "\xEF\xBB\xBF" + render(text::csv_heading, exchange.language) + "\r\n";
    for (const ArtRow& row : arts_of(exchange, *unit, year)) {
        const ledger::Balance& b = row.balance;
        out += fmt::format("{};{};{};\"{}\";{};{};{};{};{};{};{};{}\r\n", year, unit->code, row.art,
                           row.name, plain(b.adopted), plain(b.budget()), plain(b.posted),
                           plain(b.invoiced), plain(b.received), plain(b.committed),
                           plain(b.reserved), plain(b.available()));
    }
    return http::download(fmt::format("budsjett-{}-{}.csv", unit->code, year),
                          "text/csv; charset=utf-8", out);
}

// Early visibility month by month, in øre-exact figures.
http::Response early_csv(http::Exchange& exchange) {
    const auto unit = unit_of(exchange);
    if (!unit) return http::not_found();
    const int year = asked_year(exchange);
    const auto months =
        ledger::visibility_by_month(exchange.db, unit->municipality, year, unit->code);
    std::string out = "\xEF\xBB\xBF" + render(text::early_csv_heading, exchange.language) + "\r\n";
    for (unsigned i = 0; i < months.size(); ++i) {
        const ledger::Visibility& seen = months[i];
        if (seen.invoiced.is_zero()) continue;
        out += fmt::format("{};{};{};{};{};{};{}\r\n", year, i + 1, unit->code,
                           fmt::format("{},{}", seen.mean_tenths() / 10, seen.mean_tenths() % 10),
                           seen.median_days, plain(seen.weight), plain(seen.invoiced));
    }
    return http::download(fmt::format("tidlig-{}-{}.csv", unit->code, year),
                          "text/csv; charset=utf-8", out);
}

const Text& kind_text(ledger::Kind kind) {
    static const Text* const words[] = {
        &text::kind_adopted,   &text::kind_change,   &text::available, &text::reserved,
        &text::kind_committed, &text::kind_received, &text::invoiced,  &text::spent};
    return *words[static_cast<std::size_t>(kind)];
}

// The figures of the tables, and which kinds of account each is the sum of.
std::vector<std::optional<ledger::Kind>> kinds_of(std::string_view slag) {
    using enum ledger::Kind;
    if (slag == "adopted") return {adopted};
    if (slag == "budget") return {adopted, change};
    if (slag == "posted") return {posted};
    if (slag == "invoiced") return {invoiced};
    if (slag == "committed") return {committed, received};
    if (slag == "reserved") return {reserved};
    return {std::nullopt};  // available: everything
}

std::string event_sentence(const std::string& event, Language language) {
    for (const Text* each : std::span(text::kAll).subspan(1)) {
        if (each->key == "insight.event_" + event) return render(*each, language);
    }
    return event;
}

struct Document {
    std::string label, path;
};

// By the number that people know; what is beyond one's reach by its own.
Document document_of(const http::Exchange& exchange, const ledger::Document& document) {
    const std::string id = std::to_string(document.id);
    const Language language = exchange.language;
    const auto named = [&](const Text& text, const auto& found, std::string path) -> Document {
        return {render(text, language, {{"number", found ? found->number : id}}), path + id};
    };
    if (document.kind == "requisition")
        return named(text::requisition,
                     requisition::find(exchange.db, exchange.actor, {document.id}),
                     "/rekvisisjoner/");
    if (document.kind == "order")
        return named(text::order, order::load(exchange.db, exchange.actor, {document.id}),
                     "/bestillinger/");
    if (document.kind == "invoice")
        return named(text::invoice, invoice::find(exchange.db, exchange.actor, {document.id}),
                     "/fakturaer/");
    if (document.kind == "receipt")
        return {render(text::receipt, language, {{"id", id}}), "/varemottak/" + id};
    // The budget itself, actuals and the year's end have no document of their own.
    if (document.kind == "year")
        return {render(text::year_end_title, language, {{"year", id}}), "/budsjett/arsslutt/" + id};
    return {render(document.kind == "budget" ? text::budget : text::import_file, language), ""};
}

http::Response drill(http::Exchange& exchange) {
    const auto unit = unit_of(exchange);
    if (!unit) return http::not_found();
    const int year = asked_year(exchange);
    const std::string art(exchange.query("art"));
    const auto kinds = kinds_of(exchange.query("slag"));
    DrillView view;
    view.back_path = fmt::format("/budsjett/enhet/{}?aar={}", unit->id.value, year);
    view.back_name = unit->name;
    constexpr int kRows = 200;
    std::map<std::string, std::pair<std::string, ledger::PostingRow>, std::greater<>> newest_first;
    for (const ledger::BalanceRow& row :
         ledger::balances(exchange.db, unit->municipality, year, unit->code)) {
        if (!art.empty() && row.art != art) continue;
        const std::string coding = fmt::format("{} · {} · {}{}", row.art, row.ansvar, row.funksjon,
                                               row.prosjekt.empty() ? "" : " · " + row.prosjekt);
        for (const auto& kind : kinds) {
            for (ledger::PostingRow& posting :
                 ledger::postings(exchange.db, row.coding, year, kind, 0, kRows)) {
                const std::string key =
                    fmt::format("{:020}-{:06}-{}-{}-{}", posting.entry, newest_first.size(),
                                row.coding.value, static_cast<int>(posting.posting.credit),
                                static_cast<int>(posting.posting.debit));
                newest_first.emplace(key, std::pair(coding, std::move(posting)));
            }
        }
    }
    std::map<std::pair<std::string, std::int64_t>, Document> documents;  // each looked up once
    for (const auto& [key, entry] : newest_first) {
        if (static_cast<int>(view.rows.size()) == kRows) {
            view.more = true;
            break;
        }
        const auto& [coding, posting] = entry;
        const auto [known, is_new] =
            documents.try_emplace({posting.document.kind, posting.document.id});
        Document& document = known->second;
        if (is_new) document = document_of(exchange, posting.document);
        view.rows.push_back({format_short_date(posting.date),
                             event_sentence(posting.event, exchange.language), "", document.label,
                             document.path, coding,
                             render(kind_text(posting.posting.credit), exchange.language),
                             render(kind_text(posting.posting.debit), exchange.language),
                             format_money(posting.posting.amount)});
    }
    const std::string what = kinds.front() ? render(kind_text(*kinds.front()), exchange.language)
                                           : render(text::available, exchange.language);
    const std::string name = art.empty() ? ""
                                         : art + " " +
                                               coding::name_of(exchange.db, unit->municipality,
                                                               coding::Dimension::art, art);
    view.title = render(name.empty() ? text::drill_title : text::drill_title_art, exchange.language,
                        {{"what", what}, {"art", name}, {"unit", unit->name}});
    view.lead = render(text::drill_lead, exchange.language, {{"year", std::to_string(year)}});
    return http::page(exchange, {view.title, "/budsjett"},
                      [&](html::Out& o) { drill_page(o, view); });
}

constexpr http::Route kTable[] = {
    http::get("/budsjett", Permission::view_budget, units),
    http::get("/budsjett/enhet/{id}", Permission::view_budget, unit),
    http::get("/budsjett/enhet/{id}/csv", Permission::view_budget, unit_csv),
    http::get("/budsjett/enhet/{id}/tidlig.csv", Permission::view_budget, early_csv),
    http::get("/budsjett/enhet/{id}/tall", Permission::view_budget, drill),
    http::get("/budsjett/arsslutt/{year}", Permission::change_budget, year_end_get),
    http::post("/budsjett/arsslutt/{year}", Permission::change_budget, year_end_post),
    http::get("/revisjon", Permission::audit, audit),
};

}  // namespace

const std::span<const http::Route> kRoutes = kTable;

}  // namespace samkjop::insight
