// Reading: an item is its identity and the version that a day's price list has of it. Names of
// suppliers and agreements come from the modules that own them.

#include "catalogue/store.h"

#include "catalogue/catalogue.h"
#include "catalogue/texts.h"
#include "db/db.h"

namespace samkjop::catalogue {
namespace {

#define ITEM_COLUMNS                                                                           \
    "i.id, i.supplier_id, i.agreement_id, i.item_number, v.price_list_id, v.valid_from, "      \
    "v.valid_to, v.gtin, v.name, v.description, v.brand, v.unspsc, v.unit, v.unit_name, "      \
    "v.content, v.content_unit, v.price, v.vat_rate, v.minimum, v.multiple, v.delivery_days, " \
    "v.environment, v.picture, v.policy, v.policy_reason, v.replacement_id, l.valid_from, "    \
    "l.valid_to"
#define ITEM_TABLES                                                       \
    "catalogue_item i JOIN catalogue_item_version v ON v.item_id = i.id " \
    "JOIN price_list l ON l.id = v.price_list_id"
#define SOLD_ON(day)                                                             \
    "v.valid_from <= " day " AND v.valid_to >= " day " AND l.valid_from <= " day \
    " AND l.valid_to >= " day

Item read(const db::Row& row) {
    Item out;
    out.id = row.get<ItemId>(0);
    out.supplier = row.get<party::SupplierId>(1);
    if (!row.null(2)) out.agreement = row.get<agreement::AgreementId>(2);
    out.item_number = row.get<std::string>(3);
    out.price_list = row.get<PriceListId>(4);
    out.valid_from = std::max(row.get<Date>(5), row.get<Date>(26));
    out.valid_to = std::min(row.get<Date>(6), row.get<Date>(27));
    out.gtin = row.get<std::string>(7);
    out.name = row.get<std::string>(8);
    out.description = row.get<std::string>(9);
    out.brand = row.get<std::string>(10);
    out.unspsc = row.get<std::string>(11);
    out.unit = row.get<std::string>(12);
    out.unit_name = row.get<std::string>(13);
    out.content = row.get<Decimal>(14);
    out.content_unit = row.get<std::string>(15);
    out.price = row.get<Decimal>(16);
    out.vat_rate = row.get<Decimal>(17);
    out.vat_category = out.vat_rate.is_zero() ? "Z" : "S";
    out.minimum = row.get<Decimal>(18);
    out.multiple = row.get<Decimal>(19);
    out.delivery_days = row.get<int>(20);
    out.environment = row.get<std::string>(21);
    out.picture = row.get<std::string>(22);
    out.policy = row.get<Policy>(23);
    out.policy_reason = row.get<std::string>(24);
    if (!row.null(25)) out.replacement = row.get<ItemId>(25);
    return out;
}

// A list names few suppliers and agreements: each is asked for once.
class Names {
public:
    explicit Names(db::Session& session) : session_(session) {}
    void complete(Item& item) {
        item.supplier_name = supplier(item.supplier);
        if (item.agreement) item.agreement_title = agreement(item.agreement);
    }

private:
    const std::string& supplier(party::SupplierId id) {
        for (const auto& [known, name] : suppliers_) {
            if (known == id) return name;
        }
        const auto found = party::supplier(session_, id);
        return suppliers_.emplace_back(id, found ? found->name : "").second;
    }
    const std::string& agreement(agreement::AgreementId id) {
        for (const auto& [known, title] : agreements_) {
            if (known == id) return title;
        }
        return agreements_.emplace_back(id, agreement::title(session_, id)).second;
    }
    db::Session& session_;
    std::vector<std::pair<party::SupplierId, std::string>> suppliers_;
    std::vector<std::pair<agreement::AgreementId, std::string>> agreements_;
};

std::optional<Item> completed(db::Session& session, std::optional<Item> item) {
    if (item) Names(session).complete(*item);
    return item;
}

}  // namespace

std::optional<Item> item(db::Session& session, ItemId id) {
    return item(session, id, clock_now().oslo_date());
}

std::optional<Item> item(db::Session& session, ItemId id, Date on) {
    auto out = session.one("SELECT " ITEM_COLUMNS " FROM " ITEM_TABLES
                           " WHERE i.id = $1 AND " SOLD_ON("$2"),
                           read, id, on);
    if (!out) {
        // No price that day: as the newest list has it; offer() says that it has ended.
        out = session.one("SELECT " ITEM_COLUMNS " FROM " ITEM_TABLES
                          " WHERE i.id = $1 ORDER BY l.version DESC LIMIT 1",
                          read, id);
    }
    return completed(session, std::move(out));
}

std::vector<Item> items(db::Session& session, std::span<const ItemId> ids, Date on) {
    constexpr std::size_t kAtOnce = 20;  // one statement, kept prepared; 0 is no item
    std::vector<Item> out;
    Names names(session);
    for (std::size_t begin = 0; begin < ids.size(); begin += kAtOnce) {
        const auto part = ids.subspan(begin, std::min(kAtOnce, ids.size() - begin));
        std::array<std::int64_t, kAtOnce> v{};
        for (std::size_t i = 0; i < part.size(); ++i) v[i] = part[i].value;
        auto found = session.list(
            "SELECT " ITEM_COLUMNS " FROM " ITEM_TABLES
            " WHERE i.id IN ($2, $3, $4, $5, $6, $7, $8, $9, "
            "$10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21) AND " SOLD_ON("$1"),
            read, on, v[0], v[1], v[2], v[3], v[4], v[5], v[6], v[7], v[8], v[9], v[10], v[11],
            v[12], v[13], v[14], v[15], v[16], v[17], v[18], v[19]);
        for (const ItemId id : part) {
            const auto it = std::ranges::find(found, id, &Item::id);
            if (it == found.end()) continue;
            names.complete(*it);
            out.push_back(*it);
        }
    }
    return out;
}

std::optional<Item> item_by_number(db::Session& session, party::SupplierId supplier,
                                   std::string_view item_number, Date on) {
    // On agreement before without.
    return completed(session,
                     session.one("SELECT " ITEM_COLUMNS " FROM " ITEM_TABLES
                                 " WHERE i.supplier_id = $1 AND i.item_number = $2 AND " SOLD_ON(
                                     "$3") " ORDER BY CASE WHEN i.agreement_id IS NULL THEN 1 ELSE "
                                           "0 END, i.id DESC LIMIT 1",
                                 read, supplier, item_number, on));
}

Offer offer(db::Session& session, const Actor& actor, ItemId id, Date on) {
    const auto found = item(session, id, on);
    return found ? offer(session, actor, *found, on) : Offer{};
}

namespace {

// Which agreements the actor's municipality may buy on that day; each is asked about once.
class Rights {
public:
    Rights(db::Session& session, MunicipalityId municipality, Date on)
        : session_(session), municipality_(municipality), on_(on) {}
    bool holds(agreement::AgreementId id) {
        for (const auto& [known, answer] : answers_) {
            if (known == id) return answer;
        }
        return answers_.emplace_back(id, agreement::in_force(session_, id, municipality_, on_))
            .second;
    }

