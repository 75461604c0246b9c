#include "akin/models/capabilities.h"

#include <vector>

#include "akin/tokens/prompt.h"

namespace akin {

torch::Tensor Posterior::deviation() const {
  return (0.5 * log_variance).exp();  // [n, d]
}

torch::Tensor Posterior::sample(const torch::Tensor& noise) const {
  return mean + deviation() * noise;  // [n, d]
}

torch::Tensor Posterior::kl() const {
  return 0.5 * (mean.square() + log_variance.exp() - 1.0 - log_variance);  // [n, d]
}

std::string TextGenerator::generate_text(inference::Decoder& decoder, const std::string& prompt,
                                         const GenerationOptions& options,
                                         std::uint64_t seed) const {
  std::vector<tokens::Token> generated;
  generate(decoder, tokens::encode_prompt(tokenizer(), prompt).tokens, options, seed,
           [&](tokens::Token token, std::span<const float>) {
             generated.push_back(token);
             return true;
           });
  return tokenizer().decode(generated);
}

}  // namespace akin
