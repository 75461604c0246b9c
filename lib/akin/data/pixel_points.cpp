#include "akin/data/pixel_points.h"

#include <cmath>
#include <limits>

namespace akin::data {

numerics::Points pixel_points(const Images& images) {
  numerics::Points points(images.size(), static_cast<std::int64_t>(images.image_size().values()));
  for (std::int64_t i = 0; i < images.size(); ++i) {
    const auto pixels = images.pixels(i);
    for (std::size_t x = 0; x < pixels.size(); ++x) {
      points(i, static_cast<Eigen::Index>(x)) = static_cast<float>(pixels[x]) / 255.0F;
    }
  }
  return points;
}

std::vector<std::uint8_t> all_pixels(const Images& images) {
  std::vector<std::uint8_t> bytes;
  for (std::int64_t i = 0; i < images.size(); ++i) {
    const auto pixels = images.pixels(i);
    bytes.insert(bytes.end(), pixels.begin(), pixels.end());
  }
  return bytes;
}

namespace {

/// Of one image among many: as points they would take four times their memory, and most of the
/// time.
numerics::Neighbours nearest_to_one(std::span<const std::uint8_t> image, const Images& training) {
  std::int64_t best = 0;
  std::int64_t least = std::numeric_limits<std::int64_t>::max();
  for (std::int64_t i = 0; i < training.size(); ++i) {
    const std::uint8_t* other = training.pixels(i).data();
    std::int32_t sum = 0;  // below 2^31 for up to 33,025 pixels
    for (std::size_t x = 0; x < image.size(); ++x) {
      const std::int32_t difference = std::int32_t{image[x]} - std::int32_t{other[x]};
      sum += difference * difference;
    }
    if (sum < least) {
      least = sum;
      best = i;
    }
  }
  return {{best}, {static_cast<float>(std::sqrt(static_cast<double>(least)) / 255)}};
}

}  // namespace

numerics::Neighbours nearest_images(const Images& images, const Images& training) {
  constexpr std::int64_t most_pixels = 33025;  // see nearest_to_one()
  if (images.size() == 1 && training.size() > 0 && images.image_size() == training.image_size() &&
      std::ssize(images.pixels(0)) <= most_pixels) {
    return nearest_to_one(images.pixels(0), training);
  }
  return numerics::nearest(pixel_points(images), pixel_points(training));
}

std::vector<std::int64_t> nearest_class_counts(const Images& images, const Images& training) {
  std::vector<std::int64_t> counts(static_cast<std::size_t>(training.classes()));
  for (const auto index : nearest_images(images, training).index) {
    ++counts[static_cast<std::size_t>(training.label(index))];
  }
  return counts;
}

}  // namespace akin::data
