#include <algorithm>
#include <cstring>
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
using testing::ElementsAre;
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

TEST(ImportTransformer, StripsWrappersWhereverTheyStand) {
  for (const char* wrapper :
       {"module.", "_orig_mod.", "model.", "_fsdp_wrapped_module.", "_checkpoint_wrapped_module.",
        "_forward_module.", "ema.", "ema_model.", "module.module.", "_orig_mod.module.model."}) {
    for (const char* before : {"transformer.", "attn.", "c_attn."}) {
      io::Safetensors file = gpt_file();
      rename_all(file.tensors, [&](std::string key) {
        const std::size_t at = key.find(before);
        return at == std::string::npos ? key : key.insert(at, wrapper);
      });
      EXPECT_EQ(import_transformer(file, two_heads(), "gpt").shape, small_gpt) << wrapper << before;
    }
  }
}

TEST(ImportTransformer, StripsNoPartOfAnotherName) {
  for (const char* prefix : {"amodule.", "modules.", "model_.", "Module."}) {
    io::Safetensors file = gpt_file();
    rename_all(file.tensors, [&](const std::string& key) { return prefix + key; });
    EXPECT_THAT(error_of([&] { import_transformer(file, two_heads(), "gpt"); }),
                HasSubstr("expected a tensor 'transformer.wte.weight'"))
        << prefix;
  }
  EXPECT_THAT(import_refusal([](RawTensors& t) { t["ln_f.module"] = zeros({8}); }),
              HasSubstr("unknown: ln_f.module"));
}

