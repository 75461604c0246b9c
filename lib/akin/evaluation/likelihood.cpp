#include "akin/evaluation/likelihood.h"

#include <algorithm>
#include <cmath>
#include <optional>

#include "akin/evaluation/perplexity.h"

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

/// Running mean with its standard error.
struct Mean {
  double sum = 0;
  double squares = 0;
  std::int64_t count = 0;

  void add(double number) {
    sum += number;
    squares += number * number;
    ++count;
  }
  [[nodiscard]] double value() const { return sum / static_cast<double>(count); }
  [[nodiscard]] double standard_error() const {
    const auto n = static_cast<double>(count);
    const double variance = count > 1 ? (squares - n * value() * value()) / (n - 1) : 0;
    return std::sqrt(std::max(0.0, variance) / n);
  }
};

/// Images at a time: enough for fast products, few enough for the caches.
constexpr std::int64_t importance_batch = 50;

Likelihood importance(GenerativeModel& model, const Splits& splits, std::int64_t validation_size,
                      const LikelihoodOptions& options) {
  const torch::NoGradGuard no_grad;
  model.eval();
  Autoencoder& vae = *model.capabilities().autoencoder;
  const auto items = picked(options.importance_images, validation_size);
  Mean mean;
  for (std::int64_t begin = 0; begin < std::ssize(items); begin += importance_batch) {
    const auto end = std::min<std::int64_t>(begin + importance_batch, std::ssize(items));
    const Batch some = validation_items(splits, {items.begin() + begin, items.begin() + end});
    Random random(picking_seed, "importance", static_cast<std::uint64_t>(begin));
    const torch::Tensor nats = vae.importance_bound(some.data, model.conditions(some.labels),
                                                    options.importance_draws, random);  // [n]
    for (std::int64_t i = 0; i < nats.numel(); ++i) {
      mean.add(nats[i].item<double>());
    }
    if (options.progress) {
      options.progress(static_cast<double>(end) / static_cast<double>(std::ssize(items)));
    }
  }
  return {"importance", mean.value(), mean.standard_error(), mean.count, options.importance_draws};
}

Likelihood exact(GenerativeModel& model, const Splits& splits, std::int64_t batches) {
  const auto nats = evaluate_nll(model, splits, batches);
  return nats ? Likelihood{"exact", nats->mean(), 0, nats->items, 0} : Likelihood{};
}

const char* name_of(Support support) {
  switch (support) {
    case Support::binary:
      return "binary";
    case Support::levels:
      return "levels";
    case Support::continuous:
      return "continuous";
    default:
      return "tokens";
  }
}

}  // namespace

std::optional<double> Likelihood::bits_per_dimension() const {
  return support == Support::levels && kind != "undefined"
             ? std::optional(akin::bits_per_dimension(nats, values))
             : std::nullopt;
}

nlohmann::ordered_json to_json(const Likelihood& likelihood) {
  nlohmann::ordered_json json = {{"kind", likelihood.kind}};
  if (likelihood.kind != "undefined") {
    json["support"] = name_of(likelihood.support);
    json["nats"] = likelihood.nats;
    if (const auto bits = likelihood.bits_per_dimension()) {
      json["bits_per_dimension"] = *bits;
    }
    json["standard_error"] = likelihood.standard_error;
    json["items"] = likelihood.items;
    json["draws"] = likelihood.draws;
  }
  return json;
}

Likelihood likelihood_of(GenerativeModel& model, const Splits& splits,
                         std::int64_t validation_items, const LikelihoodOptions& options) {
  if (splits.validation_batches == 0) {
    return {};
  }
  Likelihood likelihood = model.capabilities().autoencoder != nullptr
                              ? importance(model, splits, validation_items, options)
                              : exact(model, splits, options.validation_batches);
  likelihood.support = model.support();
  likelihood.values = splits.validation(0).data[0].numel();
  return likelihood;
}

}  // namespace akin
