#include "serve/exhibit.h"

#include <algorithm>
#include <cmath>
#include <random>

#include <fmt/format.h>

#include "akin/base/utf8.h"
#include "akin/data/pixel_points.h"
#include "akin/io/base64.h"
#include "akin/models/gan.h"
#include "akin/models/token_image_model.h"
#include "akin/models/vae.h"
#include "akin/nn/random.h"
#include "akin/numerics/median.h"
#include "akin/training/batches.h"

#include "run_images.h"
#include "serve/text_copies.h"
#include "serve/writing.h"

namespace akin::app {

using nlohmann::json;
using torch::Tensor;

namespace {

constexpr std::int64_t most_images = 64;
constexpr double widest_latent = 10;
constexpr std::int64_t measured_images = 200;
constexpr std::int64_t completions = 6;
constexpr std::int64_t most_attended = 48;
constexpr std::size_t longest_examined = 32768;  // bytes of a text

std::string base64_of(const Tensor& images) {
  const auto bytes = image_bytes(images);
  return io::to_base64({reinterpret_cast<const char*>(bytes.data()), bytes.size()});
}

std::string base64_of(std::span<const std::uint8_t> pixels) {
  return io::to_base64({reinterpret_cast<const char*>(pixels.data()), pixels.size()});
}

std::vector<float> numbers(const Tensor& tensor) {
  const Tensor dense = tensor.contiguous();
  return {dense.data_ptr<float>(), dense.data_ptr<float>() + dense.numel()};
}

}  // namespace

Exhibit::Exhibit(std::int64_t number, const RunFolder& run)
    : number_(number),
      name_(run.path().filename().string()),
      recipe_(run.recipe()),
      model_(run.model()),
      tokenizer_(run.material(recipe_).tokenizer) {
  model_->eval();
}

Exhibit::Exhibit(std::int64_t number, std::shared_ptr<LiveTraining> training)
    : number_(number), name_("live"), trains_(true), training_(std::move(training)) {
  if (training_) {
    recipe_ = training_->recipe();
    model_ = training_->model();
    data_ = training_->data();
  }
}

json Exhibit::describe() const {
  json abilities = json::array();
  if (trains_) {
    abilities.push_back("training");
  }
  if (!model_) {
    return {{"number", number_}, {"name", name_}, {"abilities", abilities}};
  }
  json about = {{"number", number_},
                {"name", name_},
                {"family", name_of(recipe_.family)},
                {"data", recipe_.data.data},
                {"classes", model_->classes()},
                {"width", recipe_.image.width},
                {"height", recipe_.image.height}};
  if (const auto* latent = dynamic_cast<const LatentModel*>(model_.get())) {
    about["latent_dim"] = latent->latent_dim();
    abilities.push_back("wall");
  }
  if (dynamic_cast<const Vae*>(model_.get()) != nullptr) {
    abilities.push_back("codes");
  }
  if (dynamic_cast<const Gan*>(model_.get()) != nullptr) {
    abilities.push_back("votes");
  }
  if (dynamic_cast<const TokenImageModel*>(model_.get()) != nullptr) {
    abilities.push_back("completion");
  }
  if (const auto* text = dynamic_cast<const TextModel*>(model_.get())) {
    about["context"] = text->transformer().shape().context;
    about["vocabulary"] = text->tokenizer().size();
    abilities.push_back("text");
  }
  if (training_) {
    about["scene"] = training_->scene();
    about["discriminator_steps"] = training_->controls().discriminator_steps;
  }
  about["abilities"] = abilities;
  return about;
}

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
  const Tensor kl =
      0.5 * (code.mean.square() + code.log_variance.exp() - 1 - code.log_variance).sum();
  return {{"mean", numbers(code.mean)},
          {"deviation", numbers((0.5 * code.log_variance).exp())},
          {"bits", kl.item<double>() / std::log(2.0)},
          {"restored", base64_of(model.generate(code.mean, label))}};
}

json Exhibit::decode(const Body& body) {
  auto& model = as<LatentModel>("latent vectors");
  const torch::NoGradGuard no_grad;
  const Tensor latents =
      torch::tensor(body.reals("latents", model.latent_dim(), widest_latent)).unsqueeze(0);
  return {{"images", base64_of(model.generate(latents, labels(body, 1)))}};
}

json Exhibit::nearest(const Body& body) {
  const std::vector<std::uint8_t> bytes = body.bytes("pixels", pixel_count());
  const auto shape = [&](auto side) { return static_cast<int>(side); };
  const data::Images asked(bytes, {}, shape(recipe_.image.height), shape(recipe_.image.width), {});
  const auto& known = images().train;
  const auto found = data::nearest_images(asked, known);
  json answer = {{"distance", found.distance.front()},
                 {"nearest", base64_of(known.pixels(found.index.front()))}};
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
  if (recipe_.image.height == 0) {
    throw Refusal(400, fmt::format("[exhibit] expected a model of images, got {}", name_));
  }
  const data::Images& unseen = unseen_images(images());
  const data::Images& some = unseen.size() > 0 ? unseen : images().train;
  Random random(static_cast<std::uint64_t>(body.whole("seed", {}, 0)), "example");
  return {{"image", base64_of(some.pixels(random.below(some.size())))}};
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
  const data::Images& unseen = unseen_images(images());
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

std::shared_ptr<const TextModel> Exhibit::text() const {
  return {model_, &as<TextModel>("text")};
}

LiveTraining& Exhibit::training() const {
  if (!training_) {
    throw Refusal(409, "[training] expected a training that was started");
  }
  return *training_;
}

template <class Model>
Model& Exhibit::as(const char* what) const {
  auto* model = dynamic_cast<Model*>(model_.get());
  if (model == nullptr) {
    throw Refusal(400, fmt::format("[exhibit] expected a model with {}, got {}", what, name_));
  }
  return *model;
}

Tensor Exhibit::pixels(const Body& body) const {
  std::vector<std::uint8_t> bytes = body.bytes("pixels", pixel_count());
  const Tensor grey =
      torch::from_blob(bytes.data(), {1, 1, recipe_.image.height, recipe_.image.width},
                       torch::kUInt8)
          .to(torch::kFloat32)
          .div(255);  // [1, 1, h, w]
  return recipe_.data.pixels == "binary" ? grey.round() : grey;
}

Tensor Exhibit::labels(const Body& body, std::int64_t count) const {
  if (model_->classes() == 0) {
    return {};
  }
  const std::int64_t label = body.whole("label", {-1, model_->classes() - 1}, -1);
  return label < 0 ? cycling_labels(count, model_->classes())
                   : torch::full({count}, label, torch::kInt64);
}

const Dataset& Exhibit::dataset() {
  if (!data_) {
    data_ = std::make_shared<const Dataset>(training_dataset(recipe_, tokenizer_));
  }
  return *data_;
}

/// With the usual distance of unseen ones.
const data::ImageData& Exhibit::images() {
  const data::ImageData& images = dataset().images.value();
  const data::Images& unseen = unseen_images(images);
  if (!usual_distance_ && unseen.size() > 0) {
    const data::Images some = data::limit(unseen, measured_images);
    usual_distance_ = numerics::median(data::nearest_images(some, images.train).distance);
  }
  return images;
}

}  // namespace akin::app
