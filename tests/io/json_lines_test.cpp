#include "akin/io/json_lines.h"

#include <csignal>
#include <utility>

#include <gmock/gmock.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <gtest/gtest.h>

#include "akin/io/file.h"

#include "support/error_of.h"
#include "support/temporary_folder.h"

namespace akin::io {
namespace {

using testing::HasSubstr;
using tests::error_of;
using tests::TemporaryFolder;

TEST(JsonLines, AppendsWholeLines) {
  const TemporaryFolder folder;
  const auto path = folder.path() / "run" / "metrics.jsonl";
  {
    JsonLines lines(path);
    lines.append({{"step", 1}, {"loss", 0.5}});
  }
  JsonLines moved = JsonLines(path);
  moved.append({{"step", 2}, {"text", "a\nb"}});
  EXPECT_EQ(read_text(path), "{\"loss\":0.5,\"step\":1}\n{\"step\":2,\"text\":\"a\\nb\"}\n");
}

TEST(JsonLines, ReplacesInvalidUtf8) {
  const TemporaryFolder folder;
  JsonLines(folder.path() / "f").append({{"text", "\xff"}});
  EXPECT_EQ(read_text(folder.path() / "f"), "{\"text\":\"\xef\xbf\xbd\"}\n");  // U+FFFD
}

TEST(JsonLines, ReportsFilesThatCannotBeOpened) {
  const TemporaryFolder folder;
  write_atomically(folder.path() / "f", "x");
  EXPECT_THAT(error_of([&] { JsonLines(folder.path() / "f" / "g"); }),
              HasSubstr("expected a file to append to, got: Not a directory"));
}

TEST(JsonLines, LeavesNoPartialLineOnAFullDisk) {
  const TemporaryFolder folder;
  const auto path = folder.path() / "f";
  const pid_t child = fork();
  if (child == 0) {
    const rlimit limit{20, 20};  // room for one line and a half
    (void)signal(SIGXFSZ, SIG_IGN);
    setrlimit(RLIMIT_FSIZE, &limit);
    JsonLines lines(path);
    lines.append({{"step", 1}});
    _exit(error_of([&] { lines.append({{"step", 2}}); }) == "no error" ? 1 : 0);
  }
  int status = 0;
  waitpid(child, &status, 0);
  EXPECT_EQ(status, 0);
  EXPECT_EQ(read_text(path), "{\"step\":1}\n");
}

TEST(EachJsonLine, PassesObjectsAndSkipsOtherLines) {
  const TemporaryFolder folder;
  const auto path = folder.path() / "f";
  const auto lines = [&] {
    std::string all;
    each_json_line(path, [&](const nlohmann::ordered_json& line) { all += line.dump() + " "; });
    return all;
  };
  EXPECT_EQ(lines(), "");  // missing
  write_atomically(path, "{\"b\":1,\"a\":2}\n7\n\nno JSON\n" + std::string(1000, '[') +
                             "\n{\"b\":\"x\"}\n{\"torn\":");
  EXPECT_EQ(lines(), R"({"b":1,"a":2} {"b":"x"} )");
  std::filesystem::remove(path);
  ASSERT_EQ(mkfifo(path.c_str(), 0600), 0);
  EXPECT_THAT(error_of(lines), HasSubstr("expected a regular file, got a pipe"));
}

std::string cut(const std::string& text, std::int64_t last_step) {
  const TemporaryFolder folder;
  write_atomically(folder.path() / "f", text);
  truncate_json_lines(folder.path() / "f", last_step);
  return read_text(folder.path() / "f");
}

TEST(TruncateJsonLines, KeepsLinesUpToTheStep) {
  const std::string three = "{\"step\":10}\n{\"step\":20}\n{\"step\":30}\n";
  EXPECT_EQ(cut(three, 20), "{\"step\":10}\n{\"step\":20}\n");
  EXPECT_EQ(cut(three, 30), three);
  EXPECT_EQ(cut(three, 9), "");
}

TEST(TruncateJsonLines, RemovesPartialLinesAndOtherJson) {
  EXPECT_EQ(cut("{\"step\":10}\n{\"step\":1", 20), "{\"step\":10}\n");
  EXPECT_EQ(cut("7\n\n{\"step\":10}\n", 20), "{\"step\":10}\n");
  EXPECT_EQ(cut("{\"step\":\"x\"}\n", 20), "");
}

TEST(TruncateJsonLines, KeepsLinesWithoutAStepAndEndsTheLast) {
  EXPECT_EQ(cut("{\"note\":1}\n{\"step\":10}", 10), "{\"note\":1}\n{\"step\":10}\n");
}

TEST(TruncateJsonLines, LeavesAMissingFileMissing) {
  const TemporaryFolder folder;
  truncate_json_lines(folder.path() / "f", 1);
  EXPECT_FALSE(std::filesystem::exists(folder.path() / "f"));
}

}  // namespace
}  // namespace akin::io
