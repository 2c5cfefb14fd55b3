// /dokumenter: what has come and gone, what waits and why, and what a person can do about it.
#include "gateway/pages.h"

#include "base/words.h"
#include "document/document.h"
#include "gateway/inbox.h"
#include "gateway/rules.h"
#include "gateway/texts.h"
#include "gateway/view.h"
#include "html/chart.h"
#include "trail/trail.h"

namespace samkjop::gateway {
namespace {

constexpr int kRows = 20;
// What is too large for a municipality is set aside with the reason; what nobody could take is
// refused before it is read.
constexpr std::size_t kLargestBody = ubl::kHardLimitBytes + (1u << 20);

using document::type_label;

html::Tone tone_of(State state) {
    switch (state) {
        case State::filed:
        case State::acknowledged:
            return html::Tone::good;
        case State::quarantined:
        case State::given_up:
            return html::Tone::stop;
        case State::failed:
            return html::Tone::warning;
        case State::queued:
        case State::sent:
            return html::Tone::wait;
        default:
            return html::Tone::plain;
    }
}

const Text& short_state(State state) {
    static constexpr const Text* texts[] = {
        &text::short_filed,        &text::short_quarantined, &text::short_discarded,
        &text::short_duplicate,    &text::short_queued,      &text::short_sent,
        &text::short_acknowledged, &text::short_failed,      &text::short_given_up,
        &text::short_received,     &text::short_judged};
    static_assert(std::size(texts) == kStates);
    return *texts[static_cast<std::size_t>(state)];
}

std::string state_sentence(const Document& document, Language language, Date today) {
    static constexpr const Text* texts[] = {
        &text::state_filed,        &text::state_quarantined, &text::state_discarded,
        &text::state_duplicate,    &text::state_queued,      &text::state_sent,
        &text::state_acknowledged, &text::state_failed,      &text::state_given_up,
        &text::state_received,     &text::state_judged};
    static_assert(std::size(texts) == kStates);
    Arguments arguments = {
        {"day", html::day(document.changed_at.oslo_date(), language, today)},
        {"attempts", static_cast<std::int64_t>(document.attempts)},
        {"next", document.next_attempt ? html::day_and_time(*document.next_attempt, language, today)
                                       : std::string()}};
    return render(*texts[static_cast<std::size_t>(document.state)], language, arguments);
}

std::string number_of(const Document& document, Language language) {
    return document.number.empty() ? std::string(text::no_number.in(language)) : document.number;
}

std::string kilobytes(const Document& document) {
    return std::to_string(std::max<std::int64_t>(1, (document.size + 512) / 1024));
}

// A repetition of the same bytes has none of its own: the first ones are its original.
DocumentId original_of(const Document& document) {
    return document.duplicate_of && document.reason_name == text::same_bytes.key
               ? document.duplicate_of
               : document.id;
}

std::string path_of(DocumentId id) { return "/dokumenter/" + std::to_string(id.value); }

std::vector<html::Chip> chips(std::string_view shown, Language language) {
    const std::pair<std::string_view, const Text*> all[] = {{"", &text::show_all},
                                                            {"inn", &text::show_in},
                                                            {"ut", &text::show_out},
                                                            {"trenger", &text::show_problems}};
    std::vector<html::Chip> out;
    for (const auto& [value, label] : all) {
        out.push_back({value.empty() ? "/dokumenter" : "/dokumenter?vis=" + std::string(value),
                       std::string(label->in(language)), value == shown});
    }
    return out;
}

void add_waiting(ListView& view, http::Exchange& exchange) {
    const Language language = exchange.language;
    const store::Waiting waits = store::waiting(exchange.db, exchange.actor);
    const auto add = [&](std::int64_t count, const Text& text) {
        if (count > 0) view.waits.push_back(render(text, language, {{"count", count}}));
    };
    add(waits.quarantined, text::waits_quarantined);
    add(waits.given_up, text::waits_given_up);
    add(waits.failed, text::waits_failed);
    add(waits.queued, text::waits_queued);
    const std::int64_t count = waits.quarantined + waits.given_up;
    view.title =
        count == 0 ? std::string(text::title_all_good.in(language))
        : count == 1
            ? std::string(text::title_one_waits.in(language))
            : html::capitalised(render(text::title_waits, language,
                                       {{"count", html::count_in_words(count, language)}}));
    store::Filter problems;
    problems.problems = true;
    problems.limit = 20;
    auto stopped = store::list(exchange.db, exchange.actor, problems);
    // What is tried again by itself comes after what waits for a person.
    std::ranges::stable_partition(stopped,
                                  [](const Document& one) { return one.state != State::failed; });
    for (const Document& one : stopped) {
        std::string why(one.reason_in(language));
        if (one.state == State::failed && one.next_attempt) {
            why +=
                (why.ends_with('.') ? " " : ". ") +
                render(text::tried_again, language,
                       {{"next", html::day_and_time(*one.next_attempt, language, exchange.today)}});
        }
        view.waiting.push_back({path_of(one.id),
                                fmt::format("{} {} · {}", type_label(one.type, language),
                                            number_of(one, language), one.counterpart),
                                std::move(why), std::string(short_state(one.state).in(language)),
                                exchange.today - one.changed_at.oslo_date(),
                                exchange.today > one.changed_at.oslo_date()});
    }
}

void add_rows(ListView& view, http::Exchange& exchange) {
    store::Filter filter;
    const std::string_view shown = exchange.query("vis");
    if (shown == "inn") filter.direction = Direction::in;
    if (shown == "ut") filter.direction = Direction::out;
    filter.problems = shown == "trenger";
    filter.search = exchange.query("sok");
    filter.limit = kRows + 1;
    if (const auto before = Decimal::parse(exchange.query("for")); before && before->scale() == 0) {
        filter.before = {before->digits()};
    }
    view.search = filter.search;
    view.chips = chips(shown, exchange.language);
    view.rows_heading = filter.search.empty() ? std::string(text::all_heading.in(exchange.language))
                                              : render(text::found_heading, exchange.language,
                                                       {{"search", filter.search}});
    auto rows = store::list(exchange.db, exchange.actor, filter);
    if (rows.size() > kRows) {
        rows.pop_back();
        view.older = fmt::format("/dokumenter?vis={}&for={}",
                                 shown == "inn" || shown == "ut" || shown == "trenger" ? shown : "",
                                 rows.back().id.value);
    }
    for (const Document& one : rows) {
        view.rows.push_back(
            {path_of(one.id),
             fmt::format("{} {}", type_label(one.type, exchange.language),
                         number_of(one, exchange.language)),
             one.counterpart, std::string(short_state(one.state).in(exchange.language)),
             html::day_and_time(one.at, exchange.language, exchange.today), tone_of(one.state)});
    }
}

// Fourteen days in two charts and a table; days when nothing happened are there too.
void add_flow(ListView& view, http::Exchange& exchange) {
    constexpr int kDays = 14;
    const Language language = exchange.language;
    std::map<std::string, store::DayFlow> by_day;
    for (store::DayFlow& day : store::flow(exchange.db, exchange.actor, exchange.today - kDays + 1))
        by_day[day.day] = day;
    std::vector<html::Bar> in, out;
    std::int64_t all_in = 0, all_out = 0, aside = 0;
    for (int back = kDays - 1; back >= 0; --back) {
        const Date date = exchange.today - back;
        store::DayFlow day = by_day[date.iso()];
        const std::string label = fmt::format("{}.{}.", date.day(), date.month());
        const std::int64_t came = day.filed + day.quarantined + day.duplicates;
        in.push_back({label, static_cast<int>(came)});
        out.push_back({label, static_cast<int>(day.sent)});
        all_in += came;
        all_out += day.sent;
        aside += day.quarantined;
        if (came + day.sent + day.waiting == 0) continue;
        day.day = html::day(date, language, exchange.today);
        view.flow.insert(view.flow.begin(), std::move(day));
    }
    const Arguments figures = {{"in", all_in}, {"out", all_out}, {"aside", aside}};
    view.flow_heading = render(text::flow_finding, language, figures);
    view.chart_in = html::bar_chart(in, render(text::chart_in, language, figures));
    view.chart_out = html::bar_chart(out, render(text::chart_out, language, figures));
}

http::Response list_page(http::Exchange& exchange, std::vector<Refusal> refusals) {
    ListView view;
    view.refusals = std::move(refusals);
    add_waiting(view, exchange);
    add_flow(view, exchange);
    add_rows(view, exchange);
    return http::page(exchange,
                      {.title = std::string(text::documents.in(exchange.language)),
                       .active_menu = "/dokumenter",
                       .refused = !view.refusals.empty()},
                      [&](html::Out& o) { documents(o, view); });
}

http::Response get_list(http::Exchange& exchange) { return list_page(exchange, {}); }

// ---- One document ------------------------------------------------------------------------------

void add_facts(DocumentView& view, const Document& document, Language language) {
    const auto add = [&](const Text& label, std::string value) {
        if (!value.empty())
            view.facts.push_back({std::string(label.in(language)), std::move(value)});
    };
    add(text::fact_sender, document.sender);
    add(text::fact_receiver, document.receiver);
    const Text& channel = document.channel == "upload" ? text::channel_upload
                          : document.channel == "push" ? text::channel_push
                          : document.channel == "http" ? text::channel_push
                          : document.channel == "mail" ? text::channel_mail
                          : document.channel == "demo" ? text::channel_demo
                                                       : text::channel_folder;
    add(view.out ? text::fact_channel_out : text::fact_channel, std::string(channel.in(language)));
    add(text::fact_file, document.file_name);
    add(text::fact_transmission, document.instance);
    if (const auto until = kept_until(document.type, document.at.oslo_date()))
        add(text::fact_kept, format_date(*until, language));
    view.hash = document.sha256;
}

void add_files(DocumentView& view, const Document& document, Language language) {
    const std::string size = kilobytes(document);
    view.files.push_back(
        {path_of(document.id) + "/original",
         render(view.out ? text::original_out : text::original, language, {{"kb", size}})});
    if (document.duplicate_of) {
        view.files.push_back(
            {path_of(document.duplicate_of), std::string(text::first_document.in(language))});
    }
    if (!document.path.empty()) {
        view.files.push_back({document.path, view.out ? document.label
                                                      : render(text::became, language,
                                                               {{"label", document.label}})});
    }
}

// What has been answered: about the file itself, and about the matter it became.
void add_answers(DocumentView& view, db::Session& session, const Document& document,
                 Language language) {
    if (view.out) return;
    auto sent = gateway::sent(session, "document", document.id.value);
    if (!document.subject_kind.empty()) {
        for (Document& one : gateway::sent(session, document.subject_kind, document.subject)) {
            if (one.type == ubl::DocumentType::invoice_response) sent.push_back(std::move(one));
        }
    }
    for (const Document& one : sent) {
        view.answers.push_back(
            {path_of(one.id), fmt::format("{}: {} ({})", type_label(one.type, language), one.label,
                                          short_state(one.state).in(language))});
    }
}

void add_trail(DocumentView& view, db::Session& session, const Document& document,
               Language language) {
    static const std::map<std::string_view, const Text*> events = {
        {"filed", &text::event_filed},       {"quarantined", &text::event_quarantined},
        {"released", &text::event_released}, {"discarded", &text::event_discarded},
        {"sent", &text::event_sent},         {"given_up", &text::event_given_up},
        {"resent", &text::event_resent},     {"withheld", &text::event_withheld},
        {"uploaded", &text::event_uploaded}, {"rejected_by_receiver", &text::event_rejected}};
    for (const trail::Line& line : trail::of(session, {"document", document.id.value})) {
        const auto event = events.find(line.event);
        const std::string reason = trail::member(line, "reason");
        const std::string as = trail::member(line, "as");
        std::string rest = !reason.empty()
                               ? render(text::event_reason, language, {{"reason", reason}})
                           : !as.empty() ? render(text::event_filed_rest, language, {{"label", as}})
                                         : std::string();
        view.trail.push_back(
            {event == events.end() ? line.event : std::string(event->second->in(language)),
             std::move(rest), line.at,
             line.user_name.empty() ? std::string(text::samkjop.in(language)) : line.user_name});
    }
}

http::Response document_page(http::Exchange& exchange, const Document& document,
                             std::vector<Refusal> refusals) {
    const Language language = exchange.language;
    DocumentView view;
    view.id = std::to_string(document.id.value);
    view.out = document.direction == Direction::out;
    view.title = render(view.out ? text::title_to : text::title_from, language,
                        {{"type", std::string(type_label(document.type, language))},
                         {"number", number_of(document, language)},
                         {"who", document.counterpart}});
    view.state = state_sentence(document, language, exchange.today);
    view.tone = tone_of(document.state);
    view.reason = document.reason_in(language);
    // What cannot be read will not be readable the next time either.
    view.may_release = next(document.state, Event::release).has_value() &&
                       !document.reason_name.starts_with("ubl.") &&
                       document.reason_name != text::file_empty.key &&
                       document.reason_name != text::file_is_pdf.key;
    view.may_force = view.may_release && a_person_may_overrule(document.reason_name);
    view.anyway = document.reason_name == text::rules_broken.key
                      ? text::anyway_label.in(language)
                      : text::anyway_envelope.in(language);
    view.may_discard = next(document.state, Event::discard).has_value();
    view.may_resend = next(document.state, Event::resend).has_value();
    view.today = exchange.today;
    view.refusals = std::move(refusals);
    view.typed_reason = exchange.form("grunn");
    view.reading = document::read(bytes_of(exchange.db, original_of(document)), language,
                                  path_of(document.id) + "/vedlegg");
    add_facts(view, document, language);
    add_files(view, document, language);
    add_answers(view, exchange.db, document, language);
    add_trail(view, exchange.db, document, language);
    return http::page(
        exchange,
        {.title = view.title, .active_menu = "/dokumenter", .refused = !view.refusals.empty()},
        [&](html::Out& o) { gateway::document(o, view); });
}

std::optional<Document> asked_for(http::Exchange& exchange) {
    return store::load(exchange.db, exchange.actor, {exchange.path_id()});
}

http::Response get_document(http::Exchange& exchange) {
    const auto document = asked_for(exchange);
    if (!document) return http::not_found();
    return document_page(exchange, *document, {});
}

// Byte for byte as it came. It is never shown by the browser, whatever it claims to be.
http::Response get_original(http::Exchange& exchange) {
    const auto document = asked_for(exchange);
    if (!document) return http::not_found();
    std::string bytes = bytes_of(exchange.db, original_of(*document));
    if (bytes.empty() && document->size > 0) return http::not_found();
    const std::string name = document->file_name.empty()
                                 ? "dokument-" + std::to_string(document->id.value) + ".xml"
                                 : document->file_name;
    return http::download(safe_file_name(name), "application/octet-stream", std::move(bytes));
}

// The document alone, for reading and for paper.
http::Response get_reading(http::Exchange& exchange) {
    const auto asked = asked_for(exchange);
    if (!asked) return http::not_found();
    const std::string path = path_of(asked->id);
    auto read = document::read(bytes_of(exchange.db, original_of(*asked)), exchange.language,
                               path + "/vedlegg");
    if (!read) return http::not_found();
    const document::Page view{std::move(*read), path,
                              std::string(text::back_to_document.in(exchange.language)),
                              path + "/original"};
    return http::page(exchange,
                      {.title = view.reading.title,
                       .active_menu = "/dokumenter",
                       .print_style = http::print_style(view.reading.title + " · " +
                                                        asked->sha256.substr(0, 16))},
                      [&](html::Out& o) { document::page(o, view); });
}

http::Response get_attachment(http::Exchange& exchange) {
    const auto asked = asked_for(exchange);
    if (!asked) return http::not_found();
    auto file = document::attached(bytes_of(exchange.db, original_of(*asked)), exchange.path_id(1));
    if (!file || file->bytes.empty()) return http::not_found();
    return http::download(safe_file_name(file->name), "application/octet-stream",
                          std::move(file->bytes));
}

template <class Act>
http::Response act(http::Post& post, Act what) {
    const auto document = asked_for(post);
    if (!document) return http::not_found();
    const auto done = what(*document);
    if (!done) return document_page(post, *document, {done.error()});
    post.tx.commit();
    return http::see_other(path_of(document->id));
}

http::Response post_release(http::Post& post) {
    return act(post, [&](const Document& document) {
        return release(post.tx, post.actor, post.now, document, post.form("grunn"),
                       post.form("likevel") == "1");
    });
}
http::Response post_discard(http::Post& post) {
    return act(post, [&](const Document& document) {
        return discard(post.tx, post.actor, post.now, document, post.form("grunn"));
    });
}
http::Response post_resend(http::Post& post) {
    return act(post, [&](const Document& document) {
        return resend(post.tx, post.actor, post.now, document, "");
    });
}

// ---- What the other side takes -----------------------------------------------------------------

http::Response peers_page(http::Exchange& exchange, std::vector<Refusal> refusals) {
    PeersView view;
    view.refusals = std::move(refusals);
    view.typed_participant = exchange.form("deltaker");
    view.typed_name = exchange.form("navn");
    const Language language = exchange.language;
    for (const store::Peer& peer : store::peers(exchange.db)) {
        std::string takes;
        const auto add = [&](bool does, ubl::DocumentType type) {
            if (does)
                takes += (takes.empty() ? "" : ", ") + std::string(type_label(type, language));
        };
        add(peer.takes_invoice_response, ubl::DocumentType::invoice_response);
        add(peer.takes_mlr, ubl::DocumentType::mlr);
        if (takes.empty()) takes = text::takes_nothing.in(language);
        view.rows.push_back(
            {peer.name.empty() ? peer.participant : peer.name, peer.participant, std::move(takes)});
    }
    return http::page(exchange,
                      {.title = std::string(text::peers_heading.in(language)),
                       .active_menu = "/dokumenter",
                       .refused = !view.refusals.empty()},
                      [&](html::Out& o) { peers(o, view); });
}

http::Response get_peers(http::Exchange& exchange) { return peers_page(exchange, {}); }

http::Response post_peer(http::Post& post) {
    store::Peer peer;
    peer.participant = trimmed(post.form("deltaker"));
    peer.name = cut_at_letter(trimmed(post.form("navn")), 200);
    peer.takes_invoice_response = post.form("fakturasvar") == "1";
    peer.takes_mlr = post.form("kvittering") == "1";
    const auto colon = peer.participant.find(':');
    if (colon != 4 || peer.participant.size() < 6 || peer.participant.size() > 60 ||
        peer.participant.find_first_not_of("0123456789") != colon ||
        (peer.participant.starts_with("0192:") && organisation_number(peer.participant).empty()))
        return peers_page(post, {Refusal{&text::participant_malformed, {}, "deltaker"}});
    store::save_peer(post.tx, peer, post.now);
    trail::append(
        post.tx, post.actor, post.now, {"participant", 0}, "registered",
        trail::Detail()
            .add("participant", peer.participant)
            .add("invoice_response", static_cast<std::int64_t>(peer.takes_invoice_response))
            .add("mlr", static_cast<std::int64_t>(peer.takes_mlr)));
    post.tx.commit();
    return http::see_other("/dokumenter/mottakere");
}

// ---- A file from the browser -------------------------------------------------------------------

using Prepared = std::shared_ptr<std::vector<Examined>>;

std::any examine_upload(http::Exchange& exchange) {
    const http::Upload* upload = exchange.upload("dokument");
    if (upload == nullptr) return Prepared();
    return std::make_shared<std::vector<Examined>>(
        examine_all(exchange.db, {upload->bytes, "upload", upload->file_name, exchange.now}));
}

http::Response post_upload(http::Post& post) {
    const auto prepared = std::any_cast<Prepared>(post.prepared);
    if (!prepared) return list_page(post, {Refusal{&text::file_missing, {}, "dokument"}});
    DocumentId first;
    for (const Examined& each : *prepared) {
        const Outcome outcome = file(post.tx, each);
        if (!first) first = outcome.id;
        trail::append(post.tx, post.actor, post.now, {"document", outcome.id.value}, "uploaded",
                      trail::Detail().add("file", each.incoming.file_name));
    }
    post.tx.commit();
    return http::see_other(prepared->size() == 1 ? path_of(first) : "/dokumenter");
}

using enum Permission;
constexpr http::Route kTable[] = {
    http::Route{"/dokumenter", operate_gateway, get_list, post_upload, examine_upload,
                kLargestBody},
    http::Route{"/dokumenter/mottakere", operate_gateway, get_peers, post_peer},
    http::get("/dokumenter/{id}", operate_gateway, get_document),
    http::get("/dokumenter/{id}/les", operate_gateway, get_reading),
    http::get("/dokumenter/{id}/original", operate_gateway, get_original),
    http::get("/dokumenter/{id}/vedlegg/{nummer}", operate_gateway, get_attachment),
    http::post("/dokumenter/{id}/slipp", operate_gateway, post_release),
    http::post("/dokumenter/{id}/forkast", operate_gateway, post_discard),
    http::post("/dokumenter/{id}/send-igjen", operate_gateway, post_resend),
};

}  // namespace

const std::span<const http::Route> kRoutes = kTable;

}  // namespace samkjop::gateway
