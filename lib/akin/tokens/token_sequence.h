#pragma once

#include <cstdint>
#include <cstring>
#include <memory>
#include <span>

#include "akin/io/byte_store.h"
#include "akin/tokens/token.h"
#include "akin/tokens/tokenizer.h"

namespace akin::tokens {

/// A long sequence in one byte a token where the vocabulary has at most 256, else in two; a very
/// long one lies in a mapped file, see io::ByteStore. A copy or a slice is a handle on the same
/// storage; appending to one never changes another.
class TokenSequence {
 public:
  TokenSequence() = default;  ///< empty, of bytes

  /// vocabulary: 1 to 65,536.
  explicit TokenSequence(std::int64_t vocabulary);
  TokenSequence(std::int64_t vocabulary, std::span<const Token> tokens);

  /// Error: a token outside of the vocabulary. A shared or sliced sequence is copied first.
  void append(std::span<const Token> tokens);

  [[nodiscard]] std::int64_t size() const { return size_; }
  [[nodiscard]] std::int64_t vocabulary() const { return vocabulary_; }
  [[nodiscard]] int bytes_per_token() const { return vocabulary_ <= 256 ? 1 : 2; }

  /// i in [0, size()), unchecked.
  [[nodiscard]] Token operator[](std::int64_t i) const;

  /// Tokens begin to end, ends cut to what there is.
  [[nodiscard]] TokenSequence slice(std::int64_t begin, std::int64_t end) const;

  /// out[k] = token begin + k, of any type of number; the range lies inside, which is checked.
  template <class Number>
  void copy(std::int64_t begin, std::span<Number> out) const;

 private:
  void own();
  void require_inside(std::int64_t begin, std::size_t count) const;
  /// The bytes of token i.
  [[nodiscard]] const std::uint8_t* at(std::int64_t i) const {
    return storage_->data() + bytes_per_token() * (begin_ + i);
  }

  std::shared_ptr<io::ByteStore> storage_;
  std::int64_t vocabulary_ = 256;
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

/// The text behind `tokens`, decoded piece by piece: what figures of novelty read. Bytes that are
/// no UTF-8, which a whole text never has, come out as they are. Both arguments are kept.
TextSource text_of(TokenSequence tokens, std::shared_ptr<const Tokenizer> tokenizer);

}  // namespace akin::tokens
