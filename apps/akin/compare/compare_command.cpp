#include <algorithm>
#include <cmath>
#include <memory>
#include <optional>

#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <spdlog/spdlog.h>

#include "akin/base/require.h"
#include "akin/evaluation/baselines.h"
#include "akin/io/file.h"
#include "akin/io/json.h"
#include "akin/io/paths.h"
#include "akin/training/batches.h"

#include "command_line/child_process.h"
#include "command_line/commands.h"
#include "command_line/common.h"
#include "command_line/environment.h"
#include "command_line/options.h"
#include "compare/comparison.h"
#include "compare/comparison_results.h"
#include "compare/measured_run.h"
#include "evaluate/image_evaluation.h"
#include "report/report.h"

namespace akin::app {
namespace {

namespace fs = std::filesystem;
using nlohmann::ordered_json;

/// Images of each anchor, at most: their figures need not be as sharp as a model's.
constexpr std::int64_t anchor_images = 5000;

/// One comparison, part by part; finished parts lie in files and are not repeated, so that nothing
/// is lost where a signal ends the process at once.
class Comparison {
 public:
  explicit Comparison(CompareOptions options)
      : options_(std::move(options)), folder_(options_.out), entries_(plan_comparison(options_)) {}

  void run() {
    open_folder();
    for (const Entry& entry : entries_) {
      train(entry);
    }
    try {
      report(measure_all());
    } catch (const nlohmann::json::exception&) {
      fail(
          "[compare] expected the files in {} to be as akin compare writes them, got others; "
          "delete the folder to measure again",
          (folder_ / "parts").string());
    }
  }

 private:
  void report(const std::vector<ordered_json>& parts) {
    const ordered_json anchors = kept("anchors", [&] { return measure_anchors(); });
    write_report(folder_, comparison_results(options_, entries_,
                                             evaluator().reference().extractor(), parts, anchors));
    print(parts);
  }

  void open_folder() {
    for (const Entry& entry : entries_) {
      require(!entry.training.empty() || !io::lies_in(entry.run.path(), folder_),
              "[compare] expected a folder without the runs to compare, got {} with {} in it; use "
              "another --out",
              folder_.string(), entry.run.path().string());
    }
    const std::string key = comparison_key(options_, entries_);
    check_folder(key);  // before a lock file is put where it does not belong
    lock_ = io::FolderLock::try_lock(folder_);
    require(lock_.has_value(),
            "[compare] expected a folder that no other process uses, got {}, which is in use; wait "
            "for that process or stop it",
            folder_.string());
    check_folder(key);
    if (options_.force) {
      clear_comparison(folder_);
    }
    io::write_atomically(key_path(folder_), key);
  }

  void check_folder(const std::string& key) const {
    std::error_code ignored;
    if (is_comparison(folder_)) {
      require_own_folders(folder_);
      require(options_.force || io::read_text(key_path(folder_)) == key,
              "[compare] expected the settings of the comparison in {}, got others; use another "
              "--out, or --force to start over",
              folder_.string());
    } else if (fs::is_directory(folder_, ignored)) {
      require(std::all_of(fs::directory_iterator(folder_, ignored), fs::directory_iterator(),
                          [](const fs::directory_entry& entry) {
                            return entry.path().filename() == io::FolderLock::file_name;
                          }),
              "[compare] expected a new folder, got {} with other files in it; use another --out",
              folder_.string());
    }
  }

  /// The content of a part's file; none if it is missing or damaged.
  static std::optional<ordered_json> read_part(const fs::path& path) {
    try {
      return io::parse_ordered_json(io::read_text(path, io::longest_json), path.string());
    } catch (const Error&) {
      return std::nullopt;
    }
  }

  /// The content of a part's file, or else the result of `make`, which is written there.
  template <class Make>
  ordered_json kept(const std::string& name, const Make& make) {
    const fs::path path = part_path(folder_, name);
    if (auto json = read_part(path)) {
      return *std::move(json);
    }
    ordered_json json = make();
    io::write_atomically(path, json.dump());
    return json;
  }

  void tell(const std::string& what) {
    const auto left = std::count_if(entries_.begin(), entries_.end(), [&](const Entry& entry) {
      return !entry.training.empty() &&
             !fs::exists(part_path(folder_, entry.label() + "-training"));
    });
    const double minutes = options_.images > 0 ? 0 : static_cast<double>(left) * options_.minutes;
    spdlog::info("{}{}", what,
                 minutes > 0 ? fmt::format("; about {:.0f} minutes of training left, then a minute "
                                           "or so for each model's figures",
                                           std::ceil(minutes))
                             : "");
  }

  void train(const Entry& entry) {
    if (entry.training.empty()) {
      return;
    }
    kept(entry.label() + "-training", [&] {
      const bool begun = fs::exists(entry.run.config());
      tell(fmt::format("{} {}", begun ? "resuming" : "training", entry.label()));
      const ChildEnd end = run_akin(begun ? resumed(entry) : entry.training);
      if (stop_requested()) {
        spdlog::info("stopped; the same command continues");
        throw Interrupted{};
      }
      require(end.status == 0,
              "[compare] expected `akin {}` to end well, got exit status {}; its message is above",
              fmt::join(entry.training, " "), end.status);
      return ordered_json{{"peak_memory_bytes", end.peak_memory_bytes}};
    });
  }

  /// The arguments that resume an interrupted run.
  static std::vector<std::string> resumed(const Entry& entry) {
    return {"train", entry.training.at(1), "--resume", entry.run.path().string(), "--no-report"};
  }

