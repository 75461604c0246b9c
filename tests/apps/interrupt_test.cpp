#include <gmock/gmock.h>
#include <sys/stat.h>

#include "akin/io/safetensors.h"

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
  app.send(GetParam());
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

INSTANTIATE_TEST_SUITE_P(Signals, Interrupt, testing::Values(SIGINT, SIGTERM));

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
