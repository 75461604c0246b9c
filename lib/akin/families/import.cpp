#include "akin/families/import.h"

#include <cmath>

#include "akin/base/require.h"

namespace akin {
namespace {

// As the settings' own descriptions and config.json have them.
constexpr WholeRange import_latents = {2, 4096};
constexpr WholeRange import_classes = {2, 256};
constexpr std::int64_t import_most_pixels = 65536;

void require_told(std::int64_t latents, std::int64_t classes, const std::string& name) {
  require(latents >= import_latents.low && latents <= import_latents.high,
          "[{}] expected {} to {} latent numbers, got {}", name, import_latents.low,
          import_latents.high, latents);
  require(classes == 0 || (classes >= import_classes.low && classes <= import_classes.high),
          "[{}] expected no classes or {} to {}, got {}", name, import_classes.low,
          import_classes.high, classes);
}

std::int64_t square_side(std::int64_t pixels, const std::string& name) {
  const auto side = std::llround(std::sqrt(static_cast<double>(pixels)));
  require(pixels > 0 && pixels <= import_most_pixels && side * side == pixels,
          "[{}] expected square images of at most {} pixels, got {} of them in 'fc1.weight'", name,
          import_most_pixels, pixels);
  return side;
}

TensorSizes sizes_of_all(const nn::NamedTensors& tensors) {
  TensorSizes sizes;
  for (const auto& [key, tensor] : tensors) {
    sizes.emplace(key, tensor.sizes().vec());
  }
  return sizes;
}

void load_external(GenerativeModel& model, const RawTensors& tensors, const std::string& name) {
  const nn::NamedTensors live = model.tensors();
  require_sizes(tensors, sizes_of_all(live), name);
  nn::copy_into(live, io::Safetensors{tensors, {}}, name);
  model.eval();
}

}  // namespace

ImportedGan import_gan(const io::Safetensors& file, const GanSettings& settings,
                       const std::string& name) {
  require<UsageError>(settings.architecture == "dcgan",
                      "[architecture] expected dcgan, got {}: weights of no other GAN are known "
                      "from elsewhere; use --preset dcgan",
                      settings.architecture);
  const RawTensors tensors = external_weights(file, name);
  const std::string embedding = "discriminator.embedding.weight";
  const std::int64_t classes =
      tensors.contains(embedding) ? sizes_of(tensors, embedding, 2, name)[0] : std::int64_t{0};
  ImportedGan gan = {settings, {classes, 28, 28}, nullptr};
  gan.settings.latent_dim = sizes_of(tensors, "generator.conv1.weight", 4, name)[0] - classes;
  gan.settings.conditional = classes > 0;
  require_told(gan.settings.latent_dim, classes, name);
  gan.model = make_gan(gan.settings, gan.image, 0);
  load_external(*gan.model, tensors, name);
  return gan;
}

ImportedVae import_vae(const io::Safetensors& file, const VaeSettings& settings,
                       const std::string& name) {
  require<UsageError>(settings.architecture == "mlp",
                      "[architecture] expected mlp, got {}: weights of no other VAE are known from "
                      "elsewhere; use --preset mlp",
                      settings.architecture);
  const RawTensors tensors = external_weights(file, name);
  const std::int64_t latents = sizes_of(tensors, "fc21.weight", 2, name)[0];
  // A label's one-hot vector stands behind the input of each half.
  const std::int64_t classes = sizes_of(tensors, "fc3.weight", 2, name)[1] - latents;
  require_told(latents, classes, name);
  const std::int64_t side =
      square_side(sizes_of(tensors, "fc1.weight", 2, name)[1] - classes, name);
  ImportedVae vae = {settings, {classes, side, side}, nullptr};
  vae.settings.latent_dim = latents;
  vae.settings.conditional = classes > 0;
  vae.model = make_vae(vae.settings, vae.image, 0);
  load_external(*vae.model, tensors, name);
  return vae;
}

}  // namespace akin
