#include "akin/data/image_folder.h"

#include <gmock/gmock.h>

#include "akin/base/require.h"
#include "akin/io/file.h"
#include "akin/pictures/picture.h"

#include "support/temporary_folder.h"

namespace akin::data {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::ThrowsMessage;

void put_png(const fs::path& path, pictures::Colour colour, int width = 3, int height = 2) {
  fs::create_directories(path.parent_path());
  pictures::write_png(path, pictures::Picture(width, height, colour));
}

TEST(ImageFolder, SubFoldersAreClassesSortedByName) {
  const tests::TemporaryFolder folder;
  put_png(folder.path() / "dog" / "1.png", {10, 10, 10});
  put_png(folder.path() / "cat" / "b.png", {30, 30, 30});
  put_png(folder.path() / "cat" / "a.PNG", {20, 20, 20});
  fs::create_directories(folder.path() / "empty");
  const Images images = read_image_folder(folder.path());
  EXPECT_THAT(images.class_names(), ElementsAre("cat", "dog"));
  ASSERT_EQ(images.size(), 3);
  EXPECT_EQ(images.width(), 3);
  EXPECT_EQ(images.height(), 2);
  EXPECT_EQ(images.pixels(0)[5], 20);
  EXPECT_EQ(images.pixels(1)[0], 30);
  EXPECT_EQ(images.label(1), 0);
  EXPECT_EQ(images.label(2), 1);
}

TEST(ImageFolder, FlatIsUnlabelledAndColourTurnsToLuma) {
  const tests::TemporaryFolder folder;
  put_png(folder.path() / "red.png", {255, 0, 0});
  put_png(folder.path() / "green.png", {0, 255, 0});
  io::write_atomically(folder.path() / "notes.txt", "not a picture");
  const Images images = read_image_folder(folder.path());
  EXPECT_EQ(images.classes(), 0);
  EXPECT_EQ(images.pixels(0)[0], 150);  // 0.587 * 255 = 149.7
  EXPECT_EQ(images.pixels(1)[0], 76);   // 0.299 * 255 = 76.2
}

TEST(ImageFolder, RefusesAnotherSize) {
  const tests::TemporaryFolder folder;
  put_png(folder.path() / "a.png", {}, 3, 2);
  put_png(folder.path() / "b.png", {}, 4, 2);
  EXPECT_THAT([&] { (void)read_image_folder(folder.path()); },
              ThrowsMessage<Error>(
                  testing::AllOf(HasSubstr("3 x 2"), HasSubstr("4 x 2 in"), HasSubstr("b.png"))));
}

TEST(ImageFolder, RefusesNothingAndMixtures) {
  const tests::TemporaryFolder folder;
  EXPECT_THAT([&] { (void)read_image_folder(folder.path()); },
              ThrowsMessage<Error>(HasSubstr("got none")));
  put_png(folder.path() / "a.png", {});
  put_png(folder.path() / "class" / "b.png", {});
  EXPECT_THAT([&] { (void)read_image_folder(folder.path()); },
              ThrowsMessage<Error>(HasSubstr("got both; move a.png")));
}

TEST(ImageFolder, NamesADamagedFile) {
  const tests::TemporaryFolder folder;
  io::write_atomically(folder.path() / "bad.png", "no PNG");
  EXPECT_THAT([&] { (void)read_image_folder(folder.path()); },
              ThrowsMessage<Error>(HasSubstr("bad.png")));
}

}  // namespace
}  // namespace akin::data
