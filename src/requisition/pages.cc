// The record of a requisition and the list. The page asks the lifecycle itself whether this person
// may approve, and shows its answer where the button would stand.

#include "requisition/pages.h"

#include <algorithm>

#include "base/words.h"
#include "files/files.h"
#include "requisition/acts.h"
#include "requisition/handlers.h"
#include "requisition/store.h"
#include "requisition/texts.h"
#include "requisition/views.h"
#include "trail/trail.h"
#include "worklist/worklist.h"

namespace samkjop::requisition {
namespace {

using http::Exchange;
using http::Post;
using http::Response;

// A reason or message as it was typed, within what is stored.
std::string words_of(std::string_view typed) {
    return std::string(cut_at_letter(trimmed(typed), 4000));
}

std::string first_name(const std::string& name) { return name.substr(0, name.find(' ')); }

std::string decider(const Requisition& requisition) {
    for (const Line& line : requisition.lines) {
        if (line.decided_at == requisition.decided_at && !line.decided_by_name.empty())
            return line.decided_by_name;
    }
    return "";
}

// ---- The state in words
// --------------------------------------------------------------------------

std::string state_sentence(Exchange& exchange, const Requisition& requisition, const Facts& facts,
                           bool may_approve) {
    const Language language = exchange.language;
    const auto day = [&](std::optional<Instant> at) {
        return html::day(at.value_or(exchange.now).oslo_date(), language, exchange.today);
    };
    const std::string name = decider(requisition);
    switch (requisition.state) {
        case State::draft:
            return state_text(State::draft, language);
        case State::waiting: {
            const std::string since = day(requisition.submitted_at);
            if (may_approve) return render(text::waits_for_you, language, {{"day", since}});
            std::vector<UnitId> units;
            for (const UnitFacts& unit : facts.units) {
                if (!unit.consented) units.push_back(unit.unit);
            }
            const auto people =
                whom_to_ask(exchange.db, requisition, units, facts.cost, exchange.today);
            if (people.empty()) return render(text::waits_for_somebody, language, {{"day", since}});
            return render(text::waits_for, language,
                          {{"names", names_of(exchange.db, people, language)}, {"day", since}});
        }
        case State::asked:
            if (exchange.actor.user == requisition.requester)
                return std::string(text::asked_you.in(language));
            return render(text::asked_requester, language, {{"name", requisition.requester_name}});
        case State::approved:
            return render(text::approved_by, language,
                          {{"name", name}, {"day", day(requisition.decided_at)}});
        case State::partly_approved: {
            const auto count =
                std::ranges::count(requisition.lines, LineState::rejected, &Line::state);
            return render(text::partly_approved_by, language,
                          {{"name", name},
                           {"day", day(requisition.decided_at)},
                           {"count", lines_text(static_cast<std::size_t>(count), language)}});
        }
        case State::rejected:
            return render(text::rejected_by, language,
                          {{"name", name}, {"day", day(requisition.decided_at)}});
        case State::withdrawn:
            break;
    }
    return render(text::withdrawn_on, language, {{"day", day(requisition.decided_at)}});
}

// ---- The approver's panel
// ------------------------------------------------------------------------

// Beyond what an agreement allows: with a reason of the approver's own, or not at all.
void say_beyond(Exchange& exchange, const Requisition& requisition, RecordView& view) {
    if (beyond_agreement == nullptr) return;
    const auto stop = beyond_agreement(exchange.db, requisition, exchange.today);
    if (!stop) return;
    const std::string says = stop->refusal.in(exchange.language);
    if (!stop->with_reason) {
        view.may_approve = false;
        view.cannot = says;
        return;
    }
    view.beyond = says;
    if (!requisition.over_reason.empty()) {
        view.beyond += " " + render(text::reason_by, exchange.language,
                                    {{"name", first_name(requisition.requester_name)},
                                     {"reason", requisition.over_reason}});
    }
}

void fill_approver(Exchange& exchange, const Requisition& requisition, Facts facts,
                   RecordView& view) {
    const Language language = exchange.language;
    const Actor& actor = exchange.actor;
    const bool open = requisition.state == State::waiting || requisition.state == State::asked;
    const bool somewhere = std::ranges::any_of(
        facts.units, [](const UnitFacts& unit) { return unit.authority.has_value(); });
    view.decides = open && actor.may(Permission::approve_purchase) && somewhere &&
                   actor.user != requisition.requester;
    if (!view.decides) return;
    const bool given = !facts.reason.empty();
    if (!given) facts.reason = "-";  // asks: would it be allowed, once the reason is written?
    const auto decision = decide(requisition, Event::approve, actor, facts);
    view.may_ask = requisition.state == State::waiting;
    const auto standing = std::ranges::count(requisition.lines, LineState::open, &Line::state);
    view.reject_all = standing == 1 ? std::string(text::reject_all_one.in(language))
                                    : render(text::reject_all, language,
                                             {{"count", html::count_in_words(standing, language)}});
    if (!decision) {
        view.cannot = decision.error().in(language);
        return;
    }
    view.may_approve = true;
    view.needs_reason = !given && facts.over > Money() && requisition.over > Money() &&
                        facts.policy != party::BudgetPolicy::warn;
    view.over_amount = format_kroner(facts.over);
    say_beyond(exchange, requisition, view);
    if (!view.may_approve) return;
    std::optional<Money> limit;
    std::vector<std::string> units;
    for (const UnitFacts& unit : facts.units) {
        if (std::ranges::find(decision->consents, unit.unit) == decision->consents.end()) continue;
        units.push_back(unit.name);
        if (!limit || *unit.authority < *limit) limit = unit.authority;
    }
    if (!decision->decided()) {
        view.means = render(text::approve_part, language, {{"units", joined(units, language)}});
        return;
    }
    const auto orders = static_cast<std::int64_t>(view.orders.size());
    view.means =
        render(html::plural(orders, text::approve_means_one, text::approve_means), language,
               {{"amount", view.net},
                {"count", html::count_in_words(orders, language)},
                {"limit", format_kroner(limit.value_or(Money()))}});
}

std::string last_question(Exchange& exchange, const Requisition& requisition) {
    for (const trail::Line& line : trail::of(exchange.db, {"requisition", requisition.id.value})) {
        if (line.event != "asked") continue;
        return render(text::asked_by, exchange.language,
                      {{"name", line.user_name}, {"text", trail::member(line, "text")}});
    }
    return "";
}

std::string delivery_text(Exchange& exchange, const Requisition& requisition) {
    std::string out;
    if (const auto unit = party::unit(exchange.db, requisition.delivery_unit)) {
        out = render(text::delivered_to_on, exchange.language,
                     {{"place", unit->delivery_name.empty() ? unit->name : unit->delivery_name}});
    }
    if (requisition.wished) {
        out += " " +
               render(text::wished_on, exchange.language,
                      {{"day", html::day(*requisition.wished, exchange.language, exchange.today)}});
    }
    return out;
}

RecordView record_view(Exchange& exchange, const Requisition& requisition) {
    const Language language = exchange.language;
    const auto settings =
        party::municipality(exchange.db, requisition.municipality).value().settings;
    RecordView view;
    view.today = exchange.today;
    view.id = requisition.id.value;
    view.kind = render(text::kind_and_number, language, {{"number", requisition.number}});
    view.title = requisition.title;
    view.message = requisition.message;
    view.requester_first_name = first_name(requisition.requester_name);
    view.net = format_kroner(requisition.net());
    const bool open = requisition.state == State::waiting || requisition.state == State::asked;
    if (open) view.budgets = budgets(exchange.db, requisition, settings, exchange.today, language);
    view.lines = line_views(requisition, coding::rules(exchange.db, requisition.municipality),
                            settings, view.budgets, language);
    view.lines_heading = html::capitalised(lines_text(view.lines.size(), language));
    view.lead = render(text::record_lead, language,
                       {{"name", requisition.requester_name},
                        {"unit", requisition.unit_name},
                        {"lines", lines_text(view.lines.size(), language)},
                        {"amount", view.net}});
    view.orders = order_views(requisition, language);
    view.sum = format_money(requisition.net());
    const auto orders = static_cast<std::int64_t>(view.orders.size());
    view.becomes = render(html::plural(orders, text::becomes_heading_one, text::becomes_heading),
                          language, {{"count", html::count_in_words(orders, language)}});
    Facts facts;
    if (open) {
        facts = facts_for(exchange.db, requisition, Event::approve, exchange.actor, settings,
                          exchange.today, {}, "");
        fill_approver(exchange, requisition, std::move(facts), view);
        facts = facts_for(exchange.db, requisition, Event::answer, exchange.actor, settings,
                          exchange.today, {}, "");
    }
    view.own_open = open && exchange.actor.user == requisition.requester;
    view.asked = requisition.state == State::asked;
    view.rejected_news =
        exchange.actor.user == requisition.requester &&
        worklist::waits(exchange.db, exchange.actor.user, kRejectedTask, requisition.id.value);
    if (view.asked && view.own_open) view.question_to_answer = last_question(exchange, requisition);
    view.to_me = view.decides;
    view.tone = state_tone(requisition.state);
    view.state = state_sentence(exchange, requisition, facts, view.may_approve);
    view.delivery = delivery_text(exchange, requisition);
    for (const trail::Link& link :
         trail::links_from(exchange.db, {"requisition", requisition.id.value})) {
        view.links.push_back({link.label, link.path});
    }
    if (!view.links.empty()) view.orders.clear();
    for (const files::File& file : files::of(exchange.db, {"requisition", requisition.id.value})) {
        view.files.push_back({file.path(), file.label(language)});
    }
    view.trail = trail_rows(exchange.db, requisition, language, view.trail_line, view.trail_hash);
    return view;
}

Response show(Exchange& exchange, const RecordView& view) {
    http::PageHead head;
    head.title = view.title;
    head.active_menu = view.to_me ? "/til-meg" : "";
    head.refused = !view.refusals.empty();
    head.print_style = http::print_style(view.kind + " · " + view.trail_hash);
    return http::page(exchange, head, [&](html::Out& o) { record_page(o, view); });
}

// ---- Handlers
// ------------------------------------------------------------------------------------

Response get_record(Exchange& exchange) {
    const auto requisition = store::load(exchange.db, exchange.actor, {exchange.path_id()});
    if (!requisition) return http::not_found();
    if (requisition->state == State::draft) return http::see_other("/kurv");
    return show(exchange, record_view(exchange, *requisition));
}

// Every act answers alike: 303 back to the record, or the record with the refusal and what was
// typed.
template <class Act, class Keep>
Response act_on(Post& post, Act act, Keep keep) {
    const RequisitionId id{post.path_id()};
    const auto before = store::load(post.db, post.actor, id);
    if (!before || before->state == State::draft) return http::not_found();
    if (Result<void> done = act(id, *before); !done) {
        RecordView view = record_view(post, *before);
        view.refusals.push_back(done.error());
        keep(view);
        return show(post, view);
    }
    post.commit();
    return http::see_other(before->path());
}

Response post_approval(Post& post) {
    const std::string why = words_of(post.form("over"));
    return act_on(
        post,
        [&](RequisitionId id, const Requisition&) {
            return approve(post.tx, post.actor, post.now, id, why);
        },
        [&](RecordView& view) { view.why = why; });
}

Response post_rejection(Post& post) {
    const std::string why = words_of(post.form("grunn"));
    const std::int64_t line = post.number("linje");
    return act_on(
        post,
        [&](RequisitionId id, const Requisition& requisition) {
            std::vector<LineId> lines;
            for (const Line& one : requisition.lines) {
                if (line == 0 ? one.state == LineState::open : one.id.value == line)
                    lines.push_back(one.id);
            }
            auto done = reject(post.tx, post.actor, post.now, id, lines, why);
            // The field that was refused is the one that was filled in: one line's, or that of all.
            if (!done && !done.error().field.empty()) {
                Refusal refusal = done.error();
                refusal.field = "grunn-" + std::to_string(line);
                return Result<void>(std::unexpected(std::move(refusal)));
            }
            return done;
        },
        [&](RecordView& view) {
            view.reject_line = line;
            view.reject_reason = why;
        });
}

Response post_question(Post& post) {
    const std::string words = words_of(post.form("sporsmal"));
    return act_on(
        post,
        [&](RequisitionId id, const Requisition&) {
            return ask(post.tx, post.actor, post.now, id, words);
        },
        [&](RecordView& view) { view.question = words; });
}

Response post_answer(Post& post) {
    const std::string words = words_of(post.form("svar"));
    return act_on(
        post,
        [&](RequisitionId id, const Requisition&) {
            return answer(post.tx, post.actor, post.now, id, words);
        },
        [&](RecordView& view) { view.answer = words; });
}

Response post_withdrawal(Post& post) {
    return act_on(
        post,
        [&](RequisitionId id, const Requisition&) {
            return withdraw(post.tx, post.actor, post.now, id);
        },
        [](RecordView&) {});
}

Response post_change(Post& post) {
    return act_on(
        post,
        [&](RequisitionId id, const Requisition& requisition) -> Result<void> {
            std::vector<NewQuantity> quantities;
            for (const Line& line : requisition.lines) {
                const std::string field = "a" + std::to_string(line.id.value);
                if (line.state != LineState::open || !post.has_form(field)) continue;
                const auto typed = Decimal::parse_typed(trimmed(post.form(field)));
                const bool fits = typed && !typed->is_negative() &&
                                  typed->normalised().scale() <= 6 &&
                                  *typed <= Decimal::whole(10'000'000);
                if (!fits) return refuse(text::quantity_malformed, {}, field);
                quantities.push_back({line.id, typed->normalised()});
            }
            return change_quantities(post.tx, post.actor, post.now, id, quantities,
                                     words_of(post.form("begrunnelse")));
        },
        [&](RecordView& view) {
            view.change_refused = true;
            view.why = words_of(post.form("begrunnelse"));
            for (LineView& line : view.lines) {
                const std::string field = "a" + std::to_string(line.id);
                if (post.has_form(field)) line.quantity = post.form(field);
            }
        });
}

Response post_put_away(Post& post) {
    return act_on(
        post,
        [&](RequisitionId id, const Requisition&) {
            return put_away_rejection(post.tx, post.actor, post.now, id);
        },
        [](RecordView&) {});
}

Response get_list(Exchange& exchange) {
    ListView view;
    view.may_reach = exchange.actor.whole_municipality || exchange.actor.whole_region ||
                     !exchange.actor.units.empty();
    const bool requests = exchange.actor.may(Permission::request_purchase);
    view.reach = view.may_reach && (exchange.query("vis") == "enheter" || !requests);
    const std::int64_t before = exchange.number("foer");
    auto rows = view.reach ? store::in_reach(exchange.db, exchange.actor, {before})
                           : store::own(exchange.db, exchange.actor, {before});
    if (rows.size() > static_cast<std::size_t>(store::kListed)) {
        rows.pop_back();
        view.next = std::string("/rekvisisjoner?") + (view.reach ? "vis=enheter&" : "") +
                    "foer=" + std::to_string(rows.back().id.value);
    }
    for (const store::Row& row : rows) {
        view.rows.push_back(
            {"/rekvisisjoner/" + std::to_string(row.id.value), row.number, row.title,
             row.requester_name + ", " + row.unit_name, state_text(row.state, exchange.language),
             html::day(row.submitted_at.oslo_date(), exchange.language, exchange.today),
             format_kroner(row.net), state_tone(row.state)});
    }
    http::PageHead head;
    head.title = std::string(text::list_title.in(exchange.language));
    return http::page(exchange, head, [&](html::Out& o) { list_page(o, view); });
}

std::span<const http::Route> all_routes() {
    static const std::vector<http::Route> table = [] {
        std::vector<http::Route> out = {
            http::get("/rekvisisjoner", Permission::view_purchases, get_list),
            http::get("/rekvisisjoner/{id}", Permission::view_purchases, get_record),
            http::post("/rekvisisjoner/{id}/godkjenning", Permission::approve_purchase,
                       post_approval),
            http::post("/rekvisisjoner/{id}/avvisning", Permission::approve_purchase,
                       post_rejection),
            http::post("/rekvisisjoner/{id}/sporsmal", Permission::approve_purchase, post_question),
            http::post("/rekvisisjoner/{id}/svar", Permission::request_purchase, post_answer),
            http::post("/rekvisisjoner/{id}/endring", Permission::request_purchase, post_change),
            http::post("/rekvisisjoner/{id}/sett", Permission::request_purchase, post_put_away),
            http::post("/rekvisisjoner/{id}/tilbaketrekking", Permission::request_purchase,
                       post_withdrawal),
        };
        out.insert(out.end(), kBasketRoutes.begin(), kBasketRoutes.end());
        return out;
    }();
    return table;
}

}  // namespace

const std::span<const http::Route> kRoutes = all_routes();

}  // namespace samkjop::requisition
