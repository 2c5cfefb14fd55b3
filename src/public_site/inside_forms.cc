// What the coordinator writes: pages with their documents, the settings, and the answers to
// feedback.

#include <fmt/format.h>

#include "base/words.h"
#include "db/db.h"
#include "files/files.h"
#include "public_site/inside_views.h"
#include "public_site/pages.h"
#include "public_site/rows.h"
#include "public_site/texts.h"

namespace samkjop::public_site {
namespace {

constexpr std::string_view kHere = "/samarbeid/offentlig";
constexpr std::array<std::string_view, 3> kCodes = {"nb", "nn", "en"};
constexpr std::array<std::string_view, 3> kNames = {"bokmål", "nynorsk", "English"};
constexpr std::string_view kKinds[] = {"strategy", "routine", "suppliers"};

std::string words(const http::Exchange& exchange, const Text& text, const Arguments& args = {}) {
    return render(text, exchange.language, args);
}

std::vector<Choice> kind_choices(const http::Exchange& exchange, PageKind chosen) {
    const Text* labels[] = {&text::kind_strategy, &text::kind_routine, &text::kind_suppliers};
    std::vector<Choice> out;
    for (std::size_t i = 0; i < std::size(labels); ++i) {
        out.push_back({std::string(kKinds[i]), words(exchange, *labels[i]),
                       i == static_cast<std::size_t>(chosen)});
    }
    return out;
}

PageDraft draft_of(const Page& page) {
    return {page.id, page.kind, page.position, page.latest.texts};
}

PageDraft typed_draft(const http::Post& post, PageId id) {
    PageDraft out{.id = id};
    for (std::size_t i = 0; i < std::size(kKinds); ++i) {
        if (post.form("kind") == kKinds[i]) out.kind = static_cast<PageKind>(i);
    }
    out.position =
        static_cast<int>(std::min<std::int64_t>(whole_number(post.form("position")), 999));
    for (std::size_t i = 0; i < kCodes.size(); ++i) {
        const std::string code(kCodes[i]);
        out.texts[i] = {std::string(cut_at_letter(trimmed(post.form("title-" + code)), 200)),
                        std::string(cut_at_letter(trimmed(post.form("summary-" + code)), 500)),
                        std::string(trimmed(post.form("body-" + code)))};
        std::erase(out.texts[i].body, '\r');
    }
    return out;
}

http::Response draw_editor(http::Exchange& exchange, const PageDraft& draft, const Page* page,
                           std::vector<Refusal> refusals) {
    EditorView view;
    view.is_new = page == nullptr;
    view.heading = page ? page->latest.texts[0].title : words(exchange, text::page_new_title);
    view.action =
        page ? fmt::format("{}/sider/{}", kHere, page->id.value) : std::string(kHere) + "/ny-side";
    view.position = std::to_string(draft.position);
    view.kinds = kind_choices(exchange, draft.kind);
    for (std::size_t i = 0; i < kCodes.size(); ++i) {
        const PageText& each = draft.texts[i];
        view.languages.push_back({std::string(kCodes[i]), std::string(kNames[i]), each.title,
                                  each.summary, each.body, !each.empty()});
    }
    if (page) {
        view.see_path = view.action + "/se";
        view.attach_path = view.action + "/dokument";
        view.remove_path = view.action + "/fjern";
        view.tone = page->has_news() ? html::Tone::wait : html::Tone::good;
        view.state = words(exchange, !page->released    ? text::is_hidden
                                     : page->has_news() ? text::has_news
                                                        : text::is_released);
        for (const files::File& file : files::of(exchange.db, {"public_page", page->id.value})) {
            view.documents.push_back({file.id.value, file.path(), file.label(exchange.language)});
        }
    }
    view.refusals = std::move(refusals);
    return http::page(exchange,
                      {.title = view.heading,
                       .active_menu = "/plan",
                       .refused = !view.refusals.empty(),
                       .frame = "frame--narrow"},
                      [&](html::Out& o) { editor_page(o, view); });
}

http::Response draw_settings(http::Exchange& exchange, const Settings& settings,
                             std::vector<Refusal> refusals) {
    SettingsView view{settings.publisher,     settings.publisher_number,
                      settings.contact_name,  settings.contact_email,
                      settings.contact_phone, settings.contact_address,
                      settings.ocid_prefix,   settings.shortcomings,
                      settings.assessed_on,   settings.statement_address};
    const std::pair<const char*, const Text*> levels[] = {{"full", &text::conformance_full},
                                                          {"partial", &text::conformance_partial},
                                                          {"none", &text::conformance_none}};
    for (std::size_t i = 0; i < std::size(levels); ++i) {
        view.conformance.push_back({levels[i].first, words(exchange, *levels[i].second),
                                    i == static_cast<std::size_t>(settings.conformance)});
    }
    view.refusals = std::move(refusals);
    return http::page(exchange,
                      {.title = words(exchange, text::settings_title),
                       .active_menu = "/plan",
                       .refused = !view.refusals.empty(),
                       .frame = "frame--narrow"},
                      [&](html::Out& o) { settings_page(o, view); });
}

}  // namespace

http::Response show_new_page(http::Exchange& exchange) {
    return draw_editor(exchange, {}, nullptr, {});
}

http::Response make_page(http::Post& post) {
    const PageDraft draft = typed_draft(post, {});
    auto saved = save_page(post.tx, post.actor, post.now, draft);
    if (!saved) return draw_editor(post, draft, nullptr, std::move(saved).error());
    post.commit();
    return http::see_other(fmt::format("{}/sider/{}", kHere, saved->value));
}

http::Response show_page_editor(http::Exchange& exchange) {
    const auto page = find_page(exchange.db, {exchange.path_id()});
    if (!page) return http::not_found();
    return draw_editor(exchange, draft_of(*page), &*page, {});
}

http::Response change_page(http::Post& post) {
    const auto page = find_page(post.db, {post.path_id()});
    if (!page) return http::not_found();
    const PageDraft draft = typed_draft(post, page->id);
    auto saved = save_page(post.tx, post.actor, post.now, draft);
    if (!saved) return draw_editor(post, draft, &*page, std::move(saved).error());
    post.commit();
    return http::see_other(fmt::format("{}/sider/{}/se", kHere, page->id.value));
}

http::Response attach_document(http::Post& post) {
    const auto page = find_page(post.db, {post.path_id()});
    if (!page) return http::not_found();
    const auto saved =
        files::save_all(post.tx, post.actor, post.now, {"public_page", page->id.value},
                        post.actor.unit, post.request, "fil");
    if (!saved) return draw_editor(post, draft_of(*page), &*page, {saved.error()});
    touch(post.tx, post.now);
    post.commit();
    return http::see_other(fmt::format("{}/sider/{}#dokumenter", kHere, page->id.value));
}

http::Response remove_document(http::Post& post) {
    const auto page = find_page(post.db, {post.path_id()});
    if (!page) return http::not_found();
    for (const files::File& file : files::of(post.db, {"public_page", page->id.value})) {
        if (file.id.value != post.number("fil")) continue;
        files::remove(post.tx, post.actor, post.now, file.id);
        touch(post.tx, post.now);
    }
    post.commit();
    return http::see_other(fmt::format("{}/sider/{}#dokumenter", kHere, page->id.value));
}

http::Response show_settings(http::Exchange& exchange) {
    return draw_settings(exchange, settings(exchange.db), {});
}

http::Response change_settings(http::Post& post) {
    Settings typed;
    const std::pair<std::string_view, std::string*> fields[] = {
        {"publisher", &typed.publisher},         {"publisher_number", &typed.publisher_number},
        {"contact_name", &typed.contact_name},   {"contact_email", &typed.contact_email},
        {"contact_phone", &typed.contact_phone}, {"contact_address", &typed.contact_address},
        {"ocid_prefix", &typed.ocid_prefix},     {"shortcomings", &typed.shortcomings},
        {"assessed_on", &typed.assessed_on},     {"statement_address", &typed.statement_address}};
    for (const auto& [name, target] : fields) {
        *target = std::string(cut_at_letter(trimmed(post.form(name)), 4000));
    }
    std::erase(typed.publisher_number, ' ');
    typed.conformance = post.form("conformance") == "full"      ? Conformance::full
                        : post.form("conformance") == "partial" ? Conformance::partial
                                                                : Conformance::none;
    if (auto wrong = findings(typed); !wrong.empty())
        return draw_settings(post, typed, std::move(wrong));
    save_settings(post.tx, post.actor, post.now, typed);
    post.commit();
    return http::see_other(kHere.data());
}

http::Response show_inbox(http::Exchange& exchange) {
    InboxView view;
    view.closed = exchange.query("vis") == "avsluttet";
    view.chips = {{"/samarbeid/tilbakemeldinger", words(exchange, text::inbox_open), !view.closed},
                  {"/samarbeid/tilbakemeldinger?vis=avsluttet", words(exchange, text::inbox_closed),
                   view.closed}};
    for (const Feedback& each : feedback(exchange.db, view.closed)) {
        std::string beginning = each.message.substr(0, each.message.find('\n'));
        if (beginning.size() > 100) beginning = std::string(cut_at_letter(beginning, 100)) + "…";
        view.rows.push_back(
            {fmt::format("/samarbeid/tilbakemeldinger/{}", each.id.value), beginning,
             html::day(each.at.oslo_date(), exchange.language, exchange.today),
             each.name.empty() ? words(exchange, text::feedback_anonymous) : each.name});
    }
    return http::page(exchange,
                      {.title = words(exchange, text::inbox_title), .active_menu = "/plan"},
                      [&](html::Out& o) { inbox_page(o, view); });
}

http::Response show_feedback(http::Exchange& exchange) {
    const auto found = find_feedback(exchange.db, {exchange.path_id()});
    if (!found) return http::not_found();
    const auto day = [&](Instant at) {
        return html::day(at.oslo_date(), exchange.language, exchange.today);
    };
    FeedbackView view;
    view.number = std::to_string(found->id.value);
    view.open = !found->closed_at;
    view.tone = view.open ? html::Tone::wait : html::Tone::good;
    view.state = view.open ? words(exchange, text::feedback_state_open, {{"date", day(found->at)}})
                           : words(exchange, text::feedback_state_closed,
                                   {{"date", day(*found->closed_at)}, {"name", found->closed_by}});
    view.message = paragraphs(found->message);
    view.name = found->name.empty() ? words(exchange, text::feedback_anonymous) : found->name;
    view.email = found->email;
    view.about = found->about;
    view.answer = found->answer;
    view.action = "/samarbeid/tilbakemeldinger/" + view.number;
    return http::page(exchange,
                      {.title = words(exchange, text::feedback_one, {{"number", view.number}}),
                       .active_menu = "/plan"},
                      [&](html::Out& o) { feedback_page(o, view); });
}

http::Response close_feedback_page(http::Post& post) {
    const std::string answer(cut_at_letter(trimmed(post.form("svar")), 2000));
    if (!close_feedback(post.tx, post.actor, post.now, {post.path_id()}, answer)) {
        return http::not_found();
    }
    post.commit();
    return http::see_other("/samarbeid/tilbakemeldinger");
}

}  // namespace samkjop::public_site
