#pragma once

#include <memory>
#include <string>

#include "akin/base/settings.h"
#include "akin/families/transformer/sequence_model.h"
#include "akin/models/data_spec.h"

namespace akin {

/// The shape of a Transformer: with what the data tell, enough to build it again.
struct TransformerSettings {
  /// Its vocabulary is the tokenizer's, and for images its context is an image's length.
  TransformerShape shape;
  /// characters, bytes or subwords for text, binary-2x2 or patch for images; auto: characters, or
  /// patch.
  std::string tokenizer = "auto";
  std::int64_t vocabulary = 0;     ///< subwords, or patches; 0: 1024, or 512
  std::string documents = "auto";  ///< of text: each line stands for itself
  bool conditional = false;        ///< of images: the label is the first token
};
void visit(SettingsVisitor& visitor, TransformerSettings& settings);

/// The tokenizer's kind where it is left to the data.
std::string tokenizer_of(const TransformerSettings& settings, bool text);
/// How many words it learns.
std::int64_t vocabulary_of(const TransformerSettings& settings, bool text);

/// Builds a TextModel or a TokenImageModel with fresh weights drawn from `seed`. UsageErrors: a
/// tokenizer of text for images or the other way round, `conditional` without classes, and those of
/// inference::require_valid().
std::shared_ptr<SequenceModel> make_transformer(const TransformerSettings& settings,
                                                const DataSpec& data_spec, std::uint64_t seed);

}  // namespace akin
