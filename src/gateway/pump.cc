// The folders that an access point and Samkjøp share, and the e-mail.
//
// In: a file is taken when it has not changed between two looks, nobody has it open for writing,
// and its name is not a draft's (.tmp, .part …), so that a half-written one is left alone. Out: a
// file appears under its name in one rename. The access point takes it away, which acknowledges it,
// or puts it in feilet/ with a reason.
//
// E-mail in: a maildir, filled by a mail server or by whatever fetches from one. A message in new/
// is whole (that is what a maildir promises), and moves to cur/ when every document in it is dealt
// with.
#include <fcntl.h>
#include <signal.h>
#include <sys/mman.h>
#include <unistd.h>

#include <array>
#include <condition_variable>
#include <filesystem>
#include <fstream>
#include <thread>

#include "base/crypto.h"
#include "base/words.h"
#include "gateway/inbox.h"
#include "gateway/mail.h"
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

// The hash of a file that is too large to be read into memory.
std::string hash_of(const fs::path& path, std::uintmax_t size) {
    const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (file < 0) throw std::runtime_error("cannot open " + path.string());
    void* at = ::mmap(nullptr, size, PROT_READ, MAP_PRIVATE, file, 0);
    ::close(file);
    if (at == MAP_FAILED) throw std::runtime_error("cannot map " + path.string());
    std::string out = sha256_hex({static_cast<const char*>(at), size});
    ::munmap(at, size);
    return out;
}

// Names that programs give a file while they write it.
bool is_draft(const std::string& name) {
    return name.starts_with(".") || name.ends_with("~") ||
           std::ranges::any_of(
               std::array{".tmp", ".part", ".partial", ".filepart", ".crdownload", ".swp"},
               [&](const char* end) { return name.ends_with(end); });
}

// Whether somebody still has the file open to write in it, however long the pause since the last
// byte. The kernel grants a read lease only where nobody has; a file system without leases (NFS)
// cannot tell, and there the two looks at size and time must do.
bool is_being_written(const fs::path& path) {
    const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (file < 0) return false;
    ::fcntl(file, F_SETSIG,
            SIGURG);  // who opens it meanwhile is told of by a signal: a harmless one
    const bool busy = ::fcntl(file, F_SETLEASE, F_RDLCK) != 0 && errno == EAGAIN;
    ::close(file);  // and the lease with it
    return busy;
}

}  // namespace

struct Pump::Work {
    db::Database& database;
    fs::path inbox, done, quarantine, outbox, failed, mail_new, mail_seen;
    int poll_milliseconds;
    std::map<std::string, Seen> seen;
    std::mutex mutex;
    std::condition_variable wake;
    bool stopping = false;
    Instant acknowledged_at;
    std::array<std::thread, 2> threads;

    Work(db::Database& of, const fs::path& folder, int poll)
        : database(of),
          inbox(folder / "inbox"),
          done(inbox / "behandlet"),
          quarantine(inbox / "karantene"),
          outbox(folder / "outbox"),
          failed(outbox / "feilet"),
          mail_new(folder / "e-post" / "new"),
          mail_seen(folder / "e-post" / "cur"),
          poll_milliseconds(poll) {
        for (const fs::path& one :
             {done, quarantine, failed, mail_new, mail_seen, folder / "e-post" / "tmp"})
            fs::create_directories(one);
    }

    std::vector<fs::path> ready() {
        std::map<std::string, Seen> now;
        std::vector<fs::path> out;
        for (const auto& entry : fs::directory_iterator(inbox)) {
            std::error_code gone;  // the access point may take its own file back meanwhile
            const std::string name = entry.path().filename().string();
            if (entry.is_symlink(gone) || !entry.is_regular_file(gone) || is_draft(name)) continue;
            const Seen state{entry.file_size(gone), entry.last_write_time(gone)};
            if (gone) continue;
            const auto before = seen.find(name);
            if (before != seen.end() && before->second == state && !is_being_written(entry.path()))
                out.push_back(entry.path());
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
            put_aside(path, name, {too_large_to_read(path, size, "folder", now)});
            return true;
        }
        const auto bytes = whole_file(path);
        if (!bytes) return false;
        const auto outcomes = receive_all(database, {*bytes, "folder", name, now});
        const bool any_aside = std::ranges::any_of(
            outcomes, [](const Outcome& each) { return each.state == State::quarantined; });
        if (any_aside)
            put_aside(path, name, outcomes);
        else
            fs::rename(path, free_name(done, name));
        seen.erase(name);
        return true;
    }

