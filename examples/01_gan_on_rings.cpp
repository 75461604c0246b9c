// A GAN learns a two-dimensional distribution. The generator maps noise to points, the
// discriminator learns to tell them from the data, eight small clusters on a circle, and the
// generator learns to fool it. Neither network is given the formula of the circle. Writes
// scatter plots at several steps to rings.png, from left to right.
//
// Expected: within half a minute the points cover all eight clusters, and the last line reads "8 of
// 8 clouds".

#include <cstdio>

#include "akin/data/rings.h"
#include "akin/families/gan/gan.h"
#include "akin/families/gan/gan_training.h"
#include "akin/models/mlp.h"
#include "akin/pictures/picture_files.h"
#include "akin/pictures/scatter.h"
#include "akin/training/fit.h"

int main() {
  constexpr std::uint64_t seed = 1;
  constexpr std::int64_t steps = 3000;
  const akin::data::Rings rings;

  // Both networks are small MLPs: latent [n, 2] -> points [n, 2], points [n, 2] -> logits [n].
  auto gan = std::make_shared<akin::Gan>(
      std::make_shared<akin::Mlp>(std::vector<std::int64_t>{2, 128, 128, 2},
                                  akin::Random(seed, "generator")),
      std::make_shared<akin::Mlp>(std::vector<std::int64_t>{2, 128, 128, 1},
                                  akin::Random(seed, "discriminator")),
      /*latent_dim=*/2, akin::Domain::numbers);
  akin::GanTraining training(gan, {.lr = 1e-3, .beta1 = 0.5, .r1 = 0.1, .r1_every = 1});

  // A batch is a pure function of its step, which makes training reproducible.
  const auto batches = [&](std::int64_t step) {
    return akin::Batch{
        akin::point_tensor(rings.points(256, seed, static_cast<std::uint64_t>(step))), {}};
  };

  const auto sample = [&] { return akin::points(gan->sample(1000, seed)); };
  akin::pictures::Scatter scatter(2.0);  // each panel shows [-2, 2] x [-2, 2]
  scatter.add("noise", sample());
  const auto watch = [&](const akin::Progress& progress) {
    if (progress.step % 1000 == 0) {
      scatter.add("step " + std::to_string(progress.step), sample());
    }
    return akin::Next::proceed;
  };
  akin::fit(training, batches,
            {.steps = steps, .schedule = {akin::Schedule::Shape::linear}, .seed = seed}, watch);
  scatter.add("data", rings.points(1000, seed));
  akin::pictures::write_png("rings.png", scatter.picture());

  const auto fit = rings.fit(sample());
  std::printf("%.0f %% of the points are within three standard deviations of a cloud\n",
              100 * fit.near);
  std::printf("%d of %d clouds\n", fit.modes, rings.modes);
}
