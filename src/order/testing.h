#pragma once
// Nes kommune with Elvetun sykehjem, a budget and two suppliers, for scenario tests of ordering,
// receiving and the gateway. Only tests include this.
#include <doctest/doctest.h>

#include "coding/coding.h"
#include "db/testing.h"
#include "gateway/gateway.h"
#include "ledger/ledger.h"
#include "order/acts.h"
#include "order/store.h"
#include "party/party.h"
#include "ubl/ubl.h"
#include "worklist/worklist.h"

namespace samkjop::order::testing {

inline constexpr Instant kNow(1'795'000'000'000);  // 18 November 2026
inline constexpr std::int64_t kAgreement = 7;      // that every line of an order is called off on
inline constexpr Instant later(int minutes) {
    return Instant(kNow.milliseconds() + minutes * 60'000LL);
}

struct Nes {
    db::Database& database;
    MunicipalityId municipality;
    UnitId elvetun;
    UserId marit, torbjorn, ingrid, kari;
    party::SupplierId fjellro, dalfore;  // Dalføre is not on Peppol
    coding::CodingId coding;
    std::string organisation_number = "313001008";
    std::string fjellro_number = "313000559", dalfore_number = "313000567";

    Actor actor(UserId user) const {
        return database.reading([&](db::Session& session) {
            return party::actor(session, user, kNow.oslo_date()).value();
        });
    }
    ledger::Balance balance() const {
        return database.reading(
            [&](db::Session& session) { return ledger::balance(session, coding, 2026); });
    }
    Order order(OrderId id) const {
        return database.reading([&](db::Session& session) { return load(session, id).value(); });
    }
    int tasks(UserId user, std::string_view kind) const {
        const Actor who = actor(user);
        return database.reading([&](db::Session& session) {
            int count = 0;
            for (const auto& task : worklist::of(session, who, kNow.oslo_date()))
                count += task.kind == kind;
            return count;
        });
    }
    // The ledger holds, and the sum called off is that of the call-offs.
    bool proved() const {
        return database.reading([](db::Session& session) {
            const auto proof = ledger::verify(session);
            if (!proof.holds()) MESSAGE(proof.first_offence);
            Money sum;
            for (const CallOff& each : call_offs(session, kAgreement)) sum += each.net;
            CHECK(called_off(session, kAgreement, {}).ore() == sum.ore());
            return proof.holds();
        });
    }
};

inline std::string test_number(int from) {  // the next one that passes modulus 11
    while (!OrganisationNumber::parse(std::to_string(from))) ++from;
    return std::to_string(from);
}

inline UserId add_person(db::Tx& tx, const Nes& nes, std::string user_name, std::string name,
                         std::vector<Grant> grants) {
    party::Person row;
    row.municipality = nes.municipality;
    row.unit = nes.elvetun;
    row.user_name = std::move(user_name);
    row.name = std::move(name);
    row.email = row.user_name + "@nes.example";
    row.grants = std::move(grants);
    return party::create_person(tx, Actor::system(), kNow, row).value();
}

inline party::SupplierId add_supplier(db::Tx& tx, std::string name, std::string number,
                                      bool peppol) {
    party::Supplier row;
    row.name = std::move(name);
    row.organisation_number = number;
    row.street = "Industriveien 4";
    row.postal_code = "3540";
    row.city = "Nesbyen";
    row.email = "ordre@" + number + ".example";
    if (peppol) row.endpoint = "0192:" + number;
    return party::create_supplier(tx, Actor::system(), kNow, row).value();
}

inline void add_coding(db::Tx& tx, Nes& nes) {
    using coding::Dimension;
    const auto save = [&](Dimension dimension, std::string code) {
        coding::DimensionValue row;
        row.dimension = dimension;
        row.code = row.name = std::move(code);
        row.valid_from = Date(2026, 1, 1);
        row.valid_to = party::kOpenEnd;
        REQUIRE(coding::save_value(tx, Actor::system(), kNow, nes.municipality, row));
    };
    save(Dimension::art, "110");
    save(Dimension::ansvar, "3210");
    save(Dimension::funksjon, "253");
    nes.coding =
        coding::resolve(tx, nes.municipality, {"110", "3210", "253"}, kNow.oslo_date()).value();
}

inline Nes build(db::Database& database, Money increase_tolerance = kroner(100)) {
    Nes nes{database};
    database.write([&](db::Tx& tx) {
        const Actor system = Actor::system();
        party::Municipality row;
        row.number = "3322";
        row.name = "Nes";
        row.organisation_number = nes.organisation_number = test_number(313001000);
        row.host = true;
        row.settings.increase_tolerance = increase_tolerance;
        row.settings.over_receipt_percent = Decimal::whole(10);
        nes.municipality = party::create_municipality(tx, system, kNow, row).value();
        REQUIRE(party::save_settings(tx, system, kNow, nes.municipality, row.settings));
        party::Unit unit;
        unit.municipality = nes.municipality;
        unit.code = "3210";
        unit.name = "Elvetun sykehjem";
        unit.function = "253";
        unit.delivery_name = "Elvetun sykehjem, varemottak";
        unit.street = "Elvegata 12";
        unit.postal_code = "3540";
        unit.city = "Nesbyen";
        nes.elvetun = party::create_unit(tx, system, kNow, unit).value();
        nes.marit = add_person(tx, nes, "marit.svarteberg", "Marit Svarteberg",
                               {{Role::requester, nes.elvetun}});
        nes.torbjorn =
            add_person(tx, nes, "torbjorn.liodden", "Torbjørn Liodden",
                       {{Role::approver, nes.elvetun}, {Role::budget_owner, nes.elvetun}});
        nes.kari =
            add_person(tx, nes, "kari.brenno", "Kari Brenno", {{Role::receiver, nes.elvetun}});
        nes.ingrid =
            add_person(tx, nes, "ingrid.bakkene", "Ingrid Bakkene", {{Role::accountant, {}}});
        REQUIRE(party::add_limit(tx, system, kNow,
                                 {0, nes.torbjorn, nes.elvetun, kroner(50'000), Date(2026, 1, 1),
                                  Date(2026, 12, 31), "Delegering 2026/14"}));
        nes.fjellro_number = test_number(313000500);
        nes.dalfore_number = test_number(std::stoi(nes.fjellro_number) + 1);
        nes.fjellro = add_supplier(tx, "Fjellro Medisinske AS", nes.fjellro_number, true);
        nes.dalfore = add_supplier(tx, "Dalføre Inventar AS", nes.dalfore_number, false);
        add_coding(tx, nes);
        ledger::Context context;
        context.municipality = nes.municipality;
        context.at = kNow;
        context.date = kNow.oslo_date();
        const ledger::Amount amount[] = {{nes.coding, 2026, kroner(100'000)}};
        REQUIRE(ledger::adopt_budget(tx, context, amount));
        tx.commit();
    });
    return nes;
}

struct Item {
    std::string name, number, unit;
    Decimal quantity, price;
};
inline std::vector<Item> gloves() {
    return {
        {"Undersøkelseshanske, nitril, M", "FM-1001", "XBX", Decimal::whole(60), Decimal(625, 1)},
        {"Hånddesinfeksjon 85 %, 600 ml", "FM-2001", "XBO", Decimal::whole(48),
         Decimal::whole(54)}};
}

// Submits, approves and places in one transaction, as the requisition and its hook do.
inline Result<OrderId> try_place(db::Tx& tx, const Nes& nes, party::SupplierId supplier,
                                 const std::vector<Item>& items) {
    ledger::Context context;
    context.municipality = nes.municipality;
    context.actor = nes.marit;
    context.at = kNow;
    context.date = kNow.oslo_date();
    context.document = {"requisition", 481};
    std::vector<ledger::NewLine> lines;
    for (const Item& item : items) {
        lines.push_back({.parts = {{nes.coding, 1, Decimal(25, 2), 10'000}},
                         .quantity = item.quantity,
                         .price = item.price});
    }
    const auto made = TRY(ledger::submit(tx, context, lines)).lines;
    TRY(ledger::approve(tx, context, made));
    NewOrder wanted;
    wanted.municipality = nes.municipality;
    wanted.unit = nes.elvetun;
    wanted.requisition = 481;
    wanted.requisition_number = "R-2026-0481";
    wanted.title = "Hansker og desinfeksjon";
    wanted.supplier = supplier;
    wanted.requester = nes.marit;
    wanted.wished = Date(2026, 11, 30);
    for (std::size_t i = 0; i < items.size(); ++i) {
        wanted.lines.push_back({.ledger_line = made[i],
                                .name = items[i].name,
                                .item_number = items[i].number,
                                .unspsc = "42132203",
                                .unit = items[i].unit,
                                .quantity = items[i].quantity,
                                .price = items[i].price,
                                .vat_rate = Decimal(25, 2),
                                .agreement = kAgreement});
    }
    const auto approver = party::actor(tx, nes.torbjorn, kNow.oslo_date());
    return order::place(tx, *approver, kNow, wanted);
}

inline OrderId place(const Nes& nes, party::SupplierId supplier,
                     const std::vector<Item>& items = gloves()) {
    return nes.database.writing([&](db::Tx& tx) {
        const auto placed = try_place(tx, nes, supplier, items);
        if (!placed) FAIL(placed.error().in(Language::en));
        tx.commit();
        return *placed;
    });
}

inline ubl::Party party_of(const std::string& number, const std::string& name) {
    ubl::Party out;
    out.endpoint = {number, "0192"};
    out.legal_name = name;
    out.legal_identifier = {number, "0192"};
    return out;
}

inline ubl::OrderResponse response_to(const Nes& nes, const Order& order, std::string code,
                                      std::string number) {
    ubl::OrderResponse out;
    out.number = std::move(number);
    out.issue_date = kNow.oslo_date();
    out.code = std::move(code);
    out.currency = "NOK";
    out.order_reference = order.number;
    out.seller = party_of(nes.fjellro_number, "Fjellro Medisinske AS");
    out.buyer = party_of(nes.organisation_number, "Nes kommune");
    // T76 knows a party by its endpoint and name; a legal identifier has no place there.
    out.seller.legal_identifier = out.buyer.legal_identifier = {};
    return out;
}

inline ubl::OrderResponseLine line_response(int position, std::string status,
                                            const std::string& name) {
    ubl::OrderResponseLine out;
    out.identifier = out.order_line_reference = std::to_string(position);
    out.status = std::move(status);
    out.item.name = name;
    return out;
}

inline gateway::Outcome deliver(const Nes& nes, std::string bytes, std::string channel = "folder",
                                Instant at = later(1)) {
    return gateway::receive(nes.database, {std::move(bytes), std::move(channel), "svar.xml", at});
}
inline gateway::Outcome answer(const Nes& nes, const ubl::OrderResponse& response,
                               Instant at = later(1)) {
    return deliver(nes, ubl::write(response), "folder", at);
}

template <class T>
std::string_view refused(const Result<T>& result) {
    return result ? std::string_view("(went through)") : result.error().name();
}

template <class Act>
auto acting(const Nes& nes, UserId user, Act what) {
    const Actor who = nes.actor(user);
    return nes.database.writing([&](db::Tx& tx) {
        auto done = what(tx, who);
        if (done) tx.commit();
        return done;
    });
}

inline void in_nes(const std::function<void(Nes&)>& test) {
    register_with_gateway();
    db::testing::each_database([&](db::Database& database) {
        Nes nes = build(database);
        test(nes);
        CHECK(nes.proved());
    });
}

}  // namespace samkjop::order::testing
