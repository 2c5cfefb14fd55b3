#pragma once
// A small world for tests of the door: two municipalities, one of them the host, and a stage that
// takes answers to orders.
#include <doctest/doctest.h>
#include <zlib.h>

#include <filesystem>
#include <fstream>

#include "base/crypto.h"
#include "db/testing.h"
#include "gateway/inbox.h"
#include "gateway/rules.h"
#include "party/party.h"
#include "worklist/worklist.h"

namespace samkjop::gateway::testing {

namespace fs = std::filesystem;

constexpr Instant kNow(1'795'000'000'000);

inline std::string gzipped(std::string_view bytes) {
    std::string out(compressBound(bytes.size()) + 100, '\0');
    z_stream stream = {};
    REQUIRE(deflateInit2(&stream, 9, Z_DEFLATED, 16 + MAX_WBITS, 8, Z_DEFAULT_STRATEGY) == Z_OK);
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
    stream.avail_in = static_cast<uInt>(bytes.size());
    stream.next_out = reinterpret_cast<Bytef*>(out.data());
    stream.avail_out = static_cast<uInt>(out.size());
    REQUIRE(deflate(&stream, Z_FINISH) == Z_STREAM_END);
    out.resize(stream.total_out);
    deflateEnd(&stream);
    return out;
}

struct World {
    db::Database& database;
    MunicipalityId nes, gol;
    UserId ingrid;
    std::string nes_number, gol_number, seller_number;

    Outcome take(std::string bytes, std::string channel = "folder", int minutes = 0) const {
        return receive(database, {std::move(bytes), std::move(channel), "fil.xml",
                                  Instant(kNow.milliseconds() + minutes * 60'000LL)});
    }
    std::int64_t count(std::string_view where) const {
        return database.reading([&](db::Session& session) {
            return session
                .value<std::int64_t>("SELECT COUNT(*) FROM gateway_document WHERE " +
                                     std::string(where))
                .value();
        });
    }
};

inline std::string valid_number(int from) {
    while (!OrganisationNumber::parse(std::to_string(from))) ++from;
    return std::to_string(from);
}

inline int& taken() {
    static int count = 0;
    return count;
}

// Takes whatever is an answer to an order; refuses the one that is about NES-0.
inline Result<Filed> take_answer(db::Tx& tx, const Received& received) {
    static const Text refusal{"test.refused", "nei", "nei", "no"};
    tx->run("UPDATE municipality SET name = name WHERE id = $1", received.municipality);
    if (received.document.order_response()->order_reference == "NES-0") return refuse(refusal);
    if (received.document.order_response()->order_reference == "NES-FAIL")
        throw std::runtime_error("broken");
    ++taken();
    return Filed{"order", 1, "Bestilling", "/bestillinger/1"};
}

inline World build(db::Database& database) {
    World world{database};
    register_taker(ubl::DocumentType::order_response, take_answer);
    world.nes_number = valid_number(313001000);
    world.gol_number = valid_number(std::stoi(world.nes_number) + 1);
    world.seller_number = valid_number(313000500);
    database.write([&](db::Tx& tx) {
        const Actor system = Actor::system();
        party::Municipality row;
        row.number = "3322";
        row.name = "Nes";
        row.organisation_number = world.nes_number;
        row.host = true;
        world.nes = party::create_municipality(tx, system, kNow, row).value();
        row.number = "3324";
        row.name = "Gol";
        row.organisation_number = world.gol_number;
        row.host = false;
        world.gol = party::create_municipality(tx, system, kNow, row).value();
        party::Unit unit;
        unit.municipality = world.nes;
        unit.code = "1000";
        unit.name = "Nes kommune";
        party::Person person;
        person.municipality = world.nes;
        person.unit = party::create_unit(tx, system, kNow, unit).value();
        person.user_name = "ingrid.bakkene";
        person.name = "Ingrid Bakkene";
        person.grants = {{Role::accountant, {}}};
        world.ingrid = party::create_person(tx, system, kNow, person).value();
        tx.commit();
    });
    return world;
}

inline ubl::OrderResponse response(const World& world, std::string number) {
    ubl::OrderResponse out;
    out.number = std::move(number);
    out.issue_date = Date(2026, 11, 18);
    out.code = "AP";
    out.currency = "NOK";
    out.order_reference = "NES-2026-000001";
    out.seller.endpoint = {world.seller_number, "0192"};
    out.seller.legal_name = "Fjellro Medisinske AS";
    out.buyer.endpoint = {world.nes_number, "0192"};
    out.buyer.legal_name = "Nes kommune";
    return out;
}

inline std::string wrapped(const World& world, const ubl::OrderResponse& of, std::string instance,
                           std::string receiver = {}) {
    ubl::Envelope envelope;
    envelope.sender = "0192:" + world.seller_number;
    envelope.receiver = receiver.empty() ? "0192:" + world.nes_number : receiver;
    envelope.instance = std::move(instance);
    envelope.country = "NO";
    envelope.created = "2026-11-18T10:00:00Z";
    return ubl::wrap(envelope, ubl::write(of));
}

inline void in_world(const std::function<void(World&)>& test) {
    db::testing::each_database([&](db::Database& database) {
        World world = build(database);
        test(world);
    });
}

inline std::string reason(const Outcome& outcome) {
    return outcome.reason ? std::string(outcome.reason->name()) : std::string();
}

struct Folder {
    fs::path at = fs::temp_directory_path() / ("gateway-" + random_token(8));
    Folder() { fs::create_directories(at); }
    ~Folder() { fs::remove_all(at); }
    void put(const std::string& name, std::string_view bytes) const {
        std::ofstream(at / "inbox" / name, std::ios::binary) << bytes;
    }
    std::size_t files(const fs::path& sub) const {
        std::size_t count = 0;
        for (const auto& entry : fs::directory_iterator(at / sub)) count += entry.is_regular_file();
        return count;
    }
};

}  // namespace samkjop::gateway::testing
