#include "akin/tokens/character_tokenizer.h"

#include <algorithm>
#include <utility>

#include <fmt/ranges.h>

#include "akin/base/require.h"
#include "akin/base/utf8.h"

namespace akin::tokens {
namespace {

constexpr std::size_t code_points = 0x110000;

class CharacterTokenizer final : public Tokenizer {
 public:
  /// characters: in ascending order.
  explicit CharacterTokenizer(const std::vector<char32_t>& characters) {
    token_of_.assign(characters.back() + std::size_t{1}, -1);
    for (const char32_t c : characters) {
      token_of_[c] = static_cast<Token>(text_of_.size());
      utf8::append(text_of_.emplace_back(), c);
    }
  }

  [[nodiscard]] std::string kind() const override { return "characters"; }
  [[nodiscard]] std::int64_t vocabulary_size() const override {
    return static_cast<std::int64_t>(text_of_.size());
  }

  [[nodiscard]] bool can_encode(char32_t c) const override {
    return c < token_of_.size() && token_of_[c] >= 0;
  }

  [[nodiscard]] std::vector<Token> encode(std::string_view text) const override {
    utf8::require_valid(text, "tokenizer");
    std::vector<Token> tokens;
    tokens.reserve(text.size());
    bool known = true;
    utf8::each_code_point(text, [&](char32_t c) {
      tokens.push_back(c < token_of_.size() ? token_of_[c] : -1);
      known = known && tokens.back() >= 0;
    });
    if (!known) {
      fail_unknown(text);
    }
    return tokens;
  }

  [[nodiscard]] std::string decode(std::span<const Token> tokens) const override {
    std::string text;
    text.reserve(tokens.size());
    for (const Token token : tokens) {
      require(token >= 0 && token < vocabulary_size(),
              "[tokenizer] expected tokens of 0 to {}, got {}", vocabulary_size() - 1, token);
      text += text_of_[static_cast<std::size_t>(token)];
    }
    return text;
  }

  [[nodiscard]] nlohmann::ordered_json to_json() const override {
    return {{"kind", kind()}, {"vocabulary", text_of_}};
  }

 private:
  /// Names the first few characters outside the vocabulary, each once.
  [[noreturn]] void fail_unknown(std::string_view text) const {
    constexpr std::size_t most = 10;
    std::vector<std::string> unknown;
    utf8::each_code_point(text, [&](char32_t c) {
      const std::string name = utf8::quoted(c);
      if (!can_encode(c) && std::find(unknown.begin(), unknown.end(), name) == unknown.end()) {
        unknown.push_back(name);
      }
    });
    const std::string rest = unknown.size() > most ? " and others" : "";
    unknown.resize(std::min(unknown.size(), most));
    fail<UsageError>(
        "[tokenizer] expected characters of the training text, got {}{}, which it never had; leave "
        "them out, or train with --tokenizer bytes or subwords",
        fmt::join(unknown, " "), rest);
  }

  std::vector<std::string> text_of_;  ///< by token
  std::vector<Token> token_of_;       ///< by code point; -1: not in the vocabulary
};

}  // namespace

std::unique_ptr<Tokenizer> make_character_tokenizer(const TextSource& text) {
  std::vector<bool> seen(code_points);
  text([&seen](std::string_view chunk) {
    utf8::require_valid(chunk, "tokenizer");
    utf8::each_code_point(chunk, [&seen](char32_t c) { seen[c] = true; });
  });
  std::vector<char32_t> characters;
  for (std::size_t c = 0; c < code_points; ++c) {
    if (seen[c]) {
      characters.push_back(static_cast<char32_t>(c));
    }
  }
  require(!characters.empty(), "[tokenizer] expected text to take characters from, got none");
  require(std::cmp_less_equal(characters.size(), largest_vocabulary),
          "[tokenizer] expected at most {} different characters, got {}; use --tokenizer bytes or "
          "subwords",
          largest_vocabulary, characters.size());
  return std::make_unique<CharacterTokenizer>(characters);
}

std::unique_ptr<Tokenizer> character_tokenizer_from_json(io::JsonReader& json,
                                                         const std::string& name) {
  const auto vocabulary = json.get<std::vector<std::string>>("vocabulary");
  require(!vocabulary.empty() && std::cmp_less_equal(vocabulary.size(), largest_vocabulary),
          "[{}] expected a vocabulary of 1 to {} characters, got {}", name, largest_vocabulary,
          vocabulary.size());
  std::vector<char32_t> characters;
  for (const std::string& text : vocabulary) {
    const utf8::Decoded decoded = utf8::decode(text);
    require(decoded.length > 0 && decoded.length == text.size() &&
                (characters.empty() || characters.back() < decoded.code_point),
            "[{}] expected 'vocabulary' to list single characters in ascending order, got another "
            "text as number {}",
            name, characters.size());
    characters.push_back(decoded.code_point);
  }
  return std::make_unique<CharacterTokenizer>(characters);
}

}  // namespace akin::tokens
