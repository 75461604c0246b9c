#include <set>

#include <gmock/gmock.h>

#include "akin/base/random.h"
#include "akin/io/safetensors.h"

#include "support/signals.h"
#include "support/tiny_run.h"

namespace akin::tests {
namespace {

using testing::IsEmpty;

constexpr int kills = 50;
constexpr int steps = 1200;

Words training(const std::string& out) {
  return tiny_training(out, steps) + Words{"--holdout", "0"};
}

/// The command that continues: a run that was killed before it had a config.json starts again.
Words next(const TinyFolder& folder) {
  return folder.has("run/config.json") ? Words{"train", "gan", "--resume", "run"}
                                       : training("run") + Words{"--force"};
}

/// The step of a killed run's last checkpoint, which must be readable at any instant.
std::string checkpoint(const TinyFolder& folder) {
  if (!folder.has("run/state.safetensors")) {
    return "none";
  }
  EXPECT_FALSE(io::read_safetensors(folder.path() / "run/model.safetensors").tensors.empty());
  return io::read_safetensors(folder.path() / "run/state.safetensors").metadata.at("step");
}

/// Waits until `count` new checkpoints have been written or the app has ended.
void await_checkpoints(App& app, const TinyFolder& folder, std::int64_t count) {
  std::string last = checkpoint(folder);
  app.wait_until([&] {
    const std::string now = checkpoint(folder);
    count -= now == last ? 0 : 1;
    last = now;
    return count <= 0;
  });
}

TEST(Crash, FiftyKillsLeaveTheSameBytesAsNone) {
  const TinyFolder folder;
  ASSERT_THAT(folder.run(training("whole")), Succeeds());
  Random random(20, "crash");
  std::set<std::string> reached;
  for (int i = 0; i < kills; ++i) {
    App app({.words = next(folder), .folder = folder.path()});
    const bool early = i % 5 == 0;  // while it starts and reads the data
    if (!early) {
      app.wait_until([&] { return app.errors_so_far().find("; run run\n") != std::string::npos; });
      await_checkpoints(app, folder, random.below(8));
    }
    const auto delay = std::chrono::milliseconds(random.below(early ? 800 : 50));
    if (app.ends_within(delay)) {
      ASSERT_THAT(app.wait(), Succeeds());
    } else {
      app.send(SIGKILL);
      EXPECT_EQ(app.wait().signal, SIGKILL);
      reached.insert(checkpoint(folder));
    }
  }
  EXPECT_GT(reached.size(), 20U);  // otherwise most kills miss the training
  const AppResult last = folder.run(next(folder));
  ASSERT_THAT(last, Succeeds());
  EXPECT_THAT(differences(folder.path() / "run", folder.path() / "whole"), IsEmpty());
  EXPECT_EQ(files_below(folder.path() / "run"), files_below(folder.path() / "whole"));
  EXPECT_EQ(folder.text("run/progress.gif"), folder.text("whole/progress.gif"));
}

TEST(Signals, ThirtyLeaveTheSameBytesAsNone) {
  expect_the_same_bytes_after_signals(30);
}

}  // namespace
}  // namespace akin::tests
