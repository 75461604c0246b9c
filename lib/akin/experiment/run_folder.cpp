#include "akin/experiment/run_folder.h"

#include <algorithm>
#include <regex>
#include <vector>

#include "akin/base/require.h"
#include "akin/base/utf8.h"
#include "akin/io/file.h"
#include "akin/io/json.h"
#include "akin/io/paths.h"

namespace akin {

namespace fs = std::filesystem;

fs::path RunFolder::sample(std::int64_t step, const std::string& extension) const {
  return samples() / fmt::format("step-{:07}{}", step, extension);
}

namespace {

fs::path without_slash(const fs::path& path) {
  return path.has_filename() ? path : path.parent_path();
}

/// config.json last, so that a folder whose clearing was interrupted is still recognised as a run.
std::vector<fs::path> files_of(const RunFolder& run) {
  return {run.state(),     run.weights(),   run.metrics(),
          run.animation(), run.tokenizer(), run.config()};
}

/// A link could lead writing and deleting out of the run, and a pipe would be waited for.
void require_own_files(const RunFolder& run) {
  const auto check = [](const fs::path& path, fs::file_type wanted, const char* name) {
    const auto type = io::type_of(path);
    const bool unknown = type == fs::file_type::none;  // reading or writing it says why
    require(type == fs::file_type::not_found || type == wanted || unknown,
            "[run] expected {} to be a {}, got {}; remove it or put a copy there", path.string(),
            name, type == fs::file_type::symlink ? "a symbolic link" : "another kind");
  };
  for (const fs::path& file : files_of(run)) {
    check(file, fs::file_type::regular, "regular file");
  }
  check(run.samples(), fs::file_type::directory, "folder");
}

constexpr std::uint64_t max_config_bytes = 1U << 20U;

void require_run(const RunFolder& folder) {
  require(fs::is_regular_file(folder.config()),
          "[run] expected a run with a config.json in {}, got none; "
          "`akin train gan` makes one",
          folder.path().string());
}

Recipe read_recipe(const RunFolder& folder) {
  require_run(folder);
  const fs::path config = folder.config();
  try {
    return recipe_from_json(io::read_text(config, max_config_bytes), config.string());
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
  require_own_files(folder);
  Recipe recipe = read_recipe(folder);
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

/// A file of the samples of a run: "step-0000250.png".
bool is_sample(const fs::path& path) {
  static const std::regex pattern(R"(step-\d{7,}\.(png|txt))");
  return std::regex_match(path.filename().string(), pattern);
}

/// "NAME.PID-COUNT.tmp", the temporary files of io::write_atomically(), for a file NAME of a run.
bool is_temporary(const fs::path& path) {
  static const std::regex pattern(
      R"(((config|tokenizer)\.json|(model|state)\.safetensors|metrics\.jsonl|progress\.gif|)"
      R"(step-\d+\.(png|txt))\.\d+-\d+\.tmp)");
  return std::regex_match(path.filename().string(), pattern);
}

template <class Predicate>
std::vector<fs::path> regular_files(const fs::path& folder, Predicate is_one) {
  std::vector<fs::path> found;
  std::error_code ignored;
  if (io::is_plain_folder(folder)) {
    for (const auto& entry : fs::directory_iterator(folder, ignored)) {
      if (is_one(entry.path()) && io::is_plain_file(entry.path())) {
        found.push_back(entry.path());
      }
    }
  }
  std::sort(found.begin(), found.end());
  return found;
}

void remove_all(const std::vector<fs::path>& files) {
  std::error_code ignored;
  for (const fs::path& file : files) {
    fs::remove(file, ignored);
  }
}

void remove_temporaries(const RunFolder& run) {
  remove_all(regular_files(run.path(), is_temporary));
  remove_all(regular_files(run.samples(), is_temporary));
}

/// Whether a folder holds nothing but what a process that was killed left before it wrote
/// config.json. The lock file says that the folder was empty when akin began to write there.
bool only_leftovers(const RunFolder& run) {
  const bool locked = io::is_plain_file(run.path() / io::FolderLock::file_name);
  const std::vector<fs::path> early = {run.path() / io::FolderLock::file_name, run.tokenizer(),
                                       run.weights(), run.state()};
  std::error_code ignored;
  return std::all_of(
      fs::directory_iterator(run.path(), ignored), fs::directory_iterator(),
      [&](const fs::directory_entry& entry) {
        return io::is_plain_file(entry.path()) &&
               (is_temporary(entry.path()) ||
                (locked && std::find(early.begin(), early.end(), entry.path()) != early.end()));
      });
}

void require_new(const RunFolder& run, bool force) {
  const fs::path& path = run.path();
  if (is_run(run)) {
    require(force,
            "[run] expected a new folder, got {} with a run in it; use --force to replace it, "
            "--resume {} to continue it, or another --out",
            path.string(), path.string());
    const bool link = io::type_of(without_slash(path)) == fs::file_type::symlink;
    require(!link, "[--force] expected a folder to replace, got the symbolic link {}; name {}",
            path.string(), fs::weakly_canonical(path).string());
    require_own_files(run);
  } else if (std::error_code ignored; fs::is_directory(path, ignored)) {
    require(only_leftovers(run),
            "[run] expected a new folder, got {} with other files in it; choose another --out",
            path.string());
  }
}

io::FolderLock lock(const RunFolder& run) {
  auto lock = io::FolderLock::try_lock(run.path());
  require(lock.has_value(),
          "[run] expected a run that no other process uses, got {}, which is in use; wait for that "
          "process or stop it",
          run.path().string());
  return std::move(*lock);
}

}  // namespace

std::vector<fs::path> RunFolder::all() const {
  std::vector<fs::path> paths = files_of(*this);
  paths.push_back(samples());
  return paths;
}

std::vector<fs::path> RunFolder::sample_sheets(const std::string& extension) const {
  return regular_files(samples(), [&](const fs::path& path) {
    return is_sample(path) && path.extension() == extension;
  });
}

bool is_run(const RunFolder& folder) {
  if (!io::is_plain_file(folder.config())) {
    return false;
  }
  try {
    const auto json =
        io::parse_json(io::read_text(folder.config(), max_config_bytes), "config.json");
    return json.is_object() && json.contains("akin") && json.contains("family");
  } catch (const Error&) {
    return false;
  }
}

ClaimedRun claim_new_run(const fs::path& path, bool force, const std::vector<fs::path>& inputs) {
  const RunFolder run(path);
  require_new(run, force);  // before a lock file is put where it does not belong
  for (const fs::path& input : inputs) {
    require(
        !io::lies_in(input, path),
        "[--out] expected a folder without what the command reads, got {} with {} in it; choose "
        "another --out",
        path.string(), input.string());
  }
  ClaimedRun claimed{run, lock(run)};
  require_new(run, force);
  return claimed;
}

ClaimedRun claim_new_run(const Recipe& recipe, const fs::path& runs) {
  constexpr std::size_t longest_name = 120;  // bytes; a file's name has at most 255
  std::string data;                          // "mnist", "plays+poems"
  for (const std::string& one : recipe.data.data) {
    const std::string stem = fs::path(one).filename().stem().string();
    data += (data.empty() || stem.empty() ? "" : "+") + stem;
  }
  data = data.substr(0, utf8::complete_prefix(std::string_view(data).substr(0, longest_name)));
  for (int number = 1;; ++number) {
    const RunFolder run(runs / fmt::format("{}-{}-{}", recipe.family->name(),
                                           data.empty() ? "data" : data, number));
    const auto free = [&] {
      const auto type = io::type_of(run.path());
      return type == fs::file_type::not_found ||
             (type == fs::file_type::directory && only_leftovers(run));
    };
    if (free()) {
      auto lock = io::FolderLock::try_lock(run.path());
      if (lock && free()) {
        return {run, std::move(*lock)};
      }
    }
  }
}

ClaimedRun claim_run(const RunFolder& folder) {
  require_run(folder);
  require_own_files(folder);
  ClaimedRun claimed{folder, lock(folder)};
  require_run(folder);
  remove_temporaries(folder);
  return claimed;
}

void clear_run(const ClaimedRun& run) {
  remove_temporaries(run.folder);
  remove_all(regular_files(run.folder.samples(), is_sample));
  std::error_code ignored;
  if (io::is_plain_folder(run.folder.samples())) {
    fs::remove(run.folder.samples(), ignored);  // unless other files are in it
  }
  for (const fs::path& file : files_of(run.folder)) {
    if (io::is_plain_file(file)) {
      fs::remove(file);
    }
  }
}

void write_description(const RunFolder& run, const Recipe& recipe, const DataSpec& data) {
  if (data.is_text()) {
    io::write_atomically(run.tokenizer(), data.tokenizer->to_json().dump() + "\n");
  }
  io::write_atomically(run.config(), to_json(recipe));
}

void write_run(const ClaimedRun& run, const Recipe& recipe, const DataSpec& data,
               const Trainable& training, const Position& position) {
  try {
    save_weights(run.folder.weights(), training.weights());
    save_state(run.folder.state(), training, position);
    write_description(run.folder, recipe, data);
  } catch (...) {
    clear_run(run);
    throw;
  }
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

}  // namespace akin
