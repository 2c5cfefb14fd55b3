// /demo/leverandor: choose an order, play its supplier. Nothing here touches an order or an
// invoice: the document is written to the inbox folder, and the gateway does the rest.
#include "demo_supplier/pages.h"

#include <filesystem>
#include <fstream>

#include "db/db.h"
#include "demo_supplier/demo_supplier.h"
#include "demo_supplier/documents.h"
#include "demo_supplier/texts.h"
#include "demo_supplier/view.h"
#include "order/order.h"
#include "ubl/ubl.h"

namespace samkjop::demo_supplier {
namespace {

namespace fs = std::filesystem;

std::string& folder() {
    static std::string data;
    return data;
}

const Text& state_text(order::State state) {
    static constexpr const Text* texts[] = {&text::state_to_send,      &text::state_sent,
                                            &text::state_noted,        &text::state_confirmed,
                                            &text::state_change_waits, &text::state_rejected,
                                            &text::state_cancelled,    &text::state_completed};
    return *texts[static_cast<std::size_t>(state)];
}

std::string path_of(order::OrderId id) { return "/demo/leverandor/" + std::to_string(id.value); }

http::Response get_orders(http::Exchange& exchange) {
    if (!is_open()) return http::not_found();
    std::map<std::int64_t, Row, std::greater<>> newest_first;
    for (const party::Supplier& supplier : party::suppliers(exchange.db)) {
        for (const order::Order& one : order::open_with(exchange.db, exchange.actor.municipality,
                                                        supplier.organisation_number, 15)) {
            newest_first[one.id.value] = {path_of(one.id),
                                          one.number,
                                          one.title.empty() ? one.number : one.title,
                                          one.supplier_name,
                                          std::string(state_text(one.state).in(exchange.language)),
                                          html::kroner(one.total)};
        }
    }
    std::vector<Row> rows;
    for (auto& [id, row] : newest_first) rows.push_back(std::move(row));
    return http::page(exchange,
                      {.title = std::string(text::title.in(exchange.language)), .active_menu = ""},
                      [&](html::Out& o) { orders(o, rows); });
}

// The municipality's own orders: whoever plays the supplier sees more than one unit.
std::optional<order::Order> asked_for(http::Exchange& exchange) {
    if (!is_open()) return std::nullopt;
    auto found = order::load(exchange.db, order::OrderId{exchange.path_id()});
    if (!found || found->municipality != exchange.actor.municipality) return std::nullopt;
    return found;
}

http::Response show(http::Exchange& exchange, const order::Order& found,
                    std::vector<Refusal> refusals) {
    const Language language = exchange.language;
    OrderView view;
    view.path = path_of(found.id);
    view.order_path = "/bestillinger/" + std::to_string(found.id.value);
    view.number = found.number;
    view.title = found.title;
    view.supplier = found.supplier_name;
    view.buyer = exchange.actor.municipality_name;
    view.state = state_text(found.state).in(language);
    view.sent = exchange.query("sendt");
    view.invoice_number =
        exchange.has_form("faktura") ? exchange.form("faktura") : exchange.query("faktura");
    view.refusals = std::move(refusals);
    for (const order::Line& line : found.lines) {
        const std::string p = std::to_string(line.position);
        LineView each{
            p, line.name,
            render(text::ordered, language,
                   {{"quantity", order::quantity_words(line.quantity, line.unit, language)},
                    {"price", format_decimal(line.unit_price())}}),
            format_decimal(line.quantity), format_decimal(line.unit_price())};
        if (exchange.has_form("antall" + p)) each.quantity = exchange.form("antall" + p);
        if (exchange.has_form("pris" + p)) each.price = exchange.form("pris" + p);
        view.lines.push_back(std::move(each));
    }
    return http::page(exchange,
                      {.title = found.number,
                       .active_menu = "",
                       .refused = !view.refusals.empty(),
                       .frame = "frame--narrow"},
                      [&](html::Out& o) { order(o, view); });
}

http::Response get_order(http::Exchange& exchange) {
    const auto found = asked_for(exchange);
    if (!found) return http::not_found();
    return show(exchange, *found, {});
}

Result<std::vector<Wish>> typed(const http::Post& post, const order::Order& found) {
    std::vector<Wish> out;
    for (const order::Line& line : found.lines) {
        const std::string p = std::to_string(line.position);
        const auto quantity = Decimal::parse_typed(post.form("antall" + p));
        if (!quantity || quantity->is_negative())
            return refuse(text::not_a_number, {{"item", line.name}}, "antall" + p);
        const auto price = Decimal::parse_typed(post.form("pris" + p));
        if (!price || price->is_negative())
            return refuse(text::not_a_number, {{"item", line.name}}, "pris" + p);
        out.push_back({line.position, quantity->normalised(), price->normalised()});
    }
    return out;
}

struct Made {
    std::string number, bytes;
    bool invoice = false;
};

Result<Made> make(http::Post& post, const order::Order& found, std::span<const Wish> wishes) {
    const auto buyer = party::municipality(post.db, found.municipality);
    const auto seller = party::supplier(post.db, found.supplier);
    const Sides sides{*buyer, *seller};
    const std::string number = std::to_string(post.now.milliseconds() / 100 % 1'000'000'000);
    const std::string_view what = post.form("hva");
    if (what == "bekreft")
        return Made{number, ubl::write(response(found, sides, "AP", wishes, number, post.today))};
    if (what == "endre")
        return Made{number, ubl::write(response(found, sides, "CA", wishes, number, post.today))};
    if (what == "avvis")
        return Made{number, ubl::write(response(found, sides, "RE", wishes, number, post.today))};
    const bool nothing =
        std::ranges::all_of(wishes, [](const Wish& wish) { return wish.quantity.is_zero(); });
    if (nothing) return refuse(text::nothing_to_invoice, {}, "antall1");
    if (what == "faktura")
        return Made{number, ubl::write(invoice(found, sides, wishes, number, post.today)), true};
    const std::string credited(post.form("faktura"));
    if (credited.empty()) return refuse(text::credited_missing, {}, "faktura");
    return Made{number,
                ubl::write(credit_note(found, sides, wishes, number, credited, post.today))};
}

// As an access point does it: written beside, then renamed.
void put_in_inbox(const std::string& name, const std::string& bytes) {
    const fs::path inbox = fs::path(folder()) / "inbox";
    fs::create_directories(inbox);
    const fs::path temporary = inbox / (name + ".tmp");
    std::ofstream(temporary, std::ios::binary) << bytes;
    fs::rename(temporary, inbox / name);
}

http::Response post_order(http::Post& post) {
    const auto found = asked_for(post);
    if (!found) return http::not_found();
    const auto wishes = typed(post, *found);
    if (!wishes) return show(post, *found, {wishes.error()});
    const auto made = make(post, *found, *wishes);
    if (!made) return show(post, *found, {made.error()});
    post.tx.after_commit([name = "demo-" + made->number + ".xml", bytes = made->bytes] {
        put_in_inbox(name, bytes);
    });
    post.tx.commit();
    std::string back = path_of(found->id) + "?sendt=" + made->number;
    if (made->invoice) back += "&faktura=" + made->number;
    return http::see_other(back);
}

constexpr http::Route kTable[] = {
    http::get("/demo/leverandor", Permission::signed_in, get_orders),
    http::Route{"/demo/leverandor/{id}", Permission::signed_in, get_order, post_order},
};

}  // namespace

void open(std::string data_folder) { folder() = std::move(data_folder); }
bool is_open() { return !folder().empty(); }

const std::span<const http::Route> kRoutes = kTable;

}  // namespace samkjop::demo_supplier
