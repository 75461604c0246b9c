#pragma once

#include <string>

#include "shell/command_tree.h"

namespace akin::app {

/// "akin-train-gan"
std::string man_page_name(const Command& command);

/// The manual page of a command, for section 1, in roff.
std::string man_page(const Command& command);

}  // namespace akin::app
