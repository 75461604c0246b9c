#include "akin/experiment/recipe.h"

#include "akin/base/require.h"
#include "akin/base/version.h"
#include "akin/io/json.h"
#include "akin/io/settings_json.h"

namespace akin {
namespace {

constexpr std::int64_t config_format =
    1;  // raised when an older akin could no longer read what we write
constexpr std::int64_t any = std::numeric_limits<std::int64_t>::max();

void visit(SettingsVisitor& visitor, DataSettings& data) {
  visitor.text("data", data.data,
               "a name from `akin data list`, an IDX file, a folder of PNGs, or a text file");
  visitor.whole(
      "holdout", data.holdout, {-1, any},
      "images, characters or lines kept out of training; -1: a sixth, or a tenth of text");
  visitor.whole("limit", data.limit, {0, any},
                "train on the first N images, characters or lines; 0: all");
  visitor.text("skew", data.skew, "LABEL:SHARE, makes one class that share of the data");
  visitor.choice("pixels", data.pixels, {"grey", "binary"},
                 "binary: black or white, drawn anew from the grey values at every use");
}

void visit(SettingsVisitor& visitor, TrainingSettings& training) {
  visitor.whole("batch_size", training.batch_size, {2, 65536},
                "images, or stretches of text, per step");
  visitor.whole("steps", training.steps, {0, any}, "training steps in all");
  visitor.real("epochs", training.epochs, {0, 1e6},
               "passes over the data in all, instead of steps");
  visitor.real("minutes", training.minutes, {0, 1e6}, "wall-clock budget, instead of steps");
  visitor.choice("schedule", training.schedule, {"constant", "linear", "cosine"},
                 "how the learning rate falls");
  visitor.real("lr_floor", training.lr_floor, {0, 1},
               "share of the learning rate that is left at the end");
  visitor.whole("warmup", training.warmup, {0, any}, "steps over which the learning rate rises");
  visitor.whole("seed", training.seed, {0, any}, "same seed, threads and build: same bytes");
  visitor.whole("threads", training.threads, {0, 1024}, "0: one per core");
  visitor.text("device", training.device, "auto, cpu, cuda or cuda:N");
  visitor.choice("precision", training.precision, {"f32", "bf16"},
                 "of the products; bf16: less exact, and faster where the processor has it");
  visitor.whole("log_every", training.log_every, {1, any}, "steps between lines of metrics.jsonl");
  visitor.whole("sample_every", training.sample_every, {1, any}, "steps between sample sheets");
  visitor.whole("checkpoint_every", training.checkpoint_every, {1, any},
                "steps between checkpoints");
}

}  // namespace

void visit(SettingsVisitor& visitor, Recipe& recipe) {
  visitor.section("data");
  visit(visitor, recipe.data);
  visit(visitor, recipe.family);
  visitor.section("training");
  visit(visitor, recipe.training);
}

FitOptions fit_options(const TrainingSettings& training) {
  FitOptions options;
  options.steps = training.steps;
  options.schedule = {schedule_shape(training.schedule), training.warmup, training.lr_floor};
  options.precision = parse_precision(training.precision);
  options.seed = static_cast<std::uint64_t>(training.seed);
  return options;
}

data::ImageRequest image_request(const Recipe& recipe) {
  const DataSettings& data = recipe.data;
  return {data.data, data.holdout, data.limit, data.skew, recipe.seed()};
}

namespace {

ImageShape read_image_shape(io::JsonReader reader, const std::string& name) {
  const ImageShape image = {reader.get<std::int64_t>("classes"), reader.get<std::int64_t>("height"),
                            reader.get<std::int64_t>("width")};
  reader.finish();
  const auto fits = [](std::int64_t side) { return side >= 1 && side <= 1024; };
  require(image.classes >= 0 && image.classes <= 256 && fits(image.height) && fits(image.width),
          "[{}] expected an image of at most 1024x1024 in at most 256 classes, got {}x{} in {}",
          name, image.width, image.height, image.classes);
  return image;
}

}  // namespace

std::string to_json(const Recipe& recipe) {
  Recipe copy = recipe;  // visitors may write
  io::SettingsWriter writer;
  writer.json["akin"] = version;
  writer.json["format"] = config_format;
  writer.json["family"] = name_of(recipe.family);
  writer.json["preset"] = recipe.preset;
  writer.json["data_sha256"] = recipe.data_sha256;
  if (recipe.image.height > 0) {
    writer.json["image"] = {{"classes", recipe.image.classes},
                            {"height", recipe.image.height},
                            {"width", recipe.image.width}};
  } else {
    writer.json["text"] = {{"documents", recipe.documents}};
  }
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
  recipe.family = make_family(reader.get<std::string>("family"));
  recipe.preset = reader.get<std::string>("preset");
  recipe.data_sha256 = reader.get<std::string>("data_sha256");
  if (reader.has("text")) {
    io::JsonReader of_text = reader.child("text");
    recipe.documents = of_text.get<bool>("documents");
    of_text.finish();
    recipe.image = {0, 0, 0};
  } else {
    recipe.image = read_image_shape(reader.child("image"), name);
  }
  io::SettingsReader settings(reader);
  visit(settings, recipe);
  settings.finish();
  reader.finish();
  return recipe;
}

}  // namespace akin
