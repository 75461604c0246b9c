#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json.hpp>

#include "akin/tokens/text_source.h"
#include "akin/tokens/token.h"

namespace akin::tokens {

/// Text as a sequence of numbers below size(), and back: decode(encode(text)) == text.
class Tokenizer {
 public:
  Tokenizer() = default;
  virtual ~Tokenizer() = default;
  Tokenizer(const Tokenizer&) = delete;
  Tokenizer& operator=(const Tokenizer&) = delete;

  [[nodiscard]] virtual std::string kind() const = 0;   ///< one of tokenizer_kinds()
  [[nodiscard]] virtual std::int64_t size() const = 0;  ///< of the vocabulary

  /// Errors: not valid UTF-8 (but for bytes); UsageError for characters that the vocabulary lacks.
  /// Text may be encoded in pieces that end with "\n": encode(a + b) is encode(a) and encode(b).
  [[nodiscard]] virtual std::vector<Token> encode(std::string_view text) const = 0;

  /// Bytes, which may end within a character: see utf8::complete_prefix. Error: a token outside of the
  /// vocabulary.
  [[nodiscard]] virtual std::string decode(std::span<const Token> tokens) const = 0;

  /// What tokenizer_from_json reads: RUN/tokenizer.json.
  [[nodiscard]] virtual nlohmann::ordered_json to_json() const = 0;
};

/// "characters", "bytes", "subwords".
const std::vector<std::string>& tokenizer_kinds();

/// One token per distinct character of the text, in the order of their code points, as nanoGPT's.
/// Error: no character, or more than 65,536 different ones.
std::unique_ptr<Tokenizer> make_characters(const TextSource& text);

/// One token per byte, 256 in all; knows every text.
std::unique_ptr<Tokenizer> make_bytes();

/// Byte-pair encoding by SentencePiece (Sennrich, Haddow & Birch 2016; Kudo & Richardson 2018) over
/// the text's more frequent characters; all others become bytes, so every text is known. At most
/// `vocabulary` tokens, fewer where the text is too short for as many, 257 of them for the bytes
/// and for "unknown", which encode() never makes. "\n" is always a token of its own. A sample of 16
/// MiB is trained on where the text is longer. The same text gives the same model, byte for byte.
/// UsageError: vocabulary outside of 300 to 65,536.
std::unique_ptr<Tokenizer> make_subwords(const TextSource& text, std::int64_t vocabulary = 1024);

/// One of the above by its kind(); UsageError where there is none such. `vocabulary` is for
/// subwords.
std::unique_ptr<Tokenizer> make_tokenizer(const std::string& kind, const TextSource& text,
                                          std::int64_t vocabulary = 1024);

/// From what to_json() wrote, trusting none of it; errors begin with [`name`].
std::unique_ptr<Tokenizer> tokenizer_from_json(std::string_view text, const std::string& name);

/// The token of "\n". UsageError where the vocabulary lacks it.
Token newline_of(const Tokenizer& tokenizer);

}  // namespace akin::tokens
