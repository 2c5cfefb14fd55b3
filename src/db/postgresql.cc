// PostgreSQL over libpq: prepared statements per connection, the same typed reads, SQLSTATE mapped
// to the same kinds of error.

#include <libpq-fe.h>

#include <charconv>
#include <unordered_map>

#include "db/engine.h"

namespace samkjop::db {
namespace {

struct ResultCloser {
    void operator()(PGresult* result) const { PQclear(result); }
};
using ResultPointer = std::unique_ptr<PGresult, ResultCloser>;

Error::Kind kind_of(std::string_view state) {
    if (state == "23505") return Error::Kind::unique;
    if (state == "23503") return Error::Kind::foreign_key;
    if (state == "23514") return Error::Kind::check;
    if (state == "23502") return Error::Kind::not_null;
    if (state == "40001" || state == "40P01") return Error::Kind::serialization;
    return Error::Kind::other;
}

class ResultCursor final : public Cursor {
public:
    explicit ResultCursor(PGresult* result) : result_(result) {}
    int row = 0;

    bool null(int column) const override { return PQgetisnull(result_, row, column) != 0; }
    std::int64_t integer(int column) const override {
        const std::string_view digits = text(column);
        std::int64_t value = 0;
        const auto [end, error] =
            std::from_chars(digits.data(), digits.data() + digits.size(), value);
        if (error != std::errc{} || end != digits.data() + digits.size()) {
            throw Error(Error::Kind::other, "column " + std::to_string(column) +
                                                " is no integer: " + std::string(digits));
        }
        return value;
    }
    bool boolean(int column) const override { return text(column) == "t" || text(column) == "1"; }
    std::string_view text(int column) const override {
        return {PQgetvalue(result_, row, column),
                static_cast<std::size_t>(PQgetlength(result_, row, column))};
    }
    std::string blob(int column) const override {
        std::size_t size = 0;
        unsigned char* bytes = PQunescapeBytea(
            reinterpret_cast<const unsigned char*>(PQgetvalue(result_, row, column)), &size);
        std::string out(reinterpret_cast<char*>(bytes), size);
        PQfreemem(bytes);
        return out;
    }

private:
    PGresult* result_;
};

struct TextHash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const {
        return std::hash<std::string_view>{}(text);
    }
};

class PostgresqlSession final : public EngineSession {
public:
    PostgresqlSession(const std::string& url, bool writer) : connection_(PQconnectdb(url.c_str())) {
        if (PQstatus(connection_) != CONNECTION_OK) {
            const std::string message = PQerrorMessage(connection_);
            PQfinish(connection_);
            throw Error(Error::Kind::other, message);
        }
        PQsetNoticeProcessor(connection_, [](void*, const char*) {}, nullptr);
        if (!writer) script("SET default_transaction_read_only = on");
    }
    ~PostgresqlSession() override { PQfinish(connection_); }
    PostgresqlSession(const PostgresqlSession&) = delete;
    PostgresqlSession& operator=(const PostgresqlSession&) = delete;

    std::int64_t execute(std::string_view sql, std::span<const Value> values,
                         RowFunction row) override {
        auto found = cache_.find(sql);
        if (found == cache_.end()) {
            const std::string name = "s" + std::to_string(cache_.size());
            check(ResultPointer(
                      PQprepare(connection_, name.c_str(), std::string(sql).c_str(), 0, nullptr)),
                  sql);
            found = cache_.emplace(std::string(sql), name).first;
        }
        std::vector<std::string> texts(values.size());
        std::vector<const char*> pointers(values.size());
        std::vector<int> lengths(values.size());
        std::vector<int> formats(values.size());
        for (std::size_t i = 0; i < values.size(); ++i) {
            const Value& value = values[i];
            if (std::holds_alternative<std::monostate>(value)) continue;
            if (const auto* flag = std::get_if<bool>(&value))
                texts[i] = *flag ? "t" : "f";
            else if (const auto* number = std::get_if<std::int64_t>(&value))
                texts[i] = std::to_string(*number);
            else if (const auto* text = std::get_if<std::string_view>(&value))
                texts[i] = *text;
            else {
                texts[i] = std::get<Blob>(value).bytes;
                formats[i] = 1;
            }
            pointers[i] = texts[i].c_str();
            lengths[i] = static_cast<int>(texts[i].size());
        }
        ResultPointer result(PQexecPrepared(connection_, found->second.c_str(),
                                            static_cast<int>(values.size()), pointers.data(),
                                            lengths.data(), formats.data(), 0));
        check(result, sql);
        if (row.call) {
            ResultCursor cursor(result.get());
            const Row current(cursor);
            for (cursor.row = 0; cursor.row < PQntuples(result.get()); ++cursor.row) {
                row.call(row.object, current);
            }
        }
        const std::string_view changed = PQcmdTuples(result.get());
        std::int64_t count = 0;
        std::from_chars(changed.data(), changed.data() + changed.size(), count);
        return count;
    }

    void script(const std::string& sql) override {
        check(ResultPointer(PQexec(connection_, sql.c_str())), sql);
    }

    bool in_transaction() override {
        return PQstatus(connection_) == CONNECTION_OK &&
               PQtransactionStatus(connection_) != PQTRANS_IDLE;
    }

private:
    void check(const ResultPointer& result, std::string_view sql) {
        const auto status = PQresultStatus(result.get());
        if (status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK ||
            status == PGRES_EMPTY_QUERY) {
            return;
        }
        const char* state = PQresultErrorField(result.get(), PG_DIAG_SQLSTATE);
        throw Error(kind_of(state ? state : ""), std::string(PQerrorMessage(connection_)) + ": " +
                                                     std::string(sql.substr(0, 200)));
    }

    PGconn* connection_;
    std::unordered_map<std::string, std::string, TextHash, std::equal_to<>> cache_;
};

class PostgresqlEngine final : public Engine {
public:
    explicit PostgresqlEngine(std::string url) : url_(std::move(url)) {}
    std::unique_ptr<EngineSession> open_reader() override {
        return std::make_unique<PostgresqlSession>(url_, false);
    }
    std::unique_ptr<EngineSession> open_writer() override {
        return std::make_unique<PostgresqlSession>(url_, true);
    }
    const char* begin_read() const override {
        return "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY";
    }
    // The lock makes this process the one writer also among several processes on one database.
    const char* begin_write() const override {
        return "BEGIN; SELECT pg_advisory_xact_lock(7726598)";
    }
    bool is_postgresql() const override { return true; }
    void backup(const std::string&) override {
        throw Error(Error::Kind::other, "PostgreSQL is backed up with pg_dump");
    }

private:
    std::string url_;
};

}  // namespace

std::unique_ptr<Engine> postgresql_engine(const std::string& url) {
    return std::make_unique<PostgresqlEngine>(url);
}

}  // namespace samkjop::db
