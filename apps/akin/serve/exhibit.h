#pragma once

#include <memory>
#include <mutex>
#include <optional>
#include <string>

#include <nlohmann/json.hpp>

#include "akin/models/latent_model.h"
#include "akin/models/text_model.h"
#include "akin/training/run_folder.h"

#include "serve/body.h"

namespace akin::app {

/// A trained model as visitors use it. What it cannot do is a Refusal (400) that says so. One call
/// at a time, under a Turn.
class Exhibit {
 public:
  /// Errors: those of RunFolder::model().
  Exhibit(std::int64_t number, const RunFolder& run);

  /// What the page has to know of it, its abilities among that: "wall", "codes", "votes", "text".
  [[nodiscard]] nlohmann::json describe() const;

  /// {"seed", "count", "label", "moves"} -> {"images"}: images of `count` latent vectors, each
  /// moved by `moves`.
  [[nodiscard]] nlohmann::json wall(const Body& body);
  /// {"pixels", "label"} -> {"mean", "deviation", "bits", "restored"}
  [[nodiscard]] nlohmann::json encode(const Body& body);
  /// {"latents", "label"} -> {"images"}
  [[nodiscard]] nlohmann::json decode(const Body& body);
  /// {"pixels"} -> {"distance", "usual", "nearest"}: the training image nearest to these pixels,
  /// and how far held-out images usually are from theirs.
  [[nodiscard]] nlohmann::json nearest(const Body& body);
  /// {"pixels", "label"} -> {"real"}: the chance that the discriminator gives them of being real.
  [[nodiscard]] nlohmann::json vote(const Body& body);

  /// Error: a Refusal where the exhibit is none of text.
  [[nodiscard]] const TextModel& text() const;

 private:
  template <class Model>
  [[nodiscard]] Model& as(const char* what) const;
  [[nodiscard]] std::int64_t pixel_count() const {
    return recipe_.image.height * recipe_.image.width;
  }
  [[nodiscard]] torch::Tensor pixels(const Body& body) const;                      // [1, 1, h, w]
  [[nodiscard]] torch::Tensor labels(const Body& body, std::int64_t count) const;  // [count]
  const data::ImageData& data();

  std::int64_t number_;
  std::string name_;
  Recipe recipe_;
  std::shared_ptr<GenerativeModel> model_;
  std::optional<data::ImageData> data_;
  double usual_distance_ = 0;
};

}  // namespace akin::app
