#include "akin/training/recipe.h"

#include "akin/base/require.h"
#include "akin/base/suggest.h"
#include "akin/base/version.h"
#include "akin/io/settings_json.h"

namespace akin {
namespace {

constexpr std::int64_t config_format =
    1;  // raised when an older akin could no longer read what we write
constexpr std::int64_t any = std::numeric_limits<std::int64_t>::max();

void visit(SettingsVisitor& visitor, data::ImageRequest& request) {
  visitor.text("data", request.data,
               "a name from `akin data list`, an IDX file, or a folder of PNGs");
  visitor.whole("holdout", request.holdout, {-1, any},
                "training images kept out as a control; -1: a sixth");
  visitor.whole("limit", request.limit, {0, any}, "train on the first N images; 0: all");
  visitor.text("skew", request.skew, "LABEL:SHARE, makes one class that share of the data");
}

void visit(SettingsVisitor& visitor, TrainingSettings& training) {
  visitor.whole("batch_size", training.batch_size, {2, 65536}, "images per step");
  visitor.whole("steps", training.steps, {0, any}, "training steps in all");
  visitor.real("epochs", training.epochs, {0, 1e6},
               "passes over the data in all, instead of steps");
  visitor.real("minutes", training.minutes, {0, 1e6}, "wall-clock budget, instead of steps");
  visitor.choice("schedule", training.schedule, {"constant", "linear", "cosine"},
                 "how the learning rate falls to zero");
  visitor.whole("warmup", training.warmup, {0, any}, "steps over which the learning rate rises");
  visitor.whole("seed", training.seed, {0, any}, "same seed, threads and build: same bytes");
  visitor.whole("threads", training.threads, {0, 1024}, "0: one per core");
  visitor.text("device", training.device, "auto, cpu, cuda or cuda:N");
  visitor.whole("log_every", training.log_every, {1, any}, "steps between lines of metrics.jsonl");
  visitor.whole("sample_every", training.sample_every, {1, any}, "steps between sample sheets");
  visitor.whole("checkpoint_every", training.checkpoint_every, {1, any},
                "steps between checkpoints");
}

Recipe mini() {
  Recipe recipe;
  recipe.preset = "mini";
  recipe.data.data = "mnist";
  recipe.learning.lr = 2e-3;
  recipe.learning.r1 = 1;
  recipe.training.minutes = 3;
  return recipe;
}

Recipe dcgan() {
  Recipe recipe;
  recipe.preset = "dcgan";
  recipe.data.data = "mnist";
  recipe.data.holdout = 0;
  recipe.model.architecture = "dcgan";
  recipe.model.latent_dim = 100;
  recipe.learning.lr = 2e-4;
  recipe.learning.beta1 = 0.5;
  recipe.learning.beta2 = 0.5;
  recipe.learning.label_smoothing = 0.2;
  recipe.training.schedule = "constant";
  recipe.training.epochs = 30;
  return recipe;
}

}  // namespace

void visit(SettingsVisitor& visitor, Recipe& recipe) {
  visitor.section("data");
  visit(visitor, recipe.data);
  visitor.section("model");
  visit(visitor, recipe.model);
  visitor.section("learning");
  visit(visitor, recipe.learning);
  visitor.section("training");
  visit(visitor, recipe.training);
}

const std::vector<Preset>& presets(const std::string& family) {
  static const std::vector<Preset> gan = {
      {"mini", "small and quick: digits within a minute on two cores", mini()},
      {"dcgan", "the DCGAN of PyTorch's C++ examples, weight for weight", dcgan()}};
  require<UsageError>(family == "gan", "[preset] expected the family gan, got '{}'", family);
  return gan;
}

Recipe find_preset(const std::string& family, const std::string& name) {
  std::vector<std::string> names;
  for (const auto& preset : presets(family)) {
    if (preset.name == name) {
      return preset.recipe;
    }
    names.push_back(preset.name);
  }
  fail_unknown("preset", name, names);
}

std::string to_json(const Recipe& recipe) {
  Recipe copy = recipe;  // visitors may write
  io::SettingsWriter writer;
  writer.json["akin"] = version;
  writer.json["format"] = config_format;
  writer.json["family"] = recipe.family;
  writer.json["preset"] = recipe.preset;
  writer.json["data_sha256"] = recipe.data_sha256;
  writer.json["image"] = {{"classes", recipe.model.classes},
                          {"height", recipe.model.height},
                          {"width", recipe.model.width}};
  visit(writer, copy);
  return writer.json.dump(2) + "\n";
}

Recipe recipe_from_json(std::string_view text, const std::string& name) {
  io::JsonReader reader(io::parse_json(text, name), name);
  const auto format = reader.get<std::int64_t>("format");
  const auto made_by = reader.get<std::string>("akin");
  require(format == config_format,
          "[{}] expected a run of format {}, got {} (made by akin {}); this is akin {}: update it",
          name, config_format, format, made_by, version);
  Recipe recipe;
  recipe.family = reader.get<std::string>("family");
  require(recipe.family == "gan", "[{}] expected the family gan, got '{}'", name, recipe.family);
  recipe.preset = reader.get<std::string>("preset");
  recipe.data_sha256 = reader.get<std::string>("data_sha256");
  io::JsonReader image = reader.child("image");
  recipe.model.classes = image.get<std::int64_t>("classes");
  recipe.model.height = image.get<std::int64_t>("height");
  recipe.model.width = image.get<std::int64_t>("width");
  image.finish();
  require(recipe.model.classes >= 0 && recipe.model.classes <= 256 && recipe.model.height >= 1 &&
              recipe.model.height <= 1024 && recipe.model.width >= 1 && recipe.model.width <= 1024,
          "[{}] expected an image of at most 1024x1024 in at most 256 classes, got {}x{} in {}",
          name, recipe.model.width, recipe.model.height, recipe.model.classes);
  io::SettingsReader settings(reader);
  visit(settings, recipe);
  settings.finish();
  reader.finish();
  return recipe;
}

}  // namespace akin
