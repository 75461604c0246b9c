#include "akin/data/rings.h"

#include <cmath>
#include <numbers>

#include "akin/base/random.h"
#include "akin/base/require.h"

namespace akin::data {
namespace {

void check(const Rings& rings) {
  require<UsageError>(rings.modes >= 1, "[rings] expected one mode or more, got {}", rings.modes);
  require<UsageError>(rings.spread >= 0 && std::isfinite(rings.spread),
                      "[rings] expected a spread of 0 or more, got {}", rings.spread);
}

double angle_of(std::int64_t mode, int modes) {
  return 2 * std::numbers::pi * static_cast<double>(mode) / modes;
}

}  // namespace

std::vector<float> Rings::points(std::int64_t count, std::uint64_t seed,
                                 std::uint64_t index) const {
  check(*this);
  require<UsageError>(count >= 0, "[rings] expected 0 points or more, got {}", count);
  Random random(seed, "rings", index);
  std::vector<float> points;
  points.reserve(2 * static_cast<std::size_t>(count));
  for (std::int64_t i = 0; i < count; ++i) {
    const double angle = angle_of(random.below(modes), modes);
    points.push_back(static_cast<float>(std::cos(angle) + spread * random.normal()));
    points.push_back(static_cast<float>(std::sin(angle) + spread * random.normal()));
  }
  return points;
}

Rings::Fit Rings::fit(const std::vector<float>& points) const {
  check(*this);
  require(points.size() % 2 == 0, "[rings] expected pairs of numbers, got {} numbers",
          points.size());
  std::vector<bool> hit(static_cast<std::size_t>(modes));
  std::int64_t near = 0;
  for (std::size_t i = 0; i < points.size(); i += 2) {
    const auto x = static_cast<double>(points[i]);
    const auto y = static_cast<double>(points[i + 1]);
    if (!std::isfinite(x) || !std::isfinite(y)) {
      continue;  // a model that diverged generates such points
    }
    // The nearest centre is the one nearest in angle.
    const double turns = std::atan2(y, x) / (2 * std::numbers::pi) * modes;
    const std::int64_t mode = ((std::llround(turns) % modes) + modes) % modes;
    const double angle = angle_of(mode, modes);
    if (std::hypot(x - std::cos(angle), y - std::sin(angle)) <= 3 * spread) {
      hit[static_cast<std::size_t>(mode)] = true;
      ++near;
    }
  }
  Fit fit;
  for (const bool h : hit) {
    fit.modes += h ? 1 : 0;
  }
  fit.near =
      points.empty() ? 0 : 2.0 * static_cast<double>(near) / static_cast<double>(points.size());
  return fit;
}

}  // namespace akin::data
