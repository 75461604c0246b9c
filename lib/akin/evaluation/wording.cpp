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
    {any_metric, Level::too_few, "too few to tell", "너무 적어 판단할 수 없습니다"},
    {"frechet", Level::close, "close to real data", "실제 데이터에 가깝습니다"},
    {"frechet", Level::distinguishable, "similar, though not to be mistaken for real",
     "닮았지만 실제 데이터와 구별됩니다"},
    {"frechet", Level::roughly_similar, "roughly similar", "대략 닮았습니다"},
    {"frechet", Level::not_similar, "not similar", "닮지 않았습니다"},
    {"kid", Level::above_control, "apart from real data", "실제 데이터와 떨어져 있습니다"},
    {"precision", Level::below_control, "{} lie where no real image is",
     "샘플의 {}는 실제 이미지가 없는 곳에 있습니다"},
    {"recall", Level::below_control, "out of reach: {} of real images",
     "실제 이미지의 {}는 생성하지 못합니다"},
    {"density", Level::below_control, "thinly spread where real images are",
     "실제 이미지가 있는 곳에 샘플이 드뭅니다"},
    {"density", Level::above_control, "crowds where real images are densest",
     "실제 이미지가 가장 밀집한 곳에 몰려 있습니다"},
    {"coverage", Level::below_control, "no sample near {} of real images",
     "실제 이미지의 {}는 근처에 샘플이 없습니다"},
    {"class_distance", Level::above_control, "{} are in the wrong class",
     "클래스 비율이 {}만큼 어긋납니다"},
    {"classes_seen", Level::below_control, "{} missing, or nearly so",
     "클래스 {}개가 없거나 거의 없습니다"},
    {"nearest", Level::below_control, "nearer to training images", "학습 이미지에 더 가깝습니다"},
    {"nearest", Level::above_control, "farther from training images", "학습 이미지에서 더 멉니다"},
    {"c_t", Level::below_control, "nearer to training images than held-out ones are",
     "학습에 쓰지 않은 이미지보다 학습 이미지에 가깝습니다"},
    {"c_t", Level::above_control, "farther from training images than held-out ones are",
     "학습에 쓰지 않은 이미지보다 학습 이미지에서 멉니다"},
    {"copy_rate", Level::below_control, "fewer copies than among held-out data",
     "학습에 쓰지 않은 데이터보다 복사본이 적습니다"},
    {"copy_rate", Level::above_control, "about {} are copies", "약 {}가 복사본입니다"},
    {"authenticity", Level::below_control, "nearer to training images than those are to each other",
     "학습 이미지끼리의 거리보다도 학습 이미지에 가깝습니다"},
    {"authenticity", Level::above_control, "farther from training images than held-out data are",
     "학습에 쓰지 않은 데이터보다 학습 이미지에서 멉니다"},
    {any_metric, Level::like_control, "like held-out data",
     "학습에 쓰지 않은 실제 데이터와 같은 수준입니다"}};

constexpr const char* more_copied = "more of it occurs in the training text";
constexpr const char* more_copied_ko = "학습 텍스트와 겹치는 부분이 더 많습니다";
constexpr const char* less_copied =
    "less of it occurs in the training text: more novel, or less like it";
constexpr const char* less_copied_ko =
    "학습 텍스트와 겹치는 부분이 더 적어, 더 새롭거나 덜 닮았습니다";

constexpr Phrase text_phrases[] = {
    {any_metric, Level::too_few, "too few to tell", "너무 적어 판단할 수 없습니다"},
    {"parses", Level::below_control, "some do not follow its grammar",
     "문법에 맞지 않는 글이 있습니다"},
    {"holds", Level::below_control, "some are not true in its world: made up",
     "사실이 아닌, 지어낸 글이 있습니다"},
    {"patterns_seen", Level::below_control, "some kinds of sentences are missing",
     "나오지 않는 문형이 있습니다"},
    {"patterns_seen", Level::above_control, "more kinds of sentences than in as many held-out ones",
     "같은 수의 실제 글보다 문형이 다양합니다"},
    {"longest_copied", Level::below_control, less_copied, less_copied_ko},
    {"longest_copied", Level::above_control, "a longer copied span than in held-out text",
     "복사한 구간이 실제 텍스트보다 깁니다"},
    {"copy_rate", Level::below_control, less_copied, less_copied_ko},
    {"copy_rate", Level::above_control, "spans of 50 characters or more are copied",
     "50자 이상 복사한 구간이 있습니다"},
    // Shares of what is new: n-grams, lines, sentences.
    {any_metric, Level::below_control, more_copied, more_copied_ko},
    {any_metric, Level::above_control, less_copied, less_copied_ko},
    {any_metric, Level::like_control, "like held-out text",
     "학습에 쓰지 않은 텍스트와 같은 수준입니다"}};

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

