// Releases an agreement to the public, or withdraws it.

#include "agreement/publish.h"
#include "agreement/store.h"
#include "agreement/texts.h"
#include "db/db.h"

namespace samkjop::agreement {

Result<void> publish(db::Tx& tx, const Actor& actor, Instant at, AgreementId id, bool released,
                     std::string_view public_text) {
    const auto agreement = find(tx, id);
    if (!agreement) return refuse(text::agreement_unknown, {{"number", std::to_string(id.value)}});
    if (released && !agreement->signed_by_now()) return refuse(text::not_signed_yet);
    if (agreement->released == released && agreement->public_text == public_text) return {};
    tx->run("UPDATE agreement SET released = $2, public_text = $3 WHERE id = $1", id, released,
            public_text);
    changed(tx, actor, at, id,
            agreement->released == released ? "public_text"
            : released                      ? "released"
                                            : "withdrawn");
    return {};
}

}  // namespace samkjop::agreement
