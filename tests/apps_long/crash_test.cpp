#include <gmock/gmock.h>

#include "akin/base/random.h"

#include "support/tiny_run.h"

namespace akin::tests {
namespace {

using testing::IsEmpty;

constexpr int kills = 50;
constexpr int steps = 1200;

Words training(const std::string& out) {
  return tiny_training(out, steps) + Words{"--holdout", "0"};
}

/// How to go on: a run that was killed before it had a config.json begins anew.
Words next(const TinyFolder& folder) {
  return folder.has("run/config.json") ? Words{"train", "gan", "--resume", "run"}
                                       : training("run") + Words{"--force"};
}

TEST(Crash, FiftyKillsLeaveTheSameBytesAsNone) {
  const TinyFolder folder;
  ASSERT_THAT(folder.run(training("whole")), Succeeds());
  Random random(20, "crash");
  int killed = 0;
  for (int i = 0; i < kills; ++i) {
    App app({.words = next(folder), .folder = folder.path()});
    // The app is ready to train after about half a second; some are killed before.
    const auto delay = static_cast<int>(300 + 1000 * random.uniform());
    if (app.ends_within(std::chrono::milliseconds(delay))) {
      ASSERT_THAT(app.wait(), Succeeds());
    } else {
      app.send(SIGKILL);
      EXPECT_EQ(app.wait().signal, SIGKILL);
      ++killed;
    }
  }
  EXPECT_GT(killed, kills / 2);
  const AppResult last = folder.run(next(folder));
  ASSERT_THAT(last, Succeeds());
  EXPECT_THAT(differences(folder.path() / "run", folder.path() / "whole"), IsEmpty());
  EXPECT_EQ(files_below(folder.path() / "run"), files_below(folder.path() / "whole"));
  EXPECT_EQ(folder.text("run/progress.gif"), folder.text("whole/progress.gif"));
}

}  // namespace
}  // namespace akin::tests
