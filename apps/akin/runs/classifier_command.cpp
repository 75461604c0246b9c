#include <memory>

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include "akin/base/require.h"
#include "akin/data/catalogue.h"
#include "akin/evaluation/find_feature_extractor.h"
#include "akin/experiment/recipe.h"

#include "command_line/commands.h"
#include "command_line/common.h"
#include "command_line/options.h"

namespace akin::app {
namespace {

struct ClassifierOptions {
  std::string data;
  data::ImageOptions pictures;
  Given given;  ///< of pictures, as typed
  std::string out;
  std::int64_t threads = 0;
  bool force = false;
};

void show_classifier(const ClassifierOptions& options) {
  use_threads(options.threads);
  if (!options.out.empty()) {
    require_new(options.out, options.force, {data::path_of(options.data)});
  }
  const data::ImageData data =
      data::load_images({.data = options.data, .options = options.pictures}, loading_progress());
  const FeatureExtractor extractor = options.out.empty()
                                         ? find_feature_extractor(data, classifier_progress())
                                         : train_feature_extractor(data, classifier_progress());
  if (extractor.classifier != nullptr) {
    fmt::print("classifier  accuracy {:.2f} % on the test set, {} features\n",
               100 * extractor.accuracy, Classifier::feature_count);
  }
  fmt::print("components  {} of {} pixels, with {:.1f} % of their variance\n",
             extractor.pca.variances.size(), extractor.pca.mean.size(),
             100 * extractor.pca.explained_variance());
  fmt::print("SHA-256     {}\n", extractor.hash);
  if (!options.out.empty()) {
    io::write_atomically(options.out, format_feature_extractor(extractor));
    fmt::print("{}\n", options.out);
  }
}

}  // namespace

void add_classifier_command(CLI::App& data) {
  const auto options = std::make_shared<ClassifierOptions>();
  CLI::App* command = data.add_subcommand(
      "classifier", "Train or show the classifier whose features samples are compared in");
  command->add_option("name", options->data, "Name or path")->required()->type_name("DATA");
  command->add_option("--out", options->out, "Train it and write it to this file")
      ->type_name("FILE");
  add_threads_option(*command, options->threads);
  command->add_flag("--force", options->force, "Replace the file where it exists");
  Fields fields;
  describe(fields, options->pictures);
  add_options(*command, fields, options->given, "Pictures");
  command->callback([options] {
    Fields typed;
    describe(typed, options->pictures);
    typed.set(options->given);
    show_classifier(*options);
  });
}

}  // namespace akin::app
