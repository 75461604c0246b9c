#pragma once

#include <functional>
#include <optional>
#include <string>

#include <nlohmann/json.hpp>

#include "akin/experiment/splits.h"
#include "akin/models/generative_model.h"

namespace akin {

/// How well a model foretells images that it never saw, where it can say.
struct Likelihood {
  /// "exact"; "bound" (-ELBO); "importance" (a tighter bound); "words": exact, but of a tokenizer's
  /// words and not of pixels; "undefined"
  std::string kind = "undefined";
  double nats = 0;            ///< an image, mean; 0 where undefined: print the kind, not this
  double standard_error = 0;  ///< of the mean; 0 where not known
  std::int64_t items = 0;
  std::int64_t draws = 0;  ///< of an importance-weighted bound
};
nlohmann::ordered_json to_json(const Likelihood& likelihood);

struct LikelihoodOptions {
  std::int64_t importance_images = 500;  ///< drawn from the exam by a fixed seed; 0: all of it
  std::int64_t importance_draws = 5000;
  std::int64_t validation_batches = 0;  ///< of the exact likelihood and of -ELBO; 0: all
  /// Told the share done, up to 1, of an importance-weighted bound: it takes minutes.
  std::function<void(double)> progress;
};

/// The best that the model can say, of the images of its exam: exact where it is exact, of a VAE
/// the importance-weighted bound (Burda et al. 2016). Undefined without an exam.
Likelihood likelihood_of(GenerativeModel& model, const Splits& splits,
                         std::int64_t validation_items, const LikelihoodOptions& options = {});

}  // namespace akin
