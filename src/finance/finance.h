#pragma once
// Approved invoices on their way to the finance system: batches in GL07 or in the municipality's
// own CSV profile, and the finance system's receipt on the way back.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "access/actor.h"
#include "base/date.h"
#include "base/result.h"
#include "invoice/invoice.h"

namespace samkjop::db {
class Session;
class Tx;
}  // namespace samkjop::db

namespace samkjop::finance {

using BatchId = Id<struct BatchTag>;

struct Batch {
    BatchId id;
    MunicipalityId municipality;
    std::string number;            // "NES-2026-0007": the batch_id of GL07
    std::string format;            // "gl07" or "csv"
    std::string file_name;
    std::string hash;              // SHA-256 of the file
    Instant made;
    std::string made_by;
    int invoices = 0, posted = 0, rejected = 0;
    int fetched = 0;               // how many times the file has been fetched
    Money total;
};

// Everything that is approved goes into one file; its invoices become exported in the same
// transaction. Refused when nothing is approved.
Result<BatchId> export_approved(db::Tx&, const Actor&, Instant, MunicipalityId);
// The same bytes as the first time. The caller notes that it is a repeat.
std::string bytes(db::Session&, BatchId);
std::vector<Batch> batches(db::Session&, MunicipalityId);  // newest first
std::optional<Batch> batch(db::Session&, const Actor&, BatchId);

// The finance system's receipt: CSV, one voucher per line:
// our reference; voucher number; date; amount; [reason, where it was rejected].
struct ReceiptLine {
    int line = 0;
    std::string reference;
    std::string outcome;           // "posted", "repeated", "rejected" or the name of what is wrong
    std::string detail;
};
struct ReceiptReport {
    int posted = 0, repeated = 0, rejected = 0, wrong = 0;
    std::vector<ReceiptLine> lines;
};
Result<ReceiptReport> take_receipt(db::Tx&, const Actor&, Instant, MunicipalityId,
                                   std::string_view csv);

}  // namespace samkjop::finance
