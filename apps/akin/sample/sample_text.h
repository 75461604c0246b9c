#pragma once

#include <string>

#include <CLI/CLI.hpp>

#include "akin/models/capabilities.h"

namespace akin::app {

/// The options of `akin sample` for text.
struct TextOptions {
  std::string prompt;
  std::string prompt_file;  ///< "-": standard input
  std::int64_t length = 256;
  std::int64_t count = 1;
  std::int64_t seed = 0;
  std::string out;  ///< may be replaced

  [[nodiscard]] bool any_prompt() const { return !prompt.empty() || !prompt_file.empty(); }
};
void add_text_options(CLI::App& command, TextOptions& options);

/// Writes `count` continuations of every prompt, each after its prompt: to standard output, whole
/// characters as they are generated, or to a file. A line in the log names characters of the
/// prompts that the vocabulary lacks. Errors: a prompt that is not UTF-8, an existing --out;
/// UsageError: sampling options out of range.
void sample_text(const TextOptions& options, const TextGenerator& model);

}  // namespace akin::app
