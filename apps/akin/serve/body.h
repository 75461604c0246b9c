#pragma once

#include <cstdint>
#include <stdexcept>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "akin/base/settings.h"

namespace akin::app {

/// Why a request is not answered: a status of HTTP and one line.
class Refusal : public std::runtime_error {
 public:
  Refusal(int status, const std::string& reason) : std::runtime_error(reason), status_(status) {}
  [[nodiscard]] int status() const { return status_; }

 private:
  int status_;
};

/// The JSON object that a visitor sent. Nobody vouches for it: every read is checked, and what is
/// wrong is a Refusal (400) that names the field.
class Body {
 public:
  explicit Body(const std::string& text);

  /// A field that is not there is `otherwise`.
  [[nodiscard]] std::int64_t whole(const std::string& name, WholeRange range,
                                   std::int64_t otherwise) const;
  [[nodiscard]] double real(const std::string& name, RealRange range, double otherwise) const;
  [[nodiscard]] bool flag(const std::string& name, bool otherwise) const;
  [[nodiscard]] std::string text(const std::string& name, std::size_t most_bytes) const;
  /// `count` numbers in [-limit, limit]; a field that is not there is all 0.
  [[nodiscard]] std::vector<float> reals(const std::string& name, std::int64_t count,
                                         double limit) const;
  /// Exactly `count` bytes in base64.
  [[nodiscard]] std::vector<std::uint8_t> bytes(const std::string& name, std::int64_t count) const;

 private:
  [[nodiscard]] const nlohmann::json* find(const std::string& name) const;

  nlohmann::json json_;
};

}  // namespace akin::app
