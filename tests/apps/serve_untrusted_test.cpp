#include <algorithm>
#include <cstdint>
#include <fstream>
#include <memory>
#include <sstream>
#include <string>
#include <vector>

#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include "support/serve_fixture.h"

namespace akin::tests {
namespace {

using nlohmann::json;
using testing::HasSubstr;

/// Requests that are malformed, malicious or slow, to its own server.
class ServeUntrusted : public Serve {};

/// A raw TCP connection.
class Connection {
 public:
  explicit Connection(const std::string& url) {
    const int buffer = 1;  // rounded up to the minimum, so that an unread response soon blocks
    ::setsockopt(socket_, SOL_SOCKET, SO_RCVBUF, &buffer, sizeof(buffer));
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(static_cast<std::uint16_t>(std::stoi(url.substr(url.rfind(':') + 1))));
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    EXPECT_EQ(::connect(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof(address)), 0);
  }
  ~Connection() { ::close(socket_); }
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  void send(const std::string& text) const {
    EXPECT_EQ(::send(socket_, text.data(), text.size(), 0), std::ssize(text));
  }
  void send_half_a_request() const {
    send("POST /api/samples HTTP/1.1\r\nHost: localhost\r\nContent-Len");
  }
  void shut_down() const { ::shutdown(socket_, SHUT_WR); }

 private:
  int socket_ = ::socket(AF_INET, SOCK_STREAM, 0);
};

/// Clients that send half a request and no more; of `mixed` ones every other one also shuts its
/// side down. The server has 64 threads and lets 256 more connections wait.
class SlowClients {
 public:
  void connect(const std::string& url, int count, bool mixed) {
    for (int i = 0; i < count; ++i) {
      connections_.push_back(std::make_unique<Connection>(url));
      connections_.back()->send_half_a_request();
      if (mixed && i % 2 == 0) {
        connections_.back()->shut_down();
      }
    }
  }

