#include "vae_sampling.h"

#include <fmt/format.h>

#include "akin/base/require.h"
#include "akin/families/vae/vae_sampler.h"
#include "akin/models/latent_interpolation.h"
#include "akin/nn/random_tensors.h"

#include "run_data.h"
#include "sample_sheet.h"
#include "vae_run.h"

namespace akin::app {
namespace {

using torch::Tensor;

AggregatePosterior aggregate_posterior(Vae& vae, const Recipe& recipe) {
  const Codes codes = training_codes(vae, recipe);
  Random random(0, "aggregate posterior");
  const Tensor drawn =
      codes.posterior.sample(nn::normal(random, codes.posterior.mean.sizes()));  // [n, latent_dim]
  return fit_aggregate_posterior(drawn, codes.labels, vae.classes());
}

/// The two images [2, ...] with their labels.
Batch ends(const EvaluationImages& unseen, const VaeSampleOptions& options) {
  const auto checked = [&](const char* name, std::int64_t i) {
    require<UsageError>(i >= 0 && i < unseen.images.size(),
                        "[{}] expected an image from 0 to {}, got {}", name,
                        unseen.images.size() - 1, i);
    return i;
  };
  return validation_items(unseen.splits,
                          {checked("--from", *options.from), checked("--to", *options.to)});
}

void require_one_class(const Vae& vae, const Batch& both) {
  if (vae.classes() > 0) {
    const auto from = both.labels[0].item<std::int64_t>();
    const auto to = both.labels[1].item<std::int64_t>();
    require<UsageError>(from == to,
                        "[--interpolate] expected two images of one class with a conditional "
                        "model, got classes {} and {}; choose another --to",
                        from, to);
  }
}

/// One frame: the first image, what lies between at t, the last image.
pictures::Picture walk_frame(const Batch& both, const Tensor& between,
                             const VaeSampleOptions& options, double t) {
  pictures::SheetOptions sheet;
  sheet.columns = 3;
  sheet.scale = 5;
  sheet.gap = 8;
  sheet.captions = {fmt::format("image {}", *options.from),
                    fmt::format("decoded, {:.0f} %", 100 * t),
                    fmt::format("image {}", *options.to)};
  return pictures::sheet(
      SampleImages(torch::cat({both.data[0].unsqueeze(0), between, both.data[1].unsqueeze(0)}))
          .view(),
      sheet);
}

}  // namespace

void add_vae_sample_options(CLI::App& command, VaeSampleOptions& options, CLI::Option* interpolate,
                            CLI::Option* count) {
  auto* draw = command
                   .add_option("--draw", options.draw,
                               "a vae's pixels: their mean, or drawn from its likelihood")
                   ->default_str("mean")
                   ->check(CLI::IsMember({"mean", "pixels"}))
                   ->type_name("mean|pixels")
                   ->excludes(interpolate);
  auto* prior = command.add_flag("--from-prior", options.from_prior,
                                 "codes from the prior N(0, I), which is the default");
  command
      .add_flag("--from-posterior-mixture", options.from_posterior_mixture,
                "a vae's codes from a Gaussian mixture fitted to those of training images")
      ->excludes(prior)
      ->excludes(interpolate);
  auto* from = command.add_option("--from", options.from,
                                  "walk from this image that a vae never saw, by number");
  auto* to = command.add_option("--to", options.to, "to this one, and back");
  for (auto* end : {from, to}) {
    end->check(CLI::NonNegativeNumber)
        ->type_name("I")
        ->needs(interpolate)
        ->excludes(count)
        ->excludes(draw);
  }
  from->needs(to);
  to->needs(from);
}

std::shared_ptr<GenerativeModel> with_vae_options(std::shared_ptr<GenerativeModel> model,
                                                  const VaeSampleOptions& options,
                                                  const Recipe& recipe) {
  require<UsageError>(!options.from_prior || std::dynamic_pointer_cast<LatentModel>(model),
                      "[--from-prior] expected a model with a latent space, got a {}",
                      name_of(recipe.family));
  if (options.draw.empty() && !options.from_posterior_mixture) {
    return model;
  }
  const auto vae = options.draw.empty()
                       ? require_vae(model, recipe, "--from-posterior-mixture", "an encoder")
                       : require_vae(model, recipe, "--draw", "a likelihood for each pixel");
  std::optional<AggregatePosterior> codes;
  if (options.from_posterior_mixture) {
    codes = aggregate_posterior(*vae, recipe);
  }
  return std::make_shared<VaeSampler>(vae, std::move(codes), options.draw == "pixels");
}

void write_walk_between_images(const std::filesystem::path& out,
                               const std::shared_ptr<GenerativeModel>& model,
                               const VaeSampleOptions& options, const Recipe& recipe) {
  constexpr int steps = 24;  // of one way
  constexpr int rest = 8;    // frames at either end
  const auto vae = require_vae(model, recipe, "--from", "an encoder");
  const Batch both = ends(evaluation_images_of(recipe), options);
  require_one_class(*vae, both);
  const torch::NoGradGuard no_grad;
  const Tensor labels = vae->conditions(both.labels);
  const Tensor label = labels.defined() ? labels.narrow(0, 0, 1) : Tensor();
  const Tensor codes = vae->encode(both.data, labels).mean;  // [2, latent_dim]
  std::vector<pictures::Picture> way;
  for (int i = -rest; i <= steps + rest; ++i) {
    const double t = std::clamp(static_cast<double>(i) / steps, 0.0, 1.0);
    const Tensor code = slerp(codes.narrow(0, 0, 1), codes.narrow(0, 1, 1), t);
    way.push_back(walk_frame(both, vae->generate(code, label), options, t));
  }
  for (int i = steps - 1; i > 0; --i) {
    way.push_back(way[static_cast<std::size_t>(i + rest)]);
  }
  pictures::write_gif(out, way, 8, 8);
}

}  // namespace akin::app
