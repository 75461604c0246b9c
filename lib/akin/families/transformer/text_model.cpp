#include "akin/families/transformer/text_model.h"

#include <algorithm>
#include <utility>

#include "akin/base/require.h"

namespace akin {

using tokens::Token;
using torch::Tensor;

namespace {

TransformerShape with_vocabulary(TransformerShape shape, const tokens::Tokenizer& tokenizer) {
  shape.vocabulary_size = tokenizer.size();
  return shape;
}

/// The token of "\n", where the vocabulary has one.
std::optional<Token> find_newline(const tokens::Tokenizer& tokenizer) {
  try {
    return tokens::newline_of(tokenizer);
  } catch (const UsageError&) {
    return std::nullopt;
  }
}

}  // namespace

TextModel::TextModel(const TransformerShape& shape,
                     std::shared_ptr<const tokens::Tokenizer> tokenizer, bool documents,
                     std::uint64_t seed)
    : SequenceModel(with_vocabulary(shape, *tokenizer), seed),
      tokenizer_(std::move(tokenizer)),
      newline_(find_newline(*tokenizer_)),
      documents_(documents) {}

Tensor TextModel::sentences(const Tensor& data, const Tensor& /*labels*/) {
  return data;
}

void TextModel::write(inference::Decoder& decoder, std::span<const Token> prompt,
                      const WritingOptions& options, std::uint64_t seed,
                      const std::function<bool(Token, std::span<const float>)>& take) const {
  tokens::check(options.sampling, tokenizer_->size());
  tokens::TokenSampler sampler(options.sampling);
  Random random(seed, "write");
  std::vector<Token> given(prompt.begin(), prompt.end());
  if (given.empty() || (documents_ && given.front() != newline_)) {
    given.insert(given.begin(), newline_.value_or(0));
  }
  decoder.reset();
  std::span<const float> logits = decoder.feed(given);
  for (std::int64_t i = 0; i < options.length; ++i) {
    const Token token = sampler(logits, random.uniform());
    if ((documents_ && token == newline_) || !take(token, logits)) {
      return;
    }
    logits = decoder.step(token);
  }
}

std::string TextModel::write(inference::Decoder& decoder, const std::string& prompt,
                             const WritingOptions& options, std::uint64_t seed) const {
  std::vector<Token> written;
  write(decoder, tokenizer_->encode(prompt), options, seed,
        [&](Token token, std::span<const float>) {
          written.push_back(token);
          return true;
        });
  return tokenizer_->decode(written);
}

Tensor TextModel::draw(std::int64_t count, Random& random, const Tensor& /*labels*/) {
  const std::int64_t length = transformer().shape().context;
  Tensor texts = torch::full({count, length}, -1, torch::kInt64);
  inference::Decoder writer = decoder();
  for (std::int64_t i = 0; i < count; ++i) {
    auto* next = texts.data_ptr<std::int64_t>() + i * length;
    write(writer, {}, {{}, length}, random.bits(), [&](Token token, std::span<const float>) {
      *next++ = token;
      return true;
    });
  }
  return texts;
}

}  // namespace akin
