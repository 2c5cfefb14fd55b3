#pragma once
// The HTTP/1.1 kernel: one I/O thread that speaks with every browser, a few workers that run the
// application. It knows bytes, deadlines and limits, and nothing of routes. Boost.Beast stands in
// server.cc and nowhere else.

#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "http/exchange.h"

namespace samkjop::http {

// A request's body: small ones in memory, large ones in a file that has no name.
class Body {
public:
    Body() = default;
    explicit Body(std::string bytes) : memory_(std::move(bytes)) {}
    Body(Body&&) noexcept;
    Body& operator=(Body&&) noexcept;
    ~Body();

    void append(std::string_view bytes);  // throws where the disk is full
    std::size_t size() const { return size_ + memory_.size(); }
    std::string_view view() const;  // maps the file at the first call

private:
    std::string memory_;
    std::size_t size_ = 0;  // bytes in the file
    int file_ = -1;
    mutable const char* mapped_ = nullptr;
    mutable std::size_t mapped_size_ = 0;
};

struct Incoming {
    std::string method;
    std::string target;  // undecoded, with query
    Fields headers;      // names in lower case
    Body body;
    std::string remote_address;
};

class Application {
public:
    virtual ~Application() = default;
    // Called on the I/O thread when the head has come: how much may follow?
    virtual std::size_t body_limit(std::string_view method, std::string_view target) = 0;
    // Called on a worker. Throws nothing.
    virtual Response answer(const Incoming& incoming) = 0;
};

struct ServerOptions {
    std::string address = "127.0.0.1";
    unsigned short port = 8080;  // 0: any free one
    int workers = 4;
    int connections = 8192;
    int waiting = 2048;  // requests that wait for a worker; more are answered 503
    std::size_t head_limit = 16 * 1024;
    std::chrono::milliseconds head_deadline{10'000};
    std::chrono::milliseconds body_deadline{20'000};  // for each 64 KB
    std::chrono::milliseconds idle_deadline{75'000};
    std::chrono::milliseconds stop_deadline{15'000};
    bool handle_signals = false;  // SIGTERM and SIGINT stop the server
};

class Server {
public:
    Server(const ServerOptions& options, Application& application);  // listens; throws if it cannot
    ~Server();
    unsigned short port() const;
    void run();   // until stop()
    void stop();  // from any thread: answers what has begun, then run() returns

private:
    struct Kernel;
    std::unique_ptr<Kernel> kernel_;
};

}  // namespace samkjop::http
