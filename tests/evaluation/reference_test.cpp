#include "akin/evaluation/reference.h"

#include <algorithm>
#include <cmath>
#include <set>
#include <vector>

#include <gmock/gmock.h>

#include "akin/base/require.h"
#include "akin/evaluation/baselines.h"
#include "akin/evaluation/evaluation.h"

#include "support/bars.h"
#include "support/digits_reference.h"
#include "support/error_of.h"

namespace akin {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::StartsWith;
using tests::bars;
using tests::digits_extractor;
using tests::digits_reference;
using tests::error_of;

constexpr std::int64_t count = 1000;

const ControlMetrics& control_metrics() {
  static const ControlMetrics metrics = digits_reference().control_metrics(count);
  return metrics;
}

Evaluation evaluate(const data::Images& images) {
  return evaluate_images(digits_reference(), images, control_metrics());
}

const Metric& metric_of(const Evaluation& evaluation, const std::string& name,
                        const std::string& space) {
  const Metric* found = evaluation.find(name, space);
  require(found != nullptr, "[tests] expected a metric '{}' in '{}'", name, space);
  return *found;
}

std::string conclusion(const Evaluation& evaluation, const std::string& topic) {
  for (const Conclusion& one : evaluation.conclusions) {
    if (one.topic == topic) {
      EXPECT_FALSE(one.text.ko.empty());
      return one.text.en;
    }
  }
  return "no conclusion";
}

TEST(Evaluation, OfHeldOutImagesReadsAsWhatTheyAre) {
  const Evaluation evaluation = evaluate(data::digits(count, 104));
  EXPECT_EQ(evaluation.samples, count);
  EXPECT_EQ(evaluation.metrics.size(), 13U);
  for (const Metric& one : evaluation.metrics) {
    EXPECT_EQ(reading_text(one).en, "like held-out data")
        << one.name << " in " << one.space << ": " << one.value << " beside " << one.control;
    EXPECT_FALSE(reading_text(one).ko.empty());
    EXPECT_TRUE(std::isfinite(one.value) && std::isfinite(one.control)) << one.name;
  }
  EXPECT_THAT(conclusion(evaluation, "similar"), StartsWith("Like held-out data"));
  EXPECT_THAT(conclusion(evaluation, "new"), StartsWith("No nearer"));
  EXPECT_EQ(conclusion(evaluation, "classes"), "All 10, as often as in real data.");
}

TEST(Evaluation, OfCopiesSaysThatTheyAre) {
  const Evaluation evaluation = evaluate(copies(digits_reference().real().training, count, 1));
  const Metric& rate = metric_of(evaluation, "copy_rate", "pca");
  EXPECT_EQ(rate.value, 1);
  EXPECT_LT(rate.control, 0.01);
  EXPECT_THAT(reading_text(rate).en, HasSubstr("are copies"));
  EXPECT_EQ(metric_of(evaluation, "authenticity", "pca").value, 0);
  EXPECT_EQ(metric_of(evaluation, "nearest", "pixels").value, 0);
  EXPECT_LT(metric_of(evaluation, "c_t", "pca").value, -3);
  EXPECT_THAT(conclusion(evaluation, "new"), HasSubstr("of the samples are copies"));
  // Copies are as similar as can be: metrics of similarity alone would praise them.
  const Metric& distance = metric_of(evaluation, "frechet", "features");
  EXPECT_LT(distance.value, 5 * distance.control);
  EXPECT_EQ(reading_text(metric_of(evaluation, "precision", "features")).en, "like held-out data");
}

TEST(Evaluation, TellsHowManyAreCopies) {
  const auto& real = digits_reference().real();
  const Evaluation evaluation = evaluate(with_copies(real.control, real.training, 0.05, 2));
  const Metric& rate = metric_of(evaluation, "copy_rate", "pca");
  EXPECT_NEAR(rate.value - rate.control, 0.05, 0.01);
  EXPECT_THAT(conclusion(evaluation, "new"), HasSubstr("are copies"));
}

TEST(Evaluation, TellsNoiseFromData) {
  const Evaluation evaluation = evaluate(noise(count, {28, 28}, 1));
  EXPECT_EQ(reading_text(metric_of(evaluation, "frechet", "features")).en, "not similar");
  EXPECT_GT(metric_of(evaluation, "frechet", "pca").value,
            20 * metric_of(evaluation, "frechet", "pca").control);
  EXPECT_EQ(reading_text(metric_of(evaluation, "kid", "features")).en, "apart from real data");
  EXPECT_LT(metric_of(evaluation, "coverage", "features").value, 0.05);
  EXPECT_EQ(reading_text(metric_of(evaluation, "nearest", "pixels")).en,
            "farther from training images");
  EXPECT_THAT(conclusion(evaluation, "similar"), StartsWith("Not similar"));
  EXPECT_THAT(conclusion(evaluation, "new"), testing::Not(HasSubstr("copies of")));
}

TEST(Evaluation, SaysWhichClassesAreMissing) {
  const data::Images drawn = data::digits(2 * count, 105);
  std::vector<std::int64_t> low;
  for (std::int64_t i = 0; i < drawn.size(); ++i) {
    if (drawn.label(i) < 5) {
      low.push_back(i);
    }
  }
  const Evaluation evaluation = evaluate(drawn.select(low));
  EXPECT_NEAR(metric_of(evaluation, "class_distance", "features").value, 0.5, 0.02);
  EXPECT_THAT(reading_text(metric_of(evaluation, "class_distance", "features")).en,
              HasSubstr("are in the wrong class"));
  EXPECT_EQ(metric_of(evaluation, "classes_seen", "features").value, 5);
  EXPECT_EQ(reading_text(metric_of(evaluation, "classes_seen", "features")).en,
            "5 missing, or nearly so");
  EXPECT_EQ(conclusion(evaluation, "classes"), "5 of 10; the others are missing, or nearly so.");
  EXPECT_LT(metric_of(evaluation, "recall", "features").value, 0.7);
}

TEST(Evaluation, IsCalibratedByWhatItSaysOfPlantedCopies) {
  const auto rows = calibrate(digits_reference(), count);
  ASSERT_EQ(rows.size(), 6U);
  for (const Calibration& row : rows) {
    const double found =
        row.memorisation.copy_rate - control_metrics().metrics.memorisation.copy_rate;
    EXPECT_NEAR(found, row.share, row.noise == 0 ? 0.005 : row.share) << row.noise;
    ASSERT_TRUE(row.memorisation.authenticity.has_value());
    EXPECT_LE(*row.memorisation.authenticity, *control_metrics().metrics.memorisation.authenticity);
  }
  // The same as planting them in pixels.
  const auto& real = digits_reference().real();
  const auto planted = digits_reference()
                           .compute_metrics(with_copies(real.control, real.training, 0.2, 3))
                           .memorisation;
  EXPECT_NEAR(rows[2].memorisation.copy_rate, planted.copy_rate, 0.01);
  EXPECT_NEAR(*rows[2].memorisation.authenticity, *planted.authenticity, 0.03);
  // Of fewer images than the control has.
  EXPECT_NEAR(digits_reference().with_planted_copies(200, 0.5, 0).copy_rate, 0.5, 0.02);
}

TEST(ControlMetrics, AreThoseOfTheControlImagesAndOfWhatMetricsHaveToTell) {
  const ControlMetrics& control = control_metrics();
  const ImageMetrics again = digits_reference().compute_metrics(digits_reference().real().control);
  EXPECT_EQ(control.metrics.frechet, again.frechet);
  EXPECT_EQ(control.metrics.nearest_distance, again.nearest_distance);
  EXPECT_EQ(control.metrics.memorisation.authenticity, again.memorisation.authenticity);
  EXPECT_EQ(control.count, count);
  EXPECT_EQ(control.test, 1000);
  EXPECT_EQ(control.resampled, 500);
  EXPECT_EQ(control.sets.size(), 30U);
  EXPECT_EQ(control.all, 1000);
  EXPECT_EQ(control.worst.memorisation.copy_rate, 1);
  EXPECT_EQ(control.worst.memorisation.authenticity, 0);
  EXPECT_GT(control.worst.frechet.value(), 100 * control.metrics.frechet.value());
}

TEST(ControlMetrics, OfTenImagesLeaveMostErrorsUnknown) {
  const auto& real = digits_reference().real();
  const Reference reference(digits_extractor(),
                            {real.training, real.test.slice(0, 10), real.control.slice(0, 10)});
  const Evaluation evaluation =
      evaluate_images(reference, real.control.slice(10, 20), reference.control_metrics(10));
  EXPECT_EQ(reading_text(metric_of(evaluation, "coverage", "features")).en, "too few to tell");
  EXPECT_EQ(conclusion(evaluation, "similar"), "Too few images to tell.");
  EXPECT_EQ(conclusion(evaluation, "new"), "Too few images to tell.");
}

TEST(Evaluation, IsWrittenAsJson) {
  Evaluation evaluation = evaluate(digits_reference().real().control);
  evaluation.calibration = {{0.05, 0.1, Memorisation{}}};
  const auto json = to_json(evaluation);
  EXPECT_EQ(json["samples"], count);
  EXPECT_EQ(json["metrics"].size(), evaluation.metrics.size());
  for (const auto& metric : json["metrics"]) {
    EXPECT_EQ(metric["value"], metric["control"]);  // it is its own control
    EXPECT_TRUE(metric.contains("sd") == (metric["name"] == "kid"));
    EXPECT_GE(metric["error"], 0);
    EXPECT_TRUE(metric["reading"].contains("en") && metric["reading"].contains("ko"));
  }
  EXPECT_EQ(json["calibration"][0]["planted"], 0.05);
  EXPECT_TRUE(json["calibration"][0]["c_t"].is_null());
  EXPECT_EQ(json["readings"].size(), 3U);
}

TEST(Evaluation, OfUnlabelledDataDoesWithoutClasses) {
  const data::ImageData data{"bars", "hash", bars(200, false), bars(60, false, 200),
                             bars(60, false, 300)};
  const Reference reference(train_feature_extractor(data), real_images(data));
  const Evaluation evaluation =
      evaluate_images(reference, bars(60, false, 400), reference.control_metrics(60));
  EXPECT_EQ(evaluation.find("frechet", "features"), nullptr);
  EXPECT_EQ(evaluation.find("classes_seen", "features"), nullptr);
  EXPECT_NE(evaluation.find("frechet", "pca"), nullptr);
  EXPECT_EQ(conclusion(evaluation, "classes"), "no conclusion");
}

TEST(RealImages, AreThoseThatTheModelNeverSaw) {
  const RealImages real = real_images({"bars", "", bars(50), bars(20, true, 100), bars(30)});
  EXPECT_EQ(real.test.size(), 30);
  EXPECT_EQ(real.control.size(), 20);
}

TEST(RealImages, AreHalvesWhereThereIsNoTestPartOrNoHoldOut) {
  for (const auto& data : {data::ImageData{"bars", "", bars(50), bars(21), {}},
                           data::ImageData{"bars", "", bars(50), {}, bars(21)}}) {
    const RealImages real = real_images(data);
    EXPECT_EQ(real.test.size(), 10);
    EXPECT_EQ(real.control.size(), 11);
    std::multiset<std::vector<std::uint8_t>> all;
    std::multiset<std::vector<std::uint8_t>> both;
    for (std::int64_t i = 0; i < 21; ++i) {
      const data::Images whole = bars(21);
      const auto one = whole.pixels(i);
      const auto other = i < 10 ? real.test.pixels(i) : real.control.pixels(i - 10);
      all.emplace(one.begin(), one.end());
      both.emplace(other.begin(), other.end());
    }
    EXPECT_EQ(both, all);  // each of them once, in either half
  }
}

TEST(RealImages, HaveEachTrainingImageOnce) {
  const std::vector<std::int64_t> repeats = {0, 1, 2, 1, 0, 3};
  const data::Images once = bars(50);
  const RealImages real = real_images({"bars", "", once.select(repeats), bars(20), bars(20)});
  ASSERT_EQ(real.training.size(), 4);
  EXPECT_TRUE(std::ranges::equal(real.training.pixels(3), once.pixels(3)));
}

TEST(RealImages, AreRefusedWhereTooFew) {
  const auto refusal = [](const data::Images& validation, const data::Images& test) {
    return error_of([&] { real_images({"bars", "", bars(50), validation, test}); });
  };
  EXPECT_THAT(refusal(bars(19), {}),
              AllOf(HasSubstr("at least 10"), HasSubstr("got 9"), HasSubstr("larger --holdout")));
  EXPECT_THAT(refusal(bars(9), bars(30)), HasSubstr("got 9"));
  EXPECT_THAT(refusal({}, {}), HasSubstr("got 0"));
  const FeatureExtractor extractor = train_feature_extractor({"bars", "", bars(50, false), {}, {}});
  EXPECT_THAT(error_of([&] {
                Reference(extractor, {bars(50), bars(20), bars(9)});
              }),
              HasSubstr("got 9"));
}

TEST(Baselines, AreCopiesOfTheShareAskedFor) {
  const data::Images training = bars(6);
  const data::Images twice = copies(training, 12, 1);
  std::vector<int> seen(6);
  for (std::int64_t i = 0; i < 12; ++i) {
    for (std::int64_t j = 0; j < 6; ++j) {
      seen[static_cast<std::size_t>(j)] +=
          std::ranges::equal(twice.pixels(i), training.pixels(j)) ? 1 : 0;
    }
  }
  EXPECT_THAT(seen, testing::Each(2));
  EXPECT_THAT(error_of<UsageError>([&] { with_copies(training, training, 1.5, 0); }),
              HasSubstr("a share from 0 to 1, got 1.5"));
  const data::Images none = with_copies(bars(20, true, 50), training, 0, 0);
  for (std::int64_t i = 0; i < 20; ++i) {
    EXPECT_TRUE(std::ranges::equal(none.pixels(i), bars(20, true, 50).pixels(i)));
  }
  const data::Images same = with_noise(training, 0, 0);
  EXPECT_TRUE(std::ranges::equal(same.pixels(5), training.pixels(5)));
}

}  // namespace
}  // namespace akin
