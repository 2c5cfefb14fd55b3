// What a complete purchase costs the ledger: submit, approve, send, response, receive, invoice,
// posted and the figures of a page, per thread CPU, at growing numbers of orders. Usage:
// bench_ledger [orders] [url]; default 100 000 orders in a temporary SQLite file.

#include "ledger/ledger.h"

#include <fmt/format.h>
#include <time.h>

#include <cstdlib>
#include <filesystem>

#include "db/db.h"

using namespace samkjop;
using namespace samkjop::ledger;

namespace {

double cpu_seconds() {
    timespec now{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) / 1e9;
}

struct World {
    MunicipalityId municipality;
    std::vector<CodingId> codings;
};

World make_world(db::Tx& tx) {
    World world;
    world.municipality = {
        tx->insert("INSERT INTO municipality (number, name, organisation_number, language, host)"
                   " VALUES ('3322', 'Nes', '313000017', 'nb', $1) RETURNING id",
                   true)};
    for (int unit = 0; unit < 100; ++unit) {
        for (int art = 0; art < 20; ++art) {
            world.codings.push_back({tx->insert(
                "INSERT INTO coding (municipality_id, art, ansvar, funksjon, prosjekt, free_1, "
                "free_2, free_3)"
                " VALUES ($1, $2, $3, '253', '', '', '', '') RETURNING id",
                world.municipality, std::to_string(1100 + art * 5), std::to_string(3000 + unit))});
        }
    }
    return world;
}

void check(const Result<Outcome>& outcome) {
    if (!outcome) {
        fmt::print(stderr, "refused: {}\n", outcome.error().name());
        std::exit(1);
    }
}

// One order of one line on two codings of a unit, from submit to posted.
void purchase(db::Tx& tx, const World& world, std::int64_t number) {
    Context with;
    with.municipality = world.municipality;
    with.actor = {1};
    with.date = Date(2026, 1, 1) + static_cast<int>(number % 330);
    with.at = Instant(std::int64_t{with.date.days()} * 86'400'000);
    with.document = {"order", number};
    with.key = fmt::format("form {}", number);
    const std::size_t unit = static_cast<std::size_t>(number * 7919) % 100 * 20;
    const CodingId first = world.codings[unit + static_cast<std::size_t>(number) % 20];
    const CodingId second = world.codings[unit + static_cast<std::size_t>(number + 3) % 20];
    const NewLine asked[] = {
        {{{first, 60, Decimal(25, 2), 10'000}, {second, 40, Decimal(25, 2), 0}},
         Decimal::whole(10),
         Decimal(12'900, 2),
         Decimal::whole(1),
         0}};
    const Result<Outcome> made = submit(tx, with, asked);
    check(made);
    with.key.clear();
    const LineId own[] = {made->lines[0]};
    check(approve(tx, with, own));
    check(send(tx, with, own));
    const Change answer[] = {{own[0], Decimal::whole(9), {}}};
    check(change(tx, with, By::supplier, answer));
    const Quantity came[] = {{own[0], Decimal::whole(9)}};
    check(receive(tx, with, came));
    NewInvoice document;
    document.seller = "313000009";
    document.number = std::to_string(number);
    document.issued = with.date;
    document.payable = Money(145'125);
    document.lines = {{Money(116'100), Decimal(25, 2), {came[0]}, {}}};
    with.date = with.date + 30;
    const Result<Outcome> invoiced = invoice(tx, with, document);
    check(invoiced);
    with.key = fmt::format("voucher {}", number);
    check(posted(tx, with, invoiced->invoice));
}

}  // namespace

int main(int count, char** arguments) {
    const std::int64_t orders = count > 1 ? std::atoll(arguments[1]) : 100'000;
    const std::string file =
        (std::filesystem::temp_directory_path() / "samkjop_bench_ledger.db").string();
    const std::string url = count > 2 ? arguments[2] : "sqlite:" + file;
    for (const char* suffix : {"", "-wal", "-shm"}) std::filesystem::remove(file + suffix);
    {
        const auto database = db::Database::open(url);
        db::migrate(*database);
        World world;
        database->write([&](db::Tx& tx) {
            world = make_world(tx);
            tx.commit();
        });
        std::int64_t next = 1;
        std::int64_t mark = 1'000;
        while (next <= orders) {
            const std::int64_t until = std::min(mark, orders);
            double measured = 0;
            std::int64_t purchases = 0;
            while (next <= until) {
                database->write([&](db::Tx& tx) {
                    const bool last = until - next < 1'000;
                    const double start = cpu_seconds();
                    for (int i = 0; i < 500 && next <= until; ++i, ++next) {
                        purchase(tx, world, next);
                        purchases += last;
                    }
                    if (last) measured += cpu_seconds() - start;
                    tx.commit();
                });
            }
            fmt::print("{:>9} orders: {:.3f} ms CPU per purchase (8 calls)\n", until,
                       measured * 1e3 / static_cast<double>(purchases));
            std::fflush(stdout);
            mark *= 10;
        }
        const double start = cpu_seconds();
        Proof proof;
        Money left;
        double question = 0;
        database->read([&](db::Session& session) {
            const double before = cpu_seconds();
            for (int i = 0; i < 1'000; ++i) {
                left += scope_balance(session, world.municipality, Policy{},
                                      world.codings[static_cast<std::size_t>(i)], 2026)
                            .available();
            }
            question = (cpu_seconds() - before) * 1e3;
        });
        fmt::print("what is left for a unit and function: {:.1f} µs\n", question);
        if (orders <= 100'000) {
            database->read([&](db::Session& session) { proof = verify(session); });
            fmt::print("proof of {} postings: {:.1f} s, {}\n", proof.postings,
                       cpu_seconds() - start, proof.holds() ? "holds" : proof.first_offence);
        }
    }
    for (const char* suffix : {"", "-wal", "-shm"}) std::filesystem::remove(file + suffix);
}
