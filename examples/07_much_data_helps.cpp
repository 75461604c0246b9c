// More data generalises better. The same VAE is trained for the same number of steps on 30, 300,
// 3,000 and 30,000 digits. Its negative log-likelihood of test digits, in nats per image, measures
// generalisation instead of memorisation.
//
// Expected: the NLL falls with each tenfold increase, and the last line reads "more data, better".

#include <cstdio>

#include "akin/data/digits.h"
#include "akin/families/vae/vae_training.h"
#include "akin/training/fit.h"

namespace {

constexpr std::uint64_t seed = 1;

/// The negative log-likelihood in nats per image of `test` after training on `images`.
double test_nll(const akin::data::Images& images, const akin::Batch& test) {
  const auto vae = akin::make_vae({.latent_dim = 16, .encoder_width = 16, .decoder_width = 16},
                                  {.height = 28, .width = 28}, seed);
  akin::VaeTraining training(vae, {.lr = 2e-3, .beta2 = 0.99});
  akin::fit(training, akin::image_batches(images, 64, seed),
            {.steps = 400, .schedule = {akin::Schedule::Shape::linear}, .seed = seed});
  return vae->nll(test.data, {}, akin::Random(seed, "evaluation"))->mean();
}

}  // namespace

int main() {
  const auto all = akin::data::digits(30000, seed);
  const akin::Batch test = akin::ordered_batches(akin::data::digits(1000, seed + 1), 1000)(0);
  bool better = true;
  double last = 1e9;
  for (const std::int64_t count : {30, 300, 3000, 30000}) {
    const double now = test_nll(akin::data::limit(all, count), test);
    std::printf("%6lld digits: %.1f nats per test digit\n", static_cast<long long>(count), now);
    better = better && now < last;
    last = now;
  }
  std::printf(better ? "more data, better\n" : "more data did not help\n");
}
