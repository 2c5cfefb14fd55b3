#pragma once
// The door for one document, in two steps: examine() reads and judges with a reader, so that the
// writer is not held up; file() takes it into a transaction. The browser's upload and the pushed
// document run file() in the dispatcher's transaction; receive() opens its own.
#include "gateway/gateway.h"
#include "gateway/store.h"

namespace samkjop::gateway {

struct Examined {
    Incoming incoming;
    store::NewIn row;  // as it will stand
    std::optional<ubl::Document> document;
    std::string payload;                       // without envelope
    std::optional<Refusal> refusal;            // to quarantine, whatever the taker says
    std::array<std::string, 3> first_finding;  // in each language
};

Examined examine(db::Session&, Incoming);
Outcome file(db::Tx&, const Examined&);

// A person lets a quarantined document in: judged anew, then the taker. `anyway`: also with fatal
// findings, since a person may have better grounds; never what cannot be read.
Result<Filed> release(db::Tx&, const Actor&, Instant, const Document&, std::string_view reason,
                      bool anyway);
Result<void> discard(db::Tx&, const Actor&, Instant, const Document&, std::string_view reason);
Result<void> resend(db::Tx&, const Actor&, Instant, const Document&, std::string_view reason);

// Who looks after the gateway of this municipality.
std::vector<UserId> operators(db::Session&, MunicipalityId);
void open_task(db::Tx&, std::string_view kind, DocumentId, MunicipalityId, std::string_view title,
               std::string_view context, Instant);

bool push_token_holds(std::string_view token);

}  // namespace samkjop::gateway
