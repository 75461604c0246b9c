#include "akin/io/file.h"

#include <array>
#include <csignal>
#include <fstream>
#include <map>

#include <gmock/gmock.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <gtest/gtest.h>

#include "akin/base/require.h"

#include "support/error_of.h"
#include "support/temporary_folder.h"

namespace akin::io {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::StartsWith;
using tests::error_of;
using tests::TemporaryFolder;

std::size_t files_in(const fs::path& folder) {
  return static_cast<std::size_t>(
      std::distance(fs::directory_iterator(folder), fs::directory_iterator()));
}

TEST(ReadFile, ReadsEveryByte) {
  const TemporaryFolder folder;
  const std::string content("a\0b\n\xff", 5);
  std::ofstream(folder.path() / "f", std::ios::binary) << content;
  EXPECT_EQ(read_text(folder.path() / "f"), content);
  EXPECT_EQ(read_file(folder.path() / "f"), Bytes({'a', 0, 'b', '\n', 0xff}));
}

TEST(ReadFile, ReadsAnEmptyFile) {
  const TemporaryFolder folder;
  std::ofstream(folder.path() / "f").close();
  EXPECT_TRUE(read_file(folder.path() / "f").empty());
}

TEST(ReadFile, ReadsFilesThatReportNoSize) {
  const std::string self = read_text("/proc/self/status");
  EXPECT_THAT(self, HasSubstr("Pid:"));
}

TEST(ReadFile, RejectsMoreThanTheLimit) {
  const TemporaryFolder folder;
  std::ofstream(folder.path() / "f") << "12345";
  EXPECT_EQ(read_text(folder.path() / "f", 5), "12345");
  EXPECT_THAT(error_of([&] { read_text(folder.path() / "f", 4); }),
              HasSubstr("expected at most 4 bytes"));
}

TEST(ReadFile, RefusesWhatIsNoRegularFileInsteadOfWaitingOrReadingForEver) {
  const TemporaryFolder folder;
  const fs::path pipe = folder.path() / "pipe";
  ASSERT_EQ(mkfifo(pipe.c_str(), 0600), 0);
  fs::create_symlink("/dev/zero", folder.path() / "zeros");
  const auto ignore = [](std::string_view) {};
  for (const auto& [path, what] : std::map<fs::path, std::string>{
           {pipe, "a pipe"}, {folder.path() / "zeros", "a device"}, {folder.path(), "a folder"}}) {
    const std::string error =
        fmt::format("[{}] expected a regular file, got {}", path.string(), what);
    EXPECT_EQ(error_of([&] { read_file(path); }), error);
    EXPECT_EQ(error_of([&] { read_text(path, 100); }), error);
    EXPECT_EQ(error_of([&] { read_start(path, 4); }), error);
    EXPECT_EQ(error_of([&] { read_chunks(path, ignore); }), error);
  }
}

TEST(ReadInput, TakesPipesUpToTheLimit) {
  std::array<int, 2> ends{};
  ASSERT_EQ(pipe(ends.data()), 0);
  ASSERT_EQ(write(ends[1], "12345", 5), 5);
  close(ends[1]);
  EXPECT_EQ(read_input(fmt::format("/dev/fd/{}", ends[0]), 5), "12345");
  close(ends[0]);
  EXPECT_THAT(error_of([] { read_input("/dev/zero", 100'000); }),
              HasSubstr("expected at most 100000 bytes"));
  EXPECT_THAT(error_of([] { read_input("/", 5); }), HasSubstr("got a folder"));
}

TEST(ReadStart, ReadsNoMoreThanItIsAskedFor) {
  const TemporaryFolder folder;
  const fs::path file = folder.path() / "f";
  write_atomically(file, "abc");
  EXPECT_EQ(read_start(file, 2), Bytes({'a', 'b'}));
  EXPECT_EQ(read_start(file, 9), Bytes({'a', 'b', 'c'}));
  fs::resize_file(file, std::uint64_t{1} << 40U);  // sparse
  EXPECT_EQ(read_start(file, 4), Bytes({'a', 'b', 'c', 0}));
}

TEST(ReadFile, ReportsMissingFilesAndFolders) {
  const TemporaryFolder folder;
  const std::string missing = folder.path() / "missing";
  EXPECT_EQ(error_of([&] { read_file(missing); }),
            fmt::format("[{}] expected a file to read, got: No such file or directory", missing));
  EXPECT_THAT(error_of([&] { read_file(folder.path()); }), HasSubstr("got a folder"));
}

TEST(WriteAtomically, MakesFoldersAndReplaces) {
  const TemporaryFolder folder;
  const fs::path file = folder.path() / "a" / "b" / "f";
  write_atomically(file, "first, and longer");
  write_atomically(file, "second");
  EXPECT_EQ(read_text(file), "second");
  EXPECT_EQ(files_in(file.parent_path()), 1U);
  EXPECT_EQ(fs::status(file).permissions() & fs::perms::group_exec, fs::perms::none);
}

TEST(WriteAtomically, KeepsTheOldFileIfTheWriterFails) {
  const TemporaryFolder folder;
  const fs::path file = folder.path() / "f";
  write_atomically(file, "old");
  const auto broken = [](const fs::path& temporary) {
    std::ofstream(temporary) << "half";
    fail("[writer] broke");
  };
  EXPECT_EQ(error_of([&] { write_atomically(file, broken); }), "[writer] broke");
  EXPECT_EQ(read_text(file), "old");
  EXPECT_EQ(files_in(folder.path()), 1U);
}

TEST(WriteAtomically, ReportsAWriterThatWroteNothing) {
  const TemporaryFolder folder;
  EXPECT_THAT(error_of([&] { write_atomically(folder.path() / "f", [](const fs::path&) {}); }),
              HasSubstr("No such file"));
}

TEST(WriteAtomically, ReportsAPathBelowAFile) {
  const TemporaryFolder folder;
  write_atomically(folder.path() / "f", "content");
  const std::string below = folder.path() / "f" / "g";
  const std::string error = error_of([&] { write_atomically(below, "x"); });
  EXPECT_THAT(error, StartsWith(fmt::format("[{}] expected to write it, got: ", below)));
  EXPECT_EQ(error.find('\n'), std::string::npos);
}

TEST(WriteAtomically, DoesNotReplaceAFolder) {
  const TemporaryFolder folder;
  fs::create_directory(folder.path() / "d");
  EXPECT_THAT(error_of([&] { write_atomically(folder.path() / "d", "x"); }),
              HasSubstr("expected to write it"));
  EXPECT_EQ(files_in(folder.path()), 1U);
}

/// Runs `body` in a child process that cannot write files of more than `bytes`, as on a full disk.
int exit_status_under_file_limit(rlim_t bytes, const std::function<bool()>& body) {
  const pid_t child = fork();
  if (child == 0) {
    const rlimit limit{bytes, bytes};
    (void)signal(SIGXFSZ, SIG_IGN);
    setrlimit(RLIMIT_FSIZE, &limit);
    _exit(body() ? 0 : 1);
  }
  int status = 0;
  waitpid(child, &status, 0);
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

TEST(WriteAtomically, KeepsTheOldFileOnAFullDisk) {
  const TemporaryFolder folder;
  const fs::path file = folder.path() / "f";
  write_atomically(file, "old");
  EXPECT_EQ(exit_status_under_file_limit(4096,
                                         [&] {
                                           const Bytes large(10'000);
                                           const std::string error =
                                               error_of([&] { write_atomically(file, large); });
                                           return error.find("File too large") != std::string::npos;
                                         }),
            0);
  EXPECT_EQ(read_text(file), "old");
  EXPECT_EQ(files_in(folder.path()), 1U);
}

TEST(ReadChunks, PassesChunksInOrder) {
  const TemporaryFolder folder;
  write_atomically(folder.path() / "x", "abcdefg");
  std::vector<std::string> chunks;
  const auto keep = [&](std::string_view chunk) { chunks.emplace_back(chunk); };
  read_chunks(folder.path() / "x", keep, 3);
  EXPECT_THAT(chunks, ElementsAre("abc", "def", "g"));

  chunks.clear();
  write_atomically(folder.path() / "x", "abcdef");
  read_chunks(folder.path() / "x", keep, 3);
  EXPECT_THAT(chunks, ElementsAre("abc", "def"));

  chunks.clear();
  write_atomically(folder.path() / "x", "");
  read_chunks(folder.path() / "x", keep);
  EXPECT_THAT(chunks, ElementsAre());
}

TEST(ReadChunks, NeedsAFile) {
  const TemporaryFolder folder;
  const auto ignore = [](std::string_view) {};
  EXPECT_THAT(error_of([&] { read_chunks(folder.path() / "x", ignore); }),
              HasSubstr("expected a file to read, got: No such file"));
  EXPECT_THAT(error_of([&] { read_chunks(folder.path(), ignore); }), HasSubstr("got a folder"));
}

}  // namespace
}  // namespace akin::io
