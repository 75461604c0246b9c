#include "evaluate/evaluation_table.h"

#include <map>

#include <fmt/format.h>

#include "akin/base/utf8.h"

namespace akin::app {
namespace {

/// The name of a metric in the table; its own name if it is not listed.
std::string title(const Metric& metric) {
  static const std::map<std::string, std::string> titles = {
      {"frechet", "Fréchet distance"},
      {"kid", "KID"},
      {"class_distance", "classes off by"},
      {"classes_seen", "classes seen"},
      {"nearest", "nearest training image"},
      {"c_t", "C_T"},
      {"copy_rate", "copy rate"},
      {"longest_copied", "longest copied span"},
      {"new_lines", "new lines"},
      {"parses", "parse"},
      {"holds", "true in their world"},
      {"patterns_seen", "patterns seen"},
      {"new_of_parsing", "new, of those that parse"}};
  if (metric.name.starts_with("novel_")) {
    return "novel " + metric.name.substr(6) + "-grams";
  }
  const auto found = titles.find(metric.name);
  const std::string name = found == titles.end() ? metric.name : found->second;
  return metric.space == "pca" && metric.name == "frechet" ? name + ", pixels" : name;
}

bool is_share(const std::string& name) {
  return name == "copy_rate" || name == "authenticity" || name == "class_distance" ||
         name == "new_lines" || name == "parses" || name == "holds" || name == "patterns_seen" ||
         name == "new_of_parsing" || name.starts_with("novel_");
}

std::string number(const std::string& name, double value) {
  if (is_share(name)) {
    return fmt::format("{:.1f} %", 100 * value);
  }
  return name == "classes_seen" || name == "longest_copied" ? fmt::format("{:.0f}", value)
                                                            : fmt::format("{:.3g}", value);
}

void print_group(const Evaluation& evaluation, const std::string& group) {
  fmt::print("{}\n", group);
  for (const Metric& metric : evaluation.metrics) {
    if (metric.group == group) {
      fmt::print("  {} {:>9} {:>9}   {}\n", utf8::padded(title(metric), 26),
                 number(metric.name, metric.value), number(metric.name, metric.control),
                 reading_text(metric).en);
    }
  }
}

void print_calibration(const std::vector<Calibration>& rows) {
  fmt::print(
      "calibration: the memorisation metrics with copies planted among held-out images\n  {:<26} "
      "{:>9} {:>9} {:>12}\n",
      "planted", "copy rate", "C_T", "authenticity");
  const auto optional = [](const std::optional<double>& value, double factor, const char* unit) {
    return value ? fmt::format("{:.1f}{}", factor * *value, unit) : std::string("-");
  };
  for (const Calibration& row : rows) {
    const std::string what =
        fmt::format("{:.0f} % copies{}", 100 * row.share, row.noise > 0 ? ", a little noise" : "");
    fmt::print(
        "  {:<26} {:>9} {:>9} {:>12}\n", what, optional(row.memorisation.copy_rate, 100, " %"),
        optional(row.memorisation.c_t, 1, ""), optional(row.memorisation.authenticity, 100, " %"));
  }
}

}  // namespace

void print_evaluation(const Evaluation& evaluation) {
  fmt::print("{} {:>9} {:>9}   reading\n", utf8::padded("", 28), "samples", "held-out");
  print_group(evaluation, "similar");
  print_group(evaluation, "new");
  if (!evaluation.calibration.empty()) {
    print_calibration(evaluation.calibration);
  }
  fmt::print("\n");
  for (const Conclusion& conclusion : evaluation.conclusions) {
    fmt::print("{:<9} {}\n", conclusion.topic, conclusion.text.en);
  }
}

std::string likelihood_text(const Likelihood& likelihood, bool binary_pixels) {
  if (likelihood.kind == "undefined") {
    return "undefined: such a model makes images, but gives none a probability";
  }
  const std::string spread =
      likelihood.standard_error > 0 ? fmt::format(" ± {:.2f}", likelihood.standard_error) : "";
  std::string text = fmt::format("{:.2f}{} nats an image", likelihood.nats, spread);
  if (likelihood.kind == "importance") {
    text += fmt::format(" or less (a bound from {} draws each, {} test images)", likelihood.draws,
                        likelihood.items);
  } else {
    text += fmt::format(", exact, over {} images", likelihood.items);
  }
  switch (likelihood.support) {
    case Support::tokens:
      return text +
             "; of its patch tokens, not of pixels: not comparable with other kinds of models";
    case Support::levels:
      return text + fmt::format("; {:.3f} bits per dimension, of pixels of 256 levels",
                                likelihood.bits_per_dimension().value_or(0));
    case Support::continuous:
      return text + "; a density of pixels, which can be negative: comparable only with densities";
    default:
      return binary_pixels
                 ? text
                 : text +
                       "; a cross-entropy of pixels that are not binary, no likelihood: train "
                       "with --pixels binary or --likelihood discretized-logistic for one";
  }
}

}  // namespace akin::app
