#include <memory>

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include "akin/base/require.h"
#include "akin/evaluation/find_judge.h"

#include "commands.h"
#include "common.h"

namespace akin::app {
namespace {

struct JudgeOptions {
  std::string data;
  std::string out;
  std::int64_t threads = 0;
  bool force = false;
};

void judge(const JudgeOptions& options) {
  use_threads(options.threads);
  if (!options.out.empty()) {
    require_new(options.out, options.force);
  }
  const data::ImageData data = data::load_images({.data = options.data}, download_progress());
  const Judge judge =
      options.out.empty() ? find_judge(data, judge_progress()) : make_judge(data, judge_progress());
  if (judge.classifier != nullptr) {
    fmt::print("classifier  {:.2f} % right on images it never saw, {} features\n",
               100 * judge.accuracy, Classifier::feature_count);
  }
  fmt::print("components  {} of {} pixels, with {:.1f} % of their variance\n",
             judge.pca.variances.size(), judge.pca.mean.size(),
             100 * judge.pca.explained_variance());
  fmt::print("SHA-256     {}\n", judge.hash);
  if (!options.out.empty()) {
    io::write_atomically(options.out, format_judge(judge));
    fmt::print("{}\n", options.out);
  }
}

}  // namespace

void add_judge_command(CLI::App& data) {
  const auto options = std::make_shared<JudgeOptions>();
  CLI::App* command = data.add_subcommand(
      "judge", "Shows, or makes, the classifier in whose features samples are judged");
  command->add_option("name", options->data, "Name or path")->required();
  command->add_option("--out", options->out, "Make it anew and write it to this file");
  add_threads_option(*command, options->threads);
  command->add_flag("--force", options->force, "Replace the file where it exists");
  command->callback([options] { judge(*options); });
}

}  // namespace akin::app
