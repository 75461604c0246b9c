#include "akin/tokens/tokenizer.h"

#include <utility>

#include "akin/base/require.h"
#include "akin/base/suggest.h"
#include "akin/tokens/kinds.h"

namespace akin::tokens {
namespace {

class Bytes final : public Tokenizer {
 public:
  [[nodiscard]] std::string kind() const override { return "bytes"; }
  [[nodiscard]] std::int64_t size() const override { return 256; }

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

const std::vector<std::string>& tokenizer_kinds() {
  static const std::vector<std::string> kinds = {"characters", "bytes", "subwords"};
  return kinds;
}

std::unique_ptr<Tokenizer> make_bytes() {
  return std::make_unique<Bytes>();
}

std::unique_ptr<Tokenizer> make_tokenizer(const std::string& kind, const TextSource& text,
                                          std::int64_t vocabulary) {
  if (kind == "characters") {
    return make_characters(text);
  }
  if (kind == "bytes") {
    return make_bytes();
  }
  if (kind == "subwords") {
    return make_subwords(text, vocabulary);
  }
  fail_unknown("tokenizer", kind, tokenizer_kinds());
}

std::unique_ptr<Tokenizer> tokenizer_from_json(std::string_view text, const std::string& name) {
  io::JsonReader json(io::parse_json(text, name), name);
  const auto kind = json.get<std::string>("kind");
  std::unique_ptr<Tokenizer> tokenizer;
  if (kind == "characters") {
    tokenizer = characters_from_json(json, name);
  } else if (kind == "subwords") {
    tokenizer = subwords_from_json(json, name);
  } else {
    require(kind == "bytes", "[{}] expected 'kind' to be characters, bytes or subwords, got '{}'",
            name, kind);
    tokenizer = make_bytes();
  }
  json.finish();
  return tokenizer;
}

Token newline_of(const Tokenizer& tokenizer) {
  return tokenizer.encode("\n").at(0);
}

}  // namespace akin::tokens
