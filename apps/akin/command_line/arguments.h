#pragma once

#include <string>
#include <vector>

#include "akin/base/settings.h"

namespace akin::app {

/// The text as one word of a shell's command line, in quotes where it needs them.
std::string quoted(const std::string& text);

/// The arguments as a line that can be pasted into a shell, each after a blank.
std::string shell_words(const std::vector<std::string>& arguments);

/// The settings in which `ours` differs from `defaults`, as options; fields named in `without` are
/// left out.
std::vector<std::string> differing_arguments(const Fields& ours, const Fields& defaults,
                                             const std::vector<std::string>& without = {});

}  // namespace akin::app
