// The folders that an access point and Samkjøp share.
//
// In: a file is taken when it has not changed between two looks and does not end in .tmp or .part,
// so that a half-written one is left alone. Out: a file appears under its name in one rename. The
// access point takes it away, which acknowledges it, or puts it in feilet/ with a reason.
#include <fcntl.h>
#include <unistd.h>

#include <condition_variable>
#include <filesystem>
#include <fstream>
#include <thread>

#include "base/words.h"
#include "gateway/inbox.h"
#include "gateway/rules.h"
#include "gateway/texts.h"
#include "trail/trail.h"

namespace samkjop::gateway {
namespace fs = std::filesystem;
namespace {

constexpr int kBatch = 200;
constexpr std::int64_t kAcknowledgeEveryMs = 5000;

struct Seen {
    std::uintmax_t size = 0;
    fs::file_time_type changed;
    bool operator==(const Seen&) const = default;
};

std::optional<std::string> whole_file(const fs::path& path) {
    std::ifstream in(path, std::ios::binary);
    if (!in) return std::nullopt;
    std::string out((std::istreambuf_iterator<char>(in)), std::istreambuf_iterator<char>());
    if (in.bad()) return std::nullopt;
    return out;
}

void write_file(const fs::path& path, std::string_view bytes) {
    std::ofstream out(path, std::ios::binary | std::ios::trunc);
    out.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    out.flush();
    if (!out) throw std::runtime_error("cannot write " + path.string());
}

// Everything in the folder's file system reaches the disk: once per batch, not once per file.
void sync_folder(const fs::path& folder) {
    const int file = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (file < 0) return;
    ::syncfs(file);
    ::close(file);
}

// A name that is not taken in the folder: a file is never written over.
fs::path free_name(const fs::path& folder, const std::string& name) {
    fs::path out = folder / name;
    for (int i = 2; fs::exists(out); ++i) {
        out = folder / (fs::path(name).stem().string() + "-" + std::to_string(i) +
                        fs::path(name).extension().string());
    }
    return out;
}

std::set<std::string> names_in(const fs::path& folder) {
    std::set<std::string> out;
    for (const auto& entry : fs::directory_iterator(folder))
        out.insert(entry.path().filename().string());
    return out;
}

bool half_written(const std::string& name) {
    return name.ends_with(".tmp") || name.ends_with(".part") || name.starts_with(".");
}

}  // namespace

struct Pump::Work {
    db::Database& database;
    fs::path inbox, done, quarantine, outbox, failed;
    int poll_milliseconds;
    std::map<std::string, Seen> seen;
    std::mutex mutex;
    std::condition_variable wake;
    bool stopping = false;
    Instant acknowledged_at;
    std::thread thread;

    Work(db::Database& of, const fs::path& folder, int poll)
        : database(of),
          inbox(folder / "inbox"),
          done(inbox / "behandlet"),
          quarantine(inbox / "karantene"),
          outbox(folder / "outbox"),
          failed(outbox / "feilet"),
          poll_milliseconds(poll) {
        for (const fs::path& one : {done, quarantine, failed}) fs::create_directories(one);
    }

    std::vector<fs::path> ready() {
        std::map<std::string, Seen> now;
        std::vector<fs::path> out;
        for (const auto& entry : fs::directory_iterator(inbox)) {
            std::error_code gone;  // the access point may take its own file back meanwhile
            const std::string name = entry.path().filename().string();
            if (!entry.is_regular_file(gone) || half_written(name) || !name.ends_with(".xml"))
                continue;
            const Seen state{entry.file_size(gone), entry.last_write_time(gone)};
            if (gone) continue;
            const auto before = seen.find(name);
            if (before != seen.end() && before->second == state) out.push_back(entry.path());
            now.emplace(name, state);
        }
        seen = std::move(now);
        std::sort(out.begin(), out.end());
        return out;
    }

    // Answers whether it was dealt with. What the machine could not do is left for the next round.
    bool take_in(const fs::path& path, Instant now) {
        const std::string name = path.filename().string();
        std::error_code gone;
        const auto size = fs::file_size(path, gone);
        if (gone) return false;
        if (size > ubl::kHardLimitBytes) {
            put_aside(path, name,
                      render(text::file_too_large, Language::nb,
                             {{"limit", static_cast<std::int64_t>(ubl::kHardLimitBytes >> 20)}}));
            return true;
        }
        const auto bytes = whole_file(path);
        if (!bytes) return false;
        const Outcome outcome = receive(database, {*bytes, "folder", name, now});
        if (outcome.state == State::quarantined) {
            put_aside(path, name,
                      outcome.reason->in(Language::nb) + "\n/dokumenter/" +
                          std::to_string(outcome.id.value));
        } else {
            fs::rename(path, free_name(done, name));
        }
        seen.erase(name);
        return true;
    }

    void put_aside(const fs::path& path, const std::string& name, const std::string& reason) {
        const fs::path to = free_name(quarantine, name);
        write_file(to.string() + ".txt", reason + "\n");
        fs::rename(path, to);
        seen.erase(name);
    }

    void run() {
        std::unique_lock lock(mutex);
        while (!stopping) {
            lock.unlock();
            int moved = 0;
            try {
                moved = poll(clock_now());
            } catch (const std::exception& failure) {
                std::fprintf(stderr, "gateway: %s\n", failure.what());
            }
            lock.lock();
            // A full batch: there is more. Else look again in a while.
            if (moved < kBatch) {
                wake.wait_for(lock, std::chrono::milliseconds(poll_milliseconds),
                              [&] { return stopping; });
            }
        }
    }

