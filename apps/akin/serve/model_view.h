#pragma once

#include <memory>
#include <optional>
#include <string>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "akin/experiment/run_folder.h"
#include "akin/models/generative_model.h"

#include "serve/live_training.h"
#include "serve/request_body.h"
#include "serve/vote.h"

namespace akin::app {

/// One model as the page uses it: a trained run, or a training slot with the model that is being
/// trained in it. Each endpoint maps a request's JSON to a response's; HttpError (400): the model
/// lacks the capability. Endpoints compute: call one at a time, while holding a Ticket.
class ModelView {
 public:
  /// Errors: those of open_run().
  ModelView(std::int64_t index, const RunFolder& run);
  /// A training slot; nullptr: nothing is trained yet.
  ModelView(std::int64_t index, std::shared_ptr<LiveTraining> training);

  /// {"index", "name", "family", "data", "classes", "width", "height", "channels",
  /// "capabilities", ...}: images are base64 of bytes [channels, height, width]; capabilities are
  /// among "samples", "reconstruction", "latent_map", "vote", "text", "completion" and "training".
  [[nodiscard]] nlohmann::json describe() const;

  /// {"seed", "count", "label", "offset"} -> {"images"}: images of `count` random latent vectors
  /// plus `offset`.
  [[nodiscard]] nlohmann::json samples(const RequestBody& body);
  /// {"pixels", "label"} -> {"mean", "bits", "reconstruction"}: of the posterior q(z | pixels) its
  /// mean and KL divergence from the prior, and the image decoded from the mean.
  [[nodiscard]] nlohmann::json encode(const RequestBody& body);
  /// {"latents", "label"} -> {"images"}
  [[nodiscard]] nlohmann::json decode(const RequestBody& body);
  /// {"range"} -> {"images", "side"}: for two latent dimensions, the images decoded on a square
  /// grid over [-range, range]^2; rows from the top.
  [[nodiscard]] nlohmann::json latent_map(const RequestBody& body);
  /// {"pixels"} -> {"distance", "typical", "nearest"}: the nearest training image, its distance,
  /// and the typical distance of real images not used for training (absent without any).
  [[nodiscard]] nlohmann::json nearest(const RequestBody& body);
  /// {"pixels", "label"} -> {"probability"}: D(pixels), the discriminator's probability that they
  /// are real.
  [[nodiscard]] nlohmann::json discriminate(const RequestBody& body);
  /// {"pixels", "rows", "label", "seed"} -> {"images", "patch_size"}: completions whose first rows
  /// are given and whose rest a Transformer generates, patch by patch of patch_size^2 pixels.
  [[nodiscard]] nlohmann::json complete(const RequestBody& body);
  /// {"text"} -> {"tokens", "replaced", "layers", "heads", "weights"}: the attention weights among
  /// the last t tokens, base64 of [layers, heads, t, t] bytes in which 255 means 1; "replaced" as
  /// replaced_in() in generation.h.
  [[nodiscard]] nlohmann::json attention(const RequestBody& body);
  /// {"text"} -> {"start", "length", "typical"}: the longest substring, in characters, that also
  /// occurs in the training text, and its typical length in as much validation text (absent without
  /// any).
  [[nodiscard]] nlohmann::json longest_copy(const RequestBody& body);
  /// {"seed"} -> {"image"}: a real image, one not used for training if there is any.
  [[nodiscard]] nlohmann::json example(const RequestBody& body);
  /// {} -> Vote::status() of a new round, about an image that is real or generated with equal
  /// probability.
  [[nodiscard]] nlohmann::json start_vote(const RequestBody& body);

  /// HttpError (400): not a text model.
  [[nodiscard]] std::shared_ptr<const TextGenerator> text() const;
  /// HttpError (409): no training was started.
  [[nodiscard]] LiveTraining& training() const;
  [[nodiscard]] const std::shared_ptr<LiveTraining>& training_if_any() const { return training_; }
  [[nodiscard]] Vote& vote() { return vote_; }
  [[nodiscard]] std::int64_t index() const { return index_; }
  [[nodiscard]] bool is_training_slot() const { return is_training_slot_; }

 private:
  /// The capability. HttpError (400): `name_` lacks it.
  template <class Capability>
  [[nodiscard]] Capability& need(Capability* capability, const char* what) const {
    if (capability == nullptr) {
      throw HttpError(400, fmt::format("[model] expected a model with {}, got {}", what, name_));
    }
    return *capability;
  }
  [[nodiscard]] std::int64_t pixel_count() const { return recipe_.image.values(); }
  [[nodiscard]] torch::Tensor pixels(const RequestBody& body) const;  // [1, c, h, w]
  [[nodiscard]] torch::Tensor labels(const RequestBody& body, std::int64_t count) const;  // [count]
  const Dataset& dataset();
  const data::ImageData& images();

  std::int64_t index_;
  std::string name_;
  bool is_training_slot_ = false;
  Recipe recipe_;
  std::shared_ptr<LiveTraining> training_;
  std::shared_ptr<GenerativeModel> model_;              // nullptr: none yet
  Capabilities can_;                                    // of model_
  std::shared_ptr<const tokens::Tokenizer> tokenizer_;  // of text
  std::shared_ptr<const Dataset> data_;                 // loaded on first use
  std::optional<double> typical_distance_;              // none without evaluation images
  Vote vote_;
};

}  // namespace akin::app
