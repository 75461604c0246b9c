#include "akin/tokens/binary_tokenizer.h"

#include <vector>

#include <gmock/gmock.h>

#include <gtest/gtest.h>

#include "akin/base/random.h"

#include "support/error_of.h"

namespace akin::tokens {
namespace {

using testing::HasSubstr;
using tests::error_of;

std::vector<std::int32_t> binary_tokens(const BinaryTokenizer& tokenizer,
                                        const std::vector<std::uint8_t>& pixels) {
  std::vector<std::int32_t> tokens(static_cast<std::size_t>(tokenizer.length()), -1);
  tokenizer.encode(pixels, tokens);
  return tokens;
}

std::vector<std::uint8_t> random_bits(std::size_t count) {
  Random random(1, "bits");
  std::vector<std::uint8_t> pixels(count);
  for (auto& pixel : pixels) {
    pixel = random.below(2) == 1 ? 255 : 0;
  }
  return pixels;
}

TEST(BinaryTokenizer, MatchesHandComputedTokens) {
  // 2x2 patches: all white; the first pixel; the second; the third, of the second row; the last;
  // none.
  const std::vector<std::uint8_t> pixels = {
      255, 255, 255, 0,   0, 255,  //
      255, 255, 0,   0,   0, 0,    //
      0,   0,   0,   0,   0, 0,    //
      255, 0,   0,   255, 0, 0,
  };
  const BinaryTokenizer tokenizer({4, 6}, 2);
  EXPECT_EQ(binary_tokens(tokenizer, pixels), std::vector<std::int32_t>({15, 1, 2, 4, 8, 0}));
  EXPECT_EQ(tokenizer.vocabulary_size(), 16);
  EXPECT_EQ(tokenizer.length(), 6);
  EXPECT_EQ(tokenizer.image_size().height, 4);
  EXPECT_EQ(tokenizer.image_size().width, 6);
  EXPECT_EQ(tokenizer.kind(), "binary-2x2");
}

TEST(BinaryTokenizer, IsLossless) {
  for (const int patch_size : {1, 2, 3, 4}) {
    const BinaryTokenizer tokenizer({24, 36}, patch_size);
    const auto pixels = random_bits(std::size_t{24} * 36);
    std::vector<std::uint8_t> back(pixels.size(), 7);
    tokenizer.decode(binary_tokens(tokenizer, pixels), back);
    EXPECT_EQ(back, pixels) << patch_size;
    EXPECT_EQ(tokenizer.vocabulary_size(), std::int64_t{1} << (patch_size * patch_size));
  }
}

TEST(BinaryTokenizer, FirstHalfOfTheTokensIsTheUpperHalf) {
  const BinaryTokenizer tokenizer({28, 28}, 2);
  ASSERT_EQ(tokenizer.length(), 196);
  auto pixels = random_bits(784);
  const auto before = binary_tokens(tokenizer, pixels);
  for (std::size_t i = 392; i < 784; ++i) {
    pixels[i] = static_cast<std::uint8_t>(255 - pixels[i]);
  }
  const auto after = binary_tokens(tokenizer, pixels);
  for (std::size_t i = 0; i < 196; ++i) {
    EXPECT_EQ(after[i], i < 98 ? before[i] : 15 - before[i]) << "token " << i;
  }
}

TEST(BinaryTokenizer, ReportsInvalidArguments) {
  EXPECT_THAT(error_of([] {
                BinaryTokenizer({28, 27}, 2);
              }),
              HasSubstr("multiples of 2, the patch size, got 28x27"));
  EXPECT_THAT(error_of([] { BinaryTokenizer({0, 28}, 2); }), HasSubstr("got 0x28"));
  EXPECT_THAT(error_of([] { BinaryTokenizer({28, 28}, 0); }), HasSubstr("multiples of 0"));
  EXPECT_THAT(error_of([] { BinaryTokenizer({35, 35}, 5); }), HasSubstr("at most 4x4"));

  const BinaryTokenizer tokenizer({2, 4}, 2);
  std::vector<std::uint8_t> pixels(8);
  std::vector<std::int32_t> tokens(2);
  EXPECT_THAT(error_of([&] { tokenizer.encode(std::span(pixels).first(7), tokens); }),
              HasSubstr("expected 8 pixels and 2 tokens, got 7 and 2"));
  EXPECT_THAT(error_of([&] { tokenizer.decode(std::span(tokens).first(1), pixels); }),
              HasSubstr("got 8 and 1"));
  pixels[3] = 37;
  EXPECT_THAT(error_of([&] { tokenizer.encode(pixels, tokens); }), HasSubstr("got 37; binarise"));
  for (const std::int32_t token : {-1, 16}) {
    tokens[1] = token;
    EXPECT_THAT(error_of([&] { tokenizer.decode(tokens, pixels); }),
                HasSubstr("expected tokens from 0 to 15, got " + std::to_string(token)));
  }
}

}  // namespace
}  // namespace akin::tokens
