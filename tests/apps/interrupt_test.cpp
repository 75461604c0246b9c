#include <gmock/gmock.h>
#include <sys/stat.h>

#include "akin/io/folder_lock.h"
#include "akin/io/safetensors.h"

#include "support/signals.h"
#include "support/tiny_run.h"

namespace akin::tests {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;
using testing::IsEmpty;

constexpr int steps = 300;

Words training(const std::string& out) {
  Words words = tiny_training(out, steps);
  *(std::find(words.begin(), words.end(), "--checkpoint-every") + 1) = "1000";
  *(std::find(words.begin(), words.end(), "--sample-every") + 1) = "50";
  return words;
}

/// Opens a pipe for writing as soon as the app reads from it; -1 if the app ends first.
int open_once_read(App& app, const std::filesystem::path& pipe) {
  int file = -1;
  app.wait_until([&] {
    file = open(pipe.c_str(), O_WRONLY | O_NONBLOCK | O_CLOEXEC);
    return file >= 0;
  });
  return file;
}

class Interrupt : public testing::TestWithParam<int> {};

TEST_P(Interrupt, SavesAndResumesToTheSameBytes) {
  const TinyFolder folder;
  ASSERT_THAT(folder.run(training("whole")), Succeeds());
  App app({.words = training("run"), .folder = folder.path()});
  const bool trains =
      app.wait_until([&] { return app.errors_so_far().find("\nstep ") != std::string::npos; });
  ASSERT_TRUE(trains) << app.errors_so_far();
  for (int i = 0; i < 3; ++i) {
    app.send(GetParam());  // a terminal, a service manager and a parent may each send one
  }
  ASSERT_TRUE(app.ends_within(5s));
  const AppResult result = app.wait();
  ASSERT_EQ(result.status, 130) << result.errors;
  EXPECT_THAT(result.errors, HasSubstr("continue with: akin train gan --resume run"));
  EXPECT_EQ(result.output, "");
  const auto state = io::read_safetensors(folder.path() / "run/state.safetensors");
  EXPECT_LT(std::stoi(state.metadata.at("step")), steps);
  EXPECT_GT(std::stoi(state.metadata.at("step")), 0);
  ASSERT_THAT(folder.run({"train", "gan", "--resume", "run"}), Succeeds());
  EXPECT_THAT(differences(folder.path() / "run", folder.path() / "whole"), IsEmpty());
}

INSTANTIATE_TEST_SUITE_P(Signals, Interrupt, testing::Values(SIGINT, SIGTERM, SIGHUP));

TEST_P(Interrupt, IsPassedOnByAComparison) {
  const TinyFolder folder;
  App app({.words = {"compare", "--data", tiny_data, "--images", "1000000000", "--threads", "1"},
           .folder = folder.path()});
  const bool trains = app.wait_until([&] {
    std::error_code ignored;
    const auto size =
        std::filesystem::file_size(folder.path() / "report/runs/gan-1/metrics.jsonl", ignored);
    return !ignored && size > 0;
  });
  ASSERT_TRUE(trains) << app.errors_so_far();
  app.send(GetParam());
  ASSERT_TRUE(app.ends_within(5s));
  const AppResult result = app.wait();
  EXPECT_EQ(result.status, 130);
  EXPECT_THAT(result.errors, HasSubstr("stopped; the same command continues"));
  EXPECT_TRUE(io::FolderLock::try_lock(folder.path() / "report/runs/gan-1"));  // no child remains
  EXPECT_TRUE(folder.has("report/runs/gan-1/state.safetensors"));
}

TEST_P(Interrupt, EndsTheServer) {
  const TrainedFolder folder;
  App app({.words = {"serve", "run", "--port", "0"}, .folder = folder.path()});
  ASSERT_TRUE(app.wait_until([&] { return !app.output_so_far().empty(); }));
  app.send(GetParam());
  ASSERT_TRUE(app.ends_within(5s));
  EXPECT_EQ(app.wait().status, 130);
}

TEST(Interrupts, AtAnyMomentLoseNothing) {
  expect_the_same_bytes_after_signals(4);
}

TEST(Interrupts, EndAtOnceIfThereIsNothingToSave) {
  const TinyFolder folder;
  // Waits forever for a pipe that nobody writes to.
  const auto pipe = folder.path() / "pipe.toml";
  ASSERT_EQ(mkfifo(pipe.c_str(), 0600), 0);
  App app(
      {.words = tiny_training("run") + Words{"--config", "pipe.toml"}, .folder = folder.path()});
  const int writer = open_once_read(app, pipe);
  ASSERT_GE(writer, 0) << app.errors_so_far();
  EXPECT_FALSE(app.ends_within(50ms)) << app.errors_so_far();
  app.send(SIGINT);
  EXPECT_EQ(app.wait().status, 130);
  close(writer);
  EXPECT_FALSE(folder.has("run"));
}

}  // namespace
}  // namespace akin::tests
