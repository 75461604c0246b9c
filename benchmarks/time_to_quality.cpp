// Seconds of training until a default preset matches the final quality of a reference recipe: for
// the Transformer in nats per validation character, for the VAE in nats per test image, for the GAN
// in the Fréchet distance of 10,000 samples. The learning rate decays over the given steps.
// Evaluation is not counted. Several seeds, as single runs vary.

#include <chrono>

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <torch/torch.h>

#include "akin/evaluation/find_feature_extractor.h"
#include "akin/experiment/family.h"
#include "akin/experiment/splits.h"
#include "akin/kernels/cpu_limits.h"
#include "akin/metrics/frechet.h"
#include "akin/nn/fast_start.h"
#include "akin/training/fit.h"

namespace {

using akin::GenerativeModel;
using Clock = std::chrono::steady_clock;

/// Lower is better.
using Quality = std::function<double(GenerativeModel&)>;

/// The quality to reach and the recipe to reach it with.
struct Goal {
  std::string family;
  std::string data;
  double target;
  std::int64_t steps;
};

const std::vector<Goal>& goals() {
  // docs/benchmarks.md gives the source of the targets.
  static const std::vector<Goal> all = {{"transformer", "tinyshakespeare", 1.88, 300},
                                        {"vae", "mnist", 105.55, 675},
                                        {"gan", "mnist", 50, 1300}};
  return all;
}

Quality validation_nll(const akin::Splits& splits) {
  return [&splits](GenerativeModel& model) { return akin::evaluate_nll(model, splits)->mean(); };
}

Quality frechet_distance(const akin::data::ImageData& data) {
  const akin::FeatureExtractor extractor = akin::find_feature_extractor(data);
  const auto real = akin::numerics::moments(akin::extract_features(data.test, extractor).features);
  return [extractor, real](GenerativeModel& model) {
    constexpr std::int64_t samples = 10000;
    const auto generated =
        akin::extract_features(akin::made_images(model.sample(samples, 1)), extractor);
    return akin::metrics::frechet_distance(akin::numerics::moments(generated.features), real);
  };
}

/// The quality after a number of steps and of seconds of training.
struct Evaluation {
  std::int64_t step;
  double seconds;
  double quality;
};

class Trainer {
 public:
  Trainer(const Goal& goal, akin::Recipe recipe)
      : goal_(goal),
        recipe_(std::move(recipe)),
        data_(akin::load_dataset(recipe_, akin::data::LoadOptions{})),
        model_(make_training(0).model),
        splits_(akin::make_splits(data_, *model_, recipe_, torch::kCPU)),
        quality_(goal.family == "gan" ? frechet_distance(*data_.images) : validation_nll(splits_)) {
  }

  /// Trains until the target is reached or the recipe ends; evaluates every `every` steps.
  std::vector<Evaluation> run(std::uint64_t seed, std::int64_t every) {
    const akin::ModelAndTraining trained = make_training(seed);
    std::vector<Evaluation> evaluations;
    double seconds = 0;
    auto start = Clock::now();
    const auto evaluate = [&](const akin::Progress& progress) {
      seconds += std::chrono::duration<double>(Clock::now() - start).count();
      if (progress.step % every == 0 || progress.last()) {
        akin::nn::copy_into(model_->tensors(), akin::nn::snapshot(trained.training->weights()),
                            "evaluation");
        evaluations.push_back({progress.step, seconds, quality_(*model_)});
      }
      start = Clock::now();
      const bool reached = !evaluations.empty() && evaluations.back().quality <= goal_.target;
      return reached ? akin::Next::stop : akin::Next::proceed;
    };
    akin::FitOptions options = akin::fit_options(recipe_.training);
    options.steps = goal_.steps;
    options.seed = seed;
    akin::fit(*trained.training, splits_.train, options, evaluate);
    return evaluations;
  }

