#include "akin/io/base64.h"

#include <limits>

#include <openssl/evp.h>

#include "akin/base/require.h"

namespace akin::io {
namespace {

const unsigned char* unsigned_bytes(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

unsigned char* unsigned_bytes(std::string& text) {
  return reinterpret_cast<unsigned char*>(text.data());
}

/// OpenSSL counts in ints.
constexpr std::size_t longest_base64 = std::numeric_limits<int>::max() / 2;

}  // namespace

std::string to_base64(std::string_view bytes) {
  require(bytes.size() <= longest_base64, "[base64] expected at most {} bytes, got {}",
          longest_base64, bytes.size());
  std::string text((bytes.size() + 2) / 3 * 4 + 1, '\0');  // OpenSSL adds a final zero
  const int size =
      EVP_EncodeBlock(unsigned_bytes(text), unsigned_bytes(bytes), static_cast<int>(bytes.size()));
  text.resize(static_cast<std::size_t>(size));
  return text;
}

std::string to_base64(std::span<const std::uint8_t> bytes) {
  return to_base64(std::string_view(reinterpret_cast<const char*>(bytes.data()), bytes.size()));
}

std::string from_base64(std::string_view text, std::string_view who) {
  require(text.size() <= longest_base64 && text.size() % 4 == 0,
          "[{}] expected base64 in groups of four characters, got {} characters", who, text.size());
  std::string bytes(text.size() / 4 * 3, '\0');
  const int size =
      EVP_DecodeBlock(unsigned_bytes(bytes), unsigned_bytes(text), static_cast<int>(text.size()));
  require(size >= 0, "[{}] expected base64, got other characters", who);
  // OpenSSL decodes padding to zeros.
  std::size_t padding = 0;
  while (padding < 2 && padding < text.size() && text[text.size() - 1 - padding] == '=') {
    ++padding;
  }
  bytes.resize(bytes.size() - padding);
  // It also accepts surrounding spaces, padding inside the text and non-zero trailing bits.
  require(to_base64(bytes) == text, "[{}] expected base64 as it was written, got other characters",
          who);
  return bytes;
}

}  // namespace akin::io
