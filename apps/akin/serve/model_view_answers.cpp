#include <algorithm>
#include <cmath>
#include <random>

#include "akin/base/utf8.h"
#include "akin/data/pixel_points.h"
#include "akin/evaluation/text_evaluation.h"
#include "akin/io/base64.h"
#include "akin/metrics/text_novelty.h"
#include "akin/nn/random_tensors.h"
#include "akin/training/batches.h"

#include "runs/run_data.h"
#include "serve/generation.h"
#include "serve/model_view.h"

namespace akin::app {

using nlohmann::json;
using torch::Tensor;

namespace {

constexpr std::int64_t max_images = 64;
constexpr double max_latent = 10;
constexpr std::int64_t map_side = 15;
constexpr std::int64_t completion_count = 6;
constexpr std::int64_t max_attention_tokens = 48;
constexpr std::size_t max_copy_bytes = 32768;

std::string base64_of(const Tensor& images) {
  return io::to_base64(image_bytes(images));
}

std::vector<float> numbers(const Tensor& tensor) {
  const Tensor dense = tensor.contiguous();
  return {dense.data_ptr<float>(), dense.data_ptr<float>() + dense.numel()};
}

metrics::CopiedSpan longest_span(const std::vector<std::string>& texts,
                                 const data::TextData& data) {
  return metrics::text_novelty(metrics::match_lengths(texts, data::training_text(data))).longest;
}

/// See ModelView::longest_copy().
json longest_match(const std::string& text, const data::TextData& data) {
  const metrics::CopiedSpan span = longest_span({text}, data);
  json match = {{"start", span.first}, {"length", span.length}};
  if (data.validation_characters > 0) {
    match["typical"] = longest_span(control_texts(data, {text}), data).length;
  }
  return match;
}

}  // namespace

json ModelView::samples(const RequestBody& body) {
  auto& model = need(can_.latents, "latent vectors");
  const torch::NoGradGuard no_grad;
  const std::int64_t count = body.integer("count", {1, max_images}, 16);
  Random random(static_cast<std::uint64_t>(body.integer("seed", {}, 0)), "samples");
  const Tensor latents = nn::normal(random, {count, model.latent_dim()});  // [count, d]
  const Tensor offset = torch::tensor(body.numbers("offset", model.latent_dim(), max_latent));
  return {{"images", base64_of(model.generate(latents + offset, labels(body, count)))}};
}

json ModelView::encode(const RequestBody& body) {
  auto& model = need(can_.autoencoder, "an encoder");
  const torch::NoGradGuard no_grad;
  const Tensor label = labels(body, 1);
  const Posterior posterior = model.encode(pixels(body), label);
  const Tensor kl = posterior.kl().sum();
  return {{"mean", numbers(posterior.mean)},
          {"bits", kl.item<double>() / std::log(2.0)},
          {"reconstruction", base64_of(model.generate(posterior.mean, label))}};
}

json ModelView::decode(const RequestBody& body) {
  auto& model = need(can_.latents, "latent vectors");
  const torch::NoGradGuard no_grad;
  const Tensor latents =
      torch::tensor(body.numbers("latents", model.latent_dim(), max_latent)).unsqueeze(0);
  return {{"images", base64_of(model.generate(latents, labels(body, 1)))}};
}

json ModelView::latent_map(const RequestBody& body) {
  auto& model = need(can_.latents, "latent vectors");
  if (model.latent_dim() != 2) {
    throw HttpError(400, fmt::format("[model] expected a model of two latent dimensions, got {}",
                                     model.latent_dim()));
  }
  const torch::NoGradGuard no_grad;
  const Tensor coordinates =
      torch::linspace(-1, 1, map_side) * body.number("range", {0.1, max_latent}, 3);
  const auto grid =
      torch::meshgrid({-coordinates, coordinates}, "ij");  // up, right: each [side, side]
  const Tensor latents = torch::stack({grid[1].flatten(), grid[0].flatten()}, 1);  // [side^2, 2]
  return {{"images", base64_of(model.generate(latents, labels(body, latents.size(0))))},
          {"side", map_side}};
}

json ModelView::nearest(const RequestBody& body) {
  const auto& known = images().train;
  const std::vector<std::uint8_t> bytes = body.bytes("pixels", pixel_count());
  const auto shape = [&](auto side) { return static_cast<int>(side); };
  const ImageSize image_size = {shape(recipe_.image.height), shape(recipe_.image.width),
                                shape(recipe_.image.channels)};
  const data::Images query(bytes, {}, image_size, {});
  const auto found = data::nearest_images(query, known);
  json response = {{"distance", found.distance.front()},
                   {"nearest", io::to_base64(known.pixels(found.index.front()))}};
  if (typical_distance_) {
    response["typical"] = *typical_distance_;
  }
  return response;
}

json ModelView::discriminate(const RequestBody& body) {
  auto& model = need(can_.discriminator, "a discriminator");
  const torch::NoGradGuard no_grad;
  const Tensor logit = model.discriminate(pixels(body), labels(body, 1));
  return {{"probability", logit.sigmoid().item<double>()}};
}

json ModelView::complete(const RequestBody& body) {
  auto& model = need(can_.completer, "image completion");
  constexpr std::int64_t step = 4;  // a multiple of every patch size
  const std::int64_t rows = step * (body.integer("rows", {0, recipe_.image.height}, 0) / step);
  Random random(static_cast<std::uint64_t>(body.integer("seed", {}, 0)), "completions");
  const Tensor prefix =
      pixels(body).repeat({completion_count, 1, 1, 1});  // [completion_count, c, h, w]
  const Tensor images = model.complete(prefix, rows, labels(body, completion_count), random);
  return {{"images", base64_of(images)}, {"patch_size", model.cell_size()}};
}

json ModelView::example(const RequestBody& body) {
  const data::Images& evaluation = evaluation_images(images());
  const data::Images& images_to_show = evaluation.size() > 0 ? evaluation : images().train;
  Random random(static_cast<std::uint64_t>(body.integer("seed", {}, 0)), "example");
  return {{"image", io::to_base64(images_to_show.pixels(random.below(images_to_show.size())))}};
}

json ModelView::attention(const RequestBody& body) {
  auto& model = need(can_.text, "text");
  const torch::NoGradGuard no_grad;
  const tokens::Prompt text = prompt_of(body, "text", model);
  const std::vector<tokens::Token> all = model.with_start(text.tokens);
  const auto shown = std::min({std::ssize(all), max_attention_tokens, model.context()});
  const std::vector<std::int64_t> last(all.end() - shown, all.end());
  const Tensor weights = model.attention_weights(torch::tensor(last).unsqueeze(0));
  json texts = json::array();
  for (auto token = all.end() - shown; token != all.end(); ++token) {
    texts.push_back(utf8::replace_invalid(model.tokenizer().decode({&*token, 1})));
  }
  return {{"tokens", texts},
          {"replaced", replaced_in(text)},
          {"layers", weights.size(1)},
          {"heads", weights.size(2)},
          {"weights", base64_of(weights.squeeze(0))}};
}

json ModelView::longest_copy(const RequestBody& body) {
  (void)need(can_.text, "text");
  const std::string text = body.string("text", max_copy_bytes);
  if (text.empty() || utf8::find_invalid(text)) {
    throw HttpError(400, "[text] expected at least one character, in UTF-8");
  }
  return longest_match(text, dataset().text.value());
}

json ModelView::start_vote(const RequestBody& /*body*/) {
  auto& model = need(can_.discriminator, "a discriminator");
  std::random_device random;
  const data::Images& evaluation = evaluation_images(images());
  Question question;
  question.real = evaluation.size() > 0 && random() % 2 == 0;
  Tensor image;  // [1, c, h, w]
  Tensor label;  // [1]
  if (question.real) {
    const Batch batch = image_batch(evaluation, {random() % evaluation.size()});
    image = batch.data;
    label = model_->conditions(batch.labels);
  } else {
    const std::int64_t classes = model_->classes();
    label = classes > 0
                ? torch::full({1}, static_cast<std::int64_t>(random() % classes), torch::kInt64)
                : Tensor();
    image = model_->sample(1, random(), label);
  }
  const torch::NoGradGuard no_grad;
  question.image = base64_of(image);
  question.probability = model.discriminate(image, label).sigmoid().item<double>();
  vote_.start(std::move(question));
  return vote_.status();
}

}  // namespace akin::app
