// What the page of one order says: the state in words, what this person may do, each line ordered
// beside confirmed and received, what differs with its amount, and what has happened.
#include "http/form.h"
#include "order/acts.h"
#include "order/pages.h"
#include "order/store.h"
#include "order/texts.h"
#include "order/view.h"
#include "worklist/worklist.h"

namespace samkjop::order {
namespace {

bool something_received(const Order& order) {
    return std::ranges::any_of(order.lines,
                               [](const Line& line) { return line.received > Decimal(); });
}

struct Looking {  // who looks at what, and when
    http::Exchange& exchange;
    const Order& order;
    Language language;
    std::string say(const Text& text, const Arguments& arguments = {}) const {
        return render(text, language, arguments);
    }
    std::string day(Date date) const { return html::day(date, language, exchange.today); }
};

std::pair<html::Tone, std::string> sent_state(const Looking& look) {
    const Order& order = look.order;
    const Arguments arguments = {{"supplier", order.supplier_name},
                                 {"day", look.day(order.at.oslo_date())}};
    const auto document = gateway::latest_out(look.exchange.db, "order", order.id.value);
    if (document && document->state == gateway::State::queued) {
        return {html::Tone::wait, look.say(text::state_sent_waits, arguments)};
    }
    if (document && document->state == gateway::State::given_up)
        return {html::Tone::stop, look.say(text::state_sent_given_up, arguments)};
    if (document && document->channel == "mail" && document->state == gateway::State::sent)
        return {html::Tone::wait, look.say(text::state_sent_mail, arguments)};
    if (document && (document->state == gateway::State::failed ||
                     document->state == gateway::State::given_up)) {
        return {html::Tone::stop, look.say(text::state_sent_failed, arguments)};
    }
    return {html::Tone::wait, look.say(text::state_sent, arguments)};
}

std::pair<html::Tone, std::string> state_of(const Looking& look) {
    using html::Tone;
    const Order& order = look.order;
    const Arguments arguments = {
        {"supplier", order.supplier_name},
        {"day", order.promised ? look.day(*order.promised) : std::string()}};
    const bool partly = something_received(order);
    switch (order.state) {
        case State::to_send:
            return {Tone::warning, look.say(text::state_to_send, arguments)};
        case State::sent:
            return partly ? std::pair(Tone::wait, look.say(text::state_partly_received, arguments))
                          : sent_state(look);
        case State::noted:
            return {Tone::wait, look.say(text::state_noted, arguments)};
        case State::confirmed:
            if (partly) return {Tone::wait, look.say(text::state_partly_received, arguments)};
            return {Tone::good,
                    look.say(order.promised ? text::state_confirmed_day : text::state_confirmed,
                             arguments)};
        case State::change_waits:
            return {Tone::warning, look.say(order.buyer_asked ? text::state_increase_waits
                                                              : text::state_change_waits,
                                            arguments)};
        case State::rejected:
            return {Tone::stop, look.say(text::state_rejected, arguments)};
        case State::cancelled:
            return {Tone::plain, look.say(text::state_cancelled)};
        case State::completed:
            return {Tone::good, look.say(text::state_completed)};
    }
    return {Tone::plain, {}};
}

std::string lead_of(const Looking& look) {
    const Order& order = look.order;
    if (order.state == State::change_waits) {
        return look.say(text::lead_change, {{"after", format_kroner(proposed_total(order.lines))},
                                            {"before", format_kroner(order.approved_total)}});
    }
    const auto count = static_cast<std::int64_t>(order.lines.size());
    const bool ended = order.state == State::cancelled || order.state == State::rejected;
    return look.say(
        text::lead_order,
        {{"supplier", order.supplier_name},
         {"count", count == 1 ? look.say(text::one_item)
                              : look.say(text::items,
                                         {{"count", html::count_in_words(count, look.language)}})},
         {"place", order.delivery_name},
         {"amount", format_kroner(ended ? order.approved_total : order.total)}});
}

std::string mail_path(const Looking& look, std::string_view subject, std::string_view body) {
    const auto seller = party::supplier(look.exchange.db, look.order.supplier);
    if (!seller || seller->email.empty()) return {};
    return "mailto:" + seller->email + "?subject=" + http::percent_encoded(subject) +
           "&body=" + http::percent_encoded(body);
}

void add_change_effect(OrderView& view, const Looking& look) {
    const Money before = look.order.approved_total;
    const Money after = proposed_total(look.order.lines);
    view.act.amount = format_kroner(after);
    view.act.effect = {{look.say(text::figure_before), format_money(before)},
                       {look.say(text::figure_after), format_money(after)},
                       {look.say(after < before ? text::figure_less : text::figure_more),
                        html::money((after - before).magnitude()), "", true}};
}

bool knows_of_rejection(const Looking& look) {
    for (const worklist::Task& task :
         worklist::of(look.exchange.db, look.exchange.actor, look.exchange.today)) {
        if ((task.kind == "order_rejected" || task.kind == "order_closed") &&
            task.path == detail::path_of(look.order))
            return false;
    }
    return true;
}

void add_acts(OrderView& view, const Looking& look) {
    const Order& order = look.order;
    const Actor& actor = look.exchange.actor;
    Act& act = view.act;
    const Facts facts = facts_for(look.exchange.db, actor, order, look.exchange.now, "–");
    const auto may = [&](Event event) {
        return decide(order.state, order.before, event, actor, facts).has_value();
    };
    const bool expecting = std::ranges::any_of(
        order.lines, [](const Line& line) { return !line.outstanding().is_zero(); });
    act.receive = expecting && actor.may(Permission::receive_goods) &&
                  order.state != State::to_send && order.state != State::cancelled &&
                  order.state != State::rejected;
    act.mark_sent = may(Event::mark_sent);
    act.answer_change = may(Event::approve_change);
    act.waits_for_others = order.state == State::change_waits && !act.answer_change;
    if (order.state == State::change_waits) add_change_effect(view, look);
    act.change = expecting && actor.may(Permission::change_order) && may(Event::change);
    act.close = expecting && actor.may(Permission::change_order) && may(Event::close_rest);
    act.cancel = actor.may(Permission::change_order) && may(Event::cancel);
    act.seen = actor.may(Permission::change_order) && !knows_of_rejection(look);
    act.print = true;
    act.buyer_asked = order.buyer_asked;
    act.freed = format_kroner(order.total);
    if (act.mark_sent) {
        std::string lines;
        for (const Line& line : order.lines) {
            lines +=
                fmt::format("{} {} ({})\n", quantity_words(line.quantity, line.unit, look.language),
                            line.name, line.item_number);
        }
        act.mail_path =
            mail_path(look, look.say(text::print_title, {{"number", order.number}}), lines);
    }
    for (const Line& line : order.lines) {
        if (line.outstanding().is_zero()) continue;
        const std::string position = std::to_string(line.position);
        view.quantities.push_back(
            {"antall" + position,
             line.name + ", " + unit_word(line.unit, Decimal::whole(2), look.language),
             format_decimal(line.quantity)});
        if (line.waits) continue;
        view.closable.push_back(
            {position,
             look.say(text::close_choice,
                      {{"rest", quantity_words(line.outstanding(), line.unit, look.language)},
                       {"name", line.name}})});
    }
}

std::string priced(const Looking& look, Decimal quantity, Decimal price) {
    return look.say(text::at_price,
                    {{"price", price_words(price)}, {"sum", format_money(times(quantity, price))}});
}

Cell confirmed_cell(const Looking& look, const Line& line) {
    switch (line.answer) {
        case Answer::none:
            return {look.say(text::not_answered), ""};
        case Answer::rejected:
            return {look.say(text::will_not_come), "", true};
        default:
            break;
    }
    const Decimal quantity = line.confirmed_quantity.value_or(line.quantity);
    const Decimal price = line.confirmed_price.value_or(line.unit_price());
    return {quantity_words(quantity, line.unit, look.language), priced(look, quantity, price),
            quantity != line.ordered_quantity || price != line.ordered_price};
}

LineView line_view(const Looking& look, const Line& line) {
    LineView out;
    out.name = line.name;
    if (!line.item_number.empty())
        out.below = look.say(text::item_number, {{"number", line.item_number}});
    if (line.promised && line.answer != Answer::rejected) {
        out.below += (out.below.empty() ? "" : " · ") +
                     look.say(text::difference_promised, {{"day", look.day(*line.promised)}});
    }
    out.sum = format_money(line.net());
    out.ordered = {quantity_words(line.ordered_quantity, line.unit, look.language),
                   priced(look, line.ordered_quantity, line.ordered_price)};
    out.confirmed = confirmed_cell(look, line);
    out.received = {
        line.received.is_zero() ? look.say(text::none_yet)
                                : quantity_words(line.received, line.unit, look.language),
        line.invoiced.is_zero()
            ? std::string()
            : look.say(text::invoiced_too,
                       {{"quantity", quantity_words(line.invoiced, line.unit, look.language)}})};
    out.findings = differences(line, look.language);
    if (line.waits) out.findings.insert(out.findings.begin(), look.say(text::line_waits_words));
    const bool ended = look.order.state == State::cancelled || line.answer == Answer::rejected;
    if (line.closed && !ended) out.findings.push_back(look.say(text::rest_is_closed));
    const bool money = line.answer == Answer::rejected || out.confirmed.differs || line.waits;
    out.tone = line.answer == Answer::rejected ? html::Tone::stop
               : money                         ? html::Tone::warning
                                               : html::Tone::wait;
    return out;
}

void add_money(OrderView& view, const Looking& look) {
    const Money net = total(look.order.lines);
    const Money tax = vat(look.order.lines);
    view.money = {{look.say(text::net), format_money(net)},
                  {look.say(text::vat), format_money(tax)},
                  {look.say(text::gross), html::money(net + tax), "", true}};
}

void add_delivery(OrderView& view, const Looking& look) {
    const Order& order = look.order;
    const auto add = [&](const Text& label, std::string value) {
        if (!value.empty()) view.delivery.push_back({look.say(label), std::move(value)});
    };
    add(text::delivery_to, fmt::format("{}, {}, {} {}", order.delivery_name, order.street,
                                       order.postal_code, order.city));
    if (order.wished) add(text::delivery_wished, look.day(*order.wished));
    if (order.promised) add(text::delivery_promised, look.day(*order.promised));
    add(text::contact, order.contact_name);
    add(text::reference, order.buyer_reference);
    add(text::agreement, order.agreement_number);
    add(text::note_to_supplier, order.note);
}

void add_files(OrderView& view, const Looking& look) {
    const std::string base = detail::path_of(look.order);
    if (const auto sent = gateway::latest_out(look.exchange.db, "order", look.order.id.value)) {
        view.files.push_back(
            {base + "/dokument/" + std::to_string(sent->id.value), look.say(text::doc_order)});
    }
    for (const store::StoredAnswer& answer : store::answers(look.exchange.db, look.order.id)) {
        view.files.push_back({base + "/dokument/" + std::to_string(answer.document),
                              look.say(text::doc_answer, {{"number", answer.number}})});
    }
    for (const trail::Link& link :
         trail::links_from(look.exchange.db, {"order", look.order.id.value})) {
        view.files.push_back({link.path, link.label});
    }
}

std::string amounts(const Looking& look, const trail::Line& line, const Text& text) {
    const auto read = [&](std::string_view name) {
        const auto value = Decimal::parse(trail::member(line, name));
        return value && value->scale() == 0 ? Money(value->digits()) : Money();
    };
    return look.say(text, {{"before", format_money(read("before_ore"))},
                           {"after", format_money(read("total_ore"))},
                           {"amount", format_kroner(read("total_ore"))}});
}

html::TrailRow trail_row(const Looking& look, const trail::Line& line) {
    const std::string& event = line.event;
    const std::string reason = trail::member(line, "reason");
    std::string rest =
        reason.empty() ? std::string() : look.say(text::event_reason, {{"reason", reason}});
    const Text* strong = nullptr;
    if (event == "placed") {
        strong = &text::event_placed;
        rest = amounts(look, line, text::event_placed_rest);
    } else if (event == "answered") {
        const std::string code = trail::member(line, "code");
        strong = code == "AB"   ? &text::event_answered_ab
                 : code == "AP" ? &text::event_answered_ap
                 : code == "RE" ? &text::event_answered_re
                                : &text::event_answered_ca;
        if (code == "AP") rest = look.say(text::event_answered_ap_rest);
        if (code == "CA") rest = amounts(look, line, text::event_answered_ca_rest);
    } else if (event == "change_approved") {
        strong = &text::event_change_approved;
        rest = amounts(look, line, text::event_amounts);
    } else if (event == "received" || event == "receipt_undone") {
        strong = event == "received" ? &text::event_received : &text::event_receipt_undone;
        const std::string words = trail::member(line, code(look.language));
        rest = (words.empty() ? "" : " " + words) + rest;
    } else {
        static const std::map<std::string_view, const Text*> simple = {
            {"marked_sent", &text::event_marked_sent},
            {"changed", &text::event_changed},
            {"change_asked", &text::event_change_asked},
            {"change_rejected", &text::event_change_rejected},
            {"cancelled", &text::event_cancelled},
            {"rest_closed", &text::event_rest_closed},
            {"completed", &text::event_completed},
            {"reopened", &text::event_reopened}};
        if (const auto found = simple.find(event); found != simple.end()) strong = found->second;
    }
    return {strong == nullptr ? event : look.say(*strong), std::move(rest), line.at,
            line.user_name};
}

void add_trail(OrderView& view, const Looking& look) {
    bool answered_since = false;
    for (const trail::Line& line : trail::of(look.exchange.db, {"order", look.order.id.value})) {
        view.trail.push_back(trail_row(look, line));
        const std::string message = trail::member(line, "message");
        // What the buyer must still tell the supplier: until the supplier has answered.
        if (!message.empty() && !answered_since && view.act.message.empty()) {
            view.act.message = message;
            const Text& subject =
                line.event == "cancelled" ? text::mail_cancel_subject : text::mail_change_subject;
            view.act.message_path =
                mail_path(look, look.say(subject, {{"number", look.order.number}}), message);
        }
        answered_since = answered_since || line.event == "answered";
    }
}

}  // namespace

http::Response order_page(http::Exchange& exchange, const Order& order,
                          std::vector<Refusal> refusals) {
    const Looking look{exchange, order, exchange.language};
    OrderView view;
    view.path = detail::path_of(order);
    view.number = order.number;
    view.title = order.title.empty() ? order.number : order.title;
    view.supplier = order.supplier_name;
    view.requisition = order.requisition_number;
    view.requisition_path = "/rekvisisjoner/" + std::to_string(order.requisition);
    std::tie(view.tone, view.state) = state_of(look);
    view.lead = lead_of(look);
    view.today = exchange.today;
    view.typed_reason = exchange.form("grunn");
    view.refusals = std::move(refusals);
    add_acts(view, look);
    for (const Line& line : order.lines) view.lines.push_back(line_view(look, line));
    add_money(view, look);
    add_delivery(view, look);
    add_files(view, look);
    add_trail(view, look);
    return http::page(
        exchange,
        {.title = order.number, .active_menu = "/bestillinger", .refused = !view.refusals.empty()},
        [&](html::Out& o) { order::order(o, view); });
}

}  // namespace samkjop::order
