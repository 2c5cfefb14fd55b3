// /kontroll: the findings; /krav: what is claimed back and the letter; /lekkasje: what was bought
// outside the agreements. A handler loads, hands over to the step, and answers.

#include "control/pages.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "catalogue/catalogue.h"
#include "control/control.h"
#include "control/handling.h"
#include "control/lifecycle.h"
#include "control/texts.h"
#include "control/views.h"
#include "order/order.h"
#include "party/party.h"
#include "print/print.h"
#include "trail/trail.h"

namespace samkjop::control {
namespace {

std::string in(const http::Exchange& exchange, const Text& text, const Arguments& arguments = {}) {
    return render(text, exchange.language, arguments);
}

struct Show {
    std::string_view value;
    const Text* label;
    std::optional<FindingState> state;
    std::optional<bool> certain;
};
const Show kShows[] = {{"", &text::show_certain, FindingState::found, true},
                       {"sporsmal", &text::show_questions, FindingState::found, false},
                       {"krevd", &text::show_claimed, FindingState::claimed, {}},
                       {"gjort-opp", &text::show_settled, FindingState::settled, {}},
                       {"til-side", &text::show_aside, FindingState::set_aside, {}}};

FindingRow row_of(const http::Exchange& exchange, const Stored& one) {
    FindingRow out;
    const Sentence said = sentence(one, exchange.language);
    out.path = one.path();
    out.strong = said.strong;
    out.rest = said.rest;
    out.doubt = doubt_in_words(one, exchange.language);
    out.document_path = one.subject_path();
    out.document = in(exchange, one.subject == Subject::invoice ? text::on_invoice : text::on_order,
                      {{"number", one.subject_number},
                       {"day", html::day(one.issued, exchange.language, exchange.today)}});
    if (one.state == FindingState::set_aside)
        out.state = in(exchange, text::aside_state, {{"reason", one.reason}});
    if (one.state == FindingState::settled)
        out.state = in(exchange, text::settled_state, {{"reason", one.reason}});
    if (one.recovered > Money() && one.state == FindingState::claimed)
        out.state = in(exchange, text::recovered_part, {{"amount", one.recovered}});
    const bool stop = against_supplier(one.kind) && (one.certain() || one.confirmed);
    out.tone = stop ? html::Tone::stop : html::Tone::wait;
    return out;
}

std::map<std::int64_t, std::string> municipality_names(db::Session& session) {
    std::map<std::int64_t, std::string> out;
    for (const party::Municipality& each : party::municipalities(session))
        out[each.id.value] = each.name;
    return out;
}

http::Response list_page(http::Exchange& exchange, std::vector<Refusal> refusals) {
    ListView view;
    view.refusals = std::move(refusals);
    const std::string_view shown = exchange.query("vis");
    const std::string_view where = exchange.query("kommune");
    Filter filter;
    for (const Show& show : kShows) {
        if (show.value != shown) continue;
        filter.state = show.state;
        filter.certain = show.certain;
    }
    const auto names = municipality_names(exchange.db);
    const auto path = [](std::string_view show, std::string_view municipality) {
        std::string out = "/kontroll";
        if (!show.empty()) out += "?vis=" + std::string(show);
        if (!municipality.empty())
            out += (show.empty() ? "?kommune=" : "&kommune=") + std::string(municipality);
        return out;
    };
    for (const Show& show : kShows) {
        view.shows.push_back(
            {path(show.value, where), in(exchange, *show.label), show.value == shown});
    }
    if (exchange.actor.whole_region) {
        view.municipalities.push_back(
            {path(shown, ""), in(exchange, text::everyone), where.empty()});
        for (const party::Municipality& each : party::municipalities(exchange.db)) {
            const bool chosen = each.number == where;
            if (chosen) filter.municipality = each.id;
            view.municipalities.push_back({path(shown, each.number), each.name, chosen});
        }
    }
    const auto all = findings(exchange.db, exchange.actor, filter);
    Money sum;
    std::map<std::pair<std::int64_t, std::int64_t>, std::size_t> places;
    std::vector<Money> amounts;
    for (const Stored& each : all) {
        const std::pair key(each.supplier.value, each.municipality.value);
        const auto [at, fresh] = places.try_emplace(key, view.groups.size());
        if (fresh) {
            Group group;
            group.supplier = key.first;
            group.municipality = key.second;
            group.title = each.supplier_name;
            if (const auto name = names.find(key.second); name != names.end())
                group.title += " · " + name->second;
            view.groups.push_back(std::move(group));
            amounts.emplace_back();
        }
        Group& group = view.groups[at->second];
        group.rows.push_back(row_of(exchange, each));
        if (!each.claimable()) continue;
        sum += each.at_stake;
        amounts[at->second] += each.at_stake;
        group.may_claim = may_act(exchange.actor, each.municipality);
        group.sum = in(exchange, text::group_sum, {{"amount", amounts[at->second]}});
        group.button = in(exchange, text::make_button,
                          {{"amount", amounts[at->second]}, {"supplier", each.supplier_name}});
    }
    if (shown != "") {
        filter.state = FindingState::found;
        filter.certain = true;
        for (const Stored& each : findings(exchange.db, exchange.actor, filter))
            sum += each.claimable() ? each.at_stake : Money();
    }
    view.title = sum > Money() ? in(exchange, text::title_open, {{"amount", format_kroner(sum)}})
                               : in(exchange, text::title_none);
    const bool refused = !view.refusals.empty();
    return http::page(
        exchange,
        {.title = in(exchange, text::control), .active_menu = "/kontroll", .refused = refused},
        [&](html::Out& o) { control_list(o, view); });
}

http::Response get_list(http::Exchange& exchange) { return list_page(exchange, {}); }

const Text& event_text(std::string_view event) {
    if (event == "confirmed") return text::event_confirmed;
    if (event == "set_aside") return text::event_set_aside;
    if (event == "send") return text::event_send;
    if (event == "remind") return text::event_remind;
    if (event == "disagree") return text::event_disagree;
    if (event == "insist") return text::event_insist;
    if (event == "credit") return text::event_credit;
    if (event == "settle") return text::event_settle;
    if (event == "withdraw") return text::event_withdraw;
    if (event == "write_off") return text::event_write_off;
    return text::event_made;
}

std::vector<html::TrailRow> trail_rows(http::Exchange& exchange, trail::Subject subject) {
    std::vector<html::TrailRow> out;
    for (const trail::Line& line : trail::of(exchange.db, subject)) {
        const std::string reason = trail::member(line, "reason");
        out.push_back({in(exchange, event_text(line.event)), reason.empty() ? "" : ": " + reason,
                       line.at, line.user_name});
    }
    return out;
}

std::string price(Decimal value) {
    const Decimal plain = value.normalised();
    return (plain.scale() > 2 ? format_decimal(plain)
                              : format_money(times(Decimal::whole(1), plain))) +
           " kr";
}

std::vector<html::Figure> facts_of(http::Exchange& exchange, const Stored& one) {
    std::vector<html::Figure> out;
    const auto add = [&](const Text& label, std::string value) {
        if (!value.empty()) out.push_back({in(exchange, label), std::move(value)});
    };
    add(text::fact_supplier, one.supplier_name);
    add(text::fact_agreement, one.agreement_title);
    add(text::fact_match, match_in_words(one, exchange.language));
    add(text::fact_day, format_date(one.price_day, exchange.language));
    if (one.price_list) {
        for (const catalogue::PriceList& list :
             catalogue::price_lists(exchange.db, one.agreement)) {
            if (list.id != one.price_list) continue;
            add(text::fact_price_list,
                in(exchange, text::price_list_version,
                   {{"version", std::to_string(list.version)}, {"day", list.valid_from}}));
        }
    }
    if (one.kind <= Kind::step_not_given || (one.kind == Kind::other_supplier && one.item)) {
        add(text::fact_quantity, order::quantity_words(one.quantity, one.unit, exchange.language));
        add(text::fact_agreed, price(one.agreed));
        add(one.subject == Subject::order ? text::fact_ordered : text::fact_charged,
            price(one.found));
    }
    add(text::fact_net, html::money(one.net));
    return out;
}

http::Response finding_page_of(http::Exchange& exchange, const Stored& one,
                               std::vector<Refusal> refusals) {
    FindingView view;
    view.refusals = std::move(refusals);
    view.path = one.path();
    view.today = exchange.today;
    const Sentence said = sentence(one, exchange.language);
    view.title = said.strong;
    if (view.title.ends_with(':')) view.title.pop_back();
    view.rest = said.rest;
    const FindingRow row = row_of(exchange, one);
    view.document = row.document;
    view.document_path = row.document_path;
    view.doubt = row.doubt;
    view.reason = exchange.form("grunn");
    switch (one.state) {
        case FindingState::found:
            view.state = in(
                exchange, text::found_state,
                {{"day", html::day(one.found_at.oslo_date(), exchange.language, exchange.today)}});
            view.tone = row.tone;
            break;
        case FindingState::claimed:
            view.state = in(exchange, text::claimed_state);
            view.tone = html::Tone::wait;
            break;
        case FindingState::set_aside:
        case FindingState::settled:
            view.state = row.state;
            view.tone = one.state == FindingState::settled ? html::Tone::good : html::Tone::plain;
            break;
    }
    if (one.at_stake > Money())
        view.figures.push_back({in(exchange, text::at_stake), html::money(one.at_stake), "", true});
    if (one.claim) {
        if (const auto found = claim(exchange.db, exchange.actor, one.claim)) {
            view.claim = in(exchange, text::claim_label, {{"number", found->number}});
            view.claim_path = found->path();
        }
    }
    const bool open = one.state == FindingState::found && may_act(exchange.actor, one.municipality);
    view.may_confirm = open && !one.certain() && !one.confirmed && against_supplier(one.kind) &&
                       one.subject == Subject::invoice;
    view.may_set_aside = open;
    view.facts = facts_of(exchange, one);
    view.trail = trail_rows(exchange, {"finding", one.id.value});
    const bool refused = !view.refusals.empty();
    return http::page(exchange,
                      {.title = view.title, .active_menu = "/kontroll", .refused = refused},
                      [&](html::Out& o) { finding_page(o, view); });
}

http::Response get_finding(http::Exchange& exchange) {
    const auto one = finding(exchange.db, exchange.actor, {exchange.path_id()});
    return one ? finding_page_of(exchange, *one, {}) : http::not_found();
}

http::Response finding_act(http::Post& post, Result<void> done) {
    const auto one = finding(post.db, post.actor, {post.path_id()});
    if (!one) return http::not_found();
    if (!done) return finding_page_of(post, *one, {done.error()});
    post.commit();
    return http::see_other("/kontroll");
}
http::Response post_confirm(http::Post& post) {
    return finding_act(post, confirm(post.tx, post.actor, post.now, {post.path_id()}));
}
http::Response post_set_aside(http::Post& post) {
    return finding_act(
        post, set_aside(post.tx, post.actor, post.now, {post.path_id()}, post.form("grunn")));
}

// ---- Claims ------------------------------------------------------------------------------------

http::Response get_claims(http::Exchange& exchange) {
    ClaimsView view;
    const auto names = municipality_names(exchange.db);
    Money claimed, recovered;
    for (const Claim& each : claims(exchange.db, exchange.actor)) {
        const bool counts = each.state != ClaimState::withdrawn && each.state != ClaimState::draft;
        if (counts) claimed += each.claimed;
        if (counts) recovered += each.recovered;
        view.rows.push_back(
            {each.path(), each.number, each.supplier_name, names.at(each.municipality.value),
             state_in_words(each, exchange.language, exchange.today), html::money(each.claimed),
             html::money(each.recovered), tone_of(each)});
    }
    for (const Sum& each : sums(exchange.db, exchange.actor)) {
        view.sums.push_back({each.agreement_title.empty() ? in(exchange, text::without_agreement)
                                                          : each.agreement_title,
                             each.municipality_name, html::money(each.found),
                             html::money(each.claimed), html::money(each.recovered),
                             std::to_string(each.findings)});
    }
    view.title =
        view.rows.empty()
            ? in(exchange, text::claims_none)
            : in(exchange, text::claims_title,
                 {{"recovered", format_kroner(recovered)}, {"claimed", format_kroner(claimed)}});
    return http::page(exchange, {.title = in(exchange, text::claims), .active_menu = "/kontroll"},
                      [&](html::Out& o) { claim_list(o, view); });
}

http::Response post_claim(http::Post& post) {
    const auto number = [&](std::string_view field) {
        const auto value = Decimal::parse(post.form(field));
        return value && value->scale() == 0 ? value->digits() : 0;
    };
    const auto made =
        make_claim(post.tx, post.actor, post.now, {number("kommune")}, {number("leverandor")});
    if (!made) return list_page(post, {made.error()});
    post.commit();
    return http::see_other("/krav/" + std::to_string(made->value));
}

http::Response claim_page_of(http::Exchange& exchange, const Claim& claim,
                             std::vector<Refusal> refusals) {
    ClaimView view;
    view.refusals = std::move(refusals);
    view.path = claim.path();
    view.number = in(exchange, text::claim_label, {{"number", claim.number}});
    view.today = exchange.today;
    view.typed = exchange.form("grunn");
    view.title = in(exchange, text::claim_title,
                    {{"supplier", claim.supplier_name}, {"amount", format_kroner(claim.claimed)}});
    view.state = state_in_words(claim, exchange.language, exchange.today);
    view.tone = tone_of(claim);
    std::set<std::int64_t> invoices;
    for (const Stored& each : findings_of(exchange.db, claim.id)) {
        view.rows.push_back(row_of(exchange, each));
        invoices.insert(each.subject_id);
    }
    const std::string municipality = party::municipality(exchange.db, claim.municipality)->title();
    view.lead = view.rows.size() == 1
                    ? in(exchange, text::claim_lead_one, {{"municipality", municipality}})
                    : in(exchange, text::claim_lead,
                         {{"count", static_cast<std::int64_t>(view.rows.size())},
                          {"invoices", static_cast<std::int64_t>(invoices.size())},
                          {"municipality", municipality}});
    view.figures = {
        {in(exchange, text::figure_claimed), format_money(claim.claimed)},
        {in(exchange, text::figure_recovered), format_money(claim.recovered)},
        {in(exchange, text::figure_left), html::money(claim.claimed - claim.recovered), "", true}};
    view.send_label = in(exchange, text::send_button, {{"amount", format_kroner(claim.claimed)}});
    Circumstances who;
    who.may_act = may_act(exchange.actor, claim.municipality);
    who.has_findings = claim.claimed > Money();
    who.overdue = claim.due && *claim.due < exchange.today;
    const auto may = [&](Event event) { return decide(claim.state, event, who).has_value(); };
    view.send = may(Event::send);
    view.remind = may(Event::remind);
    view.insist = may(Event::insist);
    view.disagree = may(Event::disagree);
    view.withdraw = may(Event::withdraw);
    view.write_off = may(Event::write_off);
    view.waits = claim.state == ClaimState::sent;
    for (const Credit& each : credits_of(exchange.db, claim.id)) {
        view.credits.push_back(
            {"/fakturaer/" + std::to_string(each.invoice.value),
             in(exchange, text::credit_row, {{"number", each.number}, {"amount", each.amount}}),
             html::day(each.at.oslo_date(), exchange.language, exchange.today)});
    }
    view.trail = trail_rows(exchange, {"claim", claim.id.value});
    const bool refused = !view.refusals.empty();
    return http::page(exchange,
                      {.title = view.title, .active_menu = "/kontroll", .refused = refused},
                      [&](html::Out& o) { claim_page(o, view); });
}

http::Response get_claim(http::Exchange& exchange) {
    const auto one = claim(exchange.db, exchange.actor, {exchange.path_id()});
    return one ? claim_page_of(exchange, *one, {}) : http::not_found();
}

http::Response claim_act(http::Post& post, Result<void> done) {
    const auto one = claim(post.db, post.actor, {post.path_id()});
    if (!one) return http::not_found();
    if (!done) return claim_page_of(post, *one, {done.error()});
    post.commit();
    return http::see_other(one->path());
}
http::Response post_send(http::Post& post) {
    return claim_act(post, send_claim(post.tx, post.actor, post.now, {post.path_id()}));
}
http::Response post_remind(http::Post& post) {
    return claim_act(post, remind(post.tx, post.actor, post.now, {post.path_id()}));
}
http::Response post_insist(http::Post& post) {
    return claim_act(post, insist(post.tx, post.actor, post.now, {post.path_id()}));
}
http::Response post_disagree(http::Post& post) {
    return claim_act(post, supplier_refuses(post.tx, post.actor, post.now, {post.path_id()},
                                            post.form("grunn")));
}
http::Response post_withdraw(http::Post& post) {
    return claim_act(post,
                     withdraw(post.tx, post.actor, post.now, {post.path_id()}, post.form("grunn")));
}
http::Response post_write_off(http::Post& post) {
    return claim_act(
        post, write_off(post.tx, post.actor, post.now, {post.path_id()}, post.form("grunn")));
}

LetterView letter_view(http::Exchange& exchange, const Claim& one) {
    const auto buyer = party::municipality(exchange.db, one.municipality);
    const auto seller = party::supplier(exchange.db, one.supplier);
    LetterView view;
    view.path = one.path();
    view.number = one.number;
    view.date = format_date(one.sent_on.value_or(exchange.today), exchange.language);
    view.to = seller->name;
    view.to_number = seller->organisation_number;
    view.from = buyer->title();
    view.from_number = buyer->organisation_number;
    view.sum = html::money(one.claimed);
    view.intro = in(exchange, text::letter_intro,
                    {{"amount", one.claimed}, {"due", one.due.value_or(exchange.today + 21)}});
    for (const Stored& each : findings_of(exchange.db, one.id)) {
        const bool priced = each.kind != Kind::wrong_vat;
        const auto percent = [](Decimal rate) {
            return format_decimal(Decimal(rate.scaled(6), 4).normalised()) + " %";
        };
        view.rows.push_back(
            {each.subject_number, format_short_date(each.issued),
             each.kind <= Kind::step_not_given
                 ? order::quantity_words(each.quantity, each.unit, exchange.language) + " " +
                       each.what
                 : each.what,
             priced ? price(each.agreed) : percent(each.agreed),
             priced ? price(each.found) : percent(each.found), format_money(each.at_stake)});
    }
    return view;
}

http::Response get_letter(http::Exchange& exchange) {
    const auto one = claim(exchange.db, exchange.actor, {exchange.path_id()});
    if (!one) return http::not_found();
    const LetterView view = letter_view(exchange, *one);
    return http::page(exchange,
                      {.title = in(exchange, text::letter_title),
                       .active_menu = "/kontroll",
                       .frame = "frame--narrow",
                       .print_style = http::print_style(one->number)},
                      [&](html::Out& o) { letter_page(o, view); });
}

http::Response get_letter_pdf(http::Exchange& exchange) {
    const auto one = claim(exchange.db, exchange.actor, {exchange.path_id()});
    if (!one) return http::not_found();
    const LetterView view = letter_view(exchange, *one);
    print::Paper paper;
    paper.letterhead = view.from;
    paper.letterhead_below = view.from_number;
    paper.title = in(exchange, text::letter_title);
    paper.lead = view.date;
    paper.addresses = {{in(exchange, text::letter_to), {view.to, view.to_number}},
                       {in(exchange, text::letter_number), {view.number}}};
    paper.before = {view.intro};
    paper.columns = {{in(exchange, text::letter_col_invoice), 1.7},
                     {in(exchange, text::letter_col_what), 3.6},
                     {in(exchange, text::letter_col_agreed), 1.6, true},
                     {in(exchange, text::letter_col_found), 1.6, true},
                     {in(exchange, text::letter_col_amount), 1.5, true}};
    for (const LetterRow& row : view.rows)
        paper.rows.push_back({{row.invoice, row.day},
                              {row.what, {}},
                              {row.agreed, {}},
                              {row.found, {}},
                              {row.amount, {}}});
    paper.sums = {{in(exchange, text::letter_sum), view.sum, true}};
    paper.after = {in(exchange, text::letter_outro), view.from};
    paper.foot = paper.title + " " + view.number + " · " + view.from;
    paper.page_of = text::page_of.in(exchange.language);
    paper.author = view.from;
    paper.created = one->sent_on.value_or(exchange.today).iso() + "T12:00:00Z";
    return http::download(paper.title + " " + view.number + ".pdf", "application/pdf",
                          print::pdf(paper));
}

// ---- Leakage -----------------------------------------------------------------------------------

http::Response get_leakage(http::Exchange& exchange) {
    int year = exchange.today.year();
    for (int back = 0; back < 3; ++back) {
        if (exchange.query("ar") == std::to_string(exchange.today.year() - back))
            year = exchange.today.year() - back;
    }
    LeakageView view;
    for (int back = 0; back < 3; ++back) {
        const int each = exchange.today.year() - back;
        view.years.push_back(
            {"/lekkasje?ar=" + std::to_string(each), std::to_string(each), each == year});
    }
    const Date first(year, 1, 1), last(year, 12, 31);
    Money sum;
    for (const Leak& each : leaks(exchange.db, exchange.actor, first, last)) {
        sum += each.net;
        view.rows.push_back(
            {each.municipality_name,
             each.unit_name.empty() ? in(exchange, text::no_unit) : each.unit_name,
             each.agreement_title, html::money(each.net),
             each.priced > 0 ? html::money(each.dearer) : in(exchange, text::not_priced),
             std::to_string(each.lines)});
    }
    Filter filter;
    filter.leakage = true;
    filter.limit = 50;
    for (const Stored& each : findings(exchange.db, exchange.actor, filter)) {
        if (each.subject == Subject::invoice && each.issued >= first && each.issued <= last &&
            each.state != FindingState::set_aside) {
            view.lines.push_back(row_of(exchange, each));
        }
    }
    view.title = in(exchange, sum > Money() ? text::leakage_title : text::leakage_none,
                    {{"amount", format_kroner(sum)}, {"year", std::to_string(year)}});
    return http::page(exchange, {.title = in(exchange, text::leakage), .active_menu = "/kontroll"},
                      [&](html::Out& o) { leakage_page(o, view); });
}

using enum Permission;
constexpr http::Route kTable[] = {
    http::get("/kontroll", view_invoices, get_list),
    http::get("/kontroll/{id}", view_invoices, get_finding),
    http::post("/kontroll/{id}/ta-med", view_invoices, post_confirm),
    http::post("/kontroll/{id}/sett-til-side", view_invoices, post_set_aside),
    http::get("/krav", view_invoices, get_claims),
    http::post("/krav", view_invoices, post_claim),
    http::get("/krav/{id}", view_invoices, get_claim),
    http::get("/krav/{id}/brev", view_invoices, get_letter),
    http::get("/krav/{id}/brev/pdf", view_invoices, get_letter_pdf),
    http::post("/krav/{id}/send", view_invoices, post_send),
    http::post("/krav/{id}/purr", view_invoices, post_remind),
    http::post("/krav/{id}/oppretthold", view_invoices, post_insist),
    http::post("/krav/{id}/uenig", view_invoices, post_disagree),
    http::post("/krav/{id}/trekk", view_invoices, post_withdraw),
    http::post("/krav/{id}/avskriv", view_invoices, post_write_off),
    http::get("/lekkasje", view_invoices, get_leakage),
};

}  // namespace

const std::span<const http::Route> kRoutes = kTable;

}  // namespace samkjop::control
