#include "akin/tokens/tokenizer.h"

#include <algorithm>
#include <utility>

#include "akin/base/require.h"
#include "akin/base/suggest.h"
#include "akin/io/json.h"
#include "akin/tokens/character_tokenizer.h"
#include "akin/tokens/subword_tokenizer.h"
#include "akin/tokens/subword_training.h"

namespace akin::tokens {
namespace {

/// Of "auto": the largest vocabulary of characters, as large as that of bytes.
constexpr std::int64_t most_characters = 256;
constexpr std::int64_t largest_automatic = 8192;

class ByteTokenizer final : public Tokenizer {
 public:
  [[nodiscard]] std::string kind() const override { return "bytes"; }
  [[nodiscard]] std::int64_t vocabulary_size() const override { return 256; }

  [[nodiscard]] std::vector<Token> encode(std::string_view text) const override {
    std::vector<Token> tokens;
    tokens.reserve(text.size());
    for (const char byte : text) {
      tokens.push_back(static_cast<std::uint8_t>(byte));
    }
    return tokens;
  }

  [[nodiscard]] std::string decode(std::span<const Token> tokens) const override {
    std::string text;
    text.reserve(tokens.size());
    for (const Token token : tokens) {
      require(token >= 0 && token < 256, "[tokenizer] expected tokens of 0 to 255, got {}", token);
      text.push_back(static_cast<char>(token));
    }
    return text;
  }

  [[nodiscard]] nlohmann::ordered_json to_json() const override { return {{"kind", kind()}}; }
};

}  // namespace

TextSource text_source(std::string_view text) {
  return [text](const std::function<void(std::string_view)>& take) { take(text); };
}

std::string whole_text(const TextSource& source) {
  std::string text;
  source([&text](std::string_view chunk) { text += chunk; });
  return text;
}

const std::vector<std::string>& tokenizer_kinds() {
  static const std::vector<std::string> kinds = {"characters", "bytes", "subwords"};
  return kinds;
}

std::unique_ptr<Tokenizer> make_byte_tokenizer() {
  return std::make_unique<ByteTokenizer>();
}

std::unique_ptr<Tokenizer> make_tokenizer(const std::string& kind, const TextSource& text,
                                          std::int64_t vocabulary_size) {
  if (kind == "auto") {
    auto characters = make_character_tokenizer(text);
    const std::int64_t count = characters->vocabulary_size();
    if (count <= most_characters) {
      return characters;
    }
    const std::int64_t room = std::min(subwords_for(count), largest_automatic);
    return make_subword_tokenizer(text, vocabulary_size > 0 ? vocabulary_size : room);
  }
  if (kind == "characters") {
    return make_character_tokenizer(text);
  }
  if (kind == "bytes") {
    return make_byte_tokenizer();
  }
  if (kind == "subwords") {
    return make_subword_tokenizer(text, vocabulary_size > 0 ? vocabulary_size : 1024);
  }
  fail_unknown("tokenizer", kind, tokenizer_kinds());
}

std::unique_ptr<Tokenizer> tokenizer_from_json(std::string_view text, const std::string& name) {
  io::JsonReader json(io::parse_json(text, name), name);
  const auto kind = json.get<std::string>("kind");
  std::unique_ptr<Tokenizer> tokenizer;
  if (kind == "characters") {
    tokenizer = character_tokenizer_from_json(json, name);
  } else if (kind == "subwords") {
    tokenizer = subword_tokenizer_from_json(json, name);
  } else {
    require(kind == "bytes", "[{}] expected 'kind' to be characters, bytes or subwords, got '{}'",
            name, kind);
    tokenizer = make_byte_tokenizer();
  }
  json.finish();
  return tokenizer;
}

Token newline_of(const Tokenizer& tokenizer) {
  return tokenizer.encode("\n").at(0);
}

}  // namespace akin::tokens
