#include "http/http_server.h"

#include <atomic>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include <gmock/gmock.h>

#include "http/access.h"
#include "http/network.h"
#include "http/piece_stream.h"
#include "support/eventually.h"
#include "support/raw_connection.h"

namespace akin::app {
namespace {

using std::chrono::milliseconds;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;
using tests::eventually;
using tests::RawConnection;

constexpr auto soon = milliseconds(5'000);

/// A server with small bounds.
class HttpServerTest : public testing::Test {
 protected:
  void start(HttpLimits limits) {
    const int listening = listening_socket("127.0.0.1", 0);
    port_ = port_of(listening);
    server_ = std::make_unique<HttpServer>(listening, limits);
    server_->check_with([this](HttpRequest& request) {
      ++heads_;
      request.visitor = {.id = request.header("visitor"),
                         .is_instructor = request.header("visitor") == "instructor"};
    });
    server_->get("/", Lane::state, [](const HttpRequest&) {
      return json_response({{"text", "hello"}});
    });
    server_->get("/large", Lane::state, [](const HttpRequest&) {
      return json_response({{"text", std::string(300'000, 'x')}});
    });
    server_->get("/broken", Lane::state, [](const HttpRequest&) -> HttpResponse {
      throw std::runtime_error("/home/secret\r\nX-Evil: 1");
    });
    server_->get("/wait", Lane::model, [this](const HttpRequest&) {
      ++waiting_;
      EXPECT_TRUE(eventually([this] { return released_.load(); }));
      --waiting_;
      return json_response({{"text", "done"}});
    });
    server_->get("/stream", Lane::state, [this](const HttpRequest&) {
      stream_ = std::make_shared<PieceStream>([this] { server_->wake(); });
      return event_stream_response(stream_);
    });
    server_->post("/length", Lane::state, [](const HttpRequest& request) {
      return json_response({{"length", request.body.size()}});
    });
    thread_ = std::thread([this] { server_->run(); });
  }
  void SetUp() override {
    start({.body_bytes = 1000,
           .discarded_bytes = 10'000,
           .request_time = milliseconds(600),
           .idle_time = milliseconds(600),
           .response_time = milliseconds(600),
           .connections = 40,
           .connections_per_address = 20,
           .visitor = {3, 100'000}});
  }
  void TearDown() override {
    released_ = true;
    server_->stop();
    thread_.join();
    server_.reset();
  }

  [[nodiscard]] RawConnection connect(const char* from = "127.0.0.1") const {
    return RawConnection(port_, 0, from);
  }
  static std::string get(const std::string& path, const std::string& headers = "") {
    return "GET " + path + " HTTP/1.1\r\nHost: localhost\r\n" + headers + "\r\n";
  }
  static std::string post(const std::string& headers, const std::string& body) {
    return "POST /length HTTP/1.1\r\nHost: localhost\r\n" + headers + "\r\n" + body;
  }
  /// The whole response, of a connection that is closed behind it.
  [[nodiscard]] std::string answer(const std::string& request) const {
    RawConnection connection = connect();
    connection.send(request);
    return connection.receive();
  }
  [[nodiscard]] std::string answer_to(const std::string& path, std::string headers = "") const {
    return answer(get(path, headers + "Connection: close\r\n"));
  }

  int port_ = 0;
  std::unique_ptr<HttpServer> server_;
  std::thread thread_;
  std::atomic<int> heads_ = 0;
  std::atomic<int> waiting_ = 0;
  std::atomic<bool> released_ = false;
  std::shared_ptr<PieceStream> stream_;
};

TEST_F(HttpServerTest, Answers) {
  EXPECT_THAT(answer_to("/"), AllOf(StartsWith("HTTP/1.1 200"), HasSubstr("Content-Length: 16\r\n"),
                                    HasSubstr("Content-Type: application/json"),
                                    HasSubstr("Content-Security-Policy: default-src 'none'"),
                                    testing::EndsWith("\r\n\r\n{\"text\":\"hello\"}")));
  EXPECT_THAT(answer_to("/?a=b"), StartsWith("HTTP/1.1 200"));
  EXPECT_THAT(answer_to("/nowhere"),
              AllOf(StartsWith("HTTP/1.1 404"), HasSubstr("\"code\":\"not-found\"")));
  EXPECT_THAT(answer(post("Connection: close\r\nContent-Length: 5\r\n", "12345")),
              HasSubstr("{\"length\":5}"));
  EXPECT_THAT(answer("PUT / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"),
              StartsWith("HTTP/1.1 405"));
  EXPECT_THAT(answer("HEAD / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"),
              testing::EndsWith("\r\n\r\n"));
}

TEST_F(HttpServerTest, TellsNothingOfExceptions) {
  EXPECT_THAT(answer_to("/broken"),
              AllOf(StartsWith("HTTP/1.1 500"), HasSubstr("\"code\":\"failed\""),
                    Not(HasSubstr("secret")), Not(HasSubstr("Evil"))));
}

TEST_F(HttpServerTest, SendsNoRanges) {
  EXPECT_THAT(answer_to("/", "Range: bytes=0-1,2-3,0-1\r\n"),
              AllOf(StartsWith("HTTP/1.1 200"), HasSubstr("{\"text\":\"hello\"}"),
                    Not(HasSubstr("multipart"))));
}

TEST_F(HttpServerTest, BoundsTheHead) {
  EXPECT_THAT(answer(get("/" + std::string(100'000, 'a'))), StartsWith("HTTP/1.1 4"));
  EXPECT_THAT(answer(get("/", "A: " + std::string(100'000, 'a') + "\r\n")),
              StartsWith("HTTP/1.1 4"));
  std::string many;
  for (int i = 0; i < 10'000; ++i) {
    many += "A: b\r\n";
  }
  EXPECT_THAT(answer(get("/", many)), StartsWith("HTTP/1.1 4"));
  EXPECT_THAT(answer_to("/"), StartsWith("HTTP/1.1 200"));
}

std::string chunks(std::size_t count, std::size_t size) {
  std::string text;
  for (std::size_t i = 0; i < count; ++i) {
    text += fmt::format("{:x}\r\n{}\r\n", size, std::string(size, 'x'));
  }
  return text + "0\r\n\r\n";
}

TEST_F(HttpServerTest, BoundsTheBody) {
  const std::string close = "Connection: close\r\n";
  const auto sized = [&](int size) {
    return answer(
        post(close + fmt::format("Content-Length: {}\r\n", size), std::string(size, 'x')));
  };
  EXPECT_THAT(sized(1000), HasSubstr("{\"length\":1000}"));
  EXPECT_THAT(sized(1001), AllOf(StartsWith("HTTP/1.1 413"), HasSubstr("\"code\":\"too-large\"")));
  EXPECT_THAT(answer(post("Content-Length: 1000000000\r\n", "x")), StartsWith("HTTP/1.1 413"));
  EXPECT_THAT(answer(post("Content-Length: 18446744073709551615\r\n", "x")),
              StartsWith("HTTP/1.1 4"));
  const std::string chunked = close + "Transfer-Encoding: chunked\r\n";
  EXPECT_THAT(answer(post(chunked, chunks(10, 100))), HasSubstr("{\"length\":1000}"));
  EXPECT_THAT(answer(post(chunked, chunks(11, 100))), StartsWith("HTTP/1.1 413"));
  EXPECT_EQ(answer(post(chunked, chunks(1000, 100))), "");  // more than is read to the end
}

TEST_F(HttpServerTest, ClosesSlowSenders) {
  RawConnection silent = connect();
  RawConnection slow = connect();
  std::atomic<bool> closed = false;
  std::thread sender([&] {
    const std::string request = get("/", "A: " + std::string(1000, 'a') + "\r\n");
    for (std::size_t i = 0; i < request.size() && !closed; ++i) {
      slow.send(request.substr(i, 1));
      std::this_thread::sleep_for(milliseconds(20));  // this is what a slow sender is
    }
  });
  EXPECT_TRUE(slow.is_closed_within(soon));
  closed = true;
  sender.join();
  EXPECT_TRUE(silent.is_closed_within(soon));
}

TEST_F(HttpServerTest, ClosesIdleConnections) {
  RawConnection idle = connect();
  idle.send(get("/"));
  EXPECT_THAT(idle.receive("hello\"}"), StartsWith("HTTP/1.1 200"));
  idle.send(get("/"));  // kept alive
  EXPECT_THAT(idle.receive("hello\"}"), StartsWith("HTTP/1.1 200"));
  EXPECT_TRUE(idle.is_closed_within(soon));
}

TEST_F(HttpServerTest, ClosesWhoDoesNotTakeAResponse) {
  const RawConnection deaf(port_, 1000);
  deaf.send(get("/stream", "Visitor: a\r\n"));
  ASSERT_TRUE(eventually([&] { return stream_ != nullptr; }));
  const std::string piece(100'000, 'x');
  EXPECT_TRUE(eventually([&] { return !stream_->write(piece); }));
}

TEST_F(HttpServerTest, BoundsWhatIsHeldForAVisitor) {
  std::vector<std::unique_ptr<RawConnection>> deaf;
  for (int i = 0; i < 2; ++i) {  // a response takes three times what a visitor may hold
    deaf.push_back(std::make_unique<RawConnection>(port_, 1000));
    deaf.back()->send(get("/large", "Visitor: a\r\n"));
  }
  for (const auto& connection : deaf) {
    EXPECT_TRUE(connection->is_closed_within(soon));
  }
  EXPECT_THAT(answer_to("/large", "Visitor: instructor\r\n").size(), testing::Gt(300'000U));
}

TEST_F(HttpServerTest, ANewConnectionTakesTheOldestIdleOnesPlace) {
  std::vector<std::unique_ptr<RawConnection>> idle;
  const auto open = [&](const char* from) {
    idle.push_back(std::make_unique<RawConnection>(port_, 0, from));
    idle.back()->send(get("/"));
    EXPECT_THAT(idle.back()->receive("hello\"}"), StartsWith("HTTP/1.1 200"));
  };
  for (int i = 0; i < 20; ++i) {
    open("127.0.0.1");
  }
  EXPECT_FALSE(idle.front()->is_closed_within(milliseconds(0)));
  open("127.0.0.1");
  EXPECT_TRUE(idle.front()->is_closed_within(milliseconds(400)));
  EXPECT_FALSE(idle.back()->is_closed_within(milliseconds(0)));
}

TEST_F(HttpServerTest, BoundsTheRequestsOfAVisitorAtOnce) {
  std::vector<std::unique_ptr<RawConnection>> waiting;
  for (int i = 0; i < 3; ++i) {
    waiting.push_back(std::make_unique<RawConnection>(port_));
    waiting.back()->send(get("/wait", "Visitor: a\r\n"));
  }
  ASSERT_TRUE(eventually([&] { return heads_ == 3 && waiting_ == 1; }));  // one by one
  EXPECT_THAT(answer_to("/", "Visitor: a\r\n"),
              AllOf(StartsWith("HTTP/1.1 429"), HasSubstr("Retry-After: 1")));
  EXPECT_THAT(answer_to("/", "Visitor: b\r\n"), StartsWith("HTTP/1.1 200"));
  released_ = true;
  for (const auto& connection : waiting) {
    EXPECT_THAT(connection->receive("done\"}"), StartsWith("HTTP/1.1 200"));
  }
  EXPECT_TRUE(
      eventually([&] { return answer_to("/", "Visitor: a\r\n").starts_with("HTTP/1.1 200"); }));
}

TEST_F(HttpServerTest, TheInstructorWaitsForNoThread) {
  std::vector<std::unique_ptr<RawConnection>> waiting;
  for (int i = 0; i < 10; ++i) {
    waiting.push_back(std::make_unique<RawConnection>(port_));
    waiting.back()->send(get("/wait", fmt::format("Visitor: {}\r\n", i)));
  }
  ASSERT_TRUE(eventually([&] { return waiting_ == 8; }));  // as many as there are threads
  RawConnection instructor = connect();
  instructor.send(get("/wait", "Visitor: instructor\r\n"));
  EXPECT_TRUE(eventually([&] { return waiting_ == 9; }));
}

TEST_F(HttpServerTest, StreamsPiecesAsTheyAreWritten) {
  RawConnection reader = connect();
  reader.send(get("/stream", "Visitor: a\r\n"));
  EXPECT_THAT(reader.receive("\r\n\r\n"), HasSubstr("text/event-stream"));
  EXPECT_TRUE(stream_->write("one"));
  EXPECT_THAT(reader.receive("one"), HasSubstr("one"));
  EXPECT_TRUE(stream_->write("two"));
  EXPECT_THAT(reader.receive("two"), HasSubstr("two"));
  stream_->end();
  EXPECT_THAT(reader.receive("0\r\n\r\n"), HasSubstr("0\r\n\r\n"));
}

TEST_F(HttpServerTest, NoticesThatAReaderLeft) {
  auto reader = std::make_unique<RawConnection>(port_);
  reader->send(get("/stream", "Visitor: a\r\n"));
  reader->receive("\r\n\r\n");
  reader.reset();
  EXPECT_TRUE(eventually([&] { return !stream_->write(""); }));
}

TEST(ListeningSocket, SharesItsPortWithNobody) {
  const int first = listening_socket("127.0.0.1", 0);
  const int port = port_of(first);
  EXPECT_THAT([&] { listening_socket("127.0.0.1", port); },
              testing::ThrowsMessage<Error>(HasSubstr("is taken")));
  EXPECT_THAT([&] { listening_socket("0.0.0.0", port); },
              testing::ThrowsMessage<Error>(HasSubstr("is taken")));
  ::close(first);
  ::close(listening_socket("127.0.0.1", port));
  EXPECT_THROW(listening_socket("no-such-name.invalid", 0), Error);
}

}  // namespace
}  // namespace akin::app
