#include "akin/data/digits.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <thread>

#include "akin/base/random.h"
#include "akin/base/require.h"
#include "akin/data/strokes.h"
#include "akin/kernels/cpu_limits.h"

namespace akin::data {
namespace {

constexpr int size = 28;
constexpr int area = size * size;
constexpr int classes = 10;
constexpr int curve_steps = 5;         ///< line segments per knot interval
constexpr double box_side = 20;        ///< the longer side of the ink in pixels, as in MNIST
constexpr double knot_jitter = 0.036;  ///< standard deviation, in box sides

/// The random style of one digit. Lengths are in box sides unless stated.
struct Style {
  explicit Style(Random& random, int digit)
      : slant(0.14 + 0.22 * random.normal()),
        angle(0.11 * random.normal()),
        aspect(std::exp(0.05 + 0.22 * random.normal()) * (digit == 1 ? 0.8 : 1.0)),
        radius(std::clamp(1.22 * std::exp(0.24 * random.normal()), 0.75, 2.5)),
        swell(0.12 * random.normal()),
        swell_phase(random.uniform(0, 2 * std::numbers::pi)),
        softness(random.uniform(0.8, 1.4)) {
    for (double& b : bend) {
      b = 0.13 * random.normal();
    }
  }

  double slant;        ///< shear: x per y, to the right at the top
  double angle;        ///< radians
  double aspect;       ///< width over height
  double radius;       ///< of the pen, in pixels
  double swell;        ///< relative variation of the radius along a stroke
  double swell_phase;  ///< radians
  double softness;     ///< of the edge of the pen, in pixels
  std::array<double, 6> bend{};

  /// Transforms a point in [-1, 1] x [-1, 1]: quadratic bending, then aspect, slant and rotation.
  [[nodiscard]] Point operator()(Point p) const {
    const double xx = p.x * p.x;
    const double xy = p.x * p.y;
    const double yy = p.y * p.y;
    const double x = (p.x + bend[0] * yy + bend[1] * xy + bend[2] * xx) * aspect;
    const double y = p.y + 0.6 * (bend[3] * xx + bend[4] * xy + bend[5] * yy);
    const double sheared = x - slant * y;
    return {std::cos(angle) * sheared - std::sin(angle) * y,
            std::sin(angle) * sheared + std::cos(angle) * y};
  }
};

using Strokes = std::vector<std::vector<Dot>>;

const Numeral& choose(Random& random, const std::vector<Numeral>& ways) {
  double total = 0;
  for (const Numeral& way : ways) {
    total += way.weight;
  }
  double left = random.uniform(0, total);
  for (const Numeral& way : ways) {
    left -= way.weight;
    if (left < 0) {
      return way;
    }
  }
  return ways.back();
}

/// The path of the pen through jittered knots, with slowly varying radius.
std::vector<Dot> pen_path(Random& random, const std::vector<Knot>& stroke, const Style& style) {
  std::vector<Knot> knots = stroke;
  for (Knot& knot : knots) {
    const Point p = {knot.at.x / 50 - 1 + 2 * knot_jitter * random.normal(),
                     knot.at.y / 50 - 1 + 2 * knot_jitter * random.normal()};
    knot.at = style(p);
  }
  const std::vector<Point> path = spline(knots, curve_steps);
  std::vector<Dot> dots;
  dots.reserve(path.size());
  for (std::size_t i = 0; i < path.size(); ++i) {
    const double along = static_cast<double>(i) / static_cast<double>(path.size());
    const double wave = std::sin(2 * std::numbers::pi * along + style.swell_phase);
    dots.push_back({path[i], style.radius * (1 + style.swell * wave)});
  }
  return dots;
}

struct Box {
  Point low = {1e9, 1e9};
  Point high = {-1e9, -1e9};

