// The register as pages: the list with its filters, one agreement, the forms of its sections, what
// happens to it, its documents. Whoever may search goods reads; the coordinator and an agreement's
// manager change it, which the handlers ask (may_edit), since the route cannot know the agreement.

#include "agreement/pages.h"

#include "agreement/acts.h"
#include "agreement/calendar.h"
#include "agreement/intake.h"
#include "agreement/record.h"
#include "agreement/tables.h"
#include "agreement/texts.h"
#include "base/words.h"
#include "files/files.h"
#include "sheet/export.h"

namespace samkjop::agreement {
namespace {

std::string in(const http::Exchange& exchange, const Text& text, const Arguments& arguments = {}) {
    return render(text, exchange.language, arguments);
}

std::string names_of(const http::Exchange& exchange, const Agreement& agreement, std::size_t all) {
    std::string out;
    std::size_t count = 0;
    for (const Member& member : agreement.members) {
        if (member.left_on && *member.left_on < exchange.today) continue;
        ++count;
        out += (out.empty() ? "" : ", ") + member.name;
    }
    if (count == all && all > 2) {
        const auto word = html::count_in_words(static_cast<std::int64_t>(all), exchange.language);
        return in(exchange, text::all_municipalities, {{"count", word}});
    }
    return out;
}

ListRow row_of(const http::Exchange& exchange, const Agreement& agreement, std::size_t all) {
    ListRow out;
    out.path = agreement.path();
    out.title = agreement.title;
    out.number = agreement.number;
    out.kind = in(exchange, words(agreement.kind));
    out.supplier = agreement.supplier_name;
    out.supplier_number = agreement.supplier_number;
    if (agreement.suppliers.size() > 1) {
        out.supplier_number =
            in(exchange, text::and_more_suppliers,
               {{"count", static_cast<std::int64_t>(agreement.suppliers.size()) - 1}});
    }
    out.municipalities = names_of(exchange, agreement, all);
    out.until = format_short_date(agreement.valid_to);
    out.options = agreement.options.empty() ? in(exchange, text::no_options) : agreement.options;
    out.state = state_in_words(exchange, agreement);
    out.tone = tone_of(agreement, exchange.today);
    return out;
}

std::string heading(const http::Exchange& exchange, std::int64_t count, const std::string& name) {
    const std::string number = html::capitalised(html::count_in_words(count, exchange.language));
    if (name.empty()) return in(exchange, text::in_force_all, {{"count", number}});
    const Text& text = count == 0 ? text::in_force_none
                                  : html::plural(count, text::in_force_one, text::in_force_many);
    return in(exchange, text, {{"count", number}, {"municipality", name}});
}

// What the list is narrowed to, as the address says it.
struct Wanted {
    Filter filter;
    std::string municipality;  // its title; empty: all
    std::vector<party::Municipality> all;
    bool only_states = false;
};

Wanted wanted_from(http::Exchange& exchange) {
    Wanted out;
    out.all = party::municipalities(exchange.db);
    // "alle" shows the region; a municipality's number shows that one; else the reader's own.
    const std::string_view number = exchange.query("kommune");
    for (const party::Municipality& each : out.all) {
        if (number.empty() ? each.id != exchange.actor.municipality : each.number != number)
            continue;
        out.filter.municipality = each.id;
        out.municipality = each.title();
    }
    const std::string_view state = exchange.query("status");
    out.filter.ended = exchange.query("avsluttede") == "1" || state == "avsluttet";
    const bool keeps =
        exchange.actor.may(Permission::coordinate) || exchange.actor.may(Permission::audit);
    out.filter.unsigned_too = keeps && state == "utkast";
    out.filter.text = std::string(cut_at_letter(trimmed(exchange.query("sok")), 200));
    out.filter.cpv = std::string(trimmed(exchange.query("cpv")).substr(0, 8));
    const std::string_view kind = exchange.query("type");
    if (kind.size() == 1 && kind[0] >= '0' && kind[0] < '0' + kKinds)
        out.filter.kind = static_cast<Kind>(kind[0] - '0');
    const auto days = whole_number(exchange.query("slutt"));
    if (days > 0 && days <= 3650) out.filter.ends_by = exchange.today + static_cast<int>(days);
    return out;
}

// The states that the list shows, where the query does not say it with dates alone.
bool shown(const Agreement& each, std::string_view state, Date today) {
    if (state == "utkast") return !each.signed_by_now() && each.state != State::discarded;
    if (state == "avsluttet") return each.valid_to < today || each.state == State::terminated;
    if (state == "gar-ut") return status(each, today) == Status::ending;
    return true;
}

std::vector<Choice> choices(const http::Exchange& exchange, std::string_view chosen,
                            std::initializer_list<std::pair<const char*, const Text*>> all) {
    std::vector<Choice> out;
    for (const auto& [value, label] : all)
        out.push_back({value, in(exchange, *label), chosen == value});
    return out;
}

void offer_filters(const http::Exchange& exchange, const Wanted& wanted, ListView& view) {
    view.search = wanted.filter.text;
    view.cpv = wanted.filter.cpv;
    view.municipalities.push_back(
        {"alle", in(exchange, text::everyone), wanted.municipality.empty()});
    for (const party::Municipality& each : wanted.all) {
        view.municipalities.push_back(
            {each.number, each.name, each.id == wanted.filter.municipality});
    }
    view.kinds = kind_choices(exchange.language, Kind::single);
    for (Choice& each : view.kinds) each.chosen = exchange.query("type") == each.value;
    view.kinds.insert(view.kinds.begin(),
                      {"", in(exchange, text::all_kinds), !wanted.filter.kind.has_value()});
    const std::string_view state = wanted.filter.ended ? "avsluttet" : exchange.query("status");
    view.states = choices(exchange, state,
                          {{"", &text::filter_running},
                           {"gar-ut", &text::filter_ending},
                           {"avsluttet", &text::filter_ended}});
    if (view.may_keep)
        view.states.push_back({"utkast", in(exchange, text::filter_drafts), state == "utkast"});
    view.ends = choices(exchange, exchange.query("slutt"),
                        {{"", &text::ends_any},
                         {"90", &text::ends_90},
                         {"180", &text::ends_180},
                         {"365", &text::ends_365},
                         {"548", &text::ends_548}});
    for (const char* name : {"sok", "cpv", "type", "slutt", "status", "kommune"})
        view.filtered |= !exchange.query(name).empty();
}

http::Response show_list(http::Exchange& exchange) {
    const Wanted wanted = wanted_from(exchange);
    std::vector<Agreement> found = list(exchange.db, wanted.filter, exchange.today);
    std::erase_if(found, [&](const Agreement& each) {
        return !shown(each, exchange.query("status"), exchange.today);
    });
    if (auto file = sheet::exported(exchange, in(exchange, text::file_name),
                                    [&] { return table_of(found, exchange); }))
        return *std::move(file);
    ListView view;
    view.may_keep = exchange.actor.may(Permission::coordinate);
    view.here = sheet::here(exchange);
    offer_filters(exchange, wanted, view);
    std::int64_t holding = 0, ending = 0;
    for (const Agreement& each : found) {
        const Status now = status(each, exchange.today);
        ending += now == Status::ending;
        holding += wanted.filter.municipality
                       ? in_force(each, wanted.filter.municipality, exchange.today)
                       : now == Status::in_force || now == Status::ending;
        view.rows.push_back(row_of(exchange, each, wanted.all.size()));
    }
    view.heading = heading(exchange, holding, wanted.municipality);
    if (ending > 0) {
        const std::string count =
            html::capitalised(html::count_in_words(ending, exchange.language));
        view.note = in(exchange, html::plural(ending, text::ending_one, text::ending_many),
                       {{"count", count}});
    }
    const http::PageHead head{.title = in(exchange, text::title), .active_menu = "/avtaler"};
    return http::page(exchange, head, [&](html::Out& o) { list_page(o, view); });
}

std::optional<Agreement> visible(http::Exchange& exchange) {
    auto out = find(exchange.db, {exchange.path_id()});
    if (out && !may_see(exchange.actor, *out)) return std::nullopt;
    return out;
}

http::Response draw(http::Exchange& exchange, const DetailView& view) {
    const http::PageHead head{
        .title = view.title, .active_menu = "/avtaler", .refused = !view.refusals.empty()};
    return http::page(exchange, head, [&](html::Out& o) { detail_page(o, view); });
}

http::Response show_one(http::Exchange& exchange) {
    const auto agreement = visible(exchange);
    if (!agreement) return http::not_found();
    return draw(exchange, record(exchange, *agreement));
}

http::Response happened(http::Post& post) {
    const auto agreement = visible(post);
    const auto event = event_from(post.form("event"));
    if (!agreement || !event) return http::not_found();
    Typed typed(post);
    Particulars said;
    said.today = post.today;
    said.on = typed.day("on").value_or(post.today);
    said.reference = typed.text("reference", 200);
    said.reason = typed.text("reason");
    Result<void> done;
    if (typed.wrong.empty())
        done = happen(post.tx, post.actor, post.now, agreement->id, *event, said);
    else
        done = std::unexpected(typed.wrong.front());
    if (done) {
        post.commit();
        return http::see_other(agreement->path());
    }
    DetailView view = record(post, *agreement);
    reopen(post, view, *event, done.error());
    return draw(post, view);
}

// ---- Forms ----

void as_typed(const http::Post& post, std::vector<Field>& fields) {
    for (Field& field : fields) {
        const auto all = post.form_all(field.name);
        if (field.input == Field::Input::check) field.value = all.empty() ? "" : "1";
        if (field.input == Field::Input::select || field.input == Field::Input::checks) {
            for (Choice& choice : field.choices)
                choice.chosen = std::ranges::find(all, choice.value) != all.end();
        } else if (field.input != Field::Input::check) {
            field.value = post.form(field.name);
        }
    }
}

http::Response draw_form(http::Exchange& exchange, const FormView& view) {
    const http::PageHead head{.title = in(exchange, *view.title),
                              .active_menu = "/avtaler",
                              .refused = !view.refusals.empty(),
                              .frame = "frame--narrow"};
    return http::page(exchange, head, [&](html::Out& o) { form_page(o, view); });
}

FormView form_of(http::Exchange& exchange, const Agreement& agreement, const Section& section,
                 std::int64_t row) {
    FormView out;
    out.title = section.title;
    out.lead = section.lead;
    out.submit = &text::save_button;
    out.agreement_title = agreement.title;
    out.number = agreement.number;
    out.back = agreement.path();
    out.action = agreement.path() + "/rediger/" + std::string(section.slug);
    if (row != 0) out.action += "?rad=" + std::to_string(row);
    out.row = row;
    out.fields = section.fields(exchange, agreement, row);
    for (const Field& each : out.fields) out.multipart |= each.input == Field::Input::file;
    if (row != 0 && section.part >= 0) {
        out.remove_action = agreement.path() + "/fjern/" + std::string(section.slug) +
                            "?rad=" + std::to_string(row);
    }
    return out;
}

struct Place {
    Agreement agreement;
    const Section* section = nullptr;
    std::int64_t row = 0;
};

std::expected<Place, http::Response> place(http::Exchange& exchange) {
    auto agreement = visible(exchange);
    const Section* found = section(exchange.path_values.at(1));
    if (!agreement || found == nullptr) return std::unexpected(http::not_found());
    if (!may_edit(exchange.actor, *agreement)) return std::unexpected(http::forbidden());
    return Place{*std::move(agreement), found, whole_number(exchange.query("rad"))};
}

http::Response show_form(http::Exchange& exchange) {
    const auto at = place(exchange);
    if (!at) return at.error();
    return draw_form(exchange, form_of(exchange, at->agreement, *at->section, at->row));
}

http::Response save_form(http::Post& post) {
    const auto at = place(post);
    if (!at) return at.error();
    Typed typed(post);
    const auto done = at->section->save(post, typed, at->agreement, at->row);
    if (!done) typed.wrong.push_back(done.error());
    if (typed.wrong.empty()) {
        post.commit();
        return http::see_other(at->agreement.path());
    }
    FormView view = form_of(post, at->agreement, *at->section, at->row);
    as_typed(post, view.fields);
    view.refusals = std::move(typed.wrong);
    return draw_form(post, view);
}

http::Response remove_row(http::Post& post) {
    const auto at = place(post);
    if (!at) return at.error();
    if (at->section->part < 0) return http::not_found();
    const auto done = remove(post.tx, post.actor, post.now, at->agreement.id,
                             static_cast<Part>(at->section->part), at->row);
    if (done) {
        post.commit();
        return http::see_other(at->agreement.path());
    }
    FormView view = form_of(post, at->agreement, *at->section, at->row);
    view.refusals = {done.error()};
    return draw_form(post, view);
}

FormView new_form(http::Exchange& exchange, const Agreement& agreement) {
    FormView out;
    out.title = &text::new_agreement;
    out.lead = &text::new_lead;
    out.submit = &text::new_button;
    out.back = "/avtaler";
    out.action = "/avtaler/ny";
    out.fields = fields_of_new(exchange, agreement);
    return out;
}

http::Response show_new(http::Exchange& exchange) {
    return draw_form(exchange, new_form(exchange, Agreement{}));
}

http::Response make(http::Post& post) {
    Agreement agreement;
    Typed typed(post);
    read_new(post, typed, agreement);
    if (typed.wrong.empty()) {
        const auto made = create(post.tx, post.actor, post.now, agreement);
        if (made) {
            post.commit();
            return http::see_other("/avtaler/" + std::to_string(made->value));
        }
        typed.wrong.push_back(made.error());
    }
    FormView view = new_form(post, agreement);
    as_typed(post, view.fields);
    view.refusals = std::move(typed.wrong);
    return draw_form(post, view);
}

http::Response show_document(http::Exchange& exchange) {
    const auto agreement = visible(exchange);
    if (!agreement) return http::not_found();
    for (const Document& each : documents(exchange.db, agreement->id)) {
        if (each.id != exchange.path_id(1)) continue;
        const std::string bytes = files::content(exchange.db, each.file);
        return http::download(each.file_name, std::string(files::kind_of(bytes)), bytes);
    }
    return http::not_found();
}

constexpr http::Route kTable[] = {
    http::get("/avtaler", Permission::search_catalogue, show_list),
    http::get("/avtaler/ny", Permission::coordinate, show_new),
    http::post("/avtaler/ny", Permission::coordinate, make),
    http::get("/avtaler/kalender", Permission::search_catalogue, show_calendar),
    http::post("/avtaler/kalender", Permission::search_catalogue, make_calendar_address),
    http::get("/avtaler/kalender/{token}", Permission::anyone, calendar_feed),
    http::get("/avtaler/innlesing", Permission::coordinate, show_intake),
    http::post("/avtaler/innlesing", Permission::coordinate, take_file),
    http::get("/avtaler/innlesing/{id}", Permission::coordinate, show_preview),
    http::post("/avtaler/innlesing/{id}", Permission::coordinate, confirm_intake),
    http::get("/avtaler/{id}", Permission::search_catalogue, show_one),
    http::post("/avtaler/{id}/hendelse", Permission::search_catalogue, happened),
    http::get("/avtaler/{id}/rediger/{section}", Permission::search_catalogue, show_form),
    http::post("/avtaler/{id}/rediger/{section}", Permission::search_catalogue, save_form),
    http::post("/avtaler/{id}/fjern/{section}", Permission::search_catalogue, remove_row),
    http::get("/avtaler/{id}/dokumenter/{document}", Permission::search_catalogue, show_document),
};

}  // namespace

const std::span<const http::Route> kRoutes = kTable;

}  // namespace samkjop::agreement
