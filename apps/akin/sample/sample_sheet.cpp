#include "sample/sample_sheet.h"

#include <algorithm>

#include "akin/training/batches.h"

namespace akin::app {

SampleImages::SampleImages(const torch::Tensor& images)
    : pixels(image_bytes(images)),
      size{static_cast<int>(images.size(2)), static_cast<int>(images.size(3)),
           static_cast<int>(images.size(1))} {}

namespace {

constexpr int gap = 2;

std::int64_t cell(int side, int scale) {
  return static_cast<std::int64_t>(side) * scale + gap;
}

std::int64_t most_at_scale(ImageSize size, int scale) {
  constexpr std::int64_t side = pictures::longest_side - 200;  // without the margins and the title
  return side / cell(size.width, scale) * (side / cell(size.height, scale));
}

}  // namespace

int sheet_scale(ImageSize size) {
  constexpr int visible = 56;  // pixels
  return std::max(2, visible / std::max(size.width, size.height));
}

std::int64_t most_on_a_sheet(ImageSize size) {
  return most_at_scale(size, 1);
}

pictures::Picture sample_sheet(const torch::Tensor& images, std::int64_t classes,
                               const std::string& title) {
  pictures::SheetOptions options;
  options.title = title;
  const SampleImages samples(images);
  const std::int64_t count = images.size(0);
  const int scale = sheet_scale(samples.size);
  options.scale = count > most_at_scale(samples.size, scale) ? 1 : scale;
  constexpr std::int64_t most_rows = 30;
  const std::int64_t of_each =
      (count + most_rows * classes - 1) / std::max<std::int64_t>(most_rows * classes, 1);
  options.columns = static_cast<int>(classes * of_each);  // 0: square
  return pictures::sheet(samples.view(), options);
}

}  // namespace akin::app
