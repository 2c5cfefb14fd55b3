#pragma once
// What the basket asks of the catalogue.

#include "requisition/requisition.h"

namespace samkjop::requisition {

// The item as a line, or why it may not be bought.
Result<NewLine> from_catalogue(db::Session&, const Actor&, std::int64_t item, Decimal quantity,
                               Date today);
// One step of the plus and minus buttons: what the supplier sells at a time.
Decimal step_of(db::Session&, const Line&, Date today);
// The basket's goods as they are sold today. Answers the names of those whose price has changed;
// refuses what may no longer be bought, and quantities that the supplier does not sell.
Result<std::vector<std::string>> refresh_goods(db::Tx&, const Actor&, Instant, RequisitionId);
// Why a line of the basket is bought outside agreement.
Result<void> explain_outside(db::Tx&, const Actor&, Instant, LineId, std::string_view reason);

}  // namespace samkjop::requisition
