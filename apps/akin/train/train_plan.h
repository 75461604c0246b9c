#pragma once

#include <string>

#include "akin/experiment/family.h"
#include "akin/experiment/run_folder.h"

namespace akin::app {

/// `akin train FAMILY` as typed.
struct TrainOptions {
  std::string family;
  std::string preset;
  std::string out;
  std::string resume;
  std::string config;
  bool force = false;
  bool no_report = false;  ///< skips the validation of the trained model
  Given given;
};

/// What is to be trained, and where.
struct TrainPlan {
  ClaimedRun run;
  Recipe recipe;  ///< of a new run: without what is read off the data
  std::shared_ptr<const tokens::Tokenizer> tokenizer;  ///< of a resumed run of text
  bool resuming = false;
  bool new_budget = false;  ///< other steps, epochs or minutes than those of the resumed run
};

/// Preset or resumed run, then the TOML file, then the command line. Errors: two budgets, a setting
/// that may not change on resuming, an existing run without --force.
TrainPlan make_train_plan(const TrainOptions& options);

}  // namespace akin::app
