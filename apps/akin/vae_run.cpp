#include "vae_run.h"

#include "akin/base/require.h"

#include "run_data.h"

namespace akin::app {

std::shared_ptr<Vae> require_vae(const std::shared_ptr<GenerativeModel>& model,
                                 const Recipe& recipe, const std::string& who,
                                 const std::string& what) {
  auto vae = std::dynamic_pointer_cast<Vae>(model);
  require<UsageError>(vae != nullptr, "[{}] expected a model with {}, which a vae has, got a {}",
                      who, what, name_of(recipe.family));
  return vae;
}

LatentCodes training_codes(Vae& vae, const Recipe& recipe) {
  constexpr std::int64_t most_images = 10000;
  // An exam is a splits's images in their own order.
  data::ImageData data = training_data(recipe);
  data.test = data.train.select(spread_indices(most_images, data.train.size()));
  const Splits splits = image_splits(data, recipe, torch::kCPU);
  return encode_images(vae, splits.validation, splits.validation_batches);
}

}  // namespace akin::app
