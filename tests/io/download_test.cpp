#include "akin/io/download.h"

#include <chrono>
#include <cstdlib>

#include <gmock/gmock.h>

#include <gtest/gtest.h>

#include "akin/io/file.h"
#include "akin/io/sha256.h"

#include "support/error_of.h"
#include "support/http_server.h"
#include "support/temporary_folder.h"

namespace akin::io {
namespace {

namespace fs = std::filesystem;
using testing::AllOf;
using testing::HasSubstr;
using tests::error_of;
using tests::HttpServer;

std::string ok(const std::string& body, std::size_t promised) {
  return fmt::format("HTTP/1.1 200 OK\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{}",
                     promised, body);
}

std::string ok(const std::string& body) {
  return ok(body, body.size());
}

std::string status(int code) {
  return fmt::format("HTTP/1.1 {} Status\r\nContent-Length: 5\r\nConnection: close\r\n\r\nsorry",
                     code);
}

/// The response of a server that supports ranges, cut off after `most` bytes.
std::string ranged(const std::string& request, const std::string& content, std::size_t most) {
  const std::size_t at = request.find("Range: bytes=");
  if (at == std::string::npos) {
    return ok(content.substr(0, most), content.size());
  }
  const std::size_t from = std::stoul(request.substr(at + 13));
  if (from >= content.size()) {
    return status(416);
  }
  return fmt::format(
      "HTTP/1.1 206 Partial\r\nContent-Range: bytes {}-{}/{}\r\nContent-Length: {}\r\nConnection: "
      "close\r\n\r\n{}",
      from, content.size() - 1, content.size(), content.size() - from, content.substr(from, most));
}

class DownloadTest : public testing::Test {
 protected:
  DownloadTest() {
    setenv("no_proxy", "127.0.0.1", 1);
    for (std::size_t i = 0; i < content_.size(); ++i) {
      content_[i] = static_cast<char>('a' + i % 23);
    }
    options_.connect_timeout = 0.5;
    options_.stall_timeout = 0.5;
  }

  void fetch(const std::vector<std::string>& mirrors) {
    download({mirrors, sha256(Bytes(content_.begin(), content_.end()))}, target_, options_);
  }
  [[nodiscard]] std::string error_fetching(const std::vector<std::string>& mirrors) {
    return error_of([&] { fetch(mirrors); });
  }
  [[nodiscard]] std::size_t files() const {
    return static_cast<std::size_t>(
        std::distance(fs::directory_iterator(folder_.path()), fs::directory_iterator()));
  }
  void expect_only_the_target() const {
    EXPECT_EQ(read_text(target_), content_);
    EXPECT_EQ(files(), 1U);
  }

