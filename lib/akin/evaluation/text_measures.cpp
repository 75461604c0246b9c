#include <algorithm>
#include <cmath>
#include <numbers>
#include <utility>

#include "akin/evaluation/text_evaluation.h"

namespace akin {
namespace {

/// Adds one row after another, each with its reading.
class Rows {
 public:
  explicit Rows(Evaluation& evaluation) : evaluation_(evaluation) {}

  void add(const std::string& name, const std::string& group, double value, double control,
           LocalizedText reading) {
    evaluation_.metrics.push_back(
        {name, "", group, value, control, {}, "control", std::move(reading)});
  }

  /// `low` and `high` where the value is off the control by more than `allowed`.
  void add(const std::string& name, const std::string& group, double value, double control,
           double allowed, LocalizedText low, LocalizedText high) {
    const LocalizedText like = {"like held-out text", "학습에 쓰지 않은 글과 같다"};
    add(name, group, value, control,
        value < control - allowed   ? std::move(low)
        : value > control + allowed ? std::move(high)
                                    : like);
  }

 private:
  Evaluation& evaluation_;
};

const LocalizedText copied = {"more of it stands in the training text",
                              "학습 글에 있는 대목이 더 많다"};
const LocalizedText unlike = {"less of it stands in the training text: more novel, or less like it",
                              "학습 글에 있는 대목이 더 적다: 더 새롭거나 덜 닮았다"};

void add_truth(Rows& rows, const TextMetrics::Truth& of, const TextMetrics::Truth& control) {
  constexpr double allowed = 0.03;
  rows.add("parses", "similar", of.parses, control.parses, allowed,
           {"some are no sentences of its grammar", "문법에 맞지 않는 글이 있다"}, {});
  rows.add("holds", "similar", of.holds, control.holds, allowed,
           {"some are not true in its world: made up", "사실이 아닌 글이 있다: 지어냈다"}, {});
  rows.add("patterns_seen", "similar", of.patterns_seen, control.patterns_seen, 2 * allowed,
           {"some kinds of sentences are missing", "나오지 않는 문형이 있다"},
           {"more kinds of sentences than in as many held-out ones",
            "같은 수의 실제 글보다 문형이 다양하다"});
  rows.add("new_of_parsing", "new", of.new_of_parsing, control.new_of_parsing, allowed, copied,
           unlike);
}

void add_stretches(Rows& rows, const metrics::TextNovelty& of,
                   const metrics::TextNovelty& control) {
  for (std::size_t i = 0; i < of.stretches.size(); ++i) {
    const auto value = of.stretches[i].share();
    const auto beside = control.stretches[i].share();
    if (value && beside) {
      rows.add("novel_" + std::to_string(of.stretches[i].length), "new", *value, *beside, 0.05,
               copied, unlike);
    }
  }
}

/// By how much the copy rate of as much unseen text may differ: three standard deviations, were
/// stretches of 50 characters copied or not one by one, and a little.
double allowed_copy_rate(const metrics::TextNovelty& control) {
  constexpr double stretch = 50;
  const double share = control.copy_rate;
  const double stretches = static_cast<double>(control.characters) / stretch;
  return 0.005 + 3 * std::sqrt(2 * share * (1 - share) / std::max(stretches, 1.0));
}

void add_novelty(Rows& rows, const TextMetrics& of, const TextMetrics& control) {
  add_stretches(rows, of.novelty, control.novelty);
  const auto longest = static_cast<double>(of.novelty.longest.length);
  const auto beside = static_cast<double>(control.novelty.longest.length);
  rows.add("longest_copied", "new", longest, beside, beside / 2, unlike,
           {"a longer copied stretch than in held-out text", "실제 글보다 긴 대목을 베꼈다"});
  rows.add("copy_rate", "new", of.novelty.copy_rate, control.novelty.copy_rate,
           allowed_copy_rate(control.novelty), unlike,
           {"stretches of 50 characters or more are copied", "50자 이상 베낀 대목이 있다"});
  if (of.new_lines && control.new_lines) {
    rows.add("new_lines", "new", *of.new_lines, *control.new_lines, 0.03, copied, unlike);
  }
}

LocalizedText similar(const Evaluation& evaluation, const std::optional<double>& nats) {
  if (const Metric* parses = evaluation.find("parses", "")) {
    const double holds = evaluation.find("holds", "")->value;
    return {fmt::format("{:.0f} % are sentences of its grammar; {:.0f} % are true, too.",
                        100 * parses->value, 100 * holds),
            fmt::format("{:.0f} %가 문법에 맞고, {:.0f} %는 사실이기도 하다.", 100 * parses->value,
                        100 * holds)};
  }
  if (!nats) {
    return {"No text was held out, so nothing says.", "남겨 둔 글이 없어 알 수 없다."};
  }
  return {
      fmt::format("It foretells text that it never saw with {:.2f} bits a character.",
                  *nats / std::numbers::ln2),
      fmt::format("본 적 없는 글을 글자마다 {:.2f}비트로 예측한다.", *nats / std::numbers::ln2)};
}

LocalizedText fresh(const Evaluation& evaluation, double allowed) {
  const Metric& longest = *evaluation.find("longest_copied", "");
  const Metric& rate = *evaluation.find("copy_rate", "");
  const bool copies = rate.value > rate.control + allowed;
  return {fmt::format("{} of its characters stand in copied stretches of 50 or more; the "
                      "longest has {:.0f}, that of unseen text {:.0f}.",
                      copies ? fmt::format("{:.1f} %", 100 * rate.value) : "No more than usual",
                      longest.value, longest.control),
          fmt::format("50자 이상 베낀 대목이 {}; 가장 긴 것은 {:.0f}자, 본 적 없는 "
                      "글에서는 {:.0f}자다.",
                      copies ? fmt::format("{:.1f} % 있다", 100 * rate.value)
                             : std::string("실제 글보다 많지 않다"),
                      longest.value, longest.control)};
}

}  // namespace

Evaluation evaluate_texts(const data::TextData& data, const std::vector<std::string>& samples,
                          const std::vector<std::string>& control,
                          const std::optional<NegativeLogLikelihood>& validation) {
  const TextMetrics of = text_metrics(data, samples);
  const TextMetrics beside = text_metrics(data, control);
  Evaluation evaluation;
  evaluation.samples = std::ssize(samples);
  Rows rows(evaluation);
  if (of.truth && beside.truth) {
    add_truth(rows, *of.truth, *beside.truth);
  }
  add_novelty(rows, of, beside);
  const auto nats =
      validation ? std::optional(validation->sum / static_cast<double>(data.validation_characters))
                 : std::nullopt;
  evaluation.conclusions = {{"similar", similar(evaluation, nats)},
                            {"new", fresh(evaluation, allowed_copy_rate(beside.novelty))}};
  return evaluation;
}

}  // namespace akin
