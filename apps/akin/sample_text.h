#pragma once

#include <string>

#include <CLI/CLI.hpp>

#include "akin/families/transformer/text_model.h"

namespace akin::app {

/// What `akin sample` was told of text.
struct TextOptions {
  std::string prompt;
  std::string prompt_file;  ///< "-": standard input
  std::int64_t count = 1;
  std::int64_t seed = 0;
  std::string out;
  bool force = false;
  WritingOptions writing;

  [[nodiscard]] bool any_prompt() const { return !prompt.empty() || !prompt_file.empty(); }
  /// The first of the options about chances that differs from its default; nullptr: none does.
  [[nodiscard]] const char* sampling_option() const;
};
void add_text_options(CLI::App& command, TextOptions& options);

/// Writes `count` continuations of every prompt, each behind its prompt: to standard output, whole
/// characters as they are drawn, or to a file. UsageErrors: a prompt with characters that the model
/// does not know, sampling options out of range, --out that exists.
void sample_text(const TextOptions& options, const TextModel& model);

}  // namespace akin::app
