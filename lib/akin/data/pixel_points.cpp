#include "akin/data/pixel_points.h"

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

numerics::Neighbours nearest_images(const Images& images, const Images& training) {
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
