#include <algorithm>
#include <memory>
#include <optional>

#include <fmt/format.h>

#include "akin/base/require.h"
#include "akin/data/pixel_points.h"
#include "akin/experiment/family.h"
#include "akin/nn/autocast.h"
#include "akin/numerics/median.h"
#include "akin/pictures/picture_files.h"
#include "akin/pictures/sheet.h"
#include "akin/training/batches.h"

#include "command_line/commands.h"
#include "command_line/common.h"
#include "command_line/options.h"
#include "runs/run_data.h"
#include "sample/image_completion.h"
#include "sample/image_interpolation.h"
#include "sample/sample_sheet.h"
#include "sample/sample_text.h"
#include "shell/command_tree.h"

namespace akin::app {
namespace {

namespace fs = std::filesystem;

struct SampleOptions {
  std::string run;
  std::int64_t count = 0;  ///< 0: 64 samples, 16 interpolations, 32 completions, or 1 text
  std::int64_t seed = 0;
  std::int64_t threads = 0;
  std::string precision = "f32";
  std::string label;
  std::string out;
  bool nearest = false;
  bool interpolate = false;
  bool complete = false;
  bool force = false;
  std::optional<std::int64_t> from;  ///< with `to`: both or none
  std::optional<std::int64_t> to;
  TextOptions text;
  Given of_family;  ///< sampling options that only some families have

