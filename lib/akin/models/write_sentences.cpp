#include "akin/models/write_sentences.h"

#include <vector>

#include "akin/nn/parallel.h"

namespace akin {

using tokens::Token;
using torch::Tensor;

void write_each(const inference::Decoder& decoder, const Unfinished& unfinished) {
  const std::int64_t length = unfinished.sentences.size(1);
  const std::int64_t given = unfinished.given;
  auto* sentences = unfinished.sentences.data_ptr<std::int64_t>();
  const auto* numbers = unfinished.numbers.data_ptr<double>();
  nn::parallel_for(unfinished.sentences.size(0), 1, [&](std::int64_t begin, std::int64_t end) {
    inference::Decoder own = decoder;
    tokens::TokenSampler sampler(unfinished.sampling);
    for (std::int64_t i = begin; i < end; ++i) {
      auto* sentence = sentences + i * length;
      const auto* number = numbers + i * (length - given);
      const std::vector<Token> prompt(sentence, sentence + given);
      own.reset();
      auto logits = own.feed(prompt).first(static_cast<std::size_t>(unfinished.words));
      for (std::int64_t t = given; t < length; ++t) {
        sentence[t] = sampler(logits, *number++);
        if (t + 1 < length) {
          logits = own.step(static_cast<Token>(sentence[t])).first(logits.size());
        }
      }
    }
  });
}

void write_at_once(Transformer& transformer, const Unfinished& unfinished) {
  const torch::NoGradGuard no_grad;
  const auto& [sentences, given, numbers, words, sampling] = unfinished;
  tokens::TokenSampler sampler(sampling);
  KeyValueCache cache;
  const std::int64_t n = sentences.size(0);
  Tensor fresh = sentences.slice(1, 0, given);  // [n, words not yet read]
  for (std::int64_t t = given; t < sentences.size(1); ++t) {
    const Tensor logits = transformer.logits(fresh, &cache)
                              .select(1, fresh.size(1) - 1)
                              .slice(1, 0, words)
                              .to(torch::kCPU)
                              .contiguous();  // [n, words]
    const Tensor drawn = torch::empty({n, 1}, torch::kInt64);
    for (std::int64_t i = 0; i < n; ++i) {
      const std::span row(logits.data_ptr<float>() + i * words, static_cast<std::size_t>(words));
      const double number = numbers.data_ptr<double>()[i * numbers.size(1) + t - given];
      drawn.data_ptr<std::int64_t>()[i] = sampler(row, number);
    }
    fresh = drawn.to(sentences.device());
    sentences.slice(1, t, t + 1).copy_(fresh);
  }
}

}  // namespace akin
