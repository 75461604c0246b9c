#pragma once

#include <atomic>
#include <memory>
#include <optional>
#include <string>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "akin/data/text_statistics.h"
#include "akin/experiment/run_folder.h"
#include "akin/models/generative_model.h"
#include "akin/numerics/plane.h"

#include "serve/datasets.h"
#include "serve/live_training.h"
#include "serve/request_body.h"
#include "serve/vote.h"

namespace akin::app {

/// One model as the page uses it: a trained run, or a training slot with the model that is being
/// trained in it. Each endpoint maps a request's JSON to a response's; HttpError (400): the model
/// lacks the capability. Endpoints compute: call one at a time, while holding a Ticket.
class ModelView {
 public:
  /// `datasets` outlives it. Errors: those of open_run().
  ModelView(std::int64_t index, const RunFolder& run, Datasets& datasets);
  /// A training slot; nullptr: nothing is trained yet.
  ModelView(std::int64_t index, std::shared_ptr<LiveTraining> training);

  /// {"index", "name", "family", "data", "classes", "width", "height", "channels",
  /// "capabilities", "role", "language", "examples", "items_seen", "steps", "class_names", "parts",
  /// "parameters", ...}: images are base64 of bytes [channels, height, width]; capabilities are
  /// among "samples", "reconstruction", "latent_map", "vote", "text", "completion" and "training".
  [[nodiscard]] nlohmann::json describe() const;

  /// {"seed", "count", "label", "offset"} -> {"images"}: images of `count` random latent vectors
  /// plus `offset`.
  [[nodiscard]] nlohmann::json samples(const RequestBody& body);
  /// {"pixels", "label"} -> {"mean", "deviation", "bits", "bits_in", "reconstruction"}: of the
  /// posterior q(z | pixels) its mean, standard deviation and KL divergence from the prior, the
  /// bits that the pixels take in memory, and the image decoded from the mean.
  [[nodiscard]] nlohmann::json encode(const RequestBody& body);
  /// {"pixels", "label", "count", "seed"} -> {"images"}: decoded from `count` latent vectors that
  /// are drawn from the posterior q(z | pixels). The i-th is the same whatever the count.
  [[nodiscard]] nlohmann::json posterior_samples(const RequestBody& body);
  /// {"latents", "label"} -> {"images"}
  [[nodiscard]] nlohmann::json decode(const RequestBody& body);
  /// {"count"} -> {"x", "y", "labels", "sides": [min x, max x, min y, max y]}: the posterior means
  /// of `count` training images on numerics::principal_plane() of all that were encoded.
  [[nodiscard]] nlohmann::json codes(const RequestBody& body);
  /// {"mean", "deviation"} -> {"x", "y", "sx", "sy", "angle"}: numerics::seen_in() of a posterior
  /// on that plane.
  [[nodiscard]] nlohmann::json project(const RequestBody& body);
  /// {"x", "y", "label"} -> {"images"}: the image decoded from that point of the plane.
  [[nodiscard]] nlohmann::json decode_at(const RequestBody& body);
  /// {"range"} -> {"images", "side"}: for two latent dimensions, the images decoded on a square
  /// grid over [-range, range]^2; rows from the top.
  [[nodiscard]] nlohmann::json latent_map(const RequestBody& body);
  /// {"pixels"} -> {"distance", "typical", "nearest"}: the nearest training image, its distance,
  /// and the typical distance of real images not used for training (absent without any).
  [[nodiscard]] nlohmann::json nearest(const RequestBody& body);
  /// {"pixels", "label"} -> {"probability"}: D(pixels), the discriminator's probability that they
  /// are real. {"images": [pixels, ...], "label"} -> {"probabilities"}.
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
  /// {"text" or "tokens", "temperature", "top_k", "top_p", "count"} -> {"prompt": [{"id", "text"},
  /// ...], "replaced", "tokens": [{"id", "text", "probability", "adjusted"}, ...], "entropy",
  /// "adjusted_entropy", "loss_of_prompt"}: the tokens that the model sees, the most likely next
  /// ones (tokens::next_tokens()), and -ln p of each token seen, null where nothing precedes it. To
  /// go on with a token of one's choice, append its id to "tokens".
  [[nodiscard]] nlohmann::json next_tokens(const RequestBody& body);
  /// {"text" or "tokens"} -> {"tokens", "replaced", "heads": [{"layer", "head", "kind", "score"},
  /// ...]}: what each attention head does with the last tokens (metrics::attention_pattern()), in
  /// the order of the kinds, the clearest first.
  [[nodiscard]] nlohmann::json heads(const RequestBody& body);
  /// {"text" or "tokens", "layer", "head", "minimum"} -> {"tokens", "replaced", "links": [[to,
  /// from, weight], ...]}: the head's attention weights of at least `minimum`.
  [[nodiscard]] nlohmann::json head_links(const RequestBody& body);
  /// {"text"} -> {"lengths", "loss"}: context_loss() of the text, or without one of validation
  /// text.
  [[nodiscard]] nlohmann::json context_loss(const RequestBody& body);
  /// {"text", "minimum"} -> {"spans": [{"start", "length"}, ...]}: metrics::copied_spans() of a
  /// text, in characters.
  [[nodiscard]] nlohmann::json copied_spans(const RequestBody& body);
  /// {"text"} -> {"statements": [{"start", "length", "verdict", "fact"}, ...], "true", "false"}:
  /// what a text says in the world of the built-in tales, one tale a line: data::tale_statements().
  [[nodiscard]] nlohmann::json tale_truth(const RequestBody& body);
  /// {"count", "seed"} -> of images {"count", "classes": [{"name", "count"}, ...], "images",
  /// "labels"}; of text {"characters", "documents", "excerpt", "letters", "words"}: training data.
  [[nodiscard]] nlohmann::json data(const RequestBody& body);
  /// {} -> timeline(): the training of a run.
  [[nodiscard]] nlohmann::json timeline(const RequestBody& body);
  /// {} -> {"points": [{"name", "similar", "new"}, ...]}: novelty_points() of the model;
  /// none if too few images were kept for evaluation.
  [[nodiscard]] nlohmann::json novelty(const RequestBody& body);
  /// {"seed"} -> {"image"}: a real image, one not used for training if there is any.
  [[nodiscard]] nlohmann::json example(const RequestBody& body);
  /// {} -> Vote::status() of a new round, about an image that is real or generated with equal
  /// probability.
  [[nodiscard]] nlohmann::json start_vote(const RequestBody& body);

