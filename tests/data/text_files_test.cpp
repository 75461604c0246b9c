#include "akin/data/text_files.h"

#include <gmock/gmock.h>

#include "akin/base/require.h"
#include "akin/io/file.h"

#include "support/error_of.h"
#include "support/temporary_folder.h"
#include "support/write_archive.h"

namespace akin::data {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using tests::error_of;

/// A folder with texts and what is none.
class TextFilesTest : public testing::Test {
 protected:
  TextFilesTest() {
    for (const auto& [name, content] : files_) {
      io::write_atomically(folder_.path() / "poems" / name, content);
    }
  }

  [[nodiscard]] std::filesystem::path path(const std::string& name) const {
    return folder_.path() / name;
  }
  [[nodiscard]] static std::vector<std::string> contents(const TextFiles& files) {
    std::vector<std::string> all;
    for (const TextFile& text : files.texts) {
      all.push_back(tokens::whole_text(text.bytes));
    }
    return all;
  }

  std::vector<std::pair<std::string, std::string>> files_ = {
      {"10.txt", "ten"},
      {"2.txt", "two"},
      {"more/a.md", "deep\n"},
      {".hidden.txt", "hidden"},
      {"Thumbs.db", "leftover"},
      {"cover.png", "no picture"},
      {"binary.bin", std::string("a\0b", 3)}};
  tests::TemporaryFolder folder_;
};

TEST_F(TextFilesTest, AreThoseOfAFolderInNaturalOrder) {
  EXPECT_TRUE(holds_text(path("poems")));
  const TextFiles files = read_text_files(path("poems"));
  EXPECT_THAT(contents(files), ElementsAre("two", "ten", "deep\n"));
  EXPECT_EQ(files.texts[0].who, path("poems/2.txt").string());
  EXPECT_THAT(files.notes, Contains("left out 1 .png file (cover.png)"));
  EXPECT_THAT(files.notes, Contains("left out 1 .bin file (binary.bin)"));
}

TEST_F(TextFilesTest, AreThoseOfAnArchive) {
  for (const char* name : {"poems.zip", "poems.tar.gz"}) {
    tests::ArchiveContent packed;
    for (const auto& [file, content] : files_) {
      packed.emplace_back(file, io::Bytes(content.begin(), content.end()));
    }
    tests::write_archive(path(name), packed);
    EXPECT_TRUE(holds_text(path(name))) << name;
    EXPECT_THAT(contents(read_text_files(path(name))), ElementsAre("two", "ten", "deep\n")) << name;
  }
}

TEST_F(TextFilesTest, MayBeCompressed) {
  tests::write_archive(path("story.txt.gz"), {{"", {'o', 'n', 'c', 'e'}}});
  EXPECT_TRUE(holds_text(path("story.txt.gz")));
  EXPECT_THAT(contents(read_text_files(path("story.txt.gz"))), ElementsAre("once"));
}

TEST_F(TextFilesTest, ReadTablesByRowsUnlessToldOtherwise) {
  io::write_atomically(path("t.csv"), std::string_view("id,text\n1,one\n2,two\n"));
  EXPECT_TRUE(holds_text(path("t.csv")));
  const TextFiles rows = read_text_files(path("t.csv"));
  EXPECT_THAT(contents(rows), ElementsAre("one\ntwo\n"));
  EXPECT_THAT(rows.notes, ElementsAre("documents: column 'text' (--text-column)"));
  EXPECT_THAT(contents(read_text_files(path("t.csv"), "none")),
              ElementsAre("id,text\n1,one\n2,two\n"));
  // A text of another name becomes a table where a column is asked for.
  io::write_atomically(path("ratings.txt"), std::string_view("id\tdocument\n1\tgood\n"));
  EXPECT_THAT(contents(read_text_files(path("ratings.txt"), "document")), ElementsAre("good\n"));
  EXPECT_THAT(contents(read_text_files(path("ratings.txt"))),
              ElementsAre("id\tdocument\n1\tgood\n"));
}

TEST_F(TextFilesTest, AJsonObjectIsNoTable) {
  io::write_atomically(path("o.json"), std::string_view("{\n  \"text\": \"a\"\n}\n"));
  EXPECT_THAT(contents(read_text_files(path("o.json"))), ElementsAre("{\n  \"text\": \"a\"\n}\n"));
}

TEST_F(TextFilesTest, PicturesWithANoteAreNoText) {
  std::filesystem::remove_all(path("poems/more"));
  std::filesystem::remove(path("poems/10.txt"));
  io::write_atomically(path("poems/back.jpg"), std::string_view("no picture"));
  EXPECT_FALSE(holds_text(path("poems")));
}

TEST_F(TextFilesTest, SayWhenThereAreNone) {
  std::filesystem::create_directory(path("empty"));
  EXPECT_FALSE(holds_text(path("empty")));
  EXPECT_THAT(error_of([&] { (void)read_text_files(path("empty")); }),
              HasSubstr("expected texts in"));
}

}  // namespace
}  // namespace akin::data
