#include "akin/data/image_files.h"

#include <gmock/gmock.h>

#include "akin/base/require.h"
#include "akin/io/file.h"
#include "akin/pictures/picture_files.h"

#include "support/temporary_folder.h"

namespace akin::data {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::ThrowsMessage;

void put_idx(const std::filesystem::path& path, const io::Idx& idx) {
  io::write_atomically(path, std::span<const std::uint8_t>(io::format_idx(idx)));
}

const io::Idx two_images = {{2, 1, 3}, {1, 2, 3, 4, 5, 6}};

TEST(IdxImages, FindsLabelsAndTestSplit) {
  const tests::TemporaryFolder folder;
  put_idx(folder.path() / "train-images-idx3-ubyte", two_images);
  put_idx(folder.path() / "train-labels-idx1-ubyte", {{2}, {4, 0}});
  put_idx(folder.path() / "t10k-images-idx3-ubyte", {{1, 1, 3}, {7, 8, 9}});
  put_idx(folder.path() / "t10k-labels-idx1-ubyte", {{1}, {5}});
  const TrainAndTest both = read_idx_images(folder.path() / "train-images-idx3-ubyte");
  EXPECT_EQ(both.train.size(), 2);
  EXPECT_EQ(both.train.width(), 3);
  EXPECT_THAT(both.train.pixels(1), ElementsAre(4, 5, 6));
  EXPECT_EQ(both.train.label(0), 4);
  EXPECT_EQ(both.train.classes(), 6);  // 0 to 5, the largest of both splits
  EXPECT_EQ(both.test.label(0), 5);
}

TEST(IdxImages, AreUnlabelledWithoutALabelFile) {
  const tests::TemporaryFolder folder;
  put_idx(folder.path() / "drawings.idx3-ubyte", two_images);
  const TrainAndTest both = read_idx_images(folder.path() / "drawings.idx3-ubyte");
  EXPECT_EQ(both.train.classes(), 0);
  EXPECT_EQ(both.test.size(), 0);
}

TEST(IdxImages, RejectCountsThatDisagree) {
  const tests::TemporaryFolder folder;
  put_idx(folder.path() / "images-idx3", two_images);
  put_idx(folder.path() / "labels-idx1", {{3}, {0, 1, 2}});
  EXPECT_THAT([&] { (void)read_idx_images(folder.path() / "images-idx3"); },
              ThrowsMessage<Error>(HasSubstr("expected 2 labels, one for each image, got")));
}

TEST(IdxImages, RejectALabelFile) {
  const tests::TemporaryFolder folder;
  put_idx(folder.path() / "labels-idx1", {{3}, {0, 1, 2}});
  EXPECT_THAT([&] { (void)read_idx_images(folder.path() / "labels-idx1"); },
              ThrowsMessage<Error>(HasSubstr("got 1 dimensions")));
}

TEST(IdxImages, RejectAWrongMagicNumberAndHugeHeaders) {
  const tests::TemporaryFolder folder;
  const auto refuse = [&](io::Bytes bytes, const char* reason) {
    io::write_atomically(folder.path() / "x", std::span<const std::uint8_t>(bytes));
    EXPECT_THAT([&] { (void)read_idx_images(folder.path() / "x"); },
                ThrowsMessage<Error>(HasSubstr(reason)));
  };
  refuse({1, 2, 3, 4, 5, 6, 7, 8}, "expected an IDX file");
  // 2^20 x 2^20 images of 1 x 1 in four dimensions, and 2^32 - 1 images of 2^32 - 1 squared.
  refuse({0, 0, 8, 4, 0, 16, 0, 0, 0, 16, 0, 0, 0, 0, 0, 1, 0, 0, 0, 1}, "as many values as");
  refuse({0, 0, 8, 3, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255},
         "as many values");
  refuse({0, 0, 8, 3, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 1}, "got the shape 0 x 1 x 1");
}

TEST(MakeImages, RejectsLabelsOutOfRange) {
  EXPECT_THAT(
      [] {
        (void)make_images(two_images, {{2}, {0, 2}}, {"a", "b"}, "there");
      },
      ThrowsMessage<Error>(HasSubstr("labels from 0 to 1, got 2")));
}

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

TEST(ImageFolder, IsUnlabelledIfFlatAndConvertsColourToLuma) {
  const tests::TemporaryFolder folder;
  put_png(folder.path() / "red.png", {255, 0, 0});
  put_png(folder.path() / "green.png", {0, 255, 0});
  io::write_atomically(folder.path() / "notes.txt", "not a picture");
  const Images images = read_image_folder(folder.path());
  EXPECT_EQ(images.classes(), 0);
  EXPECT_EQ(images.pixels(0)[0], 150);  // 0.587 * 255 = 149.7
  EXPECT_EQ(images.pixels(1)[0], 76);   // 0.299 * 255 = 76.2
}

TEST(ImageFolder, RejectsDifferentSizes) {
  const tests::TemporaryFolder folder;
  put_png(folder.path() / "a.png", {}, 3, 2);
  put_png(folder.path() / "b.png", {}, 4, 2);
  EXPECT_THAT([&] { (void)read_image_folder(folder.path()); },
              ThrowsMessage<Error>(
                  testing::AllOf(HasSubstr("3 x 2"), HasSubstr("4 x 2 in"), HasSubstr("b.png"))));
}

TEST(ImageFolder, RejectsEmptyAndMixedFolders) {
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
