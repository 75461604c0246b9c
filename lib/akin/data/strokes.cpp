#include "akin/data/strokes.h"

#include <algorithm>
#include <cmath>

namespace akin::data {
namespace {

/// Knot spacing of the centripetal parametrisation: the square root of the chord.
double spacing(Point a, Point b) {
  return std::sqrt(std::max(std::hypot(b.x - a.x, b.y - a.y), 1e-9));
}

Point mirrored(Point a, Point through) {
  return {2 * through.x - a.x, 2 * through.y - a.y};
}

/// Slope at b, in units per knot spacing, of the parabola through a, b, c.
Point slope(Point a, Point b, Point c) {
  const double d1 = spacing(a, b);
  const double d2 = spacing(b, c);
  const auto along = [&](double pa, double pb, double pc) {
    return (d2 * (pb - pa) / d1 + d1 * (pc - pb) / d2) / (d1 + d2);
  };
  return {along(a.x, b.x, c.x), along(a.y, b.y, c.y)};
}

/// Cubic Hermite interpolation between p and q with slopes m and n, t in [0, 1].
Point hermite(Point p, Point m, Point q, Point n, double t) {
  const double t2 = t * t;
  const double t3 = t2 * t;
  const double hp = 2 * t3 - 3 * t2 + 1;
  const double hm = t3 - 2 * t2 + t;
  const double hq = 3 * t2 - 2 * t3;
  const double hn = t3 - t2;
  return {hp * p.x + hm * m.x + hq * q.x + hn * n.x, hp * p.y + hm * m.y + hq * q.y + hn * n.y};
}

/// The interval of pixel centres within `reach` of [low, high], clipped to [0, size).
struct Range {
  int begin;
  int end;
};

Range range(double low, double high, double reach, int size) {
  const auto clip = [size](double v) {
    return static_cast<int>(std::clamp(v, 0.0, static_cast<double>(size)));
  };
  return {clip(std::ceil(low - reach - 0.5)), clip(std::floor(high + reach + 0.5))};
}

void draw_segment(const Dot& a, const Dot& b, double softness, int size, std::vector<double>& ink) {
  const double dx = b.at.x - a.at.x;
  const double dy = b.at.y - a.at.y;
  const double inverse_length2 = 1 / std::max(dx * dx + dy * dy, 1e-12);
  const double inverse_softness = 1 / softness;
  const double reach = std::max(a.radius, b.radius) + softness / 2;
  const Range rows = range(std::min(a.at.y, b.at.y), std::max(a.at.y, b.at.y), reach, size);
  const Range columns = range(std::min(a.at.x, b.at.x), std::max(a.at.x, b.at.x), reach, size);
  for (int row = rows.begin; row < rows.end; ++row) {
    const auto row_start = static_cast<std::size_t>(row) * static_cast<std::size_t>(size);
    for (int column = columns.begin; column < columns.end; ++column) {
      double& pixel = ink[row_start + static_cast<std::size_t>(column)];
      if (pixel >= 1) {
        continue;
      }
      const double px = column + 0.5 - a.at.x;
      const double py = row + 0.5 - a.at.y;
      const double t = std::clamp((px * dx + py * dy) * inverse_length2, 0.0, 1.0);
      const double ox = px - t * dx;
      const double oy = py - t * dy;
      const double inside = a.radius + t * (b.radius - a.radius) - std::sqrt(ox * ox + oy * oy);
      pixel = std::max(pixel, std::min(0.5 + inside * inverse_softness, 1.0));
    }
  }
}

}  // namespace

std::vector<Point> spline(const std::vector<Knot>& knots, int steps) {
  std::vector<Point> points;
  if (knots.size() < 2) {
    return points;
  }
  points.reserve((knots.size() - 1) * static_cast<std::size_t>(steps) + 1);
  points.push_back(knots[0].at);
  for (std::size_t i = 0; i + 1 < knots.size(); ++i) {
    const Point p = knots[i].at;
    const Point q = knots[i + 1].at;
    // Beyond an end or a corner the neighbour is the other end, mirrored: the curve leaves
    // straight.
    const bool free_start = i == 0 || knots[i].corner;
    const bool free_end = i + 2 == knots.size() || knots[i + 1].corner;
    const Point before = free_start ? mirrored(q, p) : knots[i - 1].at;
    const Point after = free_end ? mirrored(p, q) : knots[i + 2].at;
    const double d = spacing(p, q);
    Point m = slope(before, p, q);
    Point n = slope(p, q, after);
    m = {m.x * d, m.y * d};
    n = {n.x * d, n.y * d};
    for (int step = 1; step <= steps; ++step) {
      points.push_back(hermite(p, m, q, n, static_cast<double>(step) / steps));
    }
  }
  return points;
}

void draw_stroke(const std::vector<Dot>& stroke, double softness, int size,
                 std::vector<double>& ink) {
  for (std::size_t i = 0; i + 1 < stroke.size(); ++i) {
    draw_segment(stroke[i], stroke[i + 1], softness, size, ink);
  }
}

}  // namespace akin::data
