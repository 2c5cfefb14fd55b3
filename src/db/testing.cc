// Migrates one template per process and engine. SQLite copies it for every test; PostgreSQL copies
// it once and empties the copy after every test: milliseconds each.

#include "db/testing.h"

#include <fmt/format.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>

#include "db/engine.h"

namespace samkjop::db::testing {
namespace {

namespace fs = std::filesystem;

std::string unique_name() {
    static std::atomic<int> counter = 0;
    return fmt::format("samkjop_test_{}_{}", ::getpid(), ++counter);
}

void remove_database_file(const std::string& file) {
    std::error_code ignored;
    for (const char* suffix : {"", "-wal", "-shm"}) fs::remove(file + suffix, ignored);
}

struct SqliteTemplate {
    SqliteTemplate() : file((fs::temp_directory_path() / (unique_name() + ".db")).string()) {
        migrate(*Database::open("sqlite:" + file));
    }
    ~SqliteTemplate() { remove_database_file(file); }
    std::string file;
};

void on_sqlite(const std::function<void(Database&)>& test) {
    static const SqliteTemplate made;
    const std::string file = (fs::temp_directory_path() / (unique_name() + ".db")).string();
    fs::copy_file(made.file, file);
    try {
        test(*Database::open("sqlite:" + file));
    } catch (...) {
        remove_database_file(file);
        throw;
    }
    remove_database_file(file);
}

std::string with_database(const std::string& url, const std::string& name) {
    const std::size_t authority = url.find("://") + 3;
    const std::size_t slash = url.find('/', authority);
    const std::size_t question = url.find('?', slash);
    return url.substr(0, slash + 1) + name + (question == url.npos ? "" : url.substr(question));
}

struct PostgresqlTemplate {
    explicit PostgresqlTemplate(const std::string& server_url)
        : server(server_url), name(unique_name()) {
        postgresql_engine(server)->open_writer()->script("CREATE DATABASE " + name);
        migrate(*Database::open(with_database(server, name)));
    }
    ~PostgresqlTemplate() {
        try {
            postgresql_engine(server)->open_writer()->script("DROP DATABASE IF EXISTS " + name);
        } catch (const Error&) {  // the server has gone before us
        }
    }
    std::string server;
    std::string name;
};

// One copy of the template serves test after test: making a database costs a second, emptying the
// tables that were written to some milliseconds. Where a test changed the schema itself (a trigger
// taken away), or what the migrations put in, the copy is thrown away.
class PostgresqlCopy {
public:
    explicit PostgresqlCopy(const PostgresqlTemplate& made)
        : made_(made), admin_(postgresql_engine(made.server)->open_writer()) {}
    ~PostgresqlCopy() {
        try {
            drop();
        } catch (const Error&) {  // the server has gone before us
        }
    }
    PostgresqlCopy(const PostgresqlCopy&) = delete;
    PostgresqlCopy& operator=(const PostgresqlCopy&) = delete;

    std::string url() {
        if (name_.empty()) make();
        return with_database(made_.server, name_);
    }

    // As the migrations left it; after a test that failed the copy is not trusted.
    void restore(bool passed) {
        if (!passed || fingerprint() != untouched_) return drop();
        const auto written =
            inside_->list(which_have_rows_, [](const Row& row) { return row.get<std::string>(0); });
        // As a replica: no trigger refuses it, and the order of the tables does not matter.
        inside_->script("BEGIN; SET LOCAL session_replication_role = replica");
        std::int64_t rows = 0;
        for (const std::string& table : written) rows += inside_->run("DELETE FROM " + table);
        inside_->script("COMMIT");
        if (rows > kMostRows) return drop();  // what is left of them would slow the next tests down
        inside_->script(
            "SELECT setval(quote_ident(schemaname) || '.' || quote_ident(sequencename), "
            "start_value, false) FROM pg_sequences WHERE last_value IS NOT NULL");
    }

private:
    static constexpr std::int64_t kMostRows = 5000;

    void make() {
        name_ = unique_name();
        admin_->script("CREATE DATABASE " + name_ + " TEMPLATE " + made_.name);
        inside_ = postgresql_engine(with_database(made_.server, name_))->open_writer();
        std::vector<std::string> tables;
        inside_->each("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1",
                      [&](const Row& row) { tables.push_back(row.get<std::string>(0)); });
        which_have_rows_.clear();
        filled_.clear();
        for (const std::string& table : tables) {
            if (inside_->value<bool>("SELECT EXISTS (SELECT 1 FROM " + table + ")").value()) {
                filled_.push_back(table);
            } else {
                which_have_rows_ +=
                    fmt::format("{}SELECT '{}' WHERE EXISTS (SELECT 1 FROM {})",
                                which_have_rows_.empty() ? "" : " UNION ALL ", table, table);
            }
        }
        untouched_ = fingerprint();
    }

    std::string fingerprint() {
        std::string sql =
            "SELECT (SELECT coalesce(md5(string_agg(oid || relname, ',' ORDER BY oid)), '') "
            "FROM pg_class WHERE relnamespace = 'public'::regnamespace) || "
            "(SELECT coalesce(md5(string_agg(oid || tgenabled::text, ',' ORDER BY oid)), '') "
            "FROM pg_trigger WHERE NOT tgisinternal) || "
            "(SELECT coalesce(md5(string_agg(oid || md5(prosrc), ',' ORDER BY oid)), '') "
            "FROM pg_proc WHERE pronamespace = 'public'::regnamespace)";
        for (const std::string& table : filled_) {
            sql += fmt::format(
                " || (SELECT coalesce(md5(string_agg(t::text, ',' ORDER BY t::text)), '') "
                "FROM {} t)",
                table);
        }
        return inside_->value<std::string>(sql).value();
    }

    void drop() {
        inside_.reset();
        if (!name_.empty()) admin_->script("DROP DATABASE " + name_ + " WITH (FORCE)");
        name_.clear();
    }

    const PostgresqlTemplate& made_;
    std::unique_ptr<EngineSession> admin_, inside_;
    std::string name_, which_have_rows_, untouched_;
    std::vector<std::string> filled_;  // by the migrations
};

void on_postgresql(const std::string& server, const std::function<void(Database&)>& test) {
    static const PostgresqlTemplate made(server);
    static PostgresqlCopy copy(made);
    bool passed = false;
    try {
        test(*Database::open(copy.url()));
        passed = true;
        copy.restore(passed);
    } catch (...) {
        if (!passed) copy.restore(false);
        throw;
    }
}

}  // namespace

void each_database(const std::function<void(Database&)>& test) {
    on_sqlite(test);
    if (const char* server = std::getenv("SAMKJOP_TEST_POSTGRESQL")) on_postgresql(server, test);
}

}  // namespace samkjop::db::testing
