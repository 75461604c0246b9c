#include "akin/evaluation/likelihood.h"

#include <algorithm>
#include <cmath>

#include "akin/models/token_image_model.h"
#include "akin/models/vae.h"

namespace akin {
namespace {

constexpr std::uint64_t picking_seed = 0;

std::vector<std::int64_t> picked(std::int64_t count, std::int64_t size) {
  const Permutation order(size, Random(picking_seed, "likelihood").bits());
  std::vector<std::int64_t> items(
      static_cast<std::size_t>(count > 0 ? std::min(count, size) : size));
  for (std::size_t i = 0; i < items.size(); ++i) {
    items[i] = order(static_cast<std::int64_t>(i));
  }
  return items;
}

/// Image by image, so that memory does not grow with the draws of all.
Likelihood importance(Vae& vae, const Course& course, std::int64_t exam_size,
                      const LikelihoodOptions& options) {
  const torch::NoGradGuard no_grad;
  vae.eval();
  const auto items = picked(options.importance_images, exam_size);
  double sum = 0;
  double squares = 0;
  for (const std::int64_t item : items) {
    const Batch one = exam_items(course, {item});
    Random random(picking_seed, "importance", static_cast<std::uint64_t>(item));
    const double nats =
        vae.importance_bound(one.data, vae.conditions(one.labels), options.importance_draws, random)
            .item<double>();
    sum += nats;
    squares += nats * nats;
  }
  const auto n = static_cast<double>(items.size());
  const double mean = sum / n;
  const double variance = n > 1 ? std::max(0.0, (squares - n * mean * mean) / (n - 1)) : 0;
  return {"importance", mean, std::sqrt(variance / n), std::ssize(items), options.importance_draws};
}

std::string kind_of(const GenerativeModel& model) {
  const auto* writer = dynamic_cast<const TokenImageModel*>(&model);
  return writer == nullptr || writer->scores_pixels() ? "exact" : "words";
}

}  // namespace

nlohmann::ordered_json to_json(const Likelihood& likelihood) {
  nlohmann::ordered_json json = {{"kind", likelihood.kind}};
  if (likelihood.kind != "undefined") {
    json["nats"] = likelihood.nats;
    json["standard_error"] = likelihood.standard_error;
    json["items"] = likelihood.items;
    json["draws"] = likelihood.draws;
  }
  return json;
}

Likelihood likelihood_of(GenerativeModel& model, const Course& course, std::int64_t exam_items,
                         const LikelihoodOptions& options) {
  if (course.exam_batches == 0) {
    return {};
  }
  if (auto* vae = dynamic_cast<Vae*>(&model)) {
    return importance(*vae, course, exam_items, options);
  }
  const auto nats = examine(model, course, options.exam_batches);
  return nats ? Likelihood{kind_of(model), nats->mean(), 0, nats->items, 0} : Likelihood{};
}

}  // namespace akin
