#include "akin/models/latent_model.h"

#include "akin/nn/random_tensors.h"

namespace akin {

torch::Tensor LatentModel::draw(std::int64_t count, Random& random, const torch::Tensor& labels) {
  return generate(nn::normal(random, {count, latent_dim_}, device()), labels);
}

}  // namespace akin
