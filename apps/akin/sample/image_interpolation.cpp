#include "sample/image_interpolation.h"

#include <algorithm>

#include <fmt/format.h>

#include "akin/base/require.h"
#include "akin/models/latent_interpolation.h"
#include "akin/pictures/picture_files.h"
#include "akin/pictures/sheet.h"

#include "runs/run_data.h"
#include "sample/sample_sheet.h"

namespace akin::app {
namespace {

using torch::Tensor;

constexpr int gif_delay = 8;  // hundredths of a second

/// Two validation images [2, ...] with their labels.
Batch both_ends(const EvaluationImages& images, std::int64_t from, std::int64_t to) {
  const auto checked = [&](const char* option, std::int64_t i) {
    require<UsageError>(i >= 0 && i < images.images.size(),
                        "[{}] expected an image from 0 to {}, got {}", option,
                        images.images.size() - 1, i);
    return i;
  };
  return validation_items(images.splits, {checked("--from", from), checked("--to", to)});
}

void require_one_class(const GenerativeModel& model, const Batch& both) {
  if (model.classes() > 0) {
    const auto from = both.labels[0].item<std::int64_t>();
    const auto to = both.labels[1].item<std::int64_t>();
    require<UsageError>(from == to,
                        "[--interpolate] expected two images of one class with a conditional "
                        "model, got classes {} and {}; choose another --to",
                        from, to);
  }
}

/// One frame: the first image, the decoded code at t in [0, 1], the second image.
pictures::Picture frame(const Batch& both, const Tensor& between, std::int64_t from,
                        std::int64_t to, double t) {
  pictures::SheetOptions sheet;
  sheet.columns = 3;
  sheet.scale = 5;
  sheet.gap = 8;
  sheet.captions = {fmt::format("image {}", from), fmt::format("decoded, {:.0f} %", 100 * t),
                    fmt::format("image {}", to)};
  return pictures::sheet(
      SampleImages(torch::cat({both.data[0].unsqueeze(0), between, both.data[1].unsqueeze(0)}))
          .view(),
      sheet);
}

}  // namespace

void write_latent_interpolation(const std::filesystem::path& out, const Run& run,
                                std::int64_t count, std::uint64_t seed, const Tensor& labels) {
  constexpr int corners = 6;
  constexpr int frames_per_leg = 12;
  constexpr std::int64_t most = 400;  // all frames of a GIF are held in memory
  auto* decoder = run.model->capabilities().latents;
  require<UsageError>(decoder != nullptr,
                      "[--interpolate] expected a model with a latent space, got a {}",
                      run.recipe.family->name());
  require<UsageError>(count <= most, "[--count] expected at most {} interpolations, got {}", most,
                      count);
  const LatentInterpolation interpolation(count, decoder->latent_dim(), corners, seed);
  const std::int64_t classes = run.model->classes();
  const Tensor conditions = labels.defined() ? labels : cycling_labels(count, classes);
  const torch::NoGradGuard no_grad;
  std::vector<pictures::Picture> frames;
  for (int i = 0; i < corners * frames_per_leg; ++i) {
    const Tensor images = decoder->generate(
        interpolation.at(static_cast<double>(i) / frames_per_leg), conditions);  // [n, c, h, w]
    frames.push_back(sample_sheet(images, classes, ""));
  }
  pictures::write_gif(out, frames, gif_delay, gif_delay);
}

void write_image_interpolation(const std::filesystem::path& out, const Run& run, std::int64_t from,
                               std::int64_t to) {
  constexpr int steps = 24;  // one way
  constexpr int rest = 8;    // frames at either end
  auto* encoder = run.model->capabilities().autoencoder;
  require<UsageError>(encoder != nullptr,
                      "[--from] expected a model with an encoder, which a vae has, got a {}",
                      run.recipe.family->name());
  const Batch both = both_ends(evaluation_images_of(run.recipe), from, to);
  require_one_class(*run.model, both);
  const torch::NoGradGuard no_grad;
  const Tensor labels = run.model->conditions(both.labels);
  const Tensor label = labels.defined() ? labels.narrow(0, 0, 1) : Tensor();
  const Tensor codes = encoder->encode(both.data, labels).mean;  // [2, latent_dim]
  std::vector<pictures::Picture> frames;
  for (int i = -rest; i <= steps + rest; ++i) {
    const double t = std::clamp(static_cast<double>(i) / steps, 0.0, 1.0);
    const Tensor code = slerp(codes.narrow(0, 0, 1), codes.narrow(0, 1, 1), t);
    frames.push_back(frame(both, encoder->generate(code, label), from, to, t));
  }
  for (int i = steps - 1; i > 0; --i) {
    frames.push_back(frames[static_cast<std::size_t>(i + rest)]);
  }
  pictures::write_gif(out, frames, gif_delay, gif_delay);
}

}  // namespace akin::app
