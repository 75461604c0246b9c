#pragma once

#include <string>
#include <vector>

#include "akin/pictures/picture.h"

namespace akin::pictures {

/// 2-D points in panels side by side, one look each, all showing [-extent, extent] in both
/// directions.
class Scatter {
 public:
  explicit Scatter(double extent, int panel = 220) : extent_(extent), panel_(panel) {}

  /// points: [count, 2] row-major; those outside are not drawn.
  void add(const std::string& title, const std::vector<float>& points);

  [[nodiscard]] Picture picture() const;

 private:
  struct Panel {
    std::string title;
    std::vector<float> points;
  };
  double extent_;
  int panel_;
  std::vector<Panel> panels_;
};

}  // namespace akin::pictures
