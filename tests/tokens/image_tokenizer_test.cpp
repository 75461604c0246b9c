#include "akin/tokens/image_tokenizer.h"

#include <vector>

#include <gmock/gmock.h>

#include <gtest/gtest.h>

#include "support/error_of.h"

namespace akin::tokens {
namespace {

using testing::HasSubstr;
using tests::error_of;

TEST(MakeImageTokenizer, MakesEachKind) {
  const auto binary = make_image_tokenizer("binary-2x2", {28, 28});
  EXPECT_EQ(binary->kind(), "binary-2x2");
  EXPECT_EQ(binary->length(), 196);
  EXPECT_EQ(binary->vocabulary_size(), 16);
  EXPECT_EQ(binary->codebook().rows(), 0);

  const numerics::Points codebook = numerics::Points::Constant(7, 16, 0.5F);
  const auto patch = make_image_tokenizer("patch", {28, 28}, codebook);
  EXPECT_EQ(patch->kind(), "patch");
  EXPECT_EQ(patch->length(), 49);
  EXPECT_EQ(patch->vocabulary_size(), 7);
  EXPECT_EQ(patch->codebook(), codebook);
}

TEST(MakeImageTokenizer, ReportsInvalidArguments) {
  EXPECT_THAT(error_of<UsageError>([] {
                make_image_tokenizer("pach", {28, 28});
              }),
              HasSubstr("did you mean 'patch'"));
  EXPECT_THAT(error_of([] { make_image_tokenizer("patch", {28, 28}); }), HasSubstr("got [0, 0]"));
  EXPECT_THAT(error_of([] {
                make_image_tokenizer("binary-2x2", {28, 28}, numerics::Points::Zero(3, 16));
              }),
              HasSubstr("expected no codebook, got one of 3 rows"));
  EXPECT_THAT(error_of([] {
                make_image_tokenizer("binary-2x2", {27, 28});
              }),
              HasSubstr("got 27x28"));
}

TEST(ImageTokenizer, EncodeAllMatchesEncode) {
  const auto binary = make_image_tokenizer("binary-2x2", {2, 4});
  const std::vector<std::uint8_t> pixels = {255, 0, 0, 0, 0, 0, 0, 0,  //
                                            0,   0, 0, 0, 0, 0, 0, 255};
  EXPECT_EQ(binary->encode_all(pixels, 2), std::vector<std::uint16_t>({1, 0, 0, 8}));
  EXPECT_THAT(error_of([&] { (void)binary->encode_all(pixels, 3); }), HasSubstr("got 16 values"));
}

}  // namespace
}  // namespace akin::tokens
