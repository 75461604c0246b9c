#include "akin/inference/transformer_shape.h"

#include <gmock/gmock.h>

#include <gtest/gtest.h>

#include "akin/io/settings_json.h"

#include "support/error_of.h"

namespace akin::inference {
namespace {

using testing::HasSubstr;

/// The error for the default shape with a vocabulary of 65 after `change`.
template <class Change>
std::string shape_error(const Change& change) {
  TransformerShape shape;
  shape.vocabulary_size = 65;
  change(shape);
  return tests::error_of<UsageError>([&] { require_valid(shape); });
}

TEST(TransformerShape, TheDefaultHasTheWeightsOfTheNanoGptCpuRecipe) {
  TransformerShape shape;
  shape.vocabulary_size = 65;
  // 65 * 128 + 64 * 128 + 4 * (2 * 128 + (3 + 1 + 4 + 4) * 128^2) + 128
  EXPECT_EQ(weight_count(shape), 804'096);
  EXPECT_EQ(shape_error([](TransformerShape&) {}), "no error");
}

TEST(TransformerShape, WeightsAreNamedAndShapedAsInNanoGpt) {
  using Shape = std::vector<std::int64_t>;
  const TransformerShape shape = {
      .context = 5, .layers = 2, .heads = 1, .width = 4, .vocabulary_size = 3};
  const auto shapes = weight_shapes(shape);
  EXPECT_EQ(shapes.size(), 15U);
  EXPECT_EQ(shapes.at("transformer.wte.weight"), (Shape{3, 4}));
  EXPECT_EQ(shapes.at("transformer.wpe.weight"), (Shape{5, 4}));
  EXPECT_EQ(shapes.at("transformer.h.1.attn.c_attn.weight"), (Shape{12, 4}));
  EXPECT_EQ(shapes.at("transformer.h.1.mlp.c_proj.weight"), (Shape{4, 16}));
  EXPECT_EQ(shapes.at("transformer.ln_f.weight"), (Shape{4}));
}

TEST(TransformerShape, CountsTheNumbersOfAllWeights) {
  for (const bool rotary : {false, true}) {
    const TransformerShape shape = {
        .context = 5, .layers = 3, .heads = 2, .width = 8, .rotary = rotary, .vocabulary_size = 11};
    std::int64_t count = 0;
    for (const auto& [name, sizes] : weight_shapes(shape)) {
      count += sizes[0] * (sizes.size() == 2 ? sizes[1] : 1);
    }
    EXPECT_EQ(weight_count(shape), count);
  }
}

TEST(TransformerShape, RefusesImpossibleShapes) {
  EXPECT_EQ(shape_error([](auto& shape) { shape.heads = 5; }),
            "[width] expected a multiple of the 5 heads, got 128");
  EXPECT_THAT(shape_error([](auto& shape) {
                shape.width = 12;
                shape.rotary = true;
              }),
              HasSubstr("[rotary] expected heads of even size, got width 12 / heads 4 = 3"));
  EXPECT_THAT(shape_error([](auto& shape) { shape.vocabulary_size = 0; }),
              HasSubstr("[vocabulary_size]"));
  EXPECT_THAT(shape_error([](auto& shape) { shape.layers = 0; }), HasSubstr("[layers]"));
  EXPECT_THAT(shape_error([](auto& shape) { shape.context = -1; }), HasSubstr("[context]"));
  EXPECT_THAT(shape_error([](auto& shape) { shape.heads = std::int64_t{1} << 62U; }),
              HasSubstr("[heads]"));
}

TEST(TransformerShape, RefusesMoreThanFitsIntoMemory) {
  EXPECT_THAT(shape_error([](auto& shape) { shape.width = 1 << 14U; }),
              HasSubstr("expected at most 268435456 weights in all, got 12887"));
  EXPECT_THAT(shape_error([](auto& shape) {
                shape.context = 1 << 14U;
                shape.layers = 128;
              }),
              HasSubstr("expected at most 268435456 numbers in the KV cache, got 536870912"));
}

TEST(TransformerShape, ItsSettingsPassThroughJsonButForTheVocabulary) {
  TransformerShape shape = {.context = 32,
                            .layers = 3,
                            .heads = 2,
                            .width = 48,
                            .rotary = true,
                            .rms_norm = true,
                            .squared_relu = true,
                            .qk_norm = true};
  io::SettingsWriter writer;
  visit(writer, shape);
  const nlohmann::json json = writer.json;
  io::JsonReader root(json, "config.json");
  io::SettingsReader reader(root);
  TransformerShape back;
  visit(reader, back);
  EXPECT_EQ(back, shape);
  EXPECT_FALSE(json.contains("vocabulary"));
}

}  // namespace
}  // namespace akin::inference
