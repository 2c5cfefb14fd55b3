// /bestillinger: the list, one order, its printed form, and what may be done. A handler loads,
// hands over to the act, and answers; it holds no rule.
#include "order/pages.h"

#include <fmt/format.h>

#include "document/document.h"
#include "order/acts.h"
#include "order/store.h"
#include "order/texts.h"
#include "order/view.h"
#include "sheet/export.h"
#include "worklist/worklist.h"

namespace samkjop::order {
namespace {

constexpr int kRows = 50;

html::Tone tone_of(State state) {
    switch (state) {
        case State::confirmed:
        case State::completed:
            return html::Tone::good;
        case State::to_send:
        case State::change_waits:
            return html::Tone::warning;
        case State::rejected:
            return html::Tone::stop;
        case State::sent:
        case State::noted:
            return html::Tone::wait;
        default:
            return html::Tone::plain;
    }
}

const Text& short_state(const store::Summary& row) {
    static constexpr const Text* texts[] = {&text::short_to_send,      &text::short_sent,
                                            &text::short_noted,        &text::short_confirmed,
                                            &text::short_change_waits, &text::short_rejected,
                                            &text::short_cancelled,    &text::short_completed};
    const bool coming =
        row.state == State::sent || row.state == State::noted || row.state == State::confirmed;
    return coming && row.something_received ? text::short_partly
                                            : *texts[static_cast<std::size_t>(row.state)];
}

std::string path_of(OrderId id) { return "/bestillinger/" + std::to_string(id.value); }

std::vector<html::Chip> chips(std::string_view shown, Language language) {
    const std::pair<std::string_view, const Text*> all[] = {{"", &text::show_open},
                                                            {"mine", &text::show_own},
                                                            {"endring", &text::short_change_waits},
                                                            {"send", &text::short_to_send},
                                                            {"ferdig", &text::short_completed},
                                                            {"alle", &text::show_all}};
    std::vector<html::Chip> out;
    for (const auto& [value, label] : all) {
        out.push_back({value.empty() ? "/bestillinger" : "/bestillinger?vis=" + std::string(value),
                       std::string(label->in(language)), value == shown});
    }
    return out;
}

void add_heading(ListView& view, http::Exchange& exchange) {
    std::int64_t open = 0, needing = 0;
    for (const auto& [state, count] : store::counts(exchange.db, exchange.actor)) {
        if (state < State::rejected) open += count;
        if (state == State::change_waits || state == State::to_send) needing += count;
    }
    const Language language = exchange.language;
    view.title = open == 0 ? std::string(text::title_none_open.in(language))
                 : open == 1
                     ? std::string(text::title_one_open.in(language))
                     : html::capitalised(render(text::title_open, language,
                                                {{"count", html::count_in_words(open, language)}}));
    if (needing > 0) {
        view.lead = html::capitalised(render(text::lead_waits, language,
                                             {{"count", html::count_in_words(needing, language)}}));
    }
}

constexpr int kMostInFile = 20'000;

sheet::Table table_of(const http::Exchange& exchange, std::span<const store::Summary> rows) {
    const auto heading = [&](const Text& text) { return std::string(text.in(exchange.language)); };
    sheet::Table out;
    out.name = heading(text::orders);
    out.columns = {
        {"number", heading(text::column_order)},      {"title", heading(text::column_title)},
        {"supplier", heading(text::column_supplier)}, {"state", heading(text::column_state)},
        {"on", heading(text::column_when)},           {"net", heading(text::column_amount)}};
    for (const store::Summary& row : rows) {
        out.rows.push_back({row.number, row.title, row.supplier_name,
                            std::string(short_state(row).in(exchange.language)), row.at.oslo_date(),
                            row.total});
    }
    return out;
}

http::Response get_list(http::Exchange& exchange) {
    ListView view;
    add_heading(view, exchange);
    store::Filter filter;
    const std::string shown(exchange.query("vis"));
    filter.search = exchange.query("sok");
    filter.open_only = shown.empty() && filter.search.empty();
    if (shown == "mine") filter.requester = exchange.actor.user;
    if (shown == "endring") filter.state = State::change_waits;
    if (shown == "send") filter.state = State::to_send;
    if (shown == "ferdig") filter.state = State::completed;
    if (const auto before = Decimal::parse(exchange.query("for")); before && before->scale() == 0) {
        filter.before = {before->digits()};
    }
    filter.limit = exchange.query("format").empty() ? kRows + 1 : kMostInFile;
    view.here = sheet::here(exchange);
    view.search = filter.search;
    view.chips = chips(filter.search.empty() ? shown : "alle", exchange.language);
    auto rows = store::list(exchange.db, exchange.actor, filter);
    if (auto file = sheet::exported(exchange, text::file_name.in(exchange.language),
                                    [&] { return table_of(exchange, rows); }))
        return *std::move(file);
    if (rows.size() > kRows) {
        rows.pop_back();
        view.older = fmt::format("/bestillinger?vis={}&for={}",
                                 filter.open_only ? ""
                                 : shown.empty()  ? "alle"
                                                  : shown,
                                 rows.back().id.value);
    }
    for (const store::Summary& row : rows) {
        view.rows.push_back({path_of(row.id), row.number, row.title, row.supplier_name,
                             std::string(short_state(row).in(exchange.language)),
                             html::day(row.at.oslo_date(), exchange.language, exchange.today),
                             html::kroner(row.total), tone_of(row.state)});
    }
    return http::page(
        exchange,
        {.title = std::string(text::orders.in(exchange.language)), .active_menu = "/bestillinger"},
        [&](html::Out& o) { orders(o, view); });
}

std::optional<Order> asked_for(http::Exchange& exchange) {
    return load(exchange.db, exchange.actor, {exchange.path_id()});
}

http::Response get_order(http::Exchange& exchange) {
    const auto found = asked_for(exchange);
    if (!found) return http::not_found();
    return order_page(exchange, *found, {});
}

// ---- Acts --------------------------------------------------------------------------------------

template <class Do>
http::Response act(http::Post& post, Do what) {
    const auto found = asked_for(post);
    if (!found) return http::not_found();
    const Result<void> done = what(*found);
    if (!done) return order_page(post, *found, {done.error()});
    post.tx.commit();
    return http::see_other(path_of(found->id));
}

http::Response post_sent(http::Post& post) {
    return act(post,
               [&](const Order& found) { return mark_sent(post.tx, post.actor, post.now, found); });
}
http::Response post_cancel(http::Post& post) {
    return act(post, [&](const Order& found) {
        return cancel(post.tx, post.actor, post.now, found, post.form("grunn"));
    });
}
http::Response post_approve(http::Post& post) {
    return act(post, [&](const Order& found) {
        return approve_change(post.tx, post.actor, post.now, found);
    });
}
http::Response post_reject(http::Post& post) {
    return act(post, [&](const Order& found) {
        return reject_change(post.tx, post.actor, post.now, found, post.form("grunn"));
    });
}
http::Response post_seen(http::Post& post) {
    return act(post, [&](const Order& found) -> Result<void> {
        mark_seen(post.tx, post.now, found);
        return {};
    });
}

Result<std::vector<NewQuantity>> typed_quantities(const http::Post& post, const Order& found) {
    std::vector<NewQuantity> out;
    for (const Line& line : found.lines) {
        const std::string field = "antall" + std::to_string(line.position);
        if (!post.has_form(field)) continue;
        const auto quantity = Decimal::parse_typed(post.form(field));
        if (!quantity) return refuse(text::quantity_unreadable, {}, field);
        out.push_back({line.id, quantity->normalised()});
    }
    return out;
}

http::Response post_change(http::Post& post) {
    return act(post, [&](const Order& found) -> Result<void> {
        const auto quantities = TRY(typed_quantities(post, found));
        return change(post.tx, post.actor, post.now, found, quantities, post.form("grunn"));
    });
}

http::Response post_close(http::Post& post) {
    return act(post, [&](const Order& found) -> Result<void> {
        std::vector<OrderLineId> lines;
        for (const std::string_view value : post.form_all("lukk")) {
            for (const Line& line : found.lines) {
                if (std::to_string(line.position) == value) lines.push_back(line.id);
            }
        }
        return close_rest(post.tx, post.actor, post.now, found.id, lines, post.form("grunn"));
    });
}

// ---- Documents ---------------------------------------------------------------------------------

// A document of this order: the one that went out, or an answer that came.
struct Asked {
    Order order;
    std::string name, bytes;
};
std::optional<Asked> document_asked_for(http::Exchange& exchange) {
    auto found = asked_for(exchange);
    if (!found) return std::nullopt;
    const std::int64_t wanted = exchange.path_id(1);
    std::string name;
    for (const gateway::Document& sent : gateway::sent(exchange.db, "order", found->id.value)) {
        if (sent.id.value == wanted) name = sent.file_name;
    }
    for (const store::StoredAnswer& answer : store::answers(exchange.db, found->id)) {
        if (answer.document == wanted) name = found->number + "-svar.xml";
    }
    if (name.empty()) return std::nullopt;
    return Asked{std::move(*found), std::move(name), gateway::bytes_of(exchange.db, {wanted})};
}

std::string document_path(const Asked& asked, http::Exchange& exchange) {
    return fmt::format("{}/dokument/{}", path_of(asked.order.id), exchange.path_id(1));
}

http::Response get_original(http::Exchange& exchange) {
    auto asked = document_asked_for(exchange);
    if (!asked) return http::not_found();
    return http::download(asked->name,
                          asked->name.ends_with(".xml") ? "application/xml" : "message/rfc822",
                          std::move(asked->bytes));
}

http::Response get_document(http::Exchange& exchange) {
    const auto asked = document_asked_for(exchange);
    if (!asked) return http::not_found();
    const std::string path = document_path(*asked, exchange);
    auto read = document::read(asked->bytes, exchange.language, path + "/vedlegg");
    if (!read) return http::see_other(path + "/original");  // an e-mail, or what cannot be read
    const document::Page view{
        std::move(*read), path_of(asked->order.id),
        render(text::back_to_order, exchange.language, {{"number", asked->order.number}}),
        path + "/original"};
    return http::page(exchange,
                      {.title = view.reading.title,
                       .active_menu = "/bestillinger",
                       .print_style = http::print_style(view.reading.title)},
                      [&](html::Out& o) { document::page(o, view); });
}

http::Response get_attachment(http::Exchange& exchange) {
    const auto asked = document_asked_for(exchange);
    if (!asked) return http::not_found();
    auto file = document::attached(asked->bytes, exchange.path_id(2));
    if (!file || file->bytes.empty()) return http::not_found();
    return http::download(file->name.empty() ? asked->order.number : file->name,
                          "application/octet-stream", std::move(file->bytes));
}

http::Response get_print(http::Exchange& exchange) {
    const auto found = asked_for(exchange);
    if (!found) return http::not_found();
    const PrintView view = print_view(exchange.db, *found, exchange.language);
    return http::page(
        exchange,
        {.title = found->number, .active_menu = "/bestillinger", .frame = "frame--narrow"},
        [&](html::Out& o) { print(o, view); });
}

http::Response get_pdf(http::Exchange& exchange) {
    const auto found = asked_for(exchange);
    if (!found) return http::not_found();
    const PrintView view = print_view(exchange.db, *found, exchange.language);
    return http::download(
        render(text::print_title, exchange.language, {{"number", found->number}}) + ".pdf",
        "application/pdf", on_paper(view, *found, exchange.language));
}

using enum Permission;
constexpr http::Route kTable[] = {
    http::get("/bestillinger", view_purchases, get_list),
    http::get("/bestillinger/{id}", view_purchases, get_order),
    http::get("/bestillinger/{id}/utskrift", view_purchases, get_print),
    http::get("/bestillinger/{id}/pdf", view_purchases, get_pdf),
    http::get("/bestillinger/{id}/dokument/{document}", view_purchases, get_document),
    http::get("/bestillinger/{id}/dokument/{document}/original", view_purchases, get_original),
    http::get("/bestillinger/{id}/dokument/{document}/vedlegg/{nummer}", view_purchases,
              get_attachment),
    http::post("/bestillinger/{id}/sendt", change_order, post_sent),
    http::post("/bestillinger/{id}/endre", change_order, post_change),
    http::post("/bestillinger/{id}/avbestill", change_order, post_cancel),
    http::post("/bestillinger/{id}/lukk", change_order, post_close),
    http::post("/bestillinger/{id}/sett", change_order, post_seen),
    http::post("/bestillinger/{id}/endring/godkjenn", approve_purchase, post_approve),
    http::post("/bestillinger/{id}/endring/avvis", approve_purchase, post_reject),
};

}  // namespace

const std::span<const http::Route> kRoutes = kTable;

}  // namespace samkjop::order
