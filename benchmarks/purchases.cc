// Complete purchases in the demonstration region, through the public functions and the gateway:
// basket, requisition, approval, order, order response, receipt, invoice, matched and approved.
// Every step is a transaction of its own, durable before the next. Then so many more are stored,
// and the same is measured again: what a purchase costs must not grow with what lies behind it.
//
//   bench_purchases FOLDER [STORED] [MEASURED] [ITEMS]
//
// FOLDER holds a demonstration region; ITEMS are added to its catalogue first.
#include <sys/resource.h>

#include <atomic>
#include <cstdio>
#include <fstream>
#include <iterator>
#include <map>
#include <random>
#include <thread>

#include "agreement/acts.h"
#include "app/demo_purchases.h"
#include "app/place.h"
#include "app/running.h"
#include "coding/coding.h"
#include "demo_supplier/documents.h"
#include "fill_catalogue.h"
#include "gateway/gateway.h"
#include "invoice/invoice.h"
#include "ledger/ledger.h"
#include "order/order.h"
#include "receipt/receipt.h"
#include "requisition/goods.h"
#include "requisition/requisition.h"
#include "requisition/store.h"
#include "sheet/csv.h"
#include "trail/trail.h"
#include "ubl/ubl.h"

using namespace samkjop;
namespace fs = std::filesystem;

