#pragma once
// Approved invoices on their way to the finance system: batches in GL07 or in the municipality's
// own CSV profile, and the finance system's receipt on the way back.

#include <array>
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
    std::string number;  // "3322-2026-0007": the batch_id of GL07
    std::string format;  // "gl07" or "csv"
    std::string file_name, media_type;
    std::string hash;  // SHA-256 of the file
    Instant made;
    std::string made_by;
    int invoices = 0;
    int repeats = 0;  // how many times the same file has been written again
    Money total;
};

// Where the files are written, set once by the wiring. Empty: they are only kept and downloaded.
void set_folder(std::string folder);

// Everything that is approved goes into one file; its invoices become exported in the same
// transaction. Refused when nothing is approved. A supplier without a number in the finance system
// goes by its organisation number.
Result<BatchId> export_approved(db::Tx&, const Actor&, Instant, MunicipalityId);
// The same bytes and the same voucher references once more; noted as a repeat.
Result<void> repeat(db::Tx&, const Actor&, Instant, BatchId);
std::string bytes(db::Session&, BatchId);
std::vector<Batch> batches(db::Session&, MunicipalityId, int limit = 50);  // newest first
std::optional<Batch> batch(db::Session&, const Actor&, BatchId);
struct Item {
    invoice::InvoiceId invoice;
    std::int64_t correction = 0;  // of that invoice, or 0: the invoice itself
    std::string reference;
    Money amount;
};
std::vector<Item> items(db::Session&, BatchId);

// The finance system's receipt: CSV, one voucher per line:
// our reference; voucher number; date; amount[; reason, where it was rejected].
struct ReceiptLine {
    int line = 0;
    std::string reference;
    std::string outcome;  // "posted", "repeated", "rejected" or the name of what is wrong
    std::array<std::string, 3> detail;  // nb, nn, en
};
struct ReceiptReport {
    std::int64_t id = 0;
    Instant at;
    std::string by;
    int posted = 0, repeated = 0, rejected = 0, wrong = 0;
    std::vector<ReceiptLine> lines;
};
Result<ReceiptReport> take_receipt(db::Tx&, const Actor&, Instant, MunicipalityId,
                                   std::string_view csv);
std::vector<ReceiptReport> receipts(db::Session&, MunicipalityId, int limit = 10);  // without lines
std::optional<ReceiptReport> receipt(db::Session&, MunicipalityId, std::int64_t id);

}  // namespace samkjop::finance
