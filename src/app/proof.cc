// Verification, backup and restore.

#include "app/proof.h"

#include <fmt/format.h>

#include <cstdio>
#include <fstream>
#include <iostream>
#include <stdexcept>

#include "base/crypto.h"
#include "gateway/gateway.h"
#include "ledger/ledger.h"
#include "trail/trail.h"

namespace samkjop::app {
namespace {

namespace fs = std::filesystem;

constexpr const char* kHeadsFile = "trail-heads.txt";

std::vector<trail::Head> read_heads(const fs::path& file, bool must_exist) {
    std::vector<trail::Head> heads;
    std::ifstream in(file);
    if (!in && must_exist) throw std::runtime_error(file.string() + " cannot be read");
    std::string line;
    for (int number = 1; std::getline(in, line); ++number) {
        if (line.empty()) continue;
        const auto head = trail::Head::parse(line);
        if (!head)
            throw std::runtime_error(fmt::format("{}:{}: not a head", file.string(), number));
        heads.push_back(*head);
    }
    return heads;
}

void append_line(const fs::path& file, const std::string& line) {
    std::ofstream out(file, std::ios::app);
    out << line << "\n";
    out.flush();
    if (!out) throw std::runtime_error(file.string() + " cannot be written");
}

std::optional<trail::Head> sign(db::Database& database, const fs::path& data, Instant at) {
    const SigningKey key = SigningKey::load_or_create((data / "trail.key").string());
    const auto head = database.writing([&](db::Tx& tx) {
        auto made = trail::sign_head(tx, key, at);
        tx.commit();
        return made;
    });
    if (head) append_line(data / kHeadsFile, head->text());
    return head;
}

}  // namespace

void sign_trail_head(db::Database& database, const fs::path& data, Instant at) {
    sign(database, data, at);
}

int verify_ledger(const Place& place, bool json) {
    const auto database = place.open_existing();
    const ledger::Proof proof =
        database->reading([](db::Session& session) { return ledger::verify(session); });
    if (json) {
        std::cout << fmt::format(
            "{{\"holds\": {}, \"entries\": {}, \"postings\": {}, \"balances\": {}, \"lines\": {}, "
            "\"vouchers\": {}, \"first_offence\": \"{}\"}}\n",
            proof.holds(), proof.entries, proof.postings, proof.balances, proof.lines,
            proof.vouchers, proof.first_offence);
    } else {
        std::cout << fmt::format(
            "{} entries, {} postings, {} balances, {} order lines, {} vouchers\n", proof.entries,
            proof.postings, proof.balances, proof.lines, proof.vouchers);
        if (proof.holds())
            std::cout << "The ledger holds.\n";
        else
            std::cout << "The ledger does NOT hold: " << proof.first_offence << "\n";
    }
    return proof.holds() ? 0 : 1;
}

int verify_trail(const Place& place, const std::string& published, bool json) {
    const auto database = place.open_existing();
    std::vector<trail::Head> heads = read_heads(place.data / kHeadsFile, false);
    if (!published.empty()) {
        for (trail::Head& head : read_heads(published, true)) heads.push_back(std::move(head));
    }
    const trail::Verification result =
        database->reading([&](db::Session& session) { return trail::verify(session, heads); });
    if (json) {
        std::cout << fmt::format(
            "{{\"holds\": {}, \"lines\": {}, \"heads\": {}, \"head\": \"{}\", \"flaws\": [",
            result.flaws.empty(), result.lines, result.heads, result.head_hash);
        for (std::size_t i = 0; i < result.flaws.size(); ++i) {
            std::cout << fmt::format("{}{{\"line\": {}, \"says\": \"{}\"}}", i ? ", " : "",
                                     result.flaws[i].sequence, result.flaws[i].text());
        }
        std::cout << "]}\n";
    } else {
        std::cout << fmt::format("{} lines, {} signed heads\n", result.lines, result.heads);
        for (const trail::Flaw& flaw : result.flaws) std::cout << "WRONG: " << flaw.text() << "\n";
        if (result.flaws.empty())
            std::cout << "The trail holds. Head: " << result.head_hash << "\n";
    }
    return result.flaws.empty() ? 0 : 1;
}

int publish_trail(const Place& place, const std::string& file) {
    const auto database = place.open_existing();
    sign(*database, place.data, clock_now());
    const std::vector<trail::Head> heads = read_heads(place.data / kHeadsFile, false);
    if (heads.empty()) {
        std::cerr << "The trail has no lines yet; there is nothing to sign.\n";
        return 1;
    }
    if (file == "-")
        std::cout << heads.back().text() << "\n";
    else
        append_line(file, heads.back().text());
    return 0;
}

int backup(const Place& place, const std::string& file) {
    if (fs::exists(file)) {
        std::cerr << file << " is there already; a backup never overwrites.\n";
        return 2;
    }
    const auto database = place.open_existing();
    const fs::path unfinished = file + ".part";
    fs::remove(unfinished);
    database->backup(unfinished.string());
    fs::rename(unfinished, file);
    std::cerr << fmt::format("{}: {} bytes\n", file, fs::file_size(file));
    return 0;
}

int restore(const Place& place, const std::string& file) {
    if (!place.database.empty()) {
        std::cerr << "PostgreSQL is restored with pg_restore.\n";
        return 2;
    }
    if (!fs::exists(file)) {
        std::cerr << file << " cannot be read.\n";
        return 2;
    }
    fs::create_directories(place.data);
    const fs::path target = place.sqlite_file();
    const fs::path arriving = target.string() + ".arriving";
    for (const char* suffix : {"", "-wal", "-shm"}) fs::remove(arriving.string() + suffix);
    fs::copy_file(file, arriving);
    {
        // Proved before it takes the old one's place: the schema is ours and the ledger holds.
        const auto database = db::Database::open("sqlite:" + arriving.string());
        db::migrate(*database);
        const ledger::Proof proof =
            database->reading([](db::Session& session) { return ledger::verify(session); });
        if (!proof.holds()) {
            std::cerr << "The backup's ledger does not hold: " << proof.first_offence
                      << "\nNothing has been restored.\n";
            return 1;
        }
    }
    for (const char* suffix : {"-wal", "-shm"}) fs::remove(arriving.string() + suffix);
    if (fs::exists(target)) {
        const std::string kept =
            target.string() + ".before-restore-" + std::to_string(clock_now().milliseconds());
        for (const char* suffix : {"", "-wal", "-shm"}) {
            if (fs::exists(target.string() + suffix))
                fs::rename(target.string() + suffix, kept + suffix);
        }
        std::cerr << "The database that was there is kept as " << kept << "\n";
    }
    fs::rename(arriving, target);
    std::cerr
        << "Restored. Nothing was running on it, we trust: stop the server before a restore.\n";
    return 0;
}

int export_document(const Place& place, std::int64_t id, const std::string& file) {
    const auto database = place.open_existing();
    std::string bytes, sha256;
    database->read([&](db::Session& session) {
        bytes = gateway::bytes_of(session, gateway::DocumentId{id});
        sha256 = gateway::hash_of(session, gateway::DocumentId{id});
    });
    if (sha256.empty()) {
        std::cerr << "There is no document " << id << ".\n";
        return 1;
    }
    if (sha256_hex(bytes) != sha256) {
        std::cerr << "Document " << id << " is not what came: its hash was " << sha256 << ".\n";
        return 1;
    }
    if (file.empty() || file == "-") {
        std::cout << bytes << std::flush;
        return std::cout ? 0 : 2;
    }
    std::ofstream out(file, std::ios::binary | std::ios::trunc);
    out << bytes << std::flush;
    if (!out) throw std::runtime_error(file + " cannot be written");
    std::cerr << fmt::format("{}: {} bytes, SHA-256 {}\n", file, bytes.size(), sha256);
    return 0;
}

}  // namespace samkjop::app
