// The kernel. One coroutine per connection lives on the I/O thread; it reads a head (within 10 s),
// asks how large a body may be, reads it (20 s for each 64 KB), hands the request to a worker and
// writes the answer. What Beast lets through although two servers could read it differently is
// refused here: folded headers, a missing or double Host, an unknown Transfer-Encoding.

#include "http/server.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include <boost/asio.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>
#include <system_error>

#include "base/assert.h"
#include "http/form.h"

namespace samkjop::http {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace wire = boost::beast::http;
using asio::awaitable;
using asio::use_awaitable;
using asio::ip::tcp;
using namespace std::chrono_literals;

constexpr std::size_t kBodyInMemory = 256 * 1024;

// Everything but the first line ends the conversation: after a refusal nobody can tell where the
// next request would begin.
struct Refused {
    int status = 400;
    std::string_view says;
};

std::string_view reason(int status) {
    return wire::obsolete_reason(static_cast<wire::status>(status)).data();
}

// Beast joins folded lines, so the bytes are looked at before it sees them.
std::optional<Refused> judge_bytes(std::string_view head) {
    for (std::size_t at = head.find("\r\n"); at + 2 < head.size(); at = head.find("\r\n", at + 2)) {
        if (head[at + 2] == ' ' || head[at + 2] == '\t') return Refused{400, "folded header"};
    }
    return std::nullopt;
}

template <class Head>
std::optional<Refused> judge_head(const Head& head) {
    if (head.count(wire::field::host) > 1 ||
        (head.version() >= 11 && head.count(wire::field::host) == 0)) {
        return Refused{400, "exactly one Host is needed"};
    }
    if (head.count(wire::field::transfer_encoding) > 0) {
        if (head.version() < 11 || head.count(wire::field::content_length) > 0) {
            return Refused{400, "Transfer-Encoding cannot stand here"};
        }
        if (head.count(wire::field::transfer_encoding) > 1 ||
            !beast::iequals(head[wire::field::transfer_encoding], "chunked")) {
            return Refused{501, "unknown Transfer-Encoding"};
        }
    }
    const auto expect = head[wire::field::expect];
    if (!expect.empty() && !beast::iequals(expect, "100-continue")) {
        return Refused{417, "unknown Expect"};
    }
    return std::nullopt;
}

// A server must understand "GET http://host/path" too (RFC 9112 3.2.2).
std::string origin_form(std::string_view target) {
    const auto scheme = target.find("://");
    if (target.starts_with('/') || scheme == target.npos) return std::string(target);
    const auto path = target.find_first_of("/?", scheme + 3);
    if (path == target.npos) return "/";
    return (target[path] == '?' ? "/" : "") + std::string(target.substr(path));
}

// Cancels what a socket waits for when the time is out, so that a refusal can still be written.
// (beast::tcp_stream would close the socket instead.)
class Deadline : public std::enable_shared_from_this<Deadline> {
public:
    explicit Deadline(tcp::socket& socket) : timer_(socket.get_executor()), socket_(&socket) {}

    void set(std::chrono::milliseconds duration) {
        passed_ = false;
        timer_.expires_after(duration);
        wait();
    }
    void clear() { timer_.cancel(); }
    bool passed() const { return passed_; }
    void forget_socket() {
        socket_ = nullptr;
        timer_.cancel();
    }

private:
    void wait() {
        timer_.async_wait(
            [self = shared_from_this(), until = timer_.expiry()](beast::error_code failure) {
                if (failure || self->socket_ == nullptr || self->timer_.expiry() != until) return;
                self->passed_ = true;
                beast::error_code ignored;
                self->socket_->cancel(ignored);
                // A composed operation between two steps has nothing to cancel: try again soon.
                self->timer_.expires_after(50ms);
                self->wait();
            });
    }

    asio::steady_timer timer_;
    tcp::socket* socket_;
    bool passed_ = false;
};

}  // namespace

