#pragma once
// The audit trail: one line per thing that happened, append-only, each line carrying the SHA-256
// hash of the one before. The head is signed (Ed25519) and can be published outside; verify() finds
// a changed, removed or cut-off line and names it.

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "access/actor.h"
#include "base/date.h"

namespace samkjop::db {
class Session;
class Tx;
}  // namespace samkjop::db

namespace samkjop::trail {

// What a line speaks of: kind is the module's word ("requisition", "order", "invoice", "user"…).
struct Subject {
    std::string_view kind;
    std::int64_t id = 0;
};

struct Line {
    std::int64_t sequence = 0;
    Instant at;
    MunicipalityId municipality;
    UserId user;                 // 0: the system itself
    std::string user_name;       // as it was then
    std::string subject_kind;
    std::int64_t subject_id = 0;
    std::string event;           // "submitted", "approved": the key of the sentence shown
    std::string detail;          // JSON: inputs and outcome; amounts in øre, dates in ISO 8601
    std::string hash;            // hex
};

// Writes a line in the caller's transaction. detail is a JSON object (trail::Detail makes one).
// Returns the line's sequence number.
std::int64_t append(db::Tx& tx, const Actor& actor, Instant at, Subject subject,
                    std::string_view event, std::string_view detail = "{}");

// A small JSON object, written in the order given.
class Detail {
public:
    Detail& add(std::string_view name, std::string_view value);
    Detail& add(std::string_view name, std::int64_t value);
    Detail& add(std::string_view name, Money value) { return add(name, value.ore()); }
    std::string text() const { return json_ + "}"; }
    operator std::string() const { return text(); }

private:
    std::string json_ = "{";
};

// Newest first.
std::vector<Line> of(db::Session& session, Subject subject);
// The value of a string or integer member of a line's detail, as text; empty where there is none.
std::string member(const Line& line, std::string_view name);

// Links from an earlier document to a later one, so that an earlier page can show what became of
// it without knowing the later stage: requisition → orders, order → invoices.
void link(db::Tx& tx, Subject from, Subject to, std::string_view label, std::string_view path);
struct Link {
    std::string kind;
    std::int64_t id = 0;
    std::string label;   // "Bestilling 2026-000123"
    std::string path;    // "/bestillinger/123"
};
std::vector<Link> links_from(db::Session& session, Subject from);
std::vector<Link> links_to(db::Session& session, Subject to);

}  // namespace samkjop::trail
