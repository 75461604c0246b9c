#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace akin::tokens {

// An interface to SentencePiece without its types. The distribution's library depends on an older
// protobuf with the same symbols as the one in LibTorch; a process that links both crashes before
// main(). SentencePiece is therefore in a module that is loaded on first use, in which each library
// finds its own symbols first.

/// A trained model. Errors of all functions are one line without "[who]".
class SentencePieceModel {
 public:
  virtual ~SentencePieceModel() = default;
  [[nodiscard]] virtual std::vector<int> encode(std::string_view text) const = 0;
};

/// The functions of the module.
struct SentencePiece {
  /// Loads a model that read_sentencepiece_model() accepts.
  std::unique_ptr<SentencePieceModel> (*load)(const std::string& serialized);
  /// Trains a model; `arguments` are those of SentencePiece's trainer, by name.
  std::string (*train)(const std::vector<std::string>& sentences,
                       const std::vector<std::pair<std::string, std::string>>& arguments);
};

/// The module, loaded by the first call. Error: it is neither in ../lib/akin as seen from the
/// program nor where akin was installed.
const SentencePiece& sentencepiece();

}  // namespace akin::tokens
