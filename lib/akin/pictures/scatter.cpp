#include "akin/pictures/scatter.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include "akin/base/require.h"

namespace akin::pictures {
namespace {

constexpr Colour paper = {250, 250, 248};
constexpr Colour frame = {205, 205, 200};
constexpr Colour ink = {40, 40, 40};
constexpr Colour dot = {44, 110, 190};
constexpr int panel_gap = 8;
constexpr int title_height = 22;
constexpr int legend_size = 16;  // of its text, in pixels
constexpr int legend_line = 21;
constexpr int legend_indent = 18;  // from the dot of a class to its name

/// Consecutive colours differ in both lightness and hue.
constexpr std::array<Colour, 10> ten_colours = {{{31, 119, 180},
                                                 {255, 127, 14},
                                                 {44, 160, 44},
                                                 {214, 39, 40},
                                                 {148, 103, 189},
                                                 {120, 72, 55},
                                                 {240, 120, 200},
                                                 {110, 110, 110},
                                                 {176, 176, 20},
                                                 {23, 190, 207}}};

/// One channel of a fully saturated hue (in turns): 1 at `third`, falling to 0.
double channel(double hue, double third) {
  const double distance = std::abs(hue - third - std::round(hue - third));  // in turns, to 1/2
  return std::clamp(2.0 - 6.0 * distance, 0.0, 1.0);
}

}  // namespace

Colour class_colour(std::int64_t index, std::size_t classes) {
  require(index >= 0 && index < static_cast<std::int64_t>(classes),
          "[palette] expected a class from 0 to {}, got {}", static_cast<std::int64_t>(classes) - 1,
          index);
  if (classes <= ten_colours.size()) {
    return ten_colours[static_cast<std::size_t>(index)];
  }
  const double hue = static_cast<double>(index) / static_cast<double>(classes);
  const double light = index % 2 == 0 ? 215.0 : 130.0;
  const auto byte = [&](double third) {
    return static_cast<std::uint8_t>(std::lround(light * channel(hue, third)));
  };
  return {byte(0), byte(1.0 / 3.0), byte(2.0 / 3.0)};
}

void Scatter::add(const std::string& title, const std::vector<float>& points) {
  panels_.push_back({title, points, {}});
}

void Scatter::add(const std::string& title, const std::vector<float>& points,
                  const std::vector<std::int64_t>& classes, std::vector<std::string> class_names) {
  require(2 * classes.size() == points.size(), "[scatter] expected {} classes of points, got {}",
          points.size() / 2, classes.size());
  for (const std::int64_t one : classes) {
    require(one >= 0 && one < static_cast<std::int64_t>(class_names.size()),
            "[scatter] expected classes from 0 to {}, got {}", class_names.size() - 1, one);
  }
  panels_.push_back({title, points, classes});
  legend_ = std::move(class_names);
}

int Scatter::legend_rows() const {
  return std::max(1, panel_ / legend_line);
}

/// Distance between columns of the legend.
int Scatter::legend_pitch() const {
  int widest = 0;
  for (const std::string& name : legend_) {
    widest = std::max(widest, Picture::text_width(name, legend_size));
  }
  return legend_indent + widest + 2 * panel_gap;
}

void Scatter::draw_points(Picture& picture, const Panel& panel, int left) const {
  for (std::size_t i = 0; i + 1 < panel.points.size(); i += 2) {
    const double x = (static_cast<double>(panel.points[i]) / extent_ + 1) / 2;
    const double y = (1 - static_cast<double>(panel.points[i + 1]) / extent_) / 2;
    if (x > 0.01 && x < 0.99 && y > 0.01 && y < 0.99) {
      const Colour colour =
          panel.classes.empty() ? dot : class_colour(panel.classes[i / 2], legend_.size());
      picture.draw_disc(left + x * panel_, title_height + y * panel_, 1.3, colour);
    }
  }
}

void Scatter::draw_legend(Picture& picture, int left) const {
  for (std::size_t i = 0; i < legend_.size(); ++i) {
    const int column = static_cast<int>(i) / legend_rows();
    const int row = static_cast<int>(i) % legend_rows();
    const int x = left + column * legend_pitch();
    const int top = title_height + row * legend_line;
    picture.draw_disc(x + 5, top + legend_size / 2.0 + 1, 5,
                      class_colour(static_cast<std::int64_t>(i), legend_.size()));
    picture.draw_text(legend_[i], x + legend_indent, top, legend_size, ink);
  }
}

Picture Scatter::picture() const {
  const int count = static_cast<int>(panels_.size());
  const int panels_width = panel_gap + count * (panel_ + panel_gap);
  const int names = static_cast<int>(legend_.size());
  const int legend_columns = (names + legend_rows() - 1) / legend_rows();
  Picture picture(panels_width + legend_columns * (legend_columns > 0 ? legend_pitch() : 0),
                  title_height + panel_ + panel_gap, paper);
  for (int p = 0; p < count; ++p) {
    const Panel& panel = panels_[static_cast<std::size_t>(p)];
    const int left = panel_gap + p * (panel_ + panel_gap);
    picture.draw_text(panel.title, left, 3, 16, ink);
    picture.draw_rectangle(left, title_height, panel_, panel_, frame);
    picture.draw_rectangle(left + 1, title_height + 1, panel_ - 2, panel_ - 2, paper);
    draw_points(picture, panel, left);
  }
  draw_legend(picture, panels_width);
  return picture;
}

}  // namespace akin::pictures