  ImageEvaluator& evaluator() {
    if (!evaluator_) {
      spdlog::info("analysing the real images");
      evaluator_ = std::make_unique<ImageEvaluator>(
          reference_of(read_run(entries_.front().run).recipe, false));
    }
    return *evaluator_;
  }

  std::vector<ordered_json> measure_all() {
    std::vector<ordered_json> parts;
    for (const Entry& entry : entries_) {
      parts.push_back(kept(entry.label(), [&] { return measure(entry); }));
    }
    return parts;
  }

  ordered_json measure(const Entry& entry) {
    spdlog::info("measuring {}", entry.label());
    ordered_json json = {{"name", entry.name}, {"seed", entry.seed}};
    json["likelihood"] = measure_likelihood(entry.run);
    if (!entry.likelihood_only) {
      json["run"] = measure_run(entry.run, evaluator(), options_.samples, folder_ / "pictures");
      if (const auto training = read_part(part_path(folder_, entry.label() + "-training"))) {
        json["run"].update(*training);
      }
    }
    return json;
  }

  ordered_json anchor(const std::string& name, const data::Images& images) {
    spdlog::info("measuring {}, to compare with", name);
    return {{"name", name},
            {"evaluation", to_json(evaluator().evaluate(images))},
            {"sheet", sheet_uri(images, folder_ / "pictures" / (name + ".png"))}};
  }

  /// Real images through the tokenizer of the first model that has a lossy one: the part of its
  /// distance that is the tokenizer's fault.
  void add_round_trip(const data::Images& real, ordered_json& anchors) {
    for (const Entry& entry : entries_) {
      const Run run = open_run(entry.run);
      auto* completer = run.model->capabilities().completer;
      if (completer != nullptr && run.model->support() == Support::tokens) {
        const torch::NoGradGuard no_grad;
        anchors.push_back(anchor("round_trip", made_images(completer->round_trip(
                                                   ordered_batches(real, real.size())(0).data))));
        return;
      }
    }
  }

  ordered_json measure_anchors() {
    const RealImages& real = evaluator().reference().real();
    const std::int64_t count = evaluator().comparable(std::min(anchor_images, options_.samples));
    const data::Images copied = copies(real.training, count, 1);
    ordered_json anchors = ordered_json::array();
    anchors.push_back(anchor("control", real.control.slice(0, count)));
    anchors.push_back(anchor("copies", copied));
    anchors.push_back(anchor("noisy_copies", with_noise(copied, 0.1, 1)));
    anchors.push_back(anchor("noise", noise(count, copied.image_size(), 1)));
    add_round_trip(real.control.slice(0, count), anchors);
    return anchors;
  }

  void print(const std::vector<ordered_json>& parts) const {
    for (const ordered_json& part : parts) {
      if (part.contains("run")) {
        fmt::print("{}, seed {}\n", part.at("name").get<std::string>(),
                   part.at("seed").get<std::int64_t>());
        for (const auto& reading : part.at("run").at("evaluation").at("readings")) {
          fmt::print("  {:<9} {}\n", reading.at("topic").get<std::string>(),
                     reading.at("en").get<std::string>());
        }
      }
    }
    for (const char* name : {"index.html", "results.json", "results.md"}) {
      fmt::print("{}\n", (folder_ / name).string());
    }
  }

  CompareOptions options_;
  fs::path folder_;
  std::vector<Entry> entries_;
  std::optional<io::FolderLock> lock_;
  std::unique_ptr<ImageEvaluator> evaluator_;
};

void compare(const CompareOptions& options) {
  use_threads(options.threads);
  Comparison(options).run();
}

}  // namespace

void add_compare_command(CLI::App& app) {
  auto options = std::make_shared<CompareOptions>();
  auto* command = app.add_subcommand(
      "compare",
      "Train a model of each family under the same conditions and report how they compare");
  auto* runs =
      command->add_option("runs", options->runs, "compare these runs instead")->type_name("RUN");
  command->add_option("--data", options->data, "name or path of images")
      ->capture_default_str()
      ->excludes(runs);
  Fields fields;
  describe(fields, options->pictures);
  add_options(*command, fields, options->given, "Pictures");
  auto* minutes = command->add_option("--minutes", options->minutes, "training time of each model")
                      ->capture_default_str()
                      ->check(CLI::Range(0.01, 100000.0))
                      ->type_name("M")
                      ->excludes(runs);
  command->add_option("--images", options->images, "training images per model, instead of minutes")
      ->check(CLI::Range(std::int64_t{1}, std::int64_t{1} << 40U))
      ->type_name("N")
      ->excludes(minutes)
      ->excludes(runs);
  command
      ->add_flag("--equal-parameters", options->equal_parameters,
                 "widths such that all have about as many parameters as the GAN")
      ->excludes(runs);
  command->add_option("--seeds", options->seeds, "runs of each model")
      ->capture_default_str()
      ->check(CLI::Range(1, 100))
      ->type_name("N")
      ->excludes(runs);
  command
      ->add_option("--samples", options->samples, "samples per model, or as many as a minute gives")
      ->capture_default_str()
      ->check(CLI::Range(100, 1000000))
      ->type_name("N");
  add_threads_option(*command, options->threads);
  command
      ->add_option("--out", options->out,
                   "folder of the report; an interrupted comparison there is continued")
      ->capture_default_str()
      ->type_name("REPORT");
  command->add_flag("--force", options->force, "start over where --out holds a comparison");
  command->callback([options] {
    Fields typed;
    describe(typed, options->pictures);
    typed.set(options->given);
    compare(*options);
  });
}

}  // namespace akin::app
