#include <gmock/gmock.h>

#include "support/tiny_run.h"

namespace akin::tests {
namespace {

TEST(BadOptions, AreRefusedInOneLineBeforeAnythingIsWritten) {
  const TinyFolder folder;
  const auto with = [&](const Words& more) {
    return folder.run(tiny_settings() + Words{"--out", "run"} + more);
  };
  EXPECT_THAT(with({"--preset", "minni"}), Refuses(2, "did you mean 'mini'?"));
  EXPECT_THAT(with({"--loss", "hnige"}), Refuses(2, "non-saturating, hinge"));
  EXPECT_THAT(with({"--loss", "hinge", "--label-smoothing", "0.1"}),
              Refuses(2, "add --label-smoothing 0"));
  EXPECT_THAT(with({"--steps", "0"}), Refuses(2, "[--steps] expected more than 0"));
  EXPECT_THAT(with({"--steps", "9e99"}), Refuses(2, "[--steps] expected a whole number"));
  EXPECT_THAT(with({"--steps", "99999999999999999999"}), Refuses(2, "[--steps]"));
  EXPECT_THAT(with({"--lr", "-1"}), Refuses(2, "[--lr] expected more than 0"));
  EXPECT_THAT(with({"--lr", "nan"}), Refuses(2, "got nan"));
  EXPECT_THAT(with({"--lr", "inf"}), Refuses(2, "got inf"));
  EXPECT_THAT(with({"--lr", ""}), Refuses(2, "--lr"));
  EXPECT_THAT(with({"--ema", "0.9x"}), Refuses(2, "got '0.9x'"));
  EXPECT_THAT(with({"--warmup", "-1"}), Refuses(2, "[--warmup] expected at least 0"));
  EXPECT_THAT(with({"--threads", "2"}), Refuses(2, "--threads"));  // given twice
  EXPECT_THAT(with({"--steps", "3", "--minutes", "3"}), Refuses(2, "got 2 of them"));
  EXPECT_THAT(with({"--skew", "3"}), Refuses(2, "CLASS:SHARE"));
  EXPECT_THAT(with({"--skew", "3:1"}), Refuses(2, "CLASS:SHARE"));
  EXPECT_THAT(with({"--skew", "11:0.5"}), Refuses(2, "[skew]"));
  EXPECT_THAT(with({"--holdout", "120"}), Refuses(2, "0 to 99"));
  EXPECT_THAT(with({"--device", "tpu"}), Refuses(2, "[device] expected auto, cpu"));
  EXPECT_THAT(with({"--device", "cuda:x"}), Refuses(2, "[device]"));
  EXPECT_THAT(with({"--device", "cuda:99999999999"}), Refuses(2, "[device]"));
  EXPECT_THAT(with({"--device", "cuda:99"}), Refuses(1, "expected a CUDA device"));
  EXPECT_FALSE(folder.has("run"));
}

TEST(BadOptions, CannotUseAMissingDevice) {
  if (std::filesystem::exists("/dev/nvidiactl")) {
    GTEST_SKIP() << "this machine may have a CUDA device";
  }
  const TinyFolder folder;
  EXPECT_THAT(folder.run(tiny_training("run") + Words{"--device", "cuda"}),
              Refuses(1, "use --device cpu"));
}

TEST(BadOptions, CannotUseAnInvalidBatchSize) {
  const TinyFolder folder;
  for (const char* size : {"1e9", "1000000000", "1", "-8"}) {
    EXPECT_THAT(folder.run({"train", "gan", "--data", tiny_data, "--batch-size", size}),
                Refuses(2, "[--batch-size]"));
  }
}

TEST(BadOptions, CannotChangeTheSettingsOfARun) {
  const TrainedFolder folder;
  const auto before = reproducible_files(folder.path() / "run");
  const auto with = [&](const Words& more) {
    return folder.run(Words{"train", "gan", "--resume", "run", "--steps", "9"} + more);
  };
  EXPECT_THAT(with({"--lr", "0.1"}), Refuses(2, "expected --lr to stay as it is"));
  EXPECT_THAT(with({"--conditional"}), Refuses(2, "--conditional"));
  EXPECT_THAT(with({"--preset", "dcgan"}), Refuses(2, "--resume without --preset"));
  EXPECT_THAT(with({"--out", "other"}), Refuses(2, "--out"));
  EXPECT_THAT(folder.run({"train", "gan", "--resume", "nothing"}), Refuses(1, "expected a run"));
  EXPECT_THAT(folder.run({"train", "gan", "--resume", "."}), Refuses(1, "expected a run"));
  EXPECT_EQ(reproducible_files(folder.path() / "run"), before);
}

}  // namespace
}  // namespace akin::tests
