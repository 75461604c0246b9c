#include <algorithm>
#include <memory>

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include "akin/base/require.h"
#include "akin/base/suggest.h"
#include "akin/models/latent_walk.h"
#include "akin/models/token_image_model.h"
#include "akin/pictures/sheet.h"
#include "akin/training/batches.h"
#include "akin/training/run_folder.h"

#include "commands.h"
#include "common.h"
#include "nearest_images.h"
#include "run_images.h"
#include "sample_sheet.h"
#include "sample_text.h"
#include "vae_sampling.h"

namespace akin::app {
namespace {

namespace fs = std::filesystem;

struct SampleOptions {
  std::string run;
  std::int64_t count = 0;  ///< 0: 64 samples, or 16 walks
  std::int64_t seed = 0;
  std::int64_t threads = 0;
  std::string label;
  std::string out;
  bool nearest = false;
  bool interpolate = false;
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

double median(std::vector<float> values) {
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::nth_element(values.begin(), middle, values.end());
  return static_cast<double>(*middle);
}

std::vector<std::uint8_t> bytes_of(const data::Images& images,
                                   const std::vector<std::int64_t>& indices) {
  std::vector<std::uint8_t> bytes;
  for (const auto i : indices) {
    const auto pixels = images.pixels(i);
    bytes.insert(bytes.end(), pixels.begin(), pixels.end());
  }
  return bytes;
}

/// How near real images that the model never saw come to the training images: without it no
/// distance means anything.
double held_out_distance(const data::ImageData& data) {
  const auto& real = data.held_out.size() > 0 ? data.held_out : data.test;
  if (real.size() == 0) {
    return 0;
  }
  const auto some = spread_indices(256, real.size());
  return median(nearest_training_images(bytes_of(real, some), data.train).distance);
}

pictures::Picture nearest_sheet(const SampleImages& samples, const Recipe& recipe) {
  const data::ImageData data = training_data(recipe);
  const auto nearest = nearest_training_images(samples.pixels, data.train);
  pictures::SheetOptions sheet;
  for (const float distance : nearest.distance) {
    sheet.captions.push_back(fmt::format("{:.1f}", distance));
  }
  const double held_out = held_out_distance(data);
  const double ours = median(nearest.distance);
  const auto copies = std::count(nearest.distance.begin(), nearest.distance.end(), 0.0F);
  sheet.title = fmt::format("sample over its nearest training image; median distance {:.1f}", ours);
  if (held_out > 0) {
    sheet.title += fmt::format(" (unseen real images: {:.1f})", held_out);
  }
  fmt::print(
      "nearest training image: median distance {:.2f}, smallest {:.2f}, exact copies {} of {}\n",
      ours, *std::min_element(nearest.distance.begin(), nearest.distance.end()), copies,
      nearest.distance.size());
  if (held_out > 0) {
    fmt::print("real images the model never saw: median distance {:.2f}\n", held_out);
  }
  const auto below = bytes_of(data.train, nearest.index);
  return pictures::pair_sheet(samples.view(), {below, samples.width, samples.height}, sheet);
}

void interpolate(const SampleOptions& options, LatentModel& model, const fs::path& out) {
  constexpr int corners = 6;
  constexpr int frames_per_leg = 12;
  constexpr std::int64_t most_walks = 400;  // all frames of a film are held in memory
  const std::int64_t walks = options.count;
  require<UsageError>(walks <= most_walks, "[--count] expected at most {} walks, got {}",
                      most_walks, walks);
  const LatentWalk walk(walks, model.latent_dim(), corners,
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
  require<UsageError>(
      !options.nearest && !options.interpolate && options.label.empty() && !options.vae.any(),
      "[sample] expected --prompt, --length and the like for a model of text, got "
      "options for images");
  options.text.count = std::max<std::int64_t>(options.count, 1);
  options.text.seed = options.seed;
  options.text.out = options.out;
  options.text.force = options.force;
  sample_text(options.text, model);
}

void sample(SampleOptions options) {
  const RunFolder run = find_run(options.run);
  const Recipe recipe = run.recipe();
  const auto model = run.model();
  use_threads(options.threads);
  if (const auto* text = dynamic_cast<const TextModel*>(model.get())) {
    return sample_text_of(options, *text);
  }
  require<UsageError>(!options.text.any_prompt(),
                      "[--prompt] expected a model of text, got one of images");
  if (auto* sentences = dynamic_cast<TokenImageModel*>(model.get())) {
    sentences->set_sampling(options.text.writing.sampling);
  }
  if (options.count == 0) {
    options.count = options.interpolate ? 16 : 64;
  }
  const std::string extension = options.interpolate ? ".gif" : ".png";
  const fs::path out = options.out.empty() ? numbered(run.path() / (options.interpolate ? "walk"
                                                                    : options.nearest   ? "nearest"
                                                                                        : "sample"),
                                                      extension)
                                           : fs::path(options.out);
  require<UsageError>(out.extension() == extension,
                      "[--out] expected a name that ends in {}, got {}", extension, out.string());
  require_new(out, options.force);
  if (options.vae.from) {
    write_walk_between_images(out, model, options.vae, recipe);
  } else if (options.interpolate) {
    auto* latent = dynamic_cast<LatentModel*>(model.get());
    require<UsageError>(latent != nullptr,
                        "[--interpolate] expected a model with a latent space, got a {}",
                        name_of(recipe.family));
    interpolate(options, *latent, out);
  } else {
    const auto sampler = with_vae_options(model, options.vae, recipe);
    const auto images = sampler->sample(options.count, static_cast<std::uint64_t>(options.seed),
                                        labels(options, *model));
    pictures::write_png(out, options.nearest ? nearest_sheet(SampleImages(images), recipe)
                                             : sample_sheet(images, model->classes(), ""));
  }
  fmt::print("{}\n", out.string());
}

void add_text_options(CLI::App& command, TextOptions& options) {
  auto* prompt = command.add_option("--prompt", options.prompt, "text to go on with");
  command
      .add_option("--prompt-file", options.prompt_file,
                  "file with the prompt, of documents one a line; -: standard input")
      ->type_name("FILE")
      ->excludes(prompt);
  command.add_option("--length", options.writing.length, "tokens of text to write at most")
      ->capture_default_str()
      ->check(CLI::Range(std::int64_t{1}, std::int64_t{1} << 30U))
      ->type_name("N");
  auto& sampling = options.writing.sampling;
  command
      .add_option("--temperature", sampling.temperature,
                  "of a transformer: above 1 bolder, 0 always the most likely")
      ->capture_default_str();
  command.add_option("--top-k", sampling.top_k, "only the K most likely tokens; 0: all")
      ->capture_default_str()
      ->type_name("K");
  command
      .add_option("--top-p", sampling.top_p,
                  "only the likeliest tokens that have this share of all")
      ->capture_default_str()
      ->type_name("P");
}

}  // namespace

void add_sample_command(CLI::App& app) {
  auto options = std::make_shared<SampleOptions>();
  auto* command = app.add_subcommand("sample", "Make new data with a trained model");
  command->add_option("run", options->run, "folder of a run, or `latest`")
      ->required()
      ->type_name("RUN");
  auto* count = command->add_option("--count", options->count, "how many")
                    ->default_str("64, 16 walks, 1 text")
                    ->check(CLI::Range(1, 100000))
                    ->type_name("N");
  command->add_option("--seed", options->seed, "the same seed gives the same bytes")
      ->capture_default_str()
      ->check(CLI::NonNegativeNumber)
      ->type_name("N");
  command->add_option("--threads", options->threads, "0: one per core")
      ->capture_default_str()
      ->check(CLI::Range(0, 1024))
      ->type_name("N")
      ->envname("AKIN_THREADS");
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
  add_vae_sample_options(*command, options->vae, interpolate, count);
  command->add_flag("--force", options->force, "replace --out");
  add_text_options(*command, options->text);
  command->callback([options] { sample(*options); });
}

}  // namespace akin::app