  /// Loads the data, so that no request has to wait for it. Needs no Ticket.
  void preload() const;

  /// HttpError (400): not a text model.
  [[nodiscard]] std::shared_ptr<const TextGenerator> text() const;
  /// HttpError (409): no training was started.
  [[nodiscard]] LiveTraining& training() const;
  [[nodiscard]] const std::shared_ptr<LiveTraining>& training_if_any() const { return training_; }
  [[nodiscard]] Vote& vote() { return vote_; }
  /// See role_of(); empty for a training slot.
  [[nodiscard]] const std::string& role() const { return role_; }
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
  /// The images of the field "images".
  [[nodiscard]] torch::Tensor image_list(const RequestBody& body) const;  // [n, c, h, w]
  [[nodiscard]] torch::Tensor image_tensor(std::vector<std::uint8_t>& bytes) const;
  [[nodiscard]] torch::Tensor labels(const RequestBody& body, std::int64_t count) const;  // [count]
  [[nodiscard]] std::int64_t steps() const;       ///< done so far
  [[nodiscard]] nlohmann::json examples() const;  ///< training items; null of text not yet loaded
  const Dataset& dataset();
  const data::ImageData& images();
  const data::TextData& text_data();

  /// Codes of training images and the plane on which they are shown.
  struct CodeMap {
    numerics::Plane plane;
    numerics::Points points;  // [n, 2]
    std::vector<std::int64_t> labels;
  };
  const CodeMap& code_map();

  std::int64_t index_;
  std::string name_;
  std::string role_;
  bool is_training_slot_ = false;
  Recipe recipe_;
  std::shared_ptr<LiveTraining> training_;
  std::shared_ptr<GenerativeModel> model_;               // nullptr: none yet
  Capabilities can_;                                     // of model_
  std::shared_ptr<const tokens::Tokenizer> tokenizer_;   // of text
  Datasets* datasets_ = nullptr;                         // of a run
  std::optional<RunFolder> folder_;                      // likewise
  std::int64_t steps_ = 0;                               // done by a run
  mutable std::atomic<std::int64_t> text_examples_ = 0;  // 0: not known yet
  // Loaded or computed on first use:
  std::shared_ptr<const Dataset> data_;
  std::optional<data::TextStatistics> statistics_;
  std::optional<inference::Decoder> decoder_;
  std::optional<CodeMap> codes_;
  std::optional<nlohmann::json> novelty_;
  std::optional<nlohmann::json> contexts_;  // loss of validation text
  std::optional<double> typical_distance_;  // none without evaluation images
  Vote vote_;
};

/// Training documents of a text, or characters of running text.
std::int64_t examples_in(const data::TextData& data);

}  // namespace akin::app
