#include "runs/latent_map.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include <fmt/format.h>

#include "akin/pictures/scatter.h"
#include "akin/training/batches.h"

#include "sample/sample_sheet.h"

namespace akin::app {
namespace {

using torch::Tensor;

constexpr pictures::Colour map_paper = {250, 250, 248};
constexpr pictures::Colour map_ink = {40, 40, 40};
constexpr int map_gap = 8;
constexpr int map_top = 22;  // where a scatter's panel begins
constexpr int map_panel = 560;
constexpr int map_text = 16;
constexpr int map_foot = 26;

// Both halves have the scale of the prior's distribution function, which gives equal area to equal
// probability.

/// Quantile of the standard normal.
Tensor quantile(const Tensor& share) {
  return std::numbers::sqrt2 * torch::erfinv(2 * share - 1);
}

/// Its distribution function, scaled to [-1, 1].
Tensor centred_share(const Tensor& number) {
  return torch::erf(number / std::numbers::sqrt2);
}

/// [cells^2, 2]: rows from top to bottom, z2 falling.
Tensor grid(std::int64_t cells) {
  const Tensor numbers = quantile((torch::arange(cells) + 0.5) / static_cast<double>(cells));
  return torch::stack({numbers.repeat({cells}), numbers.flip(0).repeat_interleave(cells)}, 1);
}

pictures::Picture decoded_grid(GenerativeModel& model, std::int64_t cells, std::int64_t label) {
  LatentDecoder& decoder = *model.capabilities().latents;
  const Tensor codes = grid(cells);
  const Tensor labels = model.conditions(torch::full({codes.size(0)}, label, torch::kInt64));
  const torch::NoGradGuard no_grad;
  const SampleImages decoded(decoder.generate(codes, labels));
  const int across = static_cast<int>(cells);
  pictures::Picture picture(across * decoded.size.width, across * decoded.size.height);
  for (int i = 0; i < decoded.view().count(); ++i) {
    picture.draw_image(decoded.view().at(i), decoded.size, i % across * decoded.size.width,
                       i / across * decoded.size.height);
  }
  return picture;
}

pictures::Picture plotted_codes(const LatentCodes& codes,
                                const std::vector<std::string>& class_names, int panel) {
  // The plot leaves out the outermost hundredth.
  pictures::Scatter scatter(1.0 / 0.98, panel);
  const std::string title =
      fmt::format("codes of {} validation images", codes.posterior.mean.size(0));
  const std::vector<float> where = points(centred_share(codes.posterior.mean));
  if (codes.labels.defined()) {
    const auto* begin = codes.labels.data_ptr<std::int64_t>();
    scatter.add(title, where, {begin, begin + codes.labels.numel()}, class_names);
  } else {
    scatter.add(title, where);
  }
  return scatter.picture();
}

}  // namespace

pictures::Picture latent_map(GenerativeModel& model, const LatentCodes& codes,
                             const std::vector<std::string>& class_names, std::int64_t label) {
  LatentDecoder& decoder = *model.capabilities().latents;
  const Tensor one = [&] {
    const torch::NoGradGuard no_grad;
    return decoder.generate(torch::zeros({1, 2}),
                            model.conditions(torch::full({1}, label, torch::kInt64)));
  }();
  const auto cells =
      std::clamp<std::int64_t>(map_panel / std::max(one.size(2), one.size(3)), 5, 20);
  const pictures::Picture left = decoded_grid(model, cells, label);
  const pictures::Picture right =
      plotted_codes(codes, class_names, std::max(left.width(), left.height()));
  pictures::Picture map(map_gap + left.width() + right.width(), right.height() + map_foot,
                        map_paper);
  map.draw_text("decoded latent vectors", map_gap, 3, map_text, map_ink);
  map.draw_picture(left, map_gap, map_top);
  map.draw_picture(right, map_gap + left.width(), 0);
  map.draw_text(
      "Across: latent dimension z1, up: z2. Both pictures have the same scale, on which equal "
      "areas "
      "are equally likely under the prior.",
      map_gap, right.height(), map_text, map_ink);
  return map;
}

}  // namespace akin::app
