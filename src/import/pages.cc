// The pages where files are taken in: master data for the administrator, figures for accounts, the
// region's files for the coordinator. The same page, with the kinds that the route's people may
// bring.

#include "import/pages.h"

#include <fmt/format.h>

#include "db/db.h"
#include "import/kinds.h"
#include "import/texts.h"
#include "import/views.h"
#include "party/party.h"

namespace samkjop::import {
namespace {

struct Place {
    std::string_view path;
    std::string_view menu;
    std::vector<Kind> kinds;
};

const Place& place_of(std::string_view path) {
    static const Place places[] = {
        {"/administrasjon/innlesing",
         "/administrasjon",
         {Kind::units, Kind::people, Kind::limits, Kind::delegations, Kind::dimensions,
          Kind::vat_codes, Kind::product_groups, Kind::saft}},
        {"/budsjett/innlesing", "/budsjett", {Kind::budget, Kind::budget_changes, Kind::actuals}},
        {"/region/innlesing",
         "/region/innlesing",
         {Kind::suppliers, Kind::agreements, Kind::prices}}};
    for (const Place& place : places) {
        if (path.starts_with(place.path)) return place;
    }
    return places[0];
}

const Text& label(Kind kind) {
    static const Text* const labels[] = {
        &text::kind_municipalities, &text::kind_units,          &text::kind_people,
        &text::kind_limits,         &text::kind_delegations,    &text::kind_suppliers,
        &text::kind_dimensions,     &text::kind_vat_codes,      &text::kind_product_groups,
        &text::kind_budget,         &text::kind_budget_changes, &text::kind_actuals,
        &text::kind_agreements,     &text::kind_prices,         &text::kind_saft};
    static_assert(std::size(labels) == static_cast<std::size_t>(Kind::count_));
    return *labels[static_cast<std::size_t>(kind)];
}

// The heading that people know: the first Norwegian one, else the English name.
std::string heading(const Column& column) {
    const std::string_view known = column.also.substr(0, column.also.find(' '));
    return html::capitalised(std::string(known.empty() ? column.name : known));
}

std::string headings(std::span<const Column> columns) {
    std::string out;
    for (const Column& column : columns) {
        if (!out.empty()) out += ", ";
        out += column.required ? heading(column) : "(" + heading(column) + ")";
    }
    return out;
}

ImportView make_view(const http::Exchange& exchange, const Place& place) {
    ImportView view;
    view.path = place.path;
    view.title = text::page_title.in(exchange.language);
    view.lead = text::page_lead.in(exchange.language);
    const auto municipality = party::municipality(exchange.db, exchange.actor.municipality);
    view.most_megabytes =
        std::to_string((municipality ? municipality->settings.upload_limit_bytes : 20 << 20) >> 20);
    const std::string_view chosen =
        exchange.has_form("type") ? exchange.form("type") : exchange.query("type");
    for (const Kind kind : place.kinds) {
        view.kinds.push_back(
            {std::string(name(kind)), std::string(label(kind).in(exchange.language)),
             headings(kinds()[static_cast<std::size_t>(kind)].columns),
             fmt::format("{}/mal?type={}", place.path, name(kind)), name(kind) == chosen});
    }
    return view;
}

http::Response show(const http::Exchange& exchange, const Place& place, const ImportView& view) {
    const bool refused = !view.wrong.empty() || !view.refusals.empty();
    return http::page(exchange,
                      {.title = view.title, .active_menu = place.menu, .refused = refused},
                      [&](html::Out& o) { import_page(o, view); });
}

std::optional<Kind> allowed_kind(const Place& place, std::string_view wanted) {
    const auto kind = kind_from(wanted);
    if (!kind || std::ranges::find(place.kinds, *kind) == place.kinds.end()) return std::nullopt;
    return kind;
}

http::Response get(http::Exchange& exchange) {
    const Place& place = place_of(exchange.request.path);
    ImportView view = make_view(exchange, place);
    if (!exchange.query("fil").empty()) {
        view.title = render(text::taken_title, exchange.language,
                            {{"file", std::string(exchange.query("fil"))}});
        view.taken_lead = render(text::taken_lead, exchange.language,
                                 {{"rows", std::string(exchange.query("rader"))},
                                  {"created", std::string(exchange.query("nye"))},
                                  {"changed", std::string(exchange.query("endret"))},
                                  {"unchanged", std::string(exchange.query("likt"))}});
    }
    return show(exchange, place, view);
}

// For a Location header: letters and digits stay, everything else is escaped.
std::string escaped(std::string_view value) {
    std::string out;
    for (const char c : value) {
        const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                           (c >= '0' && c <= '9') || c == '.' || c == '-' || c == '_';
        out += plain ? std::string(1, c) : fmt::format("%{:02X}", static_cast<unsigned char>(c));
    }
    return out;
}

void show_wrong(const http::Exchange& exchange, ImportView& view, const Report& report,
                const std::string& file) {
    view.title =
        render(text::wrong_title, exchange.language,
               {{"count", static_cast<std::int64_t>(report.messages.size())}, {"file", file}});
    view.lead = text::wrong_lead.in(exchange.language);
    for (const Message& message : report.messages) {
        const std::string column =
            message.column == 0 ? std::string()
            : message.column_name.empty()
                ? std::to_string(message.column)
                : fmt::format("{} ({})", message.column, message.column_name);
        view.wrong.push_back({message.line ? std::to_string(message.line) : std::string("–"),
                              column, message.refusal.in(exchange.language)});
    }
}

http::Response post(http::Post& exchange) {
    const Place& place = place_of(exchange.request.path);
    ImportView view = make_view(exchange, place);
    const auto kind = allowed_kind(place, exchange.form("type"));
    const http::Upload* file = exchange.upload("fil");
    if (!kind) view.refusals.push_back({&text::kind_needed, {}, "type"});
    if (!file) view.refusals.push_back({&text::file_needed, {}, "fil"});
    if (!view.refusals.empty()) return show(exchange, place, view);
    const bool regional = kinds()[static_cast<std::size_t>(*kind)].regional;
    const Report report = import_in(exchange.tx, *kind, file->bytes, file->file_name,
                                    regional ? MunicipalityId{} : exchange.actor.municipality,
                                    exchange.actor, exchange.now);
    if (!report.accepted()) {
        show_wrong(exchange, view, report, file->file_name);
        return show(exchange, place, view);
    }
    exchange.tx.commit();
    return http::see_other(fmt::format(
        "{}?type={}&fil={}&rader={}&nye={}&endret={}&likt={}", place.path, name(*kind),
        escaped(file->file_name), report.rows, report.created, report.changed, report.unchanged));
}

// An empty file with the headings, in UTF-8 with its mark so that spreadsheets know.
http::Response empty_file(http::Exchange& exchange) {
    const auto kind = allowed_kind(place_of(exchange.request.path), exchange.query("type"));
    if (!kind || *kind == Kind::saft) return http::not_found();
    std::string line = "\xEF\xBB\xBF";
    for (const Column& column : kinds()[static_cast<std::size_t>(*kind)].columns) {
        if (line.size() > 3) line += ';';
        line += csv::cell(heading(column));
    }
    return http::download(fmt::format("{}.csv", name(*kind)), "text/csv; charset=utf-8",
                          line + "\r\n");
}

constexpr http::Route kTable[] = {
    http::get("/administrasjon/innlesing", Permission::administer, get),
    http::post("/administrasjon/innlesing", Permission::administer, post),
    http::get("/administrasjon/innlesing/mal", Permission::administer, empty_file),
    http::get("/budsjett/innlesing", Permission::change_budget, get),
    http::post("/budsjett/innlesing", Permission::change_budget, post),
    http::get("/budsjett/innlesing/mal", Permission::change_budget, empty_file),
    http::get("/region/innlesing", Permission::coordinate, get),
    http::post("/region/innlesing", Permission::coordinate, post),
    http::get("/region/innlesing/mal", Permission::coordinate, empty_file),
};

}  // namespace

const std::span<const http::Route> kRoutes = kTable;

}  // namespace samkjop::import
