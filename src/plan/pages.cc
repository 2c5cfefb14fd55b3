// The plan as the coordinator keeps it: the list, one purchase with what may happen to it, and the
// form. Nothing here is open to others; the public site shows what is released.

#include "plan/pages.h"

#include "html/components.h"
#include "party/party.h"
#include "plan/form.h"
#include "plan/intake.h"
#include "plan/plan.h"
#include "plan/texts.h"
#include "plan/views.h"
#include "sheet/export.h"
#include "trail/trail.h"

namespace samkjop::plan {
namespace {

std::string say(const http::Exchange& exchange, const Text& text, const Arguments& arguments = {}) {
    return render(text, exchange.language, arguments);
}

std::string quarter_or_not(const http::Exchange& exchange, const std::optional<Quarter>& quarter) {
    return quarter ? html::capitalised(quarter->in_words(exchange.language))
                   : say(exchange, text::not_decided);
}

std::string names_of(const http::Exchange& exchange, const PlannedPurchase& purchase,
                     std::span<const party::Municipality> all) {
    if (purchase.municipalities.size() == all.size() && all.size() > 2) {
        return say(exchange, text::all_municipalities,
                   {{"count", html::count_in_words(static_cast<std::int64_t>(all.size()),
                                                   exchange.language)}});
    }
    std::string out;
    for (const party::Municipality& each : all) {
        if (!purchase.is_for(each.id)) continue;
        out += (out.empty() ? "" : ", ") + each.name;
    }
    return out;
}

std::string value_of(const http::Exchange& exchange, const PlannedPurchase& purchase) {
    if (purchase.estimate) return html::kroner(*purchase.estimate);
    return say(exchange, words(purchase.value_band));
}

ListRow row_of(const http::Exchange& exchange, const PlannedPurchase& purchase,
               std::span<const party::Municipality> all) {
    ListRow row;
    row.path = purchase.path();
    row.title = purchase.title;
    row.number = purchase.number;
    row.method = say(exchange, words(purchase.method));
    row.municipalities = names_of(exchange, purchase, all);
    row.announcement = quarter_or_not(exchange, purchase.announcement);
    row.start = quarter_or_not(exchange, purchase.start);
    row.value = value_of(exchange, purchase);
    if (is_late(purchase, exchange.today)) {
        row.tone = html::Tone::warning;
        row.state = say(exchange, text::late_short);
    } else if (!purchase.is_open()) {
        row.state = say(exchange, words(purchase.status));
    } else {
        row.tone = purchase.released ? html::Tone::good : html::Tone::wait;
        row.state = say(exchange, purchase.released ? text::is_released : text::is_hidden);
    }
    return row;
}

std::string counted(const http::Exchange& exchange, std::int64_t count, const Text& one,
                    const Text& many) {
    if (count == 0) return "";
    return say(exchange, html::plural(count, one, many),
               {{"count", html::capitalised(html::count_in_words(count, exchange.language))}});
}

http::Response show_list(http::Exchange& exchange) {
    const bool closed = exchange.query("vis") == "avsluttet";
    const auto all = party::municipalities(exchange.db);
    std::vector<PlannedPurchase> shown;
    ListView view;
    view.here = sheet::here(exchange);
    std::int64_t open = 0, late = 0, hidden = 0;
    for (const PlannedPurchase& each : list(exchange.db)) {
        open += each.is_open();
        late += is_late(each, exchange.today);
        hidden += each.is_open() && !each.released;
        if (each.is_open() == closed) continue;
        view.rows.push_back(row_of(exchange, each, all));
        shown.push_back(each);
    }
    if (auto file = sheet::exported(exchange, "innkjopsplan", [&] {
            return table_of(exchange.db, shown, exchange.language);
        })) {
        return *std::move(file);
    }
    view.heading = open == 0 ? say(exchange, text::open_none)
                             : counted(exchange, open, text::open_one, text::open_many);
    for (const std::string& sentence :
         {counted(exchange, late, text::late_one, text::late_many),
          counted(exchange, hidden, text::hidden_one, text::hidden_many)}) {
        if (!sentence.empty()) view.note += (view.note.empty() ? "" : " ") + sentence;
    }
    view.chips = {{"/plan", say(exchange, text::chip_open), !closed},
                  {"/plan?vis=avsluttet", say(exchange, text::chip_closed), closed}};
    return http::page(exchange, {.title = say(exchange, text::title), .active_menu = "/plan"},
                      [&](html::Out& o) { list_page(o, view); });
}

std::vector<html::Figure> facts_of(const http::Exchange& exchange, const PlannedPurchase& purchase,
                                   std::span<const party::Municipality> all) {
    std::vector<html::Figure> out;
    const auto add = [&](const Text& label, std::string value) {
        if (!value.empty()) out.push_back({say(exchange, label), std::move(value)});
    };
    std::string codes;
    for (const std::string& code : purchase.cpv) codes += (codes.empty() ? "" : ", ") + code;
    add(text::col_municipalities, names_of(exchange, purchase, all));
    add(text::col_announcement, quarter_or_not(exchange, purchase.announcement));
    add(text::col_start, quarter_or_not(exchange, purchase.start));
    add(text::col_method, say(exchange, words(purchase.method)));
    add(text::field_duration, purchase.duration);
    add(text::field_band, say(exchange, words(purchase.value_band)));
    if (purchase.estimate) add(text::field_estimate, html::kroner(*purchase.estimate));
    add(text::field_cpv, codes);
    add(text::field_contact_name, purchase.contact_name);
    add(text::field_contact_email, purchase.contact_email);
    add(text::field_notice, purchase.notice);
    add(text::field_replaces, purchase.replaces);
    add(text::field_agreement, purchase.agreement);
    add(text::field_note, purchase.note);
    return out;
}

void add_state(const http::Exchange& exchange, const PlannedPurchase& purchase, DetailView& view) {
    const Arguments when = {{"quarter", purchase.announcement
                                            ? purchase.announcement->in_words(exchange.language)
                                            : ""}};
    switch (purchase.status) {
        case Status::planned:
            view.tone = html::Tone::wait;
            view.state = say(exchange,
                             is_late(purchase, exchange.today) ? text::state_late
                             : purchase.announcement           ? text::state_planned
                                                               : text::state_planned_undecided,
                             when);
            if (is_late(purchase, exchange.today)) view.tone = html::Tone::warning;
            break;
        case Status::announced:
            view.tone = html::Tone::good;
            view.state = say(exchange, text::state_announced);
            break;
        case Status::completed:
            view.tone = html::Tone::good;
            view.state = say(exchange, text::state_completed);
            break;
        case Status::cancelled:
        case Status::count_:
            view.tone = html::Tone::stop;
            view.state = say(exchange, text::state_cancelled);
    }
}

std::vector<Act> acts_of(const http::Exchange& exchange, const PlannedPurchase& purchase) {
    std::vector<Act> out;
    for (const Event event : possible(purchase.status)) {
        if (event == Event::announce && purchase.notice.empty()) continue;
        const Text* labels[] = {&text::do_announce, &text::do_complete, &text::do_cancel,
                                &text::do_resume};
        out.push_back({std::string(name(event)),
                       say(exchange, *labels[static_cast<std::size_t>(event)]), false,
                       event == Event::cancel});
    }
    return out;
}

std::vector<html::TrailRow> trail_rows(const http::Exchange& exchange, PlanId id) {
    static const std::pair<std::string_view, const Text*> kSentences[] = {
        {"created", &text::event_created},   {"changed", &text::event_changed},
        {"announce", &text::event_announce}, {"complete", &text::event_complete},
        {"cancel", &text::event_cancel},     {"resume", &text::event_resume},
        {"released", &text::event_released}, {"withdrawn", &text::event_withdrawn}};
    std::vector<html::TrailRow> out;
    for (const trail::Line& line : trail::of(exchange.db, {"plan", id.value})) {
        for (const auto& [event, sentence] : kSentences) {
            if (line.event == event)
                out.push_back({say(exchange, *sentence), "", line.at, line.user_name});
        }
    }
    return out;
}

http::Response draw(http::Exchange& exchange, const PlannedPurchase& purchase, FormView form,
                    std::vector<Refusal> refusals) {
    const auto all = party::municipalities(exchange.db);
    DetailView view;
    view.number = purchase.number;
    view.title = purchase.title;
    view.description = purchase.description;
    view.released = purchase.released;
    view.context = say(exchange, purchase.released ? text::context_released : text::context_hidden);
    view.public_path = "/samarbeid/offentlig/plan/" + std::to_string(purchase.id.value);
    view.event_path = purchase.path() + "/hendelse";
    view.may_announce_later = purchase.status == Status::planned && purchase.notice.empty();
    view.acts = acts_of(exchange, purchase);
    view.facts = facts_of(exchange, purchase, all);
    view.trail = trail_rows(exchange, purchase.id);
    view.refusals = std::move(refusals);
    view.form = std::move(form);
    view.today = exchange.today;
    add_state(exchange, purchase, view);
    const bool refused = !view.refusals.empty() || !view.form.refusals.empty();
    return http::page(exchange,
                      {.title = purchase.title, .active_menu = "/plan", .refused = refused},
                      [&](html::Out& o) { detail_page(o, view); });
}

http::Response show_one(http::Exchange& exchange) {
    const auto purchase = find(exchange.db, {exchange.path_id()});
    if (!purchase) return http::not_found();
    return draw(exchange, *purchase, form_of(exchange, *purchase), {});
}

http::Response change(http::Post& post) {
    auto purchase = find(post.db, {post.path_id()});
    if (!purchase) return http::not_found();
    std::vector<Refusal> wrong = read_form(post, *purchase);
    if (wrong.empty()) {
        auto saved = save(post.tx, post.actor, post.now, *purchase);
        if (saved) {
            post.commit();
            return http::see_other(purchase->path());
        }
        wrong = std::move(saved).error();
    }
    FormView form = form_as_typed(post, purchase->path());
    form.refusals = std::move(wrong);
    return draw(post, *find(post.db, purchase->id), std::move(form), {});
}

http::Response happened(http::Post& post) {
    const auto purchase = find(post.db, {post.path_id()});
    const auto event = event_from(post.form("hendelse"));
    if (!purchase || !event) return http::not_found();
    const auto done = happen(post.tx, post.actor, post.now, purchase->id, *event);
    if (!done) return draw(post, *purchase, form_of(post, *purchase), {done.error()});
    post.commit();
    return http::see_other(purchase->path());
}

http::Response draw_new(http::Exchange& exchange, FormView form) {
    form.is_new = true;
    const NewView view{std::move(form)};
    const http::PageHead head{.title = say(exchange, text::new_title),
                              .active_menu = "/plan",
                              .refused = !view.form.refusals.empty(),
                              .frame = "frame--narrow"};
    return http::page(exchange, head, [&](html::Out& o) { new_page(o, view); });
}

http::Response show_new(http::Exchange& exchange) {
    PlannedPurchase purchase;
    purchase.contact_name = exchange.actor.name;
    if (const auto person = party::person(exchange.db, exchange.actor.user)) {
        purchase.contact_email = person->email;
    }
    FormView form = form_of(exchange, purchase);
    form.action = "/plan/ny";
    return draw_new(exchange, std::move(form));
}

http::Response make(http::Post& post) {
    PlannedPurchase purchase;
    std::vector<Refusal> wrong = read_form(post, purchase);
    if (wrong.empty()) {
        auto saved = save(post.tx, post.actor, post.now, purchase);
        if (saved) {
            post.commit();
            return http::see_other("/plan/" + std::to_string(saved->value));
        }
        wrong = std::move(saved).error();
    }
    FormView form = form_as_typed(post, "/plan/ny");
    form.refusals = std::move(wrong);
    return draw_new(post, std::move(form));
}

http::Response draw_intake(http::Exchange& exchange, const IntakeView& view) {
    const bool checked = !view.messages.empty() || !view.fine.empty();
    http::Response response = http::page(exchange,
                                         {.title = say(exchange, text::intake_title),
                                          .active_menu = "/plan",
                                          .frame = "frame--narrow"},
                                         [&](html::Out& o) { intake_page(o, view); });
    if (checked) response.status = 422;  // nothing is stored
    return response;
}

http::Response show_intake(http::Exchange& exchange) { return draw_intake(exchange, {}); }

http::Response take_in(http::Post& post) {
    IntakeView view;
    const http::Upload* file = post.upload("fil");
    if (file == nullptr) {
        view.messages.push_back(say(post, text::file_missing));
        return draw_intake(post, view);
    }
    const Intake taken = take(post.tx, post.actor, post.now, file->bytes);
    for (const Message& each : taken.messages) {
        const std::string message = each.refusal.in(post.language);
        view.messages.push_back(
            each.line == 0 ? message
                           : say(post, text::intake_line,
                                 {{"line", std::int64_t{each.line}}, {"message", message}}));
    }
    if (view.messages.empty() && post.form("valg") == "les") {
        post.commit();
        return http::see_other("/plan");
    }
    if (view.messages.empty()) {
        view.fine = say(post, text::intake_fine,
                        {{"created", std::int64_t{taken.created}},
                         {"changed", std::int64_t{taken.changed}},
                         {"unchanged", std::int64_t{taken.unchanged}}});
    }
    return draw_intake(post, view);
}

constexpr http::Route kTable[] = {
    http::get("/plan", Permission::coordinate, show_list),
    http::get("/plan/ny", Permission::coordinate, show_new),
    http::post("/plan/ny", Permission::coordinate, make),
    http::get("/plan/innlesing", Permission::coordinate, show_intake),
    http::post("/plan/innlesing", Permission::coordinate, take_in),
    http::get("/plan/{id}", Permission::coordinate, show_one),
    http::post("/plan/{id}", Permission::coordinate, change),
    http::post("/plan/{id}/hendelse", Permission::coordinate, happened),
};

}  // namespace

const std::span<const http::Route> kRoutes = kTable;

}  // namespace samkjop::plan
