#include <gmock/gmock.h>

#include "support/tiny_run.h"

namespace akin::tests {
namespace {

using testing::AllOf;
using testing::ContainsRegex;
using testing::EndsWith;
using testing::HasSubstr;

TEST(Reconstruct, PrintsRateErrorAndActiveDimensions) {
  const TrainedVae folder;
  const AppResult result = folder.run({"reconstruct", "run"});
  ASSERT_THAT(result, Succeeds());
  EXPECT_THAT(result.output,
              AllOf(HasSubstr("20 images not used for training"),
                    ContainsRegex("rate    [0-9]+\\.[0-9] bits per image"),
                    HasSubstr("64 bits for the code as 2 floats and 6272 bits for the pixels"),
                    ContainsRegex("error   0\\.[0-9]+ mean squared"),
                    ContainsRegex("active  [0-2] of 2 latent dimensions"),
                    EndsWith("\nrun/reconstruct-1.png\n")));
  EXPECT_EQ(folder.run({"reconstruct", "run", "--out", "same.png"}).status, 0);
  EXPECT_EQ(folder.text("run/reconstruct-1.png"), folder.text("same.png"));
}

TEST(Reconstruct, ShowsTheNumberOfImagesRequestedBySeed) {
  const TrainedVae folder;
  const auto show = [&](const Words& more, const std::string& out) {
    EXPECT_THAT(folder.run(Words{"reconstruct", "run", "--out", out} + more), Succeeds());
    return pictures::read_png(folder.path() / out);
  };
  const auto two = show({"--count", "2"}, "two.png");
  const auto ten = show({"--count", "10"}, "ten.png");
  EXPECT_GT(ten.height(), two.height());
  show({"--count", "2", "--seed", "1"}, "others.png");
  EXPECT_NE(folder.text("two.png"), folder.text("others.png"));
}

TEST(Reconstruct, ShowsOneClass) {
  const TrainedVae folder({"--conditional"});
  const AppResult result =
      folder.run({"reconstruct", "run", "--label", "3", "--count", "10", "--out", "three.png"});
  ASSERT_THAT(result, Succeeds());
  EXPECT_THAT(result.output, HasSubstr("the class is given"));
  // Two of the twenty held-out images are of each class.
  ASSERT_THAT(folder.run({"reconstruct", "run", "--count", "2", "--out", "two.png"}), Succeeds());
  EXPECT_EQ(pictures::read_png(folder.path() / "three.png").width(),
            pictures::read_png(folder.path() / "two.png").width());
  EXPECT_NE(folder.text("three.png"), folder.text("two.png"));
}

TEST(Reconstruct, CountsBinaryPixelsAsOneBit) {
  const TrainedVae folder({"--pixels", "binary"});
  const AppResult result = folder.run({"reconstruct", "run"});
  ASSERT_THAT(result, Succeeds());
  EXPECT_THAT(result.output, HasSubstr("and 784 bits for the pixels, 1 bit each"));
}

TEST(Reconstruct, MapsTwoLatentDimensions) {
  const TrainedVae folder;
  const AppResult result = folder.run({"reconstruct", "run", "--map"});
  ASSERT_THAT(result, Succeeds());
  EXPECT_THAT(result.output, EndsWith("\nrun/map-1.png\n"));
  const auto map = pictures::read_png(folder.path() / "run/map-1.png");
  EXPECT_GT(map.width(), 2 * 20 * 28);  // 20 x 20 decoded places beside a panel of the same size
  EXPECT_GT(map.height(), 20 * 28);
}

TEST(Reconstruct, MapsAClassOfAConditionalModel) {
  const TrainedVae folder({"--conditional"});
  EXPECT_THAT(folder.run({"reconstruct", "run", "--map"}), Refuses(2, "expected --label"));
  for (const char* label : {"3", "4"}) {
    ASSERT_THAT(folder.run({"reconstruct", "run", "--map", "--label", label}), Succeeds());
  }
  EXPECT_NE(folder.text("run/map-1.png"), folder.text("run/map-2.png"));
}

TEST(Reconstruct, RefusesInvalidOptions) {
  const TrainedVae folder({"--holdout", "0"}, "3");
  const auto reconstruct = [&](const Words& more) {
    return folder.run(Words{"reconstruct", "run"} + more);
  };
  EXPECT_THAT(reconstruct({"--map"}), Refuses(2, "--latent-dim 2"));
  EXPECT_THAT(reconstruct({"--map", "--count", "3"}), Refuses(2, "excludes"));
  EXPECT_THAT(reconstruct({}), Refuses(1, "train with --holdout above 0"));
  EXPECT_THAT(reconstruct({"--label", "10"}), Refuses(2, "[--label] expected one of 0, 1, 2"));
  EXPECT_THAT(reconstruct({"--out", "a.gif"}), Refuses(2, "ends in .png"));
  EXPECT_THAT(reconstruct({"--count", "0"}), Refuses(2, "--count"));
  folder.write("x.png", "mine");
  EXPECT_THAT(reconstruct({"--out", "x.png"}), Refuses(1, "--force"));
  EXPECT_EQ(folder.text("x.png"), "mine");
}

TEST(Reconstruct, RefusesAModelWithoutAnEncoder) {
  const TrainedFolder folder;
  EXPECT_THAT(folder.run({"reconstruct", "run"}),
              Refuses(2,
                      "[reconstruct] expected a model with an encoder, which a vae has, got a "
                      "gan"));
}

}  // namespace
}  // namespace akin::tests
