#include "akin/inference/decoder_weights.h"

#include <limits>

#include <gmock/gmock.h>

#include <gtest/gtest.h>

#include "support/error_of.h"
#include "support/reference_transformer.h"

namespace akin::inference {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using tests::error_of;

constexpr TransformerShape weights_shape = {
    .context = 6, .layers = 1, .heads = 1, .width = 4, .vocabulary_size = 5};

/// The error for the weights of weights_shape after `change`.
template <class Change>
std::string error_after(const Change& change) {
  auto tensors = tests::random_weights(weights_shape);
  change(tensors);
  return error_of([&] { read_decoder_weights(weights_shape, tensors, Precision::f32); });
}

TEST(DecoderWeights, NamesEveryTensorThatIsNotAsExpected) {
  const std::string error = error_after([](RawTensors& tensors) {
    tensors.erase("transformer.ln_f.weight");
    tensors["transformer.h.1.ln_1.weight"] = tensors.at("transformer.h.0.ln_1.weight");
    tensors.at("transformer.wpe.weight").shape = {4, 6};
    tensors.at("transformer.h.0.mlp.c_fc.weight").dtype = "BF16";
  });
  EXPECT_THAT(error, AllOf(HasSubstr("transformer.ln_f.weight is missing"),
                           HasSubstr("transformer.h.1.ln_1.weight is unknown"),
                           HasSubstr("transformer.wpe.weight is F32 [4, 6] instead of F32 [6, 4]"),
                           HasSubstr("mlp.c_fc.weight is BF16 [16, 4] instead of F32 [16, 4]")));
}

TEST(DecoderWeights, LearntPositionsAreUnknownToARotaryModel) {
  auto tensors = tests::random_weights(weights_shape);
  TransformerShape rotary = weights_shape;
  rotary.rotary = true;
  EXPECT_THAT(error_of([&] { read_decoder_weights(rotary, tensors, Precision::f32); }),
              HasSubstr("transformer.wpe.weight is unknown"));
}

TEST(DecoderWeights, RefusesBytesThatDoNotFitTheShape) {
  EXPECT_THAT(error_after([](RawTensors& tensors) {
                tensors.at("transformer.ln_f.weight").bytes.resize(15);
              }),
              HasSubstr("transformer.ln_f.weight has 15 bytes instead of 16"));
}

TEST(DecoderWeights, RefusesNumbersThatAreNotFinite) {
  const float infinity = std::numeric_limits<float>::infinity();
  EXPECT_THAT(error_after([&](RawTensors& tensors) {
                std::memcpy(tensors.at("transformer.h.0.ln_2.weight").bytes.data() + 4, &infinity,
                            sizeof(infinity));
              }),
              HasSubstr("transformer.h.0.ln_2.weight with NaN or infinity"));
}

TEST(DecoderWeights, AcceptsATiedOutputLayer) {
  const auto tie = [](RawTensors& tensors) {
    tensors["lm_head.weight"] = tensors.at("transformer.wte.weight");
  };
  EXPECT_EQ(error_after(tie), "no error");
  EXPECT_THAT(error_after([&](RawTensors& tensors) {
                tie(tensors);
                tensors.at("lm_head.weight").bytes[0] ^= 1U;
              }),
              HasSubstr("expected lm_head.weight to equal transformer.wte.weight"));
  EXPECT_THAT(error_after([&](RawTensors& tensors) {
                tie(tensors);
                tensors.at("lm_head.weight").shape = {4, 5};
              }),
              HasSubstr("lm_head.weight is F32 [4, 5] instead of F32 [5, 4]"));
}

TEST(DecoderWeights, AnImpossibleShapeIsAUsageError) {
  TransformerShape shape = weights_shape;
  shape.heads = 3;
  EXPECT_THAT(error_of<UsageError>([&] { read_decoder_weights(shape, {}, Precision::f32); }),
              HasSubstr("expected a multiple of the 3 heads, got 4"));
}

}  // namespace
}  // namespace akin::inference
