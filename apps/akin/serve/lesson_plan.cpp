#include "serve/lesson_plan.h"

#include <algorithm>
#include <optional>

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include "akin/base/require.h"
#include "akin/data/catalogue.h"
#include "akin/data/tales.h"
#include "akin/data/text_origin.h"
#include "akin/experiment/family.h"
#include "akin/io/file.h"
#include "akin/io/paths.h"
#include "akin/training/checkpoint.h"

#include "command_line/arguments.h"
#include "command_line/common.h"
#include "serve/scenarios.h"

namespace akin::app {
namespace {

namespace fs = std::filesystem;
using Words = std::vector<std::string>;

/// What a run trains on.
enum class Source { images, text, korean, tales, biased };

/// A run before it is known which data there are.
struct Draft {
  const char* role;
  double share;  ///< of the time, relative to the others
  Source source;
  Words training;           ///< family and options
  std::int64_t fewest = 1;  ///< training images that it needs
  bool needs_classes = false;
};

/// The family and options of a scenario of the page.
Words of_scenario(const std::string& name) {
  Recipe recipe = find_scenario("digits", name);
  Recipe defaults = preset_recipe(recipe.family->name(), recipe.preset);
  Fields ours;
  describe(ours, recipe);
  Fields theirs;
  describe(theirs, defaults);
  Words words = {recipe.family->name()};
  const Words more = differing_arguments(ours, theirs, {"data", "steps", "epochs", "minutes"});
  words.insert(words.end(), more.begin(), more.end());
  return words;
}

std::vector<Draft> drafts() {
  const auto few = [](const char* count) { return Words{"vae", "--limit", count}; };
  return {{"gan", 1.4, Source::images, {"gan", "--conditional"}},
          {"vae", 0.8, Source::images, {"vae"}},
          {"vae-2d", 0.8, Source::images, {"vae", "--latent-dim", "2"}},
          {"text-en", 2.0, Source::text, {"transformer"}},
          {"text-ko", 1.0, Source::korean, {"transformer"}},
          {"image-transformer", 1.2, Source::images, {"transformer", "--conditional"}},
          {"few-10", 0.4, Source::images, few("10"), 10},
          {"few-100", 0.4, Source::images, few("100"), 100},
          {"few-1000", 0.4, Source::images, few("1000"), 1000},
          {"tales", 0.8, Source::tales, {"transformer"}},
          {"biased", 0.8, Source::images, of_scenario("bias"), 1, true},
          {"memorising", 0.4, Source::images, of_scenario("memorising"), 10},
          {"biased-text", 0.5, Source::biased, {"transformer", "--documents", "on"}},
          {"memorising-text", 0.5, Source::text, {"transformer", "--limit", "2000"}},
          {"mode-collapse", 0.4, Source::images, of_scenario("mode-collapse")},
          {"posterior-collapse", 0.4, Source::images, of_scenario("posterior-collapse")}};
}

/// The data of the runs that are in the folder already; empty: none of these roles.
std::string data_in(const fs::path& folder, const Words& roles) {
  for (const std::string& role : roles) {
    if (const RunFolder run(folder / role); is_run(run)) {
      return read_run(run).recipe.data.shown();
    }
  }
  return {};
}

/// `wanted` if it is here or can be downloaded, else `built_in`.
std::string available(const std::string& wanted, const std::string& built_in) {
  try {
    data::fetch(data::find_entry(wanted), download_progress());
    return wanted;
  } catch (const Error& error) {
    spdlog::warn("{}; the built-in {} take the place of {}", error.what(), built_in, wanted);
    return built_in;
  }
}

std::string absolute(const std::string& data) {
  const fs::path path = data::path_of(data);
  return path.empty() ? data : path.string();
}

/// Tales of which most are about foxes, as a file, so that everybody can look at it.
std::string biased_file(const fs::path& folder) {
  constexpr std::int64_t tales = 20000;
  constexpr std::uint64_t seed = 1;
  constexpr data::TaleBias bias = {0, 0.8};  // foxes
  const fs::path path = fs::absolute(folder / "biased-tales.txt").lexically_normal();
  std::string text;
  for (const std::string& tale : data::biased_tales(tales, seed, data::Language::english, bias)) {
    text += tale + "\n";
  }
  if (!io::is_plain_file(path) || io::read_text(path) != text) {
    io::write_atomically(path, text);
  }
  return path.string();
}

/// What runs train on.
struct Sources {
  std::string images, text, biased;

  [[nodiscard]] std::string of(Source source) const {
    switch (source) {
      case Source::images:
        return images;
      case Source::text:
        return text;
      case Source::korean:
        return "tales-ko";
      case Source::tales:
        return "tales";
      case Source::biased:
        return biased;
    }
    return {};
  }
};

Sources find_sources(const LessonOptions& options) {
  Sources sources;
  const bool own_text = !options.data.empty() && data::is_text(options.data);
  const std::string own = absolute(options.data);
  const std::string known_images = data_in(options.folder, {"gan", "vae", "vae-2d"});
  const std::string known_text = data_in(options.folder, {"text-en", "memorising-text"});
  const auto choose = [&](bool is_own, const std::string& known, const char* wanted,
                          const char* built_in) {
    if (is_own) {
      require<UsageError>(known.empty() || known == own,
                          "[--data] expected the data of the runs in {}, {}, got {}; use another "
                          "folder",
                          options.folder.string(), known, own);
      return own;
    }
    return known.empty() ? available(wanted, built_in) : known;
  };
  sources.images = choose(!own.empty() && !own_text, known_images, "mnist", "digits");
  sources.text = choose(own_text, known_text, "tinyshakespeare", "tales");
  sources.biased = biased_file(options.folder);
  return sources;
}

Words training_of(const Draft& draft, const LessonRun& run, const LessonOptions& options) {
  Words words = {"train"};
  words.insert(words.end(), draft.training.begin(), draft.training.end());
  words.insert(words.end(), {"--data", run.data, "--out", run.run.path().string(), "--minutes",
                             fmt::format("{:.3f}", run.minutes), "--no-report"});
  if (options.threads > 0) {
    words.insert(words.end(), {"--threads", std::to_string(options.threads)});
  }
  return words;
}

}  // namespace

std::vector<LessonRun> plan_lesson(const LessonOptions& options) {
  const Sources sources = find_sources(options);
  const data::ImageData images = data::load_images({.data = sources.images}, loading_progress());
  std::vector<Draft> kept = drafts();
  std::erase_if(kept, [&](const Draft& draft) {
    return draft.source == Source::images && (images.train.size() <= draft.fewest ||
                                              (draft.needs_classes && images.train.classes() < 2));
  });
  double shares = 0;
  for (const Draft& draft : kept) {
    shares += draft.share;
  }
  std::vector<LessonRun> runs;
  for (Draft& draft : kept) {
    if (images.train.classes() < 2) {
      std::erase(draft.training, "--conditional");
    }
    LessonRun run{draft.role,
                  RunFolder(options.folder / draft.role),
                  sources.of(draft.source),
                  options.minutes * draft.share / shares,
                  {}};
    run.training = training_of(draft, run, options);
    runs.push_back(std::move(run));
  }
  return runs;
}

bool is_trained(const RunFolder& run) {
  if (!is_run(run) || !io::is_plain_file(run.state())) {
    return false;
  }
  const Position position = load_position(run.state());
  return position.steps > 0 && position.step >= position.steps;
}

}  // namespace akin::app
