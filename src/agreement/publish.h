#pragma once
// What of an agreement everybody may see is the coordinator's choice: the words, and whether.
#include "agreement/agreement.h"

namespace samkjop::agreement {

// Only what is signed can be released. The same again changes nothing.
Result<void> publish(db::Tx&, const Actor&, Instant at, AgreementId, bool released,
                     std::string_view public_text);

}  // namespace samkjop::agreement
