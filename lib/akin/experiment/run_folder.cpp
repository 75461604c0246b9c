#include "akin/experiment/run_folder.h"

#include <algorithm>
#include <regex>
#include <vector>

#include "akin/base/require.h"
#include "akin/io/file.h"
#include "akin/io/json.h"

namespace akin {

namespace fs = std::filesystem;

fs::path RunFolder::sample(std::int64_t step, const std::string& extension) const {
  return samples() / fmt::format("step-{:07}{}", step, extension);
}

namespace {

Recipe read_recipe(const fs::path& config) {
  require(fs::is_regular_file(config),
          "[run] expected a run with a config.json in {}, got none; "
          "`akin train gan` makes one",
          config.parent_path().string());
  try {
    return recipe_from_json(io::read_text(config, 1 << 20), config.string());
  } catch (const UsageError& error) {
    fail("[{}] {}", config.string(), error.what());  // the file is wrong, not the command line
  }
}

DataSpec read_data_spec(const RunFolder& folder, const Recipe& recipe) {
  if (recipe.image.height > 0) {
    return {recipe.image};
  }
  const std::string path = folder.tokenizer().string();
  require(fs::is_regular_file(path),
          "[run] expected the vocabulary of a text model in {}, got no such file", path);
  return {recipe.image, tokens::tokenizer_from_json(io::read_text(path, io::longest_json), path),
          recipe.documents};
}

}  // namespace

RunInfo read_run(const RunFolder& folder) {
  Recipe recipe = read_recipe(folder.config());
  DataSpec data = read_data_spec(folder, recipe);
  return {folder, std::move(recipe), std::move(data)};
}

Run open_run(const RunFolder& folder) {
  Run run{read_run(folder), nullptr};
  const std::string weights = folder.weights().string();
  require(fs::is_regular_file(weights),
          "[run] expected trained weights in {}, got none yet; "
          "`akin train {} --resume {}` continues training",
          weights, run.recipe.family->name(), folder.path().string());
  run.model = run.recipe.family->make_model(run.data, 0);
  const nn::NamedTensors live = run.model->tensors();
  nn::copy_into(live, nn::read_for(live, weights), weights);
  run.model->eval();
  return run;
}

Run open_run(const std::string& path) {
  return open_run(find_run(path));
}

namespace {

bool is_sample(const fs::path& path) {
  const std::string name = path.filename().string();
  return name.starts_with("step-") && (name.ends_with(".png") || name.ends_with(".txt"));
}

/// "NAME.PID-COUNT.tmp", the temporary files of io::write_atomically(), for a file NAME of a run.
bool is_temporary(const fs::path& path) {
  static const std::regex pattern(
      R"(((config|tokenizer)\.json|(model|state)\.safetensors|metrics\.jsonl|progress\.gif|)"
      R"(step-\d+\.(png|txt))\.\d+-\d+\.tmp)");
  return std::regex_match(path.filename().string(), pattern);
}

template <class Predicate>
void remove_files(const fs::path& folder, Predicate is_one) {
  std::error_code ignored;
  for (const auto& entry : fs::directory_iterator(folder, ignored)) {
    if (is_one(entry.path())) {
      fs::remove(entry.path(), ignored);
    }
  }
}

/// Removes the files that akin writes and no others; config.json last, so that a folder whose
/// clearing was interrupted is still recognised as a run.
void clear(const RunFolder& run) {
  remove_files(run.samples(), is_sample);
  for (const auto& file : {run.state(), run.weights(), run.metrics(), run.animation(),
                           run.tokenizer(), run.config()}) {
    fs::remove(file);
  }
}

void make_folder(const fs::path& path) {
  std::error_code error;
  fs::create_directories(path, error);
  require(!error && fs::is_directory(path),
          "[run] expected to make the folder {}, got: {}; choose another --out", path.string(),
          error ? error.message() : "a file is in the way");
}

}  // namespace

void remove_temporaries(const RunFolder& run) {
  remove_files(run.path(), is_temporary);
  remove_files(run.samples(), is_temporary);
}

void require_new_run(const fs::path& path, bool force) {
  std::error_code ignored;
  if (fs::exists(RunFolder(path).config(), ignored)) {
    require(force,
            "[run] expected a new folder, got {} with a run in it; use --force to replace it, "
            "--resume {} to continue it, or another --out",
            path.string(), path.string());
  } else if (fs::is_directory(path, ignored)) {
    remove_temporaries(RunFolder(path));
    require(fs::is_empty(path),
            "[run] expected a new folder, got {} with other files in it; choose another --out",
            path.string());
  }
}

RunFolder create_run(const fs::path& path, bool force) {
  require_new_run(path, force);
  make_folder(path);
  RunFolder run(path);
  clear(run);
  return run;
}

void write_description(const RunFolder& run, const Recipe& recipe, const DataSpec& data) {
  if (data.is_text()) {
    io::write_atomically(run.tokenizer(), data.tokenizer->to_json().dump() + "\n");
  }
  io::write_atomically(run.config(), to_json(recipe));
}

RunFolder find_run(const std::string& path, const fs::path& runs) {
  if (path != "latest") {
    return RunFolder(path);
  }
  std::vector<std::pair<fs::file_time_type, fs::path>> found;
  if (fs::is_directory(runs)) {
    for (const auto& entry : fs::directory_iterator(runs)) {
      const RunFolder run(entry.path());
      for (const auto& file : {run.weights(), run.config()}) {
        if (fs::is_regular_file(file)) {
          found.emplace_back(fs::last_write_time(file), entry.path());
          break;
        }
      }
    }
  }
  require(!found.empty(), "[run] expected a run below {}, got none; `akin train gan` makes one",
          runs.string());
  return RunFolder(std::max_element(found.begin(), found.end())->second);
}

fs::path new_run_path(const Recipe& recipe, const fs::path& runs) {
  const std::string data = fs::path(recipe.data.data).filename().stem().string();
  for (int number = 1;; ++number) {
    fs::path path =
        runs / fmt::format("{}-{}-{}", recipe.family->name(), data.empty() ? "data" : data, number);
    if (!fs::exists(path)) {
      return path;
    }
  }
}

}  // namespace akin
