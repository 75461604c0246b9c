#include <algorithm>
#include <memory>

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include "akin/base/require.h"
#include "akin/base/suggest.h"
#include "akin/data/pixel_points.h"
#include "akin/experiment/run_folder.h"
#include "akin/families/transformer/token_image_model.h"
#include "akin/models/latent_interpolation.h"
#include "akin/nn/autocast.h"
#include "akin/numerics/median.h"
#include "akin/pictures/sheet.h"
#include "akin/training/batches.h"

#include "commands.h"
#include "common.h"
#include "run_data.h"
#include "sample_completion.h"
#include "sample_sheet.h"
#include "sample_text.h"
#include "vae_sampling.h"

namespace akin::app {
namespace {

namespace fs = std::filesystem;

struct SampleOptions {
  std::string run;
  std::int64_t count = 0;  ///< 0: 64 samples, 16 walks, 32 completions, or 1 text
  std::int64_t seed = 0;
  std::int64_t threads = 0;
  std::string precision = "f32";
  std::string label;
  std::string out;
  bool nearest = false;
  bool interpolate = false;
  bool complete = false;
  bool force = false;
  TextOptions text;
  VaeSampleOptions vae;
};

torch::Tensor labels(const SampleOptions& options, const GenerativeModel& model) {
  if (options.label.empty()) {
    return {};
  }
  require<UsageError>(
      model.classes() > 0,
      "[--label] expected a conditional model, got one without classes; train with --conditional");
  return torch::full({options.count}, find_label(options.label, model.classes()), torch::kInt64);
}

pictures::Picture nearest_sheet(const torch::Tensor& images, const Recipe& recipe) {
  const data::ImageData data = training_data(recipe);
  const SampleImages samples(images);
  const auto nearest = data::nearest_images(made_images(images), data.train);
  pictures::SheetOptions sheet;
  for (const float distance : nearest.distance) {
    sheet.captions.push_back(fmt::format("{:.1f}", distance));
  }
  const double validation = evaluation_distance(data).value_or(0);
  const double ours = numerics::median(nearest.distance);
  const auto copies = std::count(nearest.distance.begin(), nearest.distance.end(), 0.0F);
  sheet.title = fmt::format("sample over its nearest training image; median distance {:.1f}", ours);
  if (validation > 0) {
    sheet.title += fmt::format(" (unseen real images: {:.1f})", validation);
  }
  fmt::print(
      "nearest training image: median distance {:.2f}, smallest {:.2f}, exact copies {} of {}\n",
      ours, *std::min_element(nearest.distance.begin(), nearest.distance.end()), copies,
      nearest.distance.size());
  if (validation > 0) {
    fmt::print("real images the model never saw: median distance {:.2f}\n", validation);
  }
  const auto below = data::all_pixels(data.train.select(nearest.index));
  return pictures::pair_sheet(samples.view(), {below, samples.width, samples.height}, sheet);
}

void interpolate(const SampleOptions& options, LatentModel& model, const fs::path& out) {
  constexpr int corners = 6;
  constexpr int frames_per_leg = 12;
  constexpr std::int64_t most_walks = 400;  // all frames of a film are held in memory
  const std::int64_t walks = options.count;
  require<UsageError>(walks <= most_walks, "[--count] expected at most {} walks, got {}",
                      most_walks, walks);
  const LatentInterpolation walk(walks, model.latent_dim(), corners,
                                 static_cast<std::uint64_t>(options.seed));
  const torch::Tensor given = labels(options, model);
  const torch::Tensor conditions = given.defined() ? given : cycling_labels(walks, model.classes());
  const torch::NoGradGuard no_grad;
  std::vector<pictures::Picture> frames;
  for (int i = 0; i < corners * frames_per_leg; ++i) {
    const auto images =
        model.generate(walk.at(static_cast<double>(i) / frames_per_leg), conditions);
    frames.push_back(sample_sheet(images, model.classes(), ""));
  }
  pictures::write_gif(out, frames, 8, 8);
}

/// Text goes its own way: to standard output, token by token.
void sample_text_of(SampleOptions& options, const TextModel& model) {
  require<UsageError>(!options.nearest && !options.interpolate && !options.complete &&
                          options.label.empty() && !options.vae.any(),
                      "[sample] expected --prompt, --length and the like for a model of text, got "
                      "options for images");
  options.text.count = std::max<std::int64_t>(options.count, 1);
  options.text.seed = options.seed;
  options.text.out = options.out;
  options.text.force = options.force;
  sample_text(options.text, model);
}

/// The Transformer that writes images. UsageError, naming the option, for any other model.
TokenImageModel& writer_of_images(GenerativeModel& model, const Recipe& recipe,
                                  const char* option) {
  auto* writer = dynamic_cast<TokenImageModel*>(&model);
  require<UsageError>(writer != nullptr, "[{}] expected a transformer, got a {}", option,
                      name_of(recipe.family));
  return *writer;
}

/// What a file of samples is called, and how it ends.
std::pair<const char*, const char*> kind_of_file(const SampleOptions& options) {
  if (options.interpolate) {
    return {"walk", ".gif"};
  }
  return {options.nearest ? "nearest" : options.complete ? "completed" : "sample", ".png"};
}

fs::path new_file(const SampleOptions& options, const RunFolder& run) {
  const auto [stem, extension] = kind_of_file(options);
  const fs::path out =
      options.out.empty() ? numbered(run.path() / stem, extension) : fs::path(options.out);
  require<UsageError>(out.extension() == extension,
                      "[--out] expected a name that ends in {}, got {}", extension, out.string());
  require_new(out, options.force);
  return out;
}

pictures::Picture picture_of(const SampleOptions& options,
                             const std::shared_ptr<GenerativeModel>& model, const Recipe& recipe) {
  const auto seed = static_cast<std::uint64_t>(options.seed);
  if (options.complete) {
    require<UsageError>(options.label.empty(),
                        "[--label] expected no label with --complete: the images have theirs");
    return completion_sheet(writer_of_images(*model, recipe, "--complete"), recipe, options.count,
                            seed);
  }
  const auto sampler = with_vae_options(model, options.vae, recipe);
  const auto images = sampler->sample(options.count, seed, labels(options, *model));
  return options.nearest ? nearest_sheet(images, recipe)
                         : sample_sheet(images, model->classes(), "");
}

void sample_images(SampleOptions& options, const RunFolder& run, const Recipe& recipe,
                   const std::shared_ptr<GenerativeModel>& model) {
  require<UsageError>(!options.text.any_prompt(),
                      "[--prompt] expected a model of text, got one of images");
  if (const char* option = options.text.sampling_option()) {
    writer_of_images(*model, recipe, option).set_sampling(options.text.writing.sampling);
  }
  if (options.count == 0) {
    options.count = options.interpolate ? 16 : options.complete ? 32 : 64;
  }
  const fs::path out = new_file(options, run);
  if (options.vae.from) {
    write_walk_between_images(out, model, options.vae, recipe);
  } else if (options.interpolate) {
    auto* latent = dynamic_cast<LatentModel*>(model.get());
    require<UsageError>(latent != nullptr,
                        "[--interpolate] expected a model with a latent space, got a {}",
                        name_of(recipe.family));
    interpolate(options, *latent, out);
  } else {
    pictures::write_png(out, picture_of(options, model, recipe));
  }
  fmt::print("{}\n", out.string());
}

void sample(SampleOptions options) {
  const RunFolder run = find_run(options.run);
  const auto model = run.model();
  use_threads(options.threads);
  const Precision precision = parse_precision(options.precision);
  if (dynamic_cast<const SequenceModel*>(model.get()) == nullptr) {
    nn::require_fast(precision, torch::kCPU);
  }
  const nn::AutocastScope scope(precision);
  if (const auto* text = dynamic_cast<const TextModel*>(model.get())) {
    sample_text_of(options, *text);
  } else {
    sample_images(options, run, run.recipe(), model);
  }
}

}  // namespace

void add_sample_command(CLI::App& app) {
  auto options = std::make_shared<SampleOptions>();
  auto* command = app.add_subcommand("sample", "Make new data with a trained model");
  command->add_option("run", options->run, "folder of a run, or `latest`")
      ->required()
      ->type_name("RUN");
  auto* count = command->add_option("--count", options->count, "how many")
                    ->default_str("64, 16 walks, 32 completions, 1 text")
                    ->check(CLI::Range(1, 100000))
                    ->type_name("N");
  command->add_option("--seed", options->seed, "the same seed gives the same bytes")
      ->capture_default_str()
      ->check(CLI::NonNegativeNumber)
      ->type_name("N");
  add_threads_option(*command, options->threads);
  command
      ->add_option("--precision", options->precision,
                   "f32, or bf16: less exact, and a transformer's tokens in less time")
      ->capture_default_str()
      ->type_name("NAME");
  command->add_option("--label", options->label, "only this class (conditional models)")
      ->type_name("D");
  command->add_option("--out", options->out, "file to write")
      ->default_str("RUN/sample-N.png")
      ->type_name("FILE");
  auto* nearest = command->add_flag("--nearest", options->nearest,
                                    "each sample over its nearest training image");
  auto* interpolate =
      command
          ->add_flag("--interpolate", options->interpolate,
                     "a walk through latent space that ends where it began, as a GIF")
          ->excludes(nearest);
  command
      ->add_flag("--complete", options->complete,
                 "of a transformer: unseen images over what it makes of their upper half")
      ->excludes(nearest)
      ->excludes(interpolate);
  add_vae_sample_options(*command, options->vae, interpolate, count);
  command->add_flag("--force", options->force, "replace --out");
  add_text_options(*command, options->text);
  command->callback([options] { sample(*options); });
}

}  // namespace akin::app
