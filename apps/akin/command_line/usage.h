#pragma once

#include <string>
#include <vector>

#include <CLI/CLI.hpp>

namespace akin::app {

/// One line for a command line that CLI11 refused: the first word that is no command or option
/// where it stands, with the nearest that is, else CLI11's own reason; and which help to read.
std::string usage_message(const CLI::App& app, const std::vector<std::string>& words,
                          const CLI::ParseError& error);

}  // namespace akin::app
