#pragma once
// Where an installation lives: its data folder and its database.

#include <filesystem>
#include <memory>
#include <string>

#include "db/db.h"

namespace samkjop::app {

struct Place {
    std::filesystem::path data = "data";  // documents, keys, search index, and SQLite's file
    std::string database;                 // "postgresql://…"; empty: SQLite in the data folder

    std::filesystem::path sqlite_file() const { return data / "samkjop.db"; }
    std::string url() const {
        return database.empty() ? "sqlite:" + sqlite_file().string() : database;
    }
    bool exists() const { return !database.empty() || std::filesystem::exists(sqlite_file()); }

    // Makes the folder and the database where they are missing, and brings the schema up to date.
    std::unique_ptr<db::Database> open() const;
    // As open(), for commands that must not make anything: throws when nothing is there.
    std::unique_ptr<db::Database> open_existing() const;
};

}  // namespace samkjop::app
