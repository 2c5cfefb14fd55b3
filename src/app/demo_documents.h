#pragma once
// What the demonstration's suppliers send (order responses, invoices, credit notes), what people do
// with the invoices, and what goes to the finance system and comes back. Documents come in by the
// gateway's door, judged like anybody's; people act through the stages.
#include "app/demo_purchases.h"

namespace samkjop::app {

// documents.csv, invoice_steps.csv and exports.csv, with their years filled in.
struct DemoPapers {
    std::string documents, steps, exports;
};
std::vector<Happening> papers(db::Database&, const DemoPapers&, Instant now, const Cases& cases);

}  // namespace samkjop::app