    bool undecided(agreement::AgreementId id) {
        return agreement::is_undecided(session_, id, municipality_);
    }

private:
    db::Session& session_;
    MunicipalityId municipality_;
    Date on_;
    std::vector<std::pair<agreement::AgreementId, bool>> answers_;
};

// Without the replacement.
Offer judged(const Item& item, Rights& rights, Date on) {
    using enum Offer::Status;
    Offer out;
    if (on < item.valid_from || on > item.valid_to) return out;  // ended
    if (item.agreement && !rights.holds(item.agreement)) {
        out.status = outside;
        out.undecided = rights.undecided(item.agreement);
        return out;
    }
    out.reason = item.policy_reason;
    out.status = item.policy == Policy::blocked     ? blocked
                 : !item.agreement                  ? without_agreement
                 : item.policy == Policy::preferred ? preferred
                                                    : allowed;
    return out;
}

Offer judged_with_replacement(db::Session& session, const Item& each, Rights& rights, Date on) {
    Offer out = judged(each, rights, on);
    if (out.status == Offer::Status::blocked && each.replacement) {
        // A replacement that may not be bought either helps nobody.
        auto instead = item(session, each.replacement, on);
        if (instead && judged(*instead, rights, on).buyable()) out.instead = std::move(instead);
    }
    return out;
}

}  // namespace

Offer offer(db::Session& session, const Actor& actor, const Item& each, Date on) {
    Rights rights(session, actor.municipality, on);
    return judged_with_replacement(session, each, rights, on);
}

std::vector<Offer> offers(db::Session& session, const Actor& actor, std::span<const Item> all,
                          Date on) {
    Rights rights(session, actor.municipality, on);
    std::vector<Offer> out;
    for (const Item& each : all) out.push_back(judged_with_replacement(session, each, rights, on));
    return out;
}

std::vector<PriceList> price_lists(db::Session& session, agreement::AgreementId agreement) {
    return session.list(
        "SELECT id, supplier_id, version, valid_from, valid_to, source_name, source_sha256, "
        "stored_at, items FROM price_list WHERE agreement_id = $1 "
        "ORDER BY stored_at DESC, version DESC",
        [&](const db::Row& row) {
            return PriceList{row.get<PriceListId>(0),
                             row.get<party::SupplierId>(1),
                             agreement,
                             row.get<int>(2),
                             row.get<Date>(3),
                             row.get<Date>(4),
                             row.get<std::string>(5),
                             row.get<std::string>(6),
                             row.get<Instant>(7),
                             row.get<int>(8)};
        },
        agreement);
}

void remember_bought(db::Tx& tx, UnitId unit, ItemId item, Decimal quantity, Date on) {
    tx->run(
        "INSERT INTO catalogue_bought (unit_id, item_id, quantity, last_on, times) "
        "VALUES ($1, $2, $3, $4, 1) ON CONFLICT (unit_id, item_id) DO UPDATE SET "
        "quantity = excluded.quantity, last_on = excluded.last_on, times = catalogue_bought.times "
        "+ 1",
        unit, item, quantity, on);
}

namespace {

Bought read_bought(const db::Row& row) {
    return {row.get<ItemId>(0), row.get<Decimal>(1), row.get<Date>(2), row.get<int>(3)};
}

}  // namespace

std::vector<Bought> bought(db::Session& session, UnitId unit, int limit) {
    return session.list(
        "SELECT item_id, quantity, last_on, times FROM catalogue_bought WHERE unit_id = $1 "
        "ORDER BY last_on DESC, item_id LIMIT $2",
        read_bought, unit, limit);
}

namespace store {

std::vector<Bought> bought_of(db::Session& session, UnitId unit, std::span<const ItemId> ids) {
    std::vector<Bought> out;
    constexpr std::size_t kAtOnce = 20;
    for (std::size_t begin = 0; begin < ids.size(); begin += kAtOnce) {
        std::array<std::int64_t, kAtOnce> v{};
        for (std::size_t i = 0; i < kAtOnce && begin + i < ids.size(); ++i)
            v[i] = ids[begin + i].value;
        session.each(
            "SELECT item_id, quantity, last_on, times FROM catalogue_bought WHERE unit_id = $1 AND "
            "item_id IN "
            "($2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, "
            "$20, $21)",
            [&](const db::Row& row) { out.push_back(read_bought(row)); }, unit, v[0], v[1], v[2],
            v[3], v[4], v[5], v[6], v[7], v[8], v[9], v[10], v[11], v[12], v[13], v[14], v[15],
            v[16], v[17], v[18], v[19]);
    }
    return out;
}

void each_bought(db::Session& session,
                 const std::function<void(UnitId, ItemId, int times)>& function) {
    session.each("SELECT unit_id, item_id, times FROM catalogue_bought", [&](const db::Row& row) {
        function(row.get<UnitId>(0), row.get<ItemId>(1), row.get<int>(2));
    });
}

std::vector<Item> sold_on(db::Session& session, Date on, ItemId after, int limit) {
    // In the order of the version's own key, so that a chunk is read and nothing is sorted.
    auto out =
        session.list("SELECT " ITEM_COLUMNS " FROM " ITEM_TABLES
                     " WHERE v.item_id > $1 AND " SOLD_ON("$2") " ORDER BY v.item_id LIMIT $3",
                     read, after, on, limit);
    Names names(session);
    for (Item& each : out) names.complete(each);
    return out;
}

Changes changes_after(db::Session& session, std::int64_t sequence) {
    Changes out{sequence, {}};
    session.each(
        "SELECT DISTINCT v.item_id FROM catalogue_change c JOIN catalogue_item_version v "
        "ON v.price_list_id = c.price_list_id WHERE c.sequence > $1 ORDER BY v.item_id",
        [&](const db::Row& row) { out.items.push_back(row.get<ItemId>(0)); }, sequence);
    out.sequence = std::max(sequence, last_sequence(session));
    return out;
}

std::int64_t last_sequence(db::Session& session) {
    return session.value<std::int64_t>("SELECT COALESCE(MAX(sequence), 0) FROM catalogue_change")
        .value_or(0);
}

std::vector<ItemId> turning(db::Session& session, Date after, Date until) {
    return session.list(
        "SELECT DISTINCT v.item_id FROM catalogue_item_version v JOIN price_list l ON l.id = "
        "v.price_list_id "
        "WHERE (l.valid_from > $1 AND l.valid_from <= $2) OR (l.valid_to >= $1 AND l.valid_to < "
        "$2) "
        "OR (v.valid_from > $1 AND v.valid_from <= $2) OR (v.valid_to >= $1 AND v.valid_to < $2)",
        [](const db::Row& row) { return row.get<ItemId>(0); }, after, until);
}

std::vector<ItemId> items_of(db::Session& session, agreement::AgreementId agreement) {
    return session.list(
        "SELECT id FROM catalogue_item WHERE agreement_id = $1",
        [](const db::Row& row) { return row.get<ItemId>(0); }, agreement);
}

}  // namespace store
}  // namespace samkjop::catalogue
