#include "akin/families/gan/gan_import.h"

#include "akin/base/require.h"
#include "akin/families/gan/gan_family.h"
#include "akin/import/external_weights.h"

namespace akin {

ImportedWeights import_gan(const WeightFile& file) {
  require_no_tokenizer(file);
  auto gan = static_cast<const GanFamilySettings&>(file.settings);
  require<UsageError>(gan.model.architecture == "dcgan",
                      "[architecture] expected dcgan, got {}: weights of other GANs cannot be "
                      "imported; use --preset dcgan",
                      gan.model.architecture);
  const RawTensors tensors = external_weights(file.content, file.name);
  const std::string embedding = "discriminator.embedding.weight";
  const std::int64_t classes =
      tensors.contains(embedding) ? sizes_of(tensors, embedding, 2, file.name)[0] : std::int64_t{0};
  const auto inputs = sizes_of(tensors, "generator.conv1.weight", 4, file.name)[0];
  gan.model.latent_dim = inputs - classes;
  gan.model.conditional = classes > 0;
  require_latents_and_classes(gan.model.latent_dim, classes, file.name);
  const DataSpec data = {{classes, 28, 28}};
  return import_into(*gan.build(data, 0), gan, data, tensors, file.name);
}

}  // namespace akin