  [[nodiscard]] double side() const { return std::max(high.x - low.x, high.y - low.y); }
};

/// The bounding box in pixels of the ink, drawn at `scale` pixels per unit. The pen is not scaled.
Box box_of(const Strokes& strokes, double scale) {
  Box box;
  for (const auto& stroke : strokes) {
    for (const Dot& dot : stroke) {
      const Point p = {scale * dot.at.x, scale * dot.at.y};
      box.low = {std::min(box.low.x, p.x - dot.radius), std::min(box.low.y, p.y - dot.radius)};
      box.high = {std::max(box.high.x, p.x + dot.radius), std::max(box.high.y, p.y + dot.radius)};
    }
  }
  return box;
}

/// Scales and centres the ink, including the width of the pen, in a box of 20 pixels.
void fit_to_box(Strokes& strokes) {
  // The side is nearly linear in the scale, so that two secant steps suffice.
  double scale = box_side / 2;
  for (int step = 0; step < 2; ++step) {
    const double side = box_of(strokes, scale).side();
    const double pen = 2 * strokes[0][0].radius;
    scale *= (box_side - pen) / (side - pen);
  }
  const Box box = box_of(strokes, scale);
  const Point move = {(size - box.low.x - box.high.x) / 2, (size - box.low.y - box.high.y) / 2};
  for (auto& stroke : strokes) {
    for (Dot& dot : stroke) {
      dot.at = {scale * dot.at.x + move.x, scale * dot.at.y + move.y};
    }
  }
}

double ink_at(const std::vector<double>& ink, int row, int column) {
  const bool inside = row >= 0 && row < size && column >= 0 && column < size;
  return inside ? ink[static_cast<std::size_t>(row) * size + static_cast<std::size_t>(column)] : 0;
}

/// Converts `ink` to bytes, shifted by whole pixels to put its centre of mass in the middle.
void centre(const std::vector<double>& ink, std::uint8_t* out) {
  double mass = 0;
  Point sum;
  for (int row = 0; row < size; ++row) {
    for (int column = 0; column < size; ++column) {
      const double m = ink_at(ink, row, column);
      mass += m;
      sum = {sum.x + m * (column + 0.5), sum.y + m * (row + 0.5)};
    }
  }
  const auto right = static_cast<int>(std::lround(size / 2.0 - sum.x / mass));
  const auto down = static_cast<int>(std::lround(size / 2.0 - sum.y / mass));
  for (int row = 0; row < size; ++row) {
    for (int column = 0; column < size; ++column) {
      const double m = ink_at(ink, row - down, column - right);
      *out++ = static_cast<std::uint8_t>(std::lround(255 * m));
    }
  }
}

/// Every block of ten labels is a random permutation of the classes.
int label_of(std::uint64_t seed, std::int64_t i) {
  const auto block = static_cast<std::uint64_t>(i / classes);
  const Permutation order(classes, Random(seed, "digit labels", block).bits());
  return static_cast<int>(order(i % classes));
}

void draw_digit(std::uint64_t seed, std::int64_t i, int digit, std::vector<double>& ink,
                std::uint8_t* out) {
  Random random(seed, "digits", static_cast<std::uint64_t>(i));
  const Style style(random, digit);
  Strokes strokes;
  for (const auto& stroke : choose(random, numerals(digit)).strokes) {
    strokes.push_back(pen_path(random, stroke, style));
  }
  fit_to_box(strokes);
  std::fill(ink.begin(), ink.end(), 0.0);
  for (const auto& stroke : strokes) {
    draw_stroke(stroke, style.softness, size, ink);
  }
  centre(ink, out);
}

}  // namespace

Images digits(std::int64_t count, std::uint64_t seed) {
  require<UsageError>(count >= 1 && count <= UINT32_MAX, "[digits] expected 1 to {} images, got {}",
                      UINT32_MAX, count);
  std::vector<std::uint8_t> pixels(static_cast<std::size_t>(count) * area);
  std::vector<std::uint8_t> labels(static_cast<std::size_t>(count));
  const auto draw = [&](std::int64_t begin, std::int64_t end) {
    std::vector<double> ink(area);
    for (std::int64_t i = begin; i < end; ++i) {
      const int label = label_of(seed, i);
      labels[static_cast<std::size_t>(i)] = static_cast<std::uint8_t>(label);
      draw_digit(seed, i, label, ink, pixels.data() + i * area);
    }
  };
  // Each image depends only on its index, so the result does not depend on the number of threads.
  const auto threads = static_cast<std::int64_t>(
      std::clamp<std::int64_t>(kernels::available_threads(), 1, 1 + count / 500));
  std::vector<std::jthread> workers;
  for (std::int64_t t = 1; t < threads; ++t) {
    workers.emplace_back(draw, count * t / threads, count * (t + 1) / threads);
  }
  draw(0, count / threads);
  workers.clear();  // joins them
  return {std::move(pixels),
          std::move(labels),
          {size, size},
          {"0", "1", "2", "3", "4", "5", "6", "7", "8", "9"}};
}

}  // namespace akin::data
