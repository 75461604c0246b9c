#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "akin/nn/torch.h"
#include "akin/pictures/picture.h"
#include "akin/pictures/sheet.h"

namespace akin::app {

/// Images [n, 1, height, width] in [0, 1] as bytes with their size.
struct SampleImages {
  explicit SampleImages(const torch::Tensor& images);
  std::vector<std::uint8_t> pixels;
  int width;
  int height;
  [[nodiscard]] pictures::GreyImages view() const { return {pixels, width, height}; }
};

/// The sheet of a model's samples: where it has classes, one column a class.
pictures::Picture sample_sheet(const torch::Tensor& images, std::int64_t classes,
                               const std::string& title);

}  // namespace akin::app
