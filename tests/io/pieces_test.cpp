#include "akin/io/pieces.h"

#include <gmock/gmock.h>

#include "akin/io/file.h"

#include "support/error_of.h"
#include "support/temporary_folder.h"

namespace akin::io {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using tests::error_of;

TEST(Pieces, ComeInOrderAndNoLonger) {
  const tests::TemporaryFolder folder;
  write_atomically(folder.path() / "x", "abcdefg");
  std::vector<std::string> pieces;
  const auto keep = [&](std::string_view piece) { pieces.emplace_back(piece); };
  read_pieces(folder.path() / "x", keep, 3);
  EXPECT_THAT(pieces, ElementsAre("abc", "def", "g"));

  pieces.clear();
  write_atomically(folder.path() / "x", "abcdef");
  read_pieces(folder.path() / "x", keep, 3);
  EXPECT_THAT(pieces, ElementsAre("abc", "def"));

  pieces.clear();
  write_atomically(folder.path() / "x", "");
  read_pieces(folder.path() / "x", keep);
  EXPECT_THAT(pieces, ElementsAre());
}

TEST(Pieces, NeedAFile) {
  const tests::TemporaryFolder folder;
  const auto ignore = [](std::string_view) {};
  EXPECT_THAT(error_of([&] { read_pieces(folder.path() / "x", ignore); }),
              HasSubstr("expected a file to read, got: No such file"));
  EXPECT_THAT(error_of([&] { read_pieces(folder.path(), ignore); }), HasSubstr("got a folder"));
}

}  // namespace
}  // namespace akin::io
