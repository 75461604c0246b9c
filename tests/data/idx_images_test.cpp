#include "akin/data/idx_images.h"

#include <gmock/gmock.h>

#include "akin/base/require.h"

#include "support/temporary_folder.h"

namespace akin::data {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::ThrowsMessage;

void put_idx(const std::filesystem::path& path, const io::Idx& idx) {
  io::write_atomically(path, std::span<const std::uint8_t>(io::format_idx(idx)));
}

const io::Idx two_images = {{2, 1, 3}, {1, 2, 3, 4, 5, 6}};

TEST(IdxImages, FindsLabelsAndTestPart) {
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
  EXPECT_EQ(both.train.classes(), 6);  // 0 to 5, the largest of both parts
  EXPECT_EQ(both.test.label(0), 5);
}

TEST(IdxImages, AloneAreUnlabelled) {
  const tests::TemporaryFolder folder;
  put_idx(folder.path() / "drawings.idx3-ubyte", two_images);
  const TrainAndTest both = read_idx_images(folder.path() / "drawings.idx3-ubyte");
  EXPECT_EQ(both.train.classes(), 0);
  EXPECT_EQ(both.test.size(), 0);
}

TEST(IdxImages, RefuseCountsThatDisagree) {
  const tests::TemporaryFolder folder;
  put_idx(folder.path() / "images-idx3", two_images);
  put_idx(folder.path() / "labels-idx1", {{3}, {0, 1, 2}});
  EXPECT_THAT([&] { (void)read_idx_images(folder.path() / "images-idx3"); },
              ThrowsMessage<Error>(HasSubstr("expected 2 labels, one for each image, got")));
}

TEST(IdxImages, RefuseLabelsForImages) {
  const tests::TemporaryFolder folder;
  put_idx(folder.path() / "labels-idx1", {{3}, {0, 1, 2}});
  EXPECT_THAT([&] { (void)read_idx_images(folder.path() / "labels-idx1"); },
              ThrowsMessage<Error>(HasSubstr("got 1 dimensions")));
}

TEST(IdxImages, RefuseAWrongMagicAndHugeHeaders) {
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

TEST(MakeImages, RefusesLabelsOutOfRange) {
  EXPECT_THAT(
      [] {
        (void)make_images(two_images, {{2}, {0, 2}}, {"a", "b"}, "there");
      },
      ThrowsMessage<Error>(HasSubstr("labels from 0 to 1, got 2")));
}

}  // namespace
}  // namespace akin::data
