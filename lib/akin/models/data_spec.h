#pragma once

#include <memory>

#include "akin/models/image_shape.h"
#include "akin/tokens/tokenizer.h"

namespace akin {

/// What a model has to know of its data before it can be built: images, or text.
struct DataSpec {
  ImageShape image;
  std::shared_ptr<const tokens::Tokenizer> tokenizer{};  ///< of text; none: images
  bool documents = false;                                ///< each line is a text of its own

  [[nodiscard]] bool is_text() const { return tokenizer != nullptr; }
};

/// UsageError where `who` ("gan") makes images and the data are text.
void require_images(const std::string& who, const DataSpec& data_spec);

}  // namespace akin
