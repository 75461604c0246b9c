#include "evaluate/image_evaluation.h"

#include <algorithm>
#include <chrono>

#include "akin/evaluation/find_feature_extractor.h"
#include "akin/training/batches.h"

#include "command_line/common.h"
#include "runs/run_data.h"

namespace akin::app {
namespace {

using Clock = std::chrono::steady_clock;

double seconds_since(Clock::time_point begin) {
  return std::chrono::duration<double>(Clock::now() - begin).count();
}

/// How many are made in `seconds`, by the time that some take.
std::int64_t affordable(GenerativeModel& model, std::uint64_t seed, double seconds) {
  constexpr std::int64_t some = 128;
  constexpr std::int64_t fewest = 1000;
  (void)model.sample(some, seed);  // the first draw also sets things up
  const auto begin = Clock::now();
  (void)model.sample(some, seed);
  const double rate = static_cast<double>(some) / seconds_since(begin);
  const auto count = static_cast<std::int64_t>(seconds * rate) / 100 * 100;
  return std::max(count, fewest);
}

data::Images drawn_in_binary(const data::Images& images, const char* part) {
  const torch::Tensor grey = ordered_batches(images, images.size())(0).data;  // [n, c, h, w]
  return made_images(binarise(grey, Random(0, part)));
}

}  // namespace

TimedSamples make_samples(GenerativeModel& model, std::int64_t count, std::uint64_t seed,
                          double seconds) {
  if (seconds > 0) {
    count = std::min(count, affordable(model, seed, seconds));
  }
  const auto begin = Clock::now();
  data::Images images = made_images(model.sample(count, seed));
  return {std::move(images), seconds_since(begin)};
}

bool black_and_white(const data::Images& images) {
  for (std::int64_t i = 0; i < images.size(); ++i) {
    const auto pixels = images.pixels(i);
    if (!std::all_of(pixels.begin(), pixels.end(), [](auto p) { return p == 0 || p == 255; })) {
      return false;
    }
  }
  return true;
}

Reference reference_of(const Recipe& recipe, bool binary) {
  const data::ImageData data = training_data(recipe);
  RealImages real = real_images(data);
  if (binary) {
    real = {drawn_in_binary(real.training, "training"), drawn_in_binary(real.test, "test"),
            drawn_in_binary(real.control, "control")};
  }
  // The feature extractor is of the data as they are, whatever view of them the run had.
  const data::ImageData whole = data::load_images(
      {.data = recipe.data.of_images(), .options = recipe.data.images}, loading_progress());
  return {find_feature_extractor(whole, classifier_progress()), std::move(real)};
}

}  // namespace akin::app
