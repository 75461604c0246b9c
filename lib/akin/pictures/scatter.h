#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "akin/pictures/picture.h"

namespace akin::pictures {

/// Colours that distinguish `classes` classes on a light background: ten chosen ones, or for more
/// classes equidistant hues that alternate between light and dark. Error: not a class.
Colour class_colour(std::int64_t index, std::size_t classes);

/// Scatter plots of 2-D points in panels side by side; each panel shows [-extent, extent]^2.
class Scatter {
 public:
  explicit Scatter(double extent, int panel = 220) : extent_(extent), panel_(panel) {}

  /// Adds a panel. points: [count, 2] row-major; those outside are not drawn.
  void add(const std::string& title, const std::vector<float>& points);
  /// Adds a panel with points coloured by class, classes: [count] in [0, class_names.size()), and a
  /// legend beside the panels. Errors: counts that disagree, classes without a name.
  void add(const std::string& title, const std::vector<float>& points,
           const std::vector<std::int64_t>& classes, std::vector<std::string> class_names);

  [[nodiscard]] Picture picture() const;

 private:
  struct Panel {
    std::string title;
    std::vector<float> points;
    std::vector<std::int64_t> classes;  ///< [count], or empty
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
