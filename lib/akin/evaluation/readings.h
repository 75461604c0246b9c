#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace akin {

/// What a metric says of samples, compared with its control.
struct Reading {
  enum class Level {
    like_control,  ///< within the bounds of the metric
    // A distance beyond that, by its ratio to the control's.
    close,
    distinguishable,
    roughly_similar,
    not_similar,
    // Other metrics beyond their bounds.
    below_control,
    above_control
  };
  Level level = Level::like_control;
  /// The number to be named with it: a share in [0, 1], the ratio of two distances, or a number of
  /// classes; 0 for metrics that name none.
  double amount = 0;
};

/// A metric of the samples and of the control: real data used neither for training the model nor
/// for fitting the feature space, put in the place of the samples.
struct Metric {
  std::string name;   ///< "frechet"
  std::string space;  ///< "features", "pca" or "pixels" for images; empty for text
  std::string group;  ///< "similar" or "new"
  double value = 0;
  double control = 0;
  std::optional<double> sd;  ///< of the value, if it is a mean over subsets
  std::string better;        ///< "lower", "higher", or "control": best at the control's value
  Reading reading;
};

/// nullptr if there is none.
const Metric* find_metric(const std::vector<Metric>& metrics, const std::string& name,
                          const std::string& space);

// The bounds are conventions of akin, wide enough that a fresh set of real data reads as like the
// control.

/// Of a metric of images; `metric.reading` is ignored.
Reading read_image_metric(const Metric& metric);

/// Of a metric of text. `control_characters`: the size of the control.
Reading read_text_metric(const Metric& metric, std::int64_t control_characters);

/// What all metrics of images say together.
struct ImageAssessment {
  enum class Novelty { copies, too_close, new_images };
  struct Classes {
    std::int64_t seen = 0;
    std::int64_t expected = 0;  ///< seen in the control
    Reading balance;            ///< `amount`: the share of samples in the wrong class
  };

  Reading similar;  ///< of the Frechet distance; `amount`: its ratio to the control's
  Novelty novelty = Novelty::new_images;
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