  [[nodiscard]] std::uint64_t seed_bits() const { return static_cast<std::uint64_t>(seed); }
};

torch::Tensor labels(const SampleOptions& options, const Run& run) {
  if (options.label.empty()) {
    return {};
  }
  require<UsageError>(
      run.model->classes() > 0,
      "[--label] expected a conditional model, got one without classes; train with --conditional");
  return torch::full({options.count}, find_label(options.label, run.recipe), torch::kInt64);
}

/// The families that have a sampling option, for an error: "vae or transformer".
std::string families_with(const std::string& option) {
  std::string names;
  for (const Family& family : families()) {
    const auto settings = family.sampling ? family.sampling() : nullptr;
    Fields fields;
    if (settings) {
      settings->describe(fields);
    }
    if (fields.find(option) != nullptr) {
      names += (names.empty() ? "" : " or ") + family.name;
    }
  }
  return names;
}

/// Applies the sampling options of the run's family to its model. UsageError: options of another
/// family.
std::shared_ptr<GenerativeModel> with_sampling(const SampleOptions& options, const Run& run) {
  const Family& family = find_family(run.recipe.family->name());
  const auto settings = family.sampling ? family.sampling() : nullptr;
  Fields fields;
  if (settings) {
    settings->describe(fields);
  }
  for (const auto& [name, text] : options.of_family) {
    require<UsageError>(fields.find(name) != nullptr, "[{}] expected a {}, got a {}",
                        option_name(name), families_with(name), family.name);
  }
  fields.set(options.of_family);
  return settings ? settings->apply(run.model, [&] { return training_images(run.recipe); })
                  : run.model;
}

pictures::Picture nearest_sheet(const torch::Tensor& images, const Recipe& recipe) {
  const data::ImageData data = training_data(recipe);
  const SampleImages samples(images);
  const auto nearest = data::nearest_images(made_images(images), data.train);
  pictures::SheetOptions sheet;
  for (const float distance : nearest.distance) {
    sheet.captions.push_back(fmt::format("{:.1f}", distance));
  }
  const double control = evaluation_distance(data).value_or(0);
  const double median = numerics::median(nearest.distance);
  const auto copies = std::count(nearest.distance.begin(), nearest.distance.end(), 0.0F);
  sheet.title =
      fmt::format("sample above its nearest training image; median distance {:.1f}", median);
  if (control > 0) {
    sheet.title += fmt::format(" (real images not used for training: {:.1f})", control);
  }
  fmt::print(
      "nearest training image: median distance {:.2f}, smallest {:.2f}, exact copies {} of {}\n",
      median, *std::min_element(nearest.distance.begin(), nearest.distance.end()), copies,
      nearest.distance.size());
  if (control > 0) {
    fmt::print("real images not used for training: median distance {:.2f}\n", control);
  }
  const auto below = data::all_pixels(data.train.select(nearest.index));
  return pictures::pair_sheet(samples.view(), {below, samples.size}, sheet);
}

void sample_text_of(SampleOptions& options, const RunInfo& run, const TextGenerator& model) {
  require<UsageError>(!options.nearest && !options.interpolate && !options.complete &&
                          options.label.empty() && !options.from,
                      "[sample] expected --prompt, --length and the like for a model of text, got "
                      "options for images");
  options.text.count = std::max<std::int64_t>(options.count, 1);
  options.text.seed = options.seed;
  options.text.out = options.out;
  if (!options.out.empty()) {
    std::vector<fs::path> inputs = inputs_of(run);
    inputs.emplace_back(options.text.prompt_file);
    require_new(options.out, options.force, inputs);
  }
  sample_text(options.text, model);
}

/// The default name of the file, and its extension.
std::pair<const char*, const char*> kind_of_file(const SampleOptions& options) {
  if (options.interpolate) {
    return {"walk", ".gif"};
  }
  return {options.nearest ? "nearest" : options.complete ? "completed" : "sample", ".png"};
}

/// Whether --out names a folder, for a file of each sample.
bool wants_folder(const SampleOptions& options) {
  std::error_code ignored;
  return options.out.ends_with('/') ||
         (fs::is_directory(options.out, ignored) && fs::path(options.out).extension().empty());
}

/// The names of single files: "7-0012.png", by class and number.
std::vector<fs::path> single_files(const SampleOptions& options, const Run& run,
                                   const torch::Tensor& labels) {
  std::vector<std::string> classes = class_names_of(run.recipe);
  for (std::string& name : classes) {
    std::replace(name.begin(), name.end(), '/', '_');
  }
  const auto digits = std::to_string(options.count).size();
  std::vector<fs::path> files;
  for (std::int64_t i = 0; i < options.count; ++i) {
    const std::string name = labels.defined()
                                 ? classes[static_cast<std::size_t>(labels[i].item<std::int64_t>())]
                                 : "sample";
    files.push_back(fs::path(options.out) / fmt::format("{}-{:0{}}.png", name, i + 1, digits));
  }
  return files;
}

/// A PNG file for each sample, in the pixels of the images themselves.
void write_single_files(const SampleOptions& options, const Run& run, GenerativeModel& sampler) {
  const std::int64_t classes = run.model->classes();
  const torch::Tensor given = labels(options, run);
  const torch::Tensor all = given.defined() ? given : cycling_labels(options.count, classes);
  const std::vector<fs::path> files = single_files(options, run, all);
  for (const fs::path& file : files) {
    require_new(file, options.force, inputs_of(run));
  }
  const SampleImages samples(sampler.sample(options.count, options.seed_bits(), given));
  for (std::size_t i = 0; i < files.size(); ++i) {
    pictures::Picture picture(samples.size.width, samples.size.height);
    picture.draw_image(samples.view().at(static_cast<int>(i)), samples.size, 0, 0);
    pictures::write_png(files[i], picture);
  }
  fmt::print("{} files in {}\n", files.size(), options.out);
}

/// More samples than a sheet holds are refused before they are made.
void require_space(const SampleOptions& options, const Recipe& recipe) {
  const ImageSize size = {static_cast<int>(recipe.image.height),
                          static_cast<int>(recipe.image.width)};
  constexpr std::int64_t share_of_pairs = 8;  // with captions
  const std::int64_t most =
      most_on_a_sheet(size) / (options.nearest || options.complete ? share_of_pairs : 1);
  require<UsageError>(options.interpolate || options.count <= most,
                      "[--count] expected at most {} images on one sheet, got {}; --out FOLDER/ "
                      "writes a file for each",
                      most, options.count);
}

fs::path new_file(const SampleOptions& options, const RunInfo& run) {
  const auto [stem, extension] = kind_of_file(options);
  const fs::path out =
      options.out.empty() ? numbered(run.folder.path() / stem, extension) : fs::path(options.out);
  require<UsageError>(out.extension() == extension,
                      "[--out] expected a name that ends in {}, got {}", extension, out.string());
  require_new(out, options.force, inputs_of(run));
  return out;
}

pictures::Picture picture_of(const SampleOptions& options, const Run& run,
                             GenerativeModel& sampler) {
  if (options.complete) {
    require<UsageError>(options.label.empty(),
                        "[--label] expected no label with --complete: the images have theirs");
    return completion_sheet(run, options.count, options.seed_bits());
  }
  const auto images = sampler.sample(options.count, options.seed_bits(), labels(options, run));
  return options.nearest ? nearest_sheet(images, run.recipe)
                         : sample_sheet(images, run.model->classes(), "");
}

void sample_images(SampleOptions& options, const Run& run, GenerativeModel& sampler) {
  require<UsageError>(!options.text.any_prompt(),
                      "[--prompt] expected a model of text, got one of images");
  require<UsageError>(
      !options.interpolate || options.of_family.empty(),
      "[sample] expected --interpolate without other ways to sample, got {}",
      options.of_family.empty() ? "" : option_name(options.of_family.begin()->first));
  if (options.count == 0) {
    options.count = options.interpolate ? 16 : options.complete ? 32 : 64;
  }
  if (wants_folder(options) && !options.nearest && !options.interpolate && !options.complete) {
    write_single_files(options, run, sampler);
    return;
  }
  require_space(options, run.recipe);
  const fs::path out = new_file(options, run);
  if (options.from) {
    write_image_interpolation(out, run, *options.from, *options.to);
  } else if (options.interpolate) {
    write_latent_interpolation(out, run, options.count, options.seed_bits(), labels(options, run));
  } else {
    pictures::write_png(out, picture_of(options, run, sampler));
  }
  fmt::print("{}\n", out.string());
}

void sample(SampleOptions options) {
  const Run run = open_run(options.run);
  use_threads(options.threads);
  const Precision precision = parse_precision(options.precision);
  const Capabilities can = run.model->capabilities();
  if (can.text == nullptr && can.completer == nullptr) {
    nn::require_fast(precision, torch::kCPU);  // the decoder of token models needs no bf16 products
  }
  const nn::AutocastScope scope(precision);
  const auto sampler = with_sampling(options, run);
  if (can.text != nullptr) {
    sample_text_of(options, run, *can.text);
  } else {
    sample_images(options, run, *sampler);
  }
}

/// The sampling options of all families, each name once.
void add_family_options(CLI::App& command, Given& given) {
  for (const Family& family : families()) {
    if (family.sampling) {
      const auto settings = family.sampling();
      Fields fields;
      settings->describe(fields);
      add_options(command, fields, given, family.title.en);
    }
  }
}

void add_interpolation_options(CLI::App& command, SampleOptions& options, CLI::Option* nearest,
                               CLI::Option* count) {
  auto* interpolate = command
                          .add_flag("--interpolate", options.interpolate,
                                    "a closed interpolation through latent space, as a GIF")
                          ->excludes(nearest);
  auto* from = command.add_option("--from", options.from,
                                  "interpolate from the code of this validation image, by number");
  auto* to = command.add_option("--to", options.to, "to the code of this one, and back");
  for (auto* end : {from, to}) {
    end->check(CLI::NonNegativeNumber)->type_name("I")->needs(interpolate)->excludes(count);
  }
  from->needs(to);
  to->needs(from);
  command
      .add_flag("--complete", options.complete,
                "validation images above the completion of their upper half")
      ->excludes(nearest)
      ->excludes(interpolate);
}

}  // namespace

void add_sample_command(CLI::App& app) {
  auto options = std::make_shared<SampleOptions>();
  auto* command = app.add_subcommand("sample", "Sample from a trained model");
  command->add_option("run", options->run, "folder of a run, or `latest`")
      ->required()
      ->type_name("RUN");
  auto* count = command->add_option("--count", options->count, "number of samples")
                    ->default_str("64, 16 interpolations, 32 completions, 1 text")
                    ->check(CLI::Range(1, 100000))
                    ->type_name("N");
  command->add_option("--seed", options->seed, "the same seed gives the same bytes")
      ->capture_default_str()
      ->check(CLI::NonNegativeNumber)
      ->type_name("N");
  add_threads_option(*command, options->threads);
  suggest_values(*command
                      ->add_option("--precision", options->precision,
                                   "f32, or bf16: less exact, faster for transformers")
                      ->capture_default_str()
                      ->type_name("NAME"),
                 {"f32", "bf16"});
  command->add_option("--label", options->label, "only this class (conditional models)")
      ->type_name("D");
  command
      ->add_option("--out", options->out,
                   "file to write; a folder (FOLDER/): a PNG file of each sample")
      ->default_str("RUN/sample-N.png")
      ->type_name("FILE");
  auto* nearest = command->add_flag("--nearest", options->nearest,
                                    "each sample above its nearest training image");
  add_interpolation_options(*command, *options, nearest, count);
  command->add_flag("--force", options->force, "replace --out");
  add_text_options(*command, options->text);
  add_family_options(*command, options->of_family);
  command->callback([options] { sample(*options); });
}

}  // namespace akin::app
