#include "app/place.h"

#include <stdexcept>

namespace samkjop::app {

std::unique_ptr<db::Database> Place::open() const {
    std::filesystem::create_directories(data);
    for (const char* folder : {"inbox", "outbox", "export"}) {
        std::filesystem::create_directories(data / folder);
    }
    auto database_handle = db::Database::open(url());
    db::migrate(*database_handle);
    return database_handle;
}

std::unique_ptr<db::Database> Place::open_existing() const {
    if (!exists()) {
        throw std::runtime_error("there is no database in " + data.string() +
                                 " (say where with --data or --database)");
    }
    return open();
}

}  // namespace samkjop::app
