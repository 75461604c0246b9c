#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <variant>

#include "akin/models/generative_model.h"
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

/// What a model makes of the same random numbers whenever it is asked, as people look at it: a
/// sheet of images, or some texts.
class Preview {
 public:
  Preview(GenerativeModel& model, const std::string& title);

  /// ".png" or ".txt"
  [[nodiscard]] std::string extension() const;
  void write(const std::filesystem::path& path) const;
  /// A few lines for a terminal.
  [[nodiscard]] std::string glance() const;
  /// Images [n, 1, height, width]; undefined for text.
  [[nodiscard]] const torch::Tensor& images() const { return images_; }

 private:
  torch::Tensor images_;
  std::variant<pictures::Picture, std::string> content_;
};

}  // namespace akin::app
