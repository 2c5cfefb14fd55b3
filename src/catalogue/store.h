#pragma once
// What the index needs of the tables; nobody outside the module.
#include <functional>

#include "catalogue/catalogue.h"

namespace samkjop::catalogue::store {

// Items with a price that day, in order of their ids, after `after`; at most `limit`.
std::vector<Item> sold_on(db::Session&, Date on, ItemId after, int limit);

struct Changes {
    std::int64_t sequence = 0;
    std::vector<ItemId> items;  // of every price list that was stored after the sequence
};
Changes changes_after(db::Session&, std::int64_t sequence);
std::int64_t last_sequence(db::Session&);
// Items whose price begins or ends because the calendar passes from `after` to `until`.
std::vector<ItemId> turning(db::Session&, Date after, Date until);
std::vector<ItemId> items_of(db::Session&, agreement::AgreementId);

void each_bought(db::Session&, const std::function<void(UnitId, ItemId, int times)>&);
std::vector<Bought> bought_of(db::Session&, UnitId, std::span<const ItemId>);

}  // namespace samkjop::catalogue::store
