#include "http/server.h"

#include <arpa/inet.h>
#include <doctest/doctest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <thread>

using namespace samkjop::http;
using namespace std::chrono_literals;

namespace {

// Says what came: "POST /a?b 3 <body>".
class Echo : public Application {
public:
    std::size_t body_limit(std::string_view, std::string_view target) override {
        return target == "/stor" ? 300u << 20 : 1000;
    }
    Response answer(const Incoming& incoming) override {
        if (incoming.target == "/sen") std::this_thread::sleep_for(200ms);
        Response response;
        response.media_type = "text/plain";
        response.body = incoming.method + " " + incoming.target + " " +
                        std::to_string(incoming.body.size()) + " " +
                        std::string(incoming.body.view().substr(0, 100));
        return response;
    }
};

struct Running {
    explicit Running(ServerOptions options = {})
        : server(prepared(options), echo), thread([this] { server.run(); }) {}
    ~Running() {
        server.stop();
        thread.join();
    }
    static ServerOptions prepared(ServerOptions options) {
        options.port = 0;
        options.head_deadline = 300ms;
        options.body_deadline = 300ms;
        options.idle_deadline = 300ms;
        return options;
    }
    Echo echo;
    Server server;
    std::thread thread;
};

class Client {
public:
    explicit Client(const Server& server) : socket_(::socket(AF_INET, SOCK_STREAM, 0)) {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_port = htons(server.port());
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        REQUIRE(::connect(socket_, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0);
    }
    ~Client() { ::close(socket_); }
    bool send(std::string_view bytes) const {
        while (!bytes.empty()) {
            const auto sent = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
            if (sent <= 0) return false;
            bytes.remove_prefix(static_cast<std::size_t>(sent));
        }
        return true;
    }
    std::string read_all() const {  // until the server closes
        std::string out;
        char part[4096];
        for (ssize_t got; (got = ::recv(socket_, part, sizeof part, 0)) > 0;)
            out.append(part, static_cast<std::size_t>(got));
        return out;
    }
    std::string read_some() const {
        char part[4096];
        const auto got = ::recv(socket_, part, sizeof part, 0);
        return {part, static_cast<std::size_t>(std::max<ssize_t>(got, 0))};
    }

private:
    int socket_;
};

std::string talk(const Server& server, std::string_view bytes) {
    const Client client(server);
    client.send(bytes);
    return client.read_all();
}

}  // namespace

TEST_CASE("server: answers, keeps the connection and answers pipelined requests in order") {
    const Running running;
    const std::string all =
        talk(running.server,
             "GET /a?b=c HTTP/1.1\r\nHost: x\r\n\r\n"
             "POST /p HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\nabc"
             "HEAD /h HTTP/1.1\r\nHost: x\r\n\r\n"
             "POST /c HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nxy\r\n0\r\n\r\n"
             "GET http://x/abs HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
    CHECK(all.contains("GET /a?b=c 0 "));
    CHECK(all.contains("POST /p 3 abc"));
    CHECK_FALSE(all.contains("HEAD /h"));
    CHECK(all.contains("POST /c 2 xy"));
    CHECK(all.contains("GET /abs 0 "));
    CHECK(all.contains("Connection: close"));
    CHECK(all.find("/p 3") < all.find("/c 2"));
}

TEST_CASE("server: refuses what two servers could read differently, and says so") {
    const Running running;
    const std::pair<const char*, const char*> rows[] = {
        {"GET / HTTP/1.1\r\n\r\n", "400"},
        {"GET / HTTP/1.1\r\nHost: x\r\nHost: y\r\n\r\n", "400"},
        {"GET / HTTP/1.1\r\nHost: x\r\nA: b\r\n c\r\n\r\n", "400"},
        {"GET / HTTP/1.1\r\nHost : x\r\n\r\n", "400"},
        {"hei\r\n\r\n", "400"},
        {"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: xchunked\r\n\r\n", "501"},
        {"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: gzip, chunked\r\n\r\n", "501"},
        {"POST / HTTP/1.0\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", "400"},
        {"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nTransfer-Encoding: "
         "chunked\r\n\r\n0\r\n\r\n",
         "400"},
        {"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab", "400"},
        {"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n", "400"},
        {"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1001\r\n\r\n", "413"},
        {"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n7d0\r\n", "413"},
        {"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n", "400"},
        {"POST / HTTP/1.1\r\nHost: x\r\nExpect: 200-maybe\r\nContent-Length: 1\r\n\r\na", "417"},
        {"GET * HTTP/1.1\r\nHost: x\r\n\r\n", "400"},
    };
    for (const auto& [request, status] : rows) {
        CAPTURE(request);
        CHECK(talk(running.server, request).starts_with(std::string("HTTP/1.1 ") + status));
    }
    const std::string long_head =
        "GET / HTTP/1.1\r\nHost: x\r\nA: " + std::string(20'000, 'a') + "\r\n\r\n";
    CHECK(talk(running.server, long_head).starts_with("HTTP/1.1 431"));
}

TEST_CASE("server: who is too slow is cut off") {
    const Running running;
    CHECK(talk(running.server, "GET / HTTP/1.1\r\nHo").starts_with("HTTP/1.1 408"));
    CHECK(talk(running.server, "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nab")
              .starts_with("HTTP/1.1 408"));
    CHECK(talk(running.server, "").empty());
    const Client client(running.server);
    client.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
    CHECK(client.read_all().starts_with("HTTP/1.1 200"));  // and closes when idle
}

TEST_CASE("server: 100-continue only where the body is welcome") {
    const Running running;
    const Client client(running.server);
    client.send(
        "POST / HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 2\r\nConnection: "
        "close\r\n\r\n");
    CHECK(client.read_some() == "HTTP/1.1 100 Continue\r\n\r\n");
    client.send("ab");
    CHECK(client.read_all().contains("POST / 2 ab"));
    CHECK(talk(running.server,
               "POST / HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 2000\r\n\r\n")
              .starts_with("HTTP/1.1 413"));
}

TEST_CASE("server: a large body goes to a file") {
    const Running running;
    const Client client(running.server);
    const std::size_t size = 40u << 20;
    client.send("POST /stor HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: " +
                std::to_string(size) + "\r\n\r\n");
    const std::string part(1 << 20, 'q');
    for (std::size_t sent = 0; sent < size; sent += part.size()) REQUIRE(client.send(part));
    CHECK(client.read_all().contains("POST /stor " + std::to_string(size) + " qqq"));
}

TEST_CASE("server: too many connections and too many waiting are told to come back") {
    {
        const Running running({.connections = 1});
        const Client first(running.server);
        first.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
        CHECK(first.read_some().starts_with("HTTP/1.1 200"));
        CHECK(talk(running.server, "").starts_with("HTTP/1.1 503"));
    }
    const Running running({.workers = 1, .waiting = 1});
    const Client first(running.server);
    first.send("GET /sen HTTP/1.1\r\nHost: x\r\n\r\n");
    std::this_thread::sleep_for(50ms);
    CHECK(talk(running.server, "GET / HTTP/1.1\r\nHost: x\r\n\r\n").starts_with("HTTP/1.1 503"));
    CHECK(first.read_some().starts_with("HTTP/1.1 200"));
}

TEST_CASE("server: stops by answering what has begun and letting the idle go") {
    Echo echo;
    Server server(Running::prepared({}), echo);
    std::thread thread([&] { server.run(); });
    const Client idle(server);
    const Client busy(server);
    busy.send("GET /sen HTTP/1.1\r\nHost: x\r\n\r\n");
    std::this_thread::sleep_for(50ms);
    server.stop();
    CHECK(busy.read_all().contains("GET /sen"));
    CHECK(idle.read_all().empty());
    thread.join();
}
