#include <gmock/gmock.h>
#include <sys/mount.h>

#include "support/tiny_run.h"

namespace akin::tests {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;

TEST(Output, IsNotReplacedUnlessForced) {
  const TrainedFolder folder;
  const auto before = reproducible_files(folder.path() / "run");
  EXPECT_THAT(folder.run(tiny_training("run")), Refuses(1, "--force to replace it"));
  EXPECT_EQ(reproducible_files(folder.path() / "run"), before);
  folder.write("x.png", "mine");
  EXPECT_THAT(folder.run({"sample", "run", "--out", "x.png"}), Refuses(1, "--force"));
  EXPECT_EQ(folder.text("x.png"), "mine");
  ASSERT_THAT(folder.run({"sample", "run", "--out", "x.png", "--force"}), Succeeds());
  EXPECT_TRUE(folder.text("x.png").starts_with("\x89PNG"));
}

TEST(Output, NeverMixesWithOtherFiles) {
  const TinyFolder folder;
  folder.write("mine/notes.txt", "mine");
  for (const Words& more : {Words{}, Words{"--force"}}) {
    EXPECT_THAT(folder.run(tiny_training("mine") + more), Refuses(1, "choose another --out"));
  }
  EXPECT_THAT(files_below(folder.path() / "mine"), testing::ElementsAre("notes.txt"));
}

TEST(Output, CannotGoBeneathAFile) {
  const TrainedFolder folder;
  folder.write("file", "mine");
  EXPECT_THAT(folder.run(tiny_training("file")), Refuses(1, "choose another --out"));
  EXPECT_THAT(folder.run(tiny_training("file/run")), Refuses(1, "Not a directory"));
  EXPECT_THAT(folder.run({"sample", "run", "--out", "file/x.png"}), Refuses(1, "Not a directory"));
  std::filesystem::create_directory(folder.path() / "folder.png");
  EXPECT_THAT(folder.run({"sample", "run", "--out", "folder.png"}), Refuses(1, "got the folder"));
  EXPECT_EQ(folder.text("file"), "mine");
}

/// The last line, which begins with "akin: ".
std::string last_line(const std::string& text) {
  const auto end = text.size() < 2 ? std::string::npos : text.rfind('\n', text.size() - 2);
  return text.substr(end == std::string::npos ? 0 : end + 1);
}

void expect_full(const AppResult& result, const char* reason) {
  EXPECT_EQ(result.status, 1);
  EXPECT_THAT(last_line(result.errors), testing::StartsWith("akin: ["));
  EXPECT_THAT(last_line(result.errors), HasSubstr(reason));
}

TEST(Output, LeavesNoPartialFileAtTheFileSizeLimit) {
  const TrainedFolder folder;
  const auto before = reproducible_files(folder.path() / "run");
  const auto with_limit = [&](const Words& words, rlim_t limit) {
    return run_app({.words = words, .folder = folder.path(), .file_limit = limit});
  };
  // More than a sheet, less than the weights.
  const auto weights = std::filesystem::file_size(folder.path() / "run/model.safetensors");
  expect_full(with_limit(tiny_training("new"), weights - 1), "File too large");
  for (const std::string& name : files_below(folder.path() / "new")) {
    EXPECT_THAT(name, testing::AnyOf("config.json", "metrics.jsonl", HasSubstr("samples/step-")));
    EXPECT_THAT(name, testing::Not(HasSubstr("tmp")));
  }
  expect_full(with_limit({"sample", "run", "--out", "x.png"}, 500), "File too large");
  EXPECT_FALSE(folder.has("x.png"));
  expect_full(with_limit({"train", "gan", "--resume", "run", "--steps", "9"}, weights - 1),
              "File too large");
  auto after = reproducible_files(folder.path() / "run");
  EXPECT_EQ(after["model.safetensors"], before.at("model.safetensors"));
  EXPECT_EQ(after["state.safetensors"], before.at("state.safetensors"));
  ASSERT_THAT(folder.run({"train", "gan", "--resume", "run", "--steps", "9"}), Succeeds());
}

TEST(Output, LeavesNoPartialFileOnAFullDisk) {
  const TinyFolder folder;
  const auto disk = folder.path() / "disk";
  std::filesystem::create_directory(disk);
  if (mount("none", disk.c_str(), "tmpfs", 0, "size=64k") != 0) {
    GTEST_SKIP() << "mounting is not allowed here";
  }
  const AppResult result = folder.run(tiny_training("disk/run"));
  const Words files = files_below(disk);
  EXPECT_EQ(umount(disk.c_str()), 0);
  expect_full(result, "No space left on device");
  EXPECT_THAT(files, testing::Each(testing::Not(HasSubstr("tmp"))));
  EXPECT_THAT(files, testing::Not(testing::Contains("run/state.safetensors")));
}

TEST(Output, FailsIfStandardOutputCannotBeWritten) {
  const TrainedFolder folder;
  const Words words = {"sample", "run"};
  const AppResult full =
      run_app({.words = words, .folder = folder.path(), .output_file = "/dev/full"});
  EXPECT_THAT(full, Refuses(1, "No space left on device"));
  const AppResult closed = run_app({.words = words, .folder = folder.path(), .closed = {1}});
  EXPECT_THAT(closed, Refuses(1, "[stdout]"));
  EXPECT_EQ(folder.text("run/sample-1.png"), folder.text("run/sample-2.png"));
  for (const Words& other : {Words{"data", "list"}, Words{"--help"}, Words{"--version"}}) {
    EXPECT_THAT(run_app({.words = other, .output_file = "/dev/full"}), Refuses(1, "[stdout]"));
  }
}

TEST(Output, NeverPrintsIntoAFileThatReusesAClosedStream) {
  const TinyFolder folder;
  const AppResult result =
      run_app({.words = tiny_training("run"), .folder = folder.path(), .closed = {0, 1, 2}});
  EXPECT_EQ(result.status, 1);
  ASSERT_THAT(folder.run(tiny_training("other")), Succeeds());
  EXPECT_THAT(differences(folder.path() / "run", folder.path() / "other"), IsEmpty());
  const std::string metrics = folder.text("run/metrics.jsonl");
  EXPECT_EQ(std::count(metrics.begin(), metrics.end(), '\n'), 6);
  EXPECT_THAT(metrics, testing::Not(HasSubstr("trained")));
}

TEST(Output, NeedsNoStandardInput) {
  const TrainedFolder folder;
  EXPECT_THAT(run_app({.words = {"sample", "run"}, .folder = folder.path(), .closed = {0}}),
              Succeeds());
}

}  // namespace
}  // namespace akin::tests