Body::Body(Body&& other) noexcept
    : memory_(std::move(other.memory_)),
      size_(std::exchange(other.size_, 0)),
      file_(std::exchange(other.file_, -1)),
      mapped_(std::exchange(other.mapped_, nullptr)),
      mapped_size_(std::exchange(other.mapped_size_, 0)) {}

Body& Body::operator=(Body&& other) noexcept {
    std::swap(memory_, other.memory_);
    std::swap(size_, other.size_);
    std::swap(file_, other.file_);
    std::swap(mapped_, other.mapped_);
    std::swap(mapped_size_, other.mapped_size_);
    return *this;
}

Body::~Body() {
    if (mapped_ != nullptr) ::munmap(const_cast<char*>(mapped_), mapped_size_);
    if (file_ >= 0) ::close(file_);
}

void Body::append(std::string_view bytes) {
    if (file_ < 0 && memory_.size() + bytes.size() <= kBodyInMemory) {
        memory_ += bytes;
        return;
    }
    if (file_ < 0) {
        const char* folder = std::getenv("TMPDIR");
        file_ = ::open(folder != nullptr ? folder : "/tmp", O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
        if (file_ < 0) throw std::system_error(errno, std::generic_category(), "upload file");
        const std::string so_far = std::exchange(memory_, {});
        append(so_far);
    }
    while (!bytes.empty()) {
        const auto written = ::write(file_, bytes.data(), bytes.size());
        if (written <= 0) throw std::system_error(errno, std::generic_category(), "upload file");
        bytes.remove_prefix(static_cast<std::size_t>(written));
        size_ += static_cast<std::size_t>(written);
    }
}

std::string_view Body::view() const {
    if (file_ < 0) return memory_;
    if (mapped_ == nullptr && size_ > 0) {
        void* at = ::mmap(nullptr, size_, PROT_READ, MAP_PRIVATE, file_, 0);
        if (at == MAP_FAILED)
            throw std::system_error(errno, std::generic_category(), "upload file");
        mapped_ = static_cast<const char*>(at);
        mapped_size_ = size_;
    }
    return {mapped_, mapped_size_};
}

struct Server::Kernel {
    Kernel(const ServerOptions& given, Application& app)
        : options(given),
          application(app),
          io(1),
          workers(static_cast<std::size_t>(given.workers)),
          acceptor(io),
          signals(io),
          stop_timer(io) {
        const tcp::endpoint endpoint(asio::ip::make_address(options.address), options.port);
        acceptor.open(endpoint.protocol());
        acceptor.set_option(tcp::acceptor::reuse_address(true));
        acceptor.bind(endpoint);
        acceptor.listen(4096);
        if (options.handle_signals) {
            signals.add(SIGTERM);
            signals.add(SIGINT);
        }
    }

    // One browser's connection. `waits` while no request is under way: such are closed at once when
    // the server stops.
    struct Connection {
        Connection(Kernel& of, tcp::socket accepted)
            : kernel(of),
              socket(std::move(accepted)),
              deadline(std::make_shared<Deadline>(socket)) {
            beast::error_code ignored;
            remote = socket.remote_endpoint(ignored).address().to_string(ignored);
            kernel.connections.insert(this);
        }
        ~Connection() {
            deadline->forget_socket();
            kernel.connections.erase(this);
        }
        Connection(const Connection&) = delete;

        Kernel& kernel;
        tcp::socket socket;
        std::shared_ptr<Deadline> deadline;
        beast::flat_buffer buffer;
        std::string remote;
        bool waits = true;
    };
    using Parser = wire::request_parser<wire::buffer_body>;

    awaitable<void> listen();
    awaitable<void> converse(tcp::socket socket);
    awaitable<bool> read_head(Connection& c, Parser& parser, bool first);
    awaitable<void> read_body(Connection& c, Parser& parser, Body& body, std::size_t limit);
    awaitable<bool> one_request(Connection& c, bool first);
    awaitable<void> write(Connection& c, const Response& response, unsigned version,
                          bool keep_alive, bool head_only);
    awaitable<void> refuse(Connection& c, Refused refused);
    awaitable<void> on_worker(std::function<void()>& job);
    void begin_to_stop();

    ServerOptions options;
    Application& application;
    std::set<Connection*> connections;  // outlives io, whose end ends the coroutines
    asio::io_context io;
    asio::thread_pool workers;
    tcp::acceptor acceptor;
    asio::signal_set signals;
    asio::steady_timer stop_timer;
    int under_way = 0;
    bool stopping = false;
};

// The coroutine stays on the I/O thread; only the job runs on a worker.
awaitable<void> Server::Kernel::on_worker(std::function<void()>& job) {
    ++under_way;
    co_await asio::async_initiate<const asio::use_awaitable_t<>, void()>(
        [this, &job](auto handler) {
            auto shared = std::make_shared<decltype(handler)>(std::move(handler));
            asio::post(workers, [this, &job, shared] {
                job();
                asio::post(io, [shared] { std::move (*shared)(); });
            });
        },
        use_awaitable);
    --under_way;
}

awaitable<void> Server::Kernel::listen() {
    for (;;) {
        auto [failure, socket] = co_await acceptor.async_accept(asio::as_tuple(use_awaitable));
        if (stopping) co_return;
        if (failure) {  // out of file descriptors, most likely: let some close
            asio::steady_timer pause(io, 50ms);
            co_await pause.async_wait(use_awaitable);
            continue;
        }
        if (connections.size() >= static_cast<std::size_t>(options.connections)) {
            static constexpr std::string_view full =
                "HTTP/1.1 503 Service Unavailable\r\nRetry-After: 10\r\nContent-Length: 0\r\n"
                "Connection: close\r\n\r\n";
            beast::error_code ignored;
            socket.non_blocking(true, ignored);
            socket.write_some(asio::buffer(full), ignored);
            continue;
        }
        beast::error_code ignored;
        socket.set_option(tcp::no_delay(true), ignored);
        asio::co_spawn(io, converse(std::move(socket)), asio::detached);
    }
}

awaitable<void> Server::Kernel::converse(tcp::socket socket) {
    Connection c(*this, std::move(socket));
    try {
        bool first = true;
        while (co_await one_request(c, first)) first = false;
    } catch (const std::exception&) {
        // The browser is gone or too slow, or the disk is full: the connection ends.
    }
    beast::error_code ignored;
    c.socket.shutdown(tcp::socket::shutdown_send, ignored);
}

// Reads up to the empty line and hands exactly that to the parser. False: nobody is there any more.
awaitable<bool> Server::Kernel::read_head(Connection& c, Parser& parser, bool first) {
    std::size_t searched = 0;
    bool begun = c.buffer.size() > 0;
    if (begun)
        c.deadline->set(options.head_deadline);
    else
        c.deadline->set(first ? options.head_deadline : options.idle_deadline);
    for (;;) {
        const std::string_view bytes(static_cast<const char*>(c.buffer.data().data()),
                                     c.buffer.size());
        const auto end = bytes.find("\r\n\r\n", searched > 3 ? searched - 3 : 0);
        if (end != bytes.npos && end + 4 <= options.head_limit) {
            const std::string_view head = bytes.substr(0, end + 4);
            if (const auto refused = judge_bytes(head)) {
                co_await refuse(c, *refused);
                co_return false;
            }
            beast::error_code failure;
            const auto used = parser.put(asio::buffer(head.data(), head.size()), failure);
            if (failure || !parser.is_header_done()) {
                co_await refuse(c, {400, "malformed request"});
                co_return false;
            }
            c.buffer.consume(used);
            co_return true;
        }
        if (bytes.size() >= options.head_limit) {
            co_await refuse(c, {431, "the head is too large"});
            co_return false;
        }
        searched = bytes.size();
        c.waits = !begun;
        if (stopping && !begun) co_return false;
        const auto [failure, count] = co_await c.socket.async_read_some(
            c.buffer.prepare(4096), asio::as_tuple(use_awaitable));
        if (failure && begun && c.deadline->passed()) {
            co_await refuse(c, {408, "the head took too long"});
        }
        if (failure) co_return false;
        c.buffer.commit(count);
        if (!begun) c.deadline->set(options.head_deadline);
        begun = true;
        c.waits = false;
    }
}

awaitable<void> Server::Kernel::read_body(Connection& c, Parser& parser, Body& body,
                                          std::size_t limit) {
    std::array<char, 64 * 1024> part;
    auto& into = parser.get().body();
    while (!parser.is_done()) {
        into.data = part.data();
        into.size = part.size();
        into.more = true;
        c.deadline->set(options.body_deadline);
        auto [failure, count] =
            co_await wire::async_read(c.socket, c.buffer, parser, asio::as_tuple(use_awaitable));
        if (failure == wire::error::need_buffer) failure = {};
        if (failure && c.deadline->passed()) throw Refused{408, "the body took too long"};
        if (failure == wire::error::body_limit) throw Refused{413, "the body is too large"};
        if (failure.category() == wire::make_error_code(wire::error::bad_chunk).category() &&
            failure != wire::error::partial_message && failure != wire::error::end_of_stream) {
            throw Refused{400, "malformed body"};
        }
        if (failure) throw beast::system_error(failure);
        body.append({part.data(), part.size() - into.size});
        if (body.size() > limit) throw Refused{413, "the body is too large"};
    }
}

// False: the conversation is over.
awaitable<bool> Server::Kernel::one_request(Connection& c, bool first) {
    Parser parser;
    parser.header_limit(static_cast<std::uint32_t>(options.head_limit));
    parser.body_limit(boost::none);
    if (!co_await read_head(c, parser, first)) co_return false;

    auto& head = parser.get();
    auto refused = judge_head(head);
    Incoming incoming;
    incoming.method = head.method_string();
    incoming.target = origin_form(head.target());
    incoming.remote_address = c.remote;
    for (const auto& field : head) {
        std::string name(field.name_string());
        for (char& letter : name)
            if (letter >= 'A' && letter <= 'Z') letter += 32;
        incoming.headers.emplace_back(std::move(name), std::string(field.value()));
    }
    if (!refused && !incoming.target.starts_with('/'))
        refused = Refused{400, "the target is no path"};
    const std::size_t limit = application.body_limit(incoming.method, incoming.target);
    if (!refused && parser.content_length() && *parser.content_length() > limit) {
        refused = Refused{413, "the body is too large"};
    }
    if (!refused && !parser.is_done()) {
        if (!head[wire::field::expect].empty()) {
            static constexpr std::string_view go_on = "HTTP/1.1 100 Continue\r\n\r\n";
            c.deadline->set(options.head_deadline);
            co_await asio::async_write(c.socket, asio::buffer(go_on), use_awaitable);
        }
        parser.body_limit(limit);
        try {
            co_await read_body(c, parser, incoming.body, limit);
        } catch (const Refused& why) {
            refused = why;
        }
    }
    if (!refused && under_way >= options.waiting) refused = Refused{503, "too many requests wait"};
    if (refused) {
        co_await refuse(c, *refused);
        co_return false;
    }

    Response response;
    c.deadline->clear();
    std::function<void()> job = [&] { response = application.answer(incoming); };
    co_await on_worker(job);
    const bool keep_alive = head.keep_alive() && !stopping;
    co_await write(c, response, head.version(), keep_alive, incoming.method == "HEAD");
    co_return keep_alive;
}

awaitable<void> Server::Kernel::write(Connection& c, const Response& response, unsigned version,
                                      bool keep_alive, bool head_only) {
    char date[64];
    const std::time_t now = std::time(nullptr);
    std::tm parts{};
    gmtime_r(&now, &parts);
    std::strftime(date, sizeof date, "%a, %d %b %Y %H:%M:%S GMT", &parts);

    std::string head = fmt::format("HTTP/1.1 {} {}\r\nDate: {}\r\n", response.status,
                                   reason(response.status), date);
    const bool has_body = response.status != 204 && response.status != 304;
    if (has_body) {
        head += fmt::format("Content-Type: {}\r\nContent-Length: {}\r\n", response.media_type,
                            response.body.size());
    }
    for (const auto& [name, value] : response.headers) {
        SK_ASSERT(value.find_first_of("\r\n") == value.npos);
        head += name + ": " + value + "\r\n";
    }
    if (!keep_alive)
        head += "Connection: close\r\n";
    else if (version < 11)
        head += "Connection: keep-alive\r\n";
    head += "\r\n";
    const std::array<asio::const_buffer, 2> buffers = {
        asio::buffer(head),
        asio::buffer(response.body.data(), head_only || !has_body ? 0 : response.body.size())};
    c.deadline->set(30s + std::chrono::seconds(response.body.size() / (16u * 1024)));
    co_await asio::async_write(c.socket, buffers, use_awaitable);
}

// Says why, and reads on for a moment: a browser that still sends would otherwise meet a reset
// before it has read the answer.
awaitable<void> Server::Kernel::refuse(Connection& c, Refused refused) {
    Response response;
    response.status = refused.status;
    response.media_type = "text/plain; charset=utf-8";
    response.body =
        fmt::format("{} {}: {}\n", refused.status, reason(refused.status), refused.says);
    response.headers.emplace_back("X-Content-Type-Options", "nosniff");
    if (refused.status == 503) response.headers.emplace_back("Retry-After", "5");
    fmt::print(stderr, "refused {} {}\n", refused.status, refused.says);
    co_await write(c, response, 11, false, false);
    beast::error_code ignored;
    c.socket.shutdown(tcp::socket::shutdown_send, ignored);
    c.deadline->set(2s);
    std::array<char, 16 * 1024> drain;
    for (;;) {
        const auto [failure, count] =
            co_await c.socket.async_read_some(asio::buffer(drain), asio::as_tuple(use_awaitable));
        if (failure) co_return;
    }
}

void Server::Kernel::begin_to_stop() {
    if (stopping) return;
    stopping = true;
    beast::error_code ignored;
    acceptor.close(ignored);
    signals.cancel(ignored);
    for (Connection* connection : connections) {
        if (connection->waits) connection->socket.cancel(ignored);
    }
    if (connections.empty()) {
        io.stop();
        return;
    }
    asio::co_spawn(
        io,
        [this]() -> awaitable<void> {
            const auto latest = std::chrono::steady_clock::now() + options.stop_deadline;
            while (!connections.empty() && std::chrono::steady_clock::now() < latest) {
                stop_timer.expires_after(10ms);
                co_await stop_timer.async_wait(use_awaitable);
            }
            io.stop();
        },
        asio::detached);
}

Server::Server(const ServerOptions& options, Application& application)
    : kernel_(std::make_unique<Kernel>(options, application)) {}

Server::~Server() {
    kernel_->workers.join();
    // What is still suspended lets go of its connection while the set of connections exists.
    kernel_->io.stop();
}

unsigned short Server::port() const { return kernel_->acceptor.local_endpoint().port(); }

void Server::run() {
    Kernel& kernel = *kernel_;
    if (kernel.options.handle_signals) {
        kernel.signals.async_wait([&kernel](const beast::error_code& failure, int) {
            if (!failure) kernel.begin_to_stop();
        });
    }
    asio::co_spawn(kernel.io, kernel.listen(), asio::detached);
    auto guard = asio::make_work_guard(kernel.io);
    kernel.io.run();
    kernel.workers.join();
}

void Server::stop() {
    asio::post(kernel_->io, [this] { kernel_->begin_to_stop(); });
}

}  // namespace samkjop::http
