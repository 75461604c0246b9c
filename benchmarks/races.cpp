#include <numeric>
#include <string>

#include "akin/data/digits.h"
#include "akin/experiment/splits.h"
#include "akin/experiment/text_splits.h"
#include "akin/families/presets.h"
#include "akin/families/transformer/text_model.h"
#include "akin/nn/tensors.h"

#include "contenders.h"
#include "textbook/training.h"

namespace akin::benchmarks {
namespace {

constexpr std::int64_t train_size = 60000;  // as MNIST
constexpr std::int64_t test_size = 10000;
constexpr std::int64_t text_size = 1000000;  // about as tiny Shakespeare
constexpr int vocabulary = 65;

/// Made-up digits, again and again: what they show changes no time.
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
  data.tokenizer = tokens::make_characters([&](const auto& take) { take(characters); });
  const auto encoded = data.tokenizer->encode(characters);
  data.train = tokens::TokenSequence(data.tokenizer->size(), encoded);
  data.validation = data.train.slice(0, text_size / 10);
  return data;
}

/// A preset's model and its lessons.
struct Student {
  Recipe recipe;
  ModelAndTraining learner;
  Splits splits;
  Precision precision = Precision::f32;
  std::int64_t step = 0;

  void learn() {
    const nn::AutocastScope scope(precision);
    learner.training->step(splits.train(step), {recipe.seed(), step, 1.0});
    ++step;
  }
};

std::shared_ptr<Student> of_images(const std::string& family, const std::string& preset) {
  const Recipe recipe = find_preset(family, preset);
  data::ImageData data;
  data.train = images(train_size);
  data.test = images(test_size);
  return std::make_shared<Student>(
      Student{recipe, make_training(recipe.family, {{0, 28, 28}}, recipe.seed(), torch::kCPU),
              image_splits(data, recipe, torch::kCPU)});
}

std::shared_ptr<Student> of_text(const std::string& preset) {
  const Recipe recipe = find_preset("transformer", preset);
  const data::TextData data = text_data();
  auto learner = make_training(recipe.family, {{}, data.tokenizer}, recipe.seed(), torch::kCPU);
  const auto context = dynamic_cast<TextModel&>(*learner.model).transformer().shape().context;
  return std::make_shared<Student>(
      Student{recipe, std::move(learner), text_splits(data, recipe, context, torch::kCPU)});
}

Work step_of(std::shared_ptr<Student> student, Precision precision) {
  student->precision = precision;
  return [student = std::move(student)] { student->learn(); };
}

Work epoch_of(std::shared_ptr<Student> student, Precision precision) {
  student->precision = precision;
  return [student = std::move(student)] {
    const std::int64_t steps = student->splits.items / student->recipe.training.batch_size;
    for (std::int64_t i = 0; i < steps; ++i) {
      student->learn();
    }
    evaluate_nll(*student->learner.model, student->splits);
  };
}

}  // namespace

std::vector<Race> races() {
  return {
      {"dcgan", "training step of 64 images", 5,
       [] { return textbook::gan_step("dcgan", images(train_size)); },
       [](Precision precision) { return step_of(of_images("gan", "dcgan"), precision); }},
      {"mini", "training step of 64 images", 10,
       [] { return textbook::gan_step("mini", images(train_size)); },
       [](Precision precision) { return step_of(of_images("gan", "mini"), precision); }},
      {"mlp", "epoch of 60,000 images, with test pass", 1,
       [] { return textbook::vae_epoch(images(train_size), images(test_size)); },
       [](Precision precision) { return epoch_of(of_images("vae", "mlp"), precision); }},
      {"nanogpt", "iteration of 12 x 64 tokens", 20, [] { return textbook::gpt_step(text()); },
       [](Precision precision) { return step_of(of_text("nanogpt"), precision); }},
  };
}

}  // namespace akin::benchmarks
