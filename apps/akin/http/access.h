#pragma once

#include <chrono>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "http/http.h"

namespace akin::app {

/// The instructor's secret: 32 random hexadecimal digits, new at every start of the server.
class InstructorToken {
 public:
  InstructorToken();
  [[nodiscard]] const std::string& text() const { return text_; }
  /// Compares in constant time.
  [[nodiscard]] bool is(const std::string& other) const;

 private:
  std::string text_;
};

/// Token-bucket rate limit for each key: bursts of up to `burst`, and `per_second` on average.
class RateLimit {
 public:
  using Clock = std::chrono::steady_clock;

  RateLimit(double per_second, double burst) : per_second_(per_second), burst_(burst) {}

  /// Whether one more is within the limit; if so, it is counted.
  bool allows(const std::string& key, Clock::time_point now = Clock::now());

 private:
  struct Bucket {
    double tokens;
    Clock::time_point updated;
  };
  void drop_full_buckets(Clock::time_point now);

  double per_second_;
  double burst_;
  std::mutex mutex_;
  std::map<std::string, Bucket> buckets_;
};

/// Cookies that tell browsers apart. They are signed, so none can be invented, and only a class of
/// new ones is given to one address at once.
class VisitorCookies {
 public:
  /// The name has the port in it, since browsers share cookies among the ports of a host.
  VisitorCookies(int port, const std::string& path);

  /// The visitor whose valid cookie is in this Cookie header.
  [[nodiscard]] std::optional<std::string> visitor_of(const std::string& cookie_header) const;
  /// The value of Set-Cookie for a new visitor; std::nullopt: too many of this address.
  std::optional<std::string> issue(const std::string& address);

 private:
  [[nodiscard]] std::string signature(const std::string& id) const;

  std::string name_;
  std::string path_;
  std::string secret_;
  RateLimit new_visitors_;
};

/// The names under which the server may be addressed.
class OwnNames {
 public:
  explicit OwnNames(std::vector<std::string> names);
  /// Whether a Host header is one of them, an IP address or localhost. Any other name may be bound
  /// to this address by a foreign page (DNS rebinding).
  [[nodiscard]] bool allow_host(const std::string& host) const;
  /// Whether a page of this Origin may ask: it is the server's own, directly or through a proxy.
  [[nodiscard]] bool allow_origin(const std::string& origin, const std::string& host) const;

 private:
  [[nodiscard]] bool is_named(const std::string& host) const;

  std::vector<std::string> names_;
};

/// The checks that every request passes before it is routed: the host it names, the page it comes
/// from, its content type, and its rate.
class Gate {
 public:
  /// `path`: of the page, which newcomers open however busy their address is.
  Gate(OwnNames names, int port, const std::string& path);

  [[nodiscard]] const InstructorToken& token() const { return token_; }
  /// Sets `request.visitor`. HttpError: 403, 415 or 429.
  void check(HttpRequest& request);
  /// Set-Cookie for a visitor without a cookie; std::nullopt: it has one, or gets none.
  std::optional<std::string> cookie_for(const HttpRequest& request);

 private:
  [[nodiscard]] Visitor visitor_of(const HttpRequest& request) const;

  OwnNames names_;
  std::string page_path_;
  InstructorToken token_;
  VisitorCookies cookies_;
  RateLimit visitors_;
  RateLimit addresses_;
};

/// `handler` for requests that carry the instructor's token; 403 for all others.
HttpHandler instructor_only(HttpHandler handler);

}  // namespace akin::app
