#pragma once
// Shopping lists: a person's own, a unit's, a municipality's. What is on a list is an item and a
// quantity; price and whether it may be bought are always those of the day.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "access/actor.h"
#include "base/result.h"
#include "catalogue/catalogue.h"

namespace samkjop::shelf {

using ListId = Id<struct ShoppingListTag>;

enum class Reach : std::uint8_t { own, unit, municipality };

struct Line {
    catalogue::ItemId item;
    Decimal quantity;
};
struct List {
    ListId id;
    MunicipalityId municipality;
    Reach reach = Reach::own;
    UnitId unit;  // of a unit's list
    UserId owner;
    std::string name;
    Instant changed_at;
    bool put_away = false;
    std::vector<Line> lines;

    std::string path() const { return "/lister/" + std::to_string(id.value); }
};

// ---- Pure (rules.cc)
bool may_see(const List&, const Actor&);
bool may_change(const List&, const Actor&);
// Without blanks around, at most so long; a list without a name is refused.
Result<std::string> list_name(std::string_view typed);

// ---- Read (store.cc). What may not be seen is not found.
std::optional<List> find(db::Session&, const Actor&, ListId);
std::vector<List> lists(db::Session&, const Actor&);  // own first, then the unit's, by name

// ---- Write. Each writes a line in the trail where the list is shared.
Result<ListId> make(db::Tx&, const Actor&, Instant, std::string_view name, Reach);
Result<void> rename(db::Tx&, const Actor&, Instant, const List&, std::string_view name);
Result<void> put(db::Tx&, const Actor&, Instant, const List&, catalogue::ItemId, Decimal quantity);
Result<void> remove(db::Tx&, const Actor&, Instant, const List&, catalogue::ItemId);
Result<void> put_away(db::Tx&, const Actor&, Instant, const List&);

}  // namespace samkjop::shelf
