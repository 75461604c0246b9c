#include "akin/tokens/patch_tokenizer.h"

#include <cmath>
#include <vector>

#include <gmock/gmock.h>

#include <gtest/gtest.h>

#include "akin/base/random.h"

#include "support/error_of.h"

namespace akin::tokens {
namespace {

using testing::ElementsAre;
using testing::ElementsAreArray;
using testing::HasSubstr;
using tests::error_of;

std::vector<std::int32_t> patch_tokens(const PatchTokenizer& tokenizer,
                                       std::span<const std::uint8_t> pixels) {
  std::vector<std::int32_t> tokens(static_cast<std::size_t>(tokenizer.length()), -1);
  tokenizer.encode(pixels, tokens);
  return tokens;
}

/// 2x2 patches: black, white, and white on the right.
numerics::Points three_patches() {
  numerics::Points codebook(3, 4);
  codebook << 0, 0, 0, 0, 1, 1, 1, 1, 0, 0.8F, 0, 0.8F;
  return codebook;
}

/// Half of the 4x4 patches are black, the others have random greys.
std::vector<std::uint8_t> random_images(std::int64_t count) {
  Random random(1, "images");
  std::vector<std::uint8_t> pixels(static_cast<std::size_t>(count) * 12 * 8);
  for (std::size_t i = 0; i < pixels.size(); ++i) {
    const std::size_t cell = i / 48 * 2 + i % 8 / 4;
    pixels[i] = cell % 2 == 0 ? 0 : static_cast<std::uint8_t>(random.below(256));
  }
  return pixels;
}

TEST(PatchTokenizer, MatchesHandComputedTokens) {
  const PatchTokenizer tokenizer({2, 8}, three_patches());
  const std::vector<std::uint8_t> pixels = {
      250, 255, 0, 204, 30, 0, 100, 255,  //
      255, 240, 0, 204, 0,  0, 0,   255,
  };
  EXPECT_EQ(patch_tokens(tokenizer, pixels), std::vector<std::int32_t>({1, 2, 0, 2}));
  std::vector<std::uint8_t> back(16, 9);
  tokenizer.decode(std::vector<std::int32_t>({1, 2, 0, 2}), back);
  EXPECT_EQ(back, std::vector<std::uint8_t>(
                      {255, 255, 0, 204, 0, 0, 0, 204, 255, 255, 0, 204, 0, 0, 0, 204}));
  EXPECT_EQ(tokenizer.kind(), "patch");
  EXPECT_EQ(tokenizer.vocabulary_size(), 3);
  EXPECT_EQ(tokenizer.length(), 4);
  EXPECT_EQ(tokenizer.codebook(), three_patches());
}

TEST(PatchTokenizer, BlackPatchesWithoutABlackTokenGetTheNearest) {
  numerics::Points codebook(3, 1);
  codebook << 0.9F, 0.2F, 0.2F;
  const PatchTokenizer tokenizer({1, 2}, codebook);
  EXPECT_EQ(patch_tokens(tokenizer, std::vector<std::uint8_t>({0, 255})),
            std::vector<std::int32_t>({1, 0}));
}

TEST(PatchTokenizer, EncodeAllMatchesEncode) {
  const auto pixels = random_images(2100);  // more than two passes of 1024
  const PatchTokenizer tokenizer =
      fit_patch_tokenizer(pixels, 2100, {12, 8}, {.codebook_size = 40});
  const auto all = tokenizer.encode_all(pixels, 2100);
  const auto loop = tokenizer.ImageTokenizer::encode_all(pixels, 2100);
  EXPECT_EQ(all, loop);
  ASSERT_EQ(all.size(), 2100U * 6);
  EXPECT_TRUE(tokenizer.encode_all({}, 0).empty());
}

TEST(PatchTokenizer, EveryTokenIsEncodedAsItself) {
  const auto pixels = random_images(50);
  const PatchTokenizer tokenizer = fit_patch_tokenizer(pixels, 50, {12, 8}, {.codebook_size = 24});
  for (std::int32_t first = 0; first < 24; first += 6) {
    std::vector<std::int32_t> tokens(6);
    for (std::int32_t i = 0; i < 6; ++i) {
      tokens[static_cast<std::size_t>(i)] = first + i;
    }
    std::vector<std::uint8_t> image(96);
    tokenizer.decode(tokens, image);
    EXPECT_EQ(patch_tokens(tokenizer, image), tokens);
  }
}

TEST(PatchTokenizer, ReportsInvalidArguments) {
  const auto make = [](const numerics::Points& codebook) {
    return error_of([&] { PatchTokenizer({8, 8}, codebook); });
  };
  EXPECT_THAT(make(numerics::Points::Zero(4, 5)), HasSubstr("got [4, 5]"));
  EXPECT_THAT(make(numerics::Points(0, 4)), HasSubstr("got [0, 4]"));
  EXPECT_THAT(make(numerics::Points(4, 0)), HasSubstr("got [4, 0]"));
  EXPECT_THAT(make(numerics::Points::Zero(65537, 1)), HasSubstr("got [65537, 1]"));
  EXPECT_THAT(make(numerics::Points::Constant(2, 4, 1.5F)), HasSubstr("in [0, 1]"));
  EXPECT_THAT(make(numerics::Points::Constant(2, 4, std::nanf(""))), HasSubstr("in [0, 1]"));
  EXPECT_THAT(make(numerics::Points::Zero(2, 9)), HasSubstr("multiples of 3"));

  const PatchTokenizer tokenizer({2, 8}, three_patches());
  std::vector<std::uint8_t> pixels(16);
  std::vector<std::int32_t> tokens(4);
  EXPECT_THAT(error_of([&] { tokenizer.encode(pixels, std::span(tokens).first(3)); }),
              HasSubstr("expected 16 pixels and 4 tokens, got 16 and 3"));
  EXPECT_THAT(error_of([&] { (void)tokenizer.encode_all(pixels, 2); }),
              HasSubstr("expected 2 images of 16 values, got 16 values"));
  for (const std::int32_t token : {-1, 3}) {
    tokens[2] = token;
    EXPECT_THAT(error_of([&] { tokenizer.decode(tokens, pixels); }),
                HasSubstr("expected tokens from 0 to 2, got " + std::to_string(token)));
  }
}

/// 4x4 images with one white pixel; every second image is black.
std::vector<std::uint8_t> dots(std::int64_t count) {
  std::vector<std::uint8_t> pixels(static_cast<std::size_t>(count) * 16);
  for (std::size_t i = 0; i < pixels.size() / 16; i += 2) {
    pixels[i * 16 + i / 2 % 16] = 255;
  }
  return pixels;
}

TEST(FitPatchTokenizer, FindsAllDistinctPatches) {
  const auto pixels = dots(640);
  const PatchTokenizer tokenizer = fit_patch_tokenizer(pixels, 640, {4, 4}, {.codebook_size = 17});
  EXPECT_EQ(tokenizer.codebook().row(0), Eigen::RowVectorXf::Zero(16));
  EXPECT_EQ(tokenizer.codebook().bottomRows(16).colwise().sum(), Eigen::RowVectorXf::Ones(16));
  std::vector<std::int32_t> token(1);
  std::vector<std::uint8_t> back(16);
  for (std::size_t i = 0; i < 640; ++i) {
    const auto image = std::span(pixels).subspan(i * 16, 16);
    tokenizer.encode(image, token);
    tokenizer.decode(token, back);
    EXPECT_THAT(back, testing::ElementsAreArray(image));
    EXPECT_EQ(token[0] == 0, i % 2 == 1);
  }
}

std::vector<std::uint8_t> grey_noise(std::int64_t count) {
  Random random(2, "noise");
  std::vector<std::uint8_t> pixels(static_cast<std::size_t>(count) * 64);
  for (auto& pixel : pixels) {
    pixel = static_cast<std::uint8_t>(random.below(256));
  }
  return pixels;
}

double squared_error(const PatchTokenizer& tokenizer, std::span<const std::uint8_t> image) {
  std::vector<std::int32_t> tokens(static_cast<std::size_t>(tokenizer.length()));
  std::vector<std::uint8_t> back(image.size());
  tokenizer.encode(image, tokens);
  tokenizer.decode(tokens, back);
  double sum = 0;
  for (std::size_t i = 0; i < image.size(); ++i) {
    sum += std::pow(image[i] - back[i], 2);
  }
  return sum / static_cast<double>(image.size());
}

TEST(FitPatchTokenizer, LargerCodebooksHaveSmallerErrors) {
  const auto pixels = grey_noise(200);
  double before = 1e9;
  for (const std::int64_t size : {2, 8, 64, 400}) {
    const PatchTokenizer tokenizer =
        fit_patch_tokenizer(pixels, 200, {8, 8}, {.codebook_size = size});
    double error = 0;
    for (std::size_t i = 0; i < pixels.size(); i += 64) {
      error += squared_error(tokenizer, std::span(pixels).subspan(i, 64));
    }
    EXPECT_LT(error, 0.95 * before) << size;
    before = error;
  }
}

TEST(FitPatchTokenizer, DependsOnTheSeedOnly) {
  const auto pixels = grey_noise(200);
  const auto codebook = [&](std::uint64_t seed) {
    return fit_patch_tokenizer(pixels, 200, {8, 8}, {.codebook_size = 16, .seed = seed}).codebook();
  };
  EXPECT_EQ(codebook(1), codebook(1));
  EXPECT_NE(codebook(1), codebook(2));
}

TEST(FitPatchTokenizer, SupportsAnyPatchSize) {
  const auto pixels = grey_noise(20);
  EXPECT_EQ(
      fit_patch_tokenizer(pixels, 20, {8, 8}, {.codebook_size = 10, .patch_size = 2}).length(), 16);
  EXPECT_EQ(
      fit_patch_tokenizer(pixels, 20, {8, 8}, {.codebook_size = 10, .patch_size = 8}).length(), 1);
}

TEST(FitPatchTokenizer, ReportsInvalidArguments) {
  const auto pixels = dots(640);
  const auto fit = [&](std::int64_t count, int height, const PatchOptions& options) {
    return error_of([&] { fit_patch_tokenizer(pixels, count, {height, 4}, options); });
  };
  EXPECT_THAT(fit(640, 4, {.codebook_size = 1}), HasSubstr("[codebook_size]"));
  EXPECT_THAT(fit(640, 4, {.codebook_size = 65537}), HasSubstr("[codebook_size]"));
  EXPECT_THAT(fit(639, 4, {}), HasSubstr("expected 639 images of 16 values, got 10240 values"));
  EXPECT_THAT(fit(640, 4, {.patch_size = 3}), HasSubstr("multiples of 3"));
  EXPECT_THAT(fit(-1, 4, {}), HasSubstr("expected -1 images"));
}

TEST(FitPatchTokenizer, LeavesTokensUnusedWhereThereAreFewerPatches) {
  const std::vector<std::uint8_t> pixels = {9, 9, 9, 9, 0, 0, 0, 0, 70, 70, 70, 70};
  const PatchTokenizer tokenizer =
      fit_patch_tokenizer(pixels, 3, {2, 2}, {.codebook_size = 8, .patch_size = 2});
  EXPECT_EQ(tokenizer.vocabulary_size(), 8);
  std::vector<std::uint8_t> decoded(4);
  for (std::size_t i = 0; i < 3; ++i) {
    const std::span<const std::uint8_t> image = std::span(pixels).subspan(4 * i, 4);
    std::vector<std::int32_t> token(1);
    tokenizer.encode(image, token);
    EXPECT_LT(token[0], 3);
    tokenizer.decode(token, decoded);
    EXPECT_THAT(decoded, ElementsAreArray(image));
  }
  EXPECT_THAT(error_of([] {
                const std::vector<std::uint8_t> black(4);
                fit_patch_tokenizer(black, 1, {2, 2}, {.codebook_size = 8, .patch_size = 2});
              }),
              HasSubstr("got only black ones"));
}

// A patch of a colour image is its red, green and blue patches, one after another.
TEST(PatchTokenizer, EncodesColour) {
  numerics::Points codebook(2, 3);
  codebook << 1, 0, 0, 0, 0, 1;  // red, blue
  const PatchTokenizer tokenizer({1, 2, 3}, codebook);
  const std::vector<std::uint8_t> blue_red = {0, 255, 0, 0, 255, 0};  // [channels, height, width]
  std::vector<std::int32_t> tokens(2);
  tokenizer.encode(blue_red, tokens);
  EXPECT_THAT(tokens, ElementsAre(1, 0));
  std::vector<std::uint8_t> decoded(6);
  tokenizer.decode(tokens, decoded);
  EXPECT_EQ(decoded, blue_red);
}

}  // namespace
}  // namespace akin::tokens
