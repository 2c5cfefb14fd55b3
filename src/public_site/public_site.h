#pragma once
// What everybody may see without signing in: agreements in force, what is going to be bought, the
// strategy and the routines, whom to ask. Only what the coordinator has released, and never a
// price: what is shown is made of types that have no place for one (shown.h).

#include <array>
#include <expected>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "access/actor.h"
#include "base/result.h"

namespace samkjop::db {
class Session;
class Tx;
}  // namespace samkjop::db

namespace samkjop::public_site {

// A host name whose root is the public site. With a municipality's number it shows what that
// municipality takes part in, and nothing of the others.
struct Host {
    std::string name;
    std::string municipality_number;           // empty: the whole region
    static Host parse(std::string_view text);  // "innkjop.nes.kommune.no=3322"
};
void use_hosts(std::vector<Host> hosts);  // once, before anything is served
const std::vector<Host>& hosts();

// ---- Settings -----------------------------------------------------------------------------------

enum class Conformance : std::uint8_t { full, partial, none };

struct Settings {
    std::string publisher;         // who stands behind the site, as in «Innkjøp i Hallingdal»
    std::string publisher_number;  // organisation number
    std::string contact_name, contact_email, contact_phone, contact_address;
    std::string ocid_prefix;  // given by the Open Contracting Partnership: "ocds-k7x2pq"
    Conformance conformance = Conformance::full;  // with the accessibility requirements
    std::string shortcomings;                     // what is not accessible yet, a line each
    std::string assessed_on;                      // ISO, or empty
    std::string statement_address;                // the official statement at uustatus.no
    friend bool operator==(const Settings&, const Settings&) = default;
};
inline constexpr std::string_view kExampleOcidPrefix = "ocds-213czf";  // the standard's own example
Settings settings(db::Session&);
std::vector<Refusal> findings(const Settings&);  // pure
void save_settings(db::Tx&, const Actor&, Instant, const Settings&);

// ---- Pages that the coordinator writes
// -----------------------------------------------------------

using PageId = Id<struct PublicPageTag>;
enum class PageKind : std::uint8_t { strategy, routine, suppliers, count_ };

struct PageText {  // in one language
    std::string title, summary, body;
    bool empty() const { return title.empty() && summary.empty() && body.empty(); }
    friend bool operator==(const PageText&, const PageText&) = default;
};
struct PageVersion {
    int number = 0;
    std::array<PageText, 3> texts;  // by language; bokmål always, the others where they are written
    Instant at;
    std::string by_name;
};
struct Page {
    PageId id;
    std::string slug;  // "anskaffelsesstrategi"
    PageKind kind = PageKind::routine;
    int position = 0;
    PageVersion latest;
    std::optional<PageVersion> released;
    std::optional<Instant> released_at;
    bool has_news() const { return !released || released->number != latest.number; }
};
std::vector<Page> pages(db::Session&);  // strategy first, then by position
std::optional<Page> page_by_slug(db::Session&, std::string_view slug);
std::optional<Page> find_page(db::Session&, PageId);

struct PageDraft {
    PageId id;  // 0: a new page
    PageKind kind = PageKind::routine;
    int position = 0;
    std::array<PageText, 3> texts;
};
std::vector<Refusal> findings(const PageDraft&);  // pure
// The address of a page, made of its title: "anskaffelsesstrategi-for-hallingdal".
std::string slug_of(std::string_view title);  // pure
// A new version; readers see it when it is released.
std::expected<PageId, std::vector<Refusal>> save_page(db::Tx&, const Actor&, Instant,
                                                      const PageDraft&);
// Something that hangs on a page changed: a document.
void touch(db::Tx&, Instant);
Result<void> release_page(db::Tx&, const Actor&, Instant, PageId);
Result<void> withdraw_page(db::Tx&, const Actor&, Instant, PageId);

// ---- Feedback -----------------------------------------------------------------------------------

using FeedbackId = Id<struct PublicFeedbackTag>;
struct Feedback {
    FeedbackId id;
    Instant at;
    std::string about;
    Language language = Language::nb;
    std::string message, name, email;
    std::optional<Instant> closed_at;
    std::string closed_by, answer;
};
std::vector<Refusal> findings(const Feedback&);  // pure
// Stores it and gives every coordinator a task.
FeedbackId take_feedback(db::Tx&, Instant, const Feedback&);
std::vector<Feedback> feedback(db::Session&, bool closed);  // newest first, a hundred at most
std::optional<Feedback> find_feedback(db::Session&, FeedbackId);
// Ends the tasks and erases who wrote.
Result<void> close_feedback(db::Tx&, const Actor&, Instant, FeedbackId, std::string_view answer);

// When settings and pages last changed, and how often they have.
struct Changed {
    std::int64_t sequence = 0;
    std::optional<Instant> at;
};
Changed last_change(db::Session&);

}  // namespace samkjop::public_site
