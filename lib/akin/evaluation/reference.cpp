#include "akin/evaluation/reference.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <span>
#include <string_view>
#include <unordered_set>
#include <utility>

#include "akin/base/random.h"
#include "akin/base/require.h"
#include "akin/data/pixel_points.h"
#include "akin/evaluation/baselines.h"
#include "akin/metrics/copies.h"
#include "akin/metrics/frechet.h"
#include "akin/numerics/median.h"

namespace akin {
namespace {

constexpr std::int64_t fewest_images = 10;
constexpr std::int64_t nearest_images_counted = 1000;
constexpr std::int64_t kid_subsets = 100;
constexpr std::uint64_t planting_seed = 0;
// Enough for the spread between sets of control images to be known to an eighth.
constexpr std::int64_t control_sets = 30;
constexpr std::int64_t most_resampled = 1000;
constexpr std::int64_t kid_subsets_of_sets = 10;

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
metrics::Kid kid(const numerics::Points& real, const numerics::Points& generated,
                 std::int64_t subsets) {
  metrics::KidOptions options;
  options.subsets = subsets;
  options.subset_size =
      std::clamp<std::int64_t>(std::min(real.rows(), generated.rows()) / 2, 2, options.subset_size);
  return metrics::kid(real, generated, options);
}

double frechet(const numerics::Points& a, const numerics::Points& b) {
  return metrics::frechet_distance(numerics::moments(a), numerics::moments(b));
}

/// Always the same ones for a purpose.
std::vector<std::int64_t> shuffled_indices(std::int64_t count, std::string_view purpose,
                                           std::uint64_t index = 0) {
  const Permutation order(std::max<std::int64_t>(count, 1), Random(0, purpose, index).bits());
  std::vector<std::int64_t> all(static_cast<std::size_t>(count));
  for (std::size_t i = 0; i < all.size(); ++i) {
    all[i] = order(static_cast<std::int64_t>(i));
  }
  return all;
}

data::Images shuffled(const data::Images& images) {
  return images.size() == 0 ? images : images.select(shuffled_indices(images.size(), "halves"));
}

Features rows(const Features& of, std::span<const std::int64_t> indices) {
  Features some;
  some.components = of.components(indices, Eigen::all);
  if (!of.labels.empty()) {
    some.features = of.features(indices, Eigen::all);
    for (const std::int64_t i : indices) {
      some.labels.push_back(of.labels[static_cast<std::size_t>(i)]);
    }
  }
  return some;
}

/// A quarter of the distance between the quantiles two standard errors of a rank off the median.
double median_error(std::vector<float> values) {
  std::sort(values.begin(), values.end());
  const auto n = static_cast<double>(values.size());
  const auto value = [&](double rank) {
    return static_cast<double>(values[static_cast<std::size_t>(std::clamp(rank, 0.0, n - 1))]);
  };
  const double two_errors = std::sqrt(n);
  return (value(std::ceil(n / 2 + two_errors)) - value(std::floor(n / 2 - two_errors))) / 4;
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
  const data::Images all = shuffled(images);
  const std::int64_t middle = all.size() / 2;
  return {all.slice(0, middle), all.slice(middle, all.size())};
}

RealImages real_images(const data::ImageData& data) {
  RealImages real{distinct(data.train), data.test, shuffled(data.validation)};
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
      control_(extract_features(real_.control, extractor_)),
      test_nearest_(numerics::nearest(test_.components, training_)),
      control_nearest_(numerics::nearest(control_.components, training_)),
      copying_(training_, test_.components, copying_options(training_.rows())) {
  if (extractor_.classifier != nullptr) {
    neighbourhoods_.emplace(test_.features);
  }
}

Memorisation Reference::memorisation(const numerics::Points& components,
                                     const numerics::Neighbours& nearest) const {
  const metrics::DataCopying copying = copying_.score(components);
  Memorisation result;
  result.c_t = copying.statistic;
  result.c_t_error = copying.standard_error;
  result.test_mass = copying.test_mass;
  result.copy_rate = metrics::copy_rate(nearest.distance, test_nearest_.distance).share;
  if (training_.rows() > 1) {
    result.authenticity = metrics::authenticity(nearest, training_).share;
  }
  return result;
}

ImageMetrics Reference::similarity(const Features& extracted, std::int64_t subsets) const {
  ImageMetrics result;
  if (extractor_.classifier != nullptr) {
    result.frechet = frechet(extracted.features, test_.features);
    result.kid = kid(test_.features, extracted.features, subsets);
    if (extracted.features.rows() > metrics::NeighbourhoodOptions{}.coverage_neighbours) {
      result.neighbourhoods = neighbourhoods_->score(extracted.features);
    }
    result.classes =
        metrics::class_balance(test_.labels, extracted.labels, extractor_.image.classes);
  }
  result.frechet_pca = frechet(extracted.components, test_.components);
  return result;
}

ImageMetrics Reference::all_metrics(const data::Images& images, const Features& extracted,
                                    const numerics::Neighbours& nearest) const {
  ImageMetrics result = similarity(extracted, kid_subsets);
  result.memorisation = memorisation(extracted.components, nearest);
  const auto some = images.slice(0, std::min(nearest_images_counted, images.size()));
  const auto distances = data::nearest_images(some, real_.training).distance;
  result.nearest_distance = numerics::median(distances);
  result.nearest_error = median_error(distances);
  return result;
}

ImageMetrics Reference::compute_metrics(const data::Images& images) const {
  const Features extracted = extract_features(images, extractor_);
  return all_metrics(images, extracted, numerics::nearest(extracted.components, training_));
}

Memorisation Reference::of_copies(std::int64_t count) const {
  std::vector<std::int64_t> copied = shuffled_indices(training_.rows(), "control copies");
  copied.resize(static_cast<std::size_t>(std::min(count, training_.rows())));
  const numerics::Points points = training_(copied, Eigen::all);
  const std::vector<float> distances(copied.size());
  return memorisation(points, {std::move(copied), distances});
}

ControlMetrics Reference::control_metrics(std::int64_t count) const {
  ControlMetrics result;
  result.count = count;
  result.all = real_.control.size();
  result.test = real_.test.size();
  std::vector<std::int64_t> first(static_cast<std::size_t>(count));
  std::iota(first.begin(), first.end(), 0);
  numerics::Neighbours nearest = control_nearest_;
  nearest.index.resize(first.size());
  nearest.distance.resize(first.size());
  result.metrics = all_metrics(real_.control.slice(0, count), rows(control_, first), nearest);
  result.resampled = std::min({count, result.all / 2, most_resampled});
  for (std::int64_t i = 0; i < control_sets; ++i) {
    auto chosen = shuffled_indices(result.all, "control set", static_cast<std::uint64_t>(i));
    chosen.resize(static_cast<std::size_t>(result.resampled));
    result.sets.push_back(similarity(rows(control_, chosen), kid_subsets_of_sets));
  }
  const auto static_noise = noise(result.resampled, real_.test.image_size(), 0);
  result.worst = similarity(extract_features(static_noise, extractor_), kid_subsets_of_sets);
  result.worst.memorisation = of_copies(count);
  return result;
}

Memorisation Reference::with_planted_copies(std::int64_t count, double share, double noise) const {
  const numerics::Points some = control_.components.topRows(std::min(count, real_.control.size()));
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
