#include "akin/evaluation/readings.h"

#include <cmath>
#include <limits>

#include <gmock/gmock.h>

#include "akin/evaluation/wording.h"

namespace akin {
namespace {

using testing::ElementsAre;
using Level = Reading::Level;
using Novelty = ImageAssessment::Novelty;

constexpr double far = std::numeric_limits<double>::max();

Metric read(Metric metric) {
  metric.reading = read_metric(metric);
  return metric;
}

Metric image_metric(const std::string& name, const std::string& better, double value,
                    double control, double error, double contrast) {
  const std::string space = name == "nearest"                               ? "pixels"
                            : name == "copy_rate" || name == "authenticity" ? "pca"
                                                                            : "features";
  return read({name, space, "similar", better, value, control, {}, error, contrast});
}

Metric text_metric(const std::string& name, double value, double control, double error) {
  return read({name, "", "new", "control", value, control, {}, error, 1});
}

// Control 2 with an error of 0.1, noise at 1002.
Metric distance(double value, const std::string& space = "features") {
  return read({"frechet", space, "similar", "lower", value, 2, {}, 0.1, 1000});
}

TEST(Readings, AreLikeTheControlWithinThreeErrors) {
  const auto level = [](const std::string& better, double value) {
    return image_metric("density", better, value, 1, 0.125, 2).reading.level;
  };
  EXPECT_EQ(level("control", 1.375), Level::like_control);
  EXPECT_EQ(level("control", 1.376), Level::above_control);
  EXPECT_EQ(level("control", 0.624), Level::below_control);
  EXPECT_EQ(level("lower", 0), Level::like_control);
  EXPECT_EQ(level("lower", 1.376), Level::above_control);
  EXPECT_EQ(level("higher", 0.624), Level::below_control);
}

TEST(Readings, SayTooFewWhereAQuarterOfNoiseWouldNotShow) {
  const auto level = [](const std::string& better, double value, double error, double contrast) {
    return image_metric("coverage", better, value, 0.5, error, contrast).reading.level;
  };
  EXPECT_EQ(level("higher", 0.5, 0.03125, -0.376), Level::like_control);
  EXPECT_EQ(level("higher", 0.5, 0.03125, -0.374), Level::too_few);
  EXPECT_EQ(level("control", 0.5, 0.03125, -0.376), Level::like_control);
  // Noise scores better: the metric cannot tell it from data.
  EXPECT_EQ(level("higher", 0.9, 0.001, 0.4), Level::too_few);
  // Beyond chance is beyond chance.
  EXPECT_EQ(level("higher", 0, 0.1, -0.5), Level::below_control);
  EXPECT_EQ(level("higher", 0, INFINITY, -0.5), Level::too_few);
  EXPECT_EQ(level("higher", 0, NAN, -0.5), Level::too_few);
}

TEST(Readings, OfADistanceGoByItsRatioAndByTheWayToNoise) {
  const auto level = [](double value) { return distance(value).reading.level; };
  EXPECT_EQ(level(2.29), Level::like_control);
  EXPECT_EQ(level(2.31), Level::close);
  EXPECT_EQ(level(10), Level::close);
  EXPECT_EQ(level(40), Level::distinguishable);
  EXPECT_EQ(level(200), Level::roughly_similar);
  EXPECT_EQ(level(201), Level::not_similar);
  EXPECT_DOUBLE_EQ(distance(6).reading.amount, 3);
  // A few images: noise is at three times the control's distance.
  const auto of_few = [](double value) {
    return read({"frechet", "pca", "similar", "lower", value, 50, {}, 0.5, 100}).reading.level;
  };
  EXPECT_EQ(of_few(51), Level::like_control);
  EXPECT_EQ(of_few(53), Level::close);
  EXPECT_EQ(of_few(59), Level::distinguishable);
  EXPECT_EQ(of_few(74), Level::roughly_similar);
  EXPECT_EQ(of_few(76), Level::not_similar);
}

TEST(Readings, OfASharesErrorCountWhatWasNotSeen) {
  // As if one more had been, and one more had not: sqrt(2 (51 / 102) (51 / 102) / 100).
  EXPECT_DOUBLE_EQ(share_error(0.5, 100), std::sqrt(0.005));
  EXPECT_DOUBLE_EQ(share_error(0, 8), std::sqrt(2 * 0.1 * 0.9 / 8));
  EXPECT_DOUBLE_EQ(share_error(1, 8), share_error(0, 8));
}

TEST(Readings, NameAnAmount) {
  const auto amount = [](const std::string& name, double value, double control) {
    return image_metric(name, "control", value, control, 0.01, 1).reading.amount;
  };
  EXPECT_DOUBLE_EQ(amount("recall", 0.25, 0.9), 0.75);
  EXPECT_DOUBLE_EQ(amount("class_distance", 0.25, 0), 0.25);
  EXPECT_DOUBLE_EQ(amount("classes_seen", 7, 10), 3);
  EXPECT_DOUBLE_EQ(amount("copy_rate", 0.5, 0.25), 0.25);
  EXPECT_DOUBLE_EQ(amount("copy_rate", 0, 0.25), 0);
}

/// Metrics that read as like the control, but for a distance and neighbourhoods.
std::vector<Metric> metrics_with(double distance_in_features, double distance_in_pixels,
                                 double coverage, double others, double error) {
  std::vector<Metric> all = {distance(distance_in_features),
                             distance(distance_in_pixels, "pca"),
                             image_metric("coverage", "higher", coverage, 0.9, error, -0.9),
                             image_metric("copy_rate", "control", 0, 0, 0.01, 1),
                             image_metric("classes_seen", "higher", 9, 10, 0.1, -8),
                             image_metric("class_distance", "lower", 0, 0, 0.01, 0.9)};
  for (const char* name : {"precision", "recall", "density"}) {
    all.push_back(image_metric(name, "higher", others, 0.9, error, -0.9));
  }
  return all;
}

TEST(Assessment, OfSimilarityIsTheWorseSpaces) {
  const auto level = [](double features, double pixels) {
    return assess_images(metrics_with(features, pixels, 0.9, 0.9, 0.01)).similar.level;
  };
  EXPECT_EQ(level(2, 2), Level::like_control);
  EXPECT_EQ(level(9, 2), Level::close);
  EXPECT_EQ(level(9, 900), Level::not_similar);
  EXPECT_DOUBLE_EQ(assess_images(metrics_with(9, 30, 0.9, 0.9, 0.01)).similar.amount, 15);
}

TEST(Assessment, DoesNotContradictTheNeighbourhoods) {
  const auto level = [](double features, double coverage, double others, double error) {
    return assess_images(metrics_with(features, 2, coverage, others, error)).similar.level;
  };
  EXPECT_EQ(level(2, 0.8, 0.9, 0.01), Level::close);
  EXPECT_EQ(level(9, 0.8, 0.9, 0.01), Level::close);
  // No image is covered, whatever the precision.
  EXPECT_EQ(level(2, 0.01, 0.9, 0.01), Level::not_similar);
  EXPECT_EQ(level(9, 0, 0, 0.01), Level::not_similar);
  // Nor with errors so large that each 0 alone says nothing.
  EXPECT_EQ(level(150, 0, 0, 1), Level::not_similar);
  EXPECT_EQ(level(2, 0, 0, 1), Level::too_few);
}

TEST(Assessment, OfNoveltyFollowsFromTheReadings) {
  const auto novelty = [](double copied, double authenticity, double nearest, double copy_error) {
    std::vector<Metric> all = {distance(2, "pca"),
                               image_metric("copy_rate", "control", copied, 0, copy_error, 1),
                               image_metric("authenticity", "control", authenticity, 0.6, 0.01, -1),
                               image_metric("nearest", "control", nearest, 5, 0.1, -5)};
    return assess_images(all).novelty;
  };
  EXPECT_EQ(novelty(0, 0.6, 5, 0.01), Novelty::new_images);
  EXPECT_EQ(novelty(0.05, 0.6, 5, 0.01), Novelty::copies);
  EXPECT_EQ(novelty(0.05, 0.6, 5, 0.1), Novelty::too_few);
  EXPECT_EQ(novelty(0, 0.5, 5, 0.01), Novelty::too_close);
  EXPECT_EQ(novelty(0, 0.7, 5, 0.01), Novelty::new_images);
  EXPECT_EQ(novelty(0, 0.6, 4, 0.01), Novelty::too_close);
}

TEST(Wording, IsThereInBothLanguagesForEveryReading) {
  const auto expect_words = [](const Metric& metric) {
    const LocalizedText text = reading_text(metric);
    EXPECT_FALSE(text.en.empty() || text.ko.empty()) << metric.name << ' ' << metric.value;
  };
  for (const double error : {0.01, static_cast<double>(INFINITY)}) {
    for (const double value : {-far, 1.0, far}) {
      for (const auto& [name, better] :
           {std::pair("kid", "lower"), std::pair("precision", "higher"),
            std::pair("recall", "higher"), std::pair("density", "control"),
            std::pair("coverage", "higher"), std::pair("class_distance", "lower"),
            std::pair("classes_seen", "higher"), std::pair("nearest", "control"),
            std::pair("c_t", "control"), std::pair("copy_rate", "control"),
            std::pair("authenticity", "control")}) {
        expect_words(image_metric(name, better, value, 1, error, 10));
      }
      for (const char* name : {"parses", "holds", "patterns_seen", "new_of_parsing", "novel_8",
                               "longest_copied", "copy_rate", "new_lines"}) {
        Metric metric = text_metric(name, value, 1, error);
        metric.better = metric.name == "parses" || metric.name == "holds" ? "higher" : "control";
        expect_words(read(metric));
      }
    }
  }
  for (const double value : {2.0, 9.0, 30.0, 150.0, far}) {
    expect_words(distance(value));
  }
}

TEST(Wording, FillsInTheAmount) {
  EXPECT_EQ(reading_text(image_metric("recall", "higher", 0.25, 0.9, 0.01, -1)).en,
            "out of reach: 75 % of real images");
  EXPECT_EQ(reading_text(image_metric("copy_rate", "control", 0.05, 0, 0.01, 1)).ko,
            "약 5.0 %가 복사본입니다");
  EXPECT_EQ(reading_text(image_metric("classes_seen", "higher", 7, 10, 0, -8)).en,
            "3 missing, or nearly so");
  EXPECT_EQ(reading_text(text_metric("copy_rate", 0, 0, 0.01)).en, "like held-out text");
  EXPECT_EQ(reading_text(text_metric("copy_rate", 0, 0, 0.2)).en, "too few to tell");
}

std::vector<std::string> in_english(const std::vector<Conclusion>& all) {
  std::vector<std::string> texts;
  for (const Conclusion& one : all) {
    texts.push_back(one.topic + ": " + one.text.en);
  }
  return texts;
}

TEST(Wording, ConcludesFromAnAssessment) {
  ImageAssessment images;
  images.similar = {Level::close, 3};
  images.novelty = Novelty::copies;
  images.copied = 0.2;
  images.classes = {9, 10, {Level::below_control, 1}, {}};
  EXPECT_THAT(in_english(conclusions(images)),
              ElementsAre("similar: Close to real data: its Fréchet distance is 3 times that of "
                          "real images.",
                          "new: About 20 % of the samples are copies of training images.",
                          "classes: 9 of 10; the others are missing, or nearly so."));
  TextAssessment text;
  text.bits_per_character = 2.5;
  text.copies = {Level::above_control, 0.125};
  text.longest = 80;
  text.control_longest = 20;
  EXPECT_THAT(in_english(conclusions(text)),
              ElementsAre("similar: It predicts held-out text with 2.50 bits per character.",
                          "new: 12.5 % of its characters are in copied spans of 50 or more; the "
                          "longest has 80, that of held-out text 20."));
}

TEST(Wording, ConcludesNothingFromTooFew) {
  ImageAssessment images;
  images.similar = {Level::too_few, 1};
  images.classes = {9, 10, {Level::like_control, 1}, {Level::like_control, 0}};
  EXPECT_THAT(in_english(conclusions(images)),
              ElementsAre("similar: Too few images to tell.", "new: Too few images to tell.",
                          "classes: Too few images to tell."));
  TextAssessment text;
  text.copies = {Level::too_few, 0};
  EXPECT_EQ(in_english(conclusions(text)).back(),
            "new: Too little text to tell; the longest has 0, that of held-out text 0.");
}

}  // namespace
}  // namespace akin
