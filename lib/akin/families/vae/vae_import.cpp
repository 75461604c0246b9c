#include "akin/families/vae/vae_import.h"

#include <cmath>

#include "akin/base/require.h"
#include "akin/families/vae/vae_family.h"
#include "akin/import/external_weights.h"

namespace akin {
namespace {

std::int64_t square_side(std::int64_t pixels, const std::string& name) {
  constexpr std::int64_t most_pixels = 65536;
  const auto side = std::llround(std::sqrt(static_cast<double>(pixels)));
  require(pixels > 0 && pixels <= most_pixels && side * side == pixels,
          "[{}] expected square images of at most {} pixels, got {} of them in 'fc1.weight'", name,
          most_pixels, pixels);
  return side;
}

}  // namespace

ImportedWeights import_vae(const WeightFile& file) {
  require_no_tokenizer(file);
  auto vae = static_cast<const VaeFamilySettings&>(file.settings);
  require<UsageError>(vae.model.architecture == "mlp",
                      "[architecture] expected mlp, got {}: weights of other VAEs cannot be "
                      "imported; use --preset mlp",
                      vae.model.architecture);
  const RawTensors tensors = external_weights(file.content, file.name);
  const std::int64_t latents = sizes_of(tensors, "fc21.weight", 2, file.name)[0];
  // A label's one-hot vector is appended to the input of each half.
  const std::int64_t classes = sizes_of(tensors, "fc3.weight", 2, file.name)[1] - latents;
  require_latents_and_classes(latents, classes, file.name);
  const std::int64_t side =
      square_side(sizes_of(tensors, "fc1.weight", 2, file.name)[1] - classes, file.name);
  vae.model.latent_dim = latents;
  vae.model.conditional = classes > 0;
  const DataSpec data = {{classes, side, side}};
  return import_into(*vae.build(data, 0), vae, data, tensors, file.name);
}

}  // namespace akin
