#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "akin/experiment/run_folder.h"
#include "akin/experiment/splits.h"
#include "akin/io/json_lines.h"
#include "akin/training/checkpoint.h"
#include "akin/training/early_stopping.h"
#include "akin/training/fit.h"

#include "terminal/progress_bar.h"

namespace akin::app {

/// Everything around the steps of a run: metrics, progress bar, sample grids of fixed latent
/// vectors, checkpoints, warnings, and requests to stop. The callback of fit().
class TrainingSession {
 public:
  TrainingSession(RunFolder run, const Recipe& recipe, const Dataset& data,
                  const Trainable& trainable, const Splits& splits, const Position& start,
                  double seconds_spent);

  Next operator()(const Progress& progress);

  /// Writes the sample grids as progress.gif.
  void finish();

  [[nodiscard]] double seconds() const;  ///< of training, those before resuming included
  /// The lowest validation NLL so far; none without a validation.
  [[nodiscard]] const EarlyStopping& validations() const { return validations_; }

 private:
  void log(const Progress& progress);
  void sample(std::int64_t step);
  void checkpoint(const Progress& progress);
  void warn_once(const std::string& kind, const std::string& text);
  void advise(const StepMetrics& metrics);
  void look_for_collapse(const torch::Tensor& samples);
  bool validate_preview(std::int64_t step);  ///< whether the model has a likelihood
  void read_validations();                   ///< of the run that is resumed
  [[nodiscard]] bool keeps_best() const { return settings_.keep == "best"; }
  [[nodiscard]] std::vector<std::string> texts(const StepMetrics& metrics) const;

  RunFolder run_;
  TrainingSettings settings_;
  const Trainable& trainable_;
  const Splits& splits_;
  // Samples come from this copy of the weights, so that sampling never changes the training.
  std::shared_ptr<GenerativeModel> preview_;
  double real_variety_;
  io::JsonLines metrics_;
  ProgressBar bar_;
  double seconds_before_;
  std::chrono::steady_clock::time_point begin_;
  std::int64_t logged_ = 0;
  std::string warned_;
  std::int64_t advised_ = 0;  // consecutive log lines with advice
  EarlyStopping validations_;
  std::optional<double> validation_nll_;  // mean at the last preview
};

/// Writes the sample pictures of a run as progress.gif, without those that are damaged.
void write_animation(const RunFolder& run);
/// Whether progress.gif is missing, or older than a sample picture.
bool animation_is_old(const RunFolder& run);

}  // namespace akin::app
