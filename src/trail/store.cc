// The trail's rows. A line's hash covers everything it says and the hash of the line before; the
// writer is alone, so the chain has one end.

#include <fmt/format.h>

#include "db/db.h"
#include "trail/trail.h"

namespace samkjop::trail {
namespace {

constexpr std::string_view kFirstHash =
    "0000000000000000000000000000000000000000000000000000000000000000";

struct Stored {
    Line line;
    std::string previous;
};

// A field that holds the separator is told apart by its length, so no two lines read the same.
std::string hash_of(const Line& line, std::string_view previous) {
    std::string message = fmt::format("{}\n{}\n{}\n{}\n", previous, line.sequence, line.at.iso(),
                                      line.municipality.value);
    message +=
        fmt::format("{}\n{}:{}\n{}:{}\n{}\n", line.user.value, line.user_name.size(),
                    line.user_name, line.subject_kind.size(), line.subject_kind, line.subject_id);
    message += fmt::format("{}:{}\n{}:{}\n", line.event.size(), line.event, line.detail.size(),
                           line.detail);
    return sha256_hex(message);
}

Stored read(const db::Row& row) {
    Line line;
    line.sequence = row.get<std::int64_t>(0);
    line.at = row.get<Instant>(1);
    line.municipality = row.get<MunicipalityId>(2);
    line.user = row.get<UserId>(3);
    line.user_name = row.get<std::string>(4);
    line.subject_kind = row.get<std::string>(5);
    line.subject_id = row.get<std::int64_t>(6);
    line.event = row.get<std::string>(7);
    line.detail = row.get<std::string>(8);
    line.hash = row.get<std::string>(10);
    return {std::move(line), row.get<std::string>(9)};
}

std::string head_message(std::int64_t sequence, std::string_view hash, Instant at) {
    return fmt::format("samkjop-trail-head {} {} {}", sequence, hash, at.iso());
}

std::string escaped(std::string_view value) {
    std::string out;
    for (const char c : value) {
        if (c == '"' || c == '\\')
            (out += '\\') += c;
        else if (static_cast<unsigned char>(c) < 0x20)
            out += fmt::format("\\u{:04x}", c);
        else
            out += c;
    }
    return out;
}

}  // namespace

Detail& Detail::add(std::string_view name, std::string_view value) {
    json_ += fmt::format("{}\"{}\":\"{}\"", json_.size() > 1 ? "," : "", name, escaped(value));
    return *this;
}

Detail& Detail::add(std::string_view name, std::int64_t value) {
    json_ += fmt::format("{}\"{}\":{}", json_.size() > 1 ? "," : "", name, value);
    return *this;
}

std::int64_t append(db::Tx& tx, const Actor& actor, Instant at, Subject subject,
                    std::string_view event, const std::string& detail) {
    struct Last {
        std::int64_t sequence;
        std::string hash;
    };
    const auto last = tx->one(
        "SELECT sequence, hash FROM trail_line ORDER BY sequence DESC LIMIT 1",
        [](const db::Row& row) { return Last{row.get<std::int64_t>(0), row.get<std::string>(1)}; });
    const std::string previous = last ? last->hash : std::string(kFirstHash);
    Line line{.sequence = last ? last->sequence + 1 : 1,
              .at = at,
              .municipality = actor.municipality,
              .user = actor.user,
              .user_name = actor.name,
              .subject_kind = std::string(subject.kind),
              .subject_id = subject.id,
              .event = std::string(event),
              .detail = detail,
              .hash = {}};
    line.hash = hash_of(line, previous);
    tx->run(
        "INSERT INTO trail_line(sequence, at, municipality_id, user_id, user_name, subject_kind,"
        " subject_id, event, detail, previous, hash)"
        " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
        line.sequence, line.at, line.municipality, line.user, line.user_name, line.subject_kind,
        line.subject_id, line.event, line.detail, previous, line.hash);
    return line.sequence;
}

std::vector<Line> of(db::Session& session, Subject subject) {
    return session.list(
        "SELECT sequence, at, municipality_id, user_id, user_name, subject_kind, subject_id, event,"
        " detail, previous, hash FROM trail_line WHERE subject_kind = $1 AND subject_id = $2"
        " ORDER BY sequence DESC",
        [](const db::Row& row) { return read(row).line; }, subject.kind, subject.id);
}

std::vector<Line> newest(db::Session& session, MunicipalityId municipality, std::int64_t before,
                         int limit) {
    return session.list(
        "SELECT sequence, at, municipality_id, user_id, user_name, subject_kind, subject_id, event,"
        " detail, previous, hash FROM trail_line WHERE sequence < $1"
        " AND ($2 = 0 OR municipality_id = $2) ORDER BY sequence DESC LIMIT $3",
        [](const db::Row& row) { return read(row).line; }, before > 0 ? before : INT64_MAX,
        municipality, limit);
}

std::string member(const Line& line, std::string_view name) {
    const std::string label = fmt::format("\"{}\":", name);
    const auto at = line.detail.find(label);
    if (at == std::string::npos) return {};
    std::string_view rest = std::string_view(line.detail).substr(at + label.size());
    if (!rest.starts_with('"')) return std::string(rest.substr(0, rest.find_first_of(",}")));
    std::string out;
    for (std::size_t i = 1; i < rest.size() && rest[i] != '"'; ++i) {
        if (rest[i] == '\\' && i + 1 < rest.size()) ++i;
        if (rest[i] == 'u' && rest[i - 1] == '\\' && i + 4 < rest.size()) {
            unsigned code = 0;  // only control characters are written so
            std::from_chars(rest.data() + i + 1, rest.data() + i + 5, code, 16);
            out += static_cast<char>(code);
            i += 4;
            continue;
        }
        out += rest[i];
    }
    return out;
}

void link(db::Tx& tx, const End& from, const End& to) {
    tx->run(
        "INSERT INTO trail_link(from_kind, from_id, to_kind, to_id, label, path, from_label,"
        " from_path) VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT DO NOTHING",
        from.subject.kind, from.subject.id, to.subject.kind, to.subject.id, to.label, to.path,
        from.label, from.path);
}

std::vector<Link> links_from(db::Session& session, Subject from) {
    return session.list(
        "SELECT to_kind, to_id, label, path FROM trail_link WHERE from_kind = $1 AND from_id = $2"
        " ORDER BY to_kind, to_id",
        [](const db::Row& row) {
            return Link{row.get<std::string>(0), row.get<std::int64_t>(1), row.get<std::string>(2),
                        row.get<std::string>(3)};
        },
        from.kind, from.id);
}

std::vector<Link> links_to(db::Session& session, Subject to) {
    return session.list(
        "SELECT from_kind, from_id, from_label, from_path FROM trail_link"
        " WHERE to_kind = $1 AND to_id = $2 ORDER BY from_kind, from_id",
        [](const db::Row& row) {
            return Link{row.get<std::string>(0), row.get<std::int64_t>(1), row.get<std::string>(2),
                        row.get<std::string>(3)};
        },
        to.kind, to.id);
}

std::string Head::text() const {
    return fmt::format("{} {} {} {} {}", sequence, hash, at.iso(), public_key, signature);
}

std::optional<Head> Head::parse(std::string_view line) {
    std::vector<std::string> words(1);
    for (const char c : line) {
        if (c == ' ')
            words.emplace_back();
        else if (c != '\n' && c != '\r')
            words.back() += c;
    }
    if (words.size() != 5) return std::nullopt;
    Head head{.hash = words[1], .at = {}, .public_key = words[3], .signature = words[4]};
    const auto at = Instant::parse(words[2]);
    const auto [end, error] =
        std::from_chars(words[0].data(), words[0].data() + words[0].size(), head.sequence);
    if (!at || error != std::errc{} || end != words[0].data() + words[0].size())
        return std::nullopt;
    head.at = *at;
    return head;
}

std::optional<Head> sign_head(db::Tx& tx, const SigningKey& key, Instant at) {
    auto head = tx->one("SELECT sequence, hash FROM trail_line ORDER BY sequence DESC LIMIT 1",
                        [](const db::Row& row) {
                            Head made;
                            made.sequence = row.get<std::int64_t>(0);
                            made.hash = row.get<std::string>(1);
                            return made;
                        });
    if (!head) return std::nullopt;
    if (tx->value<std::int64_t>("SELECT count(*) FROM trail_head WHERE sequence = $1 AND hash = $2",
                                head->sequence, head->hash) > 0) {
        return std::nullopt;
    }
    head->at = at;
    head->public_key = key.public_key;
    head->signature = key.sign(head_message(head->sequence, head->hash, at));
    tx->run(
        "INSERT INTO trail_head(sequence, hash, at, public_key, signature)"
        " VALUES ($1, $2, $3, $4, $5)",
        head->sequence, head->hash, at, head->public_key, head->signature);
    return head;
}

std::string Flaw::text() const {
    switch (kind) {
        case Kind::changed:
            return fmt::format("line {} has been changed", sequence);
        case Kind::missing:
            return fmt::format("line {} has been removed", sequence);
        case Kind::cut_off:
            return fmt::format("line {} was signed as the head but is not there", sequence);
        case Kind::bad_signature:
            return fmt::format("the signature of the head at line {} does not hold", sequence);
    }
    return {};
}

Verification verify(db::Session& session, std::span<const Head> published) {
    std::vector<Head> heads(published.begin(), published.end());
    session.each(
        "SELECT sequence, hash, at, public_key, signature FROM trail_head ORDER BY sequence",
        [&](const db::Row& row) {
            heads.push_back({row.get<std::int64_t>(0), row.get<std::string>(1), row.get<Instant>(2),
                             row.get<std::string>(3), row.get<std::string>(4)});
        });
    std::map<std::int64_t, std::string>
        signed_hashes;  // what the lines at the heads really hash to
    for (const Head& head : heads) signed_hashes[head.sequence];

    Verification out;
    out.heads = static_cast<std::int64_t>(heads.size());
    std::string previous(kFirstHash);
    std::int64_t expected = 1;
    session.each(
        "SELECT sequence, at, municipality_id, user_id, user_name, subject_kind, subject_id, event,"
        " detail, previous, hash FROM trail_line ORDER BY sequence",
        [&](const db::Row& row) {
            const Stored stored = read(row);
            const std::int64_t sequence = stored.line.sequence;
            for (; expected < sequence; ++expected) {
                if (out.flaws.size() < 100) out.flaws.push_back({expected, Flaw::Kind::missing});
            }
            const bool after_gap = stored.previous != previous;
            const bool own = hash_of(stored.line, stored.previous) == stored.line.hash;
            const bool gap_named = !out.flaws.empty() &&
                                   out.flaws.back().sequence == sequence - 1 &&
                                   out.flaws.back().kind == Flaw::Kind::missing;
            if (!own || (after_gap && !gap_named)) {
                if (out.flaws.size() < 100) out.flaws.push_back({sequence, Flaw::Kind::changed});
            }
            if (const auto found = signed_hashes.find(sequence); found != signed_hashes.end()) {
                found->second = stored.line.hash;
            }
            previous = stored.line.hash;
            expected = sequence + 1;
            ++out.lines;
        });
    out.head_hash = previous;
    for (const Head& head : heads) {
        if (!signature_holds(head_message(head.sequence, head.hash, head.at), head.signature,
                             head.public_key)) {
            out.flaws.push_back({head.sequence, Flaw::Kind::bad_signature});
        } else if (signed_hashes[head.sequence].empty()) {
            out.flaws.push_back({head.sequence, Flaw::Kind::cut_off});
        } else if (signed_hashes[head.sequence] != head.hash) {
            out.flaws.push_back({head.sequence, Flaw::Kind::changed});
        }
    }
    return out;
}

}  // namespace samkjop::trail
