// How many orders a second: submitted, approved and placed; answered through the gateway; received
// in full. bench_order_chain [sqlite:FILE|postgresql://…] [orders] [threads]
#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <thread>

#define DOCTEST_CONFIG_IMPLEMENT
#include "order/testing.h"
#include "receipt/receipt.h"

using namespace samkjop;
using namespace samkjop::order::testing;

namespace {

double seconds(const std::function<void()>& work) {
    const auto start = std::chrono::steady_clock::now();
    work();
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

void report(const char* what, int count, double took) {
    std::printf("%-28s %6.0f per second\n", what, count / took);
}

}  // namespace

int main(int argc, char** argv) {
    const std::string file = "/tmp/bench-order-chain.db";
    for (const char* end : {"", "-wal", "-shm"}) std::filesystem::remove(file + end);
    const std::string url = argc > 1 ? argv[1] : "sqlite:" + file;
    const int count = argc > 2 ? std::atoi(argv[2]) : 2000;
    const int threads = argc > 3 ? std::atoi(argv[3]) : 16;
    doctest::Context context;
    context.setAsDefaultForAssertsOutOfTestCases();
    const auto database = db::Database::open(url);
    db::migrate(*database);
    order::register_with_gateway();
    const Nes nes = build(*database);
    const auto in_threads = [&](const std::function<void(int)>& one) {
        std::atomic<int> next = 0;
        std::vector<std::thread> all;
        for (int t = 0; t < threads; ++t) {
            all.emplace_back([&] {
                for (int i = next++; i < count; i = next++) one(i);
            });
        }
        for (std::thread& each : all) each.join();
    };
    std::vector<order::OrderId> orders(static_cast<std::size_t>(count));
    const Actor kari = nes.actor(nes.kari);
    const double placed = seconds([&] {
        in_threads([&](int i) { orders[static_cast<std::size_t>(i)] = place(nes, nes.fjellro); });
    });
    report("placed (submit to outbox)", count, placed);
    const double answered = seconds([&] {
        in_threads([&](int i) {
            const auto found = nes.order(orders[static_cast<std::size_t>(i)]);
            (void)answer(nes, response_to(nes, found, "AP", "S-" + std::to_string(i)));
        });
    });
    report("answered (gateway)", count, answered);
    const double received = seconds([&] {
        in_threads([&](int i) {
            database->write([&](db::Tx& tx) {
                if (receipt::receive_all(tx, kari, later(60), orders[static_cast<std::size_t>(i)],
                                         ""))
                    tx.commit();
            });
        });
    });
    report("received in full", count, received);
    report("the three together", count, placed + answered + received);
}
