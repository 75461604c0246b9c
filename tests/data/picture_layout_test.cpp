#include "akin/data/picture_layout.h"

#include <gmock/gmock.h>

#include "akin/base/require.h"

#include "support/error_of.h"

namespace akin::data {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using tests::error_of;

std::vector<std::string> names_of(const PictureLayout& layout) {
  std::vector<std::string> names;
  for (const PictureEntry& picture : layout.pictures) {
    names.push_back(picture.name);
  }
  return names;
}

std::vector<int> labels_of(const PictureLayout& layout) {
  std::vector<int> labels;
  for (const PictureEntry& picture : layout.pictures) {
    labels.push_back(picture.label);
  }
  return labels;
}

TEST(PictureLayout, TakesSubFoldersForClasses) {
  const PictureLayout layout = picture_layout({"dog/1.png", "cat/2.jpg", "cat/1.JPEG"});
  EXPECT_THAT(layout.class_names, ElementsAre("cat", "dog"));
  EXPECT_THAT(names_of(layout), ElementsAre("cat/1.JPEG", "cat/2.jpg", "dog/1.png"));
  EXPECT_THAT(labels_of(layout), ElementsAre(0, 0, 1));
  EXPECT_THAT(layout.notes, IsEmpty());
}

TEST(PictureLayout, OrdersClassesAsPeopleCount) {
  const PictureLayout layout = picture_layout({"10/a.png", "2/a.png", "0/a.png"});
  EXPECT_THAT(layout.class_names, ElementsAre("0", "2", "10"));
}

TEST(PictureLayout, HasNoClassesInOneFolder) {
  EXPECT_THAT(picture_layout({"a.png", "b.png"}).class_names, IsEmpty());
  const PictureLayout wrapped = picture_layout({"leaves/a.png", "leaves/b.png"});
  EXPECT_THAT(wrapped.class_names, IsEmpty());
  EXPECT_THAT(labels_of(wrapped), ElementsAre(-1, -1));
}

TEST(PictureLayout, SeesThroughTheFolderOfAnArchive) {
  EXPECT_THAT(picture_layout({"set/v2/cat/a.png", "set/v2/dog/a.png"}).class_names,
              ElementsAre("cat", "dog"));
}

TEST(PictureLayout, FindsParts) {
  const PictureLayout layout = picture_layout({"data/Test/cat/1.png", "data/train/cat/1.png",
                                               "data/train/dog/2.png", "data/val/dog/3.png"});
  EXPECT_THAT(layout.class_names, ElementsAre("cat", "dog"));
  ASSERT_EQ(layout.pictures.size(), 4);
  EXPECT_EQ(layout.pictures[0].part, Part::train);
  EXPECT_EQ(layout.pictures[2].part, Part::validation);
  EXPECT_EQ(layout.pictures[2].name, "dog/3.png");
  EXPECT_EQ(layout.pictures[3].part, Part::test);
}

TEST(PictureLayout, LeavesClassesNamedLikePartsAlone) {
  EXPECT_THAT(picture_layout({"test/a.png", "apple/a.png"}).class_names,
              ElementsAre("apple", "test"));
}

TEST(PictureLayout, CountsWhatItLeavesOut) {
  const PictureLayout layout = picture_layout(
      {"a.png", "._a.png", ".ipynb_checkpoints/a.png", "notes.txt", "more.TXT", "__MACOSX/a.png"});
  EXPECT_THAT(names_of(layout), ElementsAre("a.png"));
  EXPECT_THAT(layout.notes, ElementsAre("left out 2 .txt files (the first: more.TXT)",
                                        "left out 3 hidden files (the first: ._a.png)"));
}

TEST(PictureLayout, JoinsNormalisationsOfOneName) {
  const PictureLayout layout =
      picture_layout({"\xea\xb0\x80/a.png", "\xe1\x84\x80\xe1\x85\xa1/b.png", "x/c.png"});
  EXPECT_THAT(layout.class_names, ElementsAre("x", "\xea\xb0\x80"));
  EXPECT_THAT(labels_of(layout), ElementsAre(0, 1, 1));
}

TEST(PictureLayout, TakesTheFirstFolderOfDeeperOnes) {
  const PictureLayout layout = picture_layout({"cat/a/1.png", "cat/2.png", "dog/1.png"});
  EXPECT_THAT(layout.class_names, ElementsAre("cat", "dog"));
  EXPECT_THAT(layout.notes, Contains(HasSubstr("1 picture lies deeper")));
}

TEST(PictureLayout, ReadsTooManyFoldersWithoutLabels) {
  std::vector<std::string> names;
  for (int i = 0; i < 257; ++i) {
    names.push_back(std::to_string(i) + "/a.png");
  }
  const PictureLayout layout = picture_layout(names);
  EXPECT_THAT(layout.class_names, IsEmpty());
  EXPECT_EQ(layout.pictures.size(), 257);
  EXPECT_THAT(layout.notes, ElementsAre(HasSubstr("257 sub-folders")));
}

TEST(PictureLayout, RefusesPicturesBesideClasses) {
  EXPECT_THAT(error_of([] {
                picture_layout({"a.png", "cat/b.png"});
              }),
              HasSubstr("move a.png into a sub-folder"));
}

}  // namespace
}  // namespace akin::data
