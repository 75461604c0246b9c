#pragma once

#include <memory>
#include <string>

#include "akin/data/catalogue.h"
#include "akin/io/json_lines.h"
#include "akin/pictures/picture.h"
#include "akin/training/checkpoint.h"
#include "akin/training/fit.h"
#include "akin/training/run_folder.h"

#include "progress_bar.h"

namespace akin::app {

/// What happens around the steps of a run: metrics, the live bar, sample sheets of the same latent
/// vectors, checkpoints, warnings, and the answer to Ctrl-C. The callback of fit().
class TrainingSession {
 public:
  TrainingSession(RunFolder run, const Recipe& recipe, const Trainable& trainable,
                  const data::ImageData& data, const Position& start, double seconds_spent);

  Next operator()(const Progress& progress);

  /// Strings the sample sheets together as progress.gif.
  void finish();

  [[nodiscard]] bool interrupted() const { return interrupted_; }
  [[nodiscard]] double seconds() const;  ///< of training, earlier sittings counted in

 private:
  void log(const Progress& progress);
  void sample(std::int64_t step);
  void checkpoint(const Progress& progress);
  void warn_once(const std::string& kind, const std::string& text);
  void look_for_imbalance(const Progress& progress);

  RunFolder run_;
  TrainingSettings settings_;
  GanSettings model_;
  const Trainable& trainable_;
  std::shared_ptr<Gan>
      preview_;  // a snapshot is copied into it, so that looking never touches the training
  double real_variety_;
  io::JsonLines metrics_;
  ProgressBar bar_;
  std::int64_t images_;
  double seconds_before_;
  std::chrono::steady_clock::time_point begin_;
  std::int64_t logged_ = 0;
  std::string warned_;
  std::int64_t one_sided_ = 0;  // log lines in a row on which the discriminator was always right
  bool interrupted_ = false;
};

/// The sheet of a run's samples: for a conditional model one column a class.
pictures::Picture sample_sheet(const std::vector<std::uint8_t>& pixels, const GanSettings& model,
                               const std::string& title);

}  // namespace akin::app
