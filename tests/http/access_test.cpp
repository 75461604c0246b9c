#include "http/access.h"

#include <gmock/gmock.h>

namespace akin::app {
namespace {

using std::chrono::milliseconds;
using testing::HasSubstr;

TEST(RateLimit, AllowsBurstsAndAnAverage) {
  RateLimit limit(10, 3);  // one more every 100 ms
  const RateLimit::Clock::time_point start{};
  for (int i = 0; i < 3; ++i) {
    EXPECT_TRUE(limit.allows("a", start));
  }
  EXPECT_FALSE(limit.allows("a", start + milliseconds(99)));
  EXPECT_TRUE(limit.allows("b", start + milliseconds(99)));
  EXPECT_TRUE(limit.allows("a", start + milliseconds(101)));
  EXPECT_FALSE(limit.allows("a", start + milliseconds(102)));
}

std::string sent_back(const std::string& set_cookie) {
  return set_cookie.substr(0, set_cookie.find(';'));
}

TEST(VisitorCookies, TellBrowsersApart) {
  VisitorCookies cookies(8080, "/");
  const std::string first = cookies.issue("address").value();
  const std::string second = cookies.issue("address").value();
  EXPECT_THAT(first, HasSubstr("akin-8080="));
  EXPECT_THAT(first, HasSubstr("; HttpOnly"));
  EXPECT_THAT(first, HasSubstr("; SameSite=Strict"));
  const auto visitor = cookies.visitor_of("theme=dark; " + sent_back(first) + "; other=1");
  ASSERT_TRUE(visitor);
  EXPECT_EQ(cookies.visitor_of(sent_back(first)), visitor);
  EXPECT_NE(cookies.visitor_of(sent_back(second)), visitor);
}

TEST(VisitorCookies, CannotBeInvented) {
  VisitorCookies cookies(8080, "/");
  std::string cookie = sent_back(cookies.issue("address").value());
  EXPECT_FALSE(cookies.visitor_of(""));
  EXPECT_FALSE(cookies.visitor_of("akin-8080="));
  EXPECT_FALSE(cookies.visitor_of("akin-8080=" + std::string(96, '0')));
  EXPECT_FALSE(cookies.visitor_of(cookie + "0"));
  cookie[12] = cookie[12] == '0' ? '1' : '0';
  EXPECT_FALSE(cookies.visitor_of(cookie));
  VisitorCookies restarted(8080, "/");
  EXPECT_FALSE(restarted.visitor_of(sent_back(cookies.issue("address").value())));
}

TEST(VisitorCookies, GivesAnAddressNoMoreThanASchoolNeeds) {
  VisitorCookies cookies(8080, "/");
  int issued = 0;
  for (int i = 0; i < 2000; ++i) {
    issued += cookies.issue("address") ? 1 : 0;
  }
  EXPECT_GE(issued, 200);
  EXPECT_LT(issued, 400);
  EXPECT_TRUE(cookies.issue("other address"));
}

TEST(OwnNames, AreAddressesLocalhostAndWhatIsGiven) {
  const OwnNames names({"School.example"});
  for (const char* host : {"127.0.0.1", "10.0.0.1:8080", "[::1]:8080", "localhost", "LOCALHOST:1",
                           "school.example", "SCHOOL.EXAMPLE:443"}) {
    EXPECT_TRUE(names.allow_host(host)) << host;
  }
  for (const char* host : {"", "evil.example", "evil.example:80", "school.example.evil.example",
                           "x-school.example", "1.evil.example"}) {
    EXPECT_FALSE(names.allow_host(host)) << host;
  }
}

TEST(OwnNames, AllowTheirPagesToAsk) {
  const OwnNames names({"school.example"});
  EXPECT_TRUE(names.allow_origin("http://127.0.0.1:8080", "127.0.0.1:8080"));
  EXPECT_TRUE(names.allow_origin("https://10.0.0.1", "10.0.0.1"));
  EXPECT_TRUE(names.allow_origin("https://school.example", "127.0.0.1:8080"));  // behind a proxy
  EXPECT_FALSE(names.allow_origin("http://127.0.0.1:9090", "127.0.0.1:8080"));
  EXPECT_FALSE(names.allow_origin("http://evil.example", "127.0.0.1:8080"));
  EXPECT_FALSE(names.allow_origin("null", "127.0.0.1:8080"));
}

/// The status of the refusal; 200: none.
int checked(Gate& gate, HttpRequest request) {
  try {
    gate.check(request);
  } catch (const HttpError& error) {
    return error.status();
  }
  return 200;
}

HttpRequest request_of(std::map<std::string, std::string> headers) {
  headers.try_emplace("host", "localhost");
  return {
      .method = "GET", .path = "/api/stage", .headers = std::move(headers), .address = "10.0.0.1"};
}

TEST(Gate, SlowsTheVisitorWhoFloodsAlone) {
  Gate gate(OwnNames({}), 8080, "/");
  const auto visitor = [&] { return sent_back(gate.cookie_for(request_of({})).value()); };
  const std::string flooding = visitor();
  const std::string other = visitor();
  int refused = 0;
  for (int i = 0; i < 2000; ++i) {
    refused += checked(gate, request_of({{"cookie", flooding}})) == 429 ? 1 : 0;
  }
  EXPECT_GT(refused, 500);
  EXPECT_EQ(checked(gate, request_of({{"cookie", other}})), 200);
  EXPECT_EQ(checked(gate, request_of({})), 200);
  EXPECT_EQ(
      checked(gate, request_of({{"x-akin-token", gate.token().text()}, {"cookie", flooding}})),
      200);
}

TEST(Gate, OpensThePageHoweverBusyTheAddressIs) {
  Gate gate(OwnNames({}), 8080, "/");
  int refused = 0;
  for (int i = 0; i < 20'000; ++i) {
    refused += checked(gate, request_of({})) == 429 ? 1 : 0;
  }
  EXPECT_GT(refused, 0);
  HttpRequest page = request_of({});
  page.path = "/";
  EXPECT_EQ(checked(gate, page), 200);
}

TEST(Gate, RefusesCompressedBodies) {
  Gate gate(OwnNames({}), 8080, "/");
  const auto posted = [&](std::map<std::string, std::string> headers) {
    HttpRequest request = request_of(std::move(headers));
    request.method = "POST";
    return checked(gate, request);
  };
  EXPECT_EQ(posted({{"content-type", "application/json"}}), 200);
  EXPECT_EQ(posted({{"content-type", "application/json; charset=utf-8"},
                    {"content-encoding", "identity"}}),
            200);
  EXPECT_EQ(posted({{"content-type", "application/json"}, {"content-encoding", "br"}}), 415);
  EXPECT_EQ(posted({{"content-type", "application/json"}, {"content-encoding", "gzip"}}), 415);
  EXPECT_EQ(posted({{"content-type", "text/plain"}}), 415);
}

}  // namespace
}  // namespace akin::app
