#include "akin/pictures/sheet.h"

#include <algorithm>
#include <cmath>

#include "akin/base/require.h"

namespace akin::pictures {
namespace {

constexpr Colour background = {30, 31, 36};
constexpr Colour title_colour = {240, 240, 244};
constexpr Colour label_colour = {205, 207, 214};
constexpr Colour caption_colour = {178, 181, 190};
constexpr int margin = 12;
constexpr int title_size = 20;
constexpr int label_size = 17;
constexpr int caption_size = 14;
constexpr int shortest_title = 128;   ///< pixels that a sheet with a title has at least
constexpr int narrowest_title = 320;  ///< pixels before a title is wrapped

std::vector<std::string> split(const std::string& text, char at) {
  std::vector<std::string> parts(1);
  for (const char c : text) {
    if (c == at) {
      parts.emplace_back();
    } else {
      parts.back() += c;
    }
  }
  return parts;
}

/// Wraps text to lines of at most `width` pixels, except for longer words.
std::vector<std::string> wrap(const std::string& text, int size, int width) {
  std::vector<std::string> lines;
  for (const std::string& word : text.empty() ? std::vector<std::string>{} : split(text, ' ')) {
    if (!lines.empty() && Picture::text_width(lines.back() + " " + word, size) <= width) {
      lines.back() += " " + word;
    } else {
      lines.push_back(word);
    }
  }
  return lines;
}

int widest(const std::vector<std::string>& texts, int size) {
  int width = 0;
  for (const std::string& text : texts) {
    for (const std::string& line : split(text, '\n')) {
      width = std::max(width, Picture::text_width(line, size));
    }
  }
  return width;
}

int most_lines(const std::vector<std::string>& texts) {
  std::size_t lines = 0;
  for (const std::string& text : texts) {
    lines = std::max(lines, split(text, '\n').size());
  }
  return static_cast<int>(lines);
}

/// Positions in pixels. A cell holds `stack` images, one above the other. Columns are wide enough
/// for the widest caption.
struct Layout {
  int count = 0;
  int columns = 0;
  int rows = 0;
  int cell_width = 0;
  int cell_height = 0;
  int pitch_x = 0;
  int pitch_y = 0;
  int left = 0;
  int top = 0;
  int width = 0;
  int height = 0;
  std::vector<std::string> title;

