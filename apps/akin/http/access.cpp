#include "http/access.h"

#include <algorithm>
#include <cctype>
#include <random>
#include <utility>

#include <fmt/format.h>

#include "akin/base/utf8.h"
#include "akin/io/sha256.h"

namespace akin::app {
namespace {

constexpr std::size_t max_buckets = 4096;
constexpr std::size_t id_digits = 32;
/// The page has at most 8 requests in progress (engine.js).
constexpr double visitor_requests_per_second = 50;
constexpr double visitor_burst = 200;
/// Without cookies an address may stand for a whole school.
constexpr double address_requests_per_second = 2000;
constexpr double address_burst = 4000;
constexpr double new_visitors_per_second = 1;
constexpr double new_visitors_at_once = 300;

std::string random_digits() {
  std::random_device random;
  std::string digits;
  while (digits.size() < id_digits) {
    digits += fmt::format("{:08x}", random());
  }
  return digits;
}

/// In constant time.
bool equal(const std::string& secret, const std::string& other) {
  unsigned different = other.size() != secret.size() ? 1 : 0;
  for (std::size_t i = 0; i < std::min(other.size(), secret.size()); ++i) {
    different |= static_cast<unsigned char>(other[i]) ^ static_cast<unsigned char>(secret[i]);
  }
  return different == 0;
}

std::string without_port(const std::string& host) {
  const std::size_t colon = host.rfind(':');
  return colon == std::string::npos || host.back() == ']' ? host : host.substr(0, colon);
}

}  // namespace

InstructorToken::InstructorToken() : text_(random_digits()) {}

bool InstructorToken::is(const std::string& other) const {
  return equal(text_, other);
}

bool RateLimit::allows(const std::string& key, Clock::time_point now) {
  const std::lock_guard lock(mutex_);
  if (buckets_.size() >= max_buckets) {
    drop_full_buckets(now);
  }
  auto& bucket = buckets_.try_emplace(key, Bucket{burst_, now}).first->second;
  const double elapsed = std::chrono::duration<double>(now - bucket.updated).count();
  bucket = {std::min(burst_, bucket.tokens + per_second_ * elapsed), now};
  if (bucket.tokens < 1) {
    return false;
  }
  bucket.tokens -= 1;
  return true;
}

/// A full bucket says no more than a missing one.
void RateLimit::drop_full_buckets(Clock::time_point now) {
  std::erase_if(buckets_, [&](const auto& item) {
    const double elapsed = std::chrono::duration<double>(now - item.second.updated).count();
    return item.second.tokens + per_second_ * elapsed >= burst_;
  });
}

VisitorCookies::VisitorCookies(int port, const std::string& path)
    : name_(fmt::format("akin-{}", port)),
      path_(path),
      secret_(random_digits()),
      new_visitors_(new_visitors_per_second, new_visitors_at_once) {}

std::string VisitorCookies::signature(const std::string& id) const {
  io::Sha256 hash;
  hash.update(secret_);
  hash.update(id);
  return hash.digest();
}

std::optional<std::string> VisitorCookies::visitor_of(const std::string& cookie_header) const {
  const std::string start = name_ + "=";
  for (std::size_t at = 0; at < cookie_header.size();) {
    const std::size_t end = std::min(cookie_header.find(';', at), cookie_header.size());
    const std::string cookie = cookie_header.substr(at, end - at);
    if (cookie.starts_with(start) && cookie.size() > start.size() + id_digits) {
      const std::string id = cookie.substr(start.size(), id_digits);
      if (equal(signature(id), cookie.substr(start.size() + id_digits))) {
        return id;
      }
    }
    at = cookie_header.find_first_not_of(" ;", end);
  }
  return std::nullopt;
}

std::optional<std::string> VisitorCookies::issue(const std::string& address) {
  if (!new_visitors_.allows(address)) {
    return std::nullopt;
  }
  const std::string id = random_digits();
  return fmt::format("{}={}{}; Path={}; HttpOnly; SameSite=Strict", name_, id, signature(id),
                     path_);
}

OwnNames::OwnNames(std::vector<std::string> names) : names_(std::move(names)) {
  for (std::string& name : names_) {
    name = utf8::lower_case(without_port(name));
  }
}

bool OwnNames::is_named(const std::string& host) const {
  return std::find(names_.begin(), names_.end(), utf8::lower_case(without_port(host))) !=
         names_.end();
}

bool OwnNames::allow_host(const std::string& host) const {
  const std::string name = without_port(host);
  const bool number = !name.empty() && (name.front() == '[' ||
                                        std::all_of(name.begin(), name.end(), [](unsigned char c) {
                                          return std::isdigit(c) != 0 || c == '.';
                                        }));
  return number || utf8::lower_case(name) == "localhost" || is_named(host);
}

bool OwnNames::allow_origin(const std::string& origin, const std::string& host) const {
  for (const std::string scheme : {"http://", "https://"}) {
    if (origin.starts_with(scheme)) {
      const std::string from = origin.substr(scheme.size());
      return utf8::lower_case(from) == utf8::lower_case(host) || is_named(from);
    }
  }
  return false;
}

Gate::Gate(OwnNames names, int port, const std::string& path)
    : names_(std::move(names)),
      page_path_(path),
      cookies_(port, path),
      visitors_(visitor_requests_per_second, visitor_burst),
      addresses_(address_requests_per_second, address_burst) {}

Visitor Gate::visitor_of(const HttpRequest& request) const {
  if (token_.is(request.header("x-akin-token"))) {
    return {.id = "instructor", .is_instructor = true};
  }
  if (auto id = cookies_.visitor_of(request.header("cookie"))) {
    return {.id = std::move(*id)};
  }
  return {.id = request.address, .is_instructor = false, .shares_address = true};
}

void Gate::check(HttpRequest& request) {
  request.visitor = visitor_of(request);
  const std::string host = request.header("host");
  if (!names_.allow_host(host)) {
    throw HttpError(403,
                    "[server] expected an IP address, localhost or a name that --allow-host gives "
                    "as the host",
                    "unknown-host");
  }
  const std::string origin = request.header("origin");
  if (!origin.empty() && !names_.allow_origin(origin, host)) {
    throw HttpError(403, "[server] expected a request from the server's own page",
                    "foreign-origin");
  }
  if (request.method == "POST" && !request.header("content-type").starts_with("application/json")) {
    throw HttpError(415, "[server] expected application/json");
  }
  if (const std::string coding = request.header("content-encoding");
      !coding.empty() && utf8::lower_case(coding) != "identity") {
    throw HttpError(415, "[server] expected a body that is not compressed");
  }
  const Visitor& who = request.visitor;
  const bool opens_page =
      request.method == "GET" && request.path == page_path_;  // has no cookie yet
  if (!who.is_instructor && !opens_page &&
      !(who.shares_address ? addresses_ : visitors_).allows(who.id)) {
    throw HttpError(429, "[server] expected fewer requests a second; try again in a second");
  }
}

std::optional<std::string> Gate::cookie_for(const HttpRequest& request) {
  return cookies_.visitor_of(request.header("cookie")) ? std::nullopt
                                                       : cookies_.issue(request.address);
}

HttpHandler instructor_only(HttpHandler handler) {
  return [handler = std::move(handler)](const HttpRequest& request) {
    if (!request.visitor.is_instructor) {
      throw HttpError(403,
                      "[server] expected the instructor's token; open the instructor's address "
                      "that akin serve printed",
                      "instructor-only");
    }
    return handler(request);
  };
}

}  // namespace akin::app
