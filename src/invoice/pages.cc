// /fakturaer: the list, one invoice, its document for people, and what may be done. A handler
// loads, hands over to the step, and answers; it holds no rule.

#include "invoice/pages.h"

#include <fmt/format.h>

#include "document/document.h"
#include "gateway/gateway.h"
#include "invoice/correction.h"
#include "invoice/texts.h"
#include "invoice/view.h"
#include "sheet/export.h"
#include "ubl/ubl.h"

namespace samkjop::invoice {
namespace {

constexpr int kRows = 50;

struct Show {
    std::string_view value;
    const Text* label;
    std::optional<State> state;
};
const Show kShows[] = {{"", &text::show_open, {}},
                       {"avviker", &text::state_deviating, State::deviating},
                       {"venter", &text::state_waiting_receipt, State::waiting_receipt},
                       {"uten-bestilling", &text::state_without_order, State::without_order},
                       {"attesteres", &text::state_to_certify, State::to_certify},
                       {"anvises", &text::state_certified, State::certified},
                       {"kreditnota", &text::state_disputed, State::disputed},
                       {"godkjent", &text::state_approved, State::approved},
                       {"sendt", &text::state_exported, State::exported},
                       {"bokfort", &text::state_posted, State::posted},
                       {"alle", &text::show_all, {}}};

void add_heading(ListView& view, http::Exchange& exchange) {
    std::int64_t open = 0, approved = 0;
    std::array<int, kStates> by_state{};
    for (const auto& [state, count] : counts(exchange.db, exchange.actor)) {
        by_state[static_cast<std::size_t>(state)] = count;
        Record record;
        record.state = state;
        open += record.open() ? count : 0;
        if (state == State::approved) approved = count;
    }
    const Language language = exchange.language;
    view.title = open == 0 ? std::string(text::title_none_open.in(language))
                 : open == 1
                     ? std::string(text::title_one_open.in(language))
                     : html::capitalised(render(text::title_open, language,
                                                {{"count", html::count_in_words(open, language)}}));
    if (approved > 0) {
        view.lead = html::capitalised(
            render(html::plural(approved, text::lead_approved_one, text::lead_approved), language,
                   {{"count", html::count_in_words(approved, language)}}));
        if (exchange.actor.may(Permission::export_to_finance)) view.export_path = "/eksport";
    }
    for (const Show& show : kShows) {
        std::string label(show.label->in(language));
        if (show.state) {
            const int count = by_state[static_cast<std::size_t>(*show.state)];
            if (count == 0 && show.value != view.shown) continue;
            label += fmt::format(" ({})", count);
        }
        view.chips.push_back(
            {show.value.empty() ? "/fakturaer" : fmt::format("/fakturaer?vis={}", show.value),
             std::move(label), show.value == view.shown});
    }
}

constexpr int kMostInFile = 20'000;

sheet::Table table_of(const http::Exchange& exchange, std::span<const Summary> rows) {
    const auto heading = [&](const Text& text) { return std::string(text.in(exchange.language)); };
    sheet::Table out;
    out.name = heading(text::invoices);
    out.columns = {{"reference", heading(text::column_reference)},
                   {"number", heading(text::column_invoice)},
                   {"kind", heading(text::column_kind)},
                   {"seller", heading(text::column_seller)},
                   {"seller_number", heading(text::column_seller_number)},
                   {"order", heading(text::column_order)},
                   {"state", heading(text::column_state)},
                   {"issued", heading(text::column_issued)},
                   {"due", heading(text::column_due)},
                   {"net", heading(text::column_net)},
                   {"payable", heading(text::column_payable)},
                   {"currency", heading(text::column_currency)},
                   {"at_stake", heading(text::column_at_stake)}};
    for (const Summary& row : rows) {
        const Text& word = row.credit_note ? text::credit_note_word : text::invoice_word;
        out.rows.push_back({row.reference, row.number, std::string(word.in(exchange.language)),
                            row.seller_name, row.seller_number, row.order_number,
                            std::string(short_state(row.state).in(exchange.language)), row.issued,
                            row.due, row.net, row.payable, row.currency, row.at_stake});
    }
    return out;
}

http::Response get_list(http::Exchange& exchange) {
    ListView view;
    Filter filter;
    view.search = exchange.query("sok");
    view.shown = exchange.query("vis");
    if (view.shown.empty() && !view.search.empty()) view.shown = "alle";
    add_heading(view, exchange);
    filter.text = view.search;
    if (filter.text.size() == 9 &&
        filter.text.find_first_not_of("0123456789") == std::string::npos) {
        filter.supplier = std::exchange(filter.text, "");
    }
    filter.open = view.shown.empty();
    for (const Show& show : kShows) {
        if (show.value == view.shown) filter.state = show.state;
    }
    if (const auto before = Decimal::parse(exchange.query("for")); before && before->scale() == 0) {
        filter.before = before->digits();
    }
    filter.limit = exchange.query("format").empty() ? kRows + 1 : kMostInFile;
    view.here = sheet::here(exchange);
    auto rows = list(exchange.db, exchange.actor, filter);
    if (auto file = sheet::exported(exchange, text::file_name.in(exchange.language),
                                    [&] { return table_of(exchange, rows); }))
        return *std::move(file);
    if (rows.size() > kRows) {
        rows.pop_back();
        view.older = fmt::format("/fakturaer?vis={}&for={}", view.shown, rows.back().id.value);
    }
    for (const Summary& row : rows) {
        const bool waits = row.state < State::exported || row.state == State::disputed;
        const Text& word = row.credit_note ? text::credit_note_word : text::invoice_word;
        std::string state(short_state(row.state).in(exchange.language));
        if (row.at_stake > Money() && waits)
            state +=
                ": " + with_currency(format_kroner(row.at_stake), row.currency, exchange.language);
        view.rows.push_back(
            {row.path(),
             std::string(word.in(exchange.language)) + " " + row.number +
                 (row.order_number.empty() ? "" : " · " + row.order_number),
             row.reference, row.seller_name, std::move(state),
             row.due ? html::day(*row.due, exchange.language, exchange.today) : "",
             with_currency(format_money(row.payable), row.currency, exchange.language),
             tone_of(row.state), waits && row.due && *row.due < exchange.today});
    }
    return http::page(
        exchange,
        {.title = std::string(text::invoices.in(exchange.language)), .active_menu = "/fakturaer"},
        [&](html::Out& o) { invoice_list(o, view); });
}

http::Response show(http::Exchange& exchange, const Record& record, std::vector<Refusal> refusals) {
    const bool refused = !refusals.empty();
    const InvoiceView view = view_of(exchange, record, std::move(refusals));
    return http::page(exchange,
                      {.title = view.title, .active_menu = "/fakturaer", .refused = refused},
                      [&](html::Out& o) { invoice_page(o, view); });
}

http::Response get_invoice(http::Exchange& exchange) {
    const auto record = load(exchange.db, exchange.actor, InvoiceId{exchange.path_id()});
    return record ? show(exchange, *record, {}) : http::not_found();
}

// ---- The document ------------------------------------------------------------------------------

std::string original(http::Exchange& exchange, const Record& record) {
    return gateway::bytes_of(exchange.db, gateway::DocumentId{record.document});
}

http::Response get_original(http::Exchange& exchange) {
    const auto record = load(exchange.db, exchange.actor, InvoiceId{exchange.path_id()});
    if (!record || record->document == 0) return http::not_found();
    return http::download(record->reference + ".xml", "application/xml",
                          original(exchange, *record));
}

http::Response get_read(http::Exchange& exchange) {
    const auto record = load(exchange.db, exchange.actor, InvoiceId{exchange.path_id()});
    if (!record || record->document == 0) return http::not_found();
    auto read =
        document::read(original(exchange, *record), exchange.language, record->path() + "/vedlegg");
    if (!read) return http::not_found();
    const document::Page view{std::move(*read), record->path(),
                              std::string(text::back_to_case.in(exchange.language)),
                              record->path() + "/original"};
    return http::page(exchange,
                      {.title = view.reading.title,
                       .active_menu = "/fakturaer",
                       .print_style = http::print_style(view.reading.title + " · " +
                                                        record->document_hash.substr(0, 16))},
                      [&](html::Out& o) { document::page(o, view); });
}

http::Response get_attachment(http::Exchange& exchange) {
    const auto record = load(exchange.db, exchange.actor, InvoiceId{exchange.path_id()});
    if (!record || record->document == 0) return http::not_found();
    auto file = document::attached(original(exchange, *record), exchange.path_id(1));
    if (!file || file->bytes.empty()) return http::not_found();
    // Whatever it claims to be, the browser saves it and does not open it here.
    return http::download(file->name.empty() ? record->reference : file->name,
                          "application/octet-stream", std::move(file->bytes));
}

// ---- Acts --------------------------------------------------------------------------------------

template <class Do>
http::Response act(http::Post& post, std::string_view reason_field, Do what) {
    const InvoiceId id{post.path_id()};
    const auto record = load(post.db, post.actor, id);
    if (!record) return http::not_found();
    Result<void> done = what(id);
    if (!done) {
        if (done.error().field == "grunn") done.error().field = reason_field;
        return show(post, *record, {done.error()});
    }
    post.tx.commit();
    return http::see_other(record->path());
}

http::Response post_accept(http::Post& post) {
    return act(post, "godta-grunn", [&](InvoiceId id) {
        return accept(post.tx, post.actor, post.now, id, post.form("grunn"));
    });
}
http::Response post_refuse(http::Post& post) {
    return act(post, "avvis-grunn", [&](InvoiceId id) {
        return refuse_invoice(post.tx, post.actor, post.now, id, post.form("grunn"));
    });
}
http::Response post_send_back(http::Post& post) {
    return act(post, "tilbake-grunn", [&](InvoiceId id) {
        return send_back(post.tx, post.actor, post.now, id, post.form("grunn"));
    });
}
http::Response post_ask_credit(http::Post& post) {
    return act(post, "", [&](InvoiceId id) {
        return ask_credit_note(post.tx, post.actor, post.now, id, "");
    });
}
http::Response post_certify(http::Post& post) {
    return act(post, "", [&](InvoiceId id) { return certify(post.tx, post.actor, post.now, id); });
}
http::Response post_authorise(http::Post& post) {
    return act(post, "",
               [&](InvoiceId id) { return authorise(post.tx, post.actor, post.now, id); });
}
http::Response post_release(http::Post& post) {
    return act(post, "", [&](InvoiceId id) { return release(post.tx, post.actor, post.now, id); });
}
http::Response post_try_again(http::Post& post) {
    return act(post, "", [&](InvoiceId id) {
        std::optional<Decimal> rate;
        if (post.has_form("kurs"))
            rate = Decimal::parse_typed(post.form("kurs")).value_or(Decimal());
        return try_again(post.tx, post.actor, post.now, id, rate);
    });
}

http::Response post_register(http::Post& post) {
    return act(post, "", [&](InvoiceId id) {
        std::optional<Decimal> rate;
        if (post.has_form("kurs"))
            rate = Decimal::parse_typed(post.form("kurs")).value_or(Decimal());
        return register_supplier(post.tx, post.actor, post.now, id, post.form("name"),
                                 post.form("number"), rate);
    });
}

http::Response post_answer(http::Post& post) {
    return act(post, "", [&](InvoiceId id) -> Result<void> {
        static constexpr std::string_view kinds[] = {"price", "returned", "replaced", "reissued"};
        const auto found = std::ranges::find(kinds, post.form("gjelder"));
        if (found == std::end(kinds)) return refuse(text::credit_kind_missing, {}, "gjelder");
        const auto credited = Decimal::parse(post.form("faktura"));
        if (!credited || credited->scale() != 0)
            return refuse(text::credited_invoice_missing, {}, "faktura");
        return answer_credit_note(post.tx, post.actor, post.now, id, InvoiceId{credited->digits()},
                                  static_cast<ledger::CreditKind>(found - std::begin(kinds)));
    });
}

CodedLine typed(const http::Post& post, const std::string& prefix, int position,
                std::int64_t weight) {
    CodedLine out;
    out.position = position;
    out.weight = weight;
    for (int i = 0; i < coding::kDimensions; ++i) {
        const auto dimension = static_cast<coding::Dimension>(i);
        out.codes[static_cast<std::size_t>(i)] =
            post.form(prefix + "-" + std::string(coding::name(dimension)));
    }
    out.vat_code = post.form(prefix + "-mva");
    out.prefix = prefix;
    return out;
}

// One coding, or two when a percentage is given for the second.
Result<void> add_typed(const http::Post& post, const std::string& first, const std::string& second,
                       int position, std::vector<CodedLine>& out) {
    const std::string_view percent_text = post.form(second + "-prosent");
    if (percent_text.empty()) {
        out.push_back(typed(post, first, position, 1));
        return {};
    }
    const auto percent = Decimal::parse_typed(percent_text);
    if (!percent || percent->normalised().scale() != 0 || *percent < Decimal::whole(1) ||
        *percent > Decimal::whole(99)) {
        return refuse(text::weights_wrong, {}, second + "-prosent");
    }
    const std::int64_t share = percent->normalised().digits();
    out.push_back(typed(post, first, position, 100 - share));
    out.push_back(typed(post, second, position, share));
    return {};
}

http::Response post_code(http::Post& post) {
    return act(post, "", [&](InvoiceId id) -> Result<void> {
        const auto record = load(post.db, post.actor, id);
        std::vector<CodedLine> lines;
        for (const Line& line : record->content.lines) {
            if (line.charge || line.net.is_zero()) continue;
            if (auto added = add_typed(post, coding_prefix(line.position, 0),
                                       coding_prefix(line.position, 1), line.position, lines);
                !added)
                return added;
        }
        return code_lines(post.tx, post.actor, post.now, id, lines);
    });
}

http::Response post_recode(http::Post& post) {
    return act(post, "", [&](InvoiceId id) -> Result<void> {
        const auto from = Decimal::parse(post.form("fra"));
        if (!from || from->scale() != 0) return refuse(text::state_forbids_event);
        std::vector<CodedLine> to;
        if (auto added = add_typed(post, "ny1", "ny2", 0, to); !added) return added;
        return recode(post.tx, post.actor, post.now, id, coding::CodingId{from->digits()}, to);
    });
}

http::Response post_correct(http::Post& post) {
    return act(post, "rett-grunn", [&](InvoiceId id) -> Result<void> {
        const auto from = Decimal::parse(post.form("fra"));
        if (!from || from->scale() != 0) return refuse(text::state_forbids_event);
        std::vector<CodedLine> to;
        if (auto added = add_typed(post, "ny1", "ny2", 0, to); !added) return added;
        return ask_correction(post.tx, post.actor, post.now, id, coding::CodingId{from->digits()},
                              to, post.form("grunn"));
    });
}
http::Response post_grant(http::Post& post) {
    return act(post, "",
               [&](InvoiceId id) { return grant_correction(post.tx, post.actor, post.now, id); });
}
http::Response post_decline(http::Post& post) {
    return act(post, "rett-avvis-grunn", [&](InvoiceId id) {
        return decline_correction(post.tx, post.actor, post.now, id, post.form("grunn"));
    });
}
http::Response post_release_correction(http::Post& post) {
    return act(post, "",
               [&](InvoiceId id) { return release_correction(post.tx, post.actor, post.now, id); });
}

constexpr http::Route kTable[] = {
    http::get("/fakturaer", Permission::view_invoices, get_list),
    http::get("/fakturaer/{id}", Permission::view_invoices, get_invoice),
    http::get("/fakturaer/{id}/original", Permission::view_invoices, get_original),
    http::get("/fakturaer/{id}/vis", Permission::view_invoices, get_read),
    http::get("/fakturaer/{id}/vedlegg/{nummer}", Permission::view_invoices, get_attachment),
    http::post("/fakturaer/{id}/konter", Permission::handle_invoices, post_code),
    http::post("/fakturaer/{id}/omkonter", Permission::handle_invoices, post_recode),
    http::post("/fakturaer/{id}/retting", Permission::handle_invoices, post_correct),
    http::post("/fakturaer/{id}/retting/godkjenn", Permission::authorise_invoice, post_grant),
    http::post("/fakturaer/{id}/retting/avvis", Permission::authorise_invoice, post_decline),
    http::post("/fakturaer/{id}/retting/send-pa-nytt", Permission::handle_invoices,
               post_release_correction),
    http::post("/fakturaer/{id}/godta", Permission::handle_invoices, post_accept),
    http::post("/fakturaer/{id}/avvis", Permission::handle_invoices, post_refuse),
    http::post("/fakturaer/{id}/kreditnota", Permission::handle_invoices, post_ask_credit),
    http::post("/fakturaer/{id}/gjelder", Permission::handle_invoices, post_answer),
    http::post("/fakturaer/{id}/prov-igjen", Permission::handle_invoices, post_try_again),
    http::post("/fakturaer/{id}/leverandor", Permission::register_supplier, post_register),
    http::post("/fakturaer/{id}/send-pa-nytt", Permission::handle_invoices, post_release),
    http::post("/fakturaer/{id}/attester", Permission::certify_invoice, post_certify),
    http::post("/fakturaer/{id}/anvis", Permission::authorise_invoice, post_authorise),
    http::post("/fakturaer/{id}/send-tilbake", Permission::authorise_invoice, post_send_back),
};

}  // namespace

const std::span<const http::Route> kRoutes = kTable;

}  // namespace samkjop::invoice
