#include "train/preview.h"

#include <algorithm>

#include <fmt/format.h>

#include "akin/base/utf8.h"
#include "akin/io/file.h"
#include "akin/pictures/picture_files.h"
#include "akin/pictures/terminal.h"

#include "sample/sample_sheet.h"

namespace akin::app {
namespace {

constexpr std::uint64_t preview_seed = 0;

std::string some_texts(TextGenerator& model) {
  const std::int64_t count = model.documents() ? 20 : 4;
  inference::Decoder decoder = model.decoder();
  std::string all;
  for (std::int64_t i = 0; i < count; ++i) {
    const auto seed = preview_seed + static_cast<std::uint64_t>(i);
    const std::string text = utf8::replace_invalid(model.generate_text(decoder, "", {}, seed));
    all += model.documents() ? text + "\n" : fmt::format("--- sample {} ---\n{}\n", i + 1, text);
  }
  return all;
}

torch::Tensor some_images(GenerativeModel& model) {
  return model.sample(model.classes() > 0 ? 6 * model.classes() : 64, preview_seed);
}

/// The first lines of a text.
std::string head(const std::string& text, int lines) {
  std::size_t end = 0;
  for (int i = 0; i < lines && end != std::string::npos; ++i) {
    end = text.find('\n', end + (i > 0 ? 1 : 0));
  }
  return text.substr(0, end);
}

}  // namespace

Preview::Preview(GenerativeModel& model, const std::string& title) : content_(std::string()) {
  if (auto* text = model.capabilities().text) {
    content_ = some_texts(*text);
  } else {
    images_ = some_images(model);
    content_ = sample_sheet(images_, model.classes(), title);
  }
}

std::string Preview::extension() const {
  return std::holds_alternative<std::string>(content_) ? ".txt" : ".png";
}

void Preview::write(const std::filesystem::path& path) const {
  if (const auto* text = std::get_if<std::string>(&content_)) {
    io::write_atomically(path, *text);
  } else {
    pictures::write_png(path, std::get<pictures::Picture>(content_));
  }
}

std::string Preview::glance(const Terminal& terminal) const {
  if (const auto* text = std::get_if<std::string>(&content_)) {
    return utf8::without_controls(head(*text, 8));
  }
  // Two rows of images ten characters wide.
  const int width = std::clamp(terminal.columns - 1, 1, 100);
  const int per_row = std::max(width / 10, 1);
  const SampleImages few(images_.slice(0, 0, 2 * per_row));
  const auto strip = pictures::sheet(few.view(), {.columns = per_row, .scale = 1, .gap = 1});
  return pictures::terminal_preview(strip, width, terminal.palette);
}

}  // namespace akin::app
