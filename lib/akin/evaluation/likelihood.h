#pragma once

#include <functional>
#include <optional>
#include <string>

#include <nlohmann/json.hpp>

#include "akin/experiment/splits.h"
#include "akin/models/generative_model.h"

namespace akin {

/// The negative log-likelihood of images not used for training. Two are comparable only on the same
/// support.
struct Likelihood {
  std::string kind = "undefined";  ///< exact, importance (an importance-weighted bound), undefined
  double nats = 0;                 ///< per image, mean; meaningless if undefined
  double standard_error = 0;       ///< of the mean; 0 if unknown
  std::int64_t items = 0;
  std::int64_t draws = 0;  ///< per image, of an importance-weighted bound
  Support support = Support::binary;
  std::int64_t values = 0;  ///< of an image

  /// Of pixels of 256 levels.
  [[nodiscard]] std::optional<double> bits_per_dimension() const;
};
/// "support" is binary, levels, continuous or tokens.
nlohmann::ordered_json to_json(const Likelihood& likelihood);

struct LikelihoodOptions {
  std::int64_t importance_images = 500;  ///< drawn with a fixed seed; 0: all
  std::int64_t importance_draws = 5000;
  std::int64_t validation_batches = 0;  ///< of an exact likelihood; 0: all
  /// Receives the share done, up to 1, of an importance-weighted bound, which takes minutes.
  std::function<void(double)> progress;
};

/// The tightest value that the model has for the validation images of `splits`: exact, or for a VAE
/// the importance-weighted bound (Burda et al. 2016). Undefined without validation images.
Likelihood likelihood_of(GenerativeModel& model, const Splits& splits,
                         std::int64_t validation_items, const LikelihoodOptions& options = {});

}  // namespace akin
