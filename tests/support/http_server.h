#pragma once

#include <cstdint>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include "akin/base/require.h"

namespace akin::tests {

/// A web server on 127.0.0.1 whose raw responses, valid or not, a test determines.
class HttpServer {
 public:
  /// Maps a request to the raw response, after which the connection is closed; std::nullopt keeps
  /// it open without a response.
  using Handler = std::function<std::optional<std::string>(const std::string& request)>;

  explicit HttpServer(Handler handler) : handler_(std::move(handler)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof(address);
    auto* generic = reinterpret_cast<sockaddr*>(&address);
    require(bind(listener_, generic, size) == 0 && listen(listener_, 16) == 0 &&
                getsockname(listener_, generic, &size) == 0,
            "[tests] expected a port on 127.0.0.1");
    port_ = ntohs(address.sin_port);
    thread_ = std::thread([this] { serve(); });
  }

  ~HttpServer() {
    shutdown(listener_, SHUT_RDWR);
    thread_.join();
    close(listener_);
    for (const int connection : open_) {
      close(connection);
    }
  }
  HttpServer(const HttpServer&) = delete;
  HttpServer& operator=(const HttpServer&) = delete;

  [[nodiscard]] std::string url(const std::string& path = "/file") const {
    return fmt::format("http://{}{}", host(), path);
  }
  [[nodiscard]] std::string host() const { return fmt::format("127.0.0.1:{}", port_); }

  /// All requests so far.
  [[nodiscard]] std::vector<std::string> requests() const {
    const std::scoped_lock lock(mutex_);
    return requests_;
  }

 private:
  void serve() {
    for (int connection = 0; (connection = accept(listener_, nullptr, nullptr)) >= 0;) {
      const std::string request = read_request(connection);
      {
        const std::scoped_lock lock(mutex_);
        requests_.push_back(request);
      }
      const auto response = handler_(request);
      if (response) {
        write_all(connection, *response);
        close(connection);
      } else {
        open_.push_back(connection);
      }
    }
  }

  static std::string read_request(int connection) {
    std::string request;
    char c = 0;
    while (request.find("\r\n\r\n") == std::string::npos && read(connection, &c, 1) == 1) {
      request += c;
    }
    return request;
  }

  static void write_all(int connection, const std::string& text) {
    for (std::size_t done = 0; done < text.size();) {
      const ssize_t put = send(connection, text.data() + done, text.size() - done, MSG_NOSIGNAL);
      if (put <= 0) {
        return;
      }
      done += static_cast<std::size_t>(put);
    }
  }

  Handler handler_;
  int listener_ = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  int port_ = 0;
  mutable std::mutex mutex_;
  std::vector<std::string> requests_;
  std::vector<int> open_;
  std::thread thread_;
};

}  // namespace akin::tests