 private:
  [[nodiscard]] akin::ModelAndTraining make_training(std::uint64_t seed) const {
    akin::ModelAndTraining made =
        recipe_.family->make_training(data_.data_spec(), seed, torch::kCPU);
    if (data_.images) {
      made.model->fit_tokenizer(data_.images->train, seed);
    }
    return made;
  }

  Goal goal_;
  akin::Recipe recipe_;
  akin::Dataset data_;
  std::shared_ptr<GenerativeModel> model_;  // evaluated, with the averaged weights
  akin::Splits splits_;
  Quality quality_;
};

enum class Report { every_evaluation, last, json };

void print(std::uint64_t seed, const std::vector<Evaluation>& evaluations, double target,
           Report report) {
  const Evaluation& last = evaluations.back();
  if (report == Report::json) {
    nlohmann::ordered_json line = {
        {"seed", seed},       {"target", target},        {"reached", last.quality <= target},
        {"steps", last.step}, {"seconds", last.seconds}, {"quality", last.quality}};
    fmt::print("{}\n", line.dump());
  } else {
    for (const Evaluation& one : evaluations) {
      if (report == Report::every_evaluation) {
        fmt::print("  step {} after {:.1f} s: {:.4g}\n", one.step, one.seconds, one.quality);
      }
    }
    fmt::print("seed {}: {} {:.4g} after {:.1f} s ({} steps)\n", seed,
               last.quality <= target ? "reached" : "did not reach", target, last.seconds,
               last.step);
  }
  std::fflush(stdout);
}

void run(const Goal& goal, const std::string& precision, std::int64_t every, int seeds,
         Report report) {
  akin::Recipe recipe = akin::preset_recipe(goal.family, "mini");
  recipe.training.precision = precision;
  akin::nn::require_fast(akin::parse_precision(precision), torch::kCPU);
  recipe.data.data = {goal.data};
  Trainer trainer(goal, recipe);
  for (int seed = 1; seed <= seeds; ++seed) {
    print(static_cast<std::uint64_t>(seed), trainer.run(static_cast<std::uint64_t>(seed), every),
          goal.target, report);
  }
}

}  // namespace

int main(int argc, char** argv) {
  akin::nn::start_fast(argv);
  CLI::App app{"Seconds of training until a default preset matches a reference recipe"};
  std::string family;
  std::int64_t every = 50;
  std::int64_t steps = 0;
  double target = 0;
  int seeds = 3;
  int threads = 0;
  bool json = false;
  bool quiet = false;
  std::string precision = "f32";
  app.add_option("family", family, "gan, vae or transformer")
      ->required()
      ->check(CLI::IsMember({"gan", "vae", "transformer"}));
  app.add_option("--every", every, "steps between evaluations")->check(CLI::Range(1, 1000000));
  app.add_option("--steps", steps, "training steps, instead of the default");
  app.add_option("--target", target, "quality to reach, instead of the default");
  app.add_option("--seeds", seeds, "number of seeds, from 1 up")->check(CLI::Range(1, 1000));
  app.add_option("--threads", threads, "0: one per CPU that this process may use");
  app.add_option("--precision", precision, "f32 or bf16");
  app.add_flag("--quiet", quiet, "print only the last evaluation of each seed");
  app.add_flag("--json", json, "print lines of JSON");
  CLI11_PARSE(app, argc, argv);
  torch::set_num_threads(threads > 0 ? threads : akin::kernels::available_threads());
  for (Goal goal : goals()) {
    if (goal.family == family) {
      goal.steps = steps > 0 ? steps : goal.steps;
      goal.target = target > 0 ? target : goal.target;
      try {
        run(goal, precision, every, seeds,
            json    ? Report::json
            : quiet ? Report::last
                    : Report::every_evaluation);
      } catch (const std::exception& error) {
        fmt::print(stderr, "time_to_quality: {}\n", error.what());
        return 2;
      }
    }
  }
}
