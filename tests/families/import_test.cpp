#include <functional>
#include <limits>

#include <gmock/gmock.h>

#include "akin/import/external_weights.h"
#include "akin/inference/decoder.h"

#include "support/error_of.h"
#include "support/imports.h"
#include "support/reference_transformer.h"
#include "support/tensors.h"

namespace akin {
namespace {

using inference::TransformerShape;
using testing::AllOf;
using testing::HasSubstr;
using tests::error_of;
using tests::import_gan;
using tests::import_transformer;
using tests::import_vae;
using tests::ImportedTransformer;

constexpr TransformerShape small_gpt = {
    .context = 6, .layers = 2, .heads = 2, .width = 8, .vocabulary_size = 11};

io::Safetensors gpt_file(const TransformerShape& shape = small_gpt) {
  return {tests::random_weights(shape), {}};
}

TransformerShape two_heads() {
  TransformerShape settings;
  settings.heads = 2;
  return settings;
}

/// The error of importing a changed file.
std::string import_refusal(const std::function<void(RawTensors&)>& change) {
  io::Safetensors file = gpt_file();
  change(file.tensors);
  return error_of([&] { import_transformer(file, two_heads(), "gpt.safetensors"); });
}

void rename_all(RawTensors& tensors, const std::function<std::string(const std::string&)>& name) {
  RawTensors renamed;
  for (auto& [key, raw] : tensors) {
    renamed.emplace(name(key), std::move(raw));
  }
  tensors = std::move(renamed);
}

io::RawTensor zeros(const std::vector<std::int64_t>& sizes) {
  return nn::to_raw(torch::zeros(sizes));
}

TEST(ImportTransformer, InfersTheShapeFromTheTensors) {
  const ImportedTransformer gpt = import_transformer(gpt_file(), two_heads(), "gpt");
  EXPECT_EQ(gpt.shape, small_gpt);
  EXPECT_NO_THROW(inference::Decoder(gpt.shape, gpt.tensors));
}

TEST(ImportTransformer, TakesFromTheSettingsWhatTensorsDoNotShow) {
  TransformerShape shape = small_gpt;
  shape.rotary = true;
  shape.rms_norm = true;
  shape.qk_norm = true;
  TransformerShape settings = two_heads();
  settings.context = 6;
  settings.rms_norm = true;
  settings.qk_norm = true;
  EXPECT_EQ(import_transformer(gpt_file(shape), settings, "gpt").shape, shape);
}

TEST(ImportTransformer, StripsPrefixesInAnyOrder) {
  io::Safetensors file = gpt_file();
  rename_all(file.tensors, [](const std::string& key) { return "module._orig_mod." + key; });
  EXPECT_EQ(import_transformer(file, two_heads(), "gpt").shape, small_gpt);
}

TEST(ImportTransformer, StripsWrappersWithinNames) {
  io::Safetensors file = gpt_file();
  rename_all(file.tensors, [](const std::string& key) {
    const std::size_t attention = key.find("attn.");
    return attention == std::string::npos
               ? key
               : key.substr(0, attention) + "_orig_mod.module." + key.substr(attention);
  });
  EXPECT_EQ(import_transformer(file, two_heads(), "gpt").shape, small_gpt);
}

TEST(ImportTransformer, DropsMasksAndNothingElse) {
  io::Safetensors file = gpt_file();  // without "lm_head.weight", which comes out
  file.tensors["transformer.h.0.attn.bias"] = zeros({1, 1, 6, 6});
  file.tensors["transformer.h.1.attn.masked_bias"] = zeros({});
  EXPECT_EQ(import_transformer(file, two_heads(), "gpt").tensors.size(),
            weight_shapes(small_gpt).size() + 1);
  EXPECT_THAT(
      import_refusal([](RawTensors& t) { t["transformer.h.0.attn.c_attn.bias"] = zeros({24}); }),
      AllOf(HasSubstr("without biases"), HasSubstr("'transformer.h.0.attn.c_attn.bias'")));
}

TEST(ImportTransformer, WidensHalfPrecision) {
  io::Safetensors file = gpt_file();
  const auto key = "transformer.ln_f.weight";
  const torch::Tensor half = nn::from_raw(file.tensors[key]).to(torch::kFloat16);
  file.tensors[key] = nn::to_raw(half);
  const ImportedTransformer gpt = import_transformer(file, two_heads(), "gpt");
  EXPECT_EQ(gpt.tensors.at(key).dtype, "F32");
  EXPECT_TRUE(nn::from_raw(gpt.tensors.at(key)).equal(half.to(torch::kFloat32)));
}

TEST(ImportTransformer, NamesMissingAndUnknownTensors) {
  EXPECT_THAT(
      import_refusal([](RawTensors& t) {
        t.erase("transformer.h.1.ln_2.weight");
        t["transformer.h.1.ln_3.weight"] = zeros({8});
      }),
      AllOf(HasSubstr("[gpt.safetensors] "), HasSubstr("missing: transformer.h.1.ln_2.weight;"),
            HasSubstr("unknown: transformer.h.1.ln_3.weight")));
}

TEST(ImportTransformer, NamesAFewOfMany) {
  const std::string said = import_refusal([](RawTensors& t) {
    for (int i = 0; i < 9; ++i) {
      t["extra" + std::to_string(i)] = zeros({1});
    }
  });
  EXPECT_THAT(said, testing::EndsWith("unknown: extra0, extra1, extra2 and 6 more"));
}

TEST(ImportTransformer, ALayerIndexIsNotALayerCount) {
  EXPECT_THAT(import_refusal([](RawTensors& t) {
                rename_all(t, [](std::string key) {
                  const auto at = key.find(".h.1.");
                  return at == std::string::npos ? key : key.replace(at, 5, ".h.1000000000.");
                });
              }),
              AllOf(HasSubstr("missing: transformer.h.1."), HasSubstr("transformer.h.1000000000")));
}

TEST(ImportTransformer, NamesAnotherSize) {
  EXPECT_THAT(import_refusal([](RawTensors& t) { t["transformer.ln_f.weight"] = zeros({9}); }),
              HasSubstr("of other sizes: transformer.ln_f.weight [9] instead of [8]"));
}

TEST(ImportTransformer, RefusesTwoTensorsOfOneName) {
  EXPECT_THAT(import_refusal([](RawTensors& t) {
                t["_orig_mod.transformer.ln_f.weight"] = t["transformer.ln_f.weight"];
              }),
              HasSubstr("both with and without a prefix"));
}

TEST(ImportTransformer, RefusesNumbersThatAreNotFinite) {
  EXPECT_THAT(import_refusal([](RawTensors& t) {
                t["transformer.ln_f.weight"] =
                    nn::to_raw(torch::full({8}, std::numeric_limits<double>::infinity()));
              }),
              HasSubstr("NaN or infinity in 'transformer.ln_f.weight'"));
}

TEST(ImportTransformer, RefusesAFileOfAnotherModel) {
  EXPECT_THAT(import_refusal([](RawTensors& t) {
                t = {{"fc1.weight", zeros({2, 2})}};
              }),
              HasSubstr("expected a tensor 'transformer.wte.weight', got none among the 1 there"));
  EXPECT_THAT(import_refusal([](RawTensors& t) {
                t["transformer.wte.weight"] = zeros({0, 0});
              }),
              HasSubstr("[gpt.safetensors]"));
}

TEST(ImportTransformer, HeadsThatDoNotDivideTheWidthAreTheUsersFault) {
  TransformerShape settings;
  settings.heads = 3;
  EXPECT_THAT(error_of<UsageError>([&] { import_transformer(gpt_file(), settings, "gpt"); }),
              HasSubstr("[heads] expected a number that divides the width 8 of 'gpt', got 3"));
}

io::Safetensors file_of(const GenerativeModel& model) {
  return {nn::to_raw(model.tensors()), {}};
}

GanSettings dcgan_settings(std::int64_t latent_dim, bool conditional = false) {
  GanSettings settings;
  settings.architecture = "dcgan";
  settings.latent_dim = latent_dim;
  settings.conditional = conditional;
  return settings;
}

TEST(ImportGan, InfersTheSettingsFromTheTensors) {
  const auto gan = make_gan(dcgan_settings(7, true), {10, 28, 28}, 1);
  const auto again = import_gan(file_of(*gan), dcgan_settings(100));
  EXPECT_EQ(again.settings.latent_dim, 7);
  EXPECT_TRUE(again.settings.conditional);
  EXPECT_EQ(again.image.classes, 10);
  EXPECT_TRUE(again.model->sample(3, 1).equal(gan->sample(3, 1)));
}

TEST(ImportGan, NamesTheTensorsOfAMissingNetwork) {
  io::Safetensors file = file_of(*make_gan(dcgan_settings(7), {10, 28, 28}, 1));
  std::erase_if(file.tensors, [](const auto& t) { return t.first.starts_with("disc"); });
  EXPECT_THAT(error_of([&] { import_gan(file, dcgan_settings(7)); }),
              HasSubstr("missing: discriminator.0.weight, discriminator.2.weight"));
}

TEST(ImportGan, SupportsOnlyDcgan) {
  EXPECT_THAT(error_of<UsageError>([] { import_gan({}, {}); }), HasSubstr("use --preset dcgan"));
}

TEST(ImportGan, RefusesHugeCounts) {
  io::Safetensors file = file_of(*make_gan(dcgan_settings(7), {10, 28, 28}, 1));
  file.tensors["generator.conv1.weight"] = {"F32", {std::int64_t{1} << 50U, 0, 4, 4}, {}};
  EXPECT_THAT(error_of([&] { import_gan(file, dcgan_settings(7)); }),
              HasSubstr("expected 2 to 4096 latent dimensions"));
  file.tensors["generator.conv1.weight"].shape[0] += 7;
  file.tensors["discriminator.embedding.weight"] = {"F32", {std::int64_t{1} << 50U, 0}, {}};
  EXPECT_THAT(error_of([&] { import_gan(file, dcgan_settings(7)); }),
              HasSubstr("expected no classes or 2 to 256"));
}

VaeSettings mlp_settings() {
  VaeSettings settings;
  settings.architecture = "mlp";
  return settings;
}

TEST(ImportVae, InfersTheSettingsFromTheTensors) {
  VaeSettings settings = mlp_settings();
  settings.latent_dim = 3;
  settings.conditional = true;
  const auto vae = make_vae(settings, {4, 6, 6}, 1);
  const auto again = import_vae(file_of(*vae), mlp_settings());
  EXPECT_EQ(again.settings.latent_dim, 3);
  EXPECT_TRUE(again.settings.conditional);
  EXPECT_EQ(again.image.classes, 4);
  EXPECT_EQ(again.image.height, 6);
  EXPECT_TRUE(again.model->sample(3, 1).equal(vae->sample(3, 1)));
}

TEST(ImportVae, RefusesImagesThatAreNoSquare) {
  const auto vae = make_vae(mlp_settings(), {0, 5, 6}, 1);
  EXPECT_THAT(error_of([&] { import_vae(file_of(*vae), mlp_settings()); }),
              HasSubstr("expected square images of at most 65536 pixels, got 30"));
}

TEST(ImportVae, SupportsOnlyMlp) {
  EXPECT_THAT(error_of<UsageError>([] { import_vae({}, {}); }), HasSubstr("use --preset mlp"));
}

}  // namespace
}  // namespace akin
