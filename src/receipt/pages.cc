// /bestillinger/{id}/mottak: counted on a phone, by whoever is at the door. «Alt er mottatt» first;
// else line by line. The step buttons draw the page anew and write nothing.
#include "receipt/pages.h"

#include "base/words.h"
#include "files/files.h"
#include "html/components.h"
#include "http/form.h"
#include "party/party.h"
#include "receipt/lifecycle.h"
#include "receipt/store.h"
#include "receipt/texts.h"
#include "receipt/view.h"

namespace samkjop::receipt {
namespace {

using order::Order;

struct Typed {
    std::string came, bad = "0", note;
    Condition condition = Condition::good;
    bool rest_closes = false;
};
using AllTyped = std::map<int, Typed>;  // by the line's position

Decimal number(std::string_view text) {
    return Decimal::parse_typed(text).value_or(Decimal()).normalised();
}

std::string shown(Decimal value) {
    return value.normalised().text();
}  // as a number field wants it

AllTyped as_expected(const Order& order) {
    AllTyped out;
    for (const order::Line& line : order.lines) {
        if (!line.outstanding().is_zero()) out[line.position].came = shown(line.outstanding());
    }
    return out;
}

AllTyped typed_in(const http::Post& post, const Order& order) {
    AllTyped out = as_expected(order);
    for (auto& [position, typed] : out) {
        const std::string p = std::to_string(position);
        if (post.has_form("m" + p)) typed.came = post.form("m" + p);
        if (post.has_form("s" + p)) typed.bad = post.form("s" + p);
        typed.note = post.form("note" + p);
        const std::string_view condition = post.form("til" + p);
        typed.condition = condition == "skade"  ? Condition::damaged
                          : condition == "feil" ? Condition::wrong
                                                : Condition::good;
        typed.rest_closes = post.form("rest" + p) == "lukk";
    }
    return out;
}

// "m1-opp" and "s2-ned": one more, one less, never below zero.
void step(AllTyped& all, std::string_view button) {
    const auto dash = button.find('-');
    if (dash == button.npos || dash < 2) return;
    const auto line = all.find(static_cast<int>(whole_number(button.substr(1, dash - 1))));
    if (line == all.end()) return;
    std::string& field = button[0] == 's' ? line->second.bad : line->second.came;
    const Decimal one = Decimal::whole(1);
    const Decimal now = number(field);
    field = shown(button.substr(dash + 1) == "opp" ? now + one : std::max(now - one, Decimal()));
}

void say(LineView& view, const order::Line& line, const Typed& typed, Language language) {
    const Decimal came = number(typed.came);
    const auto words = [&](Decimal quantity) {
        return order::quantity_words(quantity, line.unit, language);
    };
    if (came < line.outstanding()) {
        view.short_of = true;
        view.tone = html::Tone::wait;
        view.saying =
            render(text::missing, language, {{"quantity", words(line.outstanding() - came)}});
    } else if (came > line.outstanding()) {
        view.tone = html::Tone::warning;
        view.saying =
            render(text::too_many, language, {{"quantity", words(came - line.outstanding())}});
    } else {
        view.saying = text::as_expected.in(language);
    }
}

LineView line_view(const order::Line& line, const Typed& typed, Language language) {
    LineView out;
    out.position = std::to_string(line.position);
    out.name = line.name;
    const std::string expected = order::quantity_words(line.outstanding(), line.unit, language);
    out.expected =
        line.received.is_zero()
            ? render(text::expected, language, {{"quantity", expected}})
            : render(text::expected_of, language,
                     {{"quantity", expected},
                      {"ordered", order::quantity_words(line.quantity, line.unit, language)}});
    const std::string unit = order::unit_word(line.unit, Decimal::whole(2), language);
    out.came_label = render(text::came_label, language, {{"unit", unit}});
    out.bad_label = render(text::bad_label, language, {{"unit", unit}});
    out.came = typed.came;
    out.bad = typed.bad;
    out.note = typed.note;
    out.condition = typed.condition;
    out.condition_open =
        typed.condition != Condition::good || !typed.note.empty() || !number(typed.bad).is_zero();
    out.rest_closes = typed.rest_closes;
    say(out, line, typed, language);
    return out;
}

// «60 esker hansker M, 40 esker hansker L og 48 flasker desinfeksjon.»
std::string all_words(const Order& order, Language language) {
    std::vector<std::string> parts;
    for (const Line& line : all_outstanding(order))
        parts.push_back(in_words(order, std::span(&line, 1), language));
    std::string out;
    for (std::size_t i = 0; i < parts.size(); ++i) {
        if (i > 0)
            out +=
                i + 1 == parts.size() ? " " + std::string(text::and_word.in(language)) + " " : ", ";
        out += parts[i];
    }
    return out.empty() ? out : out + ".";
}

Past past_view(http::Exchange& exchange, const Order& order, const Receipt& receipt) {
    const Language language = exchange.language;
    Past out;
    out.id = std::to_string(receipt.id.value);
    out.heading = render(text::receipt_line, language,
                         {{"day", html::day_and_time(receipt.at, language, exchange.today)},
                          {"who", receipt.by_name}});
    out.words = in_words(order, receipt.lines, language);
    out.undone = receipt.undone;
    out.undoes = static_cast<bool>(receipt.undoes);
    out.may_undo = !out.undone && !out.undoes && exchange.actor.may(Permission::receive_goods);
    if (!receipt.reason.empty()) out.notes.push_back("«" + receipt.reason + "»");
    std::string bad;
    for (const Line& line : receipt.lines) {
        const order::Line* ordered = order.line(line.line);
        if (ordered == nullptr || line.note.empty()) continue;
        out.notes.push_back(ordered->name + ": «" + line.note + "»");
        bad += in_words(order, std::span(&line, 1), language) + ": " + line.note + "\n";
        int count = 0;
        for (const std::int64_t picture : line.pictures) {
            out.pictures.push_back({files::File{.id = {picture}}.path(),
                                    render(text::picture, language,
                                           {{"number", static_cast<std::int64_t>(++count)}})});
        }
    }
    const auto seller = bad.empty() ? std::nullopt : party::supplier(exchange.db, order.supplier);
    if (seller && !seller->email.empty()) {
        out.mail_path = "mailto:" + seller->email + "?subject=" +
                        http::percent_encoded(
                            render(text::mail_bad_subject, language, {{"number", order.number}})) +
                        "&body=" + http::percent_encoded(bad);
    }
    return out;
}

http::Response show(http::Exchange& exchange, const Order& order, const AllTyped& typed,
                    std::vector<Refusal> refusals, bool photo_again) {
    const Language language = exchange.language;
    ReceiptView view;
    view.order_path = "/bestillinger/" + std::to_string(order.id.value);
    view.path = view.order_path + "/mottak";
    view.order_label = render(text::order_link, language, {{"number", order.number}});
    view.title = order.title.empty() ? order.number : order.title;
    view.supplier = order.supplier_name;
    view.registered = exchange.query("registrert") == "1";
    view.photo_again = photo_again;
    view.refusals = std::move(refusals);
    const bool takes = decide(order.state, Event::receive, exchange.actor, {}).has_value();
    view.open = takes && !typed.empty();
    const bool partly = std::ranges::any_of(
        order.lines, [](const order::Line& line) { return !line.received.is_zero(); });
    const Text& state = !takes          ? text::state_none
                        : typed.empty() ? text::state_all
                        : partly        ? text::state_partly
                                        : text::state_waits;
    view.state = render(state, language, {{"supplier", order.supplier_name}});
    view.tone = !takes ? html::Tone::plain : typed.empty() ? html::Tone::good : html::Tone::wait;
    view.all_words = all_words(order, language);
    for (const auto& [position, line] : typed) {
        if (const order::Line* ordered = order.line(position))
            view.lines.push_back(line_view(*ordered, line, language));
    }
    for (const Receipt& receipt : of(exchange.db, order.id))
        view.past.push_back(past_view(exchange, order, receipt));
    return http::page(exchange,
                      {.title = render(text::page_title, language, {{"number", order.number}}),
                       .active_menu = "/til-meg",
                       .refused = !view.refusals.empty(),
                       .frame = "frame--phone"},
                      [&](html::Out& o) { receipt::receipt(o, view); });
}

std::optional<Order> asked_for(http::Exchange& exchange) {
    return order::load(exchange.db, exchange.actor, {exchange.path_id()});
}

http::Response get_receipt(http::Exchange& exchange) {
    const auto order = asked_for(exchange);
    if (!order) return http::not_found();
    return show(exchange, *order, as_expected(*order), {}, false);
}

Result<Line> counted(http::Post& post, const Order& order, const order::Line& line,
                     const Typed& typed) {
    const std::string p = std::to_string(line.position);
    const auto came = Decimal::parse_typed(typed.came);
    if (!came) return refuse(text::quantity_unreadable, {{"item", line.name}}, "m" + p);
    const auto bad = Decimal::parse_typed(typed.bad.empty() ? "0" : typed.bad);
    if (!bad) return refuse(text::quantity_unreadable, {{"item", line.name}}, "s" + p);
    Line out{.line = line.id, .quantity = came->normalised()};
    if (typed.condition != Condition::good) {
        if (*bad > *came) return refuse(text::more_bad_than_came, {{"item", line.name}}, "s" + p);
        out.quantity = (*came - *bad).normalised();
        (typed.condition == Condition::damaged ? out.damaged : out.wrong) = bad->normalised();
    }
    out.note = typed.note;
    const auto buyer = party::municipality(post.db, order.municipality);
    for (const files::FileId file :
         TRY(files::save_all(post.tx, post.actor, post.now, {"order", order.id.value}, order.unit,
                             post.request, "bilde" + p, buyer->settings.upload_limit_bytes))) {
        out.pictures.push_back(file.value);
    }
    return out;
}

Result<void> register_counted(http::Post& post, const Order& order, const AllTyped& typed) {
    NewReceipt wanted{order.id, {}, {}, std::string(post.form("skjemanokkel"))};
    for (const auto& [position, line] : typed) {
        const order::Line* ordered = order.line(position);
        wanted.lines.push_back(TRY(counted(post, order, *ordered, line)));
        if (line.rest_closes && wanted.lines.back().quantity < ordered->outstanding()) {
            wanted.close_rest.push_back(ordered->id);
        }
    }
    TRY(receive(post.tx, post.actor, post.now, wanted));
    return {};
}

http::Response post_receipt(http::Post& post) {
    const auto order = asked_for(post);
    if (!order) return http::not_found();
    const std::string path =
        "/bestillinger/" + std::to_string(order->id.value) + "/mottak?registrert=1";
    AllTyped typed = typed_in(post, *order);
    if (post.has_form("oppdater") || post.has_form("trinn")) {
        step(typed, post.form("trinn"));
        const bool had_photo = std::ranges::any_of(
            post.request.uploads, [](const http::Upload& one) { return !one.bytes.empty(); });
        return show(post, *order, typed, {}, had_photo);
    }
    Result<void> done;
    if (post.has_form("alt")) {
        const auto all =
            receive_all(post.tx, post.actor, post.now, order->id, post.form("skjemanokkel"));
        if (!all) done = std::unexpected(all.error());
    } else {
        done = register_counted(post, *order, typed);
    }
    if (!done) return show(post, *order, typed, {done.error()}, false);
    post.tx.commit();
    return http::see_other(path);
}

http::Response post_undo(http::Post& post) {
    const auto order = asked_for(post);
    if (!order) return http::not_found();
    const ReceiptId id{post.path_id(1)};
    const auto receipt = store::load(post.tx, id);
    if (!receipt || receipt->order != order->id) return http::not_found();
    const auto done = undo(post.tx, post.actor, post.now, id, post.form("grunn"));
    if (!done) return show(post, *order, as_expected(*order), {done.error()}, false);
    post.tx.commit();
    return http::see_other("/bestillinger/" + std::to_string(order->id.value) + "/mottak");
}

using enum Permission;
constexpr http::Route kTable[] = {
    http::Route{"/bestillinger/{id}/mottak", receive_goods, get_receipt, post_receipt},
    http::post("/bestillinger/{id}/mottak/{receipt}/angre", receive_goods, post_undo),
};

}  // namespace

const std::span<const http::Route> kRoutes = kTable;

}  // namespace samkjop::receipt
