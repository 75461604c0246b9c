#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "akin/experiment/recipe.h"
#include "akin/io/folder_lock.h"
#include "akin/training/checkpoint.h"

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
  /// The samples that exist, pictures or ".txt", in the order of their steps.
  [[nodiscard]] std::vector<std::filesystem::path> sample_sheets(
      const std::string& extension = ".png") const;
  [[nodiscard]] std::filesystem::path animation() const { return path_ / "progress.gif"; }
  /// All files above and the folder of the samples, whether they exist or not.
  [[nodiscard]] std::vector<std::filesystem::path> all() const;

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

/// Reads config.json and tokenizer.json. Errors: no run there, a file that is missing or damaged,
/// or that is a symbolic link, a pipe or the like.
RunInfo read_run(const RunFolder& folder);

/// Reads a run and its weights. Errors: as read_run(); no weights yet, or those of another model.
Run open_run(const RunFolder& folder);
Run open_run(const std::string& path);

/// A run's folder that no other process can claim while this object lives. A folder that was made
/// for it and is still empty at the end is removed.
struct ClaimedRun {
  RunFolder folder;
  io::FolderLock lock;
};

/// Claims the folder of a new run: none yet, an empty one, or with `force` one with a run in it,
/// which stays until clear_run(). Errors: it is in use; there is a run and no `force`; there are
/// other files; one of `inputs` lies in it; with `force`, it is a symbolic link.
ClaimedRun claim_new_run(const std::filesystem::path& path, bool force,
                         const std::vector<std::filesystem::path>& inputs = {});

/// Claims `runs/FAMILY-DATA-NUMBER`, with the first number that is not taken.
ClaimedRun claim_new_run(const Recipe& recipe, const std::filesystem::path& runs = "runs");

/// Claims an existing run to continue it, and removes the half-written files of a process that was
/// killed. Errors: no run there, it is in use, or one of its files is a link or the like.
ClaimedRun claim_run(const RunFolder& folder);

/// Whether akin wrote the run in a folder: its config.json says so.
bool is_run(const RunFolder& folder);

/// Removes the files of a run that akin wrote; all others stay.
void clear_run(const ClaimedRun& run);

/// Writes config.json and, before it, the vocabulary of a text model.
void write_description(const RunFolder& run, const Recipe& recipe, const DataSpec& data);

/// Writes a whole run at once. config.json comes last, and an error removes what was written, so
/// that no half of a run is taken for one.
void write_run(const ClaimedRun& run, const Recipe& recipe, const DataSpec& data,
               const Trainable& training, const Position& position);

}  // namespace akin
