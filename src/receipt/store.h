#pragma once
// All SQL of the receipts.
#include "db/db.h"
#include "receipt/receipt.h"

namespace samkjop::receipt::store {

struct NewRow {
    order::OrderId order;
    MunicipalityId municipality;
    UserId by;
    std::string by_name;
    Instant at;
    ReceiptId undoes;
    std::string reason, form_key;
    std::vector<Line> lines;
};
ReceiptId insert(db::Tx&, const NewRow&);
std::optional<ReceiptId> by_key(db::Session&, std::string_view key);
std::optional<Receipt> load(db::Session&, ReceiptId);
std::vector<Receipt> of(db::Session&, order::OrderId);
Decimal received(db::Session&, order::OrderLineId);

}  // namespace samkjop::receipt::store
