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

int connected_to(int port) {
  const int socket = ::socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<std::uint16_t>(port));
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  EXPECT_EQ(::connect(socket, reinterpret_cast<const sockaddr*>(&address), sizeof(address)), 0);
  return socket;
}

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
  const int port = std::stoi(url_.substr(url_.rfind(':') + 1));
  std::vector<int> sockets;
  for (int i = 0; i < 80; ++i) {  // more than it has threads
    sockets.push_back(connected_to(port));
    const std::string half = "POST /api/wall HTTP/1.1\r\nHost: localhost\r\nContent-Len";
    ASSERT_EQ(::send(sockets.back(), half.data(), half.size(), 0), std::ssize(half));
    if (i % 2 == 0) {
      ::shutdown(sockets.back(), SHUT_WR);
    }
  }
  httplib::Client patient = client();
  patient.set_read_timeout(30);
  const auto answer = patient.Get("/api/exhibits");
  EXPECT_TRUE(answer && answer->status == 200);
  for (const int socket : sockets) {
    ::close(socket);
  }
}

}  // namespace
}  // namespace akin::tests
