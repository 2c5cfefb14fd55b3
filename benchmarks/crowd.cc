// A crowd that asks for nothing: browsers that keep a connection open after one page, and clients
// that send one byte a second of a request that never ends. Both stay until the time is up; who is
// thrown out comes back at once.
//   bench_crowd PORT IDLE SLOW SECONDS
#include <boost/asio.hpp>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <string>

namespace asio = boost::asio;
using asio::ip::tcp;
using namespace std::chrono_literals;

namespace {

struct Count {
    int connected = 0, thrown_out = 0, refused = 0;
} idle, slow;

asio::awaitable<void> pause(std::chrono::milliseconds time) {
    asio::steady_timer timer(co_await asio::this_coro::executor, time);
    co_await timer.async_wait(asio::use_awaitable);
}

// Holds a connection: `stay` says what is done on it until it breaks.
template <class Stay>
asio::awaitable<void> come_back(tcp::endpoint server, Count& count, Stay stay) {
    for (;;) {
        tcp::socket socket(co_await asio::this_coro::executor);
        bool connected = false;
        try {
            co_await socket.async_connect(server, asio::use_awaitable);
            connected = true;
            ++count.connected;
            co_await stay(socket);
        } catch (const std::exception&) {
            ++(connected ? count.thrown_out : count.refused);
        }
        if (connected) --count.connected;
        co_await pause(200ms);
    }
}

asio::awaitable<void> read_and_stay(tcp::socket& socket) {
    const std::string request = "GET /logg-inn HTTP/1.1\r\nHost: localhost\r\n\r\n";
    co_await asio::async_write(socket, asio::buffer(request), asio::use_awaitable);
    char buffer[16'384];
    for (;;) co_await socket.async_read_some(asio::buffer(buffer), asio::use_awaitable);
}

asio::awaitable<void> trickle(tcp::socket& socket) {
    const std::string request = "GET /logg-inn HTTP/1.1\r\nHost: localhost\r\nX-Slow: ";
    for (std::size_t i = 0;; ++i) {
        const char byte = i < request.size() ? request[i] : 'a';
        co_await asio::async_write(socket, asio::buffer(&byte, 1), asio::use_awaitable);
        co_await pause(1s);
    }
}

}  // namespace

int main(int argc, char** argv) {
    if (argc != 5) {
        std::fprintf(stderr, "bench_crowd PORT IDLE SLOW SECONDS\n");
        return 2;
    }
    asio::io_context io;
    const tcp::endpoint server(asio::ip::address_v4::loopback(),
                               static_cast<unsigned short>(std::atoi(argv[1])));
    for (int i = 0; i < std::atoi(argv[2]); ++i)
        asio::co_spawn(io, come_back(server, idle, read_and_stay), asio::detached);
    for (int i = 0; i < std::atoi(argv[3]); ++i)
        asio::co_spawn(io, come_back(server, slow, trickle), asio::detached);
    asio::steady_timer told(io, 3s);
    told.async_wait([](auto) {
        std::printf("beside it: %d idle browsers, %d clients at one byte a second\n",
                    idle.connected, slow.connected);
        std::fflush(stdout);
    });
    io.run_for(std::chrono::seconds(std::atoi(argv[4])));
}