    // Its row has the hash and the reason; the file itself lies in karantene/.
    Outcome too_large_to_read(const fs::path& path, std::uintmax_t size, std::string channel,
                              Instant now) {
        const Refusal reason{&text::too_large,
                             {{"size", static_cast<std::int64_t>(size >> 20)},
                              {"limit", static_cast<std::int64_t>(ubl::kHardLimitBytes >> 20)}},
                             {}};
        const std::string hash = hash_of(path, size);
        return database.writing([&](db::Tx& tx) {
            Examined it = gateway::set_aside(
                tx, {"", std::move(channel), path.filename().string(), now}, reason);
            it.row.size = static_cast<std::int64_t>(size);
            it.row.sha256 = hash;
            Outcome outcome = file(tx, it);
            tx.commit();
            return outcome;
        });
    }

    void put_aside(const fs::path& path, const std::string& name,
                   const std::vector<Outcome>& outcomes) {
        const fs::path to = free_name(quarantine, name);
        std::string words;
        for (const Outcome& each : outcomes) {
            if (each.state != State::quarantined) continue;
            words += each.reason->in(Language::nb) + "\n/dokumenter/" +
                     std::to_string(each.id.value) + "\n";
        }
        write_file(to.string() + ".txt", words);
        fs::rename(path, to);
        seen.erase(name);
    }

    void run(int (Work::*round)(Instant)) {
        std::unique_lock lock(mutex);
        while (!stopping) {
            lock.unlock();
            int moved = 0;
            try {
                moved = (this->*round)(clock_now());
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
            due = store::due(session, "folder", now, kBatch);
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
                record_attempt(tx, *attempt.document, attempt.failure, now);
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

    // What the access point has taken is acknowledged; what it has put in feilet/ is tried again.
    int acknowledge(Instant now) {
        const auto sent = database.reading(
            [](db::Session& session) { return store::handed_over(session, "folder", 1000); });
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
                    record_attempt(tx, *answer.document, answer.failure, now);
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

    // ---- E-mail

    int poll_mail(Instant now) { return mail_in(now) + mail_out(now); }

    int mail_in(Instant now) {
        int taken = 0;
        const std::set<std::string> names = names_in(mail_new);
        for (const std::string& name : names) {
            try {
                taken += message_in(mail_new / name, name, now) ? 1 : 0;
            } catch (const std::exception& failure) {  // this one stays; the rest goes on
                std::fprintf(stderr, "gateway: e-post %s: %s\n", name.c_str(), failure.what());
            }
            if (taken == kBatch) break;
        }
        return taken;
    }

    bool message_in(const fs::path& path, const std::string& name, Instant now) {
        std::error_code gone;
        if (!fs::is_regular_file(path, gone)) return false;
        const auto size = fs::file_size(path, gone);
        if (gone) return false;
        if (size > ubl::kHardLimitBytes) {
            put_aside(path, name + ".eml", {too_large_to_read(path, size, "mail", now)});
            return true;
        }
        const auto bytes = whole_file(path);
        if (!bytes) return false;
        const Message message = read_message(*bytes);
        for (const Enclosure& each : message.documents)
            receive_all(database, {each.bytes, "mail", each.name, now});
        if (message.documents.empty()) {
            const Refusal reason{&text::mail_without_document, {}, {}};
            database.write([&](db::Tx& tx) {
                Examined it = gateway::set_aside(tx, {*bytes, "mail", name + ".eml", now}, reason);
                if (!message.from.empty()) it.row.counterpart = message.from.substr(0, 200);
                file(tx, it);
                tx.commit();
            });
        }
        fs::rename(path, free_name(mail_seen, name + ":2,S"));
        return true;
    }

    int mail_out(Instant now) {
        std::vector<Document> due;
        database.read(
            [&](db::Session& session) { due = store::due(session, "mail", now, kBatch); });
        for (const Document& one : due) {
            const std::string message =
                database.reading([&](db::Session& session) { return bytes_of(session, one.id); });
            const auto failure =
                send_mail(settings().mail, one.receiver, message, one.instance + ".eml");
            database.write([&](db::Tx& tx) {
                record_attempt(tx, one, failure, now);
                tx.commit();
            });
        }
        return static_cast<int>(due.size());
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
    for (std::thread& thread : work_->threads) {
        if (thread.joinable()) thread.join();
    }
}

void Pump::start() {
    work_->threads[0] = std::thread([this] { work_->run(&Work::poll); });
    work_->threads[1] = std::thread([this] { work_->run(&Work::poll_mail); });
}

int Pump::poll_inbox(Instant now) { return work_->poll_in(now); }
int Pump::poll_outbox(Instant now) { return work_->poll_out(now) + work_->acknowledge(now); }
int Pump::poll_mail_in(Instant now) { return work_->mail_in(now); }
int Pump::poll_mail_out(Instant now) { return work_->mail_out(now); }

}  // namespace samkjop::gateway
