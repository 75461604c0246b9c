#pragma once

#include <functional>

#include "akin/pictures/terminal.h"

namespace akin::app {

/// What a stream shows to a person.
struct Terminal {
  /// Lines can be drawn again; false for files, pipes and TERM=dumb.
  bool interactive = false;
  bool colours = false;  ///< wanted and understood; false with NO_COLOR
  bool utf8 = true;      ///< characters beyond ASCII arrive
  int columns = 80;
  pictures::Palette palette = pictures::Palette::ascii;
};

/// The value of an environment variable; nullptr where it is not set.
using Variables = std::function<const char*(const char* name)>;

/// From the variables COLUMNS, TERM, COLORTERM, NO_COLOR, LC_ALL, LC_CTYPE and LANG. `columns`: of
/// the device, 0 where it does not tell; the smaller of it and COLUMNS counts.
Terminal describe_terminal(bool is_terminal, int columns, const Variables& variables);

/// Of standard error and standard output, which may have been resized since the last call.
Terminal standard_error();
Terminal standard_output();

}  // namespace akin::app
