#pragma once
// All SQL of the gateway.
#include <array>

#include "db/db.h"
#include "gateway/lifecycle.h"

namespace samkjop::gateway::store {

// A document that has come and is about to be filed or put in quarantine.
struct NewIn {
    State state = State::quarantined;
    MunicipalityId municipality;
    ubl::DocumentType type = ubl::DocumentType::other;
    std::string channel, file_name, sender, receiver, counterpart, number, instance, sha256,
        business_key;
    std::int64_t size = 0;
    std::string findings;
    Instant at;
};
DocumentId insert_in(db::Tx&, const NewIn&);
void keep_bytes(db::Tx&, DocumentId, std::string_view bytes);
// In bokmål, nynorsk and English.
void set_reason(db::Tx&, DocumentId, std::string_view name,
                const std::array<std::string, 3>& sentences);
void set_filed(db::Tx&, DocumentId, const Filed&, Instant);
void set_duplicate_of(db::Tx&, DocumentId, DocumentId first);
void set_state(db::Tx&, DocumentId, State, Instant);

struct Earlier {
    DocumentId id;
    State state = State::filed;
    std::string sha256, label;
    Date day;
};
// The same bytes; else the same transmission; else the same document by its own number.
std::optional<Earlier> by_hash(db::Session&, std::string_view sha256);
std::optional<Earlier> by_instance(db::Session&, std::string_view instance);
std::optional<Earlier> by_business_key(db::Session&, std::string_view key);

std::optional<Document> out_by_instance(db::Session&, std::string_view instance);

std::optional<Document> load(db::Session&, DocumentId);
std::optional<Document> load(db::Session&, const Actor&, DocumentId);

// Outbox: what is due by that channel, oldest first; what is handed over and not yet acknowledged.
std::vector<Document> due(db::Session&, std::string_view channel, Instant now, int limit);
std::vector<Document> handed_over(db::Session&, std::string_view channel, int limit);
void set_attempt(db::Tx&, DocumentId, State, int attempts, std::optional<Instant> next, Instant now,
                 const Refusal* reason);

// A document that goes out, as it will stand.
struct NewOut {
    State state = State::queued;
    MunicipalityId municipality;
    ubl::DocumentType type = ubl::DocumentType::other;
    std::string channel, file_name, sender, receiver, counterpart, number, instance, bytes;
    std::string subject_kind, label, path, findings;
    std::int64_t subject = 0;
    Instant at;
};
DocumentId insert_out(db::Tx&, const NewOut&);

// What the other side takes.
struct Peer {
    std::string participant, name;
    bool takes_invoice_response = false, takes_mlr = false;
};
std::optional<Peer> peer(db::Session&, std::string_view participant);
std::vector<Peer> peers(db::Session&);  // by name
void save_peer(db::Tx&, const Peer&, Instant);

struct Filter {
    std::optional<Direction> direction;
    bool problems = false;  // quarantined, failed, given up
    std::string search;     // number, counterpart or file name, from the left
    DocumentId before;      // keyset
    int limit = 50;
};
std::vector<Document> list(db::Session&, const Actor&, const Filter&);

struct DayFlow {
    std::string day;  // ISO
    std::int64_t filed = 0, quarantined = 0, duplicates = 0, sent = 0, waiting = 0;
};
std::vector<DayFlow> flow(db::Session&, const Actor&, Date from);
struct Waiting {
    std::int64_t quarantined = 0, queued = 0, failed = 0, given_up = 0;
};
Waiting waiting(db::Session&, const Actor&);

}  // namespace samkjop::gateway::store
