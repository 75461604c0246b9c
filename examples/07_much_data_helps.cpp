// Much data is needed. The same VAE learns for the same number of steps from 30, 300, 3,000 and
// 30,000 digits. What it says of digits that it never saw, in nats an image, tells what it has
// learnt of digits in general, rather than of those it was shown.
//
// Expected: each tenfold more data takes nats off, and the last line reads "more data, better".

#include <cstdio>

#include "akin/data/digits.h"
#include "akin/families/vae/vae_training.h"
#include "akin/training/fit.h"

namespace {

constexpr std::uint64_t seed = 1;

/// NegativeLogLikelihood an image of `unseen` after learning from `images`.
double nats(const akin::data::Images& images, const akin::Batch& unseen) {
  const auto vae = akin::make_vae({.latent_dim = 16, .encoder_width = 16, .decoder_width = 16},
                                  {.height = 28, .width = 28}, seed);
  akin::VaeTraining training(vae, {.lr = 2e-3, .beta2 = 0.99});
  akin::fit(training, akin::image_batches(images, 64, seed),
            {.steps = 400, .schedule = {akin::Schedule::Shape::linear}, .seed = seed});
  return vae->nll(unseen.data, {}, akin::Random(seed, "exam"))->mean();
}

}  // namespace

int main() {
  const auto all = akin::data::digits(30000, seed);
  const akin::Batch unseen = akin::ordered_batches(akin::data::digits(1000, seed + 1), 1000)(0);
  bool better = true;
  double last = 1e9;
  for (const std::int64_t count : {30, 300, 3000, 30000}) {
    const double now = nats(akin::data::limit(all, count), unseen);
    std::printf("%6lld digits: %.1f nats an unseen digit\n", static_cast<long long>(count), now);
    better = better && now < last;
    last = now;
  }
  std::printf(better ? "more data, better\n" : "more data did not help\n");
}
