#include "akin/io/gzip.h"

#include <gmock/gmock.h>
#include <zlib.h>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "support/error_of.h"

namespace akin::io {
namespace {

using testing::HasSubstr;
using tests::error_of;

/// `printf hello | gzip -9n`
const Bytes hello_gz = {0x1f, 0x8b, 0x08, 0x00, 0x00, 0x00, 0x00, 0x00, 0x02,
                        0x03, 0xcb, 0x48, 0xcd, 0xc9, 0xc9, 0x07, 0x00, 0x86,
                        0xa6, 0x10, 0x36, 0x05, 0x00, 0x00, 0x00};
const Bytes hello = {'h', 'e', 'l', 'l', 'o'};

Bytes joined(Bytes a, const Bytes& b) {
  a.insert(a.end(), b.begin(), b.end());
  return a;
}

TEST(Gunzip, Inflates) {
  EXPECT_EQ(gunzip(hello_gz), hello);
}

TEST(Gunzip, ReturnsOtherBytesUnchanged) {
  EXPECT_EQ(gunzip(hello), hello);
  EXPECT_EQ(gunzip({}), Bytes());
  EXPECT_EQ(gunzip({0x1f}), Bytes({0x1f}));
}

TEST(Gunzip, InflatesConcatenatedMembers) {
  EXPECT_EQ(gunzip(joined(hello_gz, hello_gz)), joined(hello, hello));
}

TEST(Gunzip, RejectsEveryTruncation) {
  for (std::size_t size = 2; size < hello_gz.size(); ++size) {
    const Bytes cut(hello_gz.begin(), hello_gz.begin() + static_cast<std::ptrdiff_t>(size));
    EXPECT_THAT(error_of([&] { gunzip(cut); }), HasSubstr("truncated")) << size;
  }
}

TEST(Gunzip, RejectsTrailingBytes) {
  EXPECT_THAT(error_of([&] { gunzip(joined(hello_gz, {'x', 'y', 'z'})); }), HasSubstr("damaged"));
  EXPECT_THAT(error_of([&] { gunzip(joined(hello_gz, {0, 0, 'x'})); }), HasSubstr("damaged"));
}

TEST(Gunzip, IgnoresZerosAtTheEndAsGzipDoes) {
  EXPECT_EQ(gunzip(joined(hello_gz, Bytes(1))), hello);
  EXPECT_EQ(gunzip(joined(joined(hello_gz, hello_gz), Bytes(100'000))), joined(hello, hello));
}

/// `count` zeros, gzipped.
Bytes gzipped_zeros(std::size_t count) {
  const Bytes zeros(count);
  Bytes packed(count / 500 + 1000);
  z_stream stream{};
  deflateInit2(&stream, 9, Z_DEFLATED, MAX_WBITS + 16, 9, Z_DEFAULT_STRATEGY);
  stream.next_in = const_cast<Bytef*>(zeros.data());
  stream.avail_in = static_cast<uInt>(zeros.size());
  stream.next_out = packed.data();
  stream.avail_out = static_cast<uInt>(packed.size());
  EXPECT_EQ(deflate(&stream, Z_FINISH), Z_STREAM_END);
  packed.resize(stream.total_out);
  deflateEnd(&stream);
  return packed;
}

TEST(Gunzip, RefusesWhatUnpacksToAHundredTimesItsSizeAndMore) {
  constexpr std::size_t mebibyte = std::size_t{1} << 20U;
  EXPECT_EQ(gunzip(gzipped_zeros(32 * mebibyte)).size(), 32 * mebibyte);
  const Bytes packed = gzipped_zeros(128 * mebibyte);
  EXPECT_THAT(error_of([&] { gunzip(packed); }),
              HasSubstr(fmt::format("at most {} bytes", 64 * mebibyte + 100 * packed.size())));
}

TEST(Gunzip, ChecksCrcAndLength) {
  for (const std::size_t at : {std::size_t{17}, std::size_t{21}}) {  // CRC-32, ISIZE
    Bytes damaged = hello_gz;
    damaged[at] ^= 1U;
    EXPECT_THAT(error_of([&] { gunzip(damaged); }), HasSubstr("damaged"));
  }
}

TEST(Gunzip, RespectsTheLimit) {
  EXPECT_EQ(gunzip(hello_gz, 5), hello);
  EXPECT_THAT(error_of([&] { gunzip(hello_gz, 4); }), HasSubstr("at most 4 bytes"));
  EXPECT_THAT(error_of([&] { gunzip(joined(hello_gz, hello_gz), 9); }),
              HasSubstr("at most 9 bytes"));
}

}  // namespace
}  // namespace akin::io
