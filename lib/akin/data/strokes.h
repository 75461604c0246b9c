#pragma once

#include <vector>

namespace akin::data {

struct Point {
  double x = 0;
  double y = 0;
};

/// A control point of a stroke; the pen turns sharply at a corner and smoothly elsewhere.
struct Knot {
  Point at;
  bool corner = false;
};

/// A point of the pen's path with the pen's radius there.
struct Dot {
  Point at;
  double radius = 0;
};

/// Points along the curve through all knots: a centripetal Catmull-Rom spline (Catmull & Rom 1974;
/// Yuksel, Schaefer & Keyser 2011), which neither loops nor overshoots, with `steps` points from
/// each knot to the next. Fewer than two knots give no curve.
std::vector<Point> spline(const std::vector<Knot>& knots, int steps);

/// Ink of pens moved in straight lines from dot to dot, added to `ink`, [size, size] in [0, 1], by
/// maximum: the coverage of a pixel falls from 1 to 0 over `softness` pixels across the pen's edge.
/// Pixel (row, column) has its centre at (column + 0.5, row + 0.5).
void draw_stroke(const std::vector<Dot>& stroke, double softness, int size,
                 std::vector<double>& ink);

}  // namespace akin::data
