#pragma once

#include <filesystem>
#include <string>
#include <variant>

#include "akin/models/generative_model.h"
#include "akin/pictures/picture.h"

#include "terminal/terminal.h"

namespace akin::app {

/// Samples of a model from fixed random numbers, for people: a grid of images, or some texts.
class Preview {
 public:
  Preview(GenerativeModel& model, const std::string& title);

  /// ".png" or ".txt"
  [[nodiscard]] std::string extension() const;
  void write(const std::filesystem::path& path) const;
  /// A few lines for a terminal, no wider than it.
  [[nodiscard]] std::string glance(const Terminal& terminal) const;
  /// Images [n, channels, height, width]; undefined for text.
  [[nodiscard]] const torch::Tensor& images() const { return images_; }

 private:
  torch::Tensor images_;
  std::variant<pictures::Picture, std::string> content_;
};

}  // namespace akin::app
