// The tables of the public site: settings, pages and their versions, feedback.

#include <fmt/format.h>

#include "base/words.h"
#include "db/db.h"
#include "party/party.h"
#include "public_site/public_site.h"
#include "public_site/texts.h"
#include "trail/trail.h"
#include "worklist/worklist.h"

namespace samkjop::public_site {
namespace {

constexpr std::string_view kTask = "public_feedback";

void changed(db::Tx& tx, Instant at) { tx->run("INSERT INTO public_change (at) VALUES ($1)", at); }

PageVersion version_of(db::Session& session, PageId id, int number) {
    PageVersion out;
    out.number = number;
    session.each(
        "SELECT language, title, summary, body, at, by_name FROM public_page_text "
        "WHERE page_id = $1 AND version = $2 ORDER BY language",
        [&](const db::Row& row) {
            out.texts[static_cast<std::size_t>(row.get<Language>(0))] = {
                row.get<std::string>(1), row.get<std::string>(2), row.get<std::string>(3)};
            out.at = row.get<Instant>(4);
            out.by_name = row.get<std::string>(5);
        },
        id, number);
    return out;
}

// The page without its texts: those are read when this list is.
Page read_page(const db::Row& row) {
    Page out;
    out.id = row.get<PageId>(0);
    out.slug = row.get<std::string>(1);
    out.kind = row.get<PageKind>(2);
    out.position = row.get<int>(3);
    const auto released = row.get<std::optional<int>>(4);
    out.released_at = row.get<std::optional<Instant>>(5);
    out.latest.number = row.get<int>(6);
    if (released) out.released = PageVersion{.number = *released};
    return out;
}

constexpr std::string_view kPages =
    "SELECT p.id, p.slug, p.kind, p.position, p.released_version, p.released_at, "
    "(SELECT MAX(t.version) FROM public_page_text t WHERE t.page_id = p.id) "
    "FROM public_page p ";

std::vector<Page> read_pages(db::Session& session, std::vector<Page> out) {
    for (Page& each : out) {
        each.latest = version_of(session, each.id, each.latest.number);
        if (each.released) each.released = version_of(session, each.id, each.released->number);
    }
    return out;
}

std::vector<UserId> coordinators(db::Session& session) {
    std::vector<UserId> out;
    for (const party::Municipality& municipality : party::municipalities(session)) {
        for (const party::Person& person : party::people(session, municipality.id)) {
            const bool holds = std::ranges::any_of(
                person.grants, [](const Grant& grant) { return grant.role == Role::coordinator; });
            if (holds && !person.blocked) out.push_back(person.id);
        }
    }
    return out;
}

Feedback read_feedback(const db::Row& row) {
    Feedback out;
    out.id = row.get<FeedbackId>(0);
    out.at = row.get<Instant>(1);
    out.about = row.get<std::string>(2);
    out.language = row.get<Language>(3);
    out.message = row.get<std::string>(4);
    out.name = row.get<std::string>(5);
    out.email = row.get<std::string>(6);
    out.closed_at = row.get<std::optional<Instant>>(7);
    out.closed_by = row.get<std::string>(8);
    out.answer = row.get<std::string>(9);
    return out;
}
constexpr std::string_view kFeedback =
    "SELECT id, at, about, language, message, name, email, closed_at, closed_by, answer "
    "FROM public_feedback ";

struct SettingRow {
    std::string_view name;
    std::string Settings::* member;
};
constexpr SettingRow kSettings[] = {{"publisher", &Settings::publisher},
                                    {"publisher_number", &Settings::publisher_number},
                                    {"contact_name", &Settings::contact_name},
                                    {"contact_email", &Settings::contact_email},
                                    {"contact_phone", &Settings::contact_phone},
                                    {"contact_address", &Settings::contact_address},
                                    {"ocid_prefix", &Settings::ocid_prefix},
                                    {"shortcomings", &Settings::shortcomings},
                                    {"assessed_on", &Settings::assessed_on},
                                    {"statement_address", &Settings::statement_address}};

void put(db::Tx& tx, std::string_view name, std::string_view value) {
    tx->run(
        "INSERT INTO public_setting (name, value) VALUES ($1, $2) "
        "ON CONFLICT (name) DO UPDATE SET value = excluded.value",
        name, value);
}

}  // namespace

Settings settings(db::Session& session) {
    Settings out;
    out.ocid_prefix = kExampleOcidPrefix;
    session.each("SELECT name, value FROM public_setting", [&](const db::Row& row) {
        const auto name = row.get<std::string>(0);
        auto value = row.get<std::string>(1);
        if (name == "conformance") {
            out.conformance = value == "full"      ? Conformance::full
                              : value == "partial" ? Conformance::partial
                                                   : Conformance::none;
        }
        for (const SettingRow& each : kSettings) {
            if (each.name == name) out.*each.member = std::move(value);
        }
    });
    return out;
}

void save_settings(db::Tx& tx, const Actor& actor, Instant at, const Settings& changes) {
    if (settings(tx) == changes) return;
    for (const SettingRow& each : kSettings) put(tx, each.name, changes.*each.member);
    constexpr std::string_view kConformance[] = {"full", "partial", "none"};
    put(tx, "conformance", kConformance[static_cast<std::size_t>(changes.conformance)]);
    changed(tx, at);
    trail::append(tx, actor, at, {"public_site", 1}, "settings",
                  trail::Detail()
                      .add("publisher", changes.publisher)
                      .add("ocid_prefix", changes.ocid_prefix));
}

std::vector<Page> pages(db::Session& session) {
    return read_pages(
        session,
        session.list(std::string(kPages) + "ORDER BY p.kind, p.position, p.id", read_page));
}

std::optional<Page> page_by_slug(db::Session& session, std::string_view slug) {
    auto found = read_pages(
        session, session.list(std::string(kPages) + "WHERE p.slug = $1", read_page, slug));
    if (found.empty()) return std::nullopt;
    return std::move(found.front());
}

std::optional<Page> find_page(db::Session& session, PageId id) {
    auto found =
        read_pages(session, session.list(std::string(kPages) + "WHERE p.id = $1", read_page, id));
    if (found.empty()) return std::nullopt;
    return std::move(found.front());
}

std::expected<PageId, std::vector<Refusal>> save_page(db::Tx& tx, const Actor& actor, Instant at,
                                                      const PageDraft& draft) {
    if (auto wrong = findings(draft); !wrong.empty()) return std::unexpected(std::move(wrong));
    PageId id = draft.id;
    int version = 1;
    if (id) {
        const auto before = find_page(tx, id);
        if (!before) {
            return std::unexpected(std::vector<Refusal>{{&text::page_unknown, {}, "title"}});
        }
        tx->run("UPDATE public_page SET kind = $2, position = $3 WHERE id = $1", id, draft.kind,
                draft.position);
        version = before->latest.number + 1;
    } else {
        const std::string slug = slug_of(draft.texts[0].title);
        if (page_by_slug(tx, slug)) {
            return std::unexpected(std::vector<Refusal>{{&text::title_taken, {}, "title-nb"}});
        }
        id = PageId{tx->insert(
            "INSERT INTO public_page (slug, kind, position) VALUES ($1, $2, $3) RETURNING id", slug,
            draft.kind, draft.position)};
    }
    for (std::size_t i = 0; i < draft.texts.size(); ++i) {
        const PageText& each = draft.texts[i];
        if (each.empty()) continue;
        tx->run(
            "INSERT INTO public_page_text (page_id, version, language, title, summary, body, at, "
            "by_name) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
            id, version, static_cast<int>(i), each.title, each.summary, each.body, at, actor.name);
    }
    changed(tx, at);
    trail::append(tx, actor, at, {"public_page", id.value}, version == 1 ? "created" : "changed",
                  trail::Detail().add("title", draft.texts[0].title).add("version", version));
    return id;
}

void touch(db::Tx& tx, Instant at) { changed(tx, at); }

Result<void> release_page(db::Tx& tx, const Actor& actor, Instant at, PageId id) {
    const auto page = find_page(tx, id);
    if (!page) return refuse(text::page_unknown);
    if (!page->has_news()) return {};
    tx->run("UPDATE public_page SET released_version = $2, released_at = $3 WHERE id = $1", id,
            page->latest.number, at);
    changed(tx, at);
    trail::append(tx, actor, at, {"public_page", id.value}, "released",
                  trail::Detail().add("version", page->latest.number));
    return {};
}

Result<void> withdraw_page(db::Tx& tx, const Actor& actor, Instant at, PageId id) {
    const auto page = find_page(tx, id);
    if (!page) return refuse(text::page_unknown);
    if (!page->released) return {};
    tx->run("UPDATE public_page SET released_version = NULL, released_at = NULL WHERE id = $1", id);
    changed(tx, at);
    trail::append(tx, actor, at, {"public_page", id.value}, "withdrawn");
    return {};
}

FeedbackId take_feedback(db::Tx& tx, Instant at, const Feedback& feedback) {
    const FeedbackId id{tx->insert(
        "INSERT INTO public_feedback (at, about, language, message, name, email, closed_by, "
        "answer) "
        "VALUES ($1, $2, $3, $4, $5, $6, '', '') RETURNING id",
        at, feedback.about, feedback.language, feedback.message, feedback.name, feedback.email)};
    trail::append(tx, Actor::system(), at, {"public_feedback", id.value}, "received");
    const auto assignees = coordinators(tx);
    const auto first = assignees.empty() ? std::nullopt : party::person(tx, assignees.front());
    if (!first) return id;
    // A row in «Til meg» is one line: the beginning of what was written, cut at a letter.
    std::string beginning = feedback.message.substr(0, feedback.message.find('\n'));
    constexpr std::size_t kMost = 90;
    if (beginning.size() > kMost) {
        beginning = std::string(cut_at_letter(beginning, kMost)) + "…";
    }
    const Language language = first->language;
    const worklist::NewTask task{
        .kind = kTask,
        .subject = id.value,
        .municipality = first->municipality,
        .unit = first->unit,
        .title = std::move(beginning),
        .context = render(text::feedback_task, language,
                          {{"name", feedback.name.empty() ? std::string(text::somebody.in(language))
                                                          : feedback.name}}),
        .path = fmt::format("/samarbeid/tilbakemeldinger/{}", id.value)};
    worklist::open(tx, task, assignees, at);
    return id;
}

std::vector<Feedback> feedback(db::Session& session, bool closed) {
    return session.list(std::string(kFeedback) +
                            (closed ? "WHERE closed_at IS NOT NULL " : "WHERE closed_at IS NULL ") +
                            "ORDER BY id DESC LIMIT 100",
                        read_feedback);
}

std::optional<Feedback> find_feedback(db::Session& session, FeedbackId id) {
    return session.one(std::string(kFeedback) + "WHERE id = $1", read_feedback, id);
}

Result<void> close_feedback(db::Tx& tx, const Actor& actor, Instant at, FeedbackId id,
                            std::string_view answer) {
    const auto found = find_feedback(tx, id);
    if (!found) return refuse(text::feedback_unknown);
    if (found->closed_at) return {};
    tx->run(
        "UPDATE public_feedback SET closed_at = $2, closed_by = $3, answer = $4, name = '', "
        "email = '' WHERE id = $1",
        id, at, actor.name, answer);
    worklist::close(tx, kTask, id.value, at);
    trail::append(tx, actor, at, {"public_feedback", id.value}, "closed");
    return {};
}

Changed last_change(db::Session& session) {
    return session
        .one("SELECT sequence, at FROM public_change ORDER BY sequence DESC LIMIT 1",
             [](const db::Row& row) {
                 return Changed{row.get<std::int64_t>(0), row.get<Instant>(1)};
             })
        .value_or(Changed{});
}

}  // namespace samkjop::public_site
