#include "akin/families/transformer/generate_tokens.h"

#include <span>
#include <vector>

#include "akin/nn/torch_parallel.h"

namespace akin {

using tokens::Token;
using torch::Tensor;

namespace {

/// One sentence, of which `given` words are there, to its end; a random number for each word.
void write_to_end(inference::Decoder& decoder, tokens::TokenSampler& sampler, std::int64_t words,
                  std::span<std::int64_t> sentence, std::size_t given, const double* numbers) {
  const std::vector<Token> prompt(sentence.begin(),
                                  sentence.begin() + static_cast<std::ptrdiff_t>(given));
  decoder.reset();
  auto logits = decoder.feed(prompt).first(static_cast<std::size_t>(words));
  for (std::size_t t = given; t < sentence.size(); ++t) {
    sentence[t] = sampler(logits, *numbers++);
    if (t + 1 < sentence.size()) {
      logits = decoder.step(static_cast<Token>(sentence[t])).first(logits.size());
    }
  }
}

}  // namespace

Tensor write_each(const inference::Decoder& decoder, const Unfinished& unfinished) {
  const std::int64_t given = unfinished.given.size(1);
  const std::int64_t more = unfinished.numbers.size(1);
  if (more == 0) {
    return unfinished.given.clone();
  }
  const Tensor numbers = unfinished.numbers.contiguous();                        // [n, more]
  const Tensor sentences = torch::constant_pad_nd(unfinished.given, {0, more});  // [n, t + more]
  const auto length = static_cast<std::size_t>(given + more);
  nn::parallel_ranges(sentences.size(0), 1, [&](std::int64_t begin, std::int64_t end) {
    inference::Decoder own = decoder;
    tokens::TokenSampler sampler(unfinished.sampling);
    for (std::int64_t i = begin; i < end; ++i) {
      write_to_end(own, sampler, unfinished.words,
                   {sentences.data_ptr<std::int64_t>() + i * (given + more), length},
                   static_cast<std::size_t>(given), numbers.data_ptr<double>() + i * more);
    }
  });
  return sentences;
}

Tensor write_at_once(Transformer& transformer, const Unfinished& unfinished) {
  const torch::NoGradGuard no_grad;
  const std::int64_t words = unfinished.words;
  tokens::TokenSampler sampler(unfinished.sampling);
  TensorKeyValueCache cache;
  std::vector<Tensor> sentences = {unfinished.given};  // [n, words], one behind the other
  for (std::int64_t t = 0; t < unfinished.numbers.size(1); ++t) {
    const Tensor& fresh = sentences.back();  // [n, words not yet read]
    const Tensor logits = transformer.logits(fresh, &cache)
                              .select(1, fresh.size(1) - 1)
                              .slice(1, 0, words)
                              .to(torch::kCPU)
                              .contiguous();                              // [n, words]
    const Tensor numbers = unfinished.numbers.select(1, t).contiguous();  // [n]
    const Tensor drawn = torch::empty({fresh.size(0), 1}, torch::kInt64);
    for (std::int64_t i = 0; i < drawn.size(0); ++i) {
      const std::span row(logits.data_ptr<float>() + i * words, static_cast<std::size_t>(words));
      drawn.data_ptr<std::int64_t>()[i] = sampler(row, numbers.data_ptr<double>()[i]);
    }
    sentences.push_back(drawn.to(fresh.device()));
  }
  return torch::cat(sentences, 1);
}

}  // namespace akin
