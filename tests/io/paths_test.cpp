#include "akin/io/paths.h"

#include <gtest/gtest.h>

#include "akin/io/file.h"

#include "support/temporary_folder.h"

namespace akin::io {
namespace {

namespace fs = std::filesystem;

TEST(Paths, LieInAFolderByWhateverName) {
  const tests::TemporaryFolder root;
  const fs::path inner = root.path() / "a" / "b";
  write_atomically(inner / "x", "x");
  fs::create_directory(root.path() / "ab");
  fs::create_symlink(root.path() / "a", root.path() / "link");
  EXPECT_TRUE(lies_in(inner / "x", root.path() / "a"));
  EXPECT_TRUE(lies_in(inner / "x", inner / "x"));
  EXPECT_TRUE(lies_in(root.path() / "link" / "b", root.path() / "a" / ""));
  EXPECT_TRUE(lies_in(root.path() / "ab" / ".." / "a" / "b", root.path() / "link"));
  EXPECT_FALSE(lies_in(root.path() / "ab", root.path() / "a"));
  EXPECT_FALSE(lies_in(root.path() / "a", inner));
  EXPECT_FALSE(lies_in(inner / "missing", inner));
  EXPECT_FALSE(lies_in("", inner));
  EXPECT_FALSE(lies_in(inner, ""));
}

TEST(Paths, AreOfTheirOwnType) {
  const tests::TemporaryFolder root;
  write_atomically(root.path() / "x", "x");
  fs::create_symlink(root.path() / "x", root.path() / "file");
  fs::create_symlink(root.path(), root.path() / "folder");
  EXPECT_TRUE(is_plain_file(root.path() / "x"));
  EXPECT_FALSE(is_plain_file(root.path() / "file"));
  EXPECT_TRUE(is_plain_folder(root.path()));
  EXPECT_FALSE(is_plain_folder(root.path() / "folder"));
  EXPECT_EQ(type_of(root.path() / "none"), fs::file_type::not_found);
}

}  // namespace
}  // namespace akin::io
