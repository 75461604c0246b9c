#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "akin/families/transformer/sequence_model.h"
#include "akin/tokens/token_sampler.h"
#include "akin/tokens/tokenizer.h"

namespace akin {

/// What a text is written from.
struct WritingOptions {
  tokens::SamplingOptions sampling;
  std::int64_t length = 256;  ///< tokens at most; a document ends earlier by itself
};

/// A Transformer that writes text. Sampling runs on inference::Decoder, whose window slides: a text
/// may be longer than the context, and so may its prompt.
class TextModel : public SequenceModel {
 public:
  /// `documents`: each text is a line, which "\n" starts and ends.
  TextModel(const TransformerShape& shape, std::shared_ptr<const tokens::Tokenizer> tokenizer,
            bool documents, std::uint64_t seed);

  /// data: int64 [n, t + 1] already.
  torch::Tensor sentences(const torch::Tensor& data, const torch::Tensor& labels) override;

  /// Continues `prompt` (tokens; where empty, from "\n", or the first token of the vocabulary
  /// where there is no such character). Each token is handed to `take` as it is drawn, with the
  /// logits it was drawn from, which stops the writing by returning false. The i-th token's random
  /// number is the i-th of (seed, "write"). A document's end is not handed out.
  void write(inference::Decoder& decoder, std::span<const tokens::Token> prompt,
             const WritingOptions& options, std::uint64_t seed,
             const std::function<bool(tokens::Token, std::span<const float> logits)>& take) const;

  /// The same as one text.
  [[nodiscard]] std::string write(inference::Decoder& decoder, const std::string& prompt,
                                  const WritingOptions& options, std::uint64_t seed) const;

  [[nodiscard]] const tokens::Tokenizer& tokenizer() const { return *tokenizer_; }
  [[nodiscard]] bool documents() const { return documents_; }
  [[nodiscard]] std::int64_t classes() const override { return 0; }

 protected:
  /// int64 [count, context]: texts without a prompt; -1 behind the end of a document.
  torch::Tensor draw(std::int64_t count, Random& random, const torch::Tensor& labels) override;
  [[nodiscard]] std::int64_t words() const override { return tokenizer_->vocabulary_size(); }

 private:
  std::shared_ptr<const tokens::Tokenizer> tokenizer_;
  std::optional<tokens::Token> newline_;
  bool documents_;
};

}  // namespace akin
