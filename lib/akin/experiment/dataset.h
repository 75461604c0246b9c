#pragma once

#include <optional>

#include "akin/data/image_data.h"
#include "akin/data/text_data.h"
#include "akin/experiment/recipe.h"

namespace akin {

/// The data of a run: either images or text.
struct Dataset {
  std::optional<data::ImageData> images;
  std::optional<data::TextData> text;

  [[nodiscard]] const std::string& name() const { return text ? text->name : images->name; }
  [[nodiscard]] const std::string& sha256() const { return text ? text->sha256 : images->sha256; }
  /// For people: what was done with the data and left out.
  [[nodiscard]] const std::vector<std::string>& notes() const {
    return text ? text->notes : images->notes;
  }
  [[nodiscard]] std::string size() const;  ///< for people: "50000 images"
  [[nodiscard]] DataSpec data_spec() const;
};

/// Reads the data of a recipe, downloading what is missing. `tokenizer`: of an earlier run, for
/// text. UsageErrors: text for a family that generates images, text beside images, options that do
/// not go with the data.
Dataset load_dataset(const Recipe& recipe, const data::LoadOptions& options = {},
                     std::shared_ptr<const tokens::Tokenizer> tokenizer = nullptr);

/// Writes into a recipe what is read off the data: their absolute paths, their hash, the images'
/// shape, whether lines are documents.
void note_data(Recipe& recipe, const Dataset& data);

}  // namespace akin
