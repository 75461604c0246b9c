#include "akin/metrics/class_balance.h"

#include <cmath>

#include "akin/base/require.h"
#include "akin/base/settings.h"

namespace akin::metrics {
namespace {

std::vector<std::int64_t> histogram(std::span<const std::int64_t> labels, std::int64_t classes) {
  require(!labels.empty(), "[class_balance] expected labels of both sets, got none of one");
  std::vector<std::int64_t> counts(static_cast<std::size_t>(classes));
  for (const std::int64_t label : labels) {
    require(label >= 0 && label < classes, "[class_balance] expected labels of 0 to {}, got {}",
            classes - 1, label);
    ++counts[static_cast<std::size_t>(label)];
  }
  return counts;
}

double total_variation(const ClassBalance& of, std::size_t real, std::size_t generated) {
  double sum = 0;
  for (std::size_t c = 0; c < of.real.size(); ++c) {
    sum += std::abs(static_cast<double>(of.generated[c]) / static_cast<double>(generated) -
                    static_cast<double>(of.real[c]) / static_cast<double>(real));
  }
  return sum / 2;
}

std::int64_t classes_seen(const ClassBalance& of, std::size_t real, std::size_t generated) {
  const double scale = 0.1 * static_cast<double>(generated) / static_cast<double>(real);
  std::int64_t seen = 0;
  for (std::size_t c = 0; c < of.real.size(); ++c) {
    const double least = scale * static_cast<double>(of.real[c]);
    seen += of.generated[c] > 0 && static_cast<double>(of.generated[c]) >= least ? 1 : 0;
  }
  return seen;
}

}  // namespace

ClassBalance class_balance(std::span<const std::int64_t> real,
                           std::span<const std::int64_t> generated, std::int64_t classes) {
  require_in_range("classes", classes, {.low = 1});
  ClassBalance result;
  result.real = histogram(real, classes);
  result.generated = histogram(generated, classes);
  result.total_variation = total_variation(result, real.size(), generated.size());
  result.seen = classes_seen(result, real.size(), generated.size());
  return result;
}

}  // namespace akin::metrics
