#pragma once

#include <algorithm>
#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "akin/base/random.h"
#include "akin/evaluation/baselines.h"
#include "akin/evaluation/evaluation.h"

namespace akin::tests {

/// Real images, from which smaller sets are drawn.
struct RealPool {
  FeatureExtractor extractor;
  data::Images training;
  data::Images test;
  data::Images control;

  [[nodiscard]] RealPool unlabelled() const {
    RealPool pool = *this;
    pool.extractor.classifier = nullptr;
    return pool;
  }
};

struct PoolSizes {
  std::int64_t test = 0;
  std::int64_t control = 0;
  std::int64_t samples = 0;  ///< no more than `control`
};

inline std::vector<std::int64_t> random_indices(std::int64_t count, std::int64_t of,
                                                std::uint64_t seed) {
  const Permutation order(of, Random(seed, "draw").bits());
  std::vector<std::int64_t> indices;
  for (std::int64_t i = 0; i < count; ++i) {
    indices.push_back(order(i));
  }
  return indices;
}

inline bool concludes(Reading::Level level) {
  return level != Reading::Level::like_control && level != Reading::Level::too_few;
}

/// A random part of the real images; its control images differ from those of other seeds.
inline Reference reference_of(const RealPool& pool, const PoolSizes& sizes, std::uint64_t seed) {
  return {pool.extractor,
          {pool.training, pool.test.select(random_indices(sizes.test, pool.test.size(), seed)),
           pool.control.select(random_indices(sizes.control, pool.control.size(), seed))}};
}

/// No reading of noise is better than "not similar", whatever the seed.
inline void expect_noise_is_not_similar(const RealPool& pool, const PoolSizes& sizes) {
  const Reference reference = reference_of(pool, sizes, 1);
  const ControlMetrics control = reference.control_metrics(sizes.samples);
  for (std::uint64_t seed = 1; seed <= 10; ++seed) {
    const Evaluation evaluation =
        evaluate_images(reference, noise(sizes.samples, pool.test.image_size(), seed), control);
    const auto good = [](Reading::Level level) {
      return level != Reading::Level::too_few && level < Reading::Level::not_similar;
    };
    EXPECT_FALSE(good(assess_images(evaluation.metrics).similar.level))
        << evaluation.conclusions.front().text.en << " of " << sizes.samples << " against "
        << sizes.test << ", seed " << seed;
    for (const Metric& metric : evaluation.metrics) {
      EXPECT_FALSE(metric.group == "similar" && good(metric.reading.level))
          << metric.name << " in " << metric.space << ": " << metric.value << " beside "
          << metric.control << ", error " << metric.error << ", contrast " << metric.contrast
          << " of " << sizes.samples << " against " << sizes.test << ", seed " << seed;
    }
  }
}

/// Draws of real images in the place of samples read as held-out ones, or too few to tell: all but
/// one in twenty, for each metric and each conclusion. Records how often nothing was concluded.
inline void expect_held_out_images_read_as_such(const RealPool& pool, const PoolSizes& sizes,
                                                int draws) {
  std::map<std::string, std::pair<int, int>> wrong;  // and too few
  const auto count = [&](const std::string& what, Reading::Level level) {
    wrong[what].first += concludes(level) ? 1 : 0;
    wrong[what].second += level == Reading::Level::too_few ? 1 : 0;
  };
  for (int draw = 0; draw < draws; ++draw) {
    const auto seed = static_cast<std::uint64_t>(draw);
    const Reference reference = reference_of(pool, sizes, seed);
    // Those behind the control images in the same order.
    const auto real = random_indices(sizes.control + sizes.samples, pool.control.size(), seed);
    const auto samples = std::span(real).subspan(static_cast<std::size_t>(sizes.control));
    const Evaluation evaluation = evaluate_images(reference, pool.control.select(samples),
                                                  reference.control_metrics(sizes.samples));
    for (const Metric& metric : evaluation.metrics) {
      count(metric.name + " in " + metric.space, metric.reading.level);
    }
    const ImageAssessment all = assess_images(evaluation.metrics);
    count("similar", all.similar.level);
    using Novelty = ImageAssessment::Novelty;
    count("new", all.novelty == Novelty::too_few      ? Reading::Level::too_few
                 : all.novelty == Novelty::new_images ? Reading::Level::like_control
                                                      : Reading::Level::above_control);
  }
  for (const auto& [what, counts] : wrong) {
    EXPECT_LE(20 * counts.first, draws)
        << what << " of " << sizes.samples << " against " << sizes.test;
    testing::Test::RecordProperty(what, counts.second);
  }
}

}  // namespace akin::tests
