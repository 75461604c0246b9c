#pragma once

#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

#include "akin/data/image_data.h"
#include "akin/evaluation/feature_extractor.h"
#include "akin/metrics/class_balance.h"
#include "akin/metrics/data_copying.h"
#include "akin/metrics/kid.h"
#include "akin/metrics/neighbourhoods.h"
#include "akin/numerics/gaussian.h"

namespace akin {

/// The real images that samples are compared with.
struct RealImages {
  data::Images training;  ///< used to train the model, without repeats
  data::Images test;      ///< used to train neither the model nor the feature extractor
  data::Images control;   ///< likewise; evaluated in the place of samples, for comparison
};

/// Two random halves, always the same. Random, since neighbours in a file may share a writer, and
/// every second image a source, as in MNIST.
std::pair<data::Images, data::Images> halves(const data::Images& images);

/// The test split and the validation split as control, in random order, so that its first images
/// are like the others; if one of them is missing, halves of the other. Error: there is neither.
RealImages real_images(const data::ImageData& data);

/// Memorisation metrics, all in principal components of pixels.
struct Memorisation {
  std::optional<double> c_t;  ///< none if no cell has enough points, see metrics::DataCopying
  double c_t_error = 0;       ///< standard error of c_t
  double test_mass = 0;       ///< share of the test images that count for c_t
  double copy_rate = 0;
  std::optional<double> authenticity;  ///< none for a single training image
};

/// Metrics of a set of images, samples or control, against real ones.
struct ImageMetrics {
  // In features of the classifier; none for data without labels.
  std::optional<double> frechet;
  std::optional<metrics::Kid> kid;
  std::optional<metrics::Neighbourhoods> neighbourhoods;
  std::optional<metrics::ClassBalance> classes;
  // In principal components.
  double frechet_pca = 0;
  Memorisation memorisation;
  /// In pixels: median distance of the first 1,000 images to their nearest training images.
  double nearest_distance = 0;
  double nearest_error = 0;  ///< standard error of that median
};

/// What metrics of samples are compared with.
struct ControlMetrics {
  ImageMetrics metrics;  ///< of the first `count` control images, as many as there are samples
  std::int64_t count = 0;
  std::int64_t all = 0;   ///< control images
  std::int64_t test = 0;  ///< images that samples and control are compared with
  /// How much similarity differs by chance: that of random sets of `resampled` control images, at
  /// most half of them.
  std::vector<ImageMetrics> sets;
  std::int64_t resampled = 0;
  /// Of what metrics have to tell from real images: similarity of as many images of uniform noise
  /// as are resampled, memorisation of `count` copies of training images.
  ImageMetrics worst;
};

/// The real images with everything that is computed of them once, against which any number of sets
/// of images are evaluated.
class Reference {
 public:
  /// Errors: fewer than 10 test or control images, images of a different size from the feature
  /// extractor's.
  Reference(FeatureExtractor extractor, RealImages real);

  [[nodiscard]] ImageMetrics compute_metrics(const data::Images& images) const;

  /// Of the first `count` control images, with their uncertainty.
  [[nodiscard]] ControlMetrics control_metrics(std::int64_t count) const;

  /// Of the first `count` control images, a share of them replaced by copies of training images
  /// with normal noise of standard deviation `noise` on every pixel.
  [[nodiscard]] Memorisation with_planted_copies(std::int64_t count, double share,
                                                 double noise) const;

  [[nodiscard]] const FeatureExtractor& extractor() const { return extractor_; }
  [[nodiscard]] const RealImages& real() const { return real_; }

 private:
  /// The metrics of similarity.
  [[nodiscard]] ImageMetrics similarity(const Features& extracted, std::int64_t kid_subsets) const;
  [[nodiscard]] Memorisation memorisation(const numerics::Points& components,
                                          const numerics::Neighbours& nearest) const;
  [[nodiscard]] ImageMetrics all_metrics(const data::Images& images, const Features& extracted,
                                         const numerics::Neighbours& nearest) const;
  [[nodiscard]] Memorisation of_copies(std::int64_t count) const;

  FeatureExtractor extractor_;
  RealImages real_;
  numerics::Points training_;  ///< [n, 64] components
  Features test_;
  std::optional<metrics::NeighbourhoodTest> neighbourhoods_;  ///< in features of the test images
  Features control_;
  numerics::Neighbours test_nearest_;  ///< of the test images among the training images
  numerics::Neighbours control_nearest_;
  metrics::DataCopyingTest copying_;
};

}  // namespace akin
