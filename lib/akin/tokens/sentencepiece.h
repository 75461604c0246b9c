#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace akin::tokens {

// SentencePiece behind an interface without its types. The distribution's library brings an older
// protobuf under the same names as the one that LibTorch loads, and a process in which the two
// meet crashes before main(). So SentencePiece lives in a module of its own, which is loaded when
// subwords are first asked for, and in which each finds its own names first.

/// A trained model. Errors of all functions are one line without "[who]".
class SentencePieceModel {
 public:
  enum class Kind { text, byte, unknown, other };
  struct Piece {
    std::string text;
    Kind kind = Kind::text;
  };

  virtual ~SentencePieceModel() = default;
  [[nodiscard]] virtual std::vector<Piece> pieces() const = 0;
  [[nodiscard]] virtual std::vector<int> encode(std::string_view text) const = 0;
};

/// What the module offers.
struct SentencePiece {
  /// `serialized`: as train() returns it.
  std::unique_ptr<SentencePieceModel> (*load)(const std::string& serialized);
  /// `arguments`: the trainer's own, by name.
  std::string (*train)(const std::vector<std::string>& sentences,
                       const std::vector<std::pair<std::string, std::string>>& arguments);
};

/// The module, loaded at the first call. Error: it is not where akin was built or installed.
const SentencePiece& sentencepiece();

}  // namespace akin::tokens
