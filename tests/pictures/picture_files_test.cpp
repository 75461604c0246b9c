#include "akin/pictures/picture_files.h"

#include <gmock/gmock.h>

#include "akin/base/require.h"
#include "akin/io/file.h"

#include "support/temporary_folder.h"

namespace akin::pictures {
namespace {

using testing::HasSubstr;
using testing::ThrowsMessage;

/// 256 x 2 pixels: every grey above, a ramp of colours below.
Picture ramp() {
  Picture picture(256, 2);
  for (int x = 0; x < 256; ++x) {
    const auto v = static_cast<std::uint8_t>(x);
    picture.set(x, 0, {v, v, v});
    picture.set(x, 1, {v, static_cast<std::uint8_t>(255 - x), 7});
  }
  return picture;
}

TEST(Png, IsLossless) {
  const tests::TemporaryFolder folder;
  const Picture picture = ramp();
  write_png(folder.path() / "a.png", picture);
  write_png(folder.path() / "b.png", picture);
  EXPECT_EQ(io::read_file(folder.path() / "a.png"), io::read_file(folder.path() / "b.png"));
  const Picture back = read_png(folder.path() / "a.png");
  ASSERT_EQ(back.width(), 256);
  ASSERT_EQ(back.height(), 2);
  for (int x = 0; x < 256; ++x) {
    EXPECT_EQ(back.at(x, 0), picture.at(x, 0));
    EXPECT_EQ(back.at(x, 1), picture.at(x, 1));
  }
}

TEST(Png, RejectsDamagedFiles) {
  const tests::TemporaryFolder folder;
  const auto path = folder.path() / "a.png";
  write_png(path, ramp());
  const io::Bytes whole = io::read_file(path);
  const auto refuse = [&](const io::Bytes& bytes, const char* reason) {
    io::write_atomically(path, std::span<const std::uint8_t>(bytes));
    EXPECT_THAT([&] { (void)read_png(path); }, ThrowsMessage<Error>(HasSubstr(reason)));
  };
  refuse({}, "expected a PNG file");
  refuse({whole.begin(), whole.begin() + 60}, "damaged");
  io::Bytes flipped = whole;
  flipped[whole.size() / 2] ^= 1U;
  refuse(flipped, "damaged");
  io::Bytes huge = whole;
  huge[16] = 0x40;  // a width of 2^30
  refuse(huge, "got 1073742080 x 2");
  EXPECT_THROW((void)read_png(folder.path() / "none.png"), Error);
}

/// Number of frames: image descriptors follow each graphic control extension, 21 f9 04.
int count_frames(const io::Bytes& bytes) {
  int frames = 0;
  for (std::size_t i = 0; i + 2 < bytes.size(); ++i) {
    frames += bytes[i] == 0x21 && bytes[i + 1] == 0xf9 && bytes[i + 2] == 4 ? 1 : 0;
  }
  return frames;
}

TEST(Gif, HasOneGreyPaletteAndLoopsForever) {
  const tests::TemporaryFolder folder;
  std::vector<Picture> frames(3, Picture(16, 16));
  for (int i = 0; i < 256; ++i) {
    const auto v = static_cast<std::uint8_t>(i);
    frames[0].set(i % 16, i / 16, {v, v, v});
  }
  frames[2].set(3, 3, {200, 200, 200});
  write_gif(folder.path() / "a.gif", frames, 10, 100);
  write_gif(folder.path() / "b.gif", frames, 10, 100);
  const io::Bytes bytes = io::read_file(folder.path() / "a.gif");
  EXPECT_EQ(bytes, io::read_file(folder.path() / "b.gif"));
  EXPECT_EQ(std::string(bytes.begin(), bytes.begin() + 6), "GIF89a");
  EXPECT_EQ(bytes[10] & 0x87, 0x87);  // a global colour table of 256 entries
  std::vector<bool> seen(256);
  for (std::size_t i = 0; i < 256; ++i) {
    const std::size_t at = 13 + 3 * i;
    EXPECT_TRUE(bytes[at] == bytes[at + 1] && bytes[at] == bytes[at + 2]);
    seen[bytes[at]] = true;
  }
  EXPECT_THAT(seen, testing::Each(true));
  EXPECT_EQ(count_frames(bytes), 3);
  // The application extension's loop count; 0: infinite.
  const std::string text(bytes.begin(), bytes.end());
  const auto netscape = text.find("NETSCAPE2.0");
  ASSERT_NE(netscape, std::string::npos);
  EXPECT_EQ(text.substr(netscape + 11, 5), std::string("\3\1\0\0\0", 5));
}

TEST(Gif, MergesIdenticalConsecutiveFrames) {
  const tests::TemporaryFolder folder;
  std::vector<Picture> frames(5, Picture(4, 4));
  frames[2].set(1, 1, {255, 255, 255});
  write_gif(folder.path() / "a.gif", frames, 10, 100);
  const io::Bytes bytes = io::read_file(folder.path() / "a.gif");
  ASSERT_EQ(count_frames(bytes), 3);
  std::vector<int> delays;  // two bytes, little-endian, after a byte of flags
  for (std::size_t i = 0; i + 5 < bytes.size(); ++i) {
    if (bytes[i] == 0x21 && bytes[i + 1] == 0xf9 && bytes[i + 2] == 4) {
      delays.push_back(bytes[i + 4] + 256 * bytes[i + 5]);
    }
  }
  EXPECT_THAT(delays, testing::ElementsAre(20, 10, 110));
  write_gif(folder.path() / "still.gif", std::vector<Picture>(3, Picture(4, 4)), 10, 100);
  EXPECT_EQ(count_frames(io::read_file(folder.path() / "still.gif")), 1);
}

TEST(Gif, RejectsNoFramesAndDifferentSizes) {
  const tests::TemporaryFolder folder;
  const auto path = folder.path() / "a.gif";
  EXPECT_THROW(write_gif(path, {}, 1, 1), Error);
  const std::vector<Picture> frames = {Picture(2, 2), Picture(2, 3)};
  EXPECT_THROW(write_gif(path, frames, 1, 1), Error);
  EXPECT_FALSE(std::filesystem::exists(path));
}

}  // namespace
}  // namespace akin::pictures
