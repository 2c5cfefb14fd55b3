#pragma once
// The door for one document, in two steps: examine() reads and judges with a reader, so that the
// writer is not held up; file() takes it into a transaction. The browser's upload and the pushed
// document run file() in the dispatcher's transaction; receive() opens its own.
#include "gateway/gateway.h"
#include "gateway/store.h"
#include "peppol/peppol.h"

namespace samkjop::gateway {

struct Examined {
    Incoming incoming;
    store::NewIn row;  // as it will stand
    std::optional<ubl::Document> document;
    std::string payload;                       // without envelope
    peppol::Verdict verdict;                   // where it was judged
    std::optional<Refusal> refusal;            // to quarantine, whatever the taker says
    std::array<std::string, 3> first_finding;  // in each language
};

Examined examine(db::Session&, Incoming);
Outcome file(db::Tx&, const Examined&);

// A file may be packed and hold many: each is examined by itself. What cannot be opened is one
// document, with the reason.
std::vector<Examined> examine_all(db::Session&, const Incoming&);
// A message without any e-document, an unopened archive: kept whole, for a person.
Examined set_aside(db::Session&, Incoming, Refusal);

// A person lets a quarantined document in: judged anew, then the taker. `anyway`: also with fatal
// findings, since a person may have better grounds; never what cannot be read.
bool a_person_may_overrule(std::string_view reason_name);
Result<Filed> release(db::Tx&, const Actor&, Instant, const Document&, std::string_view reason,
                      bool anyway);
Result<void> discard(db::Tx&, const Actor&, Instant, const Document&, std::string_view reason);
Result<void> resend(db::Tx&, const Actor&, Instant, const Document&, std::string_view reason);

// Who looks after the gateway of this municipality.
std::vector<UserId> operators(db::Session&, MunicipalityId);
void open_task(db::Tx&, std::string_view kind, DocumentId, MunicipalityId, std::string_view title,
               std::string_view context, Instant);

const Settings& settings();
bool token_holds(std::string_view token);

// What makes a document unfit, in the three languages, and how many rules it breaks.
struct Unfit {
    std::int64_t count = 0;
    std::array<std::string, 3> first;
};
Unfit unfit_from(const peppol::Verdict&);
std::string rule_names(const peppol::Verdict&);  // "structure BR-CO-15"

// One attempt to hand a document over: sent, or tried again, or given to a person.
void record_attempt(db::Tx&, const Document&, const std::optional<Refusal>& failure, Instant now);

void tell_stage(db::Tx&, const Document&, bool through, Instant);  // register_delivery

// Says back to the sender what became of its document, where it wants to know.
void answer_sender(db::Tx&, const Examined&, const Outcome&, Instant);

}  // namespace samkjop::gateway
