#include "akin/evaluation/baselines.h"

#include <algorithm>
#include <cmath>
#include <utility>
#include <vector>

#include "akin/base/random.h"
#include "akin/base/require.h"
#include "akin/data/pixel_points.h"

namespace akin {
namespace {

data::Images unlabelled(std::vector<std::uint8_t> bytes, ImageSize image_size) {
  return {std::move(bytes), {}, image_size, {}};
}

}  // namespace

data::Images copies(const data::Images& training, std::int64_t count, std::uint64_t seed) {
  require(training.size() > 0, "[copies] expected a training image, got none");
  const Permutation order(training.size(), Random(seed, "copies").bits());
  std::vector<std::int64_t> chosen(static_cast<std::size_t>(count));
  for (std::int64_t i = 0; i < count; ++i) {
    chosen[static_cast<std::size_t>(i)] = order(i % training.size());
  }
  return training.select(chosen);
}

data::Images with_copies(const data::Images& images, const data::Images& training, double share,
                         std::uint64_t seed) {
  require<UsageError>(share >= 0 && share <= 1, "[copies] expected a share from 0 to 1, got {}",
                      share);
  const auto count =
      static_cast<std::int64_t>(std::llround(share * static_cast<double>(images.size())));
  const Permutation places(images.size(), Random(seed, "places").bits());
  std::vector<std::uint8_t> bytes = data::all_pixels(images);
  const data::Images copied = copies(training, std::max<std::int64_t>(count, 1), seed);
  for (std::int64_t i = 0; i < count; ++i) {
    const auto pixels = copied.pixels(i);
    std::copy(pixels.begin(), pixels.end(), bytes.begin() + places(i) * std::ssize(pixels));
  }
  return unlabelled(std::move(bytes), images.image_size());
}

data::Images with_noise(const data::Images& images, double deviation, std::uint64_t seed) {
  Random random(seed, "noise");
  std::vector<std::uint8_t> bytes = data::all_pixels(images);
  for (auto& byte : bytes) {
    const double noisy = static_cast<double>(byte) + 255 * deviation * random.normal();
    byte = static_cast<std::uint8_t>(std::lround(std::clamp(noisy, 0.0, 255.0)));
  }
  return unlabelled(std::move(bytes), images.image_size());
}

data::Images noise(std::int64_t count, ImageSize image_size, std::uint64_t seed) {
  Random random(seed, "noise");
  std::vector<std::uint8_t> bytes(static_cast<std::size_t>(count) * image_size.values());
  for (auto& byte : bytes) {
    byte = static_cast<std::uint8_t>(random.below(256));
  }
  return unlabelled(std::move(bytes), image_size);
}

}  // namespace akin
