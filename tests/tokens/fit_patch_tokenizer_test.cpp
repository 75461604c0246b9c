#include <cmath>
#include <vector>

#include <gmock/gmock.h>

#include <gtest/gtest.h>

#include "akin/base/random.h"
#include "akin/tokens/patch_tokenizer.h"

#include "support/error_of.h"

namespace akin::tokens {
namespace {

using testing::HasSubstr;
using tests::error_of;

/// Images of 4x4 with one of 16 pixels white, or (every second one) none.
std::vector<std::uint8_t> dots(std::int64_t count) {
  std::vector<std::uint8_t> pixels(static_cast<std::size_t>(count) * 16);
  for (std::size_t i = 0; i < pixels.size() / 16; i += 2) {
    pixels[i * 16 + i / 2 % 16] = 255;
  }
  return pixels;
}

TEST(FitPatchTokenizer, FindsThePatchesThereAre) {
  const auto pixels = dots(640);
  const PatchTokenizer tokenizer = fit_patch_tokenizer(pixels, 640, 4, 4, {.words = 17});
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

TEST(FitPatchTokenizer, MoreWordsLoseLess) {
  const auto pixels = grey_noise(200);
  double before = 1e9;
  for (const std::int64_t words : {2, 8, 64, 400}) {
    const PatchTokenizer tokenizer = fit_patch_tokenizer(pixels, 200, 8, 8, {.words = words});
    double error = 0;
    for (std::size_t i = 0; i < pixels.size(); i += 64) {
      error += squared_error(tokenizer, std::span(pixels).subspan(i, 64));
    }
    EXPECT_LT(error, 0.95 * before) << words;
    before = error;
  }
}

TEST(FitPatchTokenizer, IsAFunctionOfTheSeed) {
  const auto pixels = grey_noise(200);
  const auto codebook = [&](std::uint64_t seed) {
    return fit_patch_tokenizer(pixels, 200, 8, 8, {.words = 16, .seed = seed}).codebook();
  };
  EXPECT_EQ(codebook(1), codebook(1));
  EXPECT_NE(codebook(1), codebook(2));
}

TEST(FitPatchTokenizer, TakesAnyCell) {
  const auto pixels = grey_noise(20);
  EXPECT_EQ(fit_patch_tokenizer(pixels, 20, 8, 8, {.words = 10, .cell = 2}).length(), 16);
  EXPECT_EQ(fit_patch_tokenizer(pixels, 20, 8, 8, {.words = 10, .cell = 8}).length(), 1);
}

TEST(FitPatchTokenizer, NamesWhatIsWrong) {
  const auto pixels = dots(640);
  const auto fit = [&](std::int64_t count, int height, const PatchOptions& options) {
    return error_of([&] { fit_patch_tokenizer(pixels, count, height, 4, options); });
  };
  EXPECT_THAT(fit(640, 4, {.words = 1}), HasSubstr("[words]"));
  EXPECT_THAT(fit(640, 4, {.words = 65537}), HasSubstr("[words]"));
  EXPECT_THAT(fit(640, 4, {.words = 322}), HasSubstr("got 320; ask for fewer words"));
  EXPECT_THAT(fit(639, 4, {}), HasSubstr("expected 639 images of 4x4 pixels, got 10240 pixels"));
  EXPECT_THAT(fit(640, 4, {.cell = 3}), HasSubstr("multiples of 3"));
  EXPECT_THAT(fit(-1, 4, {}), HasSubstr("expected -1 images"));
}

}  // namespace
}  // namespace akin::tokens
