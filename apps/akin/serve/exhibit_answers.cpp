#include <algorithm>
#include <cmath>
#include <random>

#include "akin/base/utf8.h"
#include "akin/data/pixel_points.h"
#include "akin/families/gan/gan.h"
#include "akin/families/transformer/token_image_model.h"
#include "akin/families/vae/vae.h"
#include "akin/families/vae/vae_losses.h"
#include "akin/io/base64.h"
#include "akin/nn/random_tensors.h"
#include "akin/training/batches.h"

#include "run_data.h"
#include "serve/exhibit.h"
#include "serve/text_copies.h"
#include "serve/writing.h"

namespace akin::app {

using nlohmann::json;
using torch::Tensor;

namespace {

constexpr std::int64_t most_images = 64;
constexpr double widest_latent = 10;
constexpr std::int64_t map_side = 15;
constexpr std::int64_t completions = 6;
constexpr std::int64_t most_attended = 48;
constexpr std::size_t longest_examined = 32768;  // bytes of a text

std::string base64_of(const Tensor& images) {
  return io::to_base64(image_bytes(images));
}

std::vector<float> numbers(const Tensor& tensor) {
  const Tensor dense = tensor.contiguous();
  return {dense.data_ptr<float>(), dense.data_ptr<float>() + dense.numel()};
}

}  // namespace

json Exhibit::wall(const Body& body) {
  auto& model = as<LatentModel>("latent vectors");
  const torch::NoGradGuard no_grad;
  const std::int64_t count = body.whole("count", {1, most_images}, 16);
  Random random(static_cast<std::uint64_t>(body.whole("seed", {}, 0)), "wall");
  const Tensor latents = nn::normal(random, {count, model.latent_dim()});  // [count, d]
  const Tensor moves = torch::tensor(body.reals("moves", model.latent_dim(), widest_latent));
  return {{"images", base64_of(model.generate(latents + moves, labels(body, count)))}};
}

json Exhibit::encode(const Body& body) {
  auto& model = as<Vae>("an encoder");
  const torch::NoGradGuard no_grad;
  const Tensor label = labels(body, 1);
  const Posterior code = model.encode(pixels(body), label);
  const Tensor nats = gaussian_kl(code.mean, code.log_variance).sum();
  return {{"mean", numbers(code.mean)},
          {"bits", nats.item<double>() / std::log(2.0)},
          {"restored", base64_of(model.generate(code.mean, label))}};
}

json Exhibit::decode(const Body& body) {
  auto& model = as<LatentModel>("latent vectors");
  const torch::NoGradGuard no_grad;
  const Tensor latents =
      torch::tensor(body.reals("latents", model.latent_dim(), widest_latent)).unsqueeze(0);
  return {{"images", base64_of(model.generate(latents, labels(body, 1)))}};
}

json Exhibit::map(const Body& body) {
  auto& model = as<LatentModel>("latent vectors");
  if (model.latent_dim() != 2) {
    throw Refusal(400, fmt::format("[exhibit] expected a model of two latent numbers, got {}",
                                   model.latent_dim()));
  }
  const torch::NoGradGuard no_grad;
  const Tensor places =
      torch::linspace(-1, 1, map_side) * body.real("reach", {0.1, widest_latent}, 3);
  const auto grid = torch::meshgrid({-places, places}, "ij");  // up, right: each [side, side]
  const Tensor latents = torch::stack({grid[1].flatten(), grid[0].flatten()}, 1);  // [side^2, 2]
  return {{"images", base64_of(model.generate(latents, labels(body, latents.size(0))))},
          {"side", map_side}};
}

json Exhibit::nearest(const Body& body) {
  const auto& known = images().train;
  const std::vector<std::uint8_t> bytes = body.bytes("pixels", pixel_count());
  const auto shape = [&](auto side) { return static_cast<int>(side); };
  const data::Images asked(bytes, {}, shape(recipe_.image.height), shape(recipe_.image.width), {});
  const auto found = data::nearest_images(asked, known);
  json answer = {{"distance", found.distance.front()},
                 {"nearest", io::to_base64(known.pixels(found.index.front()))}};
  if (usual_distance_) {
    answer["usual"] = *usual_distance_;
  }
  return answer;
}

json Exhibit::vote(const Body& body) {
  auto& model = as<Gan>("a discriminator");
  const torch::NoGradGuard no_grad;
  const Tensor logit = model.discriminate(pixels(body), labels(body, 1));
  return {{"real", logit.sigmoid().item<double>()}};
}

json Exhibit::complete(const Body& body) {
  auto& model = as<TokenImageModel>("sentences for images");
  constexpr std::int64_t step = 4;  // a multiple of every cell's side
  const std::int64_t rows = step * (body.whole("rows", {0, recipe_.image.height}, 0) / step);
  Random random(static_cast<std::uint64_t>(body.whole("seed", {}, 0)), "completions");
  const Tensor begun = pixels(body).repeat({completions, 1, 1, 1});  // [completions, 1, h, w]
  const Tensor images = model.complete(begun, rows, labels(body, completions), random);
  return {{"images", base64_of(images)}, {"cell", model.cell()}};
}

json Exhibit::example(const Body& body) {
  const data::Images& unseen = evaluation_images(images());
  const data::Images& some = unseen.size() > 0 ? unseen : images().train;
  Random random(static_cast<std::uint64_t>(body.whole("seed", {}, 0)), "example");
  return {{"image", io::to_base64(some.pixels(random.below(some.size())))}};
}

json Exhibit::attention(const Body& body) {
  auto& model = as<TextModel>("text");
  const torch::NoGradGuard no_grad;
  const std::vector<tokens::Token> all = prompt_of(body, "text", model);
  const auto shown =
      std::min(std::ssize(all), std::min(most_attended, model.transformer().shape().context));
  if (shown == 0) {
    throw Refusal(400, "[text] expected at least one character");
  }
  const std::vector<std::int64_t> last(all.end() - shown, all.end());
  const Tensor shares = model.transformer().attention(torch::tensor(last).unsqueeze(0));
  json texts = json::array();
  for (auto token = all.end() - shown; token != all.end(); ++token) {
    texts.push_back(utf8::replace_faults(model.tokenizer().decode({&*token, 1})));
  }
  return {{"tokens", texts},
          {"layers", shares.size(1)},
          {"heads", shares.size(2)},
          {"shares", base64_of(shares.squeeze(0))}};
}

json Exhibit::copied(const Body& body) {
  (void)as<TextModel>("text");
  const std::string text = body.text("text", longest_examined);
  if (text.empty() || utf8::first_fault(text)) {
    throw Refusal(400, "[text] expected at least one character, in UTF-8");
  }
  return longest_copy(text, dataset().text.value());
}

json Exhibit::ask(const Body& /*body*/) {
  auto& model = as<Gan>("a discriminator");
  std::random_device random;
  const data::Images& unseen = evaluation_images(images());
  Question question;
  question.real = unseen.size() > 0 && random() % 2 == 0;
  Tensor image;  // [1, 1, h, w]
  Tensor label;  // [1]
  if (question.real) {
    const Batch batch = image_batch(unseen, {random() % unseen.size()});
    image = batch.data;
    label = model.conditions(batch.labels);
  } else {
    label =
        model.classes() > 0
            ? torch::full({1}, static_cast<std::int64_t>(random() % model.classes()), torch::kInt64)
            : Tensor();
    image = model.sample(1, random(), label);
  }
  const torch::NoGradGuard no_grad;
  question.image = base64_of(image);
  question.discriminator = model.discriminate(image, label).sigmoid().item<double>();
  ballot_.ask(std::move(question));
  return ballot_.status();
}

}  // namespace akin::app
