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
  data::ImageOptions pictures;
  Given given;  ///< of pictures, as typed
  double minutes = 2;
  std::int64_t images = 0;  ///< a budget of images seen instead of minutes, where above 0
  bool equal_parameters = false;
  std::int64_t seeds = 1;
  std::int64_t samples = 10000;
  std::int64_t threads = 0;
  std::string out = "report";
  bool force = false;
};

/// The options that say how pictures become images.
std::vector<std::string> picture_arguments(const CompareOptions& options);

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

/// The settings that identify a comparison, and the labels that name its files. A folder that holds
/// another comparison is not continued.
std::string comparison_key(const CompareOptions& options, const std::vector<Entry>& entries);

/// The file in the folder of a comparison that holds its key.
std::filesystem::path key_path(const std::filesystem::path& folder);

/// The file with the results of a part.
std::filesystem::path part_path(const std::filesystem::path& folder, const std::string& name);

/// Whether akin wrote the comparison in a folder: its key says so.
bool is_comparison(const std::filesystem::path& folder);

/// Error where a folder that a comparison writes to is a symbolic link or the like.
void require_own_folders(const std::filesystem::path& folder);

/// Removes the parts and the runs that the comparison in a folder wrote, and no other files. Error:
/// one of the runs is in use.
void clear_comparison(const std::filesystem::path& folder);

}  // namespace akin::app
