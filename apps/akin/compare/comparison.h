#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "akin/experiment/run_folder.h"

namespace akin::app {

/// `akin compare` as it was typed.
struct CompareOptions {
  std::vector<std::string> runs;  ///< already trained; none: train one of each family
  std::string data = "mnist";
  double minutes = 2;
  std::int64_t images = 0;  ///< a budget of images seen instead of minutes, where above 0
  bool equal_parameters = false;
  std::int64_t seeds = 1;
  std::int64_t samples = 10000;
  std::int64_t threads = 0;
  std::string out = "report";
  bool force = false;
};

/// One model of a comparison with one seed.
struct Entry {
  std::string name;  ///< of the model; the same for all its seeds
  std::int64_t seed = 0;
  RunFolder run;
  std::vector<std::string> training;  ///< arguments that train it; none: it is there already
  bool only_likelihood = false;       ///< of a model that is there for its likelihood alone

  [[nodiscard]] std::string label() const { return name + "-" + std::to_string(seed); }
};

/// What is to be trained and measured, seed by seed, so that a comparison that was stopped half-way
/// has whole seeds. Errors: data that are not images, runs of text or of different data, two runs
/// of one name and seed.
std::vector<Entry> plan_comparison(const CompareOptions& options);

/// The settings that make a comparison what it is: a folder that holds another one's is not gone on
/// with.
std::string comparison_key(const CompareOptions& options);

}  // namespace akin::app
