#pragma once
// What has come, counted by somebody who saw it. Damaged and wrong goods are noted, not received. A
// receipt is never changed: it is undone by a step of its own.

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "access/actor.h"
#include "base/result.h"
#include "order/order.h"

namespace samkjop::receipt {

using ReceiptId = Id<struct ReceiptTag>;

enum class Condition : std::uint8_t { good, damaged, wrong };

struct Line {
    order::OrderLineId line;
    Decimal quantity;        // accepted; of an undoing: taken back
    Decimal damaged, wrong;  // came, but not accepted
    std::string note;
    std::vector<std::int64_t> pictures;  // files module
};

struct Receipt {
    ReceiptId id;
    order::OrderId order;
    UserId by;
    std::string by_name;
    Instant at;
    Date day;          // the goods' day: the accounting date
    ReceiptId undoes;  // this one takes that one back
    bool undone = false;
    std::string reason;  // of an undoing
    std::vector<Line> lines;
};

// Newest first. For the invoice: the page says who counted, and when.
std::vector<Receipt> of(db::Session&, order::OrderId);
Decimal received(db::Session&, order::OrderLineId);  // accepted, less undone
std::optional<Date> first_received(db::Session&, order::OrderId);

// key: the same key again answers the first receipt. Over-delivery within the municipality's
// tolerance is received; beyond it is refused by the ledger.
struct NewReceipt {
    order::OrderId order;
    std::vector<Line> lines;
    std::vector<order::OrderLineId> close_rest;  // «Kommer ikke. Lukk resten»
    std::string key;
};
Result<ReceiptId> receive(db::Tx&, const Actor&, Instant at, const NewReceipt&);
Result<ReceiptId> receive_all(db::Tx&, const Actor&, Instant at, order::OrderId,
                              std::string_view key);
Result<ReceiptId> undo(db::Tx&, const Actor&, Instant at, ReceiptId, std::string_view reason);

// Called in the same transaction when goods have come: what waited for them is matched anew. Set by
// the program at start.
using ReceivedHook = void (*)(db::Tx&, const Actor&, Instant, std::int64_t order);
inline ReceivedHook on_received = nullptr;

}  // namespace samkjop::receipt
