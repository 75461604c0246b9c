#include <gmock/gmock.h>

#include "support/tiny_run.h"

namespace akin::tests {
namespace {

/// What `akin sample run` with these options writes.
std::string sampled(const TrainedVae& folder, const Words& more,
                    const std::string& out = "out.png") {
  const AppResult result = folder.run(Words{"sample", "run", "--force", "--out", out} + more);
  EXPECT_THAT(result, Succeeds());
  return folder.text(out);
}

TEST(VaeSample, DrawsPixelsOrShowsTheirMeans) {
  const TrainedVae folder;
  const std::string means = sampled(folder, {});
  EXPECT_EQ(sampled(folder, {"--draw", "mean"}), means);
  EXPECT_EQ(sampled(folder, {"--from-prior"}), means);
  const std::string pixels = sampled(folder, {"--draw", "pixels"});
  EXPECT_NE(pixels, means);
  EXPECT_EQ(sampled(folder, {"--draw", "pixels"}), pixels);
  const auto picture = pictures::read_png(folder.path() / "out.png");
  int grey = 0;
  for (int x = 0; x < picture.width(); ++x) {
    const int value = picture.at(x, picture.height() / 4).r;
    grey += value > 40 && value < 255 ? 1 : 0;
  }
  EXPECT_EQ(grey, 0);  // black, white or the sheet's background
}

TEST(VaeSample, TakesCodesFromAMixtureFittedToTrainingImages) {
  for (const Words& more : {Words{}, Words{"--conditional"}}) {
    const TrainedVae folder(more);
    const std::string mixture = sampled(folder, {"--from-posterior-mixture"});
    EXPECT_NE(mixture, sampled(folder, {}));
    EXPECT_EQ(sampled(folder, {"--from-posterior-mixture"}), mixture);
    EXPECT_NE(sampled(folder, {"--from-posterior-mixture", "--seed", "1"}), mixture);
  }
}

TEST(VaeSample, InterpolatesBetweenTwoImagesAndBack) {
  const TrainedVae folder;
  const Words between = {"--interpolate", "--from", "0", "--to", "13"};
  const std::string film = sampled(folder, between, "walk.gif");
  EXPECT_TRUE(film.starts_with("GIF89a"));
  EXPECT_EQ(sampled(folder, between, "walk.gif"), film);
  EXPECT_NE(sampled(folder, {"--interpolate", "--from", "0", "--to", "14"}, "walk.gif"), film);
  EXPECT_NE(sampled(folder, {"--interpolate"}, "walk.gif"), film);
}

TEST(VaeSample, InterpolatesWithinAClassOfAConditionalModel) {
  const TrainedVae folder({"--conditional"});
  // Held-out image i is of class i % 10.
  sampled(folder, {"--interpolate", "--from", "4", "--to", "14"}, "walk.gif");
  EXPECT_THAT(folder.run({"sample", "run", "--interpolate", "--from", "4", "--to", "13"}),
              Refuses(2, "two images of one class with a conditional model, got classes 4 and 3"));
}

TEST(VaeSample, RefusesInvalidOptions) {
  const TrainedVae folder;
  const auto sample = [&](const Words& more) { return folder.run(Words{"sample", "run"} + more); };
  EXPECT_THAT(sample({"--draw", "median"}), Refuses(2, "--draw"));
  EXPECT_THAT(sample({"--from-prior", "--from-posterior-mixture"}), Refuses(2, "got both"));
  EXPECT_THAT(sample({"--interpolate", "--draw", "pixels"}),
              Refuses(2, "--interpolate without other ways to sample, got --draw"));
  EXPECT_THAT(sample({"--from", "1", "--to", "2"}), Refuses(2, "requires --interpolate"));
  EXPECT_THAT(sample({"--interpolate", "--from", "1"}), Refuses(2, "requires --to"));
  EXPECT_THAT(sample({"--interpolate", "--from", "1", "--to", "20"}),
              Refuses(2, "[--to] expected an image from 0 to 19, got 20"));
  EXPECT_THAT(sample({"--interpolate", "--from", "1", "--to", "-1"}), Refuses(2, "--to"));
}

TEST(VaeSample, NamesTheModelThatHasTheOption) {
  const TrainedFolder folder;
  const auto sample = [&](const Words& more) { return folder.run(Words{"sample", "run"} + more); };
  EXPECT_THAT(sample({"--draw", "pixels"}), Refuses(2, "[--draw] expected a vae, got a gan"));
  EXPECT_THAT(sample({"--from-posterior-mixture"}), Refuses(2, "expected a vae, got a gan"));
  EXPECT_THAT(sample({"--interpolate", "--from", "1", "--to", "2"}),
              Refuses(2, "which a vae has, got a gan"));
  EXPECT_THAT(sample({"--from-prior"}), Succeeds());  // the default of a GAN
}

}  // namespace
}  // namespace akin::tests
