#include <nlohmann/json.hpp>

#include "akin/base/require.h"
#include "akin/families/import.h"
#include "akin/io/settings_json.h"

namespace akin {
namespace {

using TextTokenizer = std::shared_ptr<const tokens::Tokenizer>;

void require_no_tokenizer(const TextTokenizer& tokenizer) {
  require<UsageError>(!tokenizer,
                      "[--tokenizer-file] expected none with a model of images, got one");
}

ImportedWeights weights_of(const GanFamily& family, const TextTokenizer& tokenizer,
                           const io::Safetensors& file, const std::string& name) {
  require_no_tokenizer(tokenizer);
  const ImportedGan gan = import_gan(file, family.model, name);
  return {GanFamily{gan.settings, family.learning}, {gan.image}, nn::to_raw(gan.model->tensors())};
}

ImportedWeights weights_of(const VaeFamily& family, const TextTokenizer& tokenizer,
                           const io::Safetensors& file, const std::string& name) {
  require_no_tokenizer(tokenizer);
  const ImportedVae vae = import_vae(file, family.model, name);
  return {VaeFamily{vae.settings, family.learning}, {vae.image}, nn::to_raw(vae.model->tensors())};
}

ImportedWeights weights_of(const TransformerFamily& family, const TextTokenizer& tokenizer,
                           const io::Safetensors& file, const std::string& name) {
  require<UsageError>(tokenizer != nullptr,
                      "[--tokenizer-file] expected the vocabulary of a transformer, got none");
  auto [shape, tensors] = import_transformer(file, family.model.shape, name);
  require(tokenizer->size() == shape.vocabulary_size,
          "[--tokenizer-file] expected a vocabulary of {}, as '{}' has, got {}", shape.vocabulary_size,
          name, tokenizer->size());
  TransformerFamily told = family;
  told.model.shape = shape;
  told.model.tokenizer = tokenizer->kind();
  return {told, {{0, 0, 0}, tokenizer, told.model.documents == "on"}, std::move(tensors)};
}

nlohmann::ordered_json model_settings(Family family) {
  io::SettingsWriter writer;
  visit(writer, family);
  return writer.json.at("model");
}

void require_heads(const Family& family, const std::set<std::string>& given) {
  require<UsageError>(token_settings(family) == nullptr || given.contains("heads"),
                      "[--heads] expected the number of attention heads, which no tensor shows, "
                      "got none");
}

/// What was said of the model is what the weights say of it.
void require_agreement(const Family& said, const Family& told, const std::set<std::string>& given,
                       const std::string& name) {
  const auto ours = model_settings(said);
  const auto theirs = model_settings(told);
  for (const auto& [key, value] : theirs.items()) {
    require<UsageError>(!given.contains(key) || ours.at(key) == value,
                        "[{}] expected {} {}, got {} in the settings given", name, key,
                        value.dump(), ours.at(key).dump());
  }
}

}  // namespace

ImportedWeights import_weights(const Family& family, const std::set<std::string>& given,
                               std::shared_ptr<const tokens::Tokenizer> tokenizer,
                               const io::Safetensors& file, const std::string& name) {
  require_heads(family, given);
  ImportedWeights imported =
      std::visit([&](const auto& one) { return weights_of(one, tokenizer, file, name); }, family);
  require_agreement(family, imported.family, given, name);
  return imported;
}

}  // namespace akin
