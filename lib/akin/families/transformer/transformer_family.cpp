#include "akin/families/transformer/transformer_family.h"

#include "akin/base/require.h"
#include "akin/families/transformer/transformer_import.h"

namespace akin {
namespace {

Preset mini() {
  TransformerFamilySettings transformer;
  transformer.model.shape.context = 128;
  transformer.model.shape.rotary = true;
  transformer.model.shape.rms_norm = true;
  transformer.model.shape.squared_relu = true;
  transformer.model.shape.qk_norm = true;
  transformer.learning.lr = 2e-3;
  Recipe recipe;
  recipe.family = transformer.clone();
  recipe.training.batch_size = 32;
  recipe.training.warmup = 50;
  recipe.training.minutes = 3;
  return make_preset("mini", "RoPE, RMSNorm, squared ReLU; text, or images patch by patch", recipe);
}

Preset nanogpt() {
  Recipe recipe;
  recipe.family = TransformerFamilySettings().clone();
  recipe.data.data = {"tinyshakespeare"};
  recipe.training.batch_size = 12;
  recipe.training.schedule = "cosine";
  recipe.training.lr_floor = 0.1;
  recipe.training.warmup = 100;
  recipe.training.steps = 2000;
  return make_preset("nanogpt", "nanoGPT's recipe for a CPU, weight for weight", recipe,
                     /*reference=*/true);
}

Preset nanogpt_gpu() {
  TransformerFamilySettings transformer;
  transformer.model.shape.context = 256;
  transformer.model.shape.layers = 6;
  transformer.model.shape.heads = 6;
  transformer.model.shape.width = 384;
  transformer.learning.dropout = 0.2;
  Recipe recipe;
  recipe.family = transformer.clone();
  recipe.data.data = {"tinyshakespeare"};
  recipe.training.batch_size = 64;
  recipe.training.schedule = "cosine";
  recipe.training.lr_floor = 0.1;
  recipe.training.warmup = 100;
  recipe.training.steps = 5000;
  recipe.training.keep = "best";
  return make_preset("nanogpt-gpu", "nanoGPT's recipe for a GPU, weight for weight", recipe);
}

}  // namespace

void TransformerFamilySettings::describe(Fields& fields) {
  fields.section("model");
  akin::describe(fields, model);
  fields.section("learning");
  akin::describe(fields, learning);
}

std::shared_ptr<SequenceModel> TransformerFamilySettings::build(const DataSpec& data,
                                                                std::uint64_t seed) const {
  return make_transformer(model, data, seed);
}

std::unique_ptr<Trainable> TransformerFamilySettings::train(
    std::shared_ptr<SequenceModel> sequence_model) const {
  return std::make_unique<TransformerTraining>(std::move(sequence_model), learning);
}

TextTokenization TransformerFamilySettings::text_tokenization() const {
  return {tokenizer_of(model, true), vocabulary_size_of(model, true), model.documents};
}

void TransformerFamilySettings::check_pixels(bool binary) const {
  require<UsageError>(binary || tokenizer_of(model, false) != "binary-2x2",
                      "[--tokenizer] expected black or white pixels for binary-2x2, got grey ones; "
                      "add --pixels binary");
}

std::shared_ptr<GenerativeModel> TransformerSampling::apply(
    std::shared_ptr<GenerativeModel> model,
    const std::function<OrderedImages()>& /*training_images*/) const {
  static_cast<SequenceModel&>(*model).set_sampling(options_);
  return model;
}

Family transformer_family() {
  const LocalizedText title = {"Transformer", "Transformer"};
  return {.name = "transformer",
          .title = title,
          .description =
              "A network predicts the next token from its context: text, or images as "
              "short sequences",
          .presets = {mini(), nanogpt(), nanogpt_gpu()},
          .comparison = {{.name = "transformer",
                          .title = title,
                          .options = {"--tokenizer", "patch"},
                          .widths = {"width"}},
                         // A likelihood of pixels needs a tokenizer that is an exact factorisation.
                         {.name = "transformer-pixels",
                          .title = {"Transformer of pixels", "픽셀 Transformer"},
                          .options = {"--tokenizer", "binary-2x2", "--pixels", "binary"},
                          .widths = {"width"},
                          .likelihood_only = true,
                          .grey_only = true}},
          .sampling = [] { return std::make_unique<TransformerSampling>(); },
          .import = {"A nanoGPT without biases", import_transformer}};
}

}  // namespace akin
