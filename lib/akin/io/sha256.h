#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>

namespace akin::io {

/// Incremental SHA-256.
class Sha256 {
 public:
  Sha256();
  void update(std::span<const std::uint8_t> bytes);
  void update(std::string_view bytes);

  /// 64 lower-case hexadecimal digits. Ends the computation: call it once, last.
  std::string digest();

 private:
  std::shared_ptr<void> context_;  // OpenSSL's
};

/// SHA-256 as 64 lower-case hexadecimal digits.
std::string sha256(std::span<const std::uint8_t> bytes);

}  // namespace akin::io
