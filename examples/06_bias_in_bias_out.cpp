// Bias in, bias out. A model reproduces the class frequencies of its training data. The same GAN is
// trained twice, once on the digits as they are and once on a set in which half of the images are
// sevens. An independent classifier counts the sevens among the samples of each.
//
// Expected: about a tenth of the first GAN's samples are sevens and far more of the second's; the
// last line reads "bias in, bias out".

#include <algorithm>
#include <cstdio>

#include "akin/evaluation/find_feature_extractor.h"
#include "akin/families/gan/gan_training.h"
#include "akin/training/fit.h"

namespace {

constexpr std::uint64_t seed = 1;

/// The share of sevens among the samples of a GAN trained on `images`.
double sevens(const akin::data::Images& images, const akin::FeatureExtractor& extractor) {
  const auto gan = akin::make_gan({}, {.height = 28, .width = 28}, seed);
  akin::GanTraining learning(gan, {.lr = 2e-3});
  akin::fit(learning, akin::image_batches(images, 64, seed), {.steps = 250, .seed = seed});
  const auto views = akin::extract_features(akin::made_images(gan->sample(1000, seed)), extractor);
  return static_cast<double>(std::count(views.labels.begin(), views.labels.end(), 7)) / 1000;
}

}  // namespace

int main() {
  const auto data = akin::data::load_images({.data = "digits"});
  const auto extractor = akin::find_feature_extractor(data);
  const auto as_they_are = data.train.slice(0, 10000);
  const auto skewed = akin::data::skew(as_they_are, 7, 0.5, seed);

  const double fair = sevens(as_they_are, extractor);
  const double biased = sevens(skewed, extractor);
  std::printf("trained on 10 %% sevens, it generates %.0f %%\n", 100 * fair);
  std::printf("trained on 50 %% sevens, it generates %.0f %%\n", 100 * biased);
  std::printf(biased > 0.3 && biased > 2 * fair ? "bias in, bias out\n" : "no bias\n");
}
