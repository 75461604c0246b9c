#pragma once

#include <string>
#include <vector>

#include "akin/data/catalogue.h"
#include "akin/io/json.h"
#include "akin/models/gan.h"
#include "akin/training/gan_training.h"

namespace akin {

/// How long and how to train, whatever the model.
struct TrainingSettings {
  std::int64_t batch_size = 64;
  std::int64_t steps = 0;  ///< the three budgets: exactly one is above 0
  double epochs = 0;
  double minutes = 0;
  std::string schedule = "linear";
  std::int64_t warmup = 0;
  std::int64_t seed = 0;
  std::int64_t threads = 0;     ///< 0: one per core
  std::string device = "auto";  ///< auto, cpu, cuda or cuda:N
  std::int64_t log_every = 50;
  std::int64_t sample_every = 250;
  std::int64_t checkpoint_every = 500;
};

/// Everything that defines a training run: with the data's bytes, enough to repeat it.
struct Recipe {
  std::string family = "gan";
  std::string preset;
  data::ImageRequest data;
  std::string data_sha256;
  GanSettings model;
  GanLearning learning;
  TrainingSettings training;
};

/// In sections "data", "model", "learning", "training".
void visit(SettingsVisitor& visitor, Recipe& recipe);

struct Preset {
  std::string name;
  std::string description;
  Recipe recipe;
};

/// Of a family, the default first.
const std::vector<Preset>& presets(const std::string& family);

/// A preset's recipe, or a UsageError that suggests the nearest name.
Recipe find_preset(const std::string& family, const std::string& name);

/// config.json's content and back. Errors: a newer format, an unknown family, and those of
/// io::SettingsReader.
std::string to_json(const Recipe& recipe);
Recipe recipe_from_json(std::string_view text, const std::string& name);

}  // namespace akin
