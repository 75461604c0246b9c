#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "akin/nn/torch.h"
#include "akin/pictures/picture.h"
#include "akin/pictures/sheet.h"

namespace akin::app {

/// Images [n, channels, height, width] in [0, 1] as bytes with their size.
struct SampleImages {
  explicit SampleImages(const torch::Tensor& images);
  std::vector<std::uint8_t> pixels;
  ImageSize size;
  [[nodiscard]] pictures::ImageBatch view() const { return {pixels, size}; }
};

/// The sheet of a model's samples: where it has classes, as many columns for each as it takes for
/// thirty rows.
pictures::Picture sample_sheet(const torch::Tensor& images, std::int64_t classes,
                               const std::string& title);

/// Screen pixels per image pixel with which small images can be seen.
int sheet_scale(ImageSize size);

/// How many images of this size a sheet holds.
std::int64_t most_on_a_sheet(ImageSize size);

}  // namespace akin::app
