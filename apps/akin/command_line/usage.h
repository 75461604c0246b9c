#pragma once

#include <memory>
#include <string>
#include <vector>

#include <CLI/CLI.hpp>

namespace akin::app {

/// One line for a command line that CLI11 refused: the first word that is no command or option
/// where it stands, with the nearest that is, else CLI11's own reason; and which help to read.
std::string usage_message(const CLI::App& app, const std::vector<std::string>& words,
                          const CLI::ParseError& error);

/// Help whose descriptions are broken at the width of the terminal; into files and pipes each goes
/// in one line.
std::shared_ptr<CLI::Formatter> help_formatter();

/// `text` with line breaks at spaces, so that no line is longer than `width` unless a word is.
std::string wrapped(const std::string& text, std::size_t width);

}  // namespace akin::app
