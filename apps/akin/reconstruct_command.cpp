#include <algorithm>
#include <memory>

#include <fmt/format.h>

#include "akin/base/require.h"
#include "akin/evaluation/compression.h"
#include "akin/experiment/run_folder.h"
#include "akin/pictures/picture_files.h"
#include "akin/pictures/sheet.h"

#include "commands.h"
#include "common.h"
#include "latent_map.h"
#include "run_data.h"
#include "sample_sheet.h"
#include "vae_run.h"

namespace akin::app {
namespace {

namespace fs = std::filesystem;

struct ReconstructOptions {
  std::string run;
  std::int64_t count = 32;
  std::int64_t seed = 0;
  std::int64_t threads = 0;
  std::string label;
  std::string out;
  bool map = false;
  bool force = false;
};

pictures::Picture pairs(Vae& vae, const Batch& originals) {
  const torch::NoGradGuard no_grad;
  const torch::Tensor labels = vae.conditions(originals.labels);
  const SampleImages above(originals.data);
  const SampleImages below(vae.generate(vae.encode(originals.data, labels).mean, labels));
  pictures::SheetOptions options;
  options.columns = above.view().count() <= 64 ? 8 : 0;
  options.title = fmt::format(
      "above: images the model never saw; below: restored from {} numbers each", vae.latent_dim());
  return pictures::pair_sheet(above.view(), below.view(), options);
}

Codes of_class(const Codes& codes, std::int64_t label) {
  const auto keep = torch::nonzero(codes.labels == label).flatten();
  return {{codes.posterior.mean.index_select(0, keep),
           codes.posterior.log_variance.index_select(0, keep)},
          codes.labels.index_select(0, keep)};
}

pictures::Picture map_of(Vae& vae, const EvaluationImages& unseen, std::int64_t label) {
  const Codes codes =
      encode_images(vae, unseen.splits.validation, unseen.splits.validation_batches);
  return latent_map(vae, label < 0 ? codes : of_class(codes, label), unseen.images.class_names(),
                    label);
}

void print(const Compression& result, const Vae& vae, bool binary) {
  const auto numbers = vae.latent_dim();
  const auto pixel_bits = (binary ? 1 : 8) * result.pixels;
  fmt::print("{} images that the model never saw, of {} pixels\n", result.images, result.pixels);
  fmt::print("rate    {:.1f} bits an image (mean KL of the code from the prior{})\n",
             result.rate_bits(), vae.classes() > 0 ? "; the class is told beside it" : "");
  fmt::print(
      "        against {} bits for the code as {} floats and {} bits for the pixels, {} "
      "each\n",
      32 * numbers, numbers, pixel_bits, binary ? "1 bit" : "8 bits");
  fmt::print("error   {:.4f} mean squared, per pixel in [0, 1]: PSNR {:.1f} dB\n", result.error,
             psnr(result.error));
  fmt::print("        {:.4f} and {:.1f} dB where the code is only as exact as its rate pays for\n",
             result.drawn_error, psnr(result.drawn_error));
  fmt::print("active  {} of {} latent numbers carry information (mean KL above 0.01 nats)\n",
             result.active_numbers(), numbers);
}

void check_map(const ReconstructOptions& options, const Vae& vae) {
  require<UsageError>(vae.latent_dim() == 2,
                      "[--map] expected a model with 2 latent numbers, got one with {}; train one "
                      "with --latent-dim 2",
                      vae.latent_dim());
  require<UsageError>(vae.classes() == 0 || !options.label.empty(),
                      "[--map] expected --label with a conditional model, each of whose classes "
                      "has a map of its own, got none");
}

void reconstruct(const ReconstructOptions& options) {
  const RunFolder run = find_run(options.run);
  const Recipe recipe = run.recipe();
  const auto vae = require_vae(run.model(), recipe, "reconstruct", "an encoder");
  use_threads(options.threads);
  if (options.map) {
    check_map(options, *vae);
  }
  const fs::path out = options.out.empty()
                           ? numbered(run.path() / (options.map ? "map" : "reconstruct"), ".png")
                           : fs::path(options.out);
  require<UsageError>(out.extension() == ".png",
                      "[--out] expected a name that ends in .png, got {}", out.string());
  require_new(out, options.force);
  const std::int64_t label =
      options.label.empty() ? -1 : find_label(options.label, recipe.image.classes);
  const EvaluationImages unseen = evaluation_images_of(recipe);
  const auto numbers = compression(*vae, unseen.splits.validation, unseen.splits.validation_batches,
                                   Random(0, "compression"));
  pictures::write_png(
      out, options.map ? map_of(*vae, unseen, label)
                       : pairs(*vae, unseen.pick(options.count,
                                                 static_cast<std::uint64_t>(options.seed), label)));
  print(numbers, *vae, recipe.data.pixels == "binary");
  fmt::print("{}\n", out.string());
}

}  // namespace

void add_reconstruct_command(CLI::App& app) {
  auto options = std::make_shared<ReconstructOptions>();
  auto* command = app.add_subcommand(
      "reconstruct", "Compress and restore images with a trained VAE, with the rate and the error");
  command->add_option("run", options->run, "folder of a run, or `latest`")
      ->required()
      ->type_name("RUN");
  auto* count = command->add_option("--count", options->count, "how many images to show")
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
  add_threads_option(*command, options->threads);
  command->add_flag("--force", options->force, "replace --out");
  command->callback([options] { reconstruct(*options); });
}

}  // namespace akin::app
