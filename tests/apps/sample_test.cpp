#include <gmock/gmock.h>

#include "support/tiny_run.h"

namespace akin::tests {
namespace {

using testing::HasSubstr;

TEST(Sample, NumbersItsFilesAndGivesTheSameBytesForTheSameSeed) {
  const TrainedFolder folder;
  EXPECT_EQ(folder.run({"sample", "run"}).output, "run/sample-1.png\n");
  EXPECT_EQ(folder.run({"sample", "run"}).output, "run/sample-2.png\n");
  EXPECT_EQ(folder.run({"sample", "run", "--seed", "1"}).output, "run/sample-3.png\n");
  EXPECT_EQ(folder.text("run/sample-1.png"), folder.text("run/sample-2.png"));
  EXPECT_NE(folder.text("run/sample-1.png"), folder.text("run/sample-3.png"));
}

TEST(Sample, DrawsTheRequestedNumber) {
  const TrainedFolder folder;
  ASSERT_THAT(folder.run({"sample", "run", "--count", "1", "--out", "one.png"}), Succeeds());
  ASSERT_THAT(folder.run({"sample", "run", "--count", "100", "--out", "many.png"}), Succeeds());
  const auto one = pictures::read_png(folder.path() / "one.png");
  const auto many = pictures::read_png(folder.path() / "many.png");
  EXPECT_GE(one.width() * one.height(), 28 * 28);
  EXPECT_GE(many.width() * many.height(), 100 * 28 * 28);
  EXPECT_GT(many.width(), one.width());
}

TEST(Sample, DrawsOneClassOfAConditionalModel) {
  const TrainedFolder folder({"--conditional"});
  for (const char* label : {"3", "4"}) {
    ASSERT_THAT(
        folder.run({"sample", "run", "--label", label, "--out", label + std::string(".png")}),
        Succeeds());
  }
  EXPECT_NE(folder.text("3.png"), folder.text("4.png"));
  EXPECT_THAT(folder.run({"sample", "run", "--label", "10"}),
              Refuses(2, "[--label] expected one of 0, 1, 2"));
  EXPECT_THAT(folder.run({"sample", "run", "--label", "-1"}),
              Refuses(2, "[--label] expected one of 0, 1, 2"));
  EXPECT_THAT(folder.run({"sample", "run", "--label", "3x"}), Refuses(2, "got '3x'"));
  EXPECT_FALSE(folder.has("run/sample-1.png"));
}

TEST(Sample, WritesALatentInterpolationAsAnAnimation) {
  const TrainedFolder folder;
  const AppResult result = folder.run({"sample", "run", "--interpolate", "--count", "2"});
  ASSERT_THAT(result, Succeeds());
  EXPECT_EQ(result.output, "run/walk-1.gif\n");
  EXPECT_TRUE(folder.text("run/walk-1.gif").starts_with("GIF89a"));
}

TEST(Sample, ShowsTheNearestTrainingImages) {
  const TrainedFolder folder;
  const AppResult result = folder.run({"sample", "run", "--nearest", "--count", "4"});
  ASSERT_THAT(result, Succeeds());
  EXPECT_THAT(result.output, HasSubstr("exact copies 0 of 4"));
  EXPECT_THAT(result.output, HasSubstr("real images not used for training"));
  EXPECT_TRUE(folder.text("run/nearest-1.png").starts_with("\x89PNG"));
}

TEST(Sample, RefusesOtherDataThanTheRunWasTrainedOn) {
  const TrainedFolder folder;
  io::Idx images = tiny_images();
  images.values[0] = 1;
  io::write_atomically(folder.path() / tiny_data, io::format_idx(images));
  EXPECT_THAT(folder.run({"sample", "run", "--nearest"}), Refuses(1, "got other bytes"));
  EXPECT_THAT(folder.run({"train", "gan", "--resume", "run", "--steps", "9"}),
              Refuses(1, "got other bytes"));
}

TEST(Sample, RefusesInvalidOptions) {
  const TrainedFolder folder;
  EXPECT_THAT(folder.run({"sample", "run", "--label", "3"}), Refuses(2, "conditional model"));
  EXPECT_THAT(folder.run({"sample", "run", "--count", "0"}), Refuses(2, "--count"));
  EXPECT_THAT(folder.run({"sample", "run", "--seed", "-1"}), Refuses(2, "--seed"));
  EXPECT_THAT(folder.run({"sample", "run", "--nearest", "--interpolate"}), Refuses(2, "excludes"));
  EXPECT_THAT(folder.run({"sample", "run", "--out", "a.gif"}), Refuses(2, "ends in .png"));
  EXPECT_THAT(folder.run({"sample", "nothing"}), Refuses(1, "expected a run"));
  EXPECT_THAT(folder.run({"sample", "latest"}), Refuses(1, "expected a run below runs"));
  std::filesystem::remove(folder.path() / "run/model.safetensors");
  EXPECT_THAT(folder.run({"sample", "run"}), Refuses(1, "akin train gan --resume run"));
}

}  // namespace
}  // namespace akin::tests
