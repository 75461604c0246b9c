#pragma once

#include <cstdint>
#include <stdexcept>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "akin/base/settings.h"

namespace akin::app {

/// An error response: an HTTP status and a message of one line.
class HttpError : public std::runtime_error {
 public:
  HttpError(int status, const std::string& message)
      : std::runtime_error(message), status_(status) {}
  [[nodiscard]] int status() const { return status_; }

 private:
  int status_;
};

/// The message of status 503.
inline constexpr const char* busy =
    "[server] expected fewer requests at once; try again in a second";

/// The JSON object in a request's body. It is untrusted: every read validates the field, and throws
/// an HttpError (400) that names it. Unknown fields are ignored.
class RequestBody {
 public:
  explicit RequestBody(const std::string& text);

  [[nodiscard]] bool has(const std::string& name) const { return find(name) != nullptr; }
  /// `fallback`: the value of a missing field.
  [[nodiscard]] std::int64_t integer(const std::string& name, WholeRange range,
                                     std::int64_t fallback) const;
  [[nodiscard]] double number(const std::string& name, RealRange range, double fallback) const;
  [[nodiscard]] bool boolean(const std::string& name, bool fallback) const;
  /// A missing field is "".
  [[nodiscard]] std::string string(const std::string& name, std::size_t max_bytes) const;
  /// `count` numbers in [-limit, limit]; a missing field is all 0.
  [[nodiscard]] std::vector<float> numbers(const std::string& name, std::int64_t count,
                                           double limit) const;
  /// At most `max_count` whole numbers; a missing field is none.
  [[nodiscard]] std::vector<std::int64_t> integers(const std::string& name, WholeRange range,
                                                   std::int64_t max_count) const;
  /// 1 to `max_items` texts in base64, each of exactly `count` bytes, one after another. Required.
  [[nodiscard]] std::vector<std::uint8_t> byte_list(const std::string& name, std::int64_t count,
                                                    std::int64_t max_items) const;
  /// Exactly `count` bytes, in base64. Required.
  [[nodiscard]] std::vector<std::uint8_t> bytes(const std::string& name, std::int64_t count) const;

 private:
  [[nodiscard]] const nlohmann::json* find(const std::string& name) const;

  nlohmann::json json_;
};

}  // namespace akin::app
