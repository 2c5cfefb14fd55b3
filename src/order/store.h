#pragma once
// All SQL of the orders.
#include "db/db.h"
#include "order/order.h"

namespace samkjop::order::store {

// One statement for the running number: unique across the region, since the short name is in it.
std::int64_t next_number(db::Tx&, std::string_view short_name, int year);
// Fills in ids.
void insert(db::Tx&, Order&);

std::optional<Order> load(db::Session&, OrderId);
std::optional<Order> by_number(db::Session&, std::string_view number);
// Nothing received or invoiced, and placed and promised before that day.
std::vector<OrderId> silent_since(db::Session&, MunicipalityId, Date);
std::vector<Order> open_with(db::Session&, MunicipalityId, std::string_view organisation_number,
                             int limit);

// The order's own row: state, totals, promise.
void save(db::Tx&, const Order&);
// Brings the sums of what is called off on each agreement up to the order as it stands. insert and
// save do it; what is received on a closed line counts too.
void count_call_offs(db::Tx&, const Order&);
// What has been answered, changed or closed on a line.
void save_line(db::Tx&, const Line&);
void add_received(db::Tx&, OrderLineId, Decimal);
void add_invoiced(db::Tx&, OrderLineId, Decimal);

struct StoredAnswer {
    std::int64_t document = 0;
    std::string number, code, note;
    Instant at;
};
void insert_answer(db::Tx&, OrderId, const StoredAnswer&);
std::vector<StoredAnswer> answers(db::Session&, OrderId);

struct Summary {
    OrderId id;
    std::string number, title, supplier_name, requester_name;
    State state = State::sent;
    Money total;
    Instant at;
    std::optional<Date> promised, wished;
    bool something_received = false;
};
struct Filter {
    std::optional<State> state;
    bool open_only = false;  // not rejected, cancelled or completed
    std::optional<UserId> requester;
    std::string search;  // a number or part of it, a title, a supplier
    OrderId before;
    int limit = 50;
};
std::vector<Summary> list(db::Session&, const Actor&, const Filter&);
std::vector<std::pair<State, std::int64_t>> counts(db::Session&, const Actor&);

}  // namespace samkjop::order::store
