#include "akin/data/lines.h"

#include <utility>

namespace akin::data {

LineSplitter::LineSplitter(std::function<void(std::string_view)> text, std::function<void()> end)
    : text_(std::move(text)), end_(std::move(end)) {}

void LineSplitter::add(std::string_view piece) {
  while (!piece.empty()) {
    const std::size_t newline = piece.find('\n');
    add_text(piece.substr(0, newline));
    if (newline == std::string_view::npos) {
      return;
    }
    end_line();
    piece.remove_prefix(newline + 1);
  }
}

void LineSplitter::finish() {
  end_line();
}

void LineSplitter::add_text(std::string_view text) {
  if (text.empty()) {
    return;
  }
  if (std::exchange(carriage_return_, text.ends_with('\r'))) {
    inside_ = true;
    text_("\r");
  }
  if (carriage_return_) {
    text.remove_suffix(1);
  }
  if (!text.empty()) {
    inside_ = true;
    text_(text);
  }
}

void LineSplitter::end_line() {
  carriage_return_ = false;
  if (std::exchange(inside_, false)) {
    end_();
  }
}

}  // namespace akin::data
