#include "races.h"

#include <numeric>
#include <string>

#include "akin/data/digits.h"
#include "akin/experiment/family.h"
#include "akin/experiment/splits.h"
#include "akin/experiment/text_splits.h"
#include "akin/families/transformer/text_model.h"
#include "akin/nn/tensors.h"
#include "akin/tokens/character_tokenizer.h"

#include "reference/training.h"

namespace akin::benchmarks {
namespace {

constexpr std::int64_t train_size = 60000;  // of MNIST
constexpr std::int64_t test_size = 10000;
constexpr std::int64_t text_size = 1000000;  // about that of tiny Shakespeare
constexpr int vocabulary = 65;

/// Synthetic digits, repeated: the content does not affect the speed.
data::Images images(std::int64_t count) {
  static const data::Images some = data::digits(test_size, 1);
  std::vector<std::int64_t> indices(static_cast<std::size_t>(count));
  for (std::size_t i = 0; i < indices.size(); ++i) {
    indices[i] = static_cast<std::int64_t>(i) % some.size();
  }
  return some.select(indices);
}

std::vector<std::int64_t> text() {
  Random random(1, "text");
  std::vector<std::int64_t> tokens(text_size);
  for (auto& token : tokens) {
    token = random.below(vocabulary);
  }
  return tokens;
}

data::TextData text_data() {
  std::string characters;
  for (const std::int64_t token : text()) {
    characters += static_cast<char>(' ' + token);
  }
  data::TextData data;
  data.tokenizer = tokens::make_character_tokenizer([&](const auto& take) { take(characters); });
  const auto encoded = data.tokenizer->encode(characters);
  data.train = tokens::TokenSequence(data.tokenizer->vocabulary_size(), encoded);
  data.validation = data.train.slice(0, text_size / 10);
  return data;
}

/// The training of a preset.
struct PresetTraining {
  Recipe recipe;
  ModelAndTraining trained;
  Splits splits;
  Precision precision = Precision::f32;
  std::int64_t step = 0;

  void do_step() {
    const nn::AutocastScope scope(precision);
    trained.training->step(splits.train(step), {recipe.seed(), step, 1.0});
    ++step;
  }
};

std::shared_ptr<PresetTraining> of_images(const std::string& family, const std::string& preset) {
  const Recipe recipe = preset_recipe(family, preset);
  data::ImageData data;
  data.train = images(train_size);
  data.test = images(test_size);
  return std::make_shared<PresetTraining>(PresetTraining{
      recipe, recipe.family->make_training({{0, 28, 28}}, recipe.seed(), torch::kCPU),
      image_splits(data, recipe, torch::kCPU)});
}

std::shared_ptr<PresetTraining> of_text(const std::string& preset) {
  const Recipe recipe = preset_recipe("transformer", preset);
  const data::TextData data = text_data();
  auto trained = recipe.family->make_training({{}, data.tokenizer}, recipe.seed(), torch::kCPU);
  const auto context = trained.model->capabilities().text->context();
  return std::make_shared<PresetTraining>(
      PresetTraining{recipe, std::move(trained), text_splits(data, recipe, context, torch::kCPU)});
}

Work step_of(std::shared_ptr<PresetTraining> training, Precision precision) {
  training->precision = precision;
  return [training = std::move(training)] { training->do_step(); };
}

Work epoch_of(std::shared_ptr<PresetTraining> training, Precision precision) {
  training->precision = precision;
  return [training = std::move(training)] {
    const std::int64_t steps = training->splits.items / training->recipe.training.batch_size;
    for (std::int64_t i = 0; i < steps; ++i) {
      training->do_step();
    }
    evaluate_nll(*training->trained.model, training->splits);
  };
}

}  // namespace

std::vector<Race> races() {
  return {
      {"dcgan", "training step of 64 images", 5,
       [] { return reference::gan_step("dcgan", images(train_size)); },
       [](Precision precision) { return step_of(of_images("gan", "dcgan"), precision); }},
      {"mini", "training step of 64 images", 10,
       [] { return reference::gan_step("mini", images(train_size)); },
       [](Precision precision) { return step_of(of_images("gan", "mini"), precision); }},
      {"mlp", "epoch of 60,000 images, with test pass", 1,
       [] { return reference::vae_epoch(images(train_size), images(test_size)); },
       [](Precision precision) { return epoch_of(of_images("vae", "mlp"), precision); }},
      {"nanogpt", "iteration of 12 x 64 tokens", 20, [] { return reference::gpt_step(text()); },
       [](Precision precision) { return step_of(of_text("nanogpt"), precision); }},
  };
}

}  // namespace akin::benchmarks
