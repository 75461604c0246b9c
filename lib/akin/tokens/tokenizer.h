#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json.hpp>

namespace akin::tokens {

/// A token id, from 0 to vocabulary_size() - 1.
using Token = std::int32_t;

/// Token ids are stored in at most two bytes.
inline constexpr std::int64_t largest_vocabulary = 65536;

/// Valid UTF-8 text that may be larger than memory. Each call passes the whole text to `take`, in
/// order, in chunks that end between characters.
using TextSource = std::function<void(const std::function<void(std::string_view chunk)>& take)>;

/// A source of one chunk; the caller keeps the text alive.
TextSource text_source(std::string_view text);

/// The whole text of a source that is known to be small.
std::string whole_text(const TextSource& source);

/// Converts text to token ids and back: decode(encode(text)) == text.
class Tokenizer {
 public:
  Tokenizer() = default;
  virtual ~Tokenizer() = default;
  Tokenizer(const Tokenizer&) = delete;
  Tokenizer& operator=(const Tokenizer&) = delete;

  [[nodiscard]] virtual std::string kind() const = 0;  ///< one of tokenizer_kinds()
  [[nodiscard]] virtual std::int64_t vocabulary_size() const = 0;

  /// Whether the vocabulary has the character; encode_prompt() replaces those that it lacks.
  [[nodiscard]] virtual bool can_encode(char32_t /*character*/) const { return true; }

  /// Errors: invalid UTF-8 (except for bytes); UsageError: characters outside the vocabulary.
  /// Text may be encoded in chunks that end with "\n": encode(a + b) is encode(a) then encode(b).
  [[nodiscard]] virtual std::vector<Token> encode(std::string_view text) const = 0;

  /// The bytes of the tokens, which may end inside a character: see utf8::complete_prefix().
  /// Error: a token outside the vocabulary.
  [[nodiscard]] virtual std::string decode(std::span<const Token> tokens) const = 0;

  /// The input of tokenizer_from_json(), stored as RUN/tokenizer.json.
  [[nodiscard]] virtual nlohmann::ordered_json to_json() const = 0;
};

/// "characters", "bytes", "subwords".
const std::vector<std::string>& tokenizer_kinds();

/// One token per byte, 256 in all. Encodes any text.
std::unique_ptr<Tokenizer> make_byte_tokenizer();

/// Makes a tokenizer of a kind, fitted to the text; see character_tokenizer.h and
/// subword_tokenizer.h. `vocabulary_size` is for subwords; 0: 1024. The kind "auto" is characters,
/// or, of a text with more than 256 different ones, such as one in Korean, subwords with room for
/// each of them (at most 8,192 unless `vocabulary_size` says otherwise). UsageError: an unknown
/// kind.
std::unique_ptr<Tokenizer> make_tokenizer(const std::string& kind, const TextSource& text,
                                          std::int64_t vocabulary_size = 0);

/// Reads the untrusted output of to_json(). Errors start with [`name`].
std::unique_ptr<Tokenizer> tokenizer_from_json(std::string_view text, const std::string& name);

/// The token of "\n". UsageError: the vocabulary has none.
Token newline_of(const Tokenizer& tokenizer);

}  // namespace akin::tokens
