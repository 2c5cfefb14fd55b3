// SQLite: write-ahead log, full durability, Norwegian collation, statements always reset before a
// call returns, so that no reader holds back a checkpoint.

#include <sqlite3.h>
#include <unicode/ucol.h>
#include <unicode/uiter.h>

#include <charconv>
#include <condition_variable>
#include <cstring>
#include <memory>
#include <mutex>
#include <thread>
#include <unordered_map>

#include "db/engine.h"

namespace samkjop::db {
namespace {

Error::Kind kind_of(int extended) {
    switch (extended) {
        case SQLITE_CONSTRAINT_UNIQUE:
        case SQLITE_CONSTRAINT_PRIMARYKEY:
        case SQLITE_CONSTRAINT_ROWID:
            return Error::Kind::unique;
        case SQLITE_CONSTRAINT_FOREIGNKEY:
            return Error::Kind::foreign_key;
        case SQLITE_CONSTRAINT_CHECK:
            return Error::Kind::check;
        case SQLITE_CONSTRAINT_NOTNULL:
            return Error::Kind::not_null;
        default:
            return (extended & 255) == SQLITE_BUSY ? Error::Kind::busy : Error::Kind::other;
    }
}

[[noreturn]] void fail(sqlite3* database, std::string_view sql = {}) {
    throw Error(kind_of(sqlite3_extended_errcode(database)), std::string(sqlite3_errmsg(database)) +
                                                                 (sql.empty() ? "" : ": ") +
                                                                 std::string(sql.substr(0, 200)));
}

int collate_norwegian(void* collator, int left_size, const void* left, int right_size,
                      const void* right) {
    UCharIterator left_iterator;
    UCharIterator right_iterator;
    uiter_setUTF8(&left_iterator, static_cast<const char*>(left), left_size);
    uiter_setUTF8(&right_iterator, static_cast<const char*>(right), right_size);
    UErrorCode status = U_ZERO_ERROR;
    return ucol_strcollIter(static_cast<const UCollator*>(collator), &left_iterator,
                            &right_iterator, &status);
}

class StatementCursor final : public Cursor {
public:
    explicit StatementCursor(sqlite3_stmt* statement) : statement_(statement) {}
    bool null(int column) const override {
        return sqlite3_column_type(statement_, column) == SQLITE_NULL;
    }
    std::int64_t integer(int column) const override {
        need(column, SQLITE_INTEGER);
        return sqlite3_column_int64(statement_, column);
    }
    bool boolean(int column) const override { return integer(column) != 0; }
    std::string_view text(int column) const override {
        need(column, SQLITE_TEXT);
        const auto* bytes = reinterpret_cast<const char*>(sqlite3_column_text(statement_, column));
        return {bytes, static_cast<std::size_t>(sqlite3_column_bytes(statement_, column))};
    }
    std::string blob(int column) const override {
        need(column, SQLITE_BLOB);
        const auto* bytes = static_cast<const char*>(sqlite3_column_blob(statement_, column));
        const auto size = static_cast<std::size_t>(sqlite3_column_bytes(statement_, column));
        return size == 0 ? std::string() : std::string(bytes, size);
    }

private:
    void need(int column, int type) const {
        if (column < 0 || column >= sqlite3_column_count(statement_) ||
            sqlite3_column_type(statement_, column) != type) {
            throw Error(Error::Kind::other, "column " + std::to_string(column) +
                                                " has another type: " + sqlite3_sql(statement_));
        }
    }
    sqlite3_stmt* statement_;
};

// Where $1, $2 … stand among SQLite's own numbers, which follow the order of first use.
using Places = std::shared_ptr<const std::vector<int>>;
Places places_of(sqlite3_stmt* statement) {
    std::vector<int> places;
    const int count = sqlite3_bind_parameter_count(statement);
    for (int index = 1; index <= count; ++index) {
        const char* name = sqlite3_bind_parameter_name(statement, index);
        std::size_t number = 0;
        if (name == nullptr || *name != '$') continue;
        std::from_chars(name + 1, name + std::strlen(name), number);
        if (number == 0) continue;
        if (places.size() < number) places.resize(number);
        places[number - 1] = index;
    }
    return std::make_shared<const std::vector<int>>(std::move(places));
}

struct Prepared {
    sqlite3_stmt* statement = nullptr;
    Places places;
};

struct TextHash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const {
        return std::hash<std::string_view>{}(text);
    }
};

class SqliteSession final : public EngineSession {
public:
    SqliteSession(const std::string& file, bool writer) {
        if (sqlite3_open_v2(file.c_str(), &database_,
                            SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX,
                            nullptr) != SQLITE_OK) {
            const std::string message = sqlite3_errmsg(database_);
            sqlite3_close(database_);
            throw Error(Error::Kind::other, file + ": " + message);
        }
        sqlite3_busy_timeout(database_, 10'000);
        sqlite3_extended_result_codes(database_, 1);
        sqlite3_db_config(database_, SQLITE_DBCONFIG_DQS_DML, 0, nullptr);
        sqlite3_db_config(database_, SQLITE_DBCONFIG_DQS_DDL, 0, nullptr);
        sqlite3_db_config(database_, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
        script(
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;"
            "PRAGMA temp_store=MEMORY; PRAGMA wal_autocheckpoint=0;"
            "PRAGMA journal_size_limit=67108864;");
        script(writer ? "PRAGMA cache_size=-32000"
                      : "PRAGMA cache_size=-8000; PRAGMA query_only=ON");
        UErrorCode status = U_ZERO_ERROR;
        collator_ = ucol_open("nb", &status);
        if (U_FAILURE(status) ||
            sqlite3_create_collation(database_, "nb", SQLITE_UTF8, collator_, collate_norwegian)) {
            fail(database_);
        }
    }
    ~SqliteSession() override {
        for (const auto& [sql, prepared] : cache_) sqlite3_finalize(prepared.statement);
        sqlite3_close(database_);
        ucol_close(collator_);
    }
    SqliteSession(const SqliteSession&) = delete;
    SqliteSession& operator=(const SqliteSession&) = delete;

    std::int64_t execute(std::string_view sql, std::span<const Value> values,
                         RowFunction row) override {
        Use use(*this, sql);
        for (std::size_t i = 0; i < values.size(); ++i) bind(use.prepared, i, values[i], sql);
        const StatementCursor cursor(use.statement);
        const Row current(cursor);
        for (;;) {
            const int status = sqlite3_step(use.statement);
            if (status == SQLITE_DONE) break;
            if (status != SQLITE_ROW) fail(database_, sql);
            if (row.call) row.call(row.object, current);
        }
        return sqlite3_stmt_readonly(use.statement) ? 0 : sqlite3_changes64(database_);
    }

    void script(const std::string& sql) override {
        if (sql.find(';') == sql.npos) {  // one statement: begins and ends of transactions, mostly
            execute(sql, {}, {});
            return;
        }
        if (sqlite3_exec(database_, sql.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK) {
            fail(database_, sql);
        }
    }

    bool in_transaction() override { return sqlite3_get_autocommit(database_) == 0; }
    sqlite3* handle() { return database_; }

private:
    // A statement in use; the cached one, or one of its own where the cached one is running already
    // (a query inside the loop over the same query).
    struct Use {
        Use(SqliteSession& session, std::string_view sql) {
            auto found = session.cache_.find(sql);
            if (found == session.cache_.end()) {
                found = session.cache_.emplace(std::string(sql), session.prepare(sql)).first;
            }
            prepared = found->second;
            statement = prepared.statement;
            if (sqlite3_stmt_busy(statement)) {
                statement = prepared.statement = session.prepare(sql).statement;
                own = true;
            }
        }
        ~Use() {
            if (own) {
                sqlite3_finalize(statement);
            } else {
                sqlite3_reset(statement);
                sqlite3_clear_bindings(statement);
            }
        }
        Use(const Use&) = delete;
        Use& operator=(const Use&) = delete;
        Prepared prepared;
        sqlite3_stmt* statement = nullptr;
        bool own = false;
    };

    Prepared prepare(std::string_view sql) {
        sqlite3_stmt* statement = nullptr;
        if (sqlite3_prepare_v3(database_, sql.data(), static_cast<int>(sql.size()),
                               SQLITE_PREPARE_PERSISTENT, &statement, nullptr) != SQLITE_OK) {
            fail(database_, sql);
        }
        return {statement, places_of(statement)};
    }

    static void bind(const Prepared& prepared, std::size_t position, const Value& value,
                     std::string_view sql) {
        sqlite3_stmt* statement = prepared.statement;
        const int index = position < prepared.places->size() ? (*prepared.places)[position] : 0;
        if (index == 0) {
            throw Error(Error::Kind::other, "no parameter $" + std::to_string(position + 1) +
                                                " in " + std::string(sql));
        }
        if (std::holds_alternative<std::monostate>(value)) {
            sqlite3_bind_null(statement, index);
        } else if (const auto* flag = std::get_if<bool>(&value)) {
            sqlite3_bind_int(statement, index, *flag ? 1 : 0);
        } else if (const auto* number = std::get_if<std::int64_t>(&value)) {
            sqlite3_bind_int64(statement, index, *number);
        } else if (const auto* text = std::get_if<std::string_view>(&value)) {
            sqlite3_bind_text64(statement, index, text->data() ? text->data() : "", text->size(),
                                SQLITE_STATIC, SQLITE_UTF8);
        } else {
            const std::string_view bytes = std::get<Blob>(value).bytes;
            sqlite3_bind_blob64(statement, index, bytes.data() ? bytes.data() : "", bytes.size(),
                                SQLITE_STATIC);
        }
    }

    sqlite3* database_ = nullptr;
    UCollator* collator_ = nullptr;
    std::unordered_map<std::string, Prepared, TextHash, std::equal_to<>> cache_;
};

// Copies the log into the database beside the writer, who would otherwise stand still meanwhile.
// The log can only begin anew when all of it is copied, and under load more is always coming: so
// when it has grown to kLongest, the writer copies the little that is left himself.
class Checkpointer {
public:
    explicit Checkpointer(const std::string& file)
        : session_(file, false), thread_([this] { serve(); }) {}
    ~Checkpointer() {
        {
            const std::lock_guard lock(mutex_);
            stopping_ = true;
        }
        wake_.notify_one();
        thread_.join();
    }
    Checkpointer(const Checkpointer&) = delete;
    Checkpointer& operator=(const Checkpointer&) = delete;

    void watch(SqliteSession& writer) { sqlite3_wal_hook(writer.handle(), committed, this); }

private:
    static constexpr int kEvery = 4'000;     // pages
    static constexpr int kLongest = 16'000;  // pages: 64 MB

    static int committed(void* self, sqlite3* writer, const char*, int pages) {
        auto& checkpointer = *static_cast<Checkpointer*>(self);
        if (pages >= kLongest) {
            sqlite3_wal_checkpoint_v2(writer, nullptr, SQLITE_CHECKPOINT_PASSIVE, nullptr, nullptr);
            return SQLITE_OK;
        }
        {
            const std::lock_guard lock(checkpointer.mutex_);
            if (pages < checkpointer.copied_) checkpointer.copied_ = 0;  // the log began anew
            if (pages - checkpointer.copied_ < kEvery) return SQLITE_OK;
            checkpointer.copied_ = pages;
            checkpointer.due_ = true;
        }
        checkpointer.wake_.notify_one();
        return SQLITE_OK;
    }

    void serve() {
        std::unique_lock lock(mutex_);
        for (;;) {
            wake_.wait(lock, [&] { return stopping_ || due_; });
            if (stopping_) return;
            due_ = false;
            lock.unlock();
            // Busy is no fault: the next round, or the writer, copies what this one did not.
            sqlite3_wal_checkpoint_v2(session_.handle(), nullptr, SQLITE_CHECKPOINT_PASSIVE,
                                      nullptr, nullptr);
            lock.lock();
        }
    }

    SqliteSession session_;
    std::mutex mutex_;
    std::condition_variable wake_;
    int copied_ = 0;  // pages of the log when the last copying was asked for
    bool due_ = false, stopping_ = false;
    std::thread thread_;
};

// SQLite counts every allocation under one lock unless it is told not to before its first use.
void configure() {
    static const bool once = [] {
        sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
        return true;
    }();
    (void)once;
}

class SqliteEngine final : public Engine {
public:
    explicit SqliteEngine(std::string file) : file_(std::move(file)) { configure(); }
    std::unique_ptr<EngineSession> open_reader() override {
        return std::make_unique<SqliteSession>(file_, false);
    }
    std::unique_ptr<EngineSession> open_writer() override {
        auto writer = std::make_unique<SqliteSession>(file_, true);
        if (!checkpointer_) checkpointer_ = std::make_unique<Checkpointer>(file_);
        checkpointer_->watch(*writer);
        return writer;
    }
    const char* begin_read() const override { return "BEGIN"; }
    const char* begin_write() const override { return "BEGIN IMMEDIATE"; }
    bool is_postgresql() const override { return false; }

    void backup(const std::string& file) override {
        SqliteSession source(file_, false);
        sqlite3* target = nullptr;
        if (sqlite3_open(file.c_str(), &target) != SQLITE_OK) {
            const std::string message = sqlite3_errmsg(target);
            sqlite3_close(target);
            throw Error(Error::Kind::other, file + ": " + message);
        }
        sqlite3_backup* copy = sqlite3_backup_init(target, "main", source.handle(), "main");
        if (copy != nullptr) {
            // All pages in one step: a consistent copy that later writes do not restart.
            sqlite3_backup_step(copy, -1);
            sqlite3_backup_finish(copy);
        }
        const int status = sqlite3_errcode(target);
        const std::string message = sqlite3_errmsg(target);
        sqlite3_close(target);
        if (status != SQLITE_OK) throw Error(Error::Kind::other, file + ": " + message);
    }

private:
    std::string file_;
    std::unique_ptr<Checkpointer> checkpointer_;
};

}  // namespace

std::unique_ptr<Engine> sqlite_engine(const std::string& file) {
    return std::make_unique<SqliteEngine>(file);
}

}  // namespace samkjop::db
