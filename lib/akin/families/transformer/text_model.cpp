#include "akin/families/transformer/text_model.h"

#include <utility>
#include <vector>

namespace akin {

using tokens::Token;
using torch::Tensor;

namespace {

TransformerShape with_vocabulary(TransformerShape shape, const tokens::Tokenizer& tokenizer) {
  shape.vocabulary_size = tokenizer.vocabulary_size();
  return shape;
}

/// The token of "\n", where the vocabulary has one.
std::optional<Token> find_newline(const tokens::Tokenizer& tokenizer) {
  return tokenizer.can_encode(U'\n') ? std::optional(tokens::newline_of(tokenizer)) : std::nullopt;
}

}  // namespace

TextModel::TextModel(const TransformerShape& shape,
                     std::shared_ptr<const tokens::Tokenizer> tokenizer, bool documents,
                     std::uint64_t seed)
    : SequenceModel(with_vocabulary(shape, *tokenizer), seed),
      tokenizer_(std::move(tokenizer)),
      newline_(find_newline(*tokenizer_)),
      documents_(documents) {}

Tensor TextModel::token_ids(const Tensor& data, const Tensor& /*labels*/) {
  return data;
}

std::vector<Token> TextModel::with_start(std::span<const Token> prompt) const {
  std::vector<Token> tokens(prompt.begin(), prompt.end());
  if (tokens.empty() || (documents_ && tokens.front() != newline_)) {
    tokens.insert(tokens.begin(), newline_.value_or(0));
  }
  return tokens;
}

void TextModel::generate(inference::Decoder& decoder, std::span<const Token> prompt,
                         const GenerationOptions& options, std::uint64_t seed,
                         const TokenCallback& take) const {
  tokens::TokenSampler sampler(options.sampling);
  Random random(seed, "write");
  decoder.reset();
  std::span<const float> logits = decoder.feed(with_start(prompt));
  for (std::int64_t i = 0; i < options.length; ++i) {
    const Token token = sampler(logits, random.uniform());
    if ((documents_ && token == newline_) || !take(token, logits)) {
      return;
    }
    logits = decoder.step(token);
  }
}

Tensor TextModel::draw(std::int64_t count, Random& random, const Tensor& /*labels*/) {
  const std::int64_t length = context();
  Tensor texts = torch::full({count, length}, -1, torch::kInt64);  // [count, context]
  inference::Decoder decoder = make_decoder();
  for (std::int64_t i = 0; i < count; ++i) {
    auto* next = texts.data_ptr<std::int64_t>() + i * length;
    generate(decoder, {}, {sampling_options(), length}, random.bits(),
             [&](Token token, std::span<const float>) {
               *next++ = token;
               return true;
             });
  }
  return texts;
}

}  // namespace akin
