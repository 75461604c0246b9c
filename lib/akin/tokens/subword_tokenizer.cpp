#include "akin/tokens/subword_tokenizer.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

#include "akin/base/require.h"
#include "akin/base/settings.h"
#include "akin/base/utf8.h"
#include "akin/io/base64.h"
#include "akin/tokens/sentencepiece.h"
#include "akin/tokens/sentencepiece_model.h"
#include "akin/tokens/subword_training.h"

namespace akin::tokens {
namespace {

constexpr WholeRange vocabulary_range{300, largest_vocabulary};
constexpr std::string_view space_mark_text = "\xe2\x96\x81";  // U+2581
constexpr std::size_t longest_segment = 65536;                // bytes per call of SentencePiece

/// The byte of a piece such as "<0x0A>".
std::string byte_of(const std::string& piece) {
  unsigned value = 0;
  if (piece.size() == 6) {
    std::from_chars(piece.data() + 3, piece.data() + 5, value, 16);
  }
  require(piece == fmt::format("<0x{:02X}>", value), "expected byte pieces, got '{}'", piece);
  return {static_cast<char>(value)};
}

std::string with_spaces(std::string piece) {
  for (std::size_t at = 0; (at = piece.find(space_mark_text, at)) != std::string::npos; ++at) {
    piece.replace(at, space_mark_text.size(), " ");
  }
  return piece;
}

/// SentencePiece's byte-pair encoding, made lossless: line breaks and U+2581, by which it
/// represents a space, are encoded as bytes without passing them to SentencePiece.
class SubwordTokenizer final : public Tokenizer {
 public:
  /// Errors: a damaged model, or one without a piece for every byte.
  explicit SubwordTokenizer(std::string serialized) : serialized_(std::move(serialized)) {
    byte_tokens_.fill(-1);
    for (const Piece& piece : read_sentencepiece_model(serialized_)) {
      add_piece(piece);
    }
    require(std::find(byte_tokens_.begin(), byte_tokens_.end(), -1) == byte_tokens_.end(),
            "expected a SentencePiece model with a piece for every byte, got one without");
    model_ = sentencepiece().load(serialized_);
  }

  [[nodiscard]] std::string kind() const override { return "subwords"; }
  [[nodiscard]] std::int64_t vocabulary_size() const override {
    return static_cast<std::int64_t>(pieces_.size());
  }

  [[nodiscard]] std::vector<Token> encode(std::string_view text) const override {
    utf8::require_valid(text, "tokenizer");
    std::vector<Token> tokens;
    tokens.reserve(text.size() / 2);
    while (!text.empty()) {
      const std::size_t length = plain_prefix(text);
      append_plain(text.substr(0, length), tokens);
      text.remove_prefix(length);
      const std::size_t separate = separate_prefix(text);
      append_bytes(text.substr(0, separate), tokens);
      text.remove_prefix(separate);
    }
    return tokens;
  }

  [[nodiscard]] std::string decode(std::span<const Token> tokens) const override {
    std::string text;
    for (const Token token : tokens) {
      require(token >= 0 && token < vocabulary_size(),
              "[tokenizer] expected tokens of 0 to {}, got {}", vocabulary_size() - 1, token);
      text += pieces_[static_cast<std::size_t>(token)];
    }
    return text;
  }

  [[nodiscard]] nlohmann::ordered_json to_json() const override {
    return {
        {"kind", kind()}, {"vocabulary", vocabulary_size()}, {"model", io::to_base64(serialized_)}};
  }

 private:
  void add_piece(const Piece& piece) {
    if (piece.kind == Piece::Kind::byte) {
      pieces_.push_back(byte_of(piece.text));
      byte_tokens_[static_cast<std::uint8_t>(pieces_.back()[0])] =
          static_cast<Token>(pieces_.size()) - 1;
    } else if (piece.kind == Piece::Kind::unknown) {
      pieces_.emplace_back("\xef\xbf\xbd");  // U+FFFD
    } else {
      pieces_.push_back(with_spaces(piece.text));
    }
  }

  /// Bytes before a line break or U+2581, at most longest_segment, ending between characters.
  static std::size_t plain_prefix(std::string_view text) {
    const std::string_view line = text.substr(0, text.find('\n'));
    const std::string_view plain = line.substr(0, line.find(space_mark_text));
    return plain.size() <= longest_segment
               ? plain.size()
               : utf8::complete_prefix(plain.substr(0, longest_segment));
  }

  static std::size_t separate_prefix(std::string_view text) {
    return text.starts_with('\n')              ? 1
           : text.starts_with(space_mark_text) ? space_mark_text.size()
                                               : 0;
  }

  void append_plain(std::string_view text, std::vector<Token>& tokens) const {
    if (text.empty()) {
      return;
    }
    const auto ids = model_->encode(text);
    tokens.insert(tokens.end(), ids.begin(), ids.end());
  }

  void append_bytes(std::string_view text, std::vector<Token>& tokens) const {
    for (const char byte : text) {
      tokens.push_back(byte_tokens_[static_cast<std::uint8_t>(byte)]);
    }
  }

  std::string serialized_;
  std::unique_ptr<SentencePieceModel> model_;
  std::vector<std::string> pieces_;  ///< text of each token
  std::array<Token, 256> byte_tokens_{};
};

}  // namespace

std::unique_ptr<Tokenizer> make_subword_tokenizer(const TextSource& text,
                                                  std::int64_t vocabulary_size) {
  require_in_range("vocabulary", vocabulary_size, vocabulary_range);
  return std::make_unique<SubwordTokenizer>(train_subwords(text, vocabulary_size));
}

std::unique_ptr<Tokenizer> subword_tokenizer_from_json(io::JsonReader& json,
                                                       const std::string& name) {
  const auto vocabulary = json.get<std::int64_t>("vocabulary");
  std::string model = io::from_base64(json.get<std::string>("model"), name);
  try {
    auto tokenizer = std::make_unique<SubwordTokenizer>(std::move(model));
    require(tokenizer->vocabulary_size() == vocabulary,
            "expected a vocabulary of {}, got {} pieces", vocabulary, tokenizer->vocabulary_size());
    return tokenizer;
  } catch (const Error& error) {
    fail("[{}] {}", name, error.what());
  }
}

}  // namespace akin::tokens
