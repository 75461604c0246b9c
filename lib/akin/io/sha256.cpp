#include "akin/io/sha256.h"

#include <array>

#include <openssl/evp.h>

#include <fmt/ranges.h>

#include "akin/base/require.h"

namespace akin::io {
namespace {

void require_sha256(bool ok) {
  require(ok, "[sha256] expected OpenSSL to offer SHA-256, got an error");
}

EVP_MD_CTX* digest_context(const std::shared_ptr<void>& context) {
  return static_cast<EVP_MD_CTX*>(context.get());
}

}  // namespace

Sha256::Sha256()
    : context_(EVP_MD_CTX_new(),
               [](void* context) { EVP_MD_CTX_free(static_cast<EVP_MD_CTX*>(context)); }) {
  require_sha256(context_ != nullptr &&
                 EVP_DigestInit_ex(digest_context(context_), EVP_sha256(), nullptr) == 1);
}

void Sha256::update(std::span<const std::uint8_t> bytes) {
  require_sha256(EVP_DigestUpdate(digest_context(context_), bytes.data(), bytes.size()) == 1);
}

void Sha256::update(std::string_view bytes) {
  update(std::span(reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size()));
}

std::string Sha256::digest() {
  std::array<std::uint8_t, EVP_MAX_MD_SIZE> digest{};
  unsigned size = 0;
  require_sha256(EVP_DigestFinal_ex(digest_context(context_), digest.data(), &size) == 1);
  return fmt::format("{:02x}", fmt::join(std::span(digest).first(size), ""));
}

std::string sha256(std::span<const std::uint8_t> bytes) {
  Sha256 hash;
  hash.update(bytes);
  return hash.digest();
}

}  // namespace akin::io
