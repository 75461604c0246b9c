#pragma once

#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <vector>

namespace akin {

/// What a metric says of samples, compared with its control.
struct Reading {
  enum class Level {
    like_control,  ///< real data differ as much from their control by chance
    too_few,       ///< so do noise or copies: nothing is concluded
    // A distance beyond chance, by its ratio to the control's and its share of that of noise.
    close,
    distinguishable,
    roughly_similar,
    not_similar,
    // Other metrics beyond chance.
    below_control,
    above_control
  };
  Level level = Level::too_few;
  /// The number to be named with it: a share in [0, 1], the ratio of two distances, or a number of
  /// classes; 0 for metrics that name none.
  double amount = 0;
};

/// A metric of the samples and of the control: real data used neither for training the model nor
/// for fitting the feature space, put in the place of the samples.
struct Metric {
  std::string name;    ///< "frechet"
  std::string space;   ///< "features", "pca" or "pixels" for images; empty for text
  std::string group;   ///< "similar" or "new"
  std::string better;  ///< "lower", "higher", or "control": best at the control's value
  double value = 0;
  double control = 0;
  std::optional<double> sd;  ///< standard error of the value, if it is a mean over subsets
  /// Standard deviation of value - control for real data in the place of samples; infinite if it
  /// cannot be estimated.
  double error = std::numeric_limits<double>::infinity();
  /// value - control of what the metric has to tell from real data: noise for "similar", copies of
  /// the training data for "new".
  double contrast = 0;
  Reading reading;
};

/// nullptr if there is none.
const Metric* find_metric(const std::vector<Metric>& metrics, const std::string& name,
                          const std::string& space);

/// Standard deviation of the difference between two independent shares of `items` that are all
/// `share` in the long run, as far as the one observed can tell: never 0.
double share_error(double share, double items);

/// Reads a metric of images or text; `metric.reading` is ignored. A value is beyond chance if it
/// differs from the control's by more than three times `error`, on the side that is worse. Within
/// that it is like the control, if a quarter of `contrast` would have been beyond it, or else there
/// were too few to tell. A distance is not similar from a quarter of the way to noise on.
Reading read_metric(const Metric& metric);

/// What all metrics of images say together.
struct ImageAssessment {
  enum class Novelty { copies, too_close, too_few, new_images };
  struct Classes {
    std::int64_t seen = 0;
    std::int64_t expected = 0;  ///< seen in the control
    Reading missing;            ///< of the number of classes seen
    Reading balance;            ///< `amount`: the share of samples in the wrong class
  };

  /// The worse of the Frechet distances' readings; `amount`: its ratio to the control's. Never
  /// better than what precision, recall, density and coverage say.
  Reading similar;
  Novelty novelty = Novelty::too_few;
  double copied = 0;  ///< share of copies beyond the control's, in [0, 1]
  std::optional<Classes> classes;
};
ImageAssessment assess_images(const std::vector<Metric>& metrics);

/// What all metrics of text say together.
struct TextAssessment {
  std::optional<double> bits_per_character;  ///< of validation text
  std::optional<double> parses;              ///< of text with a known grammar, shares in [0, 1]
  std::optional<double> holds;
  Reading copies;      ///< `amount`: the share of characters in copied spans
  double longest = 0;  ///< copied span, in characters
  double control_longest = 0;
};
TextAssessment assess_text(const std::vector<Metric>& metrics,
                           std::optional<double> bits_per_character);

}  // namespace akin
