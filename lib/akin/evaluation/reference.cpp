#include "akin/evaluation/reference.h"

#include <algorithm>
#include <string_view>
#include <unordered_set>
#include <utility>

#include "akin/base/random.h"
#include "akin/base/require.h"
#include "akin/data/pixel_points.h"
#include "akin/metrics/copies.h"
#include "akin/metrics/frechet.h"
#include "akin/numerics/median.h"

namespace akin {
namespace {

constexpr std::int64_t fewest_images = 10;
constexpr std::int64_t nearest_images_counted = 1000;
constexpr std::uint64_t planting_seed = 0;

/// Without repeats, which a skewed view has on purpose: everything around a training image that
/// occurs twice would be authentic.
data::Images distinct(const data::Images& images) {
  std::unordered_set<std::string_view> seen;
  std::vector<std::int64_t> kept;
  for (std::int64_t i = 0; i < images.size(); ++i) {
    const auto pixels = images.pixels(i);
    if (seen.emplace(reinterpret_cast<const char*>(pixels.data()), pixels.size()).second) {
      kept.push_back(i);
    }
  }
  return std::ssize(kept) == images.size() ? images : images.select(kept);
}

/// As many cells as in the paper if there are enough images to fill them.
metrics::DataCopyingOptions copying_options(std::int64_t training) {
  metrics::DataCopyingOptions options;
  options.cells = std::clamp<std::int64_t>(training / 20, 1, options.cells);
  return options;
}

/// Subsets of at most half of the images: a subset of all of them would leave no spread to
/// estimate.
metrics::Kid kid(const numerics::Points& real, const numerics::Points& generated) {
  metrics::KidOptions options;
  options.subset_size =
      std::clamp<std::int64_t>(std::min(real.rows(), generated.rows()) / 2, 2, options.subset_size);
  return metrics::kid(real, generated, options);
}

double frechet(const numerics::Points& a, const numerics::Points& b) {
  return metrics::frechet_distance(numerics::moments(a), numerics::moments(b));
}

RealImages checked(RealImages real) {
  for (const auto* part : {&real.test, &real.control}) {
    require(
        part->size() >= fewest_images,
        "[evaluate] expected at least {} images in the test split and as many as control, got {}; "
        "train with a larger --holdout",
        fewest_images, part->size());
  }
  return real;
}

}  // namespace

std::pair<data::Images, data::Images> halves(const data::Images& images) {
  constexpr std::uint64_t seed = 0;
  const Permutation order(std::max<std::int64_t>(images.size(), 1), Random(seed, "halves").bits());
  std::vector<std::int64_t> all(static_cast<std::size_t>(images.size()));
  for (std::size_t i = 0; i < all.size(); ++i) {
    all[i] = order(static_cast<std::int64_t>(i));
  }
  const data::Images shuffled = images.select(all);
  const std::int64_t middle = images.size() / 2;
  return {shuffled.slice(0, middle), shuffled.slice(middle, images.size())};
}

RealImages real_images(const data::ImageData& data) {
  RealImages real{distinct(data.train), data.test, data.validation};
  if (real.test.size() == 0) {
    std::tie(real.test, real.control) = halves(data.validation);
  } else if (real.control.size() == 0) {
    std::tie(real.test, real.control) = halves(data.test);
  }
  return checked(std::move(real));
}

Reference::Reference(FeatureExtractor extractor, RealImages real)
    : extractor_(std::move(extractor)),
      real_(checked(std::move(real))),
      training_(components_of(real_.training, extractor_)),
      test_(extract_features(real_.test, extractor_)),
      control_(components_of(real_.control, extractor_)),
      test_nearest_(numerics::nearest(test_.components, training_)),
      control_nearest_(numerics::nearest(control_, training_)),
      copying_(training_, test_.components, copying_options(training_.rows())) {}

Memorisation Reference::memorisation(const numerics::Points& components,
                                     const numerics::Neighbours& nearest) const {
  const metrics::DataCopying copying = copying_.score(components);
  Memorisation result;
  result.c_t = copying.statistic;
  result.test_mass = copying.test_mass;
  result.copy_rate = metrics::copy_rate(nearest.distance, test_nearest_.distance).share;
  if (training_.rows() > 1) {
    result.authenticity = metrics::authenticity(nearest, training_).share;
  }
  return result;
}

ImageMetrics Reference::compute_metrics(const data::Images& images) const {
  const Features extracted = extract_features(images, extractor_);
  ImageMetrics result;
  if (extractor_.classifier != nullptr) {
    result.frechet = frechet(extracted.features, test_.features);
    result.kid = kid(test_.features, extracted.features);
    result.neighbourhoods = metrics::neighbourhoods(test_.features, extracted.features);
    result.classes =
        metrics::class_balance(test_.labels, extracted.labels, extractor_.image.classes);
  }
  result.frechet_pca = frechet(extracted.components, test_.components);
  result.memorisation =
      memorisation(extracted.components, numerics::nearest(extracted.components, training_));
  const auto some = images.slice(0, std::min(nearest_images_counted, images.size()));
  result.nearest_distance = numerics::median(data::nearest_images(some, real_.training).distance);
  return result;
}

Memorisation Reference::with_planted_copies(std::int64_t count, double share, double noise) const {
  const numerics::Points some = control_.topRows(std::min<std::int64_t>(count, control_.rows()));
  // The components are orthonormal: noise on pixels is noise of the same deviation on them.
  const metrics::PlantedCopies planted =
      metrics::plant_copies(some, training_, {share, noise, planting_seed});
  // Only copies have a new nearest training image.
  numerics::Neighbours nearest = control_nearest_;
  nearest.index.resize(static_cast<std::size_t>(some.rows()));
  nearest.distance.resize(nearest.index.size());
  const numerics::Neighbours of_copies =
      numerics::nearest(planted.points(planted.rows, Eigen::all), training_);
  for (std::size_t i = 0; i < planted.rows.size(); ++i) {
    nearest.index[static_cast<std::size_t>(planted.rows[i])] = of_copies.index[i];
    nearest.distance[static_cast<std::size_t>(planted.rows[i])] = of_copies.distance[i];
  }
  return memorisation(planted.points, nearest);
}

}  // namespace akin
