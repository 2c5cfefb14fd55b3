#pragma once
// Documents in and out. The gateway knows envelopes, types and parties, and no stage: a stage
// enqueues what it has written, and registers a taker for what it wants to receive. The bytes of
// every document are kept as they came, with their SHA-256, and never change.

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "access/actor.h"
#include "base/result.h"
#include "ubl/ubl.h"

namespace samkjop::db {
class Database;
class Session;
class Tx;
}  // namespace samkjop::db

namespace samkjop::gateway {

using DocumentId = Id<struct GatewayDocumentTag>;

enum class Direction : std::uint8_t { in, out };

// in:  received → judged → filed | quarantined | duplicate; quarantined → filed | discarded.
// out: queued → sent → acknowledged; failed → queued again after a pause; given up to a person.
// The whole table is lifecycle.cc, drawn in docs/lifecycles/document.md.
enum class State : std::uint8_t {
    filed,         // a stage has taken it
    quarantined,   // waits for a person, with the reason
    discarded,     // a person decided that it is not to be taken
    duplicate,     // the same document came before
    queued,        // waits for its turn out
    sent,          // handed over
    acknowledged,  // the receiver's side has it
    failed,        // tried, tried again after a pause
    given_up,      // tried as often as we do, or not fit to send; waits for a person
    received,      // its bytes are here; nothing else is known
    judged,        // read, addressed to one of ours, and held against the rules
};
inline constexpr int kStates = static_cast<int>(State::judged) + 1;
std::string_view name(State state);

// ---- How this installation is connected ---------------------------------------------------------
struct MailSettings {
    std::string url;  // "smtp://host:587", "smtps://host:465"; STARTTLS where the server has it
    std::string user, password;
    std::string from;  // "bestilling@nes.kommune.no"
    std::string
        spool;  // a maildir where messages are laid instead, for a mail server on this machine
};
struct Settings {
    std::string token;  // of the access point that pushes and fetches; empty: that door is closed
    bool fetched = false;  // what goes out is fetched over HTTP; else it is laid in outbox/
    std::string
        provider;      // our number as service provider, "0242:123456": without it no MLS is sent
    std::string site;  // "https://innkjop.hallingdal.no": how a link in an e-mail begins
    MailSettings mail;
};
void configure(Settings settings);   // once, at start
bool can_mail(std::string_view to);  // a way is set for e-mail out, and that is an address

// ---- Out ---------------------------------------------------------------------------------------
struct Outgoing {
    MunicipalityId municipality;
    ubl::DocumentType type = ubl::DocumentType::order;
    std::string sender;  // "0192:974760673"
    std::string receiver;
    std::string number;        // cbc:ID
    std::string counterpart;   // the receiver's name, for people
    std::string subject_kind;  // "order", "invoice"
    std::int64_t subject = 0;
    std::string label;  // «Bestilling NES-2026-000123»
    std::string path;   // "/bestillinger/123"
    std::string bytes;  // without envelope; the gateway wraps it
};
// In the stage's own transaction: the document goes out if and only if it commits. It is judged by
// our own rules first; one that breaks them is withheld, with a task for who looks after documents.
DocumentId enqueue(db::Tx&, const Outgoing&, Instant at);

// A document by e-mail, to who is outside Peppol: a text that can be read as it is, and the
// document as a file beside it.
struct Enclosure {
    std::string name, media_type, bytes;
};
struct Letter {
    MunicipalityId municipality;
    ubl::DocumentType type = ubl::DocumentType::order;
    std::string to, to_name, from_name, reply_to;
    std::string subject, text;
    std::vector<Enclosure> enclosures;
    std::string number;
    std::string subject_kind;
    std::int64_t subject_id = 0;
    std::string label, path;
};
DocumentId enqueue(db::Tx&, const Letter&, Instant at);

// A word by e-mail to one of our own people: something waits, or came back. It goes the same way as
// every e-mail, with the same attempts. Nothing is written where no way out is set or the address
// is none: whoever it is for finds it under «Til meg» all the same.
struct Notice {
    MunicipalityId municipality;
    Language language = Language::nb;
    std::string to, to_name, subject, text;
    std::string path;  // where it is dealt with
};
std::optional<DocumentId> notify(db::Tx&, const Notice&, Instant at);

// Told when a document of that kind is given up, and when it gets through after all: the stage may
// have somebody who must know. In the same transaction.
struct Document;
using Delivery = void (*)(db::Tx&, const Document&, bool through, Instant at);
void register_delivery(std::string_view subject_kind, Delivery);  // at start

// What the access point says became of a document that goes out. False: its state does not allow
// it.
enum class Told : std::uint8_t { sent, acknowledged, failed };
bool tell(db::Tx&, DocumentId, Told, std::string_view reason, Instant at);
std::vector<Document> waiting_out(db::Session&);  // queued for the access point, oldest first
inline constexpr int kMostAttempts = 7;

// Whether the other side is registered for that type; what nobody has registered is not known.
bool takes(db::Session&, std::string_view participant, ubl::DocumentType);
void save_registration(db::Tx&, std::string_view participant, std::string_view name,
                       bool takes_invoice_response, bool takes_mlr, Instant);

// ---- In ----------------------------------------------------------------------------------------
struct Incoming {
    std::string bytes;
    std::string channel;  // "folder", "upload", "push", "mail", "demo"
    std::string file_name;
    Instant at;
};

// What a taker gets: read, judged without fatal findings, and addressed to this municipality.
struct Received {
    DocumentId id;  // of the stored original: link to path()
    MunicipalityId municipality;
    const ubl::Document& document;
    const std::string& bytes;  // without envelope
    std::string sender;        // "0192:313…" as the document's own sending party says
    std::string sha256;
    Instant at;
    Date today;                // in Norway
    bool released = false;     // a person has let it in
    std::string path() const;  // "/dokumenter/{id}"
};
struct Filed {
    std::string subject_kind;  // "order", "invoice"
    std::int64_t subject = 0;
    std::string label;  // «Bestilling NES-2026-000123»
    std::string path;   // where people find it
};
// Runs in the transaction that files the document. A refusal rolls back all that the taker wrote
// and puts the document in quarantine with the refusal's sentence.
using Taker = std::function<Result<Filed>(db::Tx&, const Received&)>;
void register_taker(ubl::DocumentType, Taker);  // at start, before the pump
void register_acknowledgements();               // MLS and MLR about what we have sent: our own

struct Outcome {
    DocumentId id;  // of a duplicate: the document that came first
    State state = State::quarantined;
    MunicipalityId municipality;
    std::optional<Refusal> reason;  // of quarantine or duplicate
    Filed filed;
};
// Never throws for what a document contains. Throws when the machine fails (the file then stays).
Outcome receive(db::Database&, const Incoming&);
// The same for a file that may be packed (gzip, zip): one outcome for each document in it.
std::vector<Outcome> receive_all(db::Database&, const Incoming&);

// A person has decided that it is not to be taken in.
Result<void> discard(db::Tx&, const Actor&, Instant at, DocumentId, std::string_view reason);

// The stage has decided on a catalogue that expects an answer (BIS profile catalogue_only):
// accepted, or turned away with the reason. That it has come is answered by the gateway itself.
void answer_catalogue(db::Tx&, DocumentId, bool accepted, std::string_view why, Instant at);

// ---- Reading -----------------------------------------------------------------------------------
struct Document {
    DocumentId id;
    Direction direction = Direction::in;
    State state = State::quarantined;
    MunicipalityId municipality;
    ubl::DocumentType type = ubl::DocumentType::other;
    std::string channel, file_name;
    std::string sender, receiver, counterpart, number, instance, sha256;
    std::int64_t size = 0;
    std::string reason_name;  // the rule's name, or empty
    std::string reason[3];    // nb, nn, en
    std::string findings;     // rule names and sentences, one per line, in nb
    DocumentId duplicate_of;
    std::string subject_kind, label, path;
    std::int64_t subject = 0;
    int attempts = 0;
    Instant at, changed_at;
    std::optional<Instant> next_attempt;
    std::string_view reason_in(Language language) const {
        return reason[static_cast<std::size_t>(language)];
    }
};
// For a stage's page: what became of the document that it sent.
std::optional<Document> latest_out(db::Session&, std::string_view subject_kind,
                                   std::int64_t subject);
std::optional<Document> latest_in(db::Session&, std::string_view sender, ubl::DocumentType);
std::optional<Document> numbered(db::Session&, std::string_view number);  // the first of them
// Everything that was sent about it, oldest first.
std::vector<Document> sent(db::Session&, std::string_view subject_kind, std::int64_t subject);
std::string hash_of(db::Session&, DocumentId);   // its SHA-256 as it came; empty: no such document
std::string bytes_of(db::Session&, DocumentId);  // the original; the caller has judged reach

// ---- Pump --------------------------------------------------------------------------------------
// FOLDER/inbox → receive → FOLDER/inbox/behandlet or FOLDER/inbox/karantene (with a .txt);
// FOLDER/e-post/new, a maildir → receive every e-document in each message → FOLDER/e-post/cur;
// queued → FOLDER/outbox, by rename, and e-mail. Two threads, so that a slow mail server holds up
// nothing else; stopped by the destructor.
class Pump {
public:
    Pump(db::Database& database, std::string folder, int poll_milliseconds = 500);
    ~Pump();
    Pump(const Pump&) = delete;
    Pump& operator=(const Pump&) = delete;
    void start();
    // One round by hand (tests, the command line). Answers how many documents moved.
    int poll_inbox(Instant now);
    int poll_outbox(Instant now);
    int poll_mail_in(Instant now);
    int poll_mail_out(Instant now);

private:
    struct Work;
    std::unique_ptr<Work> work_;
};

}  // namespace samkjop::gateway
