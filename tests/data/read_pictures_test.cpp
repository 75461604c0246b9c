#include "akin/data/read_pictures.h"

#include <gmock/gmock.h>

#include <fmt/format.h>

#include "akin/base/require.h"
#include "akin/io/file.h"
#include "akin/pictures/picture_files.h"

#include "support/error_of.h"
#include "support/small_pictures.h"
#include "support/temporary_folder.h"
#include "support/write_archive.h"

namespace akin::data {
namespace {

namespace fs = std::filesystem;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using tests::error_of;

/// A picture with a gradient, so that it is not blank.
pictures::Picture picture(int width, int height, pictures::Colour corner) {
  pictures::Picture drawn(width, height);
  drawn.set(0, 0, corner);
  return drawn;
}

constexpr pictures::Colour white = {255, 255, 255};

class ReadPictures : public testing::Test {
 protected:
  void put(const std::string& name, const pictures::Picture& drawn) const {
    pictures::write_png(folder_.path() / "set" / name, drawn);
  }
  void put(const std::string& name, const char* base64) const {
    io::write_atomically(folder_.path() / "set" / name,
                         std::span<const std::uint8_t>(tests::picture_file(base64)));
  }
  [[nodiscard]] SourceImages read(const ImageOptions& options = {}) const {
    return read_pictures(folder_.path() / "set", options);
  }
  tests::TemporaryFolder folder_;
};

TEST_F(ReadPictures, KeepsASizeThatAllHave) {
  put("a/1.png", picture(12, 16, white));
  put("b/1.png", picture(12, 16, {0, 0, 9}));
  const SourceImages found = read();
  EXPECT_EQ(found.train.image_size(), (ImageSize{16, 12, 3}));
  EXPECT_THAT(found.train.class_names(), ElementsAre("a", "b"));
  EXPECT_EQ(found.train.pixels(0)[0], 255);
  EXPECT_EQ(found.train.pixels(1)[0], 0);
  EXPECT_EQ(found.train.pixels(1)[2 * 16 * 12], 9);  // of the blue plane
  EXPECT_THAT(found.notes, testing::IsEmpty());
}

TEST_F(ReadPictures, ScalesOtherSizesTo32) {
  put("1.png", picture(100, 100, white));
  put("2.png", picture(50, 60, white));
  const SourceImages found = read();
  EXPECT_EQ(found.train.image_size(), (ImageSize{32, 32, 1}));
  EXPECT_EQ(found.sizes.size(), 2U);
  EXPECT_THAT(found.notes, Contains(HasSubstr("scaled to 32 x 32; the centre is cropped")));
}

TEST_F(ReadPictures, IsGreyWithoutColourOrOnRequest) {
  put("1.png", picture(8, 8, {10, 10, 10}));
  EXPECT_EQ(read().train.channels(), 1);
  put("2.png", picture(8, 8, {200, 100, 50}));
  EXPECT_EQ(read().train.channels(), 3);
  const SourceImages grey = read({.grey = true});
  EXPECT_EQ(grey.train.channels(), 1);
  EXPECT_EQ(grey.train.pixels(1)[0], 124);  // (299 * 200 + 587 * 100 + 114 * 50 + 500) / 1000
}

// Ink on transparent paper can be seen, whatever its colour.
TEST_F(ReadPictures, ComposesOverWhatShowsTheInk) {
  put("1.png", tests::png_with_alpha);  // red, transparent; green, white
  const SourceImages found = read({.size = "8"});
  const auto red = found.train.pixels(0);
  EXPECT_EQ(red[0], 255);    // red
  EXPECT_EQ(red[7], 0);      // transparent, over black: the visible pixels are bright
  EXPECT_EQ(red[7 * 8], 0);  // green
  EXPECT_THAT(found.notes, Contains(HasSubstr("composed over black")));
}

TEST_F(ReadPictures, CountsDamagedPictures) {
  put("1.png", picture(8, 8, white));
  put("2.png", picture(8, 8, white));
  io::write_atomically(folder_.path() / "set" / "3.png", "no picture");
  const SourceImages found = read();
  EXPECT_EQ(found.train.size(), 2);
  EXPECT_EQ(found.keys.size(), 2U);
  EXPECT_THAT(found.notes, Contains("left out 1 damaged file (3.png)"));
}

TEST_F(ReadPictures, RefusesBlankAndMissingPictures) {
  put("1.png", pictures::Picture(8, 8));
  EXPECT_THAT(error_of([&] { (void)read(); }), HasSubstr("got only pictures of one colour"));
  const tests::TemporaryFolder empty;
  EXPECT_THAT(error_of([&] { (void)read_pictures(empty.path(), {}); }),
              HasSubstr("expected PNG, JPEG, WebP, BMP or GIF pictures"));
}

TEST_F(ReadPictures, FindsPartsAndClassesInAnArchive) {
  put("1.png", picture(8, 8, white));
  const io::Bytes png = io::read_file(folder_.path() / "set" / "1.png");
  const fs::path archive = folder_.path() / "set.zip";
  tests::write_archive(archive, {{"top/train/cat/1.png", png},
                                 {"top/train/\xea\xb0\x9c/1.png", png},
                                 {"top/test/\xea\xb0\x9c/2.png", png}});
  const SourceImages found = read_pictures(archive, {});
  EXPECT_EQ(found.train.size(), 2);
  EXPECT_EQ(found.test.size(), 1);
  EXPECT_EQ(found.test.label(0), 1);
  EXPECT_THAT(found.train.class_names(), ElementsAre("cat", "\xea\xb0\x9c"));
}

TEST_F(ReadPictures, UsesItsCacheWhileNothingChanges) {
  for (int i = 0; i < 1000; ++i) {
    put(fmt::format("{:04}.png", i), picture(8, 8, {static_cast<std::uint8_t>(1 + i % 200), 0, 0}));
  }
  const fs::path cache = folder_.path() / "cache";
  std::int64_t decoded = 0;
  const auto load = [&] {
    decoded = 0;
    return read_pictures(folder_.path() / "set", {}, cache,
                         [&](std::int64_t done, std::int64_t) { decoded = done; });
  };
  const SourceImages first = load();
  EXPECT_EQ(decoded, 1000);
  const SourceImages second = load();
  EXPECT_EQ(decoded, 0);
  EXPECT_EQ(second.keys, first.keys);
  EXPECT_EQ(second.sizes, first.sizes);
  EXPECT_THAT(second.train.pixels(7), testing::ElementsAreArray(first.train.pixels(7)));
  // Damaged: a byte of the pixels is another.
  for (const auto& entry : fs::recursive_directory_iterator(cache)) {
    if (entry.is_regular_file()) {
      io::Bytes bytes = io::read_file(entry.path());
      bytes[bytes.size() / 2] ^= 1;
      io::write_atomically(entry.path(), std::span<const std::uint8_t>(bytes));
    }
  }
  EXPECT_THAT(load().train.pixels(7), testing::ElementsAreArray(first.train.pixels(7)));
  EXPECT_EQ(decoded, 1000);
  // Another picture.
  put("1000.png", picture(8, 8, white));
  EXPECT_EQ(load().train.size(), 1001);
}

}  // namespace
}  // namespace akin::data
