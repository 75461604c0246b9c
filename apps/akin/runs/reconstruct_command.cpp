#include <algorithm>
#include <memory>
#include <numeric>

#include <fmt/format.h>

#include "akin/base/require.h"
#include "akin/data/to_image.h"
#include "akin/evaluation/rate_distortion.h"
#include "akin/experiment/run_folder.h"
#include "akin/io/file.h"
#include "akin/pictures/picture_files.h"
#include "akin/pictures/sheet.h"
#include "akin/training/batches.h"

#include "command_line/commands.h"
#include "command_line/common.h"
#include "runs/latent_map.h"
#include "runs/run_data.h"
#include "sample/sample_sheet.h"

namespace akin::app {
namespace {

namespace fs = std::filesystem;

struct ReconstructOptions {
  std::string run;
  std::int64_t count = 32;
  std::int64_t seed = 0;
  std::int64_t threads = 0;
  std::string label;
  std::vector<std::string> input;  ///< pictures of the user's own; empty: validation images
  std::string out;
  bool map = false;
  bool force = false;
};

pictures::Picture pairs(GenerativeModel& model, const Batch& originals, const char* what) {
  Autoencoder& vae = *model.capabilities().autoencoder;
  const torch::NoGradGuard no_grad;
  const torch::Tensor labels = model.conditions(originals.labels);
  const SampleImages above(originals.data);
  const SampleImages below(vae.generate(vae.encode(originals.data, labels).mean, labels));
  pictures::SheetOptions options;
  options.columns = above.view().count() <= 64 ? 8 : 0;
  options.title =
      fmt::format("above: {}; below: restored from {} numbers each", what, vae.latent_dim());
  return pictures::pair_sheet(above.view(), below.view(), options);
}

/// Pictures of the user's own as the run's model sees images.
Batch read_input(const ReconstructOptions& options, const Recipe& recipe) {
  data::ImagePlan plan;
  plan.size = {static_cast<int>(recipe.image.height), static_cast<int>(recipe.image.width),
               static_cast<int>(recipe.image.channels)};
  plan.fit = data::parse_fit(recipe.data.images.fit);
  plan.invert = recipe.data.images.invert;
  plan.transpose = recipe.data.images.transpose;
  std::vector<std::uint8_t> values;
  for (const std::string& file : options.input) {
    constexpr std::uint64_t largest = std::uint64_t{256} << 20U;
    const auto image =
        data::to_image(pictures::decode_picture(io::read_file(file, largest), file), plan);
    values.insert(values.end(), image.begin(), image.end());
  }
  const data::Images images(std::move(values), {}, plan.size, {});
  std::vector<std::int64_t> all(static_cast<std::size_t>(images.size()));
  std::iota(all.begin(), all.end(), 0);
  Batch batch = image_batch(images, all);
  if (recipe.data.pixels == "binary") {
    batch.data = batch.data.round();
  }
  return batch;
}

void reconstruct_input(const ReconstructOptions& options, const Run& run, const fs::path& out) {
  Batch originals = read_input(options, run.recipe);
  if (run.model->classes() > 0) {
    require<UsageError>(!options.label.empty(),
                        "[--input] expected --label with a conditional model, got none");
    originals.labels =
        torch::full({originals.data.size(0)}, find_label(options.label, run.recipe), torch::kInt64);
  }
  pictures::write_png(out, pairs(*run.model, originals, "pictures given"));
  fmt::print("{}\n", out.string());
}

LatentCodes of_class(const LatentCodes& codes, std::int64_t label) {
  const auto keep = torch::nonzero(codes.labels == label).flatten();
  return {{codes.posterior.mean.index_select(0, keep),
           codes.posterior.log_variance.index_select(0, keep)},
          codes.labels.index_select(0, keep)};
}

pictures::Picture map_of(GenerativeModel& model, const EvaluationImages& images,
                         std::int64_t label) {
  const LatentCodes codes =
      encode_images(model, images.splits.validation, images.splits.validation_batches);
  return latent_map(model, label < 0 ? codes : of_class(codes, label), images.images.class_names(),
                    label);
}

void print(const RateDistortion& result, const Run& run) {
  const auto dimensions = run.model->capabilities().autoencoder->latent_dim();
  const bool binary = run.recipe.data.pixels == "binary";
  const auto pixel_bits = (binary ? 1 : 8) * result.pixels;
  fmt::print("{} images not used for training, of {} {}\n", result.images, result.pixels,
             run.recipe.image.channels > 1 ? "values of colour" : "pixels");
  fmt::print(
      "rate    {:.1f} bits per image, {:.4f} per dimension (mean KL of the code from the "
      "prior{})\n",
      result.rate_bits(), result.rate_bits() / static_cast<double>(result.pixels),
      run.model->classes() > 0 ? "; the class is given" : "");
  fmt::print(
      "        against {} bits for the code as {} floats and {} bits for the pixels, {} each\n",
      32 * dimensions, dimensions, pixel_bits, binary ? "1 bit" : "8 bits");
  fmt::print("error   {:.4f} mean squared, per pixel in [0, 1]: PSNR {:.1f} dB\n", result.mse,
             psnr(result.mse));
  fmt::print("        {:.4f} and {:.1f} dB decoding a sample of the posterior\n",
             result.sampled_mse, psnr(result.sampled_mse));
  fmt::print("active  {} of {} latent dimensions carry information (mean KL above 0.01 nats)\n",
             result.active_dimensions(), dimensions);
}

void check_map(const ReconstructOptions& options, const GenerativeModel& model,
               const Autoencoder& vae) {
  require<UsageError>(vae.latent_dim() == 2,
                      "[--map] expected a model with 2 latent dimensions, got one with {}; train "
                      "one with --latent-dim 2",
                      vae.latent_dim());
  require<UsageError>(model.classes() == 0 || !options.label.empty(),
                      "[--map] expected --label with a conditional model, each of whose classes "
                      "has a map of its own, got none");
}

void reconstruct(const ReconstructOptions& options) {
  const Run run = open_run(options.run);
  const auto* vae = run.model->capabilities().autoencoder;
  require<UsageError>(vae != nullptr,
                      "[reconstruct] expected a model with an encoder, which a vae has, got a {}",
                      run.recipe.family->name());
  use_threads(options.threads);
  if (options.map) {
    check_map(options, *run.model, *vae);
  }
  const fs::path out =
      options.out.empty()
          ? numbered(run.folder.path() / (options.map ? "map" : "reconstruct"), ".png")
          : fs::path(options.out);
  require<UsageError>(out.extension() == ".png",
                      "[--out] expected a name that ends in .png, got {}", out.string());
  std::vector<fs::path> inputs = inputs_of(run);
  inputs.insert(inputs.end(), options.input.begin(), options.input.end());
  require_new(out, options.force, inputs);
  if (!options.input.empty()) {
    reconstruct_input(options, run, out);
    return;
  }
  const std::int64_t label = options.label.empty() ? -1 : find_label(options.label, run.recipe);
  const EvaluationImages images = evaluation_images_of(run.recipe);
  const auto result = rate_distortion(*run.model, images.splits.validation,
                                      images.splits.validation_batches, Random(0, "compression"));
  pictures::write_png(
      out, options.map
               ? map_of(*run.model, images, label)
               : pairs(*run.model,
                       images.pick(options.count, static_cast<std::uint64_t>(options.seed), label),
                       "validation images"));
  print(result, run);
  fmt::print("{}\n", out.string());
}

}  // namespace

void add_reconstruct_command(CLI::App& app) {
  auto options = std::make_shared<ReconstructOptions>();
  auto* command = app.add_subcommand(
      "reconstruct", "Compress and restore images with a trained VAE, with rate and distortion");
  command->add_option("run", options->run, "folder of a run, or `latest`")
      ->required()
      ->type_name("RUN");
  auto* count = command->add_option("--count", options->count, "number of images")
                    ->capture_default_str()
                    ->check(CLI::Range(1, 1000))
                    ->type_name("N");
  command->add_option("--seed", options->seed, "which images")
      ->capture_default_str()
      ->check(CLI::NonNegativeNumber)
      ->type_name("N");
  command->add_option("--label", options->label, "show only this class")->type_name("D");
  command
      ->add_flag("--map", options->map,
                 "show the latent space instead (models with --latent-dim 2)")
      ->excludes(count);
  command->add_option("--out", options->out, "file to write")
      ->default_str("RUN/reconstruct-N.png")
      ->type_name("FILE");
  command
      ->add_option("--input", options->input, "pictures of your own instead of validation images")
      ->type_name("FILE");
  add_threads_option(*command, options->threads);
  command->add_flag("--force", options->force, "replace --out");
  command->callback([options] { reconstruct(*options); });
}

}  // namespace akin::app
