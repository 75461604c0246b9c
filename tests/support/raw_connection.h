#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <string>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "akin/base/require.h"

namespace akin::tests {

/// Of "http://host:port/".
inline int port_in(const std::string& url) {
  return std::stoi(url.substr(url.rfind(':') + 1));
}

/// A TCP connection to a port of this machine.
class RawConnection {
 public:
  using Milliseconds = std::chrono::milliseconds;

  /// `receive_buffer` in bytes: a small one is soon full of an unread response; 0: the default.
  explicit RawConnection(int port, int receive_buffer = 0, const char* address = "127.0.0.1") {
    if (receive_buffer > 0) {
      ::setsockopt(socket_, SOL_SOCKET, SO_RCVBUF, &receive_buffer, sizeof(receive_buffer));
    }
    sockaddr_in from{};
    from.sin_family = AF_INET;
    ::inet_pton(AF_INET, address, &from.sin_addr);
    require(::bind(socket_, reinterpret_cast<const sockaddr*>(&from), sizeof(from)) == 0,
            "[tests] expected the address {}", address);
    sockaddr_in to{};
    to.sin_family = AF_INET;
    to.sin_port = htons(static_cast<std::uint16_t>(port));
    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    require(::connect(socket_, reinterpret_cast<const sockaddr*>(&to), sizeof(to)) == 0,
            "[tests] expected a server at port {}", port);
  }
  ~RawConnection() { ::close(socket_); }
  RawConnection(const RawConnection&) = delete;
  RawConnection& operator=(const RawConnection&) = delete;

  /// False: closed by the server.
  bool send(const std::string& text) const {
    for (std::size_t at = 0; at < text.size();) {
      const ssize_t sent = ::send(socket_, text.data() + at, text.size() - at, MSG_NOSIGNAL);
      if (sent <= 0) {
        return false;
      }
      at += static_cast<std::size_t>(sent);
    }
    return true;
  }

  /// Reads until `end` occurs or the server closes the connection.
  std::string receive(const std::string& end = "", Milliseconds limit = Milliseconds(20'000)) {
    const auto until = std::chrono::steady_clock::now() + limit;
    while (end.empty() || received_.find(end) == std::string::npos) {
      if (!read_more(until)) {
        break;
      }
    }
    return std::exchange(received_, {});
  }

  /// Whether the server closes the connection within `limit`.
  bool is_closed_within(Milliseconds limit) {
    const auto until = std::chrono::steady_clock::now() + limit;
    while (read_more(until)) {
    }
    return closed_;
  }

  void shut_down() const { ::shutdown(socket_, SHUT_WR); }

 private:
  bool read_more(std::chrono::steady_clock::time_point until) {
    const auto left =
        std::chrono::duration_cast<Milliseconds>(until - std::chrono::steady_clock::now());
    pollfd file = {socket_, POLLIN, 0};
    if (closed_ || ::poll(&file, 1, std::max<int>(0, static_cast<int>(left.count()))) != 1) {
      return false;
    }
    std::array<char, 65536> part;
    const ssize_t count = ::recv(socket_, part.data(), part.size(), 0);
    closed_ = count <= 0;
    received_.append(part.data(), count > 0 ? static_cast<std::size_t>(count) : 0);
    return !closed_;
  }

  int socket_ = ::socket(AF_INET, SOCK_STREAM, 0);
  std::string received_;
  bool closed_ = false;
};

}  // namespace akin::tests
