// All SQL of shops and visits, and a returned basket held against the price list of the day.

#include "base/crypto.h"
#include "db/db.h"
#include "punchout/punchout.h"
#include "punchout/texts.h"
#include "trail/trail.h"

namespace samkjop::punchout {
namespace {

#define VISIT_COLUMNS                                                                         \
    "id, shop_id, user_id, municipality_id, state, begun_at, ends_at, returned_at, refused, " \
    "document"

Shop read_shop(const db::Row& row) {
    Shop out;
    out.id = row.get<ShopId>(0);
    out.supplier = row.get<party::SupplierId>(1);
    out.name = row.get<std::string>(2);
    out.address = row.get<std::string>(3);
    out.secret = row.get<std::string>(4);
    out.open = row.get<bool>(5);
    return out;
}

void complete(db::Session& session, Shop& shop) {
    if (const auto supplier = party::supplier(session, shop.supplier)) {
        shop.supplier_name = supplier->name;
        shop.supplier_number = supplier->organisation_number;
    }
}

Visit read_visit(const db::Row& row) {
    Visit out;
    out.id = row.get<VisitId>(0);
    out.shop = row.get<ShopId>(1);
    out.user = row.get<UserId>(2);
    out.municipality = row.get<MunicipalityId>(3);
    out.state = row.get<State>(4);
    out.begun_at = row.get<Instant>(5);
    out.ends_at = row.get<Instant>(6);
    out.returned_at = row.get<std::optional<Instant>>(7);
    out.refused = row.get<std::string>(8);
    out.document = row.get<std::string>(9);
    return out;
}

}  // namespace

std::vector<Shop> shops(db::Session& session) {
    auto out = session.list(
        "SELECT id, supplier_id, name, address, secret, open FROM punchout_shop ORDER BY name, id",
        read_shop);
    for (Shop& each : out) complete(session, each);
    return out;
}

std::optional<Shop> shop(db::Session& session, ShopId id) {
    auto out = session.one(
        "SELECT id, supplier_id, name, address, secret, open FROM punchout_shop WHERE id = $1",
        read_shop, id);
    if (out) complete(session, *out);
    return out;
}

Result<ShopId> save_shop(db::Tx& tx, const Actor& actor, Instant at, const Shop& shop) {
    constexpr std::size_t kShortestSecret = 16;
    if (shop.name.empty()) return refuse(text::name_must_be_filled, {}, "navn");
    if (!party::supplier(tx, shop.supplier))
        return refuse(text::supplier_must_be_chosen, {}, "leverandor");
    if (!is_shop_address(shop.address)) return refuse(text::address_malformed, {}, "adresse");
    if (shop.secret.size() < kShortestSecret) return refuse(text::secret_too_short, {}, "hemmelig");
    ShopId id = shop.id;
    if (!id) {
        id = {
            tx->insert("INSERT INTO punchout_shop (supplier_id, name, address, secret, open) "
                       "VALUES ($1, $2, $3, $4, $5) RETURNING id",
                       shop.supplier, shop.name, shop.address, shop.secret, shop.open)};
    } else {
        tx->run(
            "UPDATE punchout_shop SET supplier_id = $2, name = $3, address = $4, secret = $5, "
            "open = $6 WHERE id = $1",
            id, shop.supplier, shop.name, shop.address, shop.secret, shop.open);
    }
    trail::append(tx, actor, at, {"punchout_shop", id.value}, "saved",
                  trail::Detail().add("name", shop.name).add("address", shop.address));
    return id;
}

Begun begin(db::Tx& tx, const Actor& actor, Instant at, const Shop& shop) {
    Begun out{{}, random_token(32)};
    out.id = {tx->insert(
        "INSERT INTO punchout_visit (shop_id, user_id, municipality_id, key_digest, state, "
        "begun_at, ends_at, refused, document) VALUES ($1, $2, $3, $4, $5, $6, $7, '', '') "
        "RETURNING id",
        shop.id, actor.user, actor.municipality, sha256_hex(out.key), State::away, at,
        Instant(at.milliseconds() + std::int64_t{kHours} * 3'600'000))};
    return out;
}

std::optional<Visit> visit(db::Session& session, const Actor& actor, VisitId id) {
    return session.one("SELECT " VISIT_COLUMNS
                       " FROM punchout_visit WHERE id = $1 AND user_id = $2",
                       read_visit, id, actor.user);
}

std::vector<Visit> returned(db::Session& session, const Actor& actor) {
    return session.list("SELECT " VISIT_COLUMNS
                        " FROM punchout_visit WHERE user_id = $1 AND state = $2 ORDER BY id DESC",
                        read_visit, actor.user, State::returned);
}

std::optional<Visit> visit_by_key(db::Session& session, std::string_view key) {
    return session.one("SELECT " VISIT_COLUMNS " FROM punchout_visit WHERE key_digest = $1",
                       read_visit, sha256_hex(key));
}

void keep(db::Tx& tx, Instant at, const Visit& visit, std::string_view document,
          std::string_view refused) {
    tx->run(
        "UPDATE punchout_visit SET state = $2, returned_at = $3, document = $4, refused = $5 "
        "WHERE id = $1 AND state = $6",
        visit.id, refused.empty() ? State::returned : State::refused, at, document, refused,
        State::away);
    Actor actor = Actor::system(visit.municipality);
    trail::append(tx, actor, at, {"punchout_visit", visit.id.value},
                  refused.empty() ? "returned" : "refused",
                  trail::Detail()
                      .add("shop", visit.shop.value)
                      .add("sha256", sha256_hex(document))
                      .add("reason", refused));
}

void taken(db::Tx& tx, const Actor& actor, Instant at, const Visit& visit, int lines) {
    tx->run("UPDATE punchout_visit SET state = $2 WHERE id = $1", visit.id, State::taken);
    trail::append(tx, actor, at, {"punchout_visit", visit.id.value}, "taken",
                  trail::Detail().add("lines", std::int64_t{lines}));
}

std::vector<Judged> control(db::Session& session, const Actor& actor, const Shop& shop,
                            const std::vector<Line>& lines, Date today) {
    std::vector<Judged> out;
    for (const Line& line : lines) {
        std::optional<catalogue::Item> item;
        if (!line.item_number.empty())
            item = catalogue::item_by_number(session, shop.supplier, line.item_number, today);
        const auto offer =
            item ? catalogue::offer(session, actor, *item, today) : catalogue::Offer{};
        out.push_back(judged(line, item, offer));
    }
    return out;
}

}  // namespace samkjop::punchout
