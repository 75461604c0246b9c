#include "comparison.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <set>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "akin/base/require.h"
#include "akin/experiment/dataset.h"
#include "akin/families/presets.h"

#include "common.h"

namespace akin::app {
namespace {

namespace fs = std::filesystem;

/// A model that is trained for a comparison.
struct Contender {
  const char* name;
  const char* family;
  std::vector<std::string> options;
  std::vector<const char*> widths;  ///< settings that make it larger or smaller
  bool only_likelihood = false;
};

/// A VAE learns from pixels drawn black and white, whose means are the grey ones: so it makes the
/// same images, and its likelihood can be compared. A Transformer needs a tokenizer of its own for
/// that.
const std::vector<Contender>& contenders() {
  static const std::vector<Contender> all = {
      {"gan", "gan", {}, {"generator_width", "discriminator_width"}},
      {"vae", "vae", {"--pixels", "binary"}, {"encoder_width", "decoder_width"}},
      {"transformer", "transformer", {"--tokenizer", "patch"}, {"width"}},
      {"transformer-pixels",
       "transformer",
       {"--tokenizer", "binary-2x2", "--pixels", "binary"},
       {"width"},
       true}};
  return all;
}

/// A contender's recipe with all its widths set to one.
Recipe with_width(const Contender& contender, std::int64_t width) {
  auto json = nlohmann::ordered_json::parse(to_json(presets(contender.family).front().recipe));
  for (const char* name : contender.widths) {
    json["model"][name] = width;
  }
  return recipe_from_json(json.dump(), contender.name);
}

std::int64_t parameters_of(const Recipe& recipe, const DataSpec& data_spec) {
  return count_parameters(*make_model(recipe.family, data_spec, 0));
}

/// The width with which a contender has about as many parameters as the default GAN.
std::int64_t equal_width(const Contender& contender, const DataSpec& data_spec) {
  constexpr std::int64_t step = 8;  // heads divide it, and halves of it are whole
  constexpr std::int64_t widest = 512;
  const std::int64_t wanted = parameters_of(presets("gan").front().recipe, data_spec);
  std::int64_t best = step;
  std::int64_t least = std::numeric_limits<std::int64_t>::max();
  for (std::int64_t width = step; width <= widest; width += step) {
    const std::int64_t off =
        std::abs(parameters_of(with_width(contender, width), data_spec) - wanted);
    if (off < least) {
      least = off;
      best = width;
    }
  }
  return best;
}

std::vector<std::string> budget(const CompareOptions& options, const Contender& contender) {
  if (options.images == 0) {
    return {"--minutes", fmt::format("{}", options.minutes)};
  }
  const std::int64_t batch = presets(contender.family).front().recipe.training.batch_size;
  return {"--steps", std::to_string(std::max<std::int64_t>(options.images / batch, 1))};
}

std::vector<std::string> training_arguments(const CompareOptions& options,
                                            const Contender& contender,
                                            const std::vector<std::string>& widths,
                                            std::int64_t seed, const fs::path& run) {
  std::vector<std::string> all = {"train",      contender.family,
                                  "--data",     options.data,
                                  "--seed",     std::to_string(seed),
                                  "--out",      run.string(),
                                  "--threads",  std::to_string(options.threads),
                                  "--device",   "cpu",
                                  "--no-report"};
  for (const auto& more : {budget(options, contender), contender.options, widths}) {
    all.insert(all.end(), more.begin(), more.end());
  }
  return all;
}

std::vector<std::string> width_options(const CompareOptions& options, const Contender& contender,
                                       const DataSpec& data_spec) {
  std::vector<std::string> all;
  if (options.equal_parameters) {
    const std::string width = std::to_string(equal_width(contender, data_spec));
    for (std::string name : contender.widths) {
      std::replace(name.begin(), name.end(), '_', '-');
      all.insert(all.end(), {"--" + name, width});
    }
  }
  return all;
}

std::vector<Entry> new_entries(const CompareOptions& options) {
  Recipe any = presets("gan").front().recipe;
  any.data.data = options.data;
  const Dataset data = load_dataset(any, download_progress());  // errors before minutes are spent
  DataSpec data_spec = data.data_spec();
  data_spec.image.classes = 0;  // none of them is conditional
  const fs::path folder = options.out;
  std::map<std::string, std::vector<std::string>> widths;
  for (const Contender& contender : contenders()) {
    widths[contender.name] = width_options(options, contender, data_spec);
  }
  std::vector<Entry> entries;
  for (std::int64_t seed = 1; seed <= options.seeds; ++seed) {
    for (const Contender& contender : contenders()) {
      Entry entry{contender.name, seed, RunFolder(""), {}, contender.only_likelihood};
      entry.run = RunFolder(folder / "runs" / entry.label());
      entry.training =
          training_arguments(options, contender, widths.at(contender.name), seed, entry.run.path());
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
    const RunFolder run = find_run(path);
    const Recipe recipe = run.recipe();
    require<UsageError>(recipe.image.height > 0,
                        "[compare] expected runs of images, got text in {}", path);
    require<UsageError>(data_sha256.empty() || data_sha256 == recipe.data_sha256,
                        "[compare] expected runs on the same data, got others in {}", path);
    data_sha256 = recipe.data_sha256;
    const std::string own = run.path().filename().empty()
                                ? run.path().parent_path().filename().string()
                                : run.path().filename().string();
    const std::string name = names.try_emplace(kind_of(recipe), own).first->second;
    entries.push_back({name, recipe.training.seed, run, {}, false});
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

std::string comparison_key(const CompareOptions& options) {
  return nlohmann::ordered_json({{"runs", options.runs},
                                 {"data", options.data},
                                 {"minutes", options.minutes},
                                 {"images", options.images},
                                 {"equal_parameters", options.equal_parameters},
                                 {"seeds", options.seeds},
                                 {"samples", options.samples},
                                 {"threads", options.threads}})
             .dump(2) +
         "\n";
}

}  // namespace akin::app
