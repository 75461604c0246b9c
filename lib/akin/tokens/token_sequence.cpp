#include "akin/tokens/token_sequence.h"

#include <algorithm>
#include <string>
#include <utility>

#include "akin/base/require.h"
#include "akin/base/utf8.h"

namespace akin::tokens {
namespace {

template <class Storage>
void own_range(std::shared_ptr<Storage>& storage, std::int64_t& begin, std::int64_t size) {
  const bool whole = storage && begin == 0 && std::cmp_equal(storage->size(), size);
  if (whole && storage.use_count() == 1) {
    return;
  }
  storage =
      storage ? std::make_shared<Storage>(storage->begin() + begin, storage->begin() + begin + size)
              : std::make_shared<Storage>();
  begin = 0;
}

template <class Storage>
void append_to(Storage& storage, std::span<const Token> tokens) {
  using Number = typename Storage::value_type;
  for (const Token token : tokens) {
    storage.push_back(static_cast<Number>(token));
  }
}

}  // namespace

TokenSequence::TokenSequence(std::int64_t vocabulary) : vocabulary_(vocabulary) {
  require(vocabulary >= 1 && vocabulary <= largest_vocabulary,
          "[tokens] expected a vocabulary of 1 to {}, got {}", largest_vocabulary, vocabulary);
}

TokenSequence::TokenSequence(std::int64_t vocabulary, std::span<const Token> tokens)
    : TokenSequence(vocabulary) {
  append(tokens);
}

void TokenSequence::own() {
  is_narrow() ? own_range(narrow_, begin_, size_) : own_range(wide_, begin_, size_);
}

void TokenSequence::reserve(std::int64_t count) {
  own();
  const auto wanted = static_cast<std::size_t>(std::max<std::int64_t>(count, 0));
  is_narrow() ? narrow_->reserve(wanted) : wide_->reserve(wanted);
}

void TokenSequence::append(std::span<const Token> tokens) {
  for (const Token token : tokens) {
    require(token >= 0 && token < vocabulary_, "[tokens] expected tokens of 0 to {}, got {}",
            vocabulary_ - 1, token);
  }
  own();
  is_narrow() ? append_to(*narrow_, tokens) : append_to(*wide_, tokens);
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
    constexpr std::int64_t piece = 65536;  // tokens
    std::vector<Token> some;
    std::string text;  // what is left of the last piece, then this one
    for (std::int64_t at = 0; at < tokens.size(); at += piece) {
      some.resize(static_cast<std::size_t>(std::min(piece, tokens.size() - at)));
      tokens.copy(at, std::span(some));
      text += tokenizer->decode(some);
      const std::size_t whole = utf8::whole_prefix(text);
      take(std::string_view(text).substr(0, whole));
      text.erase(0, whole);
    }
    if (!text.empty()) {
      take(text);
    }
  };
}

}  // namespace akin::tokens
