// One writer with group commit, and a pool of readers, the same for both engines.
//
// Jobs that arrive while a batch is being committed form the next batch: each runs in a savepoint
// of its own, all are made durable by one commit. A job that fails takes only itself down.

#include <condition_variable>
#include <deque>
#include <exception>
#include <future>
#include <thread>

#include "db/engine.h"

namespace samkjop::db {
namespace {

struct Job {
    const std::function<void(Tx&)>* work = nullptr;
    std::promise<void> done;
    std::exception_ptr failure;
    bool keeps = false;
    std::vector<std::function<void()>> after;
};

class EngineDatabase final : public Database {
public:
    explicit EngineDatabase(std::unique_ptr<Engine> engine)
        : engine_(std::move(engine)),
          writer_(engine_->open_writer()),
          thread_([this] { serve(); }) {}

    ~EngineDatabase() override {
        {
            const std::lock_guard lock(mutex_);
            stopping_ = true;
        }
        wake_.notify_one();
        thread_.join();
    }
    EngineDatabase(const EngineDatabase&) = delete;
    EngineDatabase& operator=(const EngineDatabase&) = delete;

    void read(const std::function<void(Session&)>& work) override {
        std::unique_ptr<EngineSession> session = take_reader();
        session->script(engine_->begin_read());
        try {
            work(*session);
        } catch (...) {
            // A connection that cannot even roll back is dropped, not returned.
            try {
                session->script("ROLLBACK");
                give_back(std::move(session));
            } catch (const Error&) {
            }
            throw;
        }
        session->script("COMMIT");
        give_back(std::move(session));
    }

    void write(const std::function<void(Tx&)>& work) override {
        SK_ASSERT(std::this_thread::get_id() != thread_.get_id());
        Job job;
        job.work = &work;
        std::future<void> done = job.done.get_future();
        {
            const std::lock_guard lock(mutex_);
            SK_ASSERT(!stopping_);
            queue_.push_back(&job);
        }
        wake_.notify_one();
        done.get();
    }

    bool is_postgresql() const override { return engine_->is_postgresql(); }
    void backup(const std::string& file) override { engine_->backup(file); }

private:
    std::unique_ptr<EngineSession> take_reader() {
        {
            const std::lock_guard lock(readers_mutex_);
            if (!readers_.empty()) {
                std::unique_ptr<EngineSession> session = std::move(readers_.back());
                readers_.pop_back();
                return session;
            }
        }
        return engine_->open_reader();
    }
    void give_back(std::unique_ptr<EngineSession> session) {
        const std::lock_guard lock(readers_mutex_);
        readers_.push_back(std::move(session));
    }

    void serve() {
        for (;;) {
            std::deque<Job*> batch;
            {
                std::unique_lock lock(mutex_);
                wake_.wait(lock, [&] { return stopping_ || !queue_.empty(); });
                if (queue_.empty()) return;
                batch.swap(queue_);
            }
            commit(batch);
        }
    }

    void commit(std::deque<Job*>& batch) {
        std::exception_ptr failure;
        try {
            if (!writer_) writer_ = engine_->open_writer();
            writer_->script(engine_->begin_write());
            for (Job* job : batch) run(*job);
            writer_->script("COMMIT");
        } catch (...) {
            failure = std::current_exception();
            recover();
        }
        for (Job* job : batch) {
            if (!failure && job->keeps) {
                for (const auto& function : job->after) function();
            }
            // After set_value the waiting thread may take the job's stack frame away.
            std::promise<void> done = std::move(job->done);
            const std::exception_ptr own = failure ? failure : job->failure;
            if (own)
                done.set_exception(own);
            else
                done.set_value();
        }
    }

    void run(Job& job) {
        writer_->script("SAVEPOINT job");
        Tx tx(*writer_);
        try {
            (*job.work)(tx);
            job.keeps = tx.committed();
            job.after = std::move(tx.after());
        } catch (...) {
            job.failure = std::current_exception();
        }
        if (!writer_->in_transaction()) {
            throw Error(Error::Kind::other, "the database rolled the whole transaction back");
        }
        writer_->script(job.keeps && !job.failure
                            ? "RELEASE SAVEPOINT job"
                            : "ROLLBACK TO SAVEPOINT job; RELEASE SAVEPOINT job");
    }

    void recover() {
        try {
            if (writer_ && writer_->in_transaction()) writer_->script("ROLLBACK");
        } catch (const Error&) {
            writer_.reset();  // opened anew by the next batch
        }
    }

    std::unique_ptr<Engine> engine_;
    std::unique_ptr<EngineSession> writer_;
    std::mutex mutex_;
    std::condition_variable wake_;
    std::deque<Job*> queue_;
    bool stopping_ = false;
    std::mutex readers_mutex_;
    std::vector<std::unique_ptr<EngineSession>> readers_;
    std::thread thread_;
};

}  // namespace

std::unique_ptr<Database> Database::open(const std::string& url) {
    if (url.starts_with("postgresql://") || url.starts_with("postgres://")) {
        return std::make_unique<EngineDatabase>(postgresql_engine(url));
    }
    return std::make_unique<EngineDatabase>(
        sqlite_engine(url.starts_with("sqlite:") ? url.substr(7) : url));
}

}  // namespace samkjop::db
