// /eksport: what is ready, the files that have been made, the finance system's receipts, and how
// the municipality's finance system wants its files.

#include "finance/pages.h"

#include <fmt/format.h>

#include "base/words.h"
#include "finance/store.h"
#include "finance/texts.h"
#include "finance/views.h"
#include "trail/trail.h"

namespace samkjop::finance {
namespace {

constexpr std::size_t kShown = 100;

std::string in(const http::Exchange& exchange, const Text& text, const Arguments& arguments = {}) {
    return render(text, exchange.language, arguments);
}
std::string counted(const http::Exchange& exchange, std::int64_t count, const Text& one,
                    const Text& many) {
    return html::capitalised(render(html::plural(count, one, many), exchange.language,
                                    {{"count", html::count_in_words(count, exchange.language)}}));
}
std::string format_name(std::string_view format) { return format == "csv" ? "CSV" : "GL07"; }

// «4 bokført, 1 avvist»: what did not happen is not listed.
std::string outcomes(const http::Exchange& exchange, const ReceiptReport& report) {
    const std::pair<int, const Text*> all[] = {{report.posted, &text::receipt_posted},
                                               {report.repeated, &text::receipt_repeated},
                                               {report.rejected, &text::receipt_rejected},
                                               {report.wrong, &text::receipt_wrong}};
    std::string out;
    for (const auto& [count, said] : all) {
        if (count == 0) continue;
        out += (out.empty() ? "" : ", ") + in(exchange, *said, {{"count", std::int64_t{count}}});
    }
    return out;
}

ReceiptRow receipt_row(const http::Exchange& exchange, const ReceiptReport& report) {
    return {fmt::format("/eksport/kvittering/{}", report.id),
            html::day_and_time(report.at, exchange.language, exchange.today),
            outcomes(exchange, report),
            report.rejected + report.wrong > 0 ? html::Tone::warning : html::Tone::good};
}

http::Response show(http::Exchange& exchange, std::vector<Refusal> refusals) {
    ExportView view;
    const MunicipalityId municipality = exchange.actor.municipality;
    const auto buyer = party::municipality(exchange.db, municipality);
    if (!buyer) return http::not_found();
    Money sum;
    // Only the sum and the rows that are shown: the parts are worked out when the file is made.
    invoice::Filter filter;
    filter.state = invoice::State::approved;
    filter.limit = 5000;
    std::int64_t count = 0;
    for (const invoice::Summary& each : invoice::list(exchange.db, exchange.actor, filter)) {
        if (each.municipality != municipality) continue;
        const Money amount = each.credit_note ? -each.payable : each.payable;
        sum += amount;
        if (++count <= static_cast<std::int64_t>(kShown)) {
            view.waiting.push_back(
                {each.path(), each.seller_name, each.number, format_money(amount)});
        }
    }
    for (const auto& each : invoice::exportable(exchange.db, municipality)) {
        if (each.correction == 0) continue;
        ++count;
        view.waiting.push_back({fmt::format("/fakturaer/{}", each.id.value), each.seller_name,
                                each.reference, format_money(each.payable)});
    }
    if (count > static_cast<std::int64_t>(kShown)) {
        view.more =
            in(exchange, text::and_more, {{"count", count - static_cast<std::int64_t>(kShown)}});
    }
    view.refusals = std::move(refusals);
    view.title = count == 0 ? in(exchange, text::title_none)
                            : counted(exchange, count, text::title_one, text::title_many);
    view.lead = in(exchange, text::lead, {{"amount", format_kroner(sum)}});
    view.can_export = count > 0;
    view.amount = html::kroner(sum);
    view.format = format_name(profile(exchange.db, *buyer).format);
    for (const Batch& each : batches(exchange.db, municipality)) {
        view.batches.push_back({fmt::format("/eksport/{}", each.id.value), each.number,
                                html::day_and_time(each.made, exchange.language, exchange.today),
                                each.made_by, std::to_string(each.invoices),
                                format_money(each.total), format_name(each.format)});
    }
    for (const ReceiptReport& each : receipts(exchange.db, municipality))
        view.receipts.push_back(receipt_row(exchange, each));
    return http::page(exchange,
                      {.title = in(exchange, text::export_page_title),
                       .active_menu = "/fakturaer",
                       .refused = !view.refusals.empty()},
                      [&](html::Out& o) { export_page(o, view); });
}

http::Response get_exports(http::Exchange& exchange) { return show(exchange, {}); }

http::Response post_export(http::Post& post) {
    const auto made = export_approved(post.tx, post.actor, post.now, post.actor.municipality);
    if (!made) return show(post, {made.error()});
    post.tx.commit();
    return http::see_other(fmt::format("/eksport/{}", made->value));
}

http::Response post_receipt(http::Post& post) {
    const http::Upload* upload = post.upload("kvittering");
    if (upload == nullptr)
        return show(post, {refuse(text::receipt_empty, {}, "kvittering").error()});
    const auto report =
        take_receipt(post.tx, post.actor, post.now, post.actor.municipality, upload->bytes);
    if (!report) return show(post, {report.error()});
    post.tx.commit();
    return http::see_other(fmt::format("/eksport/kvittering/{}", report->id));
}

http::Response get_receipt(http::Exchange& exchange) {
    const auto report = receipt(exchange.db, exchange.actor.municipality, exchange.path_id());
    if (!report) return http::not_found();
    ReceiptView view;
    const std::int64_t trouble = report->wrong + report->rejected;
    view.title = trouble == 0 ? in(exchange, text::receipt_good)
                              : counted(exchange, trouble, text::receipt_trouble_one,
                                        text::receipt_trouble_many);
    view.lead = receipt_row(exchange, *report).says;
    for (const bool good : {false, true}) {  // what somebody must look at stands first
        for (const ReceiptLine& line : report->lines) {
            const bool fine = line.outcome == "posted" || line.outcome == "repeated";
            if (fine != good) continue;
            view.lines.push_back({std::to_string(line.line), line.reference,
                                  line.detail[static_cast<std::size_t>(exchange.language)],
                                  fine ? html::Tone::good : html::Tone::stop});
        }
    }
    return http::page(exchange, {.title = view.title, .active_menu = "/fakturaer"},
                      [&](html::Out& o) { receipt_page(o, view); });
}

html::Tone tone_of(invoice::State state) {
    return state == invoice::State::posted             ? html::Tone::good
           : state == invoice::State::finance_rejected ? html::Tone::stop
                                                       : html::Tone::wait;
}
const Text& state_text(invoice::State state) {
    return state == invoice::State::posted             ? text::item_posted
           : state == invoice::State::finance_rejected ? text::item_rejected
                                                       : text::item_waits;
}

http::Response get_batch(http::Exchange& exchange) {
    const auto found = batch(exchange.db, exchange.actor, BatchId{exchange.path_id()});
    if (!found) return http::not_found();
    BatchView view;
    view.path = fmt::format("/eksport/{}", found->id.value);
    view.number = found->number;
    view.today = exchange.today;
    view.file_name = found->file_name;
    view.hash = found->hash.substr(0, 16);
    std::int64_t posted = 0;
    for (const Item& item : items(exchange.db, found->id)) {
        const auto one = invoice::find(exchange.db, exchange.actor, item.invoice);
        if (!one) continue;
        const auto state =
            invoice::state_of(exchange.db, {item.invoice, item.correction}).value_or(one->state);
        posted += state == invoice::State::posted;
        view.items.push_back({one->path(), item.reference, one->seller_name,
                              in(exchange, state_text(state)), format_money(item.amount),
                              tone_of(state)});
    }
    view.title = in(exchange, text::batch_title,
                    {{"posted", posted}, {"all", std::int64_t{found->invoices}}});
    view.lead = in(exchange, text::batch_lead,
                   {{"amount", format_kroner(found->total)},
                    {"format", format_name(found->format)},
                    {"day", html::day_and_time(found->made, exchange.language, exchange.today)},
                    {"who", found->made_by}});
    for (const trail::Line& line : trail::of(exchange.db, {"export", found->id.value})) {
        view.trail.push_back(
            {in(exchange, line.event == "repeated" ? text::trail_repeated : text::trail_exported),
             "", line.at, line.user_name});
    }
    return http::page(exchange, {.title = found->number, .active_menu = "/fakturaer"},
                      [&](html::Out& o) { batch_page(o, view); });
}

http::Response get_file(http::Exchange& exchange) {
    const auto found = batch(exchange.db, exchange.actor, BatchId{exchange.path_id()});
    if (!found) return http::not_found();
    return http::download(found->file_name, found->media_type, bytes(exchange.db, found->id));
}

http::Response post_repeat(http::Post& post) {
    const BatchId id{post.path_id()};
    if (!repeat(post.tx, post.actor, post.now, id)) return http::not_found();
    post.tx.commit();
    return http::see_other(fmt::format("/eksport/{}", id.value));
}

// ---- The profile -------------------------------------------------------------------------------

template <class E>
std::vector<Choice> choices(const http::Exchange& exchange,
                            std::initializer_list<const Text*> labels, E chosen) {
    std::vector<Choice> out;
    for (const Text* label : labels) {
        const auto value = static_cast<int>(out.size());
        out.push_back(
            {std::to_string(value), in(exchange, *label), value == static_cast<int>(chosen)});
    }
    return out;
}

http::Response show_profile(http::Exchange& exchange, const Profile& how, std::string columns,
                            std::vector<Refusal> refusals) {
    ProfileView view;
    view.refusals = std::move(refusals);
    view.formats = {{"gl07", in(exchange, text::format_gl07), how.format != "csv"},
                    {"csv", in(exchange, text::format_csv), how.format == "csv"}};
    view.client = how.client;
    view.interface_name = how.interface_name;
    view.invoice_type = how.invoice_type;
    view.credit_type = how.credit_type;
    view.correction_type = how.correction_type;
    view.vat_account = how.vat_account;
    view.vat_lines = how.vat_lines;
    view.header = how.header;
    view.separators = {{";", in(exchange, text::semicolon), how.separator == ';'},
                       {",", in(exchange, text::comma), how.separator == ','},
                       {"tab", in(exchange, text::tabulator), how.separator == '\t'}};
    view.signs = {{",", in(exchange, text::comma), how.decimal_sign == ','},
                  {".", in(exchange, text::point), how.decimal_sign == '.'}};
    view.dates =
        choices(exchange, {&text::date_iso, &text::date_dotted, &text::date_compact}, how.dates);
    view.encodings = choices(exchange,
                             {&text::encoding_utf8, &text::encoding_utf8_bom, &text::encoding_latin,
                              &text::encoding_windows},
                             how.encoding);
    view.columns = std::move(columns);
    for (const std::string_view field : fields())
        view.fields += (view.fields.empty() ? "" : ", ") + std::string(field);
    return http::page(exchange,
                      {.title = in(exchange, text::profile_title),
                       .active_menu = "/fakturaer",
                       .refused = !view.refusals.empty()},
                      [&](html::Out& o) { profile_page(o, view); });
}

http::Response get_profile(http::Exchange& exchange) {
    const auto buyer = party::municipality(exchange.db, exchange.actor.municipality);
    if (!buyer) return http::not_found();
    const Profile how = profile(exchange.db, *buyer);
    return show_profile(exchange, how, columns_text(how), {});
}

int chosen(const http::Post& post, std::string_view field, int last) {
    const auto value = Decimal::parse(post.form(field));
    return value && value->scale() == 0 && value->digits() >= 0 && value->digits() <= last
               ? static_cast<int>(value->digits())
               : 0;
}

http::Response post_profile(http::Post& post) {
    Profile how;
    how.format = post.form("format") == "csv" ? "csv" : "gl07";
    how.client = cut_at_letter(post.form("klient"), 25);
    how.interface_name = cut_at_letter(post.form("system"), 25);
    how.invoice_type = cut_at_letter(post.form("bilagsart"), 25);
    how.credit_type = cut_at_letter(post.form("kreditart"), 25);
    how.correction_type = cut_at_letter(post.form("korrigeringsart"), 25);
    how.vat_account = cut_at_letter(post.form("mvakonto"), 25);
    how.vat_lines = post.has_form("mvalinjer");
    how.header = post.has_form("overskrift");
    const std::string_view separator = post.form("skilletegn");
    how.separator = separator == "tab" ? '\t' : separator == "," ? ',' : ';';
    how.decimal_sign = post.form("desimaltegn") == "." ? '.' : ',';
    how.dates = static_cast<DateFormat>(chosen(post, "datoer", 2));
    how.encoding = static_cast<Encoding>(chosen(post, "tegnsett", 3));
    const std::string typed(post.form("kolonner"));
    auto columns = columns_from(typed);
    if (!columns) return show_profile(post, how, typed, {columns.error()});
    how.columns = std::move(*columns);
    save_profile(post.tx, post.actor.municipality, how);
    trail::append(post.tx, post.actor, post.now, {"finance_profile", post.actor.municipality.value},
                  "changed", trail::Detail().add("settings", to_json(how)));
    post.tx.commit();
    return http::see_other("/eksport/profil");
}

constexpr http::Route kTable[] = {
    http::get("/eksport", Permission::export_to_finance, get_exports),
    http::post("/eksport", Permission::export_to_finance, post_export),
    http::post("/eksport/kvittering", Permission::export_to_finance, post_receipt),
    http::get("/eksport/kvittering/{id}", Permission::export_to_finance, get_receipt),
    http::get("/eksport/profil", Permission::export_to_finance, get_profile),
    http::post("/eksport/profil", Permission::export_to_finance, post_profile),
    http::get("/eksport/{id}", Permission::export_to_finance, get_batch),
    http::get("/eksport/{id}/fil", Permission::export_to_finance, get_file),
    http::post("/eksport/{id}/gjenta", Permission::export_to_finance, post_repeat),
};

}  // namespace

const std::span<const http::Route> kRoutes = kTable;

}  // namespace samkjop::finance
