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
#include "akin/metrics/plant.h"
#include "akin/numerics/median.h"

namespace akin {
namespace {

constexpr std::int64_t fewest_images = 10;
constexpr std::int64_t looked_up_by_pixels = 1000;
constexpr std::uint64_t planting_seed = 0;

/// Without repeats, which a skewed view has on purpose: a training image that stands twice would
/// make everything around it authentic.
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

/// As many cells as the paper's recipe has where there are images enough to fill them.
metrics::DataCopyingOptions copying_options(std::int64_t training) {
  metrics::DataCopyingOptions options;
  options.cells = std::clamp<std::int64_t>(training / 20, 1, options.cells);
  return options;
}

/// Subsets of half of the images at most: where one were all of them, nothing would say how much
/// the distance varies.
metrics::Kid kid(const numerics::Points& real, const numerics::Points& generated) {
  metrics::KidOptions options;
  options.subset_size =
      std::clamp<std::int64_t>(std::min(real.rows(), generated.rows()) / 2, 2, options.subset_size);
  return metrics::kid(real, generated, options);
}

double frechet(const numerics::Points& a, const numerics::Points& b) {
  return metrics::frechet_distance(numerics::moments(a), numerics::moments(b));
}

Features first_of(const Features& views, std::int64_t count) {
  const auto rows = [&](const numerics::Points& points) -> numerics::Points {
    return points.topRows(std::min<std::int64_t>(count, points.rows()));
  };
  Features first{rows(views.features), views.labels, rows(views.components)};
  first.labels.resize(static_cast<std::size_t>(first.features.rows()));
  return first;
}

RealImages checked(RealImages real) {
  for (const auto* part : {&real.test, &real.control}) {
    require(
        part->size() >= fewest_images,
        "[evaluate] expected at least {} images in the test part and as many more that no model "
        "has seen, got {}; train with a larger --holdout",
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
      control_(extract_features(real_.control, extractor_)),
      test_nearest_(numerics::nearest(test_.components, training_)),
      control_nearest_(numerics::nearest(control_.components, training_)),
      copying_(training_, test_.components, copying_options(training_.rows())) {}

Memory Reference::memory_of(const numerics::Points& components,
                            const numerics::Neighbours& nearest) const {
  const metrics::DataCopying copying = copying_.score(components);
  Memory memory;
  memory.c_t = copying.statistic;
  memory.test_mass = copying.test_mass;
  memory.copy_rate = metrics::copy_rate(nearest.distance, test_nearest_.distance).share;
  if (training_.rows() > 1) {
    memory.authenticity = metrics::authenticity(nearest, training_).share;
  }
  return memory;
}

ImageMetrics Reference::measure(const data::Images& images) const {
  return measure(images, extract_features(images, extractor_));
}

ImageMetrics Reference::measure(const data::Images& images, const Features& views) const {
  ImageMetrics figures;
  if (extractor_.classifier != nullptr) {
    figures.frechet = frechet(views.features, test_.features);
    figures.kid = kid(test_.features, views.features);
    figures.neighbourhoods = metrics::neighbourhoods(test_.features, views.features);
    figures.classes = metrics::class_balance(test_.labels, views.labels, extractor_.image.classes);
  }
  figures.frechet_of_components = frechet(views.components, test_.components);
  figures.memory = memory_of(views.components, numerics::nearest(views.components, training_));
  const auto some = images.slice(0, std::min(looked_up_by_pixels, images.size()));
  figures.nearest = numerics::median(data::nearest_images(some, real_.training).distance);
  return figures;
}

Memory Reference::planted(std::int64_t count, double share, double noise) const {
  const Features some = first_of(control_, count);
  // Components are orthonormal: noise on pixels is noise of the same deviation on them.
  const metrics::Planted planted =
      metrics::plant(some.components, training_, {share, noise, planting_seed});
  numerics::Neighbours nearest = control_nearest_;
  nearest.index.resize(static_cast<std::size_t>(some.components.rows()));
  nearest.distance.resize(nearest.index.size());
  numerics::Points copies(std::ssize(planted.rows), training_.cols());
  for (Eigen::Index i = 0; i < copies.rows(); ++i) {
    copies.row(i) = planted.points.row(planted.rows[static_cast<std::size_t>(i)]);
  }
  const numerics::Neighbours of_copies = numerics::nearest(copies, training_);
  for (std::size_t i = 0; i < planted.rows.size(); ++i) {
    nearest.index[static_cast<std::size_t>(planted.rows[i])] = of_copies.index[i];
    nearest.distance[static_cast<std::size_t>(planted.rows[i])] = of_copies.distance[i];
  }
  return memory_of(planted.points, nearest);
}

}  // namespace akin
