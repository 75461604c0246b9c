#pragma once

#include <algorithm>
#include <memory>
#include <string>

#include "akin/base/utf8.h"
#include "akin/families/gan/gan_family.h"
#include "akin/families/transformer/transformer_family.h"
#include "akin/families/vae/vae_family.h"
#include "akin/import/external_weights.h"
#include "akin/tokens/character_tokenizer.h"

namespace akin::tests {

/// A vocabulary as large as the file's embedding or output layer, or of one character where it has
/// none.
inline std::shared_ptr<const tokens::Tokenizer> tokenizer_of_size(const io::Safetensors& file) {
  std::int64_t size = 1;
  for (const auto& [key, raw] : file.tensors) {
    if ((key.ends_with("transformer.wte.weight") || key.ends_with("lm_head.weight")) &&
        !raw.shape.empty()) {
      size = std::clamp<std::int64_t>(raw.shape[0], 1, 1000);
    }
  }
  std::string text;
  for (std::int64_t i = 0; i < size; ++i) {
    utf8::append(text, U'\u4e00' + static_cast<char32_t>(i));
  }
  return tokens::make_character_tokenizer(tokens::text_source(text));
}

struct ImportedTransformer {
  inference::TransformerShape shape;
  RawTensors tensors;
};

inline ImportedTransformer import_transformer(const io::Safetensors& file,
                                              const inference::TransformerShape& shape,
                                              const std::string& name) {
  TransformerFamilySettings settings;
  settings.model.shape = shape;
  const ImportedWeights imported = import_weights(
      find_family("transformer"), {file, name, settings, {"heads"}, tokenizer_of_size(file)});
  return {static_cast<const TransformerFamilySettings&>(*imported.family).model.shape,
          imported.tensors};
}

/// An imported model of images with its settings.
template <class Settings>
struct ImportedImages {
  Settings settings;
  ImageShape image;
  std::shared_ptr<GenerativeModel> model;
};

template <class Settings>
auto import_images(const io::Safetensors& file, const std::string& family,
                   const Settings& settings) {
  const ImportedWeights imported =
      import_weights(find_family(family), {file, family, settings, {}, nullptr});
  auto model = imported.family->make_model(imported.data, 0);
  nn::copy_into(model->tensors(), io::Safetensors{imported.tensors, {}}, "test");
  model->eval();
  return ImportedImages<decltype(settings.model)>{
      static_cast<const Settings&>(*imported.family).model, imported.data.image, model};
}

inline auto import_gan(const io::Safetensors& file, const GanSettings& model) {
  GanFamilySettings settings;
  settings.model = model;
  return import_images(file, "gan", settings);
}

inline auto import_vae(const io::Safetensors& file, const VaeSettings& model) {
  VaeFamilySettings settings;
  settings.model = model;
  return import_images(file, "vae", settings);
}

}  // namespace akin::tests
