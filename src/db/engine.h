#pragma once
// What the two engines give the common part (database.cc): sessions, and how a batch begins.
#include <memory>
#include <string>

#include "db/db.h"

namespace samkjop::db {

class EngineSession : public Session {
public:
    // False when the engine itself has rolled the whole transaction back (disk full, lost
    // connection): then nothing of the batch is there.
    virtual bool in_transaction() = 0;
};

struct Engine {
    virtual ~Engine() = default;
    virtual std::unique_ptr<EngineSession> open_reader() = 0;  // cannot write
    virtual std::unique_ptr<EngineSession> open_writer() = 0;
    virtual const char* begin_read() const = 0;
    virtual const char* begin_write() const = 0;  // takes the one writer's place
    virtual bool is_postgresql() const = 0;
    virtual void backup(const std::string& file) = 0;
};

std::unique_ptr<Engine> sqlite_engine(const std::string& file);
std::unique_ptr<Engine> postgresql_engine(const std::string& url);

}  // namespace samkjop::db
