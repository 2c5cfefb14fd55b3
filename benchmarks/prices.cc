// A supplier's catalogue of 50,000 lines becomes a proposal with its differences, through the
// page's door and through the gateway's; and 100,000 invoice lines are held against a price list of
// 1,000,000. What was planted is counted: a figure for a control that finds too little or accuses
// falsely is worth nothing.
//
//   bench_prices prepare FOLDER       makes the region, the lists and the catalogue file
//   bench_prices page FOLDER | gateway FOLDER | control FOLDER
#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>
#include <thread>

#include "control/source.h"
#include "control/store.h"
#include "fill_catalogue.h"
#include "gateway/gateway.h"
#include "price/price.h"
#include "ubl/ubl.h"

using namespace samkjop;
namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;

namespace {

constexpr int kListed = 1'000'000;  // of the supplier whose invoices are held against its list
constexpr int kOffered = 50'000;    // lines of the new catalogue
constexpr int kInvoices = 1000, kLines = 100;

double seconds_since(Clock::time_point start) {
    return std::chrono::duration<double>(Clock::now() - start).count();
}

long memory_mb() {  // at most, of this process
    std::ifstream status("/proc/self/status");
    for (std::string line; std::getline(status, line);) {
        if (line.starts_with("VmHWM")) return std::atol(line.c_str() + 6) / 1024;
    }
    return 0;
}

std::unique_ptr<db::Database> opened(const fs::path& folder) {
    return db::Database::open("sqlite:" + (folder / "prices.db").string());
}

party::SupplierId supplier(db::Database& database, int index) {
    return database.reading([&](db::Session& session) {
        return party::supplier_by_organisation_number(session, bench::organisation_number(index))
            ->id;
    });
}

agreement::AgreementId agreement_of(db::Database& database, std::string_view number) {
    return database.reading(
        [&](db::Session& session) { return agreement::find_by_number(session, number)->id; });
}

void store(db::Database& database, std::string_view number, int index,
           const std::vector<catalogue::PriceRow>& rows) {
    const auto agreement = agreement_of(database, number);
    const auto seller = supplier(database, index);
    database.write([&](db::Tx& tx) {
        SK_ASSERT(catalogue::store_price_list(tx, Actor::system(), clock_now(), agreement, seller,
                                              rows, {"bench", std::string(number)})
                      .messages.empty());
        tx.commit();
    });
}

std::vector<catalogue::PriceRow> rows(std::uint64_t seed, int first, int count) {
    bench::Dice dice(seed);
    std::vector<catalogue::PriceRow> out;
    for (int i = 0; i < count; ++i) out.push_back(bench::item_row(dice, first + i));
    return out;
}

// As the supplier sends it: of twenty lines ten are as before, five dearer, two cheaper, one has
// another name, one is new, and one of the list is gone.
ubl::Catalogue offered(const std::vector<catalogue::PriceRow>& listed) {
    ubl::Catalogue out;
    out.number = "K-2027-1";
    out.name = "Katalog 2027";
    out.profile = "urn:fdc:peppol.eu:poacc:bis:catalogue_only:3";
    out.action = "Replace";
    out.version = "1";
    out.issue_date = Date(2026, 11, 20);
    out.validity.start = Date(2027, 1, 1);
    out.validity.end = Date(2027, 12, 31);
    out.contract_reference = "2025-101";
    out.provider.endpoint = out.seller.endpoint = {bench::organisation_number(1), "0192"};
    out.provider.legal_name = out.seller.legal_name = "Nordik Leverandør 2 AS";
    std::swap(out.seller.name, out.seller.legal_name);
    out.seller.endpoint = {};
    out.seller.identifiers = {{bench::organisation_number(1), "0192"}};
    out.provider.address.country = "NO";
    out.receiver.endpoint = {bench::organisation_number(9001), "0192"};
    out.receiver.legal_name = "Nes kommune";
    int number = 0;
    for (const catalogue::PriceRow& each : listed) {
        const int kind = number++ % 20;
        if (kind == 19) continue;
        ubl::CatalogueLine line;
        line.identifier = std::to_string(number);
        line.action = "Add";
        line.orderable = true;
        const bool package = each.unit.size() == 2 && each.unit != "EA" && each.unit != "PR";
        line.orderable_unit = package ? "X" + each.unit : each.unit;
        line.content = ubl::Quantity{each.content, each.content_unit};
        line.order_increment = Decimal::whole(1);
        line.minimum_order = ubl::Quantity{Decimal::whole(1), line.orderable_unit};
        line.item.name = kind == 17 ? each.name + ", ny" : each.name;
        line.item.description = each.description;
        line.item.sellers_identifier = kind == 18 ? "NY-" + each.item_number : each.item_number;
        line.item.classifications.push_back({each.unspsc, "TST", "18", ""});
        line.item.vat_category = "S";
        line.item.vat_rate =
            each.vat_rate == Decimal(15, 2) ? Decimal::whole(15) : Decimal::whole(25);
        line.prices.emplace_back();
        const Decimal more(each.price.normalised().scaled(2) / 25 + 1, 2);
        line.prices[0].amount = ubl::Amount{kind < 10   ? each.price
                                            : kind < 15 ? each.price + more
                                            : kind < 17 ? each.price - more
                                                        : each.price,
                                            "NOK"};
        out.lines.push_back(std::move(line));
    }
    return out;
}

int prepare(const fs::path& folder) {
    fs::remove_all(folder);
    fs::create_directories(folder);
    const auto database = opened(folder);
    db::migrate(*database);
    const auto start = Clock::now();
    bench::fill_catalogue(*database, 660, 60, 40, 6);
    const auto listed = rows(7, 3'000'000, kOffered);
    store(*database, "2025-101", 1, listed);
    store(*database, "2025-102", 2, rows(11, 0, kListed));
    std::ofstream(folder / "catalogue.xml", std::ios::binary) << ubl::write(offered(listed));
    std::printf("%d and %d lines stored in %.1f s, the catalogue is %.1f MB\n", kListed, kOffered,
                seconds_since(start),
                static_cast<double>(fs::file_size(folder / "catalogue.xml")) / 1e6);
    return 0;
}

std::string bytes_of(const fs::path& file) {
    std::ifstream in(file, std::ios::binary);
    std::ostringstream out;
    out << in.rdbuf();
    return std::move(out).str();
}

// Reads the proposal and says how its progress was seen from beside.
void read_proposal(db::Database& database, const char* door, Clock::time_point start) {
    std::atomic<bool> done = false;
    std::set<int> seen;
    std::thread beside([&] {
        while (!done) {
            const auto all =
                database.reading([](db::Session& session) { return price::proposals(session, 1); });
            if (!all.empty()) seen.insert(all.front().percent());
            std::this_thread::sleep_for(std::chrono::milliseconds(20));
        }
    });
    const double before = seconds_since(start);
    const int parts = price::advance(database, clock_now());
    const double seconds = seconds_since(start);
    done = true;
    beside.join();
    database.read([&](db::Session& session) {
        const price::Proposal one = price::proposals(session, 1).front();
        const price::Counts all = price::counts(session, one.id);
        std::printf(
            "%-8s kept %.2f s, read and compared %.2f s, together %.2f s (limit 10 s); "
            "%ld MB at most (limit 500)\n",
            door, before, seconds - before, seconds, memory_mb());
        std::printf(
            "         %lld lines in %d parts: %d as before, %d dearer, %d cheaper, %d "
            "renamed, %d new, %d gone; %zu steps of progress seen\n",
            static_cast<long long>(one.lines_read), parts, all.same, all.up, all.down, all.text,
            all.added, all.gone, seen.size());
        SK_ASSERT(all.up == kOffered / 4 && all.down == kOffered / 10 &&
                  all.text == kOffered / 20 && all.added == kOffered / 20 &&
                  all.gone == kOffered / 10);
    });
}

void forget(const fs::path& folder) {  // each door gets the file as if for the first time
    fs::copy_file(folder / "prices.db", folder / "copy.db", fs::copy_options::overwrite_existing);
    for (const char* name : {"copy.db-wal", "copy.db-shm"}) fs::remove(folder / name);
}

int take_catalogue(const fs::path& folder, bool through_gateway) {
    forget(folder);
    const auto database = db::Database::open("sqlite:" + (folder / "copy.db").string());
    std::string bytes = bytes_of(folder / "catalogue.xml");
    const auto start = Clock::now();
    if (through_gateway) {
        price::register_with_gateway();
        const auto outcome =
            gateway::receive(*database, {std::move(bytes), "push", "", clock_now()});
        if (outcome.reason) {
            std::printf("gateway: %s\n", outcome.reason->in(Language::en).c_str());
            return 1;
        }
    } else {
        const auto agreement = agreement_of(*database, "2025-101");
        const auto seller = supplier(*database, 1);
        database->write([&](db::Tx& tx) {
            SK_ASSERT(
                price::propose(tx, Actor::system(), clock_now(),
                               {seller, agreement, price::Format::peppol, "K-2027-1", bytes, 0})
                    .has_value());
            tx.commit();
        });
        std::string().swap(bytes);
    }
    read_proposal(*database, through_gateway ? "gateway" : "page", start);
    return 0;
}

// ---- Control -----------------------------------------------------------------------------------

struct Planted {
    int overcharged = 0, unknown = 0;
};

// What the supplier sends: mostly by item number, some by GTIN or name alone; one line in fifty is
// too dear, one in five hundred is of something that is on no list.
control::Document invoice(bench::Dice& dice, const std::vector<catalogue::PriceRow>& listed,
                          Planted& planted) {
    control::Document out;
    out.issued = Date(2026, 11, 18);
    for (int i = 0; i < kLines; ++i) {
        const catalogue::PriceRow& item = listed[dice.below(listed.size())];
        control::Line line;
        line.position = i;
        line.name = item.name;
        line.item_number = item.item_number;
        line.unspsc = item.unspsc;
        line.unit = item.unit;
        line.quantity = Decimal::whole(1 + static_cast<int>(dice.below(20)));
        line.unit_price = item.price;
        line.price_stated = true;
        line.rate = item.vat_rate;
        line.category = "S";
        const std::size_t kind = dice.below(500);
        if (kind < 10) {
            line.unit_price = item.price + Decimal(125, 2);
            ++planted.overcharged;
        } else if (kind == 10) {
            line.item_number = "UKJENT-" + std::to_string(dice.below(100000));
            line.name = "Spesialbestilt " + std::to_string(dice.below(1'000'000));
            ++planted.unknown;
        }
        line.net = times(line.quantity, line.unit_price);
        out.lines.push_back(std::move(line));
    }
    return out;
}

// The same goods as prepare() stored, without keeping a million of them.
std::vector<catalogue::PriceRow> one_in_ten(bench::Dice& dice) {
    bench::Dice same(11);
    std::vector<catalogue::PriceRow> out;
    for (int i = 0; i < kListed; ++i) {
        auto row = bench::item_row(same, i);
        if (dice.below(10) == 0) out.push_back(std::move(row));
    }
    return out;
}

int control_lines(const fs::path& folder) {
    forget(folder);
    const auto database = db::Database::open("sqlite:" + (folder / "copy.db").string());
    const auto seller = supplier(*database, 2);
    const auto nes = database->reading([](db::Session& session) {
        return party::municipality_by_organisation_number(session, bench::organisation_number(9001))
            ->id;
    });
    Planted planted;
    std::vector<control::Document> documents;
    {
        bench::Dice dice(20261120);
        const auto listed = one_in_ten(dice);
        for (int i = 0; i < kInvoices; ++i) documents.push_back(invoice(dice, listed, planted));
    }
    int lines = 0, overcharged = 0, outside = 0, others = 0;
    // Callers as the doors are: each invoice is one durable transaction, and they wait together.
    std::atomic<int> next = 0;
    const auto one = [&](control::Source& source, int i) {
        const control::Document& document = documents[static_cast<std::size_t>(i)];
        const control::store::NewSubject subject{control::Subject::invoice,
                                                 i + 1,
                                                 std::to_string(i + 1),
                                                 nes,
                                                 {},
                                                 seller,
                                                 document.issued};
        database->write([&](db::Tx& tx) {  // on the one writer: no two at once
            const auto outcome = control::judge(document, source.of(tx, nes, seller, document));
            lines += outcome.lines;
            for (const control::Finding& each : outcome.findings) {
                const bool certain = each.kind == control::Kind::overcharged && each.certain();
                ++(certain                                        ? overcharged
                   : each.kind == control::Kind::not_on_agreement ? outside
                                                                  : others);
            }
            control::store::keep(tx, subject, document, outcome, clock_now());
            tx.commit();
        });
    };
    const auto start = Clock::now();
    std::vector<std::thread> callers;
    for (int caller = 0; caller < 8; ++caller) {
        callers.emplace_back([&] {
            control::Source source;
            for (int i = next++; i < kInvoices; i = next++) one(source, i);
        });
    }
    for (std::thread& each : callers) each.join();
    const double seconds = seconds_since(start);
    std::printf(
        "%d lines of %d invoices held against %d, findings kept: %.2f s (limit 5 s); "
        "%ld MB at most\n",
        lines, kInvoices, kListed, seconds, memory_mb());
    std::printf(
        "         planted %d overcharges and %d outside the agreement; found %d and %d, "
        "and %d others\n",
        planted.overcharged, planted.unknown, overcharged, outside, others);
    return planted.overcharged == overcharged && planted.unknown == outside && others == 0 ? 0 : 1;
}

}  // namespace

int main(int count, char** words) {
    const std::string what = count > 2 ? words[1] : "";
    const fs::path folder = count > 2 ? words[2] : "";
    if (what == "prepare") return prepare(folder);
    if (what == "page") return take_catalogue(folder, false);
    if (what == "gateway") return take_catalogue(folder, true);
    if (what == "control") return control_lines(folder);
    std::fprintf(stderr, "bench_prices prepare|page|gateway|control FOLDER\n");
    return 2;
}
