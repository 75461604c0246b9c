#pragma once

#include <memory>
#include <set>
#include <string>

#include "akin/families/family.h"
#include "akin/import/external_weights.h"
#include "akin/inference/transformer_shape.h"

namespace akin {

// Weights of a known model from elsewhere, under akin's names and with the settings that their
// shapes tell. Wrappers' prefixes are taken off and half precision is widened: see
// external_weights(). Errors begin with [`name`], that of the file.

/// A Transformer to be: what the decoder and the module that learns are built from.
struct ImportedTransformer {
  inference::TransformerShape shape;
  /// Those of inference::weight_shapes(shape) and "lm_head.weight", F32, as model.safetensors has
  /// them.
  RawTensors tensors;
};

/// From the weights of a nanoGPT. Its file tells vocabulary, context, layers and width, and whether
/// positions are learnt; `settings` tells the rest: heads, rms_norm, squared_relu, qk_norm, and the
/// context where positions are rotary. Buffers that hold the causal mask are dropped; "lm_head" may
/// be there, or stand in for "transformer.wte" (of two names for one tensor, savers keep either).
/// Errors: missing, unknown or transposed tensors, biases, an output layer of its own; UsageError:
/// heads that do not divide the width.
ImportedTransformer import_transformer(const io::Safetensors& file,
                                       const inference::TransformerShape& settings,
                                       const std::string& name);

/// A model for images, ready to sample, and what config.json has to say of it.
struct ImportedGan {
  GanSettings settings;
  ImageShape image;
  std::shared_ptr<Gan> model;
};
struct ImportedVae {
  VaeSettings settings;
  ImageShape image;
  std::shared_ptr<Vae> model;
};

/// From the weights of a DCGAN, "generator." and "discriminator." before its names, which tell
/// latent_dim and classes. Errors: missing or unknown tensors, or of other shapes; UsageError:
/// another architecture.
ImportedGan import_gan(const io::Safetensors& file, const GanSettings& settings,
                       const std::string& name);

/// From the weights of the mlp VAE, which tell latent_dim, classes and the side of its images,
/// squares; `settings` tell the likelihood. Errors as above.
ImportedVae import_vae(const io::Safetensors& file, const VaeSettings& settings,
                       const std::string& name);

/// What any of the above comes to.
struct ImportedWeights {
  Family family;  ///< with the settings that the weights tell
  DataSpec data_spec;
  RawTensors tensors;  ///< all of GenerativeModel::tensors()
};

/// From weights of the family's model. `tokenizer`: the vocabulary of a Transformer, none for
/// models of images. Errors as above, and a vocabulary of another size; UsageError: a setting among
/// `given` that the weights contradict, one missing that no weights tell, a tokenizer missing or
/// too many.
ImportedWeights import_weights(const Family& family, const std::set<std::string>& given,
                               std::shared_ptr<const tokens::Tokenizer> tokenizer,
                               const io::Safetensors& file, const std::string& name);

}  // namespace akin