 private:
  std::vector<std::unique_ptr<Connection>> connections_;
};

/// The server's end of an established connection, in bytes.
struct ServerSocket {
  std::uint64_t unsent = 0;
  std::uint64_t unread = 0;
};

/// From /proc/net/tcp: "0: 0100007F:1F90 0100007F:A1B2 01 00000000:00000000 ...".
std::vector<ServerSocket> server_sockets(const std::string& url) {
  const int port = std::stoi(url.substr(url.rfind(':') + 1));
  const auto hex = [](const std::string& digits) { return std::stoull(digits, nullptr, 16); };
  std::ifstream table("/proc/net/tcp");
  std::vector<ServerSocket> sockets;
  std::string line;
  std::getline(table, line);  // the header
  while (std::getline(table, line)) {
    std::istringstream fields(line);
    std::string number;
    std::string local;
    std::string remote;
    std::string state;
    std::string queues;
    fields >> number >> local >> remote >> state >> queues;
    if (hex(local.substr(local.find(':') + 1)) == static_cast<std::uint64_t>(port) &&
        state == "01") {
      const std::size_t colon = queues.find(':');
      sockets.push_back({hex(queues.substr(0, colon)), hex(queues.substr(colon + 1))});
    }
  }
  return sockets;
}

TEST_F(ServeUntrusted, ExplainsWhatIsWrong) {
  expect_error("/api/samples", "{", 400, "[request] expected a JSON object");
  expect_error("/api/samples", "[1]", 400, "[request] expected a JSON object");
  expect_error("/api/samples", std::string(100000, '['), 400, "[request]");
  expect_error("/api/samples", R"({"model":5})", 400,
               "[model] expected a whole number from 0 to 4");
  expect_error("/api/samples", R"({"model":"0"})", 400, "[model]");
  expect_error("/api/samples", R"({"model":18446744073709551615})", 400, "[model]");
  expect_error("/api/samples", R"({"count":1000000})", 400,
               "[count] expected a whole number from 1 to 64");
  expect_error("/api/samples", R"({"count":1.5})", 400, "[count]");
  expect_error("/api/samples", R"({"label":10})", 400, "[label]");
  expect_error("/api/samples", R"({"offset":[1,2]})", 400, "[offset] expected 4 numbers");
  expect_error("/api/samples", R"({"offset":[1,2,3,1e300]})", 400, "[offset]");
  expect_error("/api/samples", R"({"offset":[1,2,3,1e999]})", 400, "[request]");
  expect_error("/api/samples", R"({"offset":[1,2,3,NaN]})", 400, "[request]");
  expect_error("/api/samples", R"({"model":2})", 400, "expected a model with latent vectors");
  expect_error("/api/nearest", R"({"model":2,"pixels":""})", 400, "model of images");
  expect_error("/api/nearest", R"({"model":4,"pixels":""})", 400, "model of images");
  expect_error("/api/encode", R"({"model":0})", 400, "expected a model with an encoder");
  expect_error("/api/encode", R"({"model":1})", 400, "[pixels] expected 784 bytes in base64");
  expect_error("/api/encode", R"({"model":1,"pixels":"////"})", 400, "[pixels]");
  expect_error("/api/encode", R"({"model":1,"pixels":"<&"})", 400, "[pixels]");
  expect_error("/api/generate", R"({"model":0})", 400, "expected a model with text");
  expect_error("/api/generate", R"({"model":2,"temperature":-1})", 400, "[temperature]");
  expect_error("/api/generate", R"({"model":2,"top_k":-1})", 400, "[top_k]");
  expect_error("/api/generate", R"({"model":2,"length":100000})", 400, "[length]");
  expect_error("/api/generate", R"({"model":2,"prompt":7})", 400, "[prompt]");
  expect_error("/api/generate", R"({"model":2,"prompt":"ab\u0000"})", 400, "a zero byte");
  expect_error("/api/samples", std::string(200000, ' '), 413, "[server]");
  expect_error("/nowhere", "{}", 404, "[server]");
}

TEST_F(ServeUntrusted, IgnoresUnknownFields) {
  EXPECT_EQ(ask("/api/samples", {{"unknown", 7}, {"seed", 1}}),
            ask("/api/samples", {{"model", 0}, {"seed", 1}}));
}

TEST_F(ServeUntrusted, AcceptsRequestsFromItsOwnPageOnly) {
  const auto status = [](const httplib::Headers& headers) {
    return client().Get("/api/models", headers)->status;
  };
  EXPECT_EQ(status({{"Host", "evil.example"}}), 403);
  EXPECT_EQ(status({{"Host", "evil.example:80"}}), 403);
  EXPECT_EQ(status({{"Host", ""}}), 403);
  EXPECT_EQ(status({{"Host", "localhost:1"}}), 200);
  EXPECT_EQ(status({{"Origin", "http://evil.example"}}), 403);
  EXPECT_EQ(status({{"Origin", "null"}}), 403);
  EXPECT_EQ(client().Post("/api/samples", "model=0", "text/plain")->status, 415);
  EXPECT_EQ(client().Get("/../../etc/passwd")->status, 404);
  const auto page = client().Get("/");
  EXPECT_THAT(page->get_header_value("Content-Security-Policy"), HasSubstr("default-src 'none'"));
  EXPECT_EQ(page->body.find("http://"), page->body.find("http://www.w3.org/2000/svg"));
}

TEST_F(ServeUntrusted, SurvivesHalfRequests) {
  SlowClients slow;
  slow.connect(url_, 80, true);  // more than it has threads
  httplib::Client patient = client();
  patient.set_read_timeout(30);
  const auto response = patient.Get("/api/models");
  EXPECT_TRUE(response && response->status == 200);
}

TEST_F(ServeUntrusted, RejectsConnectionsBeyondItsBound) {
  constexpr int threads = 64;
  {
    SlowClients slow;
    slow.connect(url_, threads, false);
    const auto is_read = [](const ServerSocket& socket) { return socket.unread == 0; };
    ASSERT_TRUE(eventually([&] {  // a thread reads each of them
      const auto sockets = server_sockets(url_);
      return std::ranges::count_if(sockets, is_read) >= threads;
    }));
    slow.connect(url_, 256, false);
    const auto response = client().Get("/api/models");
    ASSERT_TRUE(response);
    EXPECT_EQ(response->status, 503);
    EXPECT_EQ(response->get_header_value("Retry-After"), "1");
    EXPECT_THAT(response->body, HasSubstr("expected fewer requests at once"));
  }
  EXPECT_EQ(client().Get("/api/models")->status, 200);  // they have disconnected
}

TEST_F(ServeUntrusted, ASlowReaderBlocksNobody) {
  const std::string body = R"({"model":2,"length":4096,"probabilities":true})";
  const Connection slow(url_);
  slow.send("POST /api/generate HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n" +
            ("Content-Length: " + std::to_string(body.size())) + "\r\n\r\n" + body);
  std::uint64_t unsent = 0;
  int unchanged = 0;
  ASSERT_TRUE(eventually([&] {  // the server's send buffer is full: it has stopped growing
    std::uint64_t now = 0;
    for (const ServerSocket& socket : server_sockets(url_)) {
      now = std::max(now, socket.unsent);
    }
    unchanged = now > 0 && now == unsent ? unchanged + 1 : 0;
    unsent = now;
    return unchanged == 5;
  }));
  httplib::Client other = client();
  other.set_read_timeout(3);  // less than the server's write timeout
  const auto response = other.Post("/api/samples", "{}", "application/json");
  EXPECT_TRUE(response && response->status == 200);
}

}  // namespace
}  // namespace akin::tests
