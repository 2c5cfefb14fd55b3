// Loads the demonstration region in the order in which a real region would be set up: who, how it
// charges, what may be spent, what may be bought. Then the year passes: figures come from the
// finance system month by month, and people buy.

#include "app/demo.h"

#include <fmt/format.h>

#include <fstream>
#include <iostream>
#include <iterator>

#include "account/account.h"
#include "agreement/agreement.h"
#include "app/demo_documents.h"
#include "app/demo_flow.h"
#include "app/demo_prices.h"
#include "app/demo_public.h"
#include "app/running.h"
#include "db/db.h"
#include "import/import.h"
#include "party/party.h"

namespace samkjop::app {
namespace {

namespace fs = std::filesystem;
using import::Kind;

std::string bytes_of(const fs::path& file) {
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

class Loader {
public:
    Loader(db::Database& database, fs::path folder, Instant now)
        : database_(database), folder_(std::move(folder)), now_(now) {}

    bool load() {
        const Instant begin = days_ago(400, 6, now_);  // the year's first working days
        take(Kind::municipalities, "municipalities.csv", {}, begin);
        const bool is_new = created_ > 0;
        take(Kind::suppliers, "suppliers.csv", {}, begin);
        for (const party::Municipality& municipality : municipalities()) of(municipality, begin);
        take(Kind::agreements, "agreements.csv", {}, begin);
        const Instant lately = days_ago(3, 9, now_);
        happenings_.push_back({lately, [this, lately] { take_register("register.csv", lately); }});
        for (const fs::path& file : sorted("prices")) take(Kind::prices, file, {}, begin);
        if (is_new) {
            add(purchases(database_, filled("purchases.csv"), now_, cases_));
            add(papers(
                database_,
                {filled("documents.csv"), filled("invoice_steps.csv"), filled("exports.csv")}, now_,
                cases_));
            happenings_.push_back(new_catalogue(database_, filled("price_update.csv"), now_));
            happenings_.push_back(sent_claim(database_, now_));
            add(flow(database_, filled("flow.csv"), now_));
        }
        const Instant planned = days_ago(45, 9, now_);
        happenings_.push_back({planned, [this, planned] {
                                   fine_ = load_public(
                                       database_, folder_,
                                       [this](const fs::path& file) { return filled(file); },
                                       planned);
                               }});
        run_in_order();
        if (fine_) give_passwords();
        return fine_;
    }

    bool load_goods() {
        const Instant begin = days_ago(400, 6, now_);
        take(Kind::municipalities, "municipalities.csv", {}, begin);
        take(Kind::suppliers, "suppliers.csv", {}, begin);
        take(Kind::agreements, "agreements.csv", {}, begin);
        for (const fs::path& file : sorted("prices")) take(Kind::prices, file, {}, begin);
        return fine_;
    }

private:
    std::vector<party::Municipality> municipalities() {
        return database_.reading(
            [](db::Session& session) { return party::municipalities(session); });
    }

    // Files of one municipality stand in a folder that begins with its number: 3322-nes.
    void of(const party::Municipality& municipality, Instant begin) {
        fs::path own;
        for (const auto& entry : fs::directory_iterator(folder_)) {
            if (entry.path().filename().string().starts_with(municipality.number))
                own = entry.path().filename();
        }
        if (own.empty()) return;
        const std::pair<Kind, const char*> files[] = {{Kind::units, "units.csv"},
                                                      {Kind::people, "people.csv"},
                                                      {Kind::limits, "limits.csv"},
                                                      {Kind::delegations, "delegations.csv"},
                                                      {Kind::saft, "saft.xml"},
                                                      {Kind::dimensions, "dimensions.csv"},
                                                      {Kind::product_groups, "product_groups.csv"},
                                                      {Kind::budget, "budget.csv"}};
        const MunicipalityId id = municipality.id;
        for (const auto& [kind, name] : files) take(kind, own / name, id, begin);
        const Instant changed = days_ago(130, 9, now_);
        happenings_.push_back({changed, [this, own, id, changed] {
                                   take(Kind::budget_changes, own / "budget_changes.csv", id,
                                        changed);
                               }});
        post(own / "actuals.csv", id);
    }

    // The finance system's figures come month by month, some days after the day they are posted on.
    void post(const fs::path& file, MunicipalityId id) {
        const Date today = now_.oslo_date();
        const std::string all = until(filled(file), today);
        const std::size_t heading = all.find('\n') + 1;
        for (std::size_t at = heading; at < all.size();) {
            const std::string day = all.substr(at, 10);
            std::size_t end = at;
            while (all.compare(end, 10, day) == 0) end = all.find('\n', end) + 1;
            const std::string bytes = all.substr(0, heading) + all.substr(at, end - at);
            const Instant on = days_ago(today - *Date::parse(day) - 2, 4, now_);
            happenings_.push_back(
                {on, [this, bytes, file, id, on] { keep(Kind::actuals, bytes, file, id, on); }});
            at = end;
        }
    }

    void add(std::vector<Happening> more) {
        std::ranges::move(more, std::back_inserter(happenings_));
    }

    void run_in_order() {
        std::ranges::stable_sort(happenings_, {}, &Happening::at);
        const AccessPoint access_point(database_, filled("flow.csv"));
        for (const Happening& happening : happenings_) {
            if (!fine_) return;
            happening.run();
            access_point.carry(happening.at);
        }
    }

    std::vector<fs::path> sorted(const fs::path& below) {
        std::vector<fs::path> out;
        if (!fs::is_directory(folder_ / below)) return out;
        for (const auto& entry : fs::directory_iterator(folder_ / below)) {
            out.push_back(below / entry.path().filename());
        }
        std::ranges::sort(out);
        return out;
    }

    std::string filled(const fs::path& file) {
        return with_years(bytes_of(folder_ / file), now_.oslo_date().year());
    }

    // The register of agreements as the coordinator kept it in a spreadsheet.
    void take_register(const fs::path& file, Instant at) {
        if (!fine_ || !fs::exists(folder_ / file)) return;
        database_.write([&](db::Tx& tx) {
            const auto taken =
                agreement::take_register(tx, Actor::system(), at, filled(file), false);
            fine_ = taken.has_value();
            if (fine_) tx.commit();
            if (!taken)
                std::cerr << file.string() << ": " << taken.error().in(Language::nb) << "\n";
        });
    }

    void take(Kind kind, const fs::path& file, MunicipalityId municipality, Instant at) {
        if (fine_ && fs::exists(folder_ / file)) keep(kind, filled(file), file, municipality, at);
    }

    void keep(Kind kind, const std::string& bytes, const fs::path& file,
              MunicipalityId municipality, Instant at) {
        const import::Report report = import::import_file(
            database_, kind, bytes, file.string(), municipality, Actor::system(municipality), at);
        fine_ = report.accepted();
        created_ += report.created;
        for (const import::Message& message : report.messages) {
            std::cerr << file.string() << ": " << message.in(Language::nb) << "\n";
        }
    }

    // One hash for all: everybody in the demonstration has the same published password.
    void give_passwords() {
        std::vector<UserId> without;
        database_.read([&](db::Session& session) {
            for (const party::Municipality& municipality : party::municipalities(session)) {
                for (const party::Person& person : party::people(session, municipality.id)) {
                    if (!party::password_hash_of(session, person.id)) without.push_back(person.id);
                }
            }
        });
        if (without.empty()) return;
        const std::string hash = account::hash_password(account::kDemoPassword);
        database_.write([&](db::Tx& tx) {
            for (const UserId user : without) party::set_password_hash(tx, user, hash);
            tx.commit();
        });
    }

    db::Database& database_;
    fs::path folder_;
    Instant now_;
    bool fine_ = true;
    int created_ = 0;
    Cases cases_;  // what purchases.csv became, for the documents that answer it
    std::vector<Happening> happenings_;  // what has a day of its own, run in the order of the days
};

}  // namespace

std::string with_years(std::string_view text, int year) {
    constexpr std::string_view kOpen = "{year";
    std::string out;
    out.reserve(text.size());
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t open = text.find(kOpen, at);
        if (open == text.npos) {
            out.append(text.substr(at));
            break;
        }
        const std::size_t close = text.find('}', open);
        const std::string_view rest =
            text.substr(open + kOpen.size(), close == text.npos ? 0 : close - open - kOpen.size());
        int distance = 0;
        const bool known =
            close != text.npos &&
            (rest.empty() || (rest.size() == 2 && (rest[0] == '+' || rest[0] == '-') &&
                              rest[1] >= '0' && rest[1] <= '9'));
        if (known && !rest.empty()) distance = (rest[0] == '-' ? -1 : 1) * (rest[1] - '0');
        out.append(text.substr(at, open - at));
        out.append(known ? std::to_string(year + distance) : std::string(kOpen));
        at = known ? close + 1 : open + kOpen.size();
    }
    return out;
}

std::string until(std::string_view csv, Date day) {
    const std::string last = day.iso();
    std::string out;
    bool heading = true;
    for (std::size_t at = 0; at < csv.size();) {
        const std::size_t end = std::min(csv.find('\n', at), csv.size() - 1) + 1;
        const std::string_view line = csv.substr(at, end - at);
        if (heading || line.substr(0, last.size()) <= last) out.append(line);
        heading = false;
        at = end;
    }
    return out;
}

int demo(db::Database& database, const fs::path& folder, Instant now) {
    wire();
    if (!fs::exists(folder / "municipalities.csv")) {
        std::cerr << folder.string()
                  << ": no demonstration region here (municipalities.csv is missing)\n";
        return 1;
    }
    return Loader(database, folder, now).load() ? 0 : 1;
}

int demo_goods(db::Database& database, const fs::path& folder, Instant now) {
    wire();
    return Loader(database, folder, now).load_goods() ? 0 : 1;
}

namespace {

bool has_municipalities(db::Database& database) {
    return database.reading(
        [](db::Session& session) { return !party::municipalities(session).empty(); });
}

// SQLite: everything is loaded beside the database and takes its place when it is whole, so that
// an interruption leaves nothing half-done.
int load_beside(const Place& place, const std::string& folder) {
    Place beside;
    beside.data = place.data / "loading";
    fs::remove_all(beside.data);
    const int status = demo(*beside.open(), folder, clock_now());
    if (status == 0) {
        for (const char* suffix : {"-wal", "-shm"}) {
            fs::remove(place.sqlite_file().string() + suffix);
        }
        fs::rename(beside.sqlite_file(), place.sqlite_file());
    }
    fs::remove_all(beside.data);
    return status;
}

}  // namespace

int load_demo(const Place& place, const std::string& folder) {
    if (has_municipalities(*place.open())) {
        std::cout << "The installation has municipalities already; nothing was loaded.\n";
        return 0;
    }
    const int status = place.database.empty() ? load_beside(place, folder)
                                              : demo(*place.open(), folder, clock_now());
    if (status == 0) std::cout << "The demonstration region is loaded from " << folder << ".\n";
    return status;
}

}  // namespace samkjop::app
