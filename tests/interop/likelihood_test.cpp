#include "akin/evaluation/perplexity.h"
#include "akin/families/vae/vae_losses.h"

#include "interop/python_test.h"
#include "support/tensors.h"

namespace akin {
namespace {

using torch::Tensor;

class LikelihoodInPython : public tests::PythonTest {};

TEST_F(LikelihoodInPython, OfLevelsIsThatOfTorchDistributions) {
  Random random(1, "levels");
  const Tensor levels = (nn::uniform(random, {6, 3, 12, 20}, 0, 1) * 255).round();
  Tensor pixels = levels / 255;
  pixels.flatten().slice(0, 0, 4000, 5).fill_(0);  // a fifth black, a fifth white
  pixels.flatten().slice(0, 1, 4000, 5).fill_(1);
  const nn::NamedTensors inputs = {
      {"pixels", pixels},
      {"mean", (pixels + 0.1 * tests::normal({6, 3, 12, 20})).clamp(0, 1)},
      {"log_scale", torch::tensor({-3.F, -2.5F, -1.F})}};
  const auto theirs = answer("discretized_logistic.py", "run", inputs);
  const Tensor nats = discretized_logistic_nll(
      inputs.at("mean"), inputs.at("log_scale").view({3, 1, 1}), pixels);  // [6]
  const Tensor bits = torch::empty_like(nats);
  for (std::int64_t i = 0; i < nats.numel(); ++i) {
    bits[i] = bits_per_dimension(nats[i].item<double>(), 3 * 12 * 20);
  }
  tests::expect_same({{"nats", nats}, {"bits_per_dimension", bits}}, theirs);
}

}  // namespace
}  // namespace akin
