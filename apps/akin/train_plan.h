#pragma once

#include <string>

#include "akin/experiment/run_folder.h"

#include "settings_options.h"

namespace akin::app {

/// `akin train` as it was typed.
struct TrainOptions {
  std::string family;
  std::string preset;
  std::string out;
  std::string resume;
  std::string config;
  bool force = false;
  bool no_report = false;  ///< ends without examining the model
  Given given;
};

/// What it comes to.
struct TrainPlan {
  RunFolder run;  ///< of a new run: where it will be made
  Recipe recipe;  ///< without what only the data can tell
  bool resuming = false;
  bool new_budget = false;  ///< a number of steps, epochs or minutes was given
};

/// Preset or resumed run, then the TOML file, then the command line. Errors: two budgets, a setting
/// that may not change when a run goes on, a new run where one is already.
TrainPlan make_train_plan(const TrainOptions& options);

}  // namespace akin::app
