#include "terminal/terminal.h"

#include <algorithm>
#include <charconv>
#include <cstdlib>
#include <string_view>

#include <sys/ioctl.h>
#include <unistd.h>

namespace akin::app {
namespace {

using pictures::Palette;

std::string_view value(const Variables& variables, const char* name) {
  const char* text = variables(name);
  return text == nullptr ? std::string_view() : std::string_view(text);
}

/// A locale that names another encoding. Where none is set, as in most containers, the terminal
/// outside of them knows UTF-8.
bool knows_utf8(const Variables& variables) {
  for (const char* name : {"LC_ALL", "LC_CTYPE", "LANG"}) {
    const auto locale = value(variables, name);
    if (!locale.empty()) {
      return std::string_view::npos != std::min({locale.find("UTF-8"), locale.find("utf-8"),
                                                 locale.find("UTF8"), locale.find("utf8")});
    }
  }
  return true;
}

Palette palette_of(const Terminal& terminal, const Variables& variables) {
  const auto contains = [&](const char* name, const char* part) {
    return value(variables, name).find(part) != std::string_view::npos;
  };
  if (!terminal.utf8) {
    return Palette::ascii;
  }
  if (!terminal.colours) {
    return Palette::shades;
  }
  if (contains("COLORTERM", "truecolor") || contains("COLORTERM", "24bit") ||
      contains("TERM", "direct")) {
    return Palette::true_colour;
  }
  return contains("TERM", "256color") ? Palette::greys : Palette::shades;
}

int width(int of_device, const Variables& variables) {
  const auto text = value(variables, "COLUMNS");
  int typed = 0;
  std::from_chars(text.data(), text.data() + text.size(), typed);
  if (typed > 0 && of_device > 0) {
    return std::min(typed, of_device);
  }
  return typed > 0 ? typed : of_device > 0 ? of_device : Terminal().columns;
}

Terminal describe_stream(int stream) {
  winsize size{};
  const bool known = ioctl(stream, TIOCGWINSZ, &size) == 0;
  return describe_terminal(isatty(stream) == 1, known ? size.ws_col : 0,
                           [](const char* name) -> const char* { return std::getenv(name); });
}

}  // namespace

Terminal describe_terminal(bool is_terminal, int columns, const Variables& variables) {
  const auto type = value(variables, "TERM");
  Terminal terminal;
  terminal.interactive = is_terminal && !type.empty() && type != "dumb";
  terminal.utf8 = knows_utf8(variables);
  terminal.columns = width(columns, variables);
  terminal.colours = terminal.interactive && value(variables, "NO_COLOR").empty();
  if (terminal.interactive) {
    terminal.palette = palette_of(terminal, variables);
  }
  return terminal;
}

Terminal standard_error() {
  return describe_stream(STDERR_FILENO);
}

Terminal standard_output() {
  return describe_stream(STDOUT_FILENO);
}

}  // namespace akin::app
