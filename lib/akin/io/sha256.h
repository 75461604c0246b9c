#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>

namespace akin::io {

/// SHA-256 of bytes that come piece by piece.
class Sha256 {
 public:
  Sha256();
  void update(std::span<const std::uint8_t> bytes);
  void update(std::string_view bytes);

  /// 64 lower-case hexadecimal digits; nothing may be added afterwards.
  std::string digest();

 private:
  std::shared_ptr<void> context_;
};

}  // namespace akin::io
