#pragma once
// The audit trail: one line per thing that happened, append-only, each line carrying the SHA-256
// hash of the one before. The head is signed (Ed25519) and can be published outside; verify() finds
// a changed, removed or cut-off line and names it.

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "access/actor.h"
#include "base/crypto.h"
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
    UserId user;            // 0: the system itself
    std::string user_name;  // as it was then
    std::string subject_kind;
    std::int64_t subject_id = 0;
    std::string event;   // "submitted", "approved": the key of the sentence shown
    std::string detail;  // JSON: inputs and outcome; amounts in øre, dates in ISO 8601
    std::string hash;    // hex
};

// Writes a line in the caller's transaction. detail is a JSON object (trail::Detail makes one).
// Returns the line's sequence number.
std::int64_t append(db::Tx& tx, const Actor& actor, Instant at, Subject subject,
                    std::string_view event, const std::string& detail = "{}");

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
// Newest first, before a line (0: from the end); municipality 0: all.
std::vector<Line> newest(db::Session& session, MunicipalityId municipality, std::int64_t before,
                         int limit);
// The value of a string or integer member of a line's detail, as text; empty where there is none.
std::string member(const Line& line, std::string_view name);

// Links from an earlier document to a later one, so that an earlier page can show what became of
// it without knowing the later stage: requisition → orders, order → invoices.
struct End {
    Subject subject;
    std::string_view label;  // «Bestilling 2026-000123»
    std::string_view path;   // "/bestillinger/123"
};
void link(db::Tx& tx, const End& from, const End& to);
struct Link {
    std::string kind;
    std::int64_t id = 0;
    std::string label;  // "Bestilling 2026-000123"
    std::string path;   // "/bestillinger/123"
};
std::vector<Link> links_from(db::Session& session, Subject from);
std::vector<Link> links_to(db::Session& session, Subject to);

// ---- Proof ----

// The head of the trail, signed. It is written to the database and, by the caller, outside it.
struct Head {
    std::int64_t sequence = 0;
    std::string hash;
    Instant at;
    std::string public_key;
    std::string signature;
    std::string text() const;  // one line, to be published
    static std::optional<Head> parse(std::string_view line);
};
// Signs what the trail ends with now; nothing when no line has come since the last signed head.
std::optional<Head> sign_head(db::Tx& tx, const SigningKey& key, Instant at);

struct Flaw {
    std::int64_t sequence = 0;  // the line it concerns
    enum class Kind : std::uint8_t {
        changed,
        missing,
        cut_off,
        bad_signature
    } kind = Kind::changed;
    std::string text() const;  // in English, for the command line
};
struct Verification {
    std::int64_t lines = 0;
    std::int64_t heads = 0;
    std::string head_hash;
    std::vector<Flaw> flaws;  // in order; a broken chain names the first line that is wrong
};
// Recomputes every hash and holds the trail against every signed head, those in the database and
// those published outside.
Verification verify(db::Session& session, std::span<const Head> published = {});

}  // namespace samkjop::trail
