// The gateway's rows. A list reads the narrow table; the bytes stand in a table of their own, which
// refuses every change.
#include "gateway/store.h"

#include <fmt/format.h>

#include "base/compress.h"
#include "base/crypto.h"
#include "gateway/rules.h"

namespace samkjop::gateway {
namespace store {
namespace {

constexpr std::string_view kColumns =
    "id, direction, state, municipality_id, type, channel, file_name, sender, receiver, "
    "counterpart,"
    " number, instance, sha256, size, reason_name, reason_nb, reason_nn, reason_en, findings,"
    " duplicate_of, subject_kind, subject_id, label, path, attempts, at, changed_at, "
    "next_attempt_at";

Document read(const db::Row& row) {
    Document out;
    out.id = row.get<DocumentId>(0);
    out.direction = row.get<Direction>(1);
    out.state = row.get<State>(2);
    out.municipality = row.get<MunicipalityId>(3);
    out.type = ubl::type_from(row.get<std::string>(4)).value_or(ubl::DocumentType::other);
    out.channel = row.get<std::string>(5);
    out.file_name = row.get<std::string>(6);
    out.sender = row.get<std::string>(7);
    out.receiver = row.get<std::string>(8);
    out.counterpart = row.get<std::string>(9);
    out.number = row.get<std::string>(10);
    out.instance = row.get<std::string>(11);
    out.sha256 = row.get<std::string>(12);
    out.size = row.get<std::int64_t>(13);
    out.reason_name = row.get<std::string>(14);
    for (int i = 0; i < 3; ++i) out.reason[i] = row.get<std::string>(15 + i);
    out.findings = row.get<std::string>(18);
    out.duplicate_of = row.get<std::optional<DocumentId>>(19).value_or(DocumentId());
    out.subject_kind = row.get<std::string>(20);
    out.subject = row.get<std::int64_t>(21);
    out.label = row.get<std::string>(22);
    out.path = row.get<std::string>(23);
    out.attempts = row.get<int>(24);
    out.at = row.get<Instant>(25);
    out.changed_at = row.get<Instant>(26);
    out.next_attempt = row.get<std::optional<Instant>>(27);
    return out;
}

// Everybody's documents for the region; else the municipality's own.
constexpr std::string_view kReach = "($1 OR municipality_id = $2)";

std::optional<Earlier> earlier(db::Session& session, std::string_view where,
                               std::string_view value) {
    return session.one(
        fmt::format(
            "SELECT id, state, sha256, label, at FROM gateway_document WHERE direction = 0 AND {}"
            " ORDER BY id LIMIT 1",
            where),
        [](const db::Row& row) {
            return Earlier{row.get<DocumentId>(0), row.get<State>(1), row.get<std::string>(2),
                           row.get<std::string>(3), row.get<Instant>(4).oslo_date()};
        },
        value);
}

}  // namespace

DocumentId insert_in(db::Tx& tx, const NewIn& in) {
    return {
        tx->insert("INSERT INTO gateway_document (direction, state, municipality_id, type, "
                   "channel, file_name, sender,"
                   " receiver, counterpart, number, instance, sha256, size, business_key, "
                   "findings, at, changed_at)"
                   " VALUES (0, $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, "
                   "$15) RETURNING id",
                   in.state, in.municipality, ubl::type_name(in.type), in.channel, in.file_name,
                   in.sender, in.receiver, in.counterpart, in.number, in.instance, in.sha256,
                   in.size, in.business_key, in.findings, in.at)};
}

void keep_bytes(db::Tx& tx, DocumentId id, std::string_view bytes) {
    tx->run("INSERT INTO gateway_bytes (document_id, packed) VALUES ($1, $2)", id,
            db::Blob{compress(bytes)});
}

void set_reason(db::Tx& tx, DocumentId id, std::string_view name,
                const std::array<std::string, 3>& sentences) {
    tx->run(
        "UPDATE gateway_document SET reason_name = $2, reason_nb = $3, reason_nn = $4, reason_en = "
        "$5"
        " WHERE id = $1",
        id, name, sentences[0], sentences[1], sentences[2]);
}

void set_filed(db::Tx& tx, DocumentId id, const Filed& filed, Instant at) {
    tx->run(
        "UPDATE gateway_document SET state = $2, subject_kind = $3, subject_id = $4, label = $5,"
        " path = $6, changed_at = $7 WHERE id = $1",
        id, State::filed, filed.subject_kind, filed.subject, filed.label, filed.path, at);
}

void set_duplicate_of(db::Tx& tx, DocumentId id, DocumentId first) {
    tx->run("UPDATE gateway_document SET state = $2, duplicate_of = $3 WHERE id = $1", id,
            State::duplicate, first);
}

void set_state(db::Tx& tx, DocumentId id, State state, Instant at) {
    tx->run("UPDATE gateway_document SET state = $2, changed_at = $3 WHERE id = $1", id, state, at);
}

std::optional<Earlier> by_hash(db::Session& session, std::string_view sha256) {
    return earlier(session, "state IN (0, 1, 2) AND sha256 = $1", sha256);
}
std::optional<Earlier> by_instance(db::Session& session, std::string_view instance) {
    if (instance.empty()) return std::nullopt;
    return earlier(session, "state IN (0, 1, 2) AND instance <> '' AND instance = $1", instance);
}
std::optional<Earlier> by_business_key(db::Session& session, std::string_view key) {
    if (key.empty()) return std::nullopt;
    return earlier(session, "state = 0 AND business_key <> '' AND business_key = $1", key);
}

std::optional<Document> out_by_instance(db::Session& session, std::string_view instance) {
    if (instance.empty()) return std::nullopt;
    return session.one(
        fmt::format("SELECT {} FROM gateway_document WHERE direction = 1 AND instance = $1",
                    kColumns),
        read, instance);
}

std::optional<Document> load(db::Session& session, DocumentId id) {
    return session.one(fmt::format("SELECT {} FROM gateway_document WHERE id = $1", kColumns), read,
                       id);
}

std::optional<Document> load(db::Session& session, const Actor& actor, DocumentId id) {
    return session.one(
        fmt::format("SELECT {} FROM gateway_document WHERE {} AND id = $3", kColumns, kReach), read,
        actor.whole_region, actor.municipality, id);
}

std::vector<Document> due(db::Session& session, std::string_view channel, Instant now, int limit) {
    return session.list(
        fmt::format("SELECT {} FROM gateway_document WHERE state IN (4, 7) AND channel = $1"
                    " AND next_attempt_at <= $2 ORDER BY next_attempt_at, id LIMIT $3",
                    kColumns),
        read, channel, now, limit);
}

std::vector<Document> handed_over(db::Session& session, std::string_view channel, int limit) {
    return session.list(
        fmt::format("SELECT {} FROM gateway_document WHERE state = 5 AND channel = $1"
                    " ORDER BY id DESC LIMIT $2",
                    kColumns),
        read, channel, limit);
}

DocumentId insert_out(db::Tx& tx, const NewOut& out) {
    const auto next = out.state == State::queued ? std::optional(out.at) : std::nullopt;
    const DocumentId id{tx->insert(
        "INSERT INTO gateway_document (direction, state, municipality_id, type, channel, file_name,"
        " sender, receiver, counterpart, number, instance, sha256, size, business_key, findings,"
        " subject_kind, subject_id, label, path, at, changed_at, next_attempt_at)"
        " VALUES (1, $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, '', $13, $14, $15, $16, "
        "$17,"
        " $18, $18, $19) RETURNING id",
        out.state, out.municipality, ubl::type_name(out.type), out.channel, out.file_name,
        out.sender, out.receiver, out.counterpart, out.number, out.instance, sha256_hex(out.bytes),
        static_cast<std::int64_t>(out.bytes.size()), out.findings, out.subject_kind, out.subject,
        out.label, out.path, out.at, next)};
    keep_bytes(tx, id, out.bytes);
    return id;
}

namespace {

Peer read_peer(const db::Row& row) {
    return {row.get<std::string>(0), row.get<std::string>(1), row.get<bool>(2), row.get<bool>(3)};
}
constexpr std::string_view kPeer =
    "SELECT participant, name, takes_invoice_response, takes_mlr FROM gateway_peer";

}  // namespace

std::optional<Peer> peer(db::Session& session, std::string_view participant) {
    return session.one(fmt::format("{} WHERE participant = $1", kPeer), read_peer, participant);
}

std::vector<Peer> peers(db::Session& session) {
    return session.list(fmt::format("{} ORDER BY name, participant", kPeer), read_peer);
}

void save_peer(db::Tx& tx, const Peer& peer, Instant at) {
    tx->run(
        "INSERT INTO gateway_peer (participant, name, takes_invoice_response, takes_mlr, "
        "changed_at)"
        " VALUES ($1, $2, $3, $4, $5) ON CONFLICT (participant) DO UPDATE SET name = $2,"
        " takes_invoice_response = $3, takes_mlr = $4, changed_at = $5",
        peer.participant, peer.name, peer.takes_invoice_response, peer.takes_mlr, at);
}

void set_attempt(db::Tx& tx, DocumentId id, State state, int attempts, std::optional<Instant> next,
                 Instant now, const Refusal* reason) {
    tx->run(
        "UPDATE gateway_document SET state = $2, attempts = $3, next_attempt_at = $4, changed_at = "
        "$5,"
        " reason_name = '', reason_nb = '', reason_nn = '', reason_en = '' WHERE id = $1",
        id, state, attempts, next, now);
    if (!reason) return;
    set_reason(tx, id, reason->name(),
               {reason->in(Language::nb), reason->in(Language::nn), reason->in(Language::en)});
}

std::vector<Document> list(db::Session& session, const Actor& actor, const Filter& filter) {
    // The states that a person must look at: quarantined, failed, given up.
    std::string where(kReach);
    if (filter.direction)
        where += *filter.direction == Direction::in ? " AND direction = 0" : " AND direction = 1";
    if (filter.problems) where += " AND state IN (1, 7, 8)";
    // A word to one of our own is shown where it has stopped, and to who looks for it.
    if (filter.search.empty() && !filter.problems) where += " AND subject_kind <> 'notice'";
    if (filter.before) where += fmt::format(" AND id < {}", filter.before.value);
    return session.list(
        fmt::format(
            "SELECT {} FROM gateway_document WHERE {} AND ($3 = '' OR number = $3 OR sender = $3"
            " OR receiver = $3 OR file_name = $3 OR counterpart = $3) ORDER BY id DESC LIMIT {}",
            kColumns, where, filter.limit),
        read, actor.whole_region, actor.municipality, filter.search);
}

std::vector<DayFlow> flow(db::Session& session, const Actor& actor, Date from) {
    return session.list(
        fmt::format(
            "SELECT SUBSTR(at, 1, 10) AS day, COUNT(*) FILTER (WHERE state = 0),"
            " COUNT(*) FILTER (WHERE state IN (1, 2)), COUNT(*) FILTER (WHERE state = 3),"
            " COUNT(*) FILTER (WHERE state IN (5, 6)), COUNT(*) FILTER (WHERE state IN (4, 7, 8))"
            " FROM gateway_document WHERE {} AND at >= $3 AND subject_kind <> 'notice' GROUP BY "
            "SUBSTR(at, 1, 10) ORDER BY 1 "
            "DESC",
            kReach),
        [](const db::Row& row) {
            return DayFlow{row.get<std::string>(0),  row.get<std::int64_t>(1),
                           row.get<std::int64_t>(2), row.get<std::int64_t>(3),
                           row.get<std::int64_t>(4), row.get<std::int64_t>(5)};
        },
        actor.whole_region, actor.municipality, from.iso());
}

Waiting waiting(db::Session& session, const Actor& actor) {
    Waiting out;
    session.each(
        fmt::format(
            "SELECT state, COUNT(*) FROM gateway_document WHERE {} AND state IN (1, 4, 7, 8)"
            " GROUP BY state",
            kReach),
        [&](const db::Row& row) {
            const std::int64_t count = row.get<std::int64_t>(1);
            switch (row.get<State>(0)) {
                case State::quarantined:
                    out.quarantined = count;
                    break;
                case State::queued:
                    out.queued = count;
                    break;
                case State::failed:
                    out.failed = count;
                    break;
                default:
                    out.given_up = count;
                    break;
            }
        },
        actor.whole_region, actor.municipality);
    return out;
}

}  // namespace store

std::optional<Document> latest_out(db::Session& session, std::string_view subject_kind,
                                   std::int64_t subject) {
    return session.one(
        fmt::format("SELECT {} FROM gateway_document WHERE subject_kind = $1 AND subject_id = $2"
                    " AND direction = 1 ORDER BY id DESC LIMIT 1",
                    store::kColumns),
        store::read, subject_kind, subject);
}

std::vector<Document> waiting_out(db::Session& session) {
    return session.list(
        fmt::format("SELECT {} FROM gateway_document WHERE direction = 1 AND state = 4"
                    " AND channel <> 'mail' ORDER BY id",
                    store::kColumns),
        store::read);
}

std::optional<Document> latest_in(db::Session& session, std::string_view sender,
                                  ubl::DocumentType type) {
    return session.one(
        fmt::format("SELECT {} FROM gateway_document WHERE direction = 0 AND state = 0"
                    " AND sender = $1 AND type = $2 ORDER BY id DESC LIMIT 1",
                    store::kColumns),
        store::read, sender, ubl::type_name(type));
}

std::optional<Document> numbered(db::Session& session, std::string_view number) {
    return session.one(
        fmt::format("SELECT {} FROM gateway_document WHERE number = $1 ORDER BY id LIMIT 1",
                    store::kColumns),
        store::read, number);
}

std::vector<Document> sent(db::Session& session, std::string_view subject_kind,
                           std::int64_t subject) {
    return session.list(
        fmt::format("SELECT {} FROM gateway_document WHERE subject_kind = $1 AND subject_id = $2"
                    " AND direction = 1 ORDER BY id",
                    store::kColumns),
        store::read, subject_kind, subject);
}

bool takes(db::Session& session, std::string_view participant, ubl::DocumentType type) {
    const auto peer = store::peer(session, participant);
    if (!peer) return false;
    return (type == ubl::DocumentType::invoice_response && peer->takes_invoice_response) ||
           (type == ubl::DocumentType::mlr && peer->takes_mlr);
}

void save_registration(db::Tx& tx, std::string_view participant, std::string_view name,
                       bool takes_invoice_response, bool takes_mlr, Instant at) {
    store::save_peer(
        tx, {std::string(participant), std::string(name), takes_invoice_response, takes_mlr}, at);
}

std::string hash_of(db::Session& session, DocumentId id) {
    return session.value<std::string>("SELECT sha256 FROM gateway_document WHERE id = $1", id)
        .value_or(std::string());
}

std::string bytes_of(db::Session& session, DocumentId id) {
    return session
        .one(
            "SELECT packed FROM gateway_bytes WHERE document_id = $1",
            [](const db::Row& row) { return decompress(row.blob(0)); }, id)
        .value_or(std::string());
}

}  // namespace samkjop::gateway
