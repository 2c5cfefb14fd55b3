// All SQL of the shopping lists.

#include "base/assert.h"
#include "db/db.h"
#include "shelf/shelf.h"
#include "shelf/texts.h"
#include "trail/trail.h"

namespace samkjop::shelf {
namespace {

#define LIST_COLUMNS "id, municipality_id, reach, unit_id, owner_id, name, changed_at, put_away"

constexpr std::int64_t kMostLines = 300;

List read(const db::Row& row) {
    List out;
    out.id = row.get<ListId>(0);
    out.municipality = row.get<MunicipalityId>(1);
    out.reach = row.get<Reach>(2);
    out.unit = row.get<std::optional<UnitId>>(3).value_or(UnitId{});
    out.owner = row.get<UserId>(4);
    out.name = row.get<std::string>(5);
    out.changed_at = row.get<Instant>(6);
    out.put_away = row.get<bool>(7);
    return out;
}

void read_lines(db::Session& session, List& list) {
    list.lines = session.list(
        "SELECT item_id, quantity FROM shopping_list_line WHERE list_id = $1 ORDER BY position",
        [](const db::Row& row) { return Line{row.get<catalogue::ItemId>(0), row.get<Decimal>(1)}; },
        list.id);
}

// A private list is nobody's business; a shared one has a history.
void tell(db::Tx& tx, const Actor& actor, Instant at, const List& list, std::string_view event,
          catalogue::ItemId item = {}) {
    tx->run("UPDATE shopping_list SET changed_at = $2 WHERE id = $1", list.id, at);
    if (list.reach == Reach::own) return;
    trail::Detail detail;
    detail.add("name", list.name);
    if (item) detail.add("item", item.value);
    trail::append(tx, actor, at, {"shopping_list", list.id.value}, event, detail);
}

}  // namespace

std::optional<List> find(db::Session& session, const Actor& actor, ListId id) {
    auto out = session.one("SELECT " LIST_COLUMNS " FROM shopping_list WHERE id = $1", read, id);
    if (!out || !may_see(*out, actor)) return std::nullopt;
    read_lines(session, *out);
    return out;
}

std::vector<List> lists(db::Session& session, const Actor& actor) {
    auto out = session.list("SELECT " LIST_COLUMNS
                            " FROM shopping_list WHERE municipality_id = $1 ORDER BY reach, name, "
                            "id",
                            read, actor.municipality);
    std::erase_if(out, [&](const List& list) { return !may_see(list, actor); });
    for (List& list : out) read_lines(session, list);
    return out;
}

Result<ListId> make(db::Tx& tx, const Actor& actor, Instant at, std::string_view name,
                    Reach reach) {
    const std::string called = TRY(list_name(name));
    if (reach == Reach::unit && !actor.unit) return refuse(text::unit_missing, {}, "for");
    List list;
    list.municipality = actor.municipality;
    list.reach = reach;
    list.name = called;
    list.id = {tx->insert(
        "INSERT INTO shopping_list (municipality_id, reach, unit_id, owner_id, name, changed_at, "
        "put_away) VALUES ($1, $2, $3, $4, $5, $6, $7) RETURNING id",
        actor.municipality, reach,
        reach == Reach::unit ? std::optional(actor.unit) : std::optional<UnitId>(), actor.user,
        called, at, false)};
    tell(tx, actor, at, list, "made");
    return list.id;
}

Result<void> rename(db::Tx& tx, const Actor& actor, Instant at, const List& list,
                    std::string_view name) {
    if (!may_change(list, actor)) return refuse(text::not_yours);
    tx->run("UPDATE shopping_list SET name = $2 WHERE id = $1", list.id, TRY(list_name(name)));
    tell(tx, actor, at, list, "renamed");
    return {};
}

Result<void> put(db::Tx& tx, const Actor& actor, Instant at, const List& list,
                 catalogue::ItemId item, Decimal quantity) {
    if (!may_change(list, actor)) return refuse(text::not_yours);
    if (!catalogue::item(tx, item, at.oslo_date())) return refuse(text::item_unknown);
    if (quantity.is_zero() || quantity.is_negative() || quantity.normalised().scale() > 6 ||
        quantity > Decimal::whole(1'000'000))
        return refuse(text::quantity_malformed, {}, "antall-" + std::to_string(item.value));
    const auto known = tx->value<std::int64_t>(
        "SELECT COUNT(*) FROM shopping_list_line WHERE list_id = $1", list.id);
    if (known.value_or(0) >= kMostLines) return refuse(text::list_is_full, {{"count", kMostLines}});
    tx->run(
        "INSERT INTO shopping_list_line (list_id, item_id, position, quantity) VALUES ($1, $2, "
        "(SELECT COALESCE(MAX(position), 0) + 1 FROM shopping_list_line WHERE list_id = $1), $3) "
        "ON CONFLICT (list_id, item_id) DO UPDATE SET quantity = excluded.quantity",
        list.id, item, quantity);
    tell(tx, actor, at, list, "put", item);
    return {};
}

Result<void> remove(db::Tx& tx, const Actor& actor, Instant at, const List& list,
                    catalogue::ItemId item) {
    if (!may_change(list, actor)) return refuse(text::not_yours);
    tx->run("DELETE FROM shopping_list_line WHERE list_id = $1 AND item_id = $2", list.id, item);
    tell(tx, actor, at, list, "removed", item);
    return {};
}

Result<void> put_away(db::Tx& tx, const Actor& actor, Instant at, const List& list) {
    if (!may_change(list, actor)) return refuse(text::not_yours);
    tx->run("UPDATE shopping_list SET put_away = $2 WHERE id = $1", list.id, true);
    tell(tx, actor, at, list, "put_away");
    return {};
}

}  // namespace samkjop::shelf
