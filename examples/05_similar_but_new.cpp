// Similar, but new: a generative model has to be both. Compares a GAN, trained on the built-in
// digits for a quarter of a minute, with a copier that returns training images. By Fréchet distance
// alone the copier wins. Distances to the nearest training image expose it: C_T is far below that
// of held-out images if samples lie nearer to training images than held-out images do, and the copy
// rate counts exact copies.
//
// Expected: the copier's Fréchet distance is near that of held-out digits and its C_T below -5, the
// GAN copies nothing, and the last line reads "the copier is caught, the GAN is not".

#include <cstdio>

#include "akin/evaluation/baselines.h"
#include "akin/evaluation/find_feature_extractor.h"
#include "akin/evaluation/reference.h"
#include "akin/families/gan/gan_training.h"
#include "akin/training/fit.h"

namespace {

void print(const char* who, const akin::ImageMetrics& metrics) {
  std::printf("%-10s  distance %7.1f   C_T %6.1f   copies %5.1f %%\n", who, *metrics.frechet,
              metrics.memorisation.c_t.value_or(0), 100 * metrics.memorisation.copy_rate);
}

}  // namespace

int main() {
  constexpr std::uint64_t seed = 1;
  constexpr std::int64_t count = 2000;
  const auto data = akin::data::load_images({.data = "digits"});
  const auto training = data.train.slice(0, 5000);

  const auto gan = akin::make_gan({}, {.height = 28, .width = 28}, seed);
  akin::GanTraining learning(gan, {.lr = 2e-3});
  akin::fit(learning, akin::image_batches(training, 64, seed), {.steps = 250, .seed = seed});

  const akin::Reference reference(
      akin::find_feature_extractor(data),
      {training, data.test.slice(0, count), data.validation.slice(0, count)});
  const auto validation = reference.compute_metrics(reference.real().control);
  const auto copier = reference.compute_metrics(akin::copies(training, count, seed));
  const auto made = reference.compute_metrics(akin::made_images(gan->sample(count, seed)));
  print("held-out", validation);
  print("the copier", copier);
  print("the GAN", made);

  const bool caught = copier.memorisation.copy_rate > 0.5 &&
                      *copier.memorisation.c_t < *validation.memorisation.c_t - 5;
  const bool fresh = made.memorisation.copy_rate < 0.01 &&
                     *made.memorisation.c_t > *validation.memorisation.c_t - 1;
  std::printf("the copier is%s caught, the GAN is%s\n", caught ? "" : " not", fresh ? " not" : "");
}
