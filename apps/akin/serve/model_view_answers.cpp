#include <random>

#include "akin/data/pixel_points.h"
#include "akin/io/base64.h"
#include "akin/nn/random_tensors.h"
#include "akin/training/batches.h"

#include "runs/run_data.h"
#include "serve/model_view.h"
#include "serve/tensor_json.h"

namespace akin::app {

using nlohmann::json;
using torch::Tensor;

namespace {

constexpr std::int64_t completion_count = 6;

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
  if (!typical_distance_) {
    typical_distance_ = evaluation_distance(images());
  }
  if (typical_distance_) {
    response["typical"] = *typical_distance_;
  }
  return response;
}

json ModelView::discriminate(const RequestBody& body) {
  auto& model = need(can_.discriminator, "a discriminator");
  const torch::NoGradGuard no_grad;
  if (!body.has("images")) {
    const Tensor logit = model.discriminate(pixels(body), labels(body, 1));
    return {{"probability", logit.sigmoid().item<double>()}};
  }
  const Tensor images = image_list(body);  // [n, c, h, w]
  const Tensor logits = model.discriminate(images, labels(body, images.size(0)));
  return {{"probabilities", numbers(logits.sigmoid())}};
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
