#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "akin/experiment/run_folder.h"

namespace akin::app {

struct LessonOptions {
  std::filesystem::path folder;  ///< of the runs, each named after its role
  std::string data;              ///< instructor's own pictures or text; empty: none
  double minutes = 0;            ///< of training, in all
  std::int64_t threads = 0;
};

/// A run of the lesson.
struct LessonRun {
  std::string role;  ///< one of roles()
  RunFolder run;
  std::string data;
  double minutes = 0;
  std::vector<std::string> training;  ///< arguments of `akin train`, as for a new run
};

/// The runs of the lesson in the order of the chapters. Data that are missing and cannot be
/// downloaded are replaced by built-in ones, with a word: MNIST by digits, tinyshakespeare by
/// tales. A folder keeps the data that it began with. UsageErrors: runs in the folder were trained
/// on other data than those asked for, data that are neither images nor text.
std::vector<LessonRun> plan_lesson(const LessonOptions& options);

/// Whether a run is trained to its end.
bool is_trained(const RunFolder& run);

}  // namespace akin::app
