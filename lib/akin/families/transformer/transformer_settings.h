#pragma once

#include <memory>
#include <string>

#include "akin/base/settings.h"
#include "akin/families/transformer/sequence_model.h"
#include "akin/models/data_spec.h"

namespace akin {

/// The architecture of a Transformer and how data become its tokens.
struct TransformerSettings {
  /// The vocabulary is the tokenizer's; for images the context is an image's number of tokens.
  TransformerShape shape;
  /// characters, bytes or subwords for text, binary-2x2 or patch for images; auto: see
  /// tokens::make_tokenizer(), or patch.
  std::string tokenizer = "auto";
  std::int64_t vocabulary = 0;     ///< size, of subwords or patches; 0: the tokenizer's default
  std::string documents = "auto";  ///< of text: whether each line is a document
  bool conditional = false;        ///< of images: the label is the first token
};
void describe(Fields& fields, TransformerSettings& settings);

/// The tokenizer, with "auto" resolved for images. UsageError: one of text for images, or the other
/// way round.
std::string tokenizer_of(const TransformerSettings& settings, bool text);
/// The size of the vocabulary that the tokenizer learns; 0: its default for text.
std::int64_t vocabulary_size_of(const TransformerSettings& settings, bool text);

/// Builds a TextModel or a TokenImageModel with weights drawn from `seed`. UsageErrors: those of
/// tokenizer_of() and inference::require_valid(); `conditional` without classes.
std::shared_ptr<SequenceModel> make_transformer(const TransformerSettings& settings,
                                                const DataSpec& data, std::uint64_t seed);

}  // namespace akin
