#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "akin/base/clone_ptr.h"
#include "akin/data/image_data.h"
#include "akin/experiment/family_settings.h"
#include "akin/training/fit.h"

namespace akin {

/// How long and how to train, whatever the model.
struct TrainingSettings {
  std::int64_t batch_size = 64;
  std::int64_t steps = 0;  ///< of steps, epochs and minutes, exactly one is above 0
  double epochs = 0;
  double minutes = 0;
  std::string schedule = "linear";
  double lr_floor = 0;  ///< fraction of the learning rate at the end of the schedule
  std::int64_t warmup = 0;
  std::int64_t seed = 0;
  std::int64_t threads = 0;       ///< 0: one per core
  std::string device = "auto";    ///< auto, cpu, cuda or cuda:N
  std::string precision = "f32";  ///< f32 or bf16, of matrix products and convolutions
  std::int64_t log_every = 50;
  std::int64_t sample_every = 250;
  std::int64_t checkpoint_every = 500;
  /// Which weights are sampled with: "last", or "best", those of the lowest validation NLL.
  std::string keep = "last";
  std::int64_t patience = 0;  ///< validations without a better one, after which to stop; 0: never
};

/// Which data, and which view of them.
struct DataSettings {
  std::vector<std::string> data = {"mnist"};  ///< images: one; text: one or more; empty: not known
  std::int64_t holdout = -1;
  std::int64_t limit = 0;
  std::string skew;
  data::ImageOptions images;    ///< how pictures become images
  std::string pixels = "grey";  ///< grey, or binary: drawn from the grey values at every use
  std::string text_column;      ///< of tables: see data::TextRequest

  /// For people: "mnist", "a.txt, b.txt".
  [[nodiscard]] std::string shown() const;
  /// The paths among the data, absolute.
  [[nodiscard]] std::vector<std::filesystem::path> paths() const;
  /// The source of images. UsageError: several.
  [[nodiscard]] const std::string& of_images() const;
};

/// How the data were divided, for the record.
struct DataParts {
  std::string method;  ///< see data::ImageData::split; empty for text
  std::int64_t train = 0;
  std::int64_t validation = 0;
  std::int64_t test = 0;
};

/// Everything that defines a training run; with the same data, enough to repeat it.
struct Recipe {
  std::string preset;
  DataSettings data;
  // Read off the data, not chosen:
  std::string data_sha256;
  ImageShape image;                      ///< 0x0 for text
  std::vector<std::string> class_names;  ///< of images with labels, as the data name them
  DataParts parts;
  bool documents = false;  ///< of text: each line is a document
  ClonePtr<FamilySettings> family;
  TrainingSettings training;

  [[nodiscard]] std::uint64_t seed() const { return static_cast<std::uint64_t>(training.seed); }
};

/// How pictures become images.
void describe(Fields& fields, data::ImageOptions& options);
/// In sections "data", "model", "learning", "training".
void describe(Fields& fields, Recipe& recipe);

/// All but epochs and minutes, which depend on the data and the machine. UsageError: an unknown
/// name of a schedule.
FitOptions fit_options(const TrainingSettings& training);

/// The images a recipe asks for.
data::ImageRequest image_request(const Recipe& recipe);

/// The content of config.json, and back. Errors: a newer format, an unknown family, and those of
/// io::read_settings().
std::string to_json(const Recipe& recipe);
Recipe recipe_from_json(std::string_view text, const std::string& name);

}  // namespace akin
