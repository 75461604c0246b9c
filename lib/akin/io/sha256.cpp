#include <array>

#include <openssl/evp.h>

#include "akin/base/require.h"
#include "akin/io/file.h"

namespace akin::io {

std::string sha256(std::span<const std::uint8_t> bytes) {
  std::array<std::uint8_t, EVP_MAX_MD_SIZE> digest{};
  unsigned size = 0;
  require(EVP_Digest(bytes.data(), bytes.size(), digest.data(), &size, EVP_sha256(), nullptr) == 1,
          "[sha256] expected OpenSSL to offer SHA-256, got an error");
  std::string text;
  for (const std::uint8_t byte : std::span(digest).first(size)) {
    text += fmt::format("{:02x}", byte);
  }
  return text;
}

}  // namespace akin::io