  [[nodiscard]] int cell_left(int i) const {
    return left + (i % columns) * pitch_x + (pitch_x - cell_width) / 2;
  }
  [[nodiscard]] int cell_top(int i) const { return top + (i / columns) * pitch_y; }
};

int square_columns(const Layout& l) {
  const double ratio = static_cast<double>(l.pitch_y) / l.pitch_x;
  return std::clamp(static_cast<int>(std::ceil(std::sqrt(l.count * ratio) - 1e-9)), 1, l.count);
}

void place_title(Layout& l, const std::string& title) {
  l.title = wrap(title, title_size, std::max(l.width - 2 * margin, narrowest_title));
  // Short titles of a narrow sheet take the same space, so that such sheets can be frames of one
  // GIF.
  const int least = title.empty() ? 0 : shortest_title;
  l.width = std::max({l.width, widest(l.title, title_size) + 2 * margin, least});
  const int title_height =
      l.title.empty() ? 0 : static_cast<int>(l.title.size()) * (title_size + 4) + margin - 4;
  l.top = margin + title_height;
}

Layout lay_out(const ImageBatch& images, int stack, const SheetOptions& options) {
  const int scale = options.scale;
  Layout l;
  l.count = images.count();
  l.cell_width = images.size.width * scale;
  l.cell_height = stack * images.size.height * scale + (stack - 1) * options.gap;
  const int caption_width = widest(options.captions, caption_size);
  const int caption_height =
      options.captions.empty() ? 0 : most_lines(options.captions) * (caption_size + 1) + 6;
  // Captions need more space than bare images.
  l.pitch_x = std::max(l.cell_width + options.gap, caption_width > 0 ? caption_width + 8 : 0);
  l.pitch_y = l.cell_height + options.gap + caption_height;
  if (stack > 1 && options.captions.empty()) {
    l.pitch_y += 4 * options.gap;  // separates a pair from the pair below
  }
  l.columns = options.columns > 0 ? options.columns : square_columns(l);
  l.rows = (l.count + l.columns - 1) / l.columns;
  l.columns = std::min(l.columns, l.count);
  const int label_width = widest(options.row_labels, label_size);
  l.left = margin + (label_width > 0 ? label_width + margin : 0);
  l.width = l.left + l.columns * l.pitch_x - options.gap + margin;
  place_title(l, options.title);
  l.height = l.top + l.rows * l.pitch_y - options.gap + margin;
  return l;
}

void check(const ImageBatch& images, const SheetOptions& options) {
  require(images.size.values() > 0 && images.count() > 0,
          "[sheet] expected one image or more, got none");
  require(options.scale > 0 && options.gap >= 0 && options.columns >= 0,
          "[sheet] expected scale >= 1, gap >= 0 and columns >= 0, got {}, {} and {}",
          options.scale, options.gap, options.columns);
  const auto count = static_cast<std::size_t>(images.count());
  require(options.captions.empty() || options.captions.size() == count,
          "[sheet] expected {} captions, got {}", count, options.captions.size());
}

void draw_centred(Picture& picture, const std::string& text, int middle, int top) {
  for (const std::string& line : split(text, '\n')) {
    picture.draw_text(line, middle - Picture::text_width(line, caption_size) / 2, top, caption_size,
                      caption_colour);
    top += caption_size + 1;
  }
}

void draw_texts(Picture& picture, const Layout& l, const SheetOptions& options) {
  for (std::size_t i = 0; i < l.title.size(); ++i) {
    picture.draw_text(l.title[i], margin, margin + static_cast<int>(i) * (title_size + 4) - 2,
                      title_size, title_colour);
  }
  const int rows = std::min(l.rows, static_cast<int>(options.row_labels.size()));
  for (int row = 0; row < rows; ++row) {
    const std::string& label = options.row_labels[static_cast<std::size_t>(row)];
    const int left = l.left - margin - Picture::text_width(label, label_size);
    const int top = l.cell_top(row * l.columns) + (l.cell_height - label_size) / 2;
    picture.draw_text(label, left, top, label_size, label_colour);
  }
  for (int i = 0; i < static_cast<int>(options.captions.size()); ++i) {
    draw_centred(picture, options.captions[static_cast<std::size_t>(i)],
                 l.cell_left(i) + l.cell_width / 2, l.cell_top(i) + l.cell_height + 3);
  }
}

}  // namespace

Picture sheet(const ImageBatch& images, const SheetOptions& options) {
  check(images, options);
  const Layout l = lay_out(images, 1, options);
  Picture picture(l.width, l.height, background);
  for (int i = 0; i < l.count; ++i) {
    picture.draw_image(images.at(i), images.size, l.cell_left(i), l.cell_top(i), options.scale);
  }
  draw_texts(picture, l, options);
  return picture;
}

Picture pair_sheet(const ImageBatch& above, const ImageBatch& below, const SheetOptions& options) {
  check(above, options);
  require(above.pixels.size() == below.pixels.size() && above.size == below.size,
          "[sheet] expected as many images below as above, got {} and {}", below.count(),
          above.count());
  const Layout l = lay_out(above, 2, options);
  Picture picture(l.width, l.height, background);
  const int second = above.size.height * options.scale + options.gap;
  for (int i = 0; i < l.count; ++i) {
    const int left = l.cell_left(i);
    const int top = l.cell_top(i);
    picture.draw_image(above.at(i), above.size, left, top, options.scale);
    picture.draw_image(below.at(i), below.size, left, top + second, options.scale);
  }
  draw_texts(picture, l, options);
  return picture;
}

}  // namespace akin::pictures
