#include "akin/inference/decoder.h"

#include <algorithm>

#include <gmock/gmock.h>

#include <gtest/gtest.h>

#include "support/error_of.h"
#include "support/reference_transformer.h"

namespace akin::inference {
namespace {

using tests::error_of;
using tests::random_weights;
using tests::ReferenceTransformer;
using Tokens = std::vector<std::int32_t>;
using Logits = std::vector<float>;

constexpr TransformerShape small_shape = {
    .context = 10, .layers = 2, .heads = 3, .width = 18, .vocabulary_size = 7};

Tokens some_tokens(std::int64_t count) {
  Tokens tokens;
  Random random(2, "tokens");
  for (std::int64_t i = 0; i < count; ++i) {
    tokens.push_back(static_cast<std::int32_t>(random.below(small_shape.vocabulary_size)));
  }
  return tokens;
}

Decoder small_decoder() {
  return {small_shape, random_weights(small_shape)};
}

Logits copy(std::span<const float> logits) {
  return {logits.begin(), logits.end()};
}

/// The largest absolute difference.
double distance(std::span<const float> actual, const tests::Row& expected) {
  EXPECT_EQ(actual.size(), expected.size());
  double most = 0;
  for (std::size_t i = 0; i < actual.size(); ++i) {
    most = std::max(most, std::abs(static_cast<double>(actual[i]) - expected[i]));
  }
  return most;
}

/// A shape with each combination of switches, one bit each.
class DecoderOfShape : public testing::TestWithParam<unsigned> {
 protected:
  [[nodiscard]] static TransformerShape with_switches(TransformerShape shape) {
    shape.rotary = (GetParam() & 1U) != 0;
    shape.rms_norm = (GetParam() & 2U) != 0;
    shape.squared_relu = (GetParam() & 4U) != 0;
    shape.qk_norm = (GetParam() & 8U) != 0;
    return shape;
  }
};

TEST_P(DecoderOfShape, EveryStepIsTheReferenceOnTheTokensSoFar) {
  const TransformerShape shape = with_switches(small_shape);
  const auto weights = random_weights(shape);
  const Tokens tokens = some_tokens(shape.context);
  const auto expected = ReferenceTransformer(shape, weights).logits(tokens);
  for (const MatrixKernels& kernels : kernels::matrix_kernels()) {
    Decoder decoder(shape, weights, Precision::f32, kernels);
    for (std::size_t i = 0; i < tokens.size(); ++i) {
      EXPECT_LT(distance(decoder.step(tokens[i]), expected[i]), 1e-5) << "token " << i;
    }
  }
}

TEST_P(DecoderOfShape, BeyondTheContextItIsTheReferenceOnTheShorterWindow) {
  const TransformerShape shape = with_switches(small_shape);
  const auto weights = random_weights(shape);
  const ReferenceTransformer reference(shape, weights);
  Decoder decoder(shape, weights);
  Tokens window;
  for (const std::int32_t token : some_tokens(3 * shape.context)) {
    if (std::ssize(window) == shape.context) {
      window.erase(window.begin(), window.end() - shape.context / 2);
    }
    window.push_back(token);
    const auto logits = decoder.step(token);
    ASSERT_EQ(decoder.position(), std::ssize(window));
    EXPECT_THAT(decoder.window(), testing::ElementsAreArray(window));
    EXPECT_LT(distance(logits, reference.logits(window).back()), 1e-5);
  }
}

// Weights have a relative error of up to 2^-8, 0.0016 in the root mean square; logits, after nine
// matrices and attention that is sharper than in a trained model, a few times that.
TEST_P(DecoderOfShape, Bf16WeightsAreOffByTheirRounding) {
  const TransformerShape shape =
      with_switches({.context = 90, .layers = 2, .heads = 3, .width = 66, .vocabulary_size = 131});
  const auto weights = random_weights(shape);
  for (const MatrixKernels& kernels : kernels::matrix_kernels()) {
    Decoder exact(shape, weights, Precision::f32, kernels);
    Decoder rounded(shape, weights, Precision::bf16, kernels);
    double squares = 0;
    double errors = 0;
    for (std::int32_t i = 0; i < shape.context; ++i) {
      const Logits logits = copy(exact.step(i * 37 % 131));
      const auto others = rounded.step(i * 37 % 131);
      for (std::size_t j = 0; j < logits.size(); ++j) {
        squares += std::pow(static_cast<double>(logits[j]), 2);
        errors += std::pow(static_cast<double>(others[j]) - static_cast<double>(logits[j]), 2);
      }
    }
    EXPECT_LT(std::sqrt(errors / squares), 0.02);
    EXPECT_GT(std::sqrt(errors / squares), 0.001) << "the weights are rounded";
  }
}

TEST(Decoder, ReadsBf16PromptsInAnySplit) {
  const auto weights = random_weights(small_shape);
  Decoder at_once(small_shape, weights, Precision::bf16);
  Decoder one_by_one(small_shape, weights, Precision::bf16);
  const Tokens tokens = some_tokens(small_shape.context);
  Logits last;
  for (const std::int32_t token : tokens) {
    last = copy(one_by_one.step(token));
  }
  EXPECT_EQ(copy(at_once.feed(tokens)), last);
}

// Heads, widths and contexts larger than a group of rows and not multiples of a register.
TEST_P(DecoderOfShape, LargerShapesFollowTheReferenceToo) {
  const TransformerShape shape =
      with_switches({.context = 90, .layers = 1, .heads = 2, .width = 140, .vocabulary_size = 131});
  auto weights = random_weights(shape);
  Tokens tokens;
  for (std::int32_t i = 0; i < 90; ++i) {
    tokens.push_back(i * 37 % 131);
  }
  const auto expected = ReferenceTransformer(shape, weights).logits(tokens).back();
  Decoder decoder(shape, weights);
  double largest = 0;
  for (const double logit : expected) {
    largest = std::max(largest, std::abs(logit));
  }
  // Sums of 4 * 140 products in float: sqrt(560) 2^-24 = 1.4e-6 for independent rounding errors, in
  // each of three matrices. A wrong kernel is off by a hundredth or more.
  EXPECT_LT(distance(decoder.feed(tokens), expected), 4e-6 * largest);
}

INSTANTIATE_TEST_SUITE_P(Switches, DecoderOfShape, testing::Range(0U, 16U));

TEST(Decoder, FeedEqualsStepsBitForBit) {
  const Tokens tokens = some_tokens(4 * small_shape.context);
  for (std::int64_t before = 0; before <= small_shape.context; ++before) {
    for (std::int64_t count = 1; count <= 3 * small_shape.context; ++count) {
      const auto fed = std::span(tokens).subspan(static_cast<std::size_t>(before),
                                                 static_cast<std::size_t>(count));
      static const Decoder fresh = small_decoder();
      Decoder by_steps = fresh;
      for (std::int64_t i = 0; i < before + count - 1; ++i) {
        by_steps.step(tokens[static_cast<std::size_t>(i)]);
      }
      Decoder by_feeding = fresh;
      if (before > 0) {
        by_feeding.feed(std::span(tokens).first(static_cast<std::size_t>(before)));
      }
      EXPECT_EQ(copy(by_feeding.feed(fed)), copy(by_steps.step(fed.back())))
          << before << " tokens, then " << count;
      EXPECT_EQ(by_feeding.position(), by_steps.position());
    }
  }
}

TEST(Decoder, LaterTokensChangeNothingBefore) {
  Decoder one = small_decoder();
  Decoder other = small_decoder();
  EXPECT_EQ(copy(one.step(1)), copy(other.step(1)));
  EXPECT_NE(copy(one.step(2)), copy(other.step(3)));
  EXPECT_NE(copy(one.step(4)), copy(other.step(4))) << "earlier tokens matter";
}

TEST(Decoder, ResetForgets) {
  Decoder decoder = small_decoder();
  const Logits first = copy(decoder.step(5));
  decoder.feed(some_tokens(8));
  EXPECT_EQ(decoder.position(), 9);
  decoder.reset();
  EXPECT_EQ(decoder.position(), 0);
  EXPECT_EQ(copy(decoder.step(5)), first);
}

TEST(Decoder, ACopyIsIndependent) {
  Decoder decoder = small_decoder();
  decoder.step(1);
  Decoder copied = decoder;
  const Logits expected = copy(decoder.step(2));
  decoder.step(3);
  EXPECT_EQ(copy(copied.step(2)), expected);
}

TEST(Decoder, AContextOfOneTokenForgetsEachTime) {
  TransformerShape shape = small_shape;
  shape.context = 1;
  Decoder decoder(shape, random_weights(shape));
  const Logits first = copy(decoder.step(3));
  decoder.step(4);
  EXPECT_EQ(decoder.position(), 1);
  EXPECT_EQ(copy(decoder.step(3)), first);
  EXPECT_EQ(copy(decoder.feed(Tokens{1, 2, 3})), first);
}

TEST(Decoder, RefusesTokensOutsideItsVocabulary) {
  Decoder decoder = small_decoder();
  decoder.step(1);
  EXPECT_EQ(error_of([&] { decoder.step(7); }),
            "[decoder] expected tokens from 0 to 6, got 7; is it the tokenizer of this model?");
  EXPECT_NE(error_of([&] { decoder.feed(Tokens{1, -1}); }), "no error");
  EXPECT_NE(error_of([&] { decoder.feed({}); }), "no error");
  EXPECT_EQ(decoder.position(), 1) << "nothing has changed";
}

}  // namespace
}  // namespace akin::inference
