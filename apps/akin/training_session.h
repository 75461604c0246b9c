#pragma once

#include <memory>
#include <optional>
#include <string>

#include "akin/experiment/run_folder.h"
#include "akin/experiment/splits.h"
#include "akin/io/json_lines.h"
#include "akin/training/checkpoint.h"
#include "akin/training/fit.h"

#include "progress_bar.h"

namespace akin::app {

/// What happens around the steps of a run: metrics, the live bar, sample sheets of the same latent
/// vectors, checkpoints, warnings, and the answer to Ctrl-C. The callback of fit().
class TrainingSession {
 public:
  TrainingSession(RunFolder run, const Recipe& recipe, const Trainable& trainable,
                  const Splits& splits, const Position& start, double seconds_spent);

  Next operator()(const Progress& progress);

  /// Strings the sample sheets, where they are pictures, together as progress.gif.
  void finish();

  [[nodiscard]] bool interrupted() const { return interrupted_; }
  [[nodiscard]] double seconds() const;  ///< of training, earlier sittings counted in

 private:
  void log(const Progress& progress);
  void sample(std::int64_t step);
  void checkpoint(const Progress& progress);
  void warn_once(const std::string& kind, const std::string& text);
  void advise(const StepMetrics& figures);
  void look_for_collapse(const torch::Tensor& samples);
  bool validate_preview(std::int64_t step);  ///< whether there is a likelihood
  [[nodiscard]] std::string text(const StepMetrics& figures) const;

  RunFolder run_;
  TrainingSettings settings_;
  const Trainable& trainable_;
  const Splits& splits_;
  // A snapshot is copied into it, so that looking never touches the training.
  std::shared_ptr<GenerativeModel> preview_;
  double real_variety_;
  io::JsonLines metrics_;
  ProgressBar bar_;
  double seconds_before_;
  std::chrono::steady_clock::time_point begin_;
  std::int64_t logged_ = 0;
  std::string warned_;
  std::int64_t advised_ = 0;  // log lines in a row on which the training asked for advice
  std::optional<double> validation_nll_;  // nats an item at the last sheet
  bool interrupted_ = false;
};

}  // namespace akin::app
