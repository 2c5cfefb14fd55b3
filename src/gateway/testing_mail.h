#pragma once
// A mail server for tests.
#include <arpa/inet.h>
#include <doctest/doctest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <string>
#include <thread>

#include "gateway/gateway.h"

namespace samkjop::gateway::testing {

// Settings are the program's own: each test puts them back.
struct With {
    explicit With(Settings settings) { configure(std::move(settings)); }
    ~With() { configure({}); }
};

// A mail server of one conversation: answers as told, and keeps what it was given.
class MailServer {
public:
    explicit MailServer(std::string after_data) : after_data_(std::move(after_data)) {
        listener_ = ::socket(AF_INET, SOCK_STREAM, 0);
        sockaddr_in address = {};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        REQUIRE(::bind(listener_, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0);
        socklen_t size = sizeof address;
        ::getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &size);
        port = ntohs(address.sin_port);
        ::listen(listener_, 1);
        thread_ = std::thread([this] { serve(); });
    }
    ~MailServer() {
        ::shutdown(listener_, SHUT_RDWR);
        thread_.join();
        ::close(listener_);
    }
    int port = 0;
    std::string heard;

private:
    void say(int to, const std::string& line) { (void)!::write(to, line.data(), line.size()); }
    void serve() {
        const int peer = ::accept(listener_, nullptr, nullptr);
        ::shutdown(listener_, SHUT_RDWR);  // nobody else is let in
        if (peer < 0) return;
        say(peer, "220 prat ESMTP\r\n");
        bool data = false;
        std::string line;
        char c = 0;
        while (::read(peer, &c, 1) == 1) {
            line += c;
            if (c != '\n') continue;
            heard += line;
            if (data) {
                if (line == ".\r\n") {
                    data = false;
                    say(peer, after_data_);
                }
            } else if (line.starts_with("DATA")) {
                data = true;
                say(peer, "354 kom\r\n");
            } else if (line.starts_with("QUIT")) {
                say(peer, "221 hade\r\n");
                break;
            } else {
                say(peer, "250 ja\r\n");
            }
            line.clear();
        }
        ::close(peer);
    }
    std::string after_data_;
    int listener_ = -1;
    std::thread thread_;
};

}  // namespace samkjop::gateway::testing
