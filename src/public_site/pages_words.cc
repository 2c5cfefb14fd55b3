// What is written rather than listed: strategy and routines, contact and feedback, the statements.

#include "base/words.h"
#include "db/db.h"
#include "files/files.h"
#include "html/components.h"
#include "public_site/markup.h"
#include "public_site/pages.h"
#include "public_site/rows.h"
#include "public_site/texts.h"
#include "public_site/throttle.h"
#include "public_site/written.h"

namespace samkjop::public_site {
namespace {

constexpr std::string_view kHtml = "text/html; charset=utf-8";

Throttle& throttle() {
    static Throttle one;
    return one;
}

const Text& kind_words(PageKind kind) {
    switch (kind) {
        case PageKind::strategy:
            return text::kind_strategy;
        case PageKind::suppliers:
            return text::kind_suppliers;
        case PageKind::routine:
        case PageKind::count_:
            break;
    }
    return text::kind_routine;
}

Made simple(http::Exchange& exchange, const Place& place, const Head& head,
            const std::function<void(html::Out&)>& body) {
    return {framed(exchange, place, head, body),
            latest({last_change(exchange.db).at, beginning_of(exchange.today)})};
}

Made made_strategy(http::Exchange& exchange, const Place& place) {
    std::vector<PageCard> cards;
    for (const Page& page : pages(exchange.db)) {
        if (!page.released) continue;
        const Written written = in_language(*page.released, place.language);
        cards.push_back({place.link("/sider/" + page.slug), written.text->title,
                         written.text->summary, say(place, kind_words(page.kind)),
                         std::string(code(written.language))});
    }
    const Head head{.title = say(place, text::strategy_title),
                    .description = say(place, text::strategy_lead),
                    .menu = "/strategi"};
    return simple(exchange, place, head, [&](html::Out& o) { strategy_page(o, cards); });
}

// The page that somebody writes about, where it is one of ours: «/planer/3».
std::string about_of(http::Exchange& exchange, const Place& place, std::string_view path) {
    const auto id = [&](std::string_view folder) {
        return path.starts_with(folder) ? whole_number(path.substr(folder.size())) : 0;
    };
    if (const auto number = id("/planer/")) {
        const auto found = find_purchase(exchange.db, number, exchange.today, place.scope);
        if (found) return found->title.text();
    }
    if (const auto number = id("/avtaler/")) {
        const auto found = find_agreement(exchange.db, number, exchange.today, place.scope);
        if (found) return found->title.text();
    }
    if (path == "/tilgjengelighet") return say(place, text::accessibility);
    return "";
}

ContactView contact_view(http::Exchange& exchange, const Place& place, std::string_view about) {
    const Settings settings = public_site::settings(exchange.db);
    ContactView view;
    view.path = place.link("/kontakt");
    view.about = about_of(exchange, place, about);
    if (!view.about.empty()) view.about_path = about;
    view.contact = {settings.contact_name, settings.contact_email, settings.contact_phone};
    view.address = settings.contact_address;
    return view;
}

http::Response draw_contact(http::Exchange& exchange, const Place& place, const ContactView& view,
                            int status) {
    const bool refused = status != 200;
    const Head head{.title = (refused ? say(place, text::feedback_not_sent) + ": " : "") +
                             say(place, text::contact_title),
                    .description = say(place, text::contact_lead),
                    .menu = "/kontakt",
                    .narrow = true,
                    .hidden = refused};
    return unkept(framed(exchange, place, head, [&](html::Out& o) { contact_page(o, view); }),
                  status);
}

}  // namespace

Written in_language(const PageVersion& version, Language language) {
    const PageText& wanted = version.texts[static_cast<std::size_t>(language)];
    if (!wanted.empty()) return {&wanted, language};
    return {&version.texts[0], Language::nb};
}

std::string drawn_written(http::Exchange& exchange, const Place& place, const Page& page,
                          const PageVersion& version, Head head) {
    const Written written = in_language(version, place.language);
    WrittenView view;
    view.list_path = place.link("/strategi");
    view.kind = say(place, kind_words(page.kind));
    view.title = written.text->title;
    view.summary = written.text->summary;
    view.lang = code(written.language);
    view.other_language = written.language != place.language;
    view.body = markup(written.text->body);
    view.updated =
        say(place, text::page_of, {{"date", format_date(version.at.oslo_date(), place.language)}});
    for (const files::File& file : files::of(exchange.db, {"public_page", page.id.value})) {
        view.documents.push_back({place.base + "/dokumenter/" + std::to_string(file.id.value),
                                  file.label(place.language)});
    }
    head.title = view.title;
    head.description = view.summary;
    head.menu = "/strategi";
    head.narrow = true;
    return framed(exchange, place, head, [&](html::Out& o) { written_page(o, view); });
}

http::Response show_strategy(http::Exchange& exchange) {
    return answer(exchange, kHtml, [&] { return made_strategy(exchange, place_of(exchange)); });
}

http::Response show_written(http::Exchange& exchange) {
    const auto page = page_by_slug(exchange.db, exchange.path_values.front());
    if (!page || !page->released) return lost(exchange);
    return answer(exchange, kHtml, [&] {
        return Made{drawn_written(exchange, place_of(exchange), *page, *page->released, {}),
                    latest({page->released_at, last_change(exchange.db).at})};
    });
}

// Only what hangs on a released page, and never anything that could run in the site's name.
http::Response give_document(http::Exchange& exchange) {
    for (const Page& page : pages(exchange.db)) {
        if (!page.released) continue;
        for (const files::File& file : files::of(exchange.db, {"public_page", page.id.value})) {
            if (file.id.value != exchange.path_id()) continue;
            http::Response response =
                http::download(file.name, file.media_type, files::content(exchange.db, file.id));
            response.headers.emplace_back("Content-Security-Policy", "default-src 'none'; sandbox");
            response.headers.emplace_back("Cache-Control", "public, max-age=60");
            response.headers.emplace_back("ETag", "\"" + file.sha256.substr(0, 20) + "\"");
            return response;
        }
    }
    return lost(exchange);
}

http::Response show_contact(http::Exchange& exchange) {
    const Place place = place_of(exchange);
    if (exchange.query("takk") == "1") {
        const Head head{.title = say(place, text::thanks_title),
                        .menu = "/kontakt",
                        .narrow = true,
                        .hidden = true};
        return unkept(
            framed(exchange, place, head, [&](html::Out& o) { thanks_page(o, place.link("/")); }));
    }
    return draw_contact(exchange, place, contact_view(exchange, place, exchange.query("om")), 200);
}

http::Response send_feedback(http::Post& post) {
    const Place place = place_of(post);
    const std::string thanks = place.link("/kontakt") + "?takk=1";
    // Whoever fills a field that people do not see is no person, and need not know.
    if (!post.form("nettsted").empty()) {
        post.commit();
        return http::see_other(thanks);
    }
    ContactView view = contact_view(post, place, post.form("om"));
    view.message = trimmed(post.form("melding"));
    view.name = trimmed(post.form("navn"));
    view.email = trimmed(post.form("epost"));
    Feedback feedback{.about = view.about.empty() ? "" : place.link(view.about_path),
                      .language = place.language,
                      .message = view.message,
                      .name = view.name,
                      .email = view.email};
    view.refusals = findings(feedback);
    if (!view.refusals.empty()) return draw_contact(post, place, view, 422);
    if (const auto minutes = throttle().take(post.request.remote_address, post.now)) {
        view.too_many = say(place, text::too_many, {{"minutes", std::int64_t{*minutes}}});
        return draw_contact(post, place, view, 429);
    }
    take_feedback(post.tx, post.now, feedback);
    post.commit();
    return http::see_other(thanks);
}

http::Response show_statement(http::Exchange& exchange) {
    return answer(exchange, kHtml, [&] {
        const Place place = place_of(exchange);
        const Settings settings = public_site::settings(exchange.db);
        const Text* statuses[] = {&text::statement_full, &text::statement_partial,
                                  &text::statement_none};
        StatementView view;
        view.status = say(place, *statuses[static_cast<std::size_t>(settings.conformance)]);
        view.lacks = paragraphs(settings.shortcomings);
        if (const auto day = Date::parse(settings.assessed_on)) {
            view.assessed =
                say(place, text::statement_assessed, {{"date", format_date(*day, place.language)}});
        }
        view.contact_path = place.link("/kontakt") + "?om=%2Ftilgjengelighet";
        view.official = settings.statement_address;
        const Head head{.title = say(place, text::accessibility),
                        .description = say(place, text::statement_lead),
                        .menu = "/tilgjengelighet",
                        .narrow = true};
        return simple(exchange, place, head, [&](html::Out& o) { statement_page(o, view); });
    });
}

http::Response show_privacy(http::Exchange& exchange) {
    return answer(exchange, kHtml, [&] {
        const Place place = place_of(exchange);
        const Head head{.title = say(place, text::privacy),
                        .description = say(place, text::privacy_lead),
                        .menu = "/personvern",
                        .narrow = true};
        return simple(exchange, place, head, [](html::Out& o) { privacy_page(o); });
    });
}

http::Response show_data(http::Exchange& exchange) {
    return answer(exchange, kHtml, [&] {
        const Place place = place_of(exchange);
        DataView view{place.link("/nytt.atom"), place.link("/kalender.ics"),
                      place.base + "/ocds/releases.json", place.base + "/ocds/records.json"};
        for (const auto& [list, label] :
             {std::pair{"/avtaler", &text::agreements_title}, {"/planer", &text::plans_title}}) {
            for (const auto& [ending, name] :
                 {std::pair{".csv", "CSV"}, {".xlsx", "XLSX"}, {".json", "JSON"}}) {
                view.lists.push_back({place.link(std::string(list) + ending),
                                      say(place, *label) + " (" + name + ")"});
            }
        }
        const Head head{.title = say(place, text::open_data),
                        .description = say(place, text::data_lead),
                        .menu = "/data",
                        .narrow = true};
        return simple(exchange, place, head, [&](html::Out& o) { data_page(o, view); });
    });
}

http::Response lost(http::Exchange& exchange) {
    const Place place = place_of(exchange);
    const Head head{.title = say(place, text::lost_title), .narrow = true, .hidden = true};
    return unkept(
        framed(exchange, place, head, [&](html::Out& o) { lost_page(o, place.link("/")); }), 404);
}

}  // namespace samkjop::public_site
