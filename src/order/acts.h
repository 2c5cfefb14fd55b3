#pragma once
// What is done to an order: each loads nothing twice, decides by the table, and carries out in the
// caller's transaction. The order given is the one that was loaded there.
#include "db/db.h"
#include "gateway/gateway.h"
#include "order/document.h"
#include "order/lifecycle.h"
#include "order/rules.h"
#include "trail/trail.h"

namespace samkjop::order {

Result<void> mark_sent(db::Tx&, const Actor&, Instant, Order);
struct NewQuantity {
    OrderLineId line;
    Decimal quantity;
};
Result<void> change(db::Tx&, const Actor&, Instant, Order, std::span<const NewQuantity>,
                    std::string_view reason);
Result<void> cancel(db::Tx&, const Actor&, Instant, Order, std::string_view reason);
Result<void> approve_change(db::Tx&, const Actor&, Instant, Order);
Result<void> reject_change(db::Tx&, const Actor&, Instant, Order, std::string_view reason);
void mark_seen(db::Tx&, Instant, const Order&);  // the requester knows of what was rejected

// The order as an e-mail, to a supplier who is outside Peppol.
gateway::Letter letter(db::Session&, const Order&, const party::Municipality&,
                       const party::Supplier&);
// The gateway tells what became of it on its way.
void on_delivery(db::Tx&, const gateway::Document&, bool through, Instant);

// The order response: for the gateway, and for tests.
Result<gateway::Filed> take_response(db::Tx&, const gateway::Received&);

// What it costs as the ledger has it: reserved, committed and received of the lines.
Money cost(db::Session&, const Order&);
Facts facts_for(db::Session&, const Actor&, const Order&, Instant, std::string_view reason);

namespace detail {
ledger::Context context(db::Session&, const Order&, const Actor&, Instant, std::string_view reason);
void trace(db::Tx&, const Actor&, Instant, const Order&, std::string_view event, trail::Detail);
void open_change_task(db::Tx&, const Order&, Money cost, Instant);
void open_receive_task(db::Tx&, const Order&, Instant);
void close_tasks(db::Tx&, const Order&, Instant);
std::string path_of(const Order&);
}  // namespace detail

}  // namespace samkjop::order
