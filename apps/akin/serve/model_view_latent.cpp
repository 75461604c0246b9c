#include <cmath>

#include "akin/evaluation/latent_codes.h"
#include "akin/experiment/splits.h"
#include "akin/nn/random_tensors.h"
#include "akin/nn/tensors.h"

#include "serve/model_view.h"
#include "serve/tensor_json.h"

namespace akin::app {

using nlohmann::json;
using torch::Tensor;

namespace {

constexpr std::int64_t map_side = 15;
constexpr std::int64_t max_codes = 2000;
constexpr double max_coordinate = 1000;

}  // namespace

json ModelView::encode(const RequestBody& body) {
  auto& model = need(can_.autoencoder, "an encoder");
  const torch::NoGradGuard no_grad;
  const Tensor label = labels(body, 1);
  const Posterior posterior = model.encode(pixels(body), label);
  const Tensor kl = posterior.kl().sum();
  return {{"mean", numbers(posterior.mean)},
          {"deviation", numbers(posterior.deviation())},
          {"bits_in", 8 * pixel_count()},
          {"bits", kl.item<double>() / std::log(2.0)},
          {"reconstruction", base64_of(model.generate(posterior.mean, label))}};
}

json ModelView::posterior_samples(const RequestBody& body) {
  auto& model = need(can_.autoencoder, "an encoder");
  const torch::NoGradGuard no_grad;
  const std::int64_t count = body.integer("count", {1, max_images}, 8);
  const Tensor label = labels(body, 1);
  Random random(static_cast<std::uint64_t>(body.integer("seed", {}, 0)), "posterior");
  const Tensor latents = model.encode(pixels(body), label)
                             .sample(nn::normal(random, {count, model.latent_dim()}));  // [n, d]
  return {{"images",
           base64_of(model.generate(latents, label.defined() ? label.repeat({count}) : label))}};
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

const ModelView::CodeMap& ModelView::code_map() {
  (void)need(can_.autoencoder, "an encoder");
  if (codes_ && !training_) {
    return *codes_;
  }
  const OrderedImages training = ordered_training_images(images(), recipe_, max_codes);
  const LatentCodes codes = encode_images(*model_, training.batches, training.count);
  if (codes.posterior.mean.size(1) < 2) {
    throw HttpError(400, "[model] expected two or more latent dimensions, got one");
  }
  const numerics::Points means = nn::to_points(codes.posterior.mean);
  CodeMap map{numerics::principal_plane(means), {}, {}};
  map.points = map.plane.project(means);
  if (codes.labels.defined()) {
    const auto* labels = codes.labels.data_ptr<std::int64_t>();
    map.labels.assign(labels, labels + codes.labels.numel());
  }
  codes_ = std::move(map);
  return *codes_;
}

json ModelView::codes(const RequestBody& body) {
  const std::int64_t asked = body.integer("count", {1, max_codes}, max_codes);
  const CodeMap& map = code_map();
  const auto shown = spread_indices(asked, map.points.rows());
  json response = {{"x", json::array()}, {"y", json::array()}, {"labels", json::array()}};
  for (const std::int64_t i : shown) {
    response["x"].push_back(map.points(i, 0));
    response["y"].push_back(map.points(i, 1));
    if (!map.labels.empty()) {
      response["labels"].push_back(map.labels[static_cast<std::size_t>(i)]);
    }
  }
  const auto low = map.points.colwise().minCoeff().eval();
  const auto high = map.points.colwise().maxCoeff().eval();
  response["sides"] = {low(0), high(0), low(1), high(1)};
  return response;
}

json ModelView::project(const RequestBody& body) {
  const std::int64_t d = need(can_.autoencoder, "an encoder").latent_dim();
  const auto mean = body.numbers("mean", d, max_coordinate);
  const auto deviation = body.numbers("deviation", d, max_coordinate);
  if (!codes_) {
    (void)code_map();
  }
  const numerics::Ellipse ellipse = numerics::seen_in(codes_->plane, mean, deviation);
  return {{"x", ellipse.x},
          {"y", ellipse.y},
          {"sx", ellipse.major},
          {"sy", ellipse.minor},
          {"angle", ellipse.angle}};
}

json ModelView::decode_at(const RequestBody& body) {
  auto& model = need(can_.autoencoder, "an encoder");
  numerics::Points at(1, 2);
  at << static_cast<float>(body.number("x", {-max_coordinate, max_coordinate}, 0)),
      static_cast<float>(body.number("y", {-max_coordinate, max_coordinate}, 0));
  if (!codes_) {
    (void)code_map();
  }
  const torch::NoGradGuard no_grad;
  const Tensor latents = nn::to_tensor(codes_->plane.embed(at));  // [1, d]
  return {{"images", base64_of(model.generate(latents, labels(body, 1)))}};
}

}  // namespace akin::app
