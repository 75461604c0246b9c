#include "akin/tokens/token_sequence.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "akin/base/require.h"
#include "akin/base/utf8.h"

namespace akin::tokens {
namespace {

template <class Number>
void append_as(io::ByteStore& storage, std::span<const Token> tokens) {
  std::vector<Number> numbers(tokens.size());
  std::transform(tokens.begin(), tokens.end(), numbers.begin(),
                 [](Token token) { return static_cast<Number>(token); });
  const auto bytes = std::as_bytes(std::span(numbers));
  storage.append({reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size()});
}

}  // namespace

TokenSequence::TokenSequence(std::int64_t vocabulary_size) : vocabulary_size_(vocabulary_size) {
  require(vocabulary_size >= 1 && vocabulary_size <= largest_vocabulary,
          "[tokens] expected a vocabulary of 1 to {}, got {}", largest_vocabulary, vocabulary_size);
}

TokenSequence::TokenSequence(std::int64_t vocabulary_size, std::span<const Token> tokens)
    : TokenSequence(vocabulary_size) {
  append(tokens);
}

void TokenSequence::own() {
  const auto bytes = static_cast<std::size_t>(bytes_per_token() * size_);
  if (storage_ && storage_.use_count() == 1 && begin_ == 0 && storage_->size() == bytes) {
    return;
  }
  auto storage = std::make_shared<io::ByteStore>();
  if (bytes > 0) {
    storage->append({at(0), bytes});
  }
  storage_ = std::move(storage);
  begin_ = 0;
}

void TokenSequence::append(std::span<const Token> tokens) {
  for (const Token token : tokens) {
    require(token >= 0 && token < vocabulary_size_, "[tokens] expected tokens of 0 to {}, got {}",
            vocabulary_size_ - 1, token);
  }
  own();
  if (bytes_per_token() == 1) {
    append_as<std::uint8_t>(*storage_, tokens);
  } else {
    append_as<std::uint16_t>(*storage_, tokens);
  }
  size_ += static_cast<std::int64_t>(tokens.size());
}

TokenSequence TokenSequence::slice(std::int64_t begin, std::int64_t end) const {
  TokenSequence part = *this;
  begin = std::clamp<std::int64_t>(begin, 0, size_);
  part.begin_ = begin_ + begin;
  part.size_ = std::clamp<std::int64_t>(end, begin, size_) - begin;
  return part;
}

void TokenSequence::require_inside(std::int64_t begin, std::size_t count) const {
  require(begin >= 0 && begin <= size_ && std::cmp_less_equal(count, size_ - begin),
          "[tokens] expected a range inside of {} tokens, got {} from {}", size_, count, begin);
}

TextSource text_of(TokenSequence tokens, std::shared_ptr<const Tokenizer> tokenizer) {
  return [tokens = std::move(tokens), tokenizer = std::move(tokenizer)](const auto& take) {
    constexpr std::int64_t chunk = 65536;  // tokens
    std::vector<Token> some;
    std::string text;  // an incomplete character of the last chunk, then this one
    for (std::int64_t at = 0; at < tokens.size(); at += chunk) {
      some.resize(static_cast<std::size_t>(std::min(chunk, tokens.size() - at)));
      tokens.copy(at, std::span(some));
      text += tokenizer->decode(some);
      const std::size_t whole = utf8::complete_prefix(text);
      take(std::string_view(text).substr(0, whole));
      text.erase(0, whole);
    }
    if (!text.empty()) {
      take(text);
    }
  };
}

}  // namespace akin::tokens
