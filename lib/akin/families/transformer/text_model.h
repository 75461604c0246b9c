#pragma once

#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "akin/families/transformer/sequence_model.h"
#include "akin/tokens/tokenizer.h"

namespace akin {

/// A Transformer of text. Generation runs on inference::Decoder, whose window slides: a text, and
/// its prompt, may be longer than the context.
class TextModel : public SequenceModel, public TextGenerator {
 public:
  /// `documents`: each text is a line, which "\n" starts and ends.
  TextModel(const TransformerShape& shape, std::shared_ptr<const tokens::Tokenizer> tokenizer,
            bool documents, std::uint64_t seed);

  /// data: token ids [n, t + 1] already.
  torch::Tensor token_ids(const torch::Tensor& data, const torch::Tensor& labels) override;

  [[nodiscard]] const tokens::Tokenizer& tokenizer() const override { return *tokenizer_; }
  [[nodiscard]] bool documents() const override { return documents_; }
  [[nodiscard]] std::int64_t context() const override { return transformer().shape().context; }
  [[nodiscard]] const tokens::SamplingOptions& sampling() const override {
    return sampling_options();
  }
  [[nodiscard]] inference::Decoder decoder() const override { return make_decoder(); }
  [[nodiscard]] std::vector<tokens::Token> with_start(
      std::span<const tokens::Token> prompt) const override;
  void generate(inference::Decoder& decoder, std::span<const tokens::Token> prompt,
                const GenerationOptions& options, std::uint64_t seed,
                const TokenCallback& take) const override;
  torch::Tensor token_nll(const torch::Tensor& ids) override {
    return SequenceModel::token_nll(ids);
  }
  torch::Tensor attention_weights(const torch::Tensor& tokens) override {
    return transformer().attention_weights(tokens);
  }

  [[nodiscard]] std::int64_t classes() const override { return 0; }
  [[nodiscard]] Capabilities capabilities() override { return {.text = this}; }

 protected:
  /// Token ids int64 [count, context] of texts without a prompt, padded with -1.
  torch::Tensor draw(std::int64_t count, Random& random, const torch::Tensor& labels) override;
  [[nodiscard]] std::int64_t vocabulary_size() const override {
    return tokenizer_->vocabulary_size();
  }

 private:
  std::shared_ptr<const tokens::Tokenizer> tokenizer_;
  std::optional<tokens::Token> newline_;
  bool documents_;
};

}  // namespace akin
