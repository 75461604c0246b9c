#pragma once

#include <filesystem>
#include <memory>
#include <string>

#include "akin/experiment/recipe.h"

namespace akin {

/// The paths of a run's files.
class RunFolder {
 public:
  explicit RunFolder(std::filesystem::path path) : path_(std::move(path)) {}

  [[nodiscard]] const std::filesystem::path& path() const { return path_; }
  [[nodiscard]] std::filesystem::path config() const { return path_ / "config.json"; }
  [[nodiscard]] std::filesystem::path weights() const { return path_ / "model.safetensors"; }
  [[nodiscard]] std::filesystem::path state() const { return path_ / "state.safetensors"; }
  [[nodiscard]] std::filesystem::path tokenizer() const { return path_ / "tokenizer.json"; }
  [[nodiscard]] std::filesystem::path metrics() const { return path_ / "metrics.jsonl"; }
  [[nodiscard]] std::filesystem::path samples() const { return path_ / "samples"; }
  /// The samples at a step, as a picture or as text.
  [[nodiscard]] std::filesystem::path sample(std::int64_t step,
                                             const std::string& extension = ".png") const;
  [[nodiscard]] std::filesystem::path animation() const { return path_ / "progress.gif"; }

 private:
  std::filesystem::path path_;
};

/// A run without its weights.
struct RunInfo {
  RunFolder folder;
  Recipe recipe;
  DataSpec data;
};

/// A trained run, its model ready to sample.
struct Run : RunInfo {
  std::shared_ptr<GenerativeModel> model;
};

/// The run at a path; "latest" is the one below `runs` that was written to last.
RunFolder find_run(const std::string& path, const std::filesystem::path& runs = "runs");

/// Reads config.json and tokenizer.json. Errors: no run there, a file that is missing or damaged.
RunInfo read_run(const RunFolder& folder);

/// Reads a run and its weights. Errors: as read_run(); no weights yet, or those of another model.
Run open_run(const RunFolder& folder);
Run open_run(const std::string& path);

/// Error where a new run cannot be made at `path`: there is one already and no `force`, or other
/// files.
void require_new_run(const std::filesystem::path& path, bool force);

/// Makes the folder of a new run. With `force`, an existing run loses the files that akin wrote;
/// all others stay.
RunFolder create_run(const std::filesystem::path& path, bool force);

/// Writes config.json and, before it, the vocabulary of a text model.
void write_description(const RunFolder& run, const Recipe& recipe, const DataSpec& data);

/// Removes the half-written files of a process that was killed.
void remove_temporaries(const RunFolder& run);

/// `runs/FAMILY-DATA-NUMBER`, with the first number that is not taken.
std::filesystem::path new_run_path(const Recipe& recipe,
                                   const std::filesystem::path& runs = "runs");

}  // namespace akin
