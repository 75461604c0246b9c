#include "akin/pictures/scatter.h"

#include <cmath>

namespace akin::pictures {

namespace {

constexpr Colour paper = {250, 250, 248};
constexpr Colour frame = {205, 205, 200};
constexpr Colour ink = {40, 40, 40};
constexpr Colour dot = {44, 110, 190};
constexpr int panel_gap = 8;
constexpr int title_height = 22;

}  // namespace

void Scatter::add(const std::string& title, const std::vector<float>& points) {
  panels_.push_back({title, points});
}

Picture Scatter::picture() const {
  const int count = static_cast<int>(panels_.size());
  Picture picture(panel_gap + count * (panel_ + panel_gap), title_height + panel_ + panel_gap,
                  paper);
  for (int p = 0; p < count; ++p) {
    const auto& [title, points] = panels_[static_cast<std::size_t>(p)];
    const int left = panel_gap + p * (panel_ + panel_gap);
    picture.draw_text(title, left, 3, 16, ink);
    picture.draw_rectangle(left, title_height, panel_, panel_, frame);
    picture.draw_rectangle(left + 1, title_height + 1, panel_ - 2, panel_ - 2, paper);
    for (std::size_t i = 0; i + 1 < points.size(); i += 2) {
      const double x = (static_cast<double>(points[i]) / extent_ + 1) / 2;
      const double y = (1 - static_cast<double>(points[i + 1]) / extent_) / 2;
      if (x > 0.01 && x < 0.99 && y > 0.01 && y < 0.99) {
        picture.draw_disc(left + x * panel_, title_height + y * panel_, 1.3, dot);
      }
    }
  }
  return picture;
}

}  // namespace akin::pictures
