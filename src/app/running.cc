// Wires the stages together and runs what is not a page: a clock thread that carries documents,
// keeps the search index up to date and signs the trail's head.

#include "app/running.h"

#include <fmt/format.h>

#include <condition_variable>
#include <fstream>
#include <iostream>
#include <thread>

#include "account/account.h"
#include "agreement/agreement.h"
#include "app/proof.h"
#include "app/serve.h"
#include "catalogue/search.h"
#include "demo_supplier/demo_supplier.h"
#include "finance/finance.h"
#include "follow_up/follow_up.h"
#include "gateway/gateway.h"
#include "party/party.h"
#include "price/price.h"
#include "public_site/frame.h"

namespace samkjop::app {
namespace {

// Calls a function every so often until it is destroyed. What it throws is told and forgotten: the
// next round may go better.
class Clockwork {
public:
    Clockwork(std::string name, std::chrono::milliseconds pause, std::function<void()> work)
        : name_(std::move(name)),
          pause_(pause),
          work_(std::move(work)),
          thread_([this] { go(); }) {}
    ~Clockwork() {
        {
            const std::lock_guard lock(mutex_);
            stopping_ = true;
        }
        wake_.notify_one();
        thread_.join();
    }
    Clockwork(const Clockwork&) = delete;
    Clockwork& operator=(const Clockwork&) = delete;

private:
    void go() {
        std::unique_lock lock(mutex_);
        while (!stopping_) {
            lock.unlock();
            try {
                work_();
            } catch (const std::exception& error) {
                std::cerr << name_ << ": " << error.what() << "\n";
            }
            lock.lock();
            wake_.wait_for(lock, pause_, [this] { return stopping_; });
        }
    }

    std::string name_;
    std::chrono::milliseconds pause_;
    std::function<void()> work_;
    std::mutex mutex_;
    std::condition_variable wake_;
    bool stopping_ = false;
    std::thread thread_;
};

// One person per role in the host municipality, so that the whole story can be tried.
void tell_demo_people(db::Database& database) {
    std::cout << fmt::format("\nLogg inn med passordet {} som:\n", account::kDemoPassword);
    database.read([](db::Session& session) {
        std::set<Role> told;
        for (const party::Municipality& municipality : party::municipalities(session)) {
            if (!municipality.host) continue;
            for (const party::Person& person : party::people(session, municipality.id)) {
                std::string roles;
                bool news = false;
                for (const Grant& grant : person.grants) {
                    if (roles.find(name(grant.role)) != std::string::npos) continue;
                    news = told.insert(grant.role).second || news;
                    roles += fmt::format("{}{}", roles.empty() ? "" : ", ", name(grant.role));
                }
                if (news)
                    std::cout << fmt::format("  {:<24} {:<22} {}\n", person.user_name, person.name,
                                             roles);
            }
        }
    });
}

// A password stands in a file, so that no list of processes shows it.
std::string secret_in(const std::string& file) {
    if (file.empty()) return {};
    std::ifstream in(file);
    std::string out;
    if (!std::getline(in, out)) throw std::runtime_error("cannot read " + file);
    return out;
}

gateway::Settings gateway_settings(const Place& place, const RunOptions& options) {
    gateway::Settings out;
    out.token = options.push_token;
    out.fetched = options.fetched;
    out.provider = options.provider;
    out.site =
        options.site.empty() ? fmt::format("http://localhost:{}", options.port) : options.site;
    while (out.site.ends_with('/')) out.site.pop_back();
    out.mail.url = options.smtp;
    out.mail.user = options.smtp_user;
    out.mail.password = secret_in(options.smtp_password_file);
    out.mail.from = options.mail_from;
    out.mail.spool = options.mail_spool;
    if (options.demo && out.mail.from.empty()) {  // the demonstration sends nothing to anybody
        out.mail.from = "bestilling@hallingdal.example";
        out.mail.spool = (place.data / "e-post-ut").string();
    }
    return out;
}

}  // namespace

int run(const Place& place, const RunOptions& options) {
    using namespace std::chrono_literals;
    wire();
    const auto database = place.open();
    gateway::configure(gateway_settings(place, options));
    const std::filesystem::path search_folder = place.data / "search";
    catalogue::use_search_folder(search_folder);
    if (options.demo) demo_supplier::open(place.data.string());
    finance::set_folder((place.data / "export").string());
    gateway::Pump pump(*database, place.data.string());
    pump.start();
    const Clockwork indexing("search", 1s, [&] {
        catalogue::index_changes(*database, search_folder, clock_now().oslo_date());
    });
    const Clockwork popular("popular", 1min,
                            [&] { catalogue::refresh_popularity(*database, search_folder); });
    const Clockwork agreements("agreements", 1h, [&] {
        database->write([](db::Tx& tx) {
            agreement::by_the_clock(tx, clock_now());
            follow_up::by_the_clock(tx, clock_now());
            order::close_abandoned(tx, clock_now());
            tx.commit();
        });
    });
    const Clockwork proposals("prices", 1s, [&] { price::advance(*database, clock_now()); });
    const Clockwork signing("trail", 10min,
                            [&] { sign_trail_head(*database, place.data, clock_now()); });

    ServeOptions serving;
    serving.server.port = options.port;
    serving.server.address = options.address;
    serving.demo = options.demo;
    serving.behind_proxy = options.behind_proxy;
    serving.public_hosts = options.public_hosts;
    public_site::keep_answers(std::size_t{32} << 20);
    serving.region = options.demo && options.region.empty() ? "Hallingdal" : options.region;
    const int status = serve(*database, serving, [&](unsigned short port) {
        std::cout << fmt::format("\nSamkjøp er klar: http://localhost:{}\n", port);
        if (options.demo) tell_demo_people(*database);
        std::cout << std::endl;
    });
    sign_trail_head(*database, place.data, clock_now());
    return status;
}

int set_password(const Place& place, const std::string& user_name, const std::string& password) {
    const auto database = place.open_existing();
    const auto person = database->reading(
        [&](db::Session& session) { return party::person_by_user_name(session, user_name); });
    if (!person) {
        std::cerr << "There is nobody called " << user_name << ".\n";
        return 1;
    }
    if (const auto judged = account::judge_new_password(password, user_name); !judged) {
        std::cerr << judged.error().in(Language::en) << "\n";
        return 1;
    }
    account::set_password(*database, person->id, password);
    return 0;
}

}  // namespace samkjop::app
