#pragma once

#include <cstdint>
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
  /// Coloured by class, classes: [count] in [0, class_names.size()); the names become a legend
  /// beside the panels. Errors: counts that disagree, classes without a name.
  void add(const std::string& title, const std::vector<float>& points,
           const std::vector<std::int64_t>& classes, std::vector<std::string> class_names);

  [[nodiscard]] Picture picture() const;

 private:
  struct Panel {
    std::string title;
    std::vector<float> points;
    std::vector<std::int64_t> classes;  ///< [count], or none
  };
  [[nodiscard]] int legend_rows() const;
  [[nodiscard]] int legend_pitch() const;
  void draw_points(Picture& picture, const Panel& panel, int left) const;
  void draw_legend(Picture& picture, int left) const;

  double extent_;
  int panel_;
  std::vector<Panel> panels_;
  std::vector<std::string> legend_;
};

}  // namespace akin::pictures