TEST(ImportTransformer, DropsTheCountOfAnAveragedModel) {
  io::Safetensors file = gpt_file();
  rename_all(file.tensors, [](const std::string& key) { return "module." + key; });
  file.tensors["n_averaged"] = nn::to_raw(torch::tensor(std::int64_t{7}));
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

/// The bits of f32 that a tensor of these bytes is converted to.
std::vector<std::uint32_t> float_bits(const std::string& dtype, const io::Bytes& bytes) {
  const std::int64_t count = std::ssize(bytes) / io::dtype_size(dtype);
  const RawTensors tensors = external_weights({{{"a", {dtype, {count}, bytes}}}, {}}, "test");
  EXPECT_EQ(tensors.at("a").dtype, "F32");
  std::vector<std::uint32_t> bits(static_cast<std::size_t>(count));
  std::memcpy(bits.data(), tensors.at("a").bytes.data(), bits.size() * sizeof(bits[0]));
  return bits;
}

TEST(ExternalWeights, WidenBfloat16) {
  // The upper half of f32: 1, -2, -0, the smallest subnormal, the largest number.
  EXPECT_THAT(float_bits("BF16", {0x80, 0x3f, 0x00, 0xc0, 0x00, 0x80, 0x01, 0x00, 0x7f, 0x7f}),
              ElementsAre(0x3f800000U, 0xc0000000U, 0x80000000U, 0x00010000U, 0x7f7f0000U));
}

TEST(ExternalWeights, WidenHalfPrecision) {
  // 1, -2, -0, the smallest subnormal 2^-24, the largest subnormal 1023 * 2^-24, the smallest
  // normal number 2^-14, the largest number 65504.
  EXPECT_THAT(float_bits("F16", {0x00, 0x3c, 0x00, 0xc0, 0x00, 0x80, 0x01, 0x00, 0xff, 0x03, 0x00,
                                 0x04, 0xff, 0x7b}),
              ElementsAre(0x3f800000U, 0xc0000000U, 0x80000000U, 0x33800000U, 0x387fc000U,
                          0x38800000U, 0x477fe000U));
}

TEST(ExternalWeights, RoundDoublePrecision) {
  // 1, -0, 1 + 2^-24 (a tie, to even), 1 + 3 * 2^-24 (a tie, to even: up), 1e-300 (to 0).
  EXPECT_THAT(float_bits("F64", {0,    0,    0,    0,    0,    0,    0xf0, 0x3f, 0,    0,
                                 0,    0,    0,    0,    0,    0x80, 0,    0,    0,    0x10,
                                 0,    0,    0xf0, 0x3f, 0,    0,    0,    0x30, 0,    0,
                                 0xf0, 0x3f, 0x59, 0xf3, 0xf8, 0xc2, 0x1f, 0x6e, 0xa5, 0x01}),
              ElementsAre(0x3f800000U, 0x80000000U, 0x3f800000U, 0x3f800002U, 0U));
}

TEST(ExternalWeights, RefuseWhatIsNotFiniteAsF32) {
  const auto error = [](const std::string& dtype, const io::Bytes& bytes) {
    return error_of([&] { external_weights({{{"fc.a", {dtype, {1}, bytes}}}, {}}, "file"); });
  };
  const auto expected = "[file] expected finite numbers, got NaN or infinity in 'fc.a' as f32";
  EXPECT_EQ(error("BF16", {0x80, 0x7f}), expected);                   // infinity
  EXPECT_EQ(error("BF16", {0x80, 0xff}), expected);                   // -infinity
  EXPECT_EQ(error("BF16", {0x81, 0x7f}), expected);                   // NaN
  EXPECT_EQ(error("F16", {0x00, 0x7c}), expected);                    // infinity
  EXPECT_EQ(error("F16", {0x01, 0x7e}), expected);                    // NaN
  EXPECT_EQ(error("F64", {0, 0, 0, 0, 0, 0, 0xf0, 0x7f}), expected);  // infinity
  EXPECT_EQ(error("F64", {0, 0, 0, 0, 0, 0, 0, 0x7f}), expected);     // 2^1009
}

TEST(ExternalWeights, RefuseWholeNumbersButCounts) {
  for (const char* dtype : {"I8", "U8", "I16", "I32", "I64", "BOOL"}) {
    const io::RawTensor quantised = {
        dtype, {2, 1}, io::Bytes(static_cast<std::size_t>(2 * io::dtype_size(dtype)))};
    EXPECT_EQ(error_of([&] {
                external_weights({{{"fc1.weight", quantised}}, {}}, "file");
              }),
              fmt::format("[file] expected real numbers, got {} in 'fc1.weight'; convert quantised "
                          "weights to f32 first",
                          dtype));
  }
  const io::RawTensor count = nn::to_raw(torch::tensor(std::int64_t{3}));
  EXPECT_EQ(external_weights({{{"norm.num_batches_tracked", count}}, {}}, "file")
                .at("norm.num_batches_tracked")
                .dtype,
            "I64");
}

TEST(ExternalWeights, KeepTheNamesOfAllModelsThatCanBeImported) {
  std::size_t families_with_import = 0;
  for (const Family& family : families()) {
    if (family.import.read) {
      const auto model = reference_preset(family).recipe.family->make_model(
          {{0, 28, 28}, family.name == "transformer" ? tests::tokenizer_of_size({}) : nullptr}, 0);
      const RawTensors tensors = nn::to_raw(model->tensors());
      const RawTensors read = external_weights({tensors, {}}, family.name);
      EXPECT_TRUE(std::equal(tensors.begin(), tensors.end(), read.begin(), read.end(),
                             [](const auto& a, const auto& b) { return a.first == b.first; }))
          << family.name;
      ++families_with_import;
    }
  }
  EXPECT_EQ(families_with_import, 3U);
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
              HasSubstr("expected one tensor 'transformer.ln_f.weight', got "
                        "'_orig_mod.transformer.ln_f.weight' and 'transformer.ln_f.weight'"));
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

TEST(ImportGan, StripsWrappersOfEitherNetwork) {
  const auto gan = make_gan(dcgan_settings(7), {0, 28, 28}, 1);
  io::Safetensors file = file_of(*gan);
  rename_all(file.tensors, [](std::string key) {
    const bool generator = key.starts_with("generator.");
    return key.insert(key.find('.') + 1, generator ? "module." : "_orig_mod.model.");
  });
  const auto again = import_gan(file, dcgan_settings(7));
  EXPECT_TRUE(again.model->sample(3, 1).equal(gan->sample(3, 1)));
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
