#pragma once

#include <cstdint>
#include <optional>
#include <utility>

#include "akin/data/image_data.h"
#include "akin/evaluation/feature_extractor.h"
#include "akin/metrics/class_balance.h"
#include "akin/metrics/data_copying.h"
#include "akin/metrics/kid.h"
#include "akin/metrics/neighbourhoods.h"
#include "akin/numerics/gaussian.h"

namespace akin {

/// The real images that samples are held against.
struct RealImages {
  data::Images training;  ///< that the model learned from, each once
  data::Images test;      ///< that neither model nor feature extractor learned from
  data::Images control;   ///< the same, others: they take the place of samples for comparison
};

/// Two random halves, always the same: neighbours in a file may be of one writer, and every second
/// one of one source, as in MNIST.
std::pair<data::Images, data::Images> halves(const data::Images& images);

/// Of a run's data: the test part and what was held out; where one of them is missing, halves of
/// the other. Error: neither is there.
RealImages real_images(const data::ImageData& data);

/// How much of the training set a set of points holds, all in principal components.
struct Memory {
  std::optional<double> c_t;  ///< none where too few points share a cell, see DataCopying
  double test_mass = 0;       ///< share of the test images that c_t is from
  double copy_rate = 0;
  std::optional<double> authenticity;  ///< none for a single training image
};

/// What is measured of a set of images, samples or control, against real ones.
struct ImageMetrics {
  // In the classifier's features; none for data without labels.
  std::optional<double> frechet;
  std::optional<metrics::Kid> kid;
  std::optional<metrics::Neighbourhoods> neighbourhoods;
  std::optional<metrics::ClassBalance> classes;
  // In principal components.
  double frechet_of_components = 0;
  Memory memory;
  /// Median distance, in pixels, of the first 1,000 to the training image nearest to each.
  double nearest = 0;
};

/// Real images, studied once; then metrics any number of sets.
class Reference {
 public:
  /// Errors: fewer than 10 images in a part, images of other sizes than the feature extractor's.
  Reference(FeatureExtractor extractor, RealImages real);

  [[nodiscard]] ImageMetrics measure(const data::Images& images) const;
  [[nodiscard]] ImageMetrics measure(const data::Images& images, const Features& views) const;

  /// What is said of the first `count` control images where a share of them are copies of training
  /// images, with normal noise of deviation `noise` on every pixel: it shows what to make of the
  /// figures of memory.
  [[nodiscard]] Memory planted(std::int64_t count, double share, double noise) const;

  [[nodiscard]] const FeatureExtractor& extractor() const { return extractor_; }
  [[nodiscard]] const RealImages& real() const { return real_; }
  [[nodiscard]] const Features& test() const { return test_; }
  [[nodiscard]] const Features& control() const { return control_; }
  [[nodiscard]] const numerics::Points& training() const { return training_; }

 private:
  [[nodiscard]] Memory memory_of(const numerics::Points& components,
                                 const numerics::Neighbours& nearest) const;

  FeatureExtractor extractor_;
  RealImages real_;
  numerics::Points training_;  ///< [n, 64] components
  Features test_;
  Features control_;
  numerics::Neighbours test_nearest_;  ///< of the test images among the training images
  numerics::Neighbours control_nearest_;
  metrics::DataCopyingTest copying_;
};

}  // namespace akin
