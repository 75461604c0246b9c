#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include <gmock/gmock.h>

#include <Eigen/Eigenvalues>

#include "akin/data/digits.h"
#include "akin/data/pixel_points.h"
#include "akin/metrics/copies.h"
#include "akin/metrics/frechet.h"
#include "akin/metrics/kid.h"

#include "support/bars.h"
#include "support/held_out_readings.h"

namespace akin::tests {
namespace {

const data::ImageData& colour_bars() {
  static const data::ImageData data = {
      "bars", "of-colour-bars", coloured(bars(400), 1), {}, coloured(bars(80, true, 400), 2)};
  return data;
}

const FeatureExtractor& extractor() {
  static const FeatureExtractor made = train_feature_extractor(colour_bars());
  return made;
}

/// [images, channels * height * width], from the bytes alone.
Eigen::MatrixXd matrix_of(const data::Images& images) {
  Eigen::MatrixXd rows(images.size(), static_cast<std::int64_t>(images.image_size().values()));
  for (std::int64_t i = 0; i < rows.rows(); ++i) {
    for (std::int64_t k = 0; k < rows.cols(); ++k) {
      rows(i, k) = images.pixels(i)[static_cast<std::size_t>(k)] / 255.0;
    }
  }
  return rows;
}

Eigen::MatrixXd covariance_of(const Eigen::MatrixXd& rows) {
  const Eigen::MatrixXd deviations = rows.rowwise() - rows.colwise().mean();
  return deviations.transpose() * deviations / static_cast<double>(rows.rows() - 1);
}

TEST(ColourFeatures, AreThePrincipalComponentsOfAllChannels) {
  const Eigen::MatrixXd training = matrix_of(colour_bars().train);
  const Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd> solver(covariance_of(training));
  const Eigen::MatrixXd directions = solver.eigenvectors().rightCols(64).rowwise().reverse();
  const Eigen::MatrixXd expected =
      (matrix_of(colour_bars().test).rowwise() - training.colwise().mean()) * directions;
  const numerics::Points found = components_of(colour_bars().test, extractor());
  ASSERT_EQ(found.cols(), 64);
  for (std::int64_t k = 0; k < 5; ++k) {  // those whose variances are well apart; signs are free
    EXPECT_NEAR((found.col(k).cast<double>().cwiseAbs() - expected.col(k).cwiseAbs()).norm(), 0,
                1e-3 * expected.col(k).norm())
        << k;
  }
  EXPECT_NEAR(found.cast<double>().norm(), expected.norm(), 1e-3 * expected.norm());
}

TEST(ColourFeatures, TellClassesApart) {
  EXPECT_GT(extractor().accuracy, 0.95);
  EXPECT_EQ(extractor().image.channels, 3);
  const Features features = extract_features(colour_bars().test, extractor());
  EXPECT_EQ(features.features.cols(), Classifier::feature_count);
  const FeatureExtractor again =
      parse_feature_extractor(format_feature_extractor(extractor()), "colour");
  EXPECT_EQ(extract_features(colour_bars().test, again).features, features.features);
}

/// White bars of one shape in one of four colours, which are their classes.
data::Images of_colours(std::int64_t count) {
  std::vector<std::uint8_t> pixels;
  std::vector<std::uint8_t> labels;
  for (std::int64_t i = 0; i < count; ++i) {
    const data::Images bar = bars(1, false, 4 * i);
    for (std::int64_t channel = 0; channel < 3; ++channel) {
      for (const std::uint8_t value : bar.pixels(0)) {
        pixels.push_back(i % 4 == channel || i % 4 == 3 ? value : 0);
      }
    }
    labels.push_back(static_cast<std::uint8_t>(i % 4));
  }
  return {std::move(pixels), std::move(labels), {8, 8, 3}, {"red", "green", "blue", "white"}};
}

TEST(ColourFeatures, TellClassesApartThatDifferInColourAlone) {
  const data::ImageData data = {"colours", "of-colours", of_colours(160), {}, of_colours(40)};
  EXPECT_GT(train_feature_extractor(data).accuracy, 0.95);
}

TEST(ColourMetrics, OfSamplesAreThoseOfTheDefinitions) {
  const data::Images real = colour_bars().test;
  const data::Images samples = with_noise(coloured(bars(80, true, 480), 3), 0.05, 1);
  const numerics::Points a = components_of(real, extractor());
  const numerics::Points b = components_of(samples, extractor());
  const Eigen::MatrixXd x =
      ((matrix_of(real).rowwise() - extractor().pca.mean.transpose()) * extractor().pca.directions);
  const Eigen::MatrixXd y = ((matrix_of(samples).rowwise() - extractor().pca.mean.transpose()) *
                             extractor().pca.directions);

  const Eigen::MatrixXd product = covariance_of(x) * covariance_of(y);
  const double root = Eigen::EigenSolver<Eigen::MatrixXd>(product)
                          .eigenvalues()
                          .real()
                          .cwiseMax(0)
                          .cwiseSqrt()
                          .sum();
  const double frechet = (x.colwise().mean() - y.colwise().mean()).squaredNorm() +
                         covariance_of(x).trace() + covariance_of(y).trace() - 2 * root;
  EXPECT_NEAR(metrics::frechet_distance(numerics::moments(a), numerics::moments(b)), frechet,
              1e-3 * frechet);

  const auto kernel = [](const Eigen::MatrixXd& p, const Eigen::MatrixXd& q) {
    return Eigen::MatrixXd(((p * q.transpose() / 64).array() + 1).cube());
  };
  const double within =
      kernel(x, x).sum() - kernel(x, x).trace() + kernel(y, y).sum() - kernel(y, y).trace();
  const double kid = within / (80 * 79) - 2 * kernel(x, y).mean();
  EXPECT_NEAR(metrics::kid(a, b, {.subset_size = 80}).mean, kid, 1e-4 * std::abs(kid));
}

TEST(ColourMetrics, NearestImagesCountEveryChannel) {
  const data::Images training = colour_bars().train;
  const data::Images images = coloured(bars(30, true, 480), 3);
  const auto found = data::nearest_images(images, training);
  for (std::int64_t i = 0; i < images.size(); ++i) {
    double least = std::numeric_limits<double>::max();
    std::int64_t index = -1;
    for (std::int64_t t = 0; t < training.size(); ++t) {
      double square = 0;
      for (std::size_t k = 0; k < 192; ++k) {
        const double difference = (images.pixels(i)[k] - training.pixels(t)[k]) / 255.0;
        square += difference * difference;
      }
      if (std::sqrt(square) < least) {
        least = std::sqrt(square);
        index = t;
      }
    }
    EXPECT_EQ(found.index[static_cast<std::size_t>(i)], index);
    EXPECT_NEAR(found.distance[static_cast<std::size_t>(i)], least, 1e-3);
  }
  // Red and blue of one shape are not copies of each other.
  EXPECT_GT(data::nearest_images(of_colours(1), of_colours(4).slice(2, 3)).distance[0], 1);
}

/// Digits in colour.
const RealPool& colour_digits() {
  static const RealPool pool = [] {
    const data::ImageData data = {"digits",
                                  "of-colour-digits",
                                  coloured(data::digits(500, 101), 1),
                                  {},
                                  coloured(data::digits(300, 102), 2)};
    return RealPool{train_feature_extractor(data), data.train, data.test,
                    coloured(data::digits(600, 103), 3)};
  }();
  return pool;
}

TEST(ColourReadings, OfNoiseAreNotSimilar) {
  expect_noise_is_not_similar(colour_digits(), {200, 200, 200});
  expect_noise_is_not_similar(colour_digits().unlabelled(), {20, 20, 20});
}

TEST(ColourReadings, OfHeldOutImagesConcludeNoDifference) {
  expect_held_out_images_read_as_such(colour_digits(), {60, 60, 60}, 40);
}

TEST(ColourReadings, OfCopiesAndOfWrongColoursAreNot) {
  using Novelty = ImageAssessment::Novelty;
  const Reference reference = reference_of(colour_digits(), {200, 200, 200}, 1);
  const ControlMetrics control = reference.control_metrics(200);
  const auto assess = [&](const data::Images& images) {
    return assess_images(evaluate_images(reference, images, control).metrics);
  };
  EXPECT_EQ(assess(copies(colour_digits().training, 200, 1)).novelty, Novelty::copies);
  EXPECT_EQ(assess(coloured(data::digits(200, 104), 4)).similar.level,
            Reading::Level::like_control);
  // All of them red.
  std::vector<std::uint8_t> red;
  const data::Images grey = data::digits(200, 105);
  for (std::int64_t i = 0; i < grey.size(); ++i) {
    red.insert(red.end(), grey.pixels(i).begin(), grey.pixels(i).end());
    red.insert(red.end(), 2 * grey.pixels(i).size(), 0);
  }
  const data::Images reds(std::move(red), {}, {28, 28, 3}, {});
  EXPECT_GE(assess(reds).similar.level, Reading::Level::distinguishable);
}

}  // namespace
}  // namespace akin::tests
