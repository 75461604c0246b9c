#include "nearest_images.h"

namespace akin::app {
namespace {

void copy_row(std::span<const std::uint8_t> pixels, numerics::Points& points, std::int64_t row) {
  for (std::size_t x = 0; x < pixels.size(); ++x) {
    points(row, static_cast<Eigen::Index>(x)) = static_cast<float>(pixels[x]) / 255.0F;
  }
}

/// Images as rows of pixels in [0, 1].
numerics::Points pixel_points(const data::Images& images) {
  numerics::Points points(images.size(), images.height() * images.width());
  for (std::int64_t i = 0; i < images.size(); ++i) {
    copy_row(images.pixels(i), points, i);
  }
  return points;
}

}  // namespace

numerics::Neighbours nearest_training_images(const std::vector<std::uint8_t>& pixels,
                                             const data::Images& training) {
  const auto size = static_cast<std::size_t>(training.height() * training.width());
  const auto count = static_cast<std::int64_t>(pixels.size() / size);
  numerics::Points queries(count, static_cast<Eigen::Index>(size));
  for (std::int64_t i = 0; i < count; ++i) {
    copy_row(std::span(pixels).subspan(static_cast<std::size_t>(i) * size, size), queries, i);
  }
  return numerics::nearest(queries, pixel_points(training));
}

}  // namespace akin::app
