// Migrates one template per process and engine, and copies it for every test: milliseconds each.

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

void on_postgresql(const std::string& server, const std::function<void(Database&)>& test) {
    static const PostgresqlTemplate made(server);
    const std::string name = unique_name();
    const auto admin = postgresql_engine(server)->open_writer();
    admin->script("CREATE DATABASE " + name + " TEMPLATE " + made.name);
    try {
        test(*Database::open(with_database(server, name)));
    } catch (...) {
        admin->script("DROP DATABASE " + name + " WITH (FORCE)");
        throw;
    }
    admin->script("DROP DATABASE " + name + " WITH (FORCE)");
}

}  // namespace

void each_database(const std::function<void(Database&)>& test) {
    on_sqlite(test);
    if (const char* server = std::getenv("SAMKJOP_TEST_POSTGRESQL")) on_postgresql(server, test);
}

}  // namespace samkjop::db::testing
