#pragma once

#include <cstdint>
#include <cstring>
#include <memory>
#include <span>

#include "akin/io/byte_store.h"
#include "akin/tokens/tokenizer.h"

namespace akin::tokens {

/// A long sequence of tokens, stored in one byte each for vocabularies of up to 256 tokens,
/// otherwise in two; very long sequences are in a memory-mapped file (io::ByteStore). Copies and
/// slices share the storage; appending to one does not change the others.
class TokenSequence {
 public:
  TokenSequence() = default;  ///< empty; vocabulary_size 256

  /// vocabulary_size: 1 to 65,536.
  explicit TokenSequence(std::int64_t vocabulary_size);
  TokenSequence(std::int64_t vocabulary_size, std::span<const Token> tokens);

  /// Error: a token outside the vocabulary. Copies shared or sliced storage first.
  void append(std::span<const Token> tokens);

  [[nodiscard]] std::int64_t size() const { return size_; }
  [[nodiscard]] std::int64_t vocabulary_size() const { return vocabulary_size_; }
  [[nodiscard]] int bytes_per_token() const { return vocabulary_size_ <= 256 ? 1 : 2; }

  /// i in [0, size()), unchecked.
  [[nodiscard]] Token operator[](std::int64_t i) const;

  /// Tokens [begin, end), clamped to the sequence.
  [[nodiscard]] TokenSequence slice(std::int64_t begin, std::int64_t end) const;

  /// out[k] = token begin + k. Error: a range that is not inside the sequence.
  template <class Number>
  void copy(std::int64_t begin, std::span<Number> out) const;

 private:
  void own();
  void require_inside(std::int64_t begin, std::size_t count) const;
  [[nodiscard]] const std::uint8_t* at(std::int64_t i) const {
    return storage_->data() + bytes_per_token() * (begin_ + i);
  }

  std::shared_ptr<io::ByteStore> storage_;
  std::int64_t vocabulary_size_ = 256;
  std::int64_t begin_ = 0;
  std::int64_t size_ = 0;
};

inline Token TokenSequence::operator[](std::int64_t i) const {
  if (bytes_per_token() == 1) {
    return *at(i);
  }
  std::uint16_t token = 0;
  std::memcpy(&token, at(i), sizeof token);
  return token;
}

template <class Number>
void TokenSequence::copy(std::int64_t begin, std::span<Number> out) const {
  require_inside(begin, out.size());
  for (std::size_t k = 0; k < out.size(); ++k) {
    out[k] = static_cast<Number>((*this)[begin + static_cast<std::int64_t>(k)]);
  }
}

/// Decodes `tokens` chunk by chunk; the source keeps both arguments alive. Bytes that are not valid
/// UTF-8, which cannot occur if the tokens are a whole text, are passed unchanged.
TextSource text_of(TokenSequence tokens, std::shared_ptr<const Tokenizer> tokenizer);

}  // namespace akin::tokens
