#pragma once
// For tests: Nes kommune with two units that buy, people with and without authority, and budgets.

#include <doctest/doctest.h>

#include "catalogue/catalogue.h"
#include "coding/coding.h"
#include "db/db.h"
#include "db/testing.h"
#include "ledger/ledger.h"
#include "party/party.h"
#include "requisition/goods.h"
#include "requisition/requisition.h"

namespace samkjop::requisition::testing {

inline constexpr Instant kNow(1'795'000'000'000);  // 18 November 2026
inline const Date kToday = kNow.oslo_date();
inline constexpr Date kFrom(2026, 1, 1);

struct Nes {
    MunicipalityId municipality;
    UnitId top, health, elvetun, solhaug;
    UserId marit, torbjorn, guro, olav, sigrun;
    party::SupplierId fjellro, hallingvask, dalfore;
    agreement::AgreementId agreement;
    std::array<catalogue::ItemId, 3> gloves;  // M, L and XL
    coding::CodingId medical, furniture, furniture_solhaug;
    Actor system = Actor::system();
};

inline std::array<std::string, coding::kDimensions> codes(std::string art, std::string ansvar,
                                                          std::string funksjon) {
    return {std::move(art), std::move(ansvar), std::move(funksjon)};
}

inline UnitId add_unit(db::Tx& tx, const Nes& nes, UnitId parent, std::string code,
                       std::string name, std::string function = "") {
    party::Unit row;
    row.municipality = nes.municipality;
    row.parent = parent;
    row.code = std::move(code);
    row.name = std::move(name);
    row.function = std::move(function);
    row.delivery_name = row.name + ", varemottak";
    return party::create_unit(tx, nes.system, kNow, row).value();
}

inline UserId add_person(db::Tx& tx, const Nes& nes, UnitId unit, std::string user_name,
                         std::string name, std::vector<Grant> grants) {
    party::Person row;
    row.municipality = nes.municipality;
    row.unit = unit;
    row.user_name = std::move(user_name);
    row.name = std::move(name);
    row.grants = std::move(grants);
    return party::create_person(tx, nes.system, kNow, row).value();
}

inline void add_limit(db::Tx& tx, const Nes& nes, UserId user, UnitId unit, Money limit) {
    REQUIRE(party::add_limit(tx, nes.system, kNow,
                             {0, user, unit, limit, kFrom, party::kOpenEnd, "Delegering 2026/14"}));
}

inline void lead(db::Tx& tx, const Nes& nes, UnitId unit, UserId leader) {
    party::Unit row = *party::unit(tx, unit);
    row.leader = leader;
    REQUIRE(party::change_unit(tx, nes.system, kNow, row));
}

inline party::SupplierId add_supplier(db::Tx& tx, const Nes& nes, std::string number,
                                      std::string name) {
    party::Supplier row;
    row.organisation_number = std::move(number);
    row.name = std::move(name);
    return party::create_supplier(tx, nes.system, kNow, row).value();
}

inline void add_value(db::Tx& tx, const Nes& nes, coding::Dimension dimension, std::string code,
                      std::string name) {
    coding::DimensionValue row;
    row.dimension = dimension;
    row.code = std::move(code);
    row.name = std::move(name);
    row.valid_from = kFrom;
    row.valid_to = party::kOpenEnd;
    REQUIRE(coding::save_value(tx, nes.system, kNow, nes.municipality, row));
}

inline void add_codes(db::Tx& tx, Nes& nes) {
    using enum coding::Dimension;
    add_value(tx, nes, art, "110", "Medisinsk forbruksmateriell");
    add_value(tx, nes, art, "120", "Annet forbruksmateriell");
    add_value(tx, nes, art, "200", "Inventar og utstyr");
    add_value(tx, nes, ansvar, "3210", "Elvetun sykehjem");
    add_value(tx, nes, ansvar, "3220", "Solhaug dagsenter");
    add_value(tx, nes, funksjon, "253", "Institusjon");
    add_value(tx, nes, funksjon, "234", "Aktivisering");
    REQUIRE(coding::save_vat_code(
        tx, nes.system, kNow, nes.municipality,
        {0, "1", "25 % kompensasjon", Decimal(25, 2), 10000, "1", "S", kFrom, party::kOpenEnd}));
    REQUIRE(coding::save_vat_code(
        tx, nes.system, kNow, nes.municipality,
        {0, "9", "25 % uten rett", Decimal(25, 2), 0, "1", "S", kFrom, party::kOpenEnd}));
    REQUIRE(coding::save_product_group(
        tx, nes.system, kNow, nes.municipality,
        {0, "42", "Medisinsk utstyr", "110", "1", kFrom, party::kOpenEnd}));
    const auto coding = [&](std::string a, std::string b, std::string c) {
        return coding::resolve(tx, nes.municipality,
                               codes(std::move(a), std::move(b), std::move(c)), kToday)
            .value();
    };
    nes.medical = coding("110", "3210", "253");
    nes.furniture = coding("200", "3210", "253");
    nes.furniture_solhaug = coding("200", "3220", "234");
}

inline void add_budget(db::Tx& tx, const Nes& nes, coding::CodingId coding, Money amount) {
    ledger::Context context;
    context.municipality = nes.municipality;
    context.at = kNow;
    context.date = kToday;
    context.document = {"budget", coding.value};
    const ledger::Amount row{coding, kToday.year(), amount};
    REQUIRE(ledger::adopt_budget(tx, context, std::span(&row, 1)));
}

// One agreement with three sizes of gloves in boxes of 100, at 62,50.
inline void add_goods(db::Tx& tx, Nes& nes) {
    import::AgreementRow row;
    row.number = "2025-014";
    row.title = "Medisinsk forbruksmateriell";
    row.supplier = "313002004";
    row.valid_from = kFrom;
    row.valid_to = Date(2027, 12, 31);
    row.municipalities = {"3322"};
    row.decided_on = Date(2024, 12, 12);
    row.decision = "Sak 31/24";
    REQUIRE(agreement::store(tx, nes.system, kNow, std::span(&row, 1)).messages.empty());
    nes.agreement = agreement::find_by_number(tx, row.number)->id;
    std::vector<catalogue::PriceRow> prices;
    for (const char* size : {"M", "L", "XL"}) {
        catalogue::PriceRow price;
        price.agreement = row.number;
        price.supplier = row.supplier;
        price.item_number = std::string("FM-") + size;
        price.name = std::string("Undersøkelseshanske, nitril, ") + size;
        price.unspsc = "42132203";
        price.unit = "BX";
        price.unit_name = "eske";
        price.content = Decimal::whole(100);
        price.content_unit = "EA";
        price.price = Decimal(6250, 2);
        price.vat_rate = Decimal(25, 2);
        price.valid_from = kFrom;
        price.valid_to = row.valid_to;
        prices.push_back(price);
    }
    REQUIRE(catalogue::store_prices(tx, nes.system, kNow, prices, {"priser.csv", "1"})
                .messages.empty());
    for (std::size_t i = 0; i < prices.size(); ++i) {
        nes.gloves[i] =
            catalogue::item_by_number(tx, nes.fjellro, prices[i].item_number, kToday)->id;
    }
}

// Each coding is its own scope, as in the pictures; policy as the test wants it.
inline void set_policy(db::Tx& tx, const Nes& nes, party::BudgetPolicy policy) {
    party::Settings settings = party::municipality(tx, nes.municipality)->settings;
    settings.budget_policy = policy;
    settings.budget_scope = party::BudgetScope::coding;
    REQUIRE(party::save_settings(tx, nes.system, kNow, nes.municipality, settings));
}

inline Nes build(db::Tx& tx) {
    Nes nes;
    party::Municipality row;
    row.number = "3322";
    row.name = "Nes";
    row.organisation_number = "313001008";
    row.host = true;
    nes.municipality = party::create_municipality(tx, nes.system, kNow, row).value();
    nes.top = add_unit(tx, nes, {}, "1000", "Nes kommune");
    nes.health = add_unit(tx, nes, nes.top, "3000", "Helse og omsorg");
    nes.elvetun = add_unit(tx, nes, nes.health, "3210", "Elvetun sykehjem", "253");
    nes.solhaug = add_unit(tx, nes, nes.health, "3220", "Solhaug dagsenter", "234");
    nes.marit = add_person(tx, nes, nes.elvetun, "marit.svarteberg", "Marit Svarteberg",
                           {{Role::requester, nes.elvetun}});
    nes.torbjorn = add_person(tx, nes, nes.elvetun, "torbjorn.liodden", "Torbjørn Liodden",
                              {{Role::approver, nes.elvetun},
                               {Role::budget_owner, nes.elvetun},
                               {Role::requester, nes.elvetun}});
    nes.guro = add_person(tx, nes, nes.solhaug, "guro.nesheim", "Guro Nesheim",
                          {{Role::approver, nes.solhaug},
                           {Role::budget_owner, nes.solhaug},
                           {Role::requester, nes.solhaug}});
    nes.olav = add_person(tx, nes, nes.health, "olav.rotneim", "Olav Rotneim",
                          {{Role::requester, nes.health}});
    nes.sigrun = add_person(tx, nes, nes.top, "sigrun.haugerud", "Sigrun Haugerud",
                            {{Role::administrator, {}}});
    add_limit(tx, nes, nes.torbjorn, nes.elvetun, kroner(50'000));
    add_limit(tx, nes, nes.guro, nes.solhaug, kroner(30'000));
    lead(tx, nes, nes.elvetun, nes.torbjorn);
    lead(tx, nes, nes.solhaug, nes.guro);
    nes.fjellro = add_supplier(tx, nes, "313002004", "Fjellro Medisinske AS");
    nes.hallingvask = add_supplier(tx, nes, "313003000", "Hallingvask Engros AS");
    nes.dalfore = add_supplier(tx, nes, "313003019", "Dalføre Inventar AS");
    add_codes(tx, nes);
    add_goods(tx, nes);
    set_policy(tx, nes, party::BudgetPolicy::warn);
    add_budget(tx, nes, nes.medical, kroner(420'000));
    add_budget(tx, nes, nes.furniture, kroner(60'000));
    add_budget(tx, nes, nes.furniture_solhaug, kroner(40'000));
    return nes;
}

inline Actor actor(db::Tx& tx, UserId user) { return party::actor(tx, user, kToday).value(); }

// Goods on agreement, coded 110 by their product group. Sizes 1 to 3: M, L, XL.
inline NewLine gloves(const Nes& nes, std::int64_t boxes, std::size_t size = 1) {
    NewLine line;
    line.item = nes.gloves[size - 1].value;
    line.supplier = nes.fjellro;
    line.agreement = nes.agreement.value;
    line.agreement_name = "Medisinsk forbruksmateriell";
    line.item_number = size == 1 ? "FM-M" : size == 2 ? "FM-L" : "FM-XL";
    line.name = std::string("Undersøkelseshanske, nitril, ") + line.item_number.substr(3);
    line.unspsc = "42132203";
    line.unit_code = "BX";
    line.quantity = Decimal::whole(boxes);
    line.price = Decimal(6250, 2);
    line.vat_rate = Decimal(25, 2);
    line.vat_category = "S";
    return line;
}

inline NewLine wall_holder(const Nes& nes, std::int64_t pieces) {
    NewLine line;
    line.supplier = nes.dalfore;
    line.name = "veggholder for hanskeesker, tre rom, hvit";
    line.unit_code = "EA";
    line.quantity = Decimal::whole(pieces);
    line.price = Decimal::whole(442);
    line.vat_rate = Decimal(25, 2);
    line.vat_category = "S";
    line.vat_code = "1";
    line.outside_reason = "Passer skinnene vi har på veggen.";
    return line;
}

// A basket of the actor's with these lines; what has no product group is coded 200 on the unit.
inline RequisitionId basket(db::Tx& tx, const Actor& who, std::span<const NewLine> lines) {
    LineId last;
    for (const NewLine& line : lines) {
        last = add_to_basket(tx, who, kNow, line).value();
        if (!line.unspsc.empty()) continue;
        const auto unit = party::unit(tx, who.unit).value();
        const Share share{codes("200", unit.code, unit.function), "1", 1};
        REQUIRE(code_line(tx, who, kNow, last, std::span(&share, 1)));
    }
    return {
        tx->value<std::int64_t>("SELECT requisition_id FROM requisition_line WHERE id = $1", last)
            .value()};
}

inline void in_nes(const std::function<void(db::Tx&, Nes&)>& test) {
    db::testing::each_database([&](db::Database& database) {
        database.write([&](db::Tx& tx) {
            Nes nes = build(tx);
            test(tx, nes);
        });
    });
}

template <class T>
std::string refused(const Result<T>& result) {
    return result ? ""
                  : std::string(result.error().name().substr(result.error().name().find('.') + 1));
}

}  // namespace samkjop::requisition::testing
