// In a program linked to LibTorch: PyTorch's wheels export std::filesystem functions that crash
// (cmake/FindLibTorch.cmake).

#include <filesystem>
#include <fstream>
#include <iterator>

#include <gtest/gtest.h>

#include "akin/nn/torch.h"

#include "support/temporary_folder.h"

namespace akin {
namespace {

namespace fs = std::filesystem;

class Filesystem : public testing::Test {
 protected:
  void SetUp() override {
    torch::zeros({1});  // keeps LibTorch among the program's libraries
    fs::create_directories(root() / "a" / "b");
    std::ofstream(root() / "a" / "b" / "file") << "five!";
  }
  [[nodiscard]] fs::path root() const { return folder_.path(); }

 private:
  tests::TemporaryFolder folder_;
};

TEST_F(Filesystem, IsRead) {
  const fs::path file = root() / "a" / "b" / "file";
  EXPECT_TRUE(fs::exists(file));
  EXPECT_TRUE(fs::is_regular_file(file));
  EXPECT_TRUE(fs::is_directory(root()));
  EXPECT_FALSE(fs::is_empty(root()));
  EXPECT_EQ(fs::file_size(file), 5U);
  EXPECT_LE(fs::last_write_time(root()), fs::file_time_type::clock::now());
  EXPECT_GT(fs::space(root()).capacity, 0U);
  EXPECT_EQ(fs::canonical(root() / "a" / ".." / "a"), fs::canonical(root()) / "a");
  EXPECT_EQ(fs::weakly_canonical(root() / "none"), fs::canonical(root()) / "none");
  EXPECT_TRUE(fs::absolute("x").is_absolute());
  EXPECT_EQ(fs::relative(file, root()), fs::path("a") / "b" / "file");
  EXPECT_EQ(std::distance(fs::directory_iterator(root()), fs::directory_iterator()), 1);
  EXPECT_EQ(
      std::distance(fs::recursive_directory_iterator(root()), fs::recursive_directory_iterator()),
      3);
}

TEST_F(Filesystem, IsChanged) {
  const fs::path folder = root() / "a" / "b";
  fs::copy_file(folder / "file", folder / "copy");
  fs::resize_file(folder / "copy", 2);
  EXPECT_EQ(fs::file_size(folder / "copy"), 2U);
  fs::copy(root() / "a", root() / "c", fs::copy_options::recursive);
  fs::create_symlink("file", folder / "link");
  EXPECT_TRUE(fs::is_symlink(folder / "link"));
  EXPECT_EQ(fs::read_symlink(folder / "link"), "file");
  EXPECT_TRUE(fs::equivalent(folder / "link", folder / "file"));
  fs::create_hard_link(folder / "file", folder / "hard");
  EXPECT_EQ(fs::hard_link_count(folder / "file"), 2U);
  fs::permissions(folder / "copy", fs::perms::owner_read);
  EXPECT_EQ(fs::status(folder / "copy").permissions(), fs::perms::owner_read);
  fs::last_write_time(folder / "file", fs::file_time_type::clock::now());
  fs::rename(root() / "c", root() / "d");
  EXPECT_TRUE(fs::remove(folder / "link"));
  EXPECT_EQ(fs::remove_all(root() / "d"), 4U);  // d, b, file, copy
  EXPECT_FALSE(fs::remove(root() / "d"));
}

}  // namespace
}  // namespace akin
