#include "support/held_out_readings.h"

#include <algorithm>
#include <vector>

#include "support/digits_reference.h"

namespace akin::tests {
namespace {

// More sizes, on MNIST: tests/evaluation_long.
const RealPool& digits() {
  static const RealPool pool{digits_extractor(), data::digits(500, 101), data::digits(1000, 102),
                             data::digits(1000, 103)};
  return pool;
}

TEST(HeldOutReadings, OfNoiseAreNeverBetterThanNotSimilar) {
  for (const PoolSizes& sizes : {PoolSizes{20, 20, 20}, PoolSizes{1000, 20, 20},
                                 PoolSizes{20, 1000, 100}, PoolSizes{200, 200, 200}}) {
    expect_noise_is_not_similar(digits(), sizes);
    expect_noise_is_not_similar(digits().unlabelled(), sizes);
  }
}

TEST(HeldOutReadings, OfHeldOutImagesConcludeNoDifference) {
  expect_held_out_images_read_as_such(digits(), {60, 60, 60}, 100);
  expect_held_out_images_read_as_such(digits().unlabelled(), {30, 30, 30}, 100);
}

/// The mean of each pixel and its eight neighbours.
data::Images blurred(const data::Images& images) {
  const int height = images.height();
  const int width = images.width();
  std::vector<std::uint8_t> bytes;
  for (std::int64_t i = 0; i < images.size(); ++i) {
    const auto pixels = images.pixels(i);
    for (int y = 0; y < height; ++y) {
      for (int x = 0; x < width; ++x) {
        int sum = 0;
        for (int v = std::max(y - 1, 0); v < std::min(y + 2, height); ++v) {
          for (int u = std::max(x - 1, 0); u < std::min(x + 2, width); ++u) {
            sum += pixels[static_cast<std::size_t>(v * width + u)];
          }
        }
        bytes.push_back(static_cast<std::uint8_t>(sum / 9));
      }
    }
  }
  return {std::move(bytes), {}, {height, width}, {}};
}

/// Images of the lower half of the classes.
data::Images lower_classes(const data::Images& images) {
  std::vector<std::int64_t> kept;
  for (std::int64_t i = 0; i < images.size(); ++i) {
    if (images.label(i) < images.classes() / 2) {
      kept.push_back(i);
    }
  }
  return images.select(kept);
}

TEST(HeldOutReadings, OfOtherImagesAreNotThoseOfHeldOutOnes) {
  using Novelty = ImageAssessment::Novelty;
  for (const std::int64_t n : {20, 100, 400}) {
    const Reference reference = reference_of(digits(), {n, n, n}, 1);
    const ControlMetrics control = reference.control_metrics(n);
    const auto assess = [&](const data::Images& images) {
      return assess_images(evaluate_images(reference, images.slice(0, n), control).metrics);
    };
    const data::Images fresh = data::digits(3 * n, 104);
    EXPECT_NE(assess(blurred(fresh)).similar.level, Reading::Level::like_control) << n;
    EXPECT_NE(assess(lower_classes(fresh)).similar.level, Reading::Level::like_control) << n;
    EXPECT_EQ(assess(copies(digits().training, n, 1)).novelty, Novelty::copies) << n;
    const auto noisy = assess(with_noise(copies(digits().training, n, 1), 0.1, 1));
    EXPECT_NE(noisy.novelty, Novelty::new_images) << n;
  }
}

}  // namespace
}  // namespace akin::tests