    int poll(Instant now) {
        int moved = poll_in(now) + poll_out(now);
        if (now.milliseconds() - acknowledged_at.milliseconds() >= kAcknowledgeEveryMs) {
            acknowledged_at = now;
            moved += acknowledge(now);
        }
        return moved;
    }

    int poll_in(Instant now) {
        int moved = 0;
        for (const fs::path& path : ready()) {
            try {
                moved += take_in(path, now) ? 1 : 0;
            } catch (const std::exception& failure) {  // this one stays; the rest goes on
                std::fprintf(stderr, "gateway: %s: %s\n", path.filename().c_str(), failure.what());
            }
        }
        return moved;
    }

    fs::path outgoing(const Document& document) const {
        return outbox / (std::to_string(document.id.value) + "-" + document.file_name);
    }

    struct Attempt {
        const Document* document;
        std::optional<Refusal> failure;
    };

    int poll_out(Instant now) {
        std::vector<Document> due;
        std::vector<std::string> bytes;
        database.read([&](db::Session& session) {
            due = store::due(session, now, kBatch);
            for (const Document& one : due) bytes.push_back(bytes_of(session, one.id));
        });
        if (due.empty()) return 0;
        std::vector<Attempt> attempts;
        for (std::size_t i = 0; i < due.size(); ++i)
            attempts.push_back({&due[i], hand_over(due[i], bytes[i])});
        sync_folder(outbox);
        for (Attempt& attempt : attempts) {
            if (attempt.failure) continue;
            std::error_code failure;
            fs::rename(outgoing(*attempt.document).string() + ".tmp", outgoing(*attempt.document),
                       failure);
            if (failure)
                attempt.failure =
                    Refusal{&text::outbox_closed, {{"detail", failure.message()}}, {}};
        }
        database.write([&](db::Tx& tx) {
            for (const Attempt& attempt : attempts)
                record(tx, *attempt.document, attempt.failure, now);
            tx.commit();
        });
        return static_cast<int>(due.size());
    }

    std::optional<Refusal> hand_over(const Document& document, const std::string& bytes) const {
        try {
            write_file(outgoing(document).string() + ".tmp", bytes);
            return std::nullopt;
        } catch (const std::exception& failure) {
            return Refusal{&text::outbox_closed, {{"detail", std::string(failure.what())}}, {}};
        }
    }

    static void record(db::Tx& tx, const Document& document, const std::optional<Refusal>& failure,
                       Instant now) {
        const auto actor = Actor::system(document.municipality);
        if (!failure) {
            store::set_attempt(tx, document.id, State::sent, document.attempts, {}, now, nullptr);
            trail::append(tx, actor, now, {"document", document.id.value}, "sent",
                          trail::Detail().add("sha256", document.sha256));
            return;
        }
        const int attempts = document.attempts + 1;
        const auto pause = pause_ms(attempts);
        if (pause) {
            store::set_attempt(tx, document.id, State::failed, attempts,
                               Instant(now.milliseconds() + *pause), now, &*failure);
            return;
        }
        store::set_attempt(tx, document.id, State::given_up, attempts, {}, now, &*failure);
        trail::append(tx, actor, now, {"document", document.id.value}, "given_up",
                      trail::Detail().add("rule", failure->name()).add("attempts", attempts));
        open_task(tx, "document_given_up", document.id, document.municipality, document.label,
                  failure->in(Language::nb), now);
    }

    // What the access point has taken is acknowledged; what it has put in feilet/ is tried again.
    int acknowledge(Instant now) {
        const auto sent = database.reading(
            [](db::Session& session) { return store::handed_over(session, 1000); });
        if (sent.empty()) return 0;
        const std::set<std::string> still = names_in(outbox);
        const std::set<std::string> refused = names_in(failed);
        std::vector<Attempt> answers;
        for (const Document& document : sent) {
            const std::string name = outgoing(document).filename().string();
            if (refused.contains(name)) {
                const auto why = whole_file(failed / (name + ".txt"));
                answers.push_back(
                    {&document,
                     Refusal{&text::access_point_refused,
                             {{"detail", std::string(cut_at_letter(why.value_or(""), 300))}},
                             {}}});
            } else if (!still.contains(name)) {
                answers.push_back({&document, std::nullopt});
            }
        }
        if (answers.empty()) return 0;
        database.write([&](db::Tx& tx) {
            for (const Attempt& answer : answers) {
                if (answer.failure)
                    record(tx, *answer.document, answer.failure, now);
                else
                    store::set_state(tx, answer.document->id, State::acknowledged, now);
            }
            tx.commit();
        });
        for (const Attempt& answer : answers) {
            if (!answer.failure) continue;
            std::error_code ignored;
            const fs::path back = failed / outgoing(*answer.document).filename();
            fs::remove(back, ignored);
            fs::remove(back.string() + ".txt", ignored);
        }
        return static_cast<int>(answers.size());
    }
};

Pump::Pump(db::Database& database, std::string folder, int poll_milliseconds)
    : work_(std::make_unique<Work>(database, folder, poll_milliseconds)) {}

Pump::~Pump() {
    {
        const std::lock_guard lock(work_->mutex);
        work_->stopping = true;
    }
    work_->wake.notify_all();
    if (work_->thread.joinable()) work_->thread.join();
}

void Pump::start() {
    work_->thread = std::thread([this] { work_->run(); });
}

int Pump::poll_inbox(Instant now) { return work_->poll_in(now); }
int Pump::poll_outbox(Instant now) { return work_->poll_out(now) + work_->acknowledge(now); }

}  // namespace samkjop::gateway
