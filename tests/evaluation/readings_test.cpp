#include "akin/evaluation/readings.h"

#include <limits>

#include <gmock/gmock.h>

#include "akin/evaluation/wording.h"

namespace akin {
namespace {

using testing::ElementsAre;
using Level = Reading::Level;

Metric image_metric(const std::string& name, double value, double control) {
  Metric metric{name, "features", "similar", value, control, {}, "lower", {}};
  metric.reading = read_image_metric(metric);
  return metric;
}

Metric text_metric(const std::string& name, double value, double control) {
  Metric metric{name, "", "new", value, control, {}, "control", {}};
  metric.reading = read_text_metric(metric, 5000);
  return metric;
}

TEST(Readings, OfADistanceGoByItsRatioToTheControl) {
  const auto level = [](double ratio) {
    return image_metric("frechet", 2 * ratio, 2).reading.level;
  };
  EXPECT_EQ(level(1.5), Level::like_control);
  EXPECT_EQ(level(5), Level::close);
  EXPECT_EQ(level(20), Level::distinguishable);
  EXPECT_EQ(level(100), Level::roughly_similar);
  EXPECT_EQ(level(101), Level::not_similar);
  EXPECT_DOUBLE_EQ(image_metric("frechet", 6, 2).reading.amount, 3);
}

TEST(Readings, AreLikeTheControlWithinTheBounds) {
  EXPECT_EQ(image_metric("density", 0.91, 1).reading.level, Level::like_control);
  EXPECT_EQ(image_metric("density", 0.89, 1).reading.level, Level::below_control);
  EXPECT_EQ(image_metric("density", 1.14, 1).reading.level, Level::like_control);
  EXPECT_EQ(image_metric("density", 1.16, 1).reading.level, Level::above_control);
  EXPECT_EQ(image_metric("precision", 1, 0.5).reading.level, Level::like_control);
  Metric kid{"kid", "features", "similar", 0.29, 0, 0.1, "lower", {}};
  EXPECT_EQ(read_image_metric(kid).level, Level::like_control);
  kid.value = 0.31;
  EXPECT_EQ(read_image_metric(kid).level, Level::above_control);
}

TEST(Readings, NameAnAmount) {
  EXPECT_DOUBLE_EQ(image_metric("recall", 0.25, 0.9).reading.amount, 0.75);
  EXPECT_DOUBLE_EQ(image_metric("class_distance", 0.25, 0).reading.amount, 0.25);
  EXPECT_DOUBLE_EQ(image_metric("classes_seen", 7, 10).reading.amount, 3);
  EXPECT_DOUBLE_EQ(image_metric("copy_rate", 0.5, 0.25).reading.amount, 0.25);
  EXPECT_DOUBLE_EQ(image_metric("copy_rate", 0, 0.25).reading.amount, 0);
}

TEST(Readings, OfTextDependOnTheSizeOfTheControl) {
  Metric rate{"copy_rate", "", "new", 0.14, 0.02, {}, "control", {}};
  EXPECT_EQ(read_text_metric(rate, 1000).level, Level::like_control);
  EXPECT_EQ(read_text_metric(rate, 100000).level, Level::above_control);
}

TEST(Wording, IsThereInBothLanguagesForEveryReading) {
  constexpr double far = std::numeric_limits<double>::max();
  const auto expect_words = [](const Metric& metric) {
    const LocalizedText text = reading_text(metric);
    EXPECT_FALSE(text.en.empty() || text.ko.empty()) << metric.name << ' ' << metric.value;
  };
  for (const char* name :
       {"frechet", "kid", "precision", "recall", "density", "coverage", "class_distance",
        "classes_seen", "nearest", "c_t", "copy_rate", "authenticity"}) {
    for (const double value : {-far, 0.0, 2.0, 10.0, 50.0, far}) {
      expect_words(image_metric(name, value, 1));
    }
  }
  for (const char* name : {"parses", "holds", "patterns_seen", "new_of_parsing", "novel_8",
                           "longest_copied", "copy_rate", "new_lines"}) {
    for (const double value : {-far, 0.5, far}) {
      expect_words(text_metric(name, value, 0.5));
    }
  }
}

TEST(Wording, FillsInTheAmount) {
  EXPECT_EQ(reading_text(image_metric("recall", 0.25, 0.9)).en,
            "out of reach: 75 % of real images");
  EXPECT_EQ(reading_text(image_metric("copy_rate", 0.05, 0)).ko, "약 5.0 %가 복사본입니다");
  EXPECT_EQ(reading_text(image_metric("classes_seen", 7, 10)).en, "3 missing, or nearly so");
  EXPECT_EQ(reading_text(text_metric("copy_rate", 0, 0)).en, "like held-out text");
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
  images.novelty = ImageAssessment::Novelty::copies;
  images.copied = 0.2;
  images.classes = {9, 10, {}};
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

}  // namespace
}  // namespace akin