namespace {

constexpr int kThreads = 64;  // people at once; the work is on the machine's own cores

template <class T>
T done(const char* step, Result<T> result) {
    if (!result) {
        std::fprintf(stderr, "%s: %s\n", step, result.error().in(Language::en).c_str());
        std::exit(1);
    }
    if constexpr (!std::is_void_v<T>) return *std::move(result);
}

struct Good {
    std::int64_t item;
    Decimal quantity;
};
struct Habit {  // what somebody buys again and again
    Actor requester, approver;
    std::string title;
    std::vector<Good> goods;
};

std::string bytes_of(const fs::path& file) {
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

// The cases of demo/purchases.csv that hold catalogue goods only and went through without a reason.
std::vector<Habit> habits(db::Session& session, Date today) {
    const auto table = sheet::csv::read(bytes_of("demo/purchases.csv"));
    std::map<std::string, std::size_t> column;
    for (std::size_t i = 0; i < table.headings.size(); ++i) column[table.headings[i]] = i;
    std::map<std::string, std::vector<const sheet::csv::Cells*>> cases;
    for (const auto& row : table.rows) cases[row.values[0]].push_back(&row);
    std::vector<Habit> out;
    for (const auto& [number, rows] : cases) {
        const auto cell = [&](const sheet::csv::Cells* row, const char* heading) {
            const std::size_t at = column.at(heading);
            return at < row->values.size() ? row->values[at] : std::string();
        };
        Habit habit;
        bool plain = !cell(rows[0], "Godkjent av").empty();
        for (const auto* row : rows) {
            plain = plain && !cell(row, "Varenummer").empty() &&
                    cell(row, "Over budsjettet fordi").empty() &&
                    cell(row, "Uten avtale fordi").empty() && cell(row, "Kontering").empty();
            if (!plain) break;
            const auto supplier =
                party::supplier_by_organisation_number(session, cell(row, "Leverandør"));
            const auto item =
                catalogue::item_by_number(session, supplier->id, cell(row, "Varenummer"), today);
            plain = plain && !supplier->endpoint.empty() && item.has_value();
            if (plain)
                habit.goods.push_back(
                    {item->id.value, Decimal::parse_typed(cell(row, "Antall")).value()});
        }
        if (!plain) continue;
        const auto actor = [&](const char* heading) {
            const auto person = party::person_by_user_name(session, cell(rows[0], heading));
            return party::actor(session, person->id, today).value();
        };
        habit.requester = actor("Bestiller");
        habit.approver = actor("Godkjent av");
        habit.title = cell(rows[0], "Tittel");
        out.push_back(std::move(habit));
    }
    return out;
}

// Nobody runs out of money while we measure: what is charged gets a large budget.
void give_budget(db::Database& database, Instant at) {
    database.write([&](db::Tx& tx) {
        for (const auto& municipality : party::municipalities(tx)) {
            ledger::Context context;
            context.municipality = municipality.id;
            context.at = at;
            context.date = at.oslo_date();
            context.document = {"budget", 999'999};
            std::vector<ledger::Amount> amounts;
            tx->each(
                "SELECT id FROM coding WHERE municipality_id = $1",
                [&](const db::Row& row) {
                    amounts.push_back({coding::CodingId{row.get<std::int64_t>(0)},
                                       at.oslo_date().year(), kroner(10'000'000'000)});
                },
                municipality.id);
            if (!amounts.empty())
                done("budget", ledger::change_budget(tx, context, amounts, false));
        }
        tx.commit();
    });
}

// Nor does an agreement: every maximum stays and is asked for, but it is a large one.
void raise_maxima(db::Database& database, Instant at) {
    constexpr Money kMuch = kroner(10'000'000'000);
    const Actor actor = Actor::system();
    database.write([&](db::Tx& tx) {
        for (agreement::Agreement& is : agreement::list(tx, {}, at.oslo_date())) {
            is.maximum = kMuch;
            done("maximum", agreement::save(tx, actor, at, is, "value"));
            for (agreement::Member each : is.members) {
                each.maximum = kMuch;
                done("maximum", agreement::join(tx, actor, at, is.id, each));
            }
        }
        tx.commit();
    });
}

class Region {
public:
    Region(db::Database& database, std::string folder)
        : database_(database), folder_(std::move(folder)), pump_(database, folder_) {
        database_.read([&](db::Session& session) {
            habits_ = habits(session, clock_now().oslo_date());
            for (const auto& each : party::municipalities(session))
                municipalities_.emplace(each.id.value, each);
        });
        std::random_device device;
        series_ = std::to_string(device() % 1'000'000);
    }

    std::size_t kinds() const { return habits_.size(); }

    void buy(std::size_t number) {
        const Habit& habit = habits_[number % habits_.size()];
        const Instant at = clock_now();
        const auto requisition = ask(habit, at);
        std::vector<order::OrderId> orders;
        database_.write([&](db::Tx& tx) {
            done("approve", requisition::approve(tx, habit.approver, at, requisition, ""));
            for (const trail::Link& link :
                 trail::links_from(tx, {"requisition", requisition.value})) {
                if (link.kind == "order") orders.push_back(order::OrderId{link.id});
            }
            tx.commit();
        });
        for (const auto id : orders) deliver(habit, id, at);
    }

    int approved() const {
        return database_.reading([](db::Session& session) {
            return static_cast<int>(
                session
                    .value<std::int64_t>("SELECT count(*) FROM invoice_case WHERE state = $1",
                                         invoice::State::approved)
                    .value());
        });
    }

    // Plays the access point: takes what lies in the outbox.
    void carry() {
        while (pump_.poll_outbox(clock_now()) > 0) {
            for (const auto& entry : fs::directory_iterator(fs::path(folder_) / "outbox")) {
                if (entry.is_regular_file()) fs::remove(entry.path());
            }
        }
    }

private:
    requisition::RequisitionId ask(const Habit& habit, Instant at) {
        return database_.writing([&](db::Tx& tx) {
            const Date today = at.oslo_date();
            for (const Good& good : habit.goods) {
                const auto line =
                    done("item", requisition::from_catalogue(tx, habit.requester, good.item,
                                                             good.quantity, today));
                done("basket", requisition::add_to_basket(tx, habit.requester, at, line));
            }
            const auto id = requisition::store::basket(tx, habit.requester)->id;
            done("heading",
                 requisition::save_heading(tx, habit.requester, at, id,
                                           {habit.title, "", habit.requester.unit, today + 5}));
            done("submit", requisition::submit(tx, habit.requester, at, id, ""));
            tx.commit();
            return id;
        });
    }

    void deliver(const Habit& habit, order::OrderId id, Instant at) {
        const auto [order, sides] = database_.reading([&](db::Session& session) {
            auto found = order::load(session, id).value();
            demo_supplier::Sides both{municipalities_.at(found.municipality.value),
                                      *party::supplier(session, found.supplier)};
            return std::pair(std::move(found), std::move(both));
        });
        std::vector<demo_supplier::Wish> all;
        for (const auto& line : order.lines)
            all.push_back({line.position, line.quantity, line.price});
        const std::string number = series_ + "-" + std::to_string(id.value);
        take(ubl::write(
                 demo_supplier::response(order, sides, "AP", all, "S-" + number, at.oslo_date())),
             at);
        database_.write([&](db::Tx& tx) {
            done("receive", receipt::receive_all(tx, habit.requester, at, id, "bench-" + number));
            tx.commit();
        });
        take(ubl::write(demo_supplier::invoice(order, sides, all, number, at.oslo_date())), at);
    }

    void take(std::string bytes, Instant at) {
        const auto outcome = gateway::receive(database_, {std::move(bytes), "push", "", at});
        if (outcome.state == gateway::State::quarantined) {
            std::fprintf(stderr, "quarantined: %s\n",
                         outcome.reason ? outcome.reason->in(Language::en).c_str() : "");
            std::exit(1);
        }
    }

    db::Database& database_;
    std::string folder_;
    gateway::Pump pump_;
    std::vector<Habit> habits_;
    std::map<std::int64_t, party::Municipality> municipalities_;
    std::string series_;
};

struct Cost {
    double seconds = 0, cpu = 0;
};

double cpu_seconds() {
    rusage used{};
    getrusage(RUSAGE_SELF, &used);
    const auto of = [](const timeval& time) {
        return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
    };
    return of(used.ru_utime) + of(used.ru_stime);
}

Cost buy(Region& region, int count) {
    std::atomic<int> next = 0;
    const double cpu = cpu_seconds();
    const auto start = std::chrono::steady_clock::now();
    std::vector<std::thread> people;
    for (int i = 0; i < kThreads; ++i) {
        people.emplace_back([&] {
            for (int at = next++; at < count; at = next++) region.buy(static_cast<std::size_t>(at));
        });
    }
    for (std::thread& each : people) each.join();
    return {std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count(),
            cpu_seconds() - cpu};
}

int stored(db::Database& database) {
    return database.reading([](db::Session& session) {
        return static_cast<int>(
            session.value<std::int64_t>("SELECT count(*) FROM purchase_order").value());
    });
}

// Best of three: what else runs on the machine makes a figure worse, never better.
Cost measure(db::Database& database, Region& region, int count) {
    Cost best;
    for (int round = 0; round < 3; ++round) {
        const int approved = region.approved();
        const int before = stored(database);
        const Cost cost = buy(region, count);
        const int orders = stored(database) - before;
        if (region.approved() - approved != orders) {
            std::fprintf(stderr, "%d orders but %d approved invoices\n", orders,
                         region.approved() - approved);
            std::exit(1);
        }
        if (round == 0 || cost.cpu < best.cpu) best.cpu = cost.cpu;
        if (round == 0 || cost.seconds < best.seconds) best.seconds = cost.seconds;
        region.carry();
    }
    std::printf("%9d orders stored: %6.0f complete purchases a second, %.2f ms CPU each\n",
                stored(database), count / best.seconds, best.cpu / count * 1e3);
    std::fflush(stdout);
    return best;
}

void add_goods(db::Database& database, int items) {
    if (items == 0) return;
    bench::Dice dice(20261120);
    const Actor actor = Actor::system();
    constexpr int kLists = 20;
    for (int list = 0; list < kLists; ++list) {
        database.write([&](db::Tx& tx) {
            party::Supplier supplier;
            supplier.organisation_number = bench::organisation_number(list);
            supplier.name = "Storkatalog " + std::to_string(list + 1) + " AS";
            const auto made = party::create_supplier(tx, actor, clock_now(), supplier);
            if (!made) return;  // there from an earlier run
            import::AgreementRow row;
            row.number = "2025-9" + std::to_string(10 + list);
            row.title = "Storkatalog " + std::to_string(list + 1);
            row.supplier = supplier.organisation_number;
            row.valid_from = Date(2025, 1, 1);
            row.valid_to = party::kOpenEnd;
            for (const auto& each : party::municipalities(tx))
                row.municipalities.push_back(each.number);
            row.decided_on = Date(2024, 12, 12);
            row.decision = "Sak 31/24";
            SK_ASSERT(agreement::store(tx, actor, clock_now(), {&row, 1}).messages.empty());
            std::vector<catalogue::PriceRow> rows;
            for (int i = 0; i < items / kLists; ++i)
                rows.push_back(bench::item_row(dice, list * (items / kLists) + i));
            const auto report = catalogue::store_price_list(
                tx, actor, clock_now(), agreement::find_by_number(tx, row.number)->id, *made, rows,
                {"bench", "bench-" + std::to_string(list)});
            SK_ASSERT(report.messages.empty());
            tx.commit();
        });
    }
}

}  // namespace

int main(int argc, char** argv) {
    if (argc < 2) {
        std::fprintf(stderr, "bench_purchases FOLDER [STORED] [MEASURED] [ITEMS]\n");
        return 2;
    }
    const int most = argc > 2 ? std::atoi(argv[2]) : 0;
    const int measured = argc > 3 ? std::atoi(argv[3]) : 1000;
    const int items = argc > 4 ? std::atoi(argv[4]) : 0;
    app::wire();
    app::Place place;
    place.data = argv[1];
    const auto database = place.open();
    Region region(*database, argv[1]);
    std::printf("%zu kinds of purchases\n", region.kinds());
    add_goods(*database, items);
    raise_maxima(*database, clock_now());
    for (std::size_t i = 0; i < region.kinds(); ++i) region.buy(i);  // every account string exists
    give_budget(*database, clock_now());
    const Cost first = measure(*database, region, measured);
    if (most == 0) return 0;
    while (stored(*database) < most) {
        buy(region, std::min(10'000, most - stored(*database)));
        region.carry();
    }
    const Cost last = measure(*database, region, measured);
    std::printf("cost of one with %d stored beside the first: %.2f times\n", stored(*database),
                last.cpu / first.cpu);
}
