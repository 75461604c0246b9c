#pragma once

#include <memory>
#include <string>
#include <variant>
#include <vector>

#include "akin/families/gan/gan.h"
#include "akin/families/gan/gan_training.h"
#include "akin/families/transformer/transformer_settings.h"
#include "akin/families/transformer/transformer_training.h"
#include "akin/families/vae/vae.h"
#include "akin/families/vae/vae_training.h"

namespace akin {

// The families: what a model of each is, and how it learns. This is the one place that knows them
// all; everything else sees a GenerativeModel and a Trainable.

struct GanFamily {
  static constexpr const char* name = "gan";
  GanSettings model;
  GanLearning learning;
};

struct VaeFamily {
  static constexpr const char* name = "vae";
  VaeSettings model;
  VaeLearning learning;
};

struct TransformerFamily {
  static constexpr const char* name = "transformer";
  TransformerSettings model;
  TransformerLearning learning;
};

using Family = std::variant<GanFamily, VaeFamily, TransformerFamily>;

/// "gan", "vae", "transformer"
std::vector<std::string> family_names();
std::string name_of(const Family& family);
/// With default settings. Error: no such family.
Family make_family(const std::string& name);

/// How a family turns data into tokens; nullptr: it makes images of pixels and nothing else.
const TransformerSettings* token_settings(const Family& family);

/// In sections "model" and "learning".
void visit(SettingsVisitor& visitor, Family& family);

/// With fresh weights drawn from `seed`. Errors: data that such a model cannot make.
std::shared_ptr<GenerativeModel> make_model(const Family& family, const DataSpec& data_spec,
                                            std::uint64_t seed);

/// A model and what trains it.
struct ModelAndTraining {
  std::shared_ptr<GenerativeModel> model;
  std::unique_ptr<Trainable> training;
};
ModelAndTraining make_training(const Family& family, const DataSpec& data_spec, std::uint64_t seed,
                               torch::Device device);

}  // namespace akin
