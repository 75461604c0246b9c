#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "akin/experiment/family.h"
#include "akin/experiment/run_folder.h"

namespace akin::app {

/// `akin compare` as it was typed.
struct CompareOptions {
  std::vector<std::string> runs;  ///< already trained; empty: train one of each family
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
  std::string name;     ///< of the model; the same for all its seeds
  LocalizedText title;  ///< the name for people
  std::int64_t seed = 0;
  RunFolder run;
  std::vector<std::string> training;  ///< arguments that train it; empty: it is trained already
  bool likelihood_only = false;       ///< compared by its likelihood alone

  [[nodiscard]] std::string label() const { return name + "-" + std::to_string(seed); }
};

/// What is to be trained and measured, seed by seed, so that an interrupted comparison has whole
/// seeds. Errors: data that are not images, runs of text or of different data, two runs
/// of one name and seed.
std::vector<Entry> plan_comparison(const CompareOptions& options);

/// The settings that identify a comparison: a folder that holds another one is not continued.
std::string comparison_key(const CompareOptions& options);

}  // namespace akin::app
