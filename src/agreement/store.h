#pragma once
// Within the module: what its own store files share.

#include "agreement/agreement.h"
#include "trail/trail.h"

namespace samkjop::agreement {

// Every change writes a trail line and an outbox row, so that the search index follows.
void changed(db::Tx& tx, const Actor& actor, Instant at, AgreementId id, std::string_view event,
             const std::string& detail = "{}");

// Fills what stands in tables of its own: members, suppliers, lots and so on. one: that agreement
// only, else all that are in the list.
void load_parts(db::Session& session, std::span<Agreement> agreements);
std::vector<Fee> fees_of(db::Session&, AgreementId);

}  // namespace samkjop::agreement
