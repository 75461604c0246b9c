#include "compare/comparison.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <optional>
#include <set>

#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <spdlog/spdlog.h>

#include "akin/base/require.h"
#include "akin/experiment/dataset.h"
#include "akin/io/file.h"
#include "akin/io/json.h"
#include "akin/io/paths.h"

#include "command_line/arguments.h"
#include "command_line/common.h"

namespace akin::app {
namespace {

namespace fs = std::filesystem;

/// The recipe of an entry with all its widths set to `width`.
Recipe with_width(const Family& family, const ComparisonEntry& entry, std::int64_t width) {
  Recipe recipe = family.presets.front().recipe;
  Fields fields;
  describe(fields, recipe);
  for (const std::string& name : entry.widths) {
    fields.find(name)->set(std::to_string(width));
  }
  return recipe;
}

std::int64_t parameters_of(const Recipe& recipe, const DataSpec& data) {
  return count_parameters(*recipe.family->make_model(data, 0));
}

/// The width with which an entry has about as many parameters as the first family's default model.
std::int64_t equal_width(const Family& family, const ComparisonEntry& entry, const DataSpec& data) {
  constexpr std::int64_t step = 8;  // a multiple of the heads, and halves of it are whole
  constexpr std::int64_t widest = 512;
  const std::int64_t wanted = parameters_of(families().front().presets.front().recipe, data);
  std::int64_t best = step;
  std::int64_t least = std::numeric_limits<std::int64_t>::max();
  for (std::int64_t width = step; width <= widest; width += step) {
    const std::int64_t off =
        std::abs(parameters_of(with_width(family, entry, width), data) - wanted);
    if (off < least) {
      least = off;
      best = width;
    }
  }
  return best;
}

std::vector<std::string> budget(const CompareOptions& options, const Family& family) {
  if (options.images == 0) {
    return {"--minutes", fmt::format("{}", options.minutes)};
  }
  const std::int64_t batch = family.presets.front().recipe.training.batch_size;
  return {"--steps", std::to_string(std::max<std::int64_t>(options.images / batch, 1))};
}

std::vector<std::string> width_options(const CompareOptions& options, const Family& family,
                                       const ComparisonEntry& entry, const DataSpec& data) {
  std::vector<std::string> all;
  if (options.equal_parameters && !entry.widths.empty()) {
    const std::string width = std::to_string(equal_width(family, entry, data));
    for (const std::string& name : entry.widths) {
      all.insert(all.end(), {option_name(name), width});
    }
  }
  return all;
}

}  // namespace

std::vector<std::string> picture_arguments(const CompareOptions& options) {
  data::ImageOptions ours = options.pictures;
  data::ImageOptions defaults;
  Fields our_fields;
  describe(our_fields, ours);
  Fields default_fields;
  describe(default_fields, defaults);
  return differing_arguments(our_fields, default_fields);
}

namespace {

/// A model to be trained, with the options that are the same for all seeds.
struct Contender {
  const Family& family;
  const ComparisonEntry& entry;
  std::vector<std::string> options;
};

std::vector<Contender> contenders(const CompareOptions& options, const DataSpec& data) {
  const bool grey = data.image.channels == 1;
  std::vector<Contender> all;
  for (const Family& family : families()) {
    for (const ComparisonEntry& entry : family.comparison) {
      if (entry.grey_only && !grey) {
        spdlog::info("{} is left out: it is for grey images", entry.name);
        continue;
      }
      Contender contender{family, entry, budget(options, family)};
      for (const auto& more :
           {entry.options, grey ? entry.grey_options : std::vector<std::string>(),
            width_options(options, family, entry, data)}) {
        contender.options.insert(contender.options.end(), more.begin(), more.end());
      }
      all.push_back(std::move(contender));
    }
  }
  return all;
}

std::vector<std::string> training_arguments(const CompareOptions& options,
                                            const Contender& contender, std::int64_t seed,
                                            const fs::path& run) {
  std::vector<std::string> all = {"train",      contender.family.name,
                                  "--data",     options.data,
                                  "--seed",     std::to_string(seed),
                                  "--out",      run.string(),
                                  "--threads",  std::to_string(options.threads),
                                  "--device",   "cpu",
                                  "--no-report"};
  for (const auto& more : {picture_arguments(options), contender.options}) {
    all.insert(all.end(), more.begin(), more.end());
  }
  return all;
}

std::vector<Entry> new_entries(const CompareOptions& options) {
  Recipe any = families().front().presets.front().recipe;
  any.data.data = {options.data};
  any.data.images = options.pictures;
  const Dataset data = load_dataset(any, loading_progress());  // errors before minutes are spent
  log_notes(data);
  DataSpec spec = data.data_spec();
  spec.image.classes = 0;  // none of the models is conditional
  const std::vector<Contender> all = contenders(options, spec);
  std::vector<Entry> entries;
  for (std::int64_t seed = 1; seed <= options.seeds; ++seed) {
    for (const Contender& contender : all) {
      const ComparisonEntry& compared = contender.entry;
      Entry entry{compared.name, compared.title, seed, RunFolder(""), {}, compared.likelihood_only};
      entry.run = RunFolder(fs::path(options.out) / "runs" / entry.label());
      entry.training = training_arguments(options, contender, seed, entry.run.path());
      entries.push_back(std::move(entry));
    }
  }
  return entries;
}

/// Runs that differ in their seed alone are one model.
std::string kind_of(Recipe recipe) {
  recipe.training.seed = 0;
  recipe.training.threads = 0;
  return to_json(recipe);
}

std::vector<Entry> given_entries(const CompareOptions& options) {
  std::vector<Entry> entries;
  std::map<std::string, std::string> names;
  std::set<std::string> labels;
  std::string data_sha256;
  for (const auto& path : options.runs) {
    const auto [run, recipe, spec] = read_run(find_run(path));
    require<UsageError>(recipe.image.height > 0,
                        "[compare] expected runs of images, got text in {}", path);
    require<UsageError>(data_sha256.empty() || data_sha256 == recipe.data_sha256,
                        "[compare] expected runs on the same data, got others in {}", path);
    data_sha256 = recipe.data_sha256;
    const std::string own = run.path().filename().empty()
                                ? run.path().parent_path().filename().string()
                                : run.path().filename().string();
    const std::string name = names.try_emplace(kind_of(recipe), own).first->second;
    entries.push_back({name, {name, name}, recipe.training.seed, run, {}, false});
    require<UsageError>(
        labels.insert(entries.back().label()).second,
        "[compare] expected each run once and under a name of its own, got a second "
        "{} in {}",
        entries.back().label(), path);
  }
  return entries;
}

}  // namespace

std::vector<Entry> plan_comparison(const CompareOptions& options) {
  return options.runs.empty() ? new_entries(options) : given_entries(options);
}

fs::path key_path(const fs::path& folder) {
  return folder / "comparison.json";
}

fs::path part_path(const fs::path& folder, const std::string& name) {
  return folder / "parts" / (name + ".json");
}

std::string comparison_key(const CompareOptions& options, const std::vector<Entry>& entries) {
  nlohmann::ordered_json json = {{"runs", options.runs},
                                 {"data", options.data},
                                 {"pictures", picture_arguments(options)},
                                 {"minutes", options.minutes},
                                 {"images", options.images},
                                 {"equal_parameters", options.equal_parameters},
                                 {"seeds", options.seeds},
                                 {"samples", options.samples},
                                 {"threads", options.threads}};
  json["labels"] = nlohmann::ordered_json::array();
  for (const Entry& entry : entries) {
    json["labels"].push_back(entry.label());
  }
  return json.dump(2) + "\n";
}

namespace {

/// The labels in the key of a folder's comparison; nullopt: there is none.
std::optional<std::vector<std::string>> labels_in(const fs::path& folder) {
  const fs::path key = key_path(folder);
  if (!io::is_plain_file(key)) {
    return std::nullopt;
  }
  try {
    const auto json = io::parse_json(io::read_text(key), key.string());
    return json.at("labels").get<std::vector<std::string>>();
  } catch (const std::exception&) {
    return std::nullopt;
  }
}

void remove_part(const fs::path& folder, const std::string& name) {
  const fs::path path = part_path(folder, name);
  if (io::is_plain_file(path)) {
    fs::remove(path);
  }
}

void remove_run(const fs::path& path) {
  const RunFolder run(path);
  std::error_code ignored;
  if (io::is_plain_folder(path) && is_run(run)) {
    clear_run(claim_run(run));
    fs::remove(path, ignored);  // unless other files are in it
  }
}

}  // namespace

bool is_comparison(const fs::path& folder) {
  return labels_in(folder).has_value();
}

void require_own_folders(const fs::path& folder) {
  for (const char* name : {"parts", "pictures", "runs"}) {
    const auto type = io::type_of(folder / name);
    require(type == fs::file_type::directory || type == fs::file_type::not_found,
            "[compare] expected {} to be a folder, got {}; remove it", (folder / name).string(),
            type == fs::file_type::symlink ? "a symbolic link" : "another kind");
  }
}

void clear_comparison(const fs::path& folder) {
  remove_part(folder, "anchors");
  for (const std::string& label : labels_in(folder).value_or(std::vector<std::string>())) {
    if (label == fs::path(label).filename()) {
      remove_run(folder / "runs" / label);
      remove_part(folder, label);
      remove_part(folder, label + "-training");
    }
  }
}

}  // namespace akin::app
