#include <algorithm>
#include <charconv>
#include <memory>
#include <tuple>

#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <spdlog/spdlog.h>

#include "akin/base/require.h"
#include "akin/base/suggest.h"
#include "akin/evaluation/baselines.h"
#include "akin/evaluation/likelihood.h"
#include "akin/evaluation/text_evaluation.h"
#include "akin/experiment/run_folder.h"

#include "command_line/commands.h"
#include "command_line/common.h"
#include "evaluate/evaluation_table.h"
#include "evaluate/image_evaluation.h"
#include "runs/run_data.h"
#include "shell/command_tree.h"

namespace akin::app {
namespace {

struct EvaluateOptions {
  std::string run;
  std::int64_t samples = 0;  ///< 0: 10,000 images, 1,000 lines, 100 blocks of text
  std::int64_t seed = 1;
  std::int64_t threads = 0;
  std::string instead;
  std::string dump;
  bool json = false;
  bool full_likelihood = false;
  bool no_likelihood = false;
  bool force = false;

  [[nodiscard]] std::uint64_t seed_bits() const { return static_cast<std::uint64_t>(seed); }
};

/// "copies:0.05" -> 0.05.
double share_in(const std::string& text) {
  double share = -1;
  const char* begin = text.data() + text.find(':') + 1;
  const char* end = text.data() + text.size();
  const auto [after, error] = std::from_chars(begin, end, share);
  require<UsageError>(error == std::errc() && after == end && share > 0 && share <= 1,
                      "[--instead] expected copies:SHARE with a share above 0 and up to 1, got "
                      "'{}'",
                      text);
  return share;
}

/// What takes the place of samples, to show what the metrics say about it.
data::Images stand_in(const EvaluateOptions& options, const Recipe& recipe, const RealImages& real,
                      std::int64_t count) {
  const std::string& what = options.instead;
  const std::uint64_t seed = options.seed_bits();
  if (what == "copies") {
    return copies(real.training, count, seed);
  }
  if (what.starts_with("copies:")) {
    return with_copies(real.control.slice(0, count), real.training, share_in(what), seed);
  }
  if (what == "noisy-copies") {
    return with_noise(copies(real.training, count, seed), 0.1, seed);
  }
  if (what == "noise") {
    return noise(count, real.test.image_size(), seed);
  }
  std::error_code ignored;
  if (std::filesystem::exists(what, ignored)) {
    data::ImageRequest request{.data = what, .whole = true, .options = recipe.data.images};
    request.options.size = fmt::format("{}x{}", recipe.image.width, recipe.image.height);
    request.options.grey = recipe.image.channels == 1;
    const data::Images made = data::load_images(request, loading_progress()).train;
    return made.slice(0, std::min(count, made.size()));
  }
  static const std::vector<std::string> known = {"copies", "copies:SHARE", "noisy-copies", "noise",
                                                 "held-out"};
  fail_unknown("--instead", what, known);
}

void print_json(const nlohmann::ordered_json& json) {
  fmt::print("{}\n", json.dump(2, ' ', false, nlohmann::json::error_handler_t::replace));
}

nlohmann::ordered_json description(const RunInfo& run, const std::string& data) {
  return {{"run", run.folder.path().string()},
          {"family", run.recipe.family->name()},
          {"preset", run.recipe.preset},
          {"data", {{"name", data}, {"sha256", run.recipe.data_sha256}}}};
}

LikelihoodOptions likelihood_options(const EvaluateOptions& options) {
  LikelihoodOptions likelihood;
  if (options.full_likelihood) {
    likelihood.importance_images = 0;
  }
  return likelihood;
}

std::optional<Likelihood> image_likelihood(const EvaluateOptions& options, const Run& run) {
  if (options.no_likelihood || !options.instead.empty()) {
    return std::nullopt;
  }
  const data::ImageData data = training_data(run.recipe);
  const Splits splits = image_splits(data, run.recipe, torch::kCPU);
  LikelihoodOptions likelihood = likelihood_options(options);
  likelihood.progress = logged_quarters("measuring the likelihood of test images");
  return likelihood_of(*run.model, splits, evaluation_images(data).size(), likelihood);
}

void report(const EvaluateOptions& options, const Run& run, const Reference& reference,
            const Evaluation& evaluation, const std::optional<Likelihood>& likelihood) {
  const FeatureExtractor& extractor = reference.extractor();
  const std::string data = run.recipe.data.shown();
  if (options.json) {
    auto json = description(run, data);
    json["instead"] = options.instead;
    json["feature_extractor"] = {{"sha256", extractor.hash}, {"accuracy", extractor.accuracy}};
    json.update(to_json(evaluation));
    if (likelihood) {
      json["likelihood"] = to_json(*likelihood);
    }
    print_json(json);
    return;
  }
  fmt::print(
      "{} {} of {} against {}\n", evaluation.samples,
      options.instead.empty() ? "samples" : "images of '" + options.instead + "', not samples,",
      run.folder.path().string(), data);
  fmt::print("classifier {:.12}...{}\n\n", extractor.hash,
             extractor.classifier == nullptr
                 ? ", without classes"
                 : fmt::format(", accuracy {:.1f} %", 100 * extractor.accuracy));
  print_evaluation(evaluation);
  if (likelihood) {
    fmt::print("nats      {}.\n", likelihood_text(*likelihood, run.recipe.data.pixels == "binary"));
  }
}

/// The samples and the real images they are compared with.
struct Sides {
  data::Images samples;
  Reference reference;
};

Sides make_sides(const EvaluateOptions& options, const Run& run) {
  const std::int64_t wanted = options.samples > 0 ? options.samples : 10000;
  if (options.instead.empty()) {
    data::Images samples = make_samples(*run.model, wanted, options.seed_bits()).images;
    const bool binary = run.recipe.data.pixels == "binary" && black_and_white(samples);
    return {samples, reference_of(run.recipe, binary)};
  }
  const Reference reference = reference_of(run.recipe, false);
  RealImages real = reference.real();
  if (options.instead == "held-out") {
    data::Images samples;
    std::tie(samples, real.control) = halves(real.control);
    return {samples.slice(0, std::min(wanted, samples.size())), {reference.extractor(), real}};
  }
  return {stand_in(options, run.recipe, real, std::min(wanted, real.control.size())), reference};
}

void evaluate_images(const EvaluateOptions& options, const Run& run) {
  auto [samples, reference] = make_sides(options, run);
  const std::int64_t count = std::min(samples.size(), reference.real().control.size());
  if (count < samples.size()) {
    spdlog::info("comparing {} samples, as many as there are held-out images", count);
  }
  samples = samples.slice(0, count);
  Evaluation evaluation =
      akin::evaluate_images(reference, samples, reference.control_metrics(count));
  evaluation.calibration = calibrate(reference, count);
  if (!options.dump.empty()) {
    dump_evaluation(options.dump, reference, samples, count);
  }
  report(options, run, reference, evaluation, image_likelihood(options, run));
}

void report_text(const EvaluateOptions& options, const Run& run, const data::TextData& data,
                 const Evaluation& evaluation, const std::optional<TextLikelihood>& likelihood) {
  if (options.json) {
    auto json = description(run, data.name);
    json.update(to_json(evaluation));
    if (likelihood) {
      json["likelihood"] = to_json(*likelihood);
    }
    print_json(json);
    return;
  }
  fmt::print("{} {} of {} against {}\n\n", evaluation.samples,
             data.documents ? "lines" : "blocks of text", run.folder.path().string(), data.name);
  print_evaluation(evaluation);
  if (likelihood) {
    fmt::print(
        "nats      {:.4g} per character ({:.3f} bits), exact, over {} characters of validation "
        "text; perplexity {:.4g} per token, {:.4g} per character.\n",
        likelihood->nats_per_character(), likelihood->bits_per_character(), likelihood->characters,
        likelihood->perplexity_per_token(), likelihood->perplexity_per_character());
  }
}

void evaluate_text(const EvaluateOptions& options, const Run& run, const TextGenerator& model) {
  require<UsageError>(options.instead.empty() && options.dump.empty(),
                      "[evaluate] expected a model of images for --instead and --dump, got one of "
                      "text");
  const Dataset dataset = training_dataset(run.recipe, run.data.tokenizer);
  const data::TextData& data = dataset.text.value();
  TextSamplingOptions sampling;
  sampling.count = options.samples;
  sampling.seed = options.seed_bits();
  const auto texts = generate_texts(model, sampling);
  std::optional<NegativeLogLikelihood> nll;
  if (!options.no_likelihood) {
    nll = evaluate_nll(*run.model, make_splits(dataset, *run.model, run.recipe, torch::kCPU));
  }
  const auto likelihood =
      nll ? std::optional(TextLikelihood{*nll, data.validation_characters}) : std::nullopt;
  report_text(options, run, data, evaluate_texts(data, texts, control_texts(data, texts), nll),
              likelihood);
}

void evaluate(const EvaluateOptions& options) {
  const Run run = open_run(options.run);
  use_threads(options.threads);
  if (!options.dump.empty()) {
    require_new(options.dump, options.force, inputs_of(run));
  }
  if (auto* text = run.model->capabilities().text) {
    evaluate_text(options, run, *text);
  } else {
    evaluate_images(options, run);
  }
}

}  // namespace

void add_evaluate_command(CLI::App& app) {
  auto options = std::make_shared<EvaluateOptions>();
  auto* command =
      app.add_subcommand("evaluate", "Measure whether samples are similar to the data, but new");
  command->add_option("run", options->run, "folder of a run, or `latest`")
      ->required()
      ->type_name("RUN");
  command->add_option("--samples", options->samples, "number of samples")
      ->default_str("10000 images, 1000 lines, 100 blocks of text")
      ->check(CLI::Range(100, 1000000))
      ->type_name("N");
  command->add_option("--seed", options->seed, "which samples")
      ->capture_default_str()
      ->check(CLI::NonNegativeNumber)
      ->type_name("N");
  suggest_values(
      *command
           ->add_option(
               "--instead", options->instead,
               "evaluate something else in place of samples: copies, copies:SHARE, noisy-copies, "
               "noise, held-out, or images from a path")
           ->type_name("WHAT"),
      {"copies", "noisy-copies", "noise", "held-out"});
  command->add_flag("--json", options->json, "one JSON object and nothing else");
  auto* dump =
      command
          ->add_option("--dump", options->dump,
                       "write samples and features, so that others can compute the metrics")
          ->type_name("FILE.safetensors");
  command->add_flag("--force", options->force, "replace the file of --dump")->needs(dump);
  auto* full = command->add_flag("--full-likelihood", options->full_likelihood,
                                 "a VAE's bound on all test images instead of 500: takes long");
  command->add_flag("--no-likelihood", options->no_likelihood, "leave the likelihood out")
      ->excludes(full);
  add_threads_option(*command, options->threads);
  command->callback([options] { evaluate(*options); });
}

}  // namespace akin::app
