#include "akin/evaluation/readings.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <cmath>
#include <map>

#include <fmt/format.h>

namespace akin {
namespace {

const LocalizedText like_held_out = {"like held-out data", "학습에 쓰지 않은 실제 데이터와 같다"};

/// Distances in shares of the control's: the first band that holds it.
struct Band {
  double most;
  LocalizedText words;
};

const std::array<Band, 5>& bands() {
  static const std::array<Band, 5> all = {
      {{1.5, like_held_out},
       {5, {"close to real data", "실제 데이터에 가깝다"}},
       {20, {"similar, though not to be mistaken for real", "비슷하지만 실제와 구별된다"}},
       {100, {"roughly similar", "대략 비슷하다"}},
       {INFINITY, {"not similar", "비슷하지 않다"}}}};
  return all;
}

std::size_t band_of(const Metric& measure) {
  const double ratio = measure.value / std::max(measure.control, 1e-9);
  const auto& all = bands();
  return static_cast<std::size_t>(
      std::find_if(all.begin(), all.end(), [&](const Band& band) { return ratio <= band.most; }) -
      all.begin());
}

std::string percent(double share) {
  return share < 0.0995 ? fmt::format("{:.1f} %", 100 * share)
                        : fmt::format("{:.0f} %", 100 * share);
}

/// `low` and `high` where the value is off the control by more than these, else like held-out data.
LocalizedText beside_control(const Metric& measure, double below, double above,
                             const LocalizedText& low, const LocalizedText& high) {
  if (measure.value < measure.control - below) {
    return low;
  }
  return measure.value > measure.control + above ? high : like_held_out;
}

LocalizedText read_distance(const Metric& measure) {
  return bands().at(band_of(measure)).words;
}

LocalizedText read_kernel_distance(const Metric& measure) {
  const double allowed = 3 * measure.sd.value_or(0);
  return beside_control(measure, INFINITY, allowed, {},
                        {"apart from real data", "실제 데이터와 떨어져 있다"});
}

LocalizedText read_precision(const Metric& measure) {
  const std::string share = percent(1 - measure.value);
  return beside_control(measure, 0.05, INFINITY,
                        {fmt::format("{} lie where no real image is", share),
                         fmt::format("{}는 실제 이미지가 없는 곳에 있다", share)},
                        {});
}

LocalizedText read_recall(const Metric& measure) {
  const std::string share = percent(1 - measure.value);
  return beside_control(measure, 0.05, INFINITY,
                        {fmt::format("out of reach: {} of real images", share),
                         fmt::format("실제 이미지의 {}는 만들 수 없다", share)},
                        {});
}

LocalizedText read_density(const Metric& measure) {
  return beside_control(measure, 0.1, 0.15,
                        {"thinly spread where real images are", "실제 이미지가 있는 곳에 드물다"},
                        {"crowds where real images are densest", "가장 흔한 모습에 몰려 있다"});
}

LocalizedText read_coverage(const Metric& measure) {
  const std::string share = percent(1 - measure.value);
  return beside_control(measure, 0.05, INFINITY,
                        {fmt::format("no sample near {} of real images", share),
                         fmt::format("실제 이미지의 {} 근처에 샘플이 없다", share)},
                        {});
}

LocalizedText read_class_distance(const Metric& measure) {
  const std::string share = percent(measure.value);
  return beside_control(measure, INFINITY, 0.03, {},
                        {fmt::format("{} are in the wrong class", share),
                         fmt::format("{}만큼 클래스 비율이 어긋난다", share)});
}

LocalizedText read_classes_seen(const Metric& measure) {
  const double missing = measure.control - measure.value;
  if (missing <= 0) {
    return {"all that real data have", "실제 데이터의 모든 클래스가 있다"};
  }
  return {fmt::format("{:.0f} missing, or nearly so", missing),
          fmt::format("{:.0f}개가 없거나 거의 없다", missing)};
}

LocalizedText read_nearest(const Metric& measure) {
  return beside_control(measure, 0.15 * measure.control, 0.15 * measure.control,
                        {"nearer to training images", "학습 이미지에 더 가깝다"},
                        {"farther from training images", "학습 이미지에서 더 멀다"});
}

LocalizedText read_c_t(const Metric& measure) {
  return beside_control(measure, 1, 1,
                        {"nearer to training images than unseen ones are",
                         "처음 보는 이미지보다 학습 이미지에 가깝다"},
                        {"farther from training images than unseen ones are",
                         "처음 보는 이미지보다 학습 이미지에서 멀다"});
}

/// Above what as many unseen images show by chance.
double copied_share(const Metric& measure) {
  return std::max(0.0, measure.value - measure.control);
}

LocalizedText read_copy_rate(const Metric& measure) {
  const std::string share = percent(copied_share(measure));
  return beside_control(
      measure, INFINITY, 0.004, {},
      {fmt::format("about {} are copies", share), fmt::format("약 {}가 베낀 것이다", share)});
}

LocalizedText read_authenticity(const Metric& measure) {
  return beside_control(measure, 0.04, 0.04,
                        {"nearer to training images than those are to each other",
                         "학습 이미지끼리보다 학습 이미지에 가깝다"},
                        {"farther from training images than held-out data are",
                         "학습에 쓰지 않은 데이터보다 학습 이미지에서 멀다"});
}

using Reader = LocalizedText (*)(const Metric&);

const std::map<std::string, Reader>& readers() {
  static const std::map<std::string, Reader> all = {{"frechet", read_distance},
                                                    {"kid", read_kernel_distance},
                                                    {"precision", read_precision},
                                                    {"recall", read_recall},
                                                    {"density", read_density},
                                                    {"coverage", read_coverage},
                                                    {"class_distance", read_class_distance},
                                                    {"classes_seen", read_classes_seen},
                                                    {"nearest", read_nearest},
                                                    {"c_t", read_c_t},
                                                    {"copy_rate", read_copy_rate},
                                                    {"authenticity", read_authenticity}};
  return all;
}

const Metric& distance_of(const Evaluation& evaluation) {
  const Metric* by_features = evaluation.find("frechet", "features");
  return by_features != nullptr ? *by_features : *evaluation.find("frechet", "pca");
}

/// With a capital letter, as a sentence begins.
std::string sentence(std::string text) {
  text.front() = static_cast<char>(std::toupper(static_cast<unsigned char>(text.front())));
  return text;
}

LocalizedText conclude_similar(const Evaluation& evaluation) {
  const Metric& distance = distance_of(evaluation);
  const LocalizedText& words = bands().at(band_of(distance)).words;
  const double ratio = distance.value / std::max(distance.control, 1e-9);
  return {fmt::format("{}: its Fréchet distance is {:.3g} times that of real images.",
                      sentence(words.en), ratio),
          fmt::format("{}: 프레셰 거리가 실제 이미지의 {:.3g}배다.", words.ko, ratio)};
}

bool moved(const Metric* measure, double by) {
  return measure != nullptr && measure->value < measure->control - by;
}

LocalizedText conclude_new(const Evaluation& evaluation) {
  const Metric& copies = *evaluation.find("copy_rate", "pca");
  const std::string share = percent(copied_share(copies));
  if (copied_share(copies) > 0.004) {
    return {fmt::format("About {} of the samples are copies of training images.", share),
            fmt::format("샘플의 약 {}는 학습 이미지를 베낀 것이다.", share)};
  }
  if (moved(evaluation.find("c_t", "pca"), 3) ||
      moved(evaluation.find("authenticity", "pca"), 0.1)) {
    return {
        "Not quite: no outright copies, but samples lie nearer to training images than "
        "unseen images do.",
        "다 그렇지는 않다: 그대로 베끼지는 않지만 처음 보는 이미지보다 학습 이미지에 "
        "가깝다."};
  }
  return {"No nearer to training images than real images that the model never saw.",
          "모델이 본 적 없는 실제 이미지보다 학습 이미지에 더 가깝지 않다."};
}

LocalizedText conclude_classes(const Metric& seen, const Metric& distance) {
  if (seen.value < seen.control) {
    return {fmt::format("{:.0f} of {:.0f}; the others are missing, or nearly so.", seen.value,
                        seen.control),
            fmt::format("{:.0f}개 가운데 {:.0f}개만 있고, 나머지는 없거나 거의 없다.", seen.control,
                        seen.value)};
  }
  const bool balanced = distance.value <= distance.control + 0.03;
  const std::string share = percent(distance.value);
  if (balanced) {
    return {fmt::format("All {:.0f}, as often as in real data.", seen.value),
            fmt::format("{:.0f}개 모두 실제 데이터만큼 나온다.", seen.value)};
  }
  return {fmt::format("All {:.0f}, but {} of the samples would have to change theirs.", seen.value,
                      share),
          fmt::format("{:.0f}개 모두 있지만 비율이 {}만큼 치우쳤다.", seen.value, share)};
}

}  // namespace

LocalizedText read_metric(const Metric& measure) {
  return readers().at(measure.name)(measure);
}

std::vector<Conclusion> conclude(const Evaluation& evaluation) {
  std::vector<Conclusion> all = {{"similar", conclude_similar(evaluation)},
                                 {"new", conclude_new(evaluation)}};
  if (const Metric* seen = evaluation.find("classes_seen", "features")) {
    all.push_back(
        {"classes", conclude_classes(*seen, *evaluation.find("class_distance", "features"))});
  }
  return all;
}

}  // namespace akin
