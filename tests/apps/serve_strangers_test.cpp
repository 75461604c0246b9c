#include <chrono>
#include <memory>
#include <thread>
#include <vector>

#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include "support/serve_fixture.h"

namespace akin::tests {
namespace {

using nlohmann::json;
using testing::HasSubstr;

/// A server of its own, at which nobody has trained anything.
class ServeStrangers : public Serve {};

/// A connection of somebody who need not behave.
class Connection {
 public:
  explicit Connection(const std::string& url) {
    const int buffer = 1;  // the smallest there is, so that what is not read soon stops its sender
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
    send("POST /api/wall HTTP/1.1\r\nHost: localhost\r\nContent-Len");
  }
  void say_no_more() const { ::shutdown(socket_, SHUT_WR); }

 private:
  int socket_ = ::socket(AF_INET, SOCK_STREAM, 0);
};

/// Clients that send half a request and then nothing; of `mixed` every other one says that it has
/// ended. The server has 64 threads and lets 256 more connections wait.
class Crowd {
 public:
  void join(const std::string& url, int count, bool mixed) {
    for (int i = 0; i < count; ++i) {
      connections_.push_back(std::make_unique<Connection>(url));
      connections_.back()->send_half_a_request();
      if (mixed && i % 2 == 0) {
        connections_.back()->say_no_more();
      }
    }
  }

 private:
  std::vector<std::unique_ptr<Connection>> connections_;
};

TEST_F(ServeStrangers, RefusesWhatIsWrongInWords) {
  expect_refused("/api/wall", "{", 400, "[request] expected a JSON object");
  expect_refused("/api/wall", "[1]", 400, "[request] expected a JSON object");
  expect_refused("/api/wall", std::string(100000, '['), 400, "[request]");
  expect_refused("/api/wall", R"({"exhibit":5})", 400,
                 "[exhibit] expected a whole number from 0 to 4");
  expect_refused("/api/wall", R"({"exhibit":"0"})", 400, "[exhibit]");
  expect_refused("/api/wall", R"({"exhibit":18446744073709551615})", 400, "[exhibit]");
  expect_refused("/api/wall", R"({"count":1000000})", 400,
                 "[count] expected a whole number from 1 to 64");
  expect_refused("/api/wall", R"({"count":1.5})", 400, "[count]");
  expect_refused("/api/wall", R"({"label":10})", 400, "[label]");
  expect_refused("/api/wall", R"({"moves":[1,2]})", 400, "[moves] expected 4 numbers");
  expect_refused("/api/wall", R"({"moves":[1,2,3,1e300]})", 400, "[moves]");
  expect_refused("/api/wall", R"({"moves":[1,2,3,1e999]})", 400, "[request]");
  expect_refused("/api/wall", R"({"moves":[1,2,3,NaN]})", 400, "[request]");
  expect_refused("/api/wall", R"({"exhibit":2})", 400, "expected a model with latent vectors");
  expect_refused("/api/nearest", R"({"exhibit":2,"pixels":""})", 400, "model of images");
  expect_refused("/api/nearest", R"({"exhibit":4,"pixels":""})", 400, "model of images");
  expect_refused("/api/encode", R"({"exhibit":0})", 400, "expected a model with an encoder");
  expect_refused("/api/encode", R"({"exhibit":1})", 400, "[pixels] expected 784 bytes in base64");
  expect_refused("/api/encode", R"({"exhibit":1,"pixels":"////"})", 400, "[pixels]");
  expect_refused("/api/encode", R"({"exhibit":1,"pixels":"<&"})", 400, "[pixels]");
  expect_refused("/api/write", R"({"exhibit":0})", 400, "expected a model with text");
  expect_refused("/api/write", R"({"exhibit":2,"temperature":-1})", 400, "[temperature]");
  expect_refused("/api/write", R"({"exhibit":2,"top_k":100000})", 400, "[top_k]");
  expect_refused("/api/write", R"({"exhibit":2,"length":100000})", 400, "[length]");
  expect_refused("/api/write", R"({"exhibit":2,"prompt":"日"})", 400, "日");
  expect_refused("/api/write", json({{"exhibit", 2}, {"prompt", std::string(5000, 'a')}}).dump(),
                 400, "[prompt]");
  expect_refused("/api/wall", std::string(200000, ' '), 413, "[server]");
  expect_refused("/nowhere", "{}", 404, "[server]");
}

TEST_F(ServeStrangers, AnswersItsOwnPageOnly) {
  const auto status = [](const httplib::Headers& headers) {
    return client().Get("/api/exhibits", headers)->status;
  };
  EXPECT_EQ(status({{"Host", "evil.example"}}), 403);
  EXPECT_EQ(status({{"Host", "evil.example:80"}}), 403);
  EXPECT_EQ(status({{"Host", ""}}), 403);
  EXPECT_EQ(status({{"Host", "localhost:1"}}), 200);
  EXPECT_EQ(status({{"Origin", "http://evil.example"}}), 403);
  EXPECT_EQ(status({{"Origin", "null"}}), 403);
  EXPECT_EQ(client().Post("/api/wall", "exhibit=0", "text/plain")->status, 415);
  EXPECT_EQ(client().Get("/../../etc/passwd")->status, 404);
  const auto page = client().Get("/");
  EXPECT_THAT(page->get_header_value("Content-Security-Policy"), HasSubstr("default-src 'none'"));
  EXPECT_EQ(page->body.find("http://"), page->body.find("http://www.w3.org/2000/svg"));
}

TEST_F(ServeStrangers, OutlivesThoseWhoSendHalfARequest) {
  Crowd crowd;
  crowd.join(url_, 80, true);  // more than it has threads
  httplib::Client patient = client();
  patient.set_read_timeout(30);
  const auto answer = patient.Get("/api/exhibits");
  EXPECT_TRUE(answer && answer->status == 200);
}

TEST_F(ServeStrangers, TurnsAwayThoseForWhomThereIsNoRoom) {
  {
    Crowd crowd;
    crowd.join(url_, 64, false);
    std::this_thread::sleep_for(std::chrono::seconds(1));  // each holds a thread now
    crowd.join(url_, 256, false);
    const auto answer = client().Get("/api/exhibits");
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->status, 503);
    EXPECT_EQ(answer->get_header_value("Retry-After"), "1");
    EXPECT_THAT(answer->body, HasSubstr("expected fewer visitors at once"));
  }
  EXPECT_EQ(client().Get("/api/exhibits")->status, 200);  // they have gone
}

TEST_F(ServeStrangers, ASlowReaderHoldsUpNobody) {
  const std::string wish = R"({"exhibit":2,"length":4096,"chances":true})";
  const Connection slow(url_);
  slow.send("POST /api/write HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n" +
            ("Content-Length: " + std::to_string(wish.size())) + "\r\n\r\n" + wish);
  std::this_thread::sleep_for(std::chrono::seconds(1));  // nothing goes out any more
  httplib::Client other = client();
  other.set_read_timeout(3);  // sooner than the server gives a reader up
  const auto answer = other.Post("/api/wall", "{}", "application/json");
  EXPECT_TRUE(answer && answer->status == 200);
}

}  // namespace
}  // namespace akin::tests