  tests::TemporaryFolder folder_;
  fs::path target_ = folder_.path() / "file";
  std::string content_ = std::string(100'000, ' ');
  DownloadOptions options_;
};

TEST_F(DownloadTest, Fetches) {
  const HttpServer server([&](const std::string&) { return ok(content_); });
  std::uint64_t done = 0;
  options_.progress = [&](std::uint64_t bytes, std::uint64_t) {
    done = bytes;
    return true;
  };
  fetch({server.url()});
  expect_only_the_target();
  EXPECT_EQ(done, content_.size());
}

TEST_F(DownloadTest, MakesFolders) {
  const HttpServer server([&](const std::string&) { return ok(content_); });
  target_ = folder_.path() / "a" / "b" / "file";
  fetch({server.url()});
  EXPECT_EQ(read_text(target_), content_);
}

TEST_F(DownloadTest, ResumesAnInterruptedTransfer) {
  const HttpServer server(
      [&](const std::string& request) { return ranged(request, content_, 60'000); });
  fetch({server.url()});
  expect_only_the_target();
  ASSERT_EQ(server.requests().size(), 2U);
  EXPECT_THAT(server.requests()[1], HasSubstr("Range: bytes=60000-\r\n"));
}

TEST_F(DownloadTest, ResumesInALaterRun) {
  const HttpServer server(
      [&](const std::string& request) { return ranged(request, content_, 60'000); });
  options_.attempts = 1;
  EXPECT_THAT(error_fetching({server.url()}), HasSubstr(server.host()));
  EXPECT_FALSE(fs::exists(target_));
  EXPECT_EQ(files(), 1U);  // the partial file
  fetch({server.url()});
  expect_only_the_target();
}

TEST_F(DownloadTest, RestartsIfTheServerIgnoresTheRange) {
  int request_count = 0;
  const HttpServer server([&](const std::string&) {
    return ++request_count == 1 ? ok(content_.substr(0, 60'000), content_.size()) : ok(content_);
  });
  fetch({server.url()});
  expect_only_the_target();
}

TEST_F(DownloadTest, RestartsIfTheEarlierPartWasWrong) {
  std::string served(content_.size(), 'x');
  const HttpServer server(
      [&](const std::string& request) { return ranged(request, served, 60'000); });
  options_.attempts = 1;
  EXPECT_NE(error_fetching({server.url()}), "no error");
  served = content_;
  options_.attempts = 2;
  fetch({server.url()});
  expect_only_the_target();
}

TEST_F(DownloadTest, AcceptsAPartThatIsAlreadyComplete) {
  // All bytes arrive, but the server announced one more: the next range is empty.
  const HttpServer server([&](const std::string& request) {
    return request.find("Range:") == std::string::npos ? ok(content_, content_.size() + 1)
                                                       : status(416);
  });
  fetch({server.url()});
  expect_only_the_target();
}

TEST_F(DownloadTest, ContinuesWithTheNextMirror) {
  const HttpServer missing([](const std::string&) { return status(404); });
  const HttpServer broken([](const std::string&) { return status(500); });
  const HttpServer wrong([](const std::string&) { return ok("other bytes"); });
  const HttpServer good([&](const std::string&) { return ok(content_); });
  fetch({missing.url(), broken.url(), wrong.url(), good.url()});
  expect_only_the_target();
  EXPECT_EQ(missing.requests().size(), 1U);  // permanent
  EXPECT_EQ(broken.requests().size(), 2U);   // transient
  EXPECT_EQ(wrong.requests().size(), 1U);
}

TEST_F(DownloadTest, ReportsEveryMirrorInOneLine) {
  const HttpServer missing([](const std::string&) { return status(404); });
  const HttpServer broken([](const std::string&) { return status(503); });
  const HttpServer wrong([](const std::string&) { return ok("hello"); });
  const HttpServer half([&](const std::string&) { return ok("", 10); });
  const std::string error = error_fetching(
      {missing.url(), broken.url(), wrong.url(), half.url(), "http://127.0.0.1:1/x"});
  EXPECT_THAT(error, AllOf(HasSubstr(missing.host() + ": HTTP 404"),
                           HasSubstr(broken.host() + ": HTTP 503"),
                           HasSubstr(wrong.host() + ": wrong bytes (SHA-256 2cf24dba"),
                           HasSubstr(half.host() + ": "), HasSubstr("127.0.0.1:1: ")));
  EXPECT_EQ(error.find('\n'), std::string::npos);
  EXPECT_EQ(files(), 0U);
}

TEST_F(DownloadTest, TimesOutIfTheServerHangs) {
  const HttpServer hanging([](const std::string&) { return std::nullopt; });
  const HttpServer good([&](const std::string&) { return ok(content_); });
  const auto start = std::chrono::steady_clock::now();
  fetch({hanging.url(), good.url()});
  EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(5));
  expect_only_the_target();
  EXPECT_THAT(error_fetching({hanging.url()}), HasSubstr("nothing for "));
}

TEST_F(DownloadTest, FollowsRedirectsToHttpOnly) {
  const HttpServer good([&](const std::string&) { return ok(content_); });
  const auto redirect = [](const std::string& to) {
    return fmt::format(
        "HTTP/1.1 302 Found\r\nLocation: {}\r\nContent-Length: 9\r\nConnection: "
        "close\r\n\r\nelsewhere",
        to);
  };
  const HttpServer moved([&](const std::string&) { return redirect(good.url()); });
  const HttpServer trap([&](const std::string&) { return redirect("file:///etc/hostname"); });
  EXPECT_THAT(error_fetching({trap.url()}), HasSubstr("Protocol \"file\""));
  fetch({moved.url()});
  expect_only_the_target();
  EXPECT_THAT(error_fetching({"file:///etc/hostname"}), HasSubstr("Protocol \"file\""));
}

TEST_F(DownloadTest, ChecksTheUncompressedBytesAndStoresGzip) {
  // `printf hello | gzip -9n`
  const std::string hello_gz(
      "\x1f\x8b\x08\0\0\0\0\0\x02\x03\xcb\x48\xcd\xc9\xc9\x07\0\x86\xa6\x10\x36\x05\0\0\0", 25);
  content_ = "hello";
  const HttpServer server([&](const std::string&) { return ok(hello_gz); });
  fetch({server.url()});
  EXPECT_EQ(read_text(target_), hello_gz);
  const HttpServer damaged([&](const std::string&) { return ok(hello_gz.substr(0, 20)); });
  EXPECT_THAT(error_fetching({damaged.url()}), HasSubstr("truncated"));
}

TEST_F(DownloadTest, RejectsTooLargeFiles) {
  const HttpServer server([&](const std::string&) { return ok("x", std::size_t{1} << 40U); });
  EXPECT_THAT(error_fetching({server.url()}), HasSubstr("aximum file size exceeded"));
  EXPECT_EQ(server.requests().size(), 1U);
}

TEST_F(DownloadTest, KeepsNoPartOfTooLargeFiles) {
  int request_count = 0;
  const HttpServer server([&](const std::string&) {
    return ++request_count == 1 ? ok(content_.substr(0, 60'000), content_.size())
                                : ok("x", std::size_t{1} << 40U);
  });
  EXPECT_THAT(error_fetching({server.url()}), HasSubstr("aximum file size exceeded"));
  EXPECT_EQ(request_count, 2);
  EXPECT_EQ(files(), 0U);
}

TEST_F(DownloadTest, CanBeCancelled) {
  const HttpServer server([&](const std::string&) { return ok(content_); });
  options_.progress = [](std::uint64_t, std::uint64_t) { return false; };
  EXPECT_THAT(error_fetching({server.url(), server.url()}), HasSubstr("cancelled"));
  EXPECT_FALSE(fs::exists(target_));
}

TEST_F(DownloadTest, ReportsAnInvalidTarget) {
  write_atomically(folder_.path() / "f", "x");
  target_ = folder_.path() / "f" / "g";
  EXPECT_THAT(error_fetching({"http://127.0.0.1:1/x"}), HasSubstr("Not a directory"));
}

TEST_F(DownloadTest, NeedsAMirror) {
  EXPECT_THROW(fetch({}), UsageError);
}

}  // namespace
}  // namespace akin::io
