#include "akin/experiment/recipe.h"

#include <fmt/ranges.h>

#include "akin/base/require.h"
#include "akin/base/version.h"
#include "akin/data/catalogue.h"
#include "akin/experiment/family.h"
#include "akin/io/json.h"
#include "akin/io/settings_json.h"

namespace akin {

std::string DataSettings::shown() const {
  return fmt::format("{}", fmt::join(data, ", "));
}

std::vector<std::filesystem::path> DataSettings::paths() const {
  std::vector<std::filesystem::path> paths;
  for (const std::string& one : data) {
    if (auto path = data::path_of(one); !path.empty()) {
      paths.push_back(std::move(path));
    }
  }
  return paths;
}

const std::string& DataSettings::of_images() const {
  require<UsageError>(data.size() == 1,
                      "[--data] expected one source of images, got {}; put the pictures into one "
                      "folder",
                      data.size());
  return data.front();
}

void describe(Fields& fields, data::ImageOptions& options) {
  fields.text(
      "size", options.size,
      "side of images in pixels, N or WxH, from 8 to 64; default: that of the data, else 32");
  fields.choice("fit", options.fit, {"crop", "pad", "stretch"},
                "how pictures of other proportions fit: their centre, with borders, or distorted");
  fields.flag("grey", options.grey, "colour pictures become grey");
  fields.flag("invert", options.invert, "black becomes white, and white black");
  fields.flag("transpose", options.transpose, "rows become columns");
  fields.text("label_column", options.label_column,
              "column of a table with the classes: a name, a number from 0, first, last or none");
}

namespace {

/// Raised when an older akin could no longer read config.json.
constexpr std::int64_t config_format = 1;
constexpr std::int64_t any = std::numeric_limits<std::int64_t>::max();

void describe(Fields& fields, DataSettings& data) {
  fields.texts(
      "data", data.data,
      "a name from `akin data list`; a folder or archive of pictures, with a sub-folder for each "
      "class; a table or array of images (CSV, .npy, .npz, IDX); a text file, a folder of them, or "
      "a table of texts (CSV, JSON lines); repeat it for several texts");
  fields.whole("holdout", data.holdout, {-1, any},
               "images, characters or lines held out for validation; -1: the data's own validation "
               "part, else a sixth, or a tenth of text; 0: none, nor for a test");
  fields.whole("limit", data.limit, {0, any},
               "train on the first N images, characters or lines; 0: all");
  fields.text("skew", data.skew, "CLASS:SHARE, makes one class that share of the data");
  describe(fields, data.images);
  fields.choice("pixels", data.pixels, {"grey", "binary"},
                "binary: black or white, drawn from the grey values at every use");
  fields.text(
      "text_column", data.text_column,
      "column of a CSV table, or field of JSON lines, with the texts: a name, a number from "
      "0, or none; default: one named text or alike, else the one with most words");
}

void describe(Fields& fields, TrainingSettings& training) {
  fields.whole("batch_size", training.batch_size, {2, 65536},
               "images, or blocks of text, per step");
  fields.whole("steps", training.steps, {0, any}, "total training steps");
  fields.real("epochs", training.epochs, {0, 1e6}, "total passes over the data, instead of steps");
  fields.real("minutes", training.minutes, {0, 1e6}, "wall-clock budget, instead of steps");
  fields.choice("schedule", training.schedule, {"constant", "linear", "cosine"},
                "learning rate schedule");
  fields.real("lr_floor", training.lr_floor, {0, 1}, "fraction of the learning rate at the end");
  fields.whole("warmup", training.warmup, {0, any}, "steps of linear learning rate warm-up");
  fields.whole("seed", training.seed, {0, any}, "same seed, threads and build: same bytes");
  fields.whole("threads", training.threads, {0, 1024}, "0: one per CPU that this process may use");
  fields.text("device", training.device, "auto, cpu, cuda or cuda:N");
  fields.choice("precision", training.precision, {"f32", "bf16"},
                "of matrix products and convolutions; bf16: less exact, faster on processors that "
                "support it");
  fields.whole("log_every", training.log_every, {1, any}, "steps between lines of metrics.jsonl");
  fields.whole("sample_every", training.sample_every, {1, any}, "steps between sample sheets");
  fields.whole("checkpoint_every", training.checkpoint_every, {1, any},
               "steps between checkpoints");
  fields.choice("keep", training.keep, {"last", "best"},
                "weights to sample with: the last, or those of the lowest validation NLL");
  fields.whole("patience", training.patience, {0, any},
               "stop after N validations (one with every sample sheet) without a lower NLL; 0: "
               "never");
}

}  // namespace

void describe(Fields& fields, Recipe& recipe) {
  fields.section("data");
  describe(fields, recipe.data);
  recipe.family->describe(fields);
  fields.section("training");
  describe(fields, recipe.training);
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
  return {.data = data.of_images(),
          .holdout = data.holdout,
          .limit = data.limit,
          .skew = data.skew,
          .seed = recipe.seed(),
          .options = data.images};
}

namespace {

/// What is read off images: their shape and the names of their classes.
ImageShape read_image_shape(io::JsonReader reader, const std::string& name,
                            std::vector<std::string>& class_names) {
  const ImageShape image = {reader.get<std::int64_t>("classes"), reader.get<std::int64_t>("height"),
                            reader.get<std::int64_t>("width"),
                            reader.get<std::int64_t>("channels")};
  class_names = reader.get<std::vector<std::string>>("class_names");
  reader.finish();
  require(class_names.empty() || std::cmp_equal(class_names.size(), image.classes),
          "[{}] expected {} names of classes, got {}", name, image.classes, class_names.size());
  const auto fits = [](std::int64_t side) { return side >= 1 && side <= 1024; };
  require(image.classes >= 0 && image.classes <= 256 && fits(image.height) && fits(image.width) &&
              (image.channels == 1 || image.channels == 3),
          "[{}] expected an image of at most 1024x1024 in 1 or 3 channels and at most 256 classes, "
          "got {}x{} in {} channels and {} classes",
          name, image.width, image.height, image.channels, image.classes);
  return image;
}

DataParts read_parts(io::JsonReader reader) {
  const DataParts parts = {reader.get<std::string>("method"), reader.get<std::int64_t>("train"),
                           reader.get<std::int64_t>("validation"),
                           reader.get<std::int64_t>("test")};
  reader.finish();
  return parts;
}

}  // namespace

std::string to_json(const Recipe& recipe) {
  nlohmann::ordered_json json;
  json["akin"] = version;
  json["format"] = config_format;
  json["family"] = recipe.family->name();
  json["preset"] = recipe.preset;
  json["data_sha256"] = recipe.data_sha256;
  if (recipe.image.height > 0) {
    json["image"] = {{"classes", recipe.image.classes},
                     {"height", recipe.image.height},
                     {"width", recipe.image.width},
                     {"channels", recipe.image.channels},
                     {"class_names", recipe.class_names}};
    json["parts"] = {{"method", recipe.parts.method},
                     {"train", recipe.parts.train},
                     {"validation", recipe.parts.validation},
                     {"test", recipe.parts.test}};
  } else {
    json["text"] = {{"documents", recipe.documents}};
  }
  Recipe copy = recipe;  // a table of fields could write
  Fields fields;
  describe(fields, copy);
  io::write_settings(fields, json);
  return json.dump(2) + "\n";
}

Recipe recipe_from_json(std::string_view text, const std::string& name) {
  io::JsonReader reader(io::parse_json(text, name), name);
  const auto format = reader.get<std::int64_t>("format");
  const auto made_by = reader.get<std::string>("akin");
  require(format == config_format,
          "[{}] expected a run of format {}, got {} (made by akin {}); this is akin {}: update it",
          name, config_format, format, made_by, version);
  const Family& family = find_family(reader.get<std::string>("family"));
  Recipe recipe;
  recipe.family = family.presets.front().recipe.family;
  recipe.preset = reader.get<std::string>("preset");
  recipe.data_sha256 = reader.get<std::string>("data_sha256");
  if (reader.has("text")) {
    io::JsonReader of_text = reader.child("text");
    recipe.documents = of_text.get<bool>("documents");
    of_text.finish();
    recipe.image = {0, 0, 0};
  } else {
    recipe.image = read_image_shape(reader.child("image"), name, recipe.class_names);
    recipe.parts = read_parts(reader.child("parts"));
  }
  Fields fields;
  describe(fields, recipe);
  io::read_settings(fields, reader);
  reader.finish();
  return recipe;
}

}  // namespace akin
