#include "vae_run.h"

#include "akin/base/require.h"

#include "run_images.h"

namespace akin::app {

std::shared_ptr<Vae> require_vae(const std::shared_ptr<GenerativeModel>& model,
                                 const Recipe& recipe, const std::string& who,
                                 const std::string& what) {
  auto vae = std::dynamic_pointer_cast<Vae>(model);
  require<UsageError>(vae != nullptr, "[{}] expected a model with {}, which a vae has, got a {}",
                      who, what, name_of(recipe.family));
  return vae;
}

UnseenImages unseen_images_of(const Recipe& recipe) {
  const data::ImageData data = training_data(recipe);
  UnseenImages unseen{unseen_images(data), image_course(data, recipe, torch::kCPU)};
  require(unseen.course.exam_batches > 0,
          "[data] expected images that the model never saw, got none; train with --holdout above "
          "0");
  return unseen;
}

Codes training_codes(Vae& vae, const Recipe& recipe) {
  constexpr std::int64_t most_images = 10000;
  // An exam is a course's images in their own order.
  data::ImageData data = training_data(recipe);
  data.test = data.train.select(spread_indices(most_images, data.train.size()));
  const Course course = image_course(data, recipe, torch::kCPU);
  return encode_images(vae, course.exam, course.exam_batches);
}

torch::Tensor conditions(const Vae& vae, const torch::Tensor& labels) {
  return vae.classes() > 0 ? labels : torch::Tensor();
}

}  // namespace akin::app
