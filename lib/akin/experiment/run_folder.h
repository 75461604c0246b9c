#pragma once

#include <filesystem>
#include <memory>
#include <string>

#include "akin/experiment/recipe.h"

namespace akin {

/// What a run leaves on disk, by name.
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

  /// Error: no run here, or a config.json that cannot be read.
  [[nodiscard]] Recipe recipe() const;

  /// What its models have to know of the data. Error: a tokenizer.json that is missing or damaged.
  [[nodiscard]] DataSpec data_spec(const Recipe& recipe) const;

  /// The trained model, ready to sample. Error: no weights yet, or those of another model.
  [[nodiscard]] std::shared_ptr<GenerativeModel> model() const;

 private:
  std::filesystem::path path_;
};

/// Error where a new run cannot be made: a run is there already, unless `force`; a folder that
/// holds files but no run.
void require_new_run(const std::filesystem::path& path, bool force);

/// Makes the folder for a new run. One that is there, allowed by `force`, loses akin's own files
/// and keeps all others.
RunFolder create_run(const std::filesystem::path& path, bool force);

/// Writes config.json, and before it the vocabulary of a text model.
void write_description(const RunFolder& run, const Recipe& recipe, const DataSpec& data_spec);

/// Removes what a process that was killed left half-written in a run's folder.
void remove_temporaries(const RunFolder& run);

/// The run at a path; "latest" is the one below `runs` that was written to last.
RunFolder find_run(const std::string& path, const std::filesystem::path& runs = "runs");

/// runs/<family>-<data>-<number>, the first number not yet taken.
std::filesystem::path new_run_path(const Recipe& recipe,
                                   const std::filesystem::path& runs = "runs");

}  // namespace akin
