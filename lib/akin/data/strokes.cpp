#include "akin/data/strokes.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>
#include <string_view>

namespace akin::data {
namespace {

/// Knot spacing of the centripetal parametrisation: the square root of the distance.
double spacing(Point a, Point b) {
  return std::sqrt(std::max(std::hypot(b.x - a.x, b.y - a.y), 1e-9));
}

Point mirrored(Point a, Point through) {
  return {2 * through.x - a.x, 2 * through.y - a.y};
}

/// Slope at b, per unit of knot spacing, of the parabola through a, b and c.
Point slope(Point a, Point b, Point c) {
  const double d1 = spacing(a, b);
  const double d2 = spacing(b, c);
  const auto along = [&](double pa, double pb, double pc) {
    return (d2 * (pb - pa) / d1 + d1 * (pc - pb) / d2) / (d1 + d2);
  };
  return {along(a.x, b.x, c.x), along(a.y, b.y, c.y)};
}

/// Cubic Hermite interpolation from p to q with slopes m and n; t in [0, 1].
Point hermite(Point p, Point m, Point q, Point n, double t) {
  const double t2 = t * t;
  const double t3 = t2 * t;
  const double hp = 2 * t3 - 3 * t2 + 1;
  const double hm = t3 - 2 * t2 + t;
  const double hq = 3 * t2 - 2 * t3;
  const double hn = t3 - t2;
  return {hp * p.x + hm * m.x + hq * q.x + hn * n.x, hp * p.y + hm * m.y + hq * q.y + hn * n.y};
}

struct Range {
  int begin;
  int end;
};

/// The pixels with centres within `reach` of [low, high], clipped to [0, size).
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

/// A numeral as text: "x,y" is a smooth knot, "x,y!" a corner, and "|" starts another stroke.
struct WrittenNumeral {
  int digit;
  double weight;
  std::string_view path;
};

constexpr std::array written = {
    // A ring from the top; from the right with an overlap; narrow and clockwise; open.
    WrittenNumeral{0, 3, "54,4 32,14 20,42 25,76 47,96 70,84 80,52 72,20 52,4"},
    WrittenNumeral{0, 2, "70,14 46,4 26,24 18,58 34,92 60,95 80,66 78,32 62,12 44,12"},
    WrittenNumeral{0, 1, "48,4 68,14 78,48 68,86 47,97 28,82 21,48 32,14 54,5"},
    WrittenNumeral{0, 1, "62,8 40,5 24,28 20,62 36,93 60,92 77,64 76,30 66,12"},
    // A straight stroke; a curved one; with a flag; with a flag and a base.
    WrittenNumeral{1, 6, "51,2 50,50 49,98"},
    WrittenNumeral{1, 3, "55,2 51,34 49,68 50,98"},
    WrittenNumeral{1, 1.5, "34,24 53,4! 52,50 51,98"},
    WrittenNumeral{1, 0.6, "34,24 53,4! 52,50 51,96 | 31,97 52,96 73,95"},
    // A sharp foot; a looped foot; an angular foot with a straight base; a hook at the start.
    WrittenNumeral{2, 2, "22,26 34,8 56,4 74,18 70,42 48,68 22,93! 48,91 82,90"},
    WrittenNumeral{2, 3, "22,22 42,6 66,8 74,28 60,54 40,80 24,93 15,84 28,76 48,86 66,95 86,88"},
    WrittenNumeral{2, 2, "20,16 44,5 68,10 74,30 56,58 22,95! 50,93 82,95"},
    WrittenNumeral{2, 1, "28,32 27,14 48,4 70,14 70,38 48,68 18,94! 42,86 64,92 86,89"},
    // Round; flat-topped; with a loop at the waist; shallow waist.
    WrittenNumeral{3, 3, "24,14 46,4 70,14 68,33 44,46! 68,53 78,73 60,94 36,96 20,86"},
    WrittenNumeral{3, 0.7, "24,6 48,6 76,5! 46,42! 70,49 78,70 62,93 40,97 20,88"},
    WrittenNumeral{3, 2, "22,16 44,4 70,15 64,37 45,48 39,42 54,44 76,60 72,84 46,97 20,88"},
    WrittenNumeral{3, 2, "26,10 52,4 70,18 58,40 42,47! 64,50 74,68 62,90 38,97 24,93"},
    // Open in two strokes; closed; open in one stroke; with a curved arm.
    WrittenNumeral{4, 3, "26,8 21,34 27,56 52,58 80,50 | 74,5 69,50 64,98"},
    WrittenNumeral{4, 1, "64,3 42,32 16,63! 50,63 86,60 | 65,4 63,50 61,98"},
    WrittenNumeral{4, 2, "25,8 20,38 33,57 60,50 78,8! 71,54 63,98"},
    WrittenNumeral{4, 1, "32,4 22,30 20,54! 50,54 84,50 | 68,22 65,60 62,98"},
    // Body and bar in two strokes; in one stroke with a corner; in one smooth stroke.
    WrittenNumeral{5, 2, "30,8 26,44! 48,38 72,50 76,74 56,94 22,92 | 30,8 52,8 80,4"},
    WrittenNumeral{5, 2, "78,6 54,7 32,8! 28,45! 50,37 74,50 76,76 54,96 22,90"},
    WrittenNumeral{5, 2, "76,5 50,8 36,16 31,38 44,48 66,56 74,74 58,94 34,97 18,88"},
    // A curved back; a straight back; a wide loop; a loop that curls inwards.
    WrittenNumeral{6, 3, "66,4 42,22 26,52 25,80 44,97 68,88 72,67 54,56 35,65 26,82"},
    WrittenNumeral{6, 2, "54,3 38,32 27,66 33,92 56,97 74,81 66,61 46,59 28,76"},
    WrittenNumeral{6, 2, "76,9 56,6 36,24 24,58 31,88 54,97 74,84 70,62 50,57 31,70 28,80"},
    WrittenNumeral{6, 1, "60,3 40,28 27,62 32,90 54,97 70,82 60,64 42,70 38,84"},
    // Plain; with a bar; with a serif; with a rounded shoulder.
    WrittenNumeral{7, 4, "20,11 48,9 78,8! 62,44 48,98"},
    WrittenNumeral{7, 1.3, "22,10 48,9 78,8! 62,44 46,98 | 38,53 58,50 78,49"},
    WrittenNumeral{7, 1.3, "20,26 22,9! 50,10 80,8! 60,46 46,98"},
    WrittenNumeral{7, 2, "18,16 40,8 72,9 77,20 62,48 52,98"},
    // An S closed by an upstroke; from the top; two rings through the waist; from the waist.
    WrittenNumeral{8, 3, "70,16 50,4 29,14 34,36 60,54 74,76 52,97 28,82 36,60 60,40 72,18 60,6"},
    WrittenNumeral{8, 2, "54,4 31,14 34,36 62,56 72,78 50,97 28,82 36,58 62,36 70,16 50,4"},
    WrittenNumeral{8, 1,
                   "50,47 30,33 32,12 52,4 70,15 66,37 48,48! 27,62 26,86 50,97 74,86 72,62 50,47"},
    WrittenNumeral{8, 1, "76,12 54,5 34,14 38,36 58,52 66,76 48,97 30,84 40,58 62,36 78,14"},
    // Curved stem; straight stem; hooked stem; a ring with a stem of its own.
    WrittenNumeral{9, 2, "72,20 53,5 31,14 25,36 40,50 62,42 74,20! 72,52 62,80 48,97"},
    WrittenNumeral{9, 3, "70,15 49,4 27,20 29,43 50,47 69,30 74,10! 70,55 66,98"},
    WrittenNumeral{9, 1, "73,15 49,5 27,22 31,46 54,47 72,26 76,11! 76,50 67,84 46,97 25,90"},
    WrittenNumeral{9, 2, "66,12 44,6 28,26 36,44 58,38 72,16 70,48 60,78 54,98"},
};

std::vector<std::vector<Knot>> parse(std::string_view path) {
  std::vector<std::vector<Knot>> strokes(1);
  const char* at = path.data();
  const char* end = at + path.size();
  while (at < end) {
    if (*at == '|') {
      strokes.emplace_back();
      ++at;
    } else if (*at == '!') {
      strokes.back().back().corner = true;
      ++at;
    } else if (*at == ' ') {
      ++at;
    } else {
      char* after = nullptr;
      const double x = std::strtod(at, &after);
      const double y = std::strtod(after + 1, &after);
      strokes.back().push_back({{x, y}, false});
      at = after;
    }
  }
  return strokes;
}

std::array<std::vector<Numeral>, 10> parse_all() {
  std::array<std::vector<Numeral>, 10> all;
  for (const WrittenNumeral& w : written) {
    all.at(static_cast<std::size_t>(w.digit)).push_back({w.weight, parse(w.path)});
  }
  return all;
}

}  // namespace

const std::vector<Numeral>& numerals(int digit) {
  static const std::array<std::vector<Numeral>, 10> all = parse_all();
  return all.at(static_cast<std::size_t>(digit));
}

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
    // At an end or a corner, the missing neighbour is the other knot, mirrored.
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
