#include "akin/io/folder_lock.h"

#include <atomic>
#include <thread>
#include <vector>

#include <gmock/gmock.h>
#include <sys/stat.h>

#include "akin/io/file.h"

#include "support/error_of.h"
#include "support/temporary_folder.h"

namespace akin::io {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;
using tests::error_of;

class FolderLockTest : public testing::Test {
 protected:
  tests::TemporaryFolder root_;
  fs::path folder_ = root_.path() / "a" / "b";
};

TEST_F(FolderLockTest, ExcludesOthersUntilItEnds) {
  {
    const auto lock = FolderLock::try_lock(folder_);
    ASSERT_TRUE(lock);
    EXPECT_FALSE(FolderLock::try_lock(folder_));
    write_atomically(folder_ / "x", "x");
  }
  EXPECT_TRUE(FolderLock::try_lock(folder_));
  EXPECT_FALSE(fs::exists(folder_ / FolderLock::file_name));
  EXPECT_TRUE(fs::exists(folder_ / "x"));
}

TEST_F(FolderLockTest, RemovesTheEmptyFoldersThatItMade) {
  fs::create_directory(root_.path() / "a");
  { const auto lock = FolderLock::try_lock(folder_ / "c"); }
  EXPECT_FALSE(fs::exists(folder_));
  EXPECT_TRUE(fs::exists(root_.path() / "a"));
}

TEST_F(FolderLockTest, MovesWithItsObject) {
  auto lock = FolderLock::try_lock(folder_);
  const auto moved = std::move(lock);
  lock.reset();
  EXPECT_FALSE(FolderLock::try_lock(folder_));
}

TEST_F(FolderLockTest, TakesOverFromAProcessThatWasKilled) {
  write_atomically(folder_ / FolderLock::file_name, "");
  EXPECT_TRUE(FolderLock::try_lock(folder_));
}

TEST_F(FolderLockTest, HasOneOwnerAtATimeHoweverOftenItChanges) {
  std::atomic<int> owners = 0;
  std::atomic<int> taken = 0;
  std::vector<std::thread> threads;
  for (int i = 0; i < 8; ++i) {
    threads.emplace_back([&] {
      for (int k = 0; k < 500; ++k) {
        if (const auto lock = FolderLock::try_lock(folder_)) {
          EXPECT_EQ(++owners, 1);
          ++taken;
          --owners;
        }
      }
    });
  }
  for (std::thread& thread : threads) {
    thread.join();
  }
  EXPECT_GT(taken, 500);
}

TEST_F(FolderLockTest, FollowsNoLinkAndWaitsForNoPipe) {
  fs::create_directories(folder_);
  write_atomically(root_.path() / "mine", "mine");
  fs::create_symlink(root_.path() / "mine", folder_ / FolderLock::file_name);
  EXPECT_THAT(error_of([&] { FolderLock::try_lock(folder_); }), HasSubstr("choose another --out"));
  fs::remove(folder_ / FolderLock::file_name);
  ASSERT_EQ(mkfifo((folder_ / FolderLock::file_name).c_str(), 0600), 0);
  EXPECT_THAT(error_of([&] { FolderLock::try_lock(folder_); }), HasSubstr("regular file"));
  EXPECT_EQ(read_text(root_.path() / "mine"), "mine");
  EXPECT_TRUE(fs::is_fifo(folder_ / FolderLock::file_name));
}

TEST_F(FolderLockTest, NeedsAFolder) {
  write_atomically(root_.path() / "file", "x");
  EXPECT_THAT(error_of([&] { FolderLock::try_lock(root_.path() / "file"); }),
              HasSubstr("a file is in the way"));
  EXPECT_THAT(error_of([&] { FolderLock::try_lock(root_.path() / "file" / "x"); }),
              HasSubstr("Not a directory"));
}

}  // namespace
}  // namespace akin::io
