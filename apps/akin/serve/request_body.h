#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "akin/base/settings.h"

#include "http/http_error.h"
#include "http/visitor.h"

namespace akin::app {

/// The JSON object in a request's body. It is untrusted: every read validates the field, and throws
/// an HttpError (400) that names it. Unknown fields are ignored.
class RequestBody {
 public:
  explicit RequestBody(const std::string& text, Visitor visitor = {});

  [[nodiscard]] const Visitor& visitor() const { return visitor_; }

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
  /// A missing field is {}. At most `max_bytes` as text.
  [[nodiscard]] nlohmann::json object(const std::string& name, std::size_t max_bytes) const;
  /// Exactly `count` bytes, in base64. Required.
  [[nodiscard]] std::vector<std::uint8_t> bytes(const std::string& name, std::int64_t count) const;

 private:
  [[nodiscard]] const nlohmann::json* find(const std::string& name) const;

  nlohmann::json json_;
  Visitor visitor_;
};

}  // namespace akin::app
