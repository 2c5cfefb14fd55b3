// /butikker: the shops, one visit, and the door through which a shop returns a basket. The door
// buys nothing and needs no session: the key in its address says whose visit it is.

#include "punchout/pages.h"

#include "base/crypto.h"
#include "base/words.h"
#include "http/form.h"
#include "peppol/peppol.h"
#include "punchout/punchout.h"
#include "punchout/texts.h"
#include "punchout/views.h"
#include "requisition/goods.h"
#include "ubl/ubl.h"

namespace samkjop::punchout {
namespace {

using http::Exchange;
using http::Post;
using http::Response;

std::string in(const Exchange& exchange, const Text& text, const Arguments& arguments = {}) {
    return render(text, exchange.language, arguments);
}

// ---- The shops

Response get_shops(Exchange& exchange) {
    ShopsView view;
    const bool coordinates = exchange.actor.may(Permission::coordinate);
    view.may_request = exchange.actor.may(Permission::request_purchase);
    if (coordinates) view.new_path = "/butikker/ny";
    for (const Shop& each : shops(exchange.db)) {
        if (!each.open && !coordinates) continue;
        const std::string path = "/butikker/" + std::to_string(each.id.value);
        view.shops.push_back({each.id.value, path, each.name, each.supplier_name,
                              coordinates ? path + "/endre" : "", each.open});
    }
    for (const Visit& each : returned(exchange.db, exchange.actor)) {
        const auto from = shop(exchange.db, each.shop);
        view.waiting.push_back({each.path(), from ? from->name : ""});
    }
    const http::PageHead head{.title = in(exchange, text::title), .active_menu = "/handle"};
    return http::page(exchange, head, [&](html::Out& o) { shops_page(o, view); });
}

Response show_form(Exchange& exchange, const Shop& given, std::vector<Refusal> refusals) {
    ShopForm view;
    view.path =
        given.id ? "/butikker/" + std::to_string(given.id.value) + "/endre" : "/butikker/ny";
    view.name = given.name;
    view.address = given.address;
    view.secret = given.secret.empty() ? random_token(24) : given.secret;
    view.supplier = given.supplier.value;
    view.open = given.open;
    for (const auto& supplier : party::suppliers(exchange.db))
        view.suppliers.emplace_back(supplier.id.value, supplier.name);
    view.refusals = std::move(refusals);
    const http::PageHead head{.title = in(exchange, text::shop_title),
                              .active_menu = "/handle",
                              .refused = !view.refusals.empty(),
                              .frame = "frame--narrow"};
    return http::page(exchange, head, [&](html::Out& o) { shop_form_page(o, view); });
}

Response get_new_shop(Exchange& exchange) { return show_form(exchange, {}, {}); }
Response get_shop_form(Exchange& exchange) {
    const auto found = shop(exchange.db, {exchange.path_id()});
    return found ? show_form(exchange, *found, {}) : http::not_found();
}

Response save(Post& post, Shop typed) {
    typed.name = cut_at_letter(trimmed(post.form("navn")), 120);
    typed.supplier = {post.number("leverandor")};
    typed.address = cut_at_letter(trimmed(post.form("adresse")), 500);
    typed.secret = trimmed(post.form("hemmelig"));
    typed.open = post.has_form("apen");
    if (auto saved = save_shop(post.tx, post.actor, post.now, typed); !saved)
        return show_form(post, typed, {saved.error()});
    post.commit();
    return http::see_other("/butikker");
}
Response post_new_shop(Post& post) { return save(post, {}); }
Response post_shop_form(Post& post) {
    const auto found = shop(post.db, {post.path_id()});
    return found ? save(post, *found) : http::not_found();
}

// ---- Away

Response post_away(Post& post) {
    const auto found = shop(post.db, {post.path_id()});
    if (!found || !found->open) return http::not_found();
    const Begun begun = begin(post.tx, post.actor, post.now, *found);
    post.commit();
    return http::see_other("/butikker/besok/" + std::to_string(begun.id.value) +
                           "?nokkel=" + begun.key);
}

// Our own address as the browser knows it.
std::string own_origin(const Exchange& exchange) {
    const bool tls = exchange.request.https || !exchange.request.is_plain_localhost();
    return (tls ? "https://" : "http://") + std::string(exchange.request.header("host"));
}

// Its address with what it needs to answer, signed with the shared secret.
std::string way_to(const Shop& shop, std::string_view return_address, std::string_view customer,
                   Instant at) {
    const std::string time = at.iso();
    const std::string signature = hmac_sha256_hex(
        shop.secret, std::string(return_address) + "\n" + std::string(customer) + "\n" + time);
    std::string out = shop.address;
    out += shop.address.find('?') == std::string::npos ? '?' : '&';
    out += "HOOK_URL=" + http::percent_encoded(return_address) +
           "&customer=" + http::percent_encoded(customer) + "&time=" + http::percent_encoded(time) +
           "&signature=" + signature;
    return out;
}

// ---- Back: the door

bool looks_like_xml(std::string_view bytes) {
    bytes = trimmed(bytes);
    if (bytes.starts_with("\xef\xbb\xbf")) bytes.remove_prefix(3);
    return bytes.starts_with('<');
}

std::string from_base64(std::string_view text) {
    std::string out;
    unsigned bits = 0;
    int count = 0;
    for (const char c : text) {
        constexpr std::string_view kAlphabet =
            "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
        const auto value = kAlphabet.find(c);
        if (value == kAlphabet.npos) {
            if (c == '=' || c == '\r' || c == '\n' || c == ' ') continue;
            return "";
        }
        bits = bits << 6 | static_cast<unsigned>(value);
        if ((count += 6) >= 8) out += static_cast<char>(bits >> (count -= 8) & 0xff);
    }
    return out;
}

std::string document_in(const Post& post) {
    std::string out = post.request.body;
    for (const std::string_view field : {"catalogue", "punchout", "xml"}) {
        if (out.empty()) out = post.form(field);
        if (const auto* file = post.upload(field); out.empty() && file != nullptr)
            out = file->bytes;
    }
    return out.empty() || looks_like_xml(out) ? out : from_base64(out);
}

struct Read {
    std::vector<Line> lines;
    const Text* refused = nullptr;
    Arguments arguments;
};

Read read_basket(std::string_view document, const Shop& shop) {
    if (document.empty()) return {{}, &text::nothing_came, {}};
    if (document.size() > kMostBytes) return {{}, &text::too_large, {}};
    const auto read = ubl::read(document, {.bytes = kMostBytes, .elements = 100'000});
    if (!read) return {{}, &text::not_readable, {}};
    if (read->type != ubl::DocumentType::punch_out || read->catalogue() == nullptr)
        return {{}, &text::not_a_basket, {}};
    if (!peppol::judge(document, ubl::DocumentType::punch_out).valid())
        return {{}, &text::breaks_the_rules, {}};
    auto lines = lines_of(*read->catalogue(), shop);
    if (!lines) return {{}, lines.error().text, lines.error().arguments};
    return {std::move(*lines), nullptr, {}};
}

// The sentences a refusal may have; stored by name, so that they are shown in any language.
const Text* sentence_named(std::string_view name) {
    static constexpr std::pair<std::string_view, const Text*> kSentences[] = {
        {"nothing_came", &text::nothing_came},
        {"too_large", &text::too_large},
        {"not_readable", &text::not_readable},
        {"not_a_basket", &text::not_a_basket},
        {"breaks_the_rules", &text::breaks_the_rules},
        {"other_supplier", &text::other_supplier},
        {"basket_empty", &text::basket_empty},
        {"too_many_lines", &text::too_many_lines},
        {"line_without_price", &text::line_without_price},
        {"line_without_quantity", &text::line_without_quantity},
        {"line_without_name", &text::line_without_name},
        {"not_in_kroner", &text::not_in_kroner},
        {"wrong_origin", &text::wrong_origin}};
    for (const auto& [key, sentence] : kSentences) {
        if (key == name) return sentence;
    }
    return nullptr;
}
std::string name_of(const Text* sentence) {
    for (const char* name :
         {"nothing_came", "too_large", "not_readable", "not_a_basket", "breaks_the_rules",
          "other_supplier", "basket_empty", "too_many_lines", "line_without_price",
          "line_without_quantity", "line_without_name", "not_in_kroner", "wrong_origin"}) {
        if (sentence_named(name) == sentence) return name;
    }
    return "not_readable";
}

Response post_back(Post& post) {
    const auto found = visit_by_key(post.db, post.path_values.at(0));
    if (!found || found->state != State::away || post.now > found->ends_at)
        return http::not_found();
    const auto from = shop(post.db, found->shop);
    if (!from) return http::not_found();
    // Another site that has got hold of the key is turned away, and the key stays good.
    if (post.request.header("origin") != origin_of(from->address)) return http::forbidden();
    const std::string document = document_in(post);
    const Read basket = read_basket(document, *from);
    const bool refused = basket.refused != nullptr;
    // What is no text is not kept: a database of text would refuse it.
    const bool fits = document.size() <= kMostBytes && http::is_utf8(document);
    keep(post.tx, post.now, *found, fits ? document : "", refused ? name_of(basket.refused) : "");
    post.commit();
    return http::see_other(found->path());
}

// ---- The visit

BasketRow row_of(const Exchange& exchange, const Judged& one) {
    using enum Judged::Verdict;
    BasketRow row;
    row.number = one.line.number;
    row.name = one.item ? one.item->name : one.line.name;
    row.details = in(exchange, text::line_details,
                     {{"number", one.line.item_number},
                      {"unit", html::unit_word(one.line.unit, true, exchange.language)}});
    row.quantity = format_decimal(one.line.quantity);
    const auto kroner_text = [](Decimal price) {
        return format_money(times(Decimal::whole(1), price));
    };
    row.shop_price = kroner_text(one.line.price);
    const Decimal price = one.item && one.buyable() ? one.item->price : one.line.price;
    row.price = kroner_text(price);
    row.sum = format_money(times(one.line.quantity, price));
    row.buyable = one.buyable();
    if (one.item) row.item_path = one.item->path();
    const Arguments prices = {{"shop", row.shop_price}, {"agreed", row.price}};
    switch (one.verdict) {
        case agreed:
            row.tone = html::Tone::good;
            row.says = in(exchange, text::verdict_agreed);
            break;
        case dearer:
            row.tone = html::Tone::warning;
            row.says = in(exchange, text::verdict_dearer, prices);
            break;
        case cheaper:
            row.tone = html::Tone::wait;
            row.says = in(exchange, text::verdict_cheaper, prices);
            break;
        case not_in_list:
            row.tone = html::Tone::warning;
            row.says = in(exchange, text::verdict_not_in_list);
            break;
        case not_buyable:
        case wrong_quantity:
            row.tone = html::Tone::stop;
            if (one.refusal) row.says = one.refusal->in(exchange.language);
            break;
    }
    return row;
}

VisitView visit_view(Exchange& exchange, const Visit& found, const Shop& from) {
    VisitView view;
    view.path = found.path();
    view.shop = from.name;
    view.away = found.state == State::away && exchange.now <= found.ends_at;
    view.returned = found.state == State::returned;
    const Arguments name = {{"shop", from.name}};
    if (view.away) {
        view.title = in(exchange, text::away_title, name);
        view.lead = in(exchange, text::away_lead, name);
        const std::string_view key = exchange.query("nokkel");
        const auto municipality = party::municipality(exchange.db, exchange.actor.municipality);
        if (!key.empty() && municipality) {
            view.way = way_to(from, own_origin(exchange) + "/butikker/retur/" + std::string(key),
                              municipality->organisation_number, exchange.now);
        }
    } else if (view.returned) {
        view.title = in(exchange, text::returned_title, name);
        view.lead = in(exchange, text::returned_lead);
        const Read basket = read_basket(found.document, from);
        Money sum;
        for (const Judged& one :
             control(exchange.db, exchange.actor, from, basket.lines, exchange.today)) {
            view.rows.push_back(row_of(exchange, one));
            view.needs_reason |= one.verdict == Judged::Verdict::not_in_list ||
                                 (one.buyable() && one.item && !one.item->agreement);
            if (one.buyable())
                sum += times(one.line.quantity, one.item ? one.item->price : one.line.price);
        }
        view.sum = format_money(sum);
    } else if (found.state == State::refused) {
        view.title = in(exchange, text::refused_title, name);
        if (const Text* why = sentence_named(found.refused))
            view.refused = render(*why, exchange.language,
                                  {{"count", std::int64_t{kMostLines}}, {"line", ""}});
    } else {
        view.title =
            in(exchange, found.state == State::taken ? text::taken_title : text::over_title, name);
    }
    return view;
}

Response show_visit(Exchange& exchange, const VisitView& view) {
    const http::PageHead head{
        .title = view.title, .active_menu = "/handle", .refused = !view.refusals.empty()};
    return http::page(exchange, head, [&](html::Out& o) { visit_page(o, view); });
}

Response get_visit(Exchange& exchange) {
    const auto found = visit(exchange.db, exchange.actor, {exchange.path_id()});
    const auto from = found ? shop(exchange.db, found->shop) : std::nullopt;
    return from ? show_visit(exchange, visit_view(exchange, *found, *from)) : http::not_found();
}

Result<requisition::NewLine> line_of(Post& post, const Judged& one, const Shop& from,
                                     std::string_view reason) {
    if (one.item) {
        auto line = TRY(requisition::from_catalogue(post.db, post.actor, one.item->id.value,
                                                    one.line.quantity, post.today));
        if (!line.agreement) line.outside_reason = reason;
        return line;
    }
    requisition::NewLine line;
    line.supplier = from.supplier;
    line.item_number = one.line.item_number;
    line.gtin = one.line.gtin;
    line.name = one.line.name;
    line.unspsc = one.line.unspsc;
    line.unit_code = one.line.unit;
    line.quantity = one.line.quantity;
    line.price = one.line.price;
    line.vat_rate = one.line.vat_rate;
    line.vat_category = one.line.vat_category;
    line.outside_reason = reason;
    return line;
}

Response post_visit(Post& post) {
    const auto found = visit(post.db, post.actor, {post.path_id()});
    const auto from = found ? shop(post.db, found->shop) : std::nullopt;
    if (!from || found->state != State::returned) return http::not_found();
    VisitView view = visit_view(post, *found, *from);
    view.reason = cut_at_letter(trimmed(post.form("grunn")), 2000);
    int count = 0;
    for (const Judged& one : control(post.db, post.actor, *from,
                                     read_basket(found->document, *from).lines, post.today)) {
        if (!one.buyable() || !post.has_form("linje-" + std::to_string(one.line.number))) continue;
        const bool outside = !one.item || !one.item->agreement;
        if (outside && view.reason.empty()) {
            view.refusals.push_back({&text::reason_must_be_filled, {}, "grunn"});
            break;
        }
        const auto line = line_of(post, one, *from, view.reason);
        const auto added = line ? requisition::add_to_basket(post.tx, post.actor, post.now, *line)
                                : std::unexpected(line.error());
        if (!added) {
            view.refusals.push_back(added.error());
            break;
        }
        ++count;
    }
    if (count == 0 && view.refusals.empty())
        view.refusals.push_back({&text::nothing_chosen, {}, ""});
    if (!view.refusals.empty()) return show_visit(post, view);
    taken(post.tx, post.actor, post.now, *found, count);
    post.commit();
    return http::see_other("/kurv");
}

constexpr http::Route kTable[] = {
    http::get("/butikker", Permission::search_catalogue, get_shops),
    http::get("/butikker/ny", Permission::coordinate, get_new_shop),
    http::post("/butikker/ny", Permission::coordinate, post_new_shop),
    http::get("/butikker/{id}/endre", Permission::coordinate, get_shop_form),
    http::post("/butikker/{id}/endre", Permission::coordinate, post_shop_form),
    http::post("/butikker/{id}", Permission::request_purchase, post_away),
    http::get("/butikker/besok/{id}", Permission::request_purchase, get_visit),
    http::post("/butikker/besok/{id}", Permission::request_purchase, post_visit),
    {.path = "/butikker/retur/{key}",
     .needs = Permission::anyone,
     .post = post_back,
     .body_limit = kMostBytes + (64u << 10),
     .machine = true},
};

}  // namespace

const std::span<const http::Route> kRoutes = kTable;

}  // namespace samkjop::punchout