LocalizedText too_few_images() {
  return {"Too few images to tell.", "이미지가 너무 적어 판단할 수 없습니다."};
}

LocalizedText distance_text(Level level) {
  const Phrase& phrase = find_phrase(image_phrases, "frechet", level);
  return {phrase.en, phrase.ko};
}

LocalizedText similar_text(const Reading& similar) {
  if (similar.level == Level::too_few) {
    return too_few_images();
  }
  LocalizedText words = distance_text(similar.level);
  words.en.front() = static_cast<char>(std::toupper(static_cast<unsigned char>(words.en.front())));
  return {fmt::format("{}: its Fréchet distance is {:.3g} times that of real images.", words.en,
                      similar.amount),
          fmt::format("{}. 프레셰 거리가 실제 이미지의 {:.3g}배입니다.", words.ko, similar.amount)};
}

LocalizedText new_text(ImageAssessment::Novelty novelty, double copied) {
  switch (novelty) {
    case ImageAssessment::Novelty::copies:
      return {
          fmt::format("About {} of the samples are copies of training images.", percent(copied)),
          fmt::format("샘플의 약 {}가 학습 이미지의 복사본입니다.", percent(copied))};
    case ImageAssessment::Novelty::too_close:
      return {
          "Not quite: no outright copies, but samples lie nearer to training images than "
          "held-out images do.",
          "완전히 새롭지는 않습니다. 그대로 복사하지는 않았지만, 학습에 쓰지 않은 이미지보다 "
          "학습 이미지에 가깝습니다."};
    case ImageAssessment::Novelty::too_few:
      return too_few_images();
    case ImageAssessment::Novelty::new_images:
      break;
  }
  return {"No nearer to training images than real images not used for training.",
          "학습에 쓰지 않은 실제 이미지 못지않게 학습 이미지에서 떨어져 있습니다."};
}

LocalizedText classes_text(const ImageAssessment::Classes& classes) {
  const auto& [seen, expected, missing, balance] = classes;
  if (missing.level == Level::below_control) {
    return {fmt::format("{} of {}; the others are missing, or nearly so.", seen, expected),
            fmt::format("{}개 중 {}개만 나오고, 나머지는 없거나 거의 없습니다.", expected, seen)};
  }
  const std::string share = percent(balance.amount);
  if (balance.level == Level::above_control) {
    const bool all = seen >= expected;
    return {fmt::format("{}, but {} of the samples would have to change theirs.",
                        all ? fmt::format("All {}", seen) : fmt::format("{} of {}", seen, expected),
                        share),
            fmt::format("{}개{} 나오지만, 비율이 실제 데이터와 {}만큼 다릅니다.", seen,
                        all ? " 모두" : "가", share)};
  }
  if (seen < expected || missing.level == Level::too_few || balance.level == Level::too_few) {
    return too_few_images();
  }
  return {fmt::format("All {}, as often as in real data.", seen),
          fmt::format("{}개 모두 실제 데이터와 비슷한 비율로 나옵니다.", seen)};
}

LocalizedText likelihood_text(const TextAssessment& text) {
  if (text.parses) {
    return {fmt::format("{:.0f} % are sentences of its grammar; {:.0f} % are also true.",
                        100 * *text.parses, 100 * *text.holds),
            fmt::format("{:.0f} %가 문법에 맞고, {:.0f} %는 내용도 사실입니다.", 100 * *text.parses,
                        100 * *text.holds)};
  }
  if (!text.bits_per_character) {
    return {"Unknown: there is no validation text.", "검증 텍스트가 없어 알 수 없습니다."};
  }
  return {fmt::format("It predicts held-out text with {:.2f} bits per character.",
                      *text.bits_per_character),
          fmt::format("학습에 쓰지 않은 텍스트를 글자당 {:.2f}비트로 예측합니다.",
                      *text.bits_per_character)};
}

LocalizedText copies_text(const TextAssessment& text) {
  LocalizedText words = {"No more characters than usual are in copied spans of 50 or more",
                         "50자 이상 복사한 구간이 실제 텍스트보다 많지 않습니다."};
  if (text.copies.level == Level::above_control) {
    const double share = 100 * text.copies.amount;
    words = {fmt::format("{:.1f} % of its characters are in copied spans of 50 or more", share),
             fmt::format("글자의 {:.1f} %가 50자 이상 복사한 구간에 속합니다.", share)};
  } else if (text.copies.level == Level::too_few) {
    words = {"Too little text to tell", "텍스트가 너무 적어 판단할 수 없습니다."};
  }
  return {fmt::format("{}; the longest has {:.0f}, that of held-out text {:.0f}.", words.en,
                      text.longest, text.control_longest),
          fmt::format("{} 가장 긴 복사 구간은 {:.0f}자이고, 학습에 쓰지 않은 텍스트에서는 "
                      "{:.0f}자입니다.",
                      words.ko, text.longest, text.control_longest)};
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
