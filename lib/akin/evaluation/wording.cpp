#include "akin/evaluation/wording.h"

#include <algorithm>
#include <cctype>

#include <fmt/format.h>

#include "akin/base/require.h"

namespace akin {
namespace {

using Level = Reading::Level;

/// How a metric at a level reads; {} is the amount of the reading.
struct Phrase {
  const char* metric;
  Level level;
  const char* en;
  const char* ko;
};

constexpr const char* any_metric = "";

constexpr Phrase image_phrases[] = {
    {"frechet", Level::close, "close to real data", "실제 데이터에 가깝다"},
    {"frechet", Level::distinguishable, "similar, though not to be mistaken for real",
     "비슷하지만 실제와 구별된다"},
    {"frechet", Level::roughly_similar, "roughly similar", "대략 비슷하다"},
    {"frechet", Level::not_similar, "not similar", "비슷하지 않다"},
    {"kid", Level::above_control, "apart from real data", "실제 데이터와 떨어져 있다"},
    {"precision", Level::below_control, "{} lie where no real image is",
     "{}는 실제 이미지가 없는 곳에 있다"},
    {"recall", Level::below_control, "out of reach: {} of real images",
     "실제 이미지의 {}는 만들지 못한다"},
    {"density", Level::below_control, "thinly spread where real images are",
     "실제 이미지가 있는 곳에 드물다"},
    {"density", Level::above_control, "crowds where real images are densest",
     "가장 흔한 모습에 몰려 있다"},
    {"coverage", Level::below_control, "no sample near {} of real images",
     "실제 이미지의 {} 근처에 샘플이 없다"},
    {"class_distance", Level::above_control, "{} are in the wrong class",
     "클래스 비율이 {}만큼 어긋난다"},
    {"classes_seen", Level::like_control, "all that real data have",
     "실제 데이터의 모든 클래스가 있다"},
    {"classes_seen", Level::below_control, "{} missing, or nearly so", "{}개가 없거나 거의 없다"},
    {"nearest", Level::below_control, "nearer to training images", "학습 이미지에 더 가깝다"},
    {"nearest", Level::above_control, "farther from training images", "학습 이미지에서 더 멀다"},
    {"c_t", Level::below_control, "nearer to training images than held-out ones are",
     "학습에 쓰지 않은 이미지보다 학습 이미지에 가깝다"},
    {"c_t", Level::above_control, "farther from training images than held-out ones are",
     "학습에 쓰지 않은 이미지보다 학습 이미지에서 멀다"},
    {"copy_rate", Level::above_control, "about {} are copies", "약 {}가 복사본이다"},
    {"authenticity", Level::below_control, "nearer to training images than those are to each other",
     "학습 이미지끼리보다 학습 이미지에 가깝다"},
    {"authenticity", Level::above_control, "farther from training images than held-out data are",
     "학습에 쓰지 않은 데이터보다 학습 이미지에서 멀다"},
    {any_metric, Level::like_control, "like held-out data", "학습에 쓰지 않은 실제 데이터와 같다"}};

constexpr const char* more_copied = "more of it occurs in the training text";
constexpr const char* more_copied_ko = "학습 텍스트와 겹치는 부분이 더 많다";
constexpr const char* less_copied =
    "less of it occurs in the training text: more novel, or less like it";
constexpr const char* less_copied_ko =
    "학습 텍스트와 겹치는 부분이 더 적다: 더 새롭거나 덜 비슷하다";

constexpr Phrase text_phrases[] = {
    {"parses", Level::below_control, "some do not follow its grammar",
     "문법에 맞지 않는 글이 있다"},
    {"holds", Level::below_control, "some are not true in its world: made up",
     "사실이 아닌 글이 있다: 지어냈다"},
    {"patterns_seen", Level::below_control, "some kinds of sentences are missing",
     "나오지 않는 문형이 있다"},
    {"patterns_seen", Level::above_control, "more kinds of sentences than in as many held-out ones",
     "같은 수의 실제 글보다 문형이 다양하다"},
    {"longest_copied", Level::below_control, less_copied, less_copied_ko},
    {"longest_copied", Level::above_control, "a longer copied span than in held-out text",
     "복사한 구간이 실제 텍스트보다 길다"},
    {"copy_rate", Level::below_control, less_copied, less_copied_ko},
    {"copy_rate", Level::above_control, "spans of 50 characters or more are copied",
     "50자 이상 복사한 구간이 있다"},
    // Shares of what is new: n-grams, lines, sentences.
    {any_metric, Level::below_control, more_copied, more_copied_ko},
    {any_metric, Level::above_control, less_copied, less_copied_ko},
    {any_metric, Level::like_control, "like held-out text", "학습에 쓰지 않은 텍스트와 같다"}};

std::string percent(double share) {
  return share < 0.0995 ? fmt::format("{:.1f} %", 100 * share)
                        : fmt::format("{:.0f} %", 100 * share);
}

template <std::size_t n>
const Phrase& find_phrase(const Phrase (&phrases)[n], const std::string& metric, Level level) {
  const auto* found = std::find_if(std::begin(phrases), std::end(phrases), [&](const Phrase& one) {
    return (one.metric == metric || one.metric == std::string_view(any_metric)) &&
           one.level == level;
  });
  require(found != std::end(phrases), "[wording] expected a phrase for '{}', got none", metric);
  return *found;
}

LocalizedText distance_text(Level level) {
  const Phrase& phrase = find_phrase(image_phrases, "frechet", level);
  return {phrase.en, phrase.ko};
}

LocalizedText similar_text(const Reading& similar) {
  LocalizedText words = distance_text(similar.level);
  words.en.front() = static_cast<char>(std::toupper(static_cast<unsigned char>(words.en.front())));
  return {fmt::format("{}: its Fréchet distance is {:.3g} times that of real images.", words.en,
                      similar.amount),
          fmt::format("{}: 프레셰 거리가 실제 이미지의 {:.3g}배다.", words.ko, similar.amount)};
}

LocalizedText new_text(ImageAssessment::Novelty novelty, double copied) {
  switch (novelty) {
    case ImageAssessment::Novelty::copies:
      return {
          fmt::format("About {} of the samples are copies of training images.", percent(copied)),
          fmt::format("샘플의 약 {}는 학습 이미지의 복사본이다.", percent(copied))};
    case ImageAssessment::Novelty::too_close:
      return {
          "Not quite: no outright copies, but samples lie nearer to training images than "
          "held-out images do.",
          "완전히 그렇지는 않다: 복사본은 아니지만 학습에 쓰지 않은 이미지보다 학습 이미지에 "
          "가깝다."};
    case ImageAssessment::Novelty::new_images:
      break;
  }
  return {"No nearer to training images than real images not used for training.",
          "학습에 쓰지 않은 실제 이미지보다 학습 이미지에 더 가깝지 않다."};
}

LocalizedText classes_text(const ImageAssessment::Classes& classes) {
  const auto& [seen, expected, balance] = classes;
  if (seen < expected) {
    return {fmt::format("{} of {}; the others are missing, or nearly so.", seen, expected),
            fmt::format("{}개 가운데 {}개만 있고, 나머지는 없거나 거의 없다.", expected, seen)};
  }
  if (balance.level == Level::like_control) {
    return {fmt::format("All {}, as often as in real data.", seen),
            fmt::format("{}개 모두 실제 데이터만큼 나온다.", seen)};
  }
  const std::string share = percent(balance.amount);
  return {fmt::format("All {}, but {} of the samples would have to change theirs.", seen, share),
          fmt::format("{}개 모두 있지만 비율이 {}만큼 치우쳤다.", seen, share)};
}

LocalizedText likelihood_text(const TextAssessment& text) {
  if (text.parses) {
    return {fmt::format("{:.0f} % are sentences of its grammar; {:.0f} % are also true.",
                        100 * *text.parses, 100 * *text.holds),
            fmt::format("{:.0f} %가 문법에 맞고, {:.0f} %는 사실이기도 하다.", 100 * *text.parses,
                        100 * *text.holds)};
  }
  if (!text.bits_per_character) {
    return {"Unknown: there is no validation text.", "검증 텍스트가 없어 알 수 없다."};
  }
  return {fmt::format("It predicts held-out text with {:.2f} bits per character.",
                      *text.bits_per_character),
          fmt::format("학습에 쓰지 않은 텍스트를 글자당 {:.2f}비트로 예측한다.",
                      *text.bits_per_character)};
}

LocalizedText copies_text(const TextAssessment& text) {
  const bool copies = text.copies.level == Level::above_control;
  const std::string share = fmt::format("{:.1f} %", 100 * text.copies.amount);
  return {fmt::format("{} are in copied spans of 50 or more; the longest has {:.0f}, that of "
                      "held-out text {:.0f}.",
                      copies ? share + " of its characters" : "No more characters than usual",
                      text.longest, text.control_longest),
          fmt::format("50자 이상 복사한 구간이 {}; 가장 긴 것은 {:.0f}자, 학습에 쓰지 않은 "
                      "텍스트에서는 {:.0f}자다.",
                      copies ? share + " 있다" : "실제 텍스트보다 많지 않다", text.longest,
                      text.control_longest)};
}

}  // namespace

LocalizedText reading_text(const Metric& metric) {
  const auto& [level, amount] = metric.reading;
  const Phrase& phrase = metric.space.empty() ? find_phrase(text_phrases, metric.name, level)
                                              : find_phrase(image_phrases, metric.name, level);
  const std::string number =
      metric.name == "classes_seen" ? fmt::format("{:.0f}", amount) : percent(amount);
  return {fmt::format(fmt::runtime(phrase.en), number),
          fmt::format(fmt::runtime(phrase.ko), number)};
}

std::vector<Conclusion> conclusions(const ImageAssessment& assessment) {
  std::vector<Conclusion> all = {{"similar", similar_text(assessment.similar)},
                                 {"new", new_text(assessment.novelty, assessment.copied)}};
  if (assessment.classes) {
    all.push_back({"classes", classes_text(*assessment.classes)});
  }
  return all;
}

std::vector<Conclusion> conclusions(const TextAssessment& assessment) {
  return {{"similar", likelihood_text(assessment)}, {"new", copies_text(assessment)}};
}

}  // namespace akin
