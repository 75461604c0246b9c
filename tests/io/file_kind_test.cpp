#include "akin/io/file_kind.h"

#include <gtest/gtest.h>

#include "akin/io/file.h"

namespace akin::io {
namespace {

std::string kind_of_text(std::string_view start) {
  const Bytes bytes(start.begin(), start.end());
  return known_kind(bytes).value_or("unknown");
}

TEST(KnownKind, NamesWhatPeoplePutInThePlaceOfAnotherFile) {
  EXPECT_EQ(kind_of_text("version https://git-lfs.github.com/spec/v1\noid sha256:0"),
            "a Git LFS pointer (`git lfs pull` fetches the file itself)");
  EXPECT_EQ(kind_of_text("PK\x03\x04..."), "a zip archive, as torch.save() and NumPy write");
  EXPECT_EQ(kind_of_text("\x80\x02}q"), "a pickle, as torch.save() wrote before PyTorch 1.6");
  EXPECT_EQ(kind_of_text("<html>"), "a web page (download the file itself)");
  EXPECT_EQ(kind_of_text("\x1f\x8b\x08"), "a gzip file");
  for (const char* other : {"", "P", "version 2", "{\"a\": 1}", "<hr>"}) {
    EXPECT_EQ(kind_of_text(other), "unknown") << other;
  }
}

TEST(IsLfsPointer, LooksAtTheFirstLine) {
  const std::string pointer = "version https://git-lfs.github.com/spec/v1";
  EXPECT_TRUE(is_lfs_pointer(Bytes(pointer.begin(), pointer.end())));
  EXPECT_FALSE(is_lfs_pointer(Bytes(pointer.begin(), pointer.begin() + 10)));
  EXPECT_FALSE(is_lfs_pointer({}));
}

}  // namespace
}  // namespace akin::io
