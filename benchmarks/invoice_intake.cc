// How many invoices a second come in: read, add up, match with order and receipt, post, durable on
// disk; first past the door of the module, then the whole way through the gateway, which also
// judges every rule of EN 16931 and Peppol and keeps the bytes.
#define DOCTEST_CONFIG_IMPLEMENT_WITH_MAIN
#include <atomic>
#include <chrono>
#include <cstdio>
#include <thread>

#include "base/crypto.h"
#include "invoice/testing.h"

using namespace samkjop;
using namespace samkjop::invoice;
using namespace samkjop::invoice::testing;

namespace {

constexpr int kInvoices = 4000;
constexpr int kThreads = 16;  // callers; the work is on the machine's own cores

std::vector<std::string> documents(const Nes& nes, int first) {
    std::vector<std::string> out;
    for (int from = 0; from < kInvoices; from += 200) {
        std::vector<order::OrderId> placed;
        nes.database.write([&](db::Tx& tx) {
            const Actor marit = party::actor(tx, nes.marit, kNow.oslo_date()).value();
            for (int i = 0; i < 200; ++i) {
                const auto id = order::testing::try_place(tx, nes, nes.fjellro, gloves()).value();
                receipt::receive_all(tx, marit, later(60), id,
                                     "b" + std::to_string(first + from + i))
                    .value();
                placed.push_back(id);
            }
            tx.commit();
        });
        for (std::size_t i = 0; i < placed.size(); ++i) {
            const auto order = nes.order(placed[i]);
            Head head{.number = std::to_string(first + from + static_cast<int>(i)),
                      .order_reference = order.number};
            out.push_back(ubl::write(document(nes, as_ordered(order), head)));
        }
    }
    return out;
}

template <class F>
void measure(const char* what, std::size_t count, F one) {
    std::atomic<std::size_t> next = 0;
    const auto start = std::chrono::steady_clock::now();
    std::vector<std::thread> threads;
    for (int i = 0; i < kThreads; ++i) {
        threads.emplace_back([&] {
            for (std::size_t at = next++; at < count; at = next++) one(at);
        });
    }
    for (std::thread& thread : threads) thread.join();
    const double seconds =
        std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    std::printf("%-34s %5zu invoices in %.2f s: %.0f a second\n", what, count, seconds,
                static_cast<double>(count) / seconds);
}

}  // namespace

TEST_CASE("intake") {
    register_takers();
    db::testing::each_database([](db::Database& database) {
        std::printf("%s\n", database.is_postgresql() ? "PostgreSQL" : "SQLite");
        Nes nes = build(database);
        const auto first = documents(nes, 100'000);
        measure("read, match, post, durable", first.size(), [&](std::size_t i) {
            const auto document = ubl::read(first[i]);
            const std::string hash = sha256_hex(first[i]);
            database.write([&](db::Tx& tx) {
                const auto id = take(tx, Actor::system(nes.municipality), later(120),
                                     {document->invoice(), 0, hash, nes.municipality});
                if (!id) std::printf("%s\n", id.error().in(Language::en).c_str());
                tx.commit();
            });
        });
        const auto second = documents(nes, 200'000);
        measure("by the gateway, judged and kept", second.size(), [&](std::size_t i) {
            gateway::receive(database, {second[i], "push", "", later(130)});
        });
        const auto states = database.reading(
            [&](db::Session& session) { return counts(session, Actor::system(nes.municipality)); });
        for (const auto& [state, count] : states)
            std::printf("%s: %d\n", std::string(name(state)).c_str(), count);
        CHECK(nes.proved());
    });
}
