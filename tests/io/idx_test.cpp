#include "akin/io/idx.h"

#include <gmock/gmock.h>
#include <zlib.h>

#include <gtest/gtest.h>

#include "support/error_of.h"
#include "support/temporary_folder.h"

namespace akin::io {
namespace {

using testing::HasSubstr;
using testing::StartsWith;
using tests::error_of;

/// Two images of 1 x 3.
const Bytes file = {0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 1, 0, 0, 0, 3, 10, 11, 12, 20, 21, 22};

std::string error_in(const Bytes& bytes) {
  return error_of([&] { parse_idx(bytes, "train"); });
}

TEST(Idx, ParsesShapeAndValues) {
  const Idx idx = parse_idx(file, "train");
  EXPECT_EQ(idx.shape, std::vector<std::int64_t>({2, 1, 3}));
  EXPECT_EQ(idx.values, Bytes({10, 11, 12, 20, 21, 22}));
}

TEST(Idx, FormatsWhatItParses) {
  EXPECT_EQ(format_idx({{2, 1, 3}, {10, 11, 12, 20, 21, 22}}), file);
  EXPECT_EQ(format_idx({{0, 28, 28}, {}}).size(), 16U);
  EXPECT_EQ(parse_idx(format_idx({{0, 28, 28}, {}}), "empty").shape,
            std::vector<std::int64_t>({0, 28, 28}));
}

TEST(Idx, RejectsInvalidContentWhenFormatting) {
  EXPECT_THAT(error_of([] { format_idx({{2}, {1}}); }), HasSubstr("[2]"));
  EXPECT_THAT(error_of([] { format_idx({{-1}, {}}); }), HasSubstr("got -1"));
  EXPECT_THAT(error_of([] { format_idx({{}, {1}}); }), HasSubstr("dimensions"));
}

TEST(Idx, RejectsEveryTruncation) {
  for (std::size_t size = 0; size < file.size(); ++size) {
    const Bytes cut(file.begin(), file.begin() + static_cast<std::ptrdiff_t>(size));
    EXPECT_THAT(error_in(cut), StartsWith("[train] expected ")) << size;
  }
}

TEST(Idx, ReportsInvalidHeaders) {
  EXPECT_THAT(error_in({'P', 'N', 'G', '!'}), HasSubstr("an IDX file"));
  EXPECT_THAT(error_in({0, 0, 0x0a, 1, 0, 0, 0, 0}), HasSubstr("got 0x0a"));
  Bytes longer = file;
  longer.push_back(0);
  EXPECT_THAT(error_in(longer), HasSubstr("[2, 1, 3] says, got 7"));
}

TEST(Idx, RejectsSizesWhoseProductOverflows) {
  // 2^31 * 2^31 * 4 = 2^64, which overflows to 0, the number of values.
  EXPECT_THAT(error_in({0, 0, 8, 3, 0x80, 0, 0, 0, 0x80, 0, 0, 0, 0, 0, 0, 4}),
              HasSubstr("cut off or damaged"));
}

TEST(Idx, ReadsFilesAndNamesThem) {
  const tests::TemporaryFolder folder;
  const auto path = folder.path() / "train.idx";
  write_atomically(path, file);
  EXPECT_EQ(read_idx(path).values.size(), 6U);
  write_atomically(path, Bytes({0x1f, 0x8b, 8}));
  EXPECT_THAT(error_of([&] { read_idx(path); }), StartsWith(fmt::format("[{}]", path.string())));
}

TEST(Idx, TakesNoMoreThanTheHeaderSays) {
  const tests::TemporaryFolder folder;
  const auto path = folder.path() / "train.idx";
  write_atomically(path, file);
  std::filesystem::resize_file(path, std::uint64_t{1} << 40U);  // sparse
  EXPECT_THAT(
      error_of([&] { read_idx(path); }),
      HasSubstr(fmt::format("got {}; it is cut off or damaged", (std::uint64_t{1} << 40U) - 16)));

  Bytes longer = file;
  longer.push_back(0);
  const auto packed = path.string() + ".gz";
  const gzFile out = gzopen(packed.c_str(), "wb");
  gzwrite(out, longer.data(), static_cast<unsigned>(longer.size()));
  gzclose(out);
  EXPECT_EQ(
      error_of([&] { read_idx(packed); }),
      fmt::format("[{}] expected as many values as its header [2, 1, 3] says, got more", packed));
}

/// Values in a shape of one dimension.
std::vector<double> values_of(const Bytes& bytes) {
  std::vector<double> values;
  each_number(parse_idx(bytes, "x"), [&](std::size_t, double value) { values.push_back(value); });
  return values;
}

TEST(Idx, ReadsEveryType) {
  using testing::ElementsAre;
  EXPECT_THAT(values_of({0, 0, 0x09, 1, 0, 0, 0, 2, 0x80, 0x7f}), ElementsAre(-128, 127));
  EXPECT_THAT(values_of({0, 0, 0x0b, 1, 0, 0, 0, 2, 0xff, 0xfe, 1, 0}), ElementsAre(-2, 256));
  EXPECT_THAT(values_of({0, 0, 0x0c, 1, 0, 0, 0, 1, 0, 1, 0, 0}), ElementsAre(65536));
  EXPECT_THAT(values_of({0, 0, 0x0d, 1, 0, 0, 0, 1, 0x3f, 0xc0, 0, 0}), ElementsAre(1.5));
  EXPECT_THAT(values_of({0, 0, 0x0e, 1, 0, 0, 0, 1, 0xbf, 0xe0, 0, 0, 0, 0, 0, 0}),
              ElementsAre(-0.5));
  EXPECT_THAT(error_in({0, 0, 0x0c, 1, 0, 0, 0, 1, 0, 1, 0}), HasSubstr("got 0; it is cut off"));
}

TEST(Idx, FormatsEveryType) {
  const Bytes shorts = {0, 0, 0x0b, 1, 0, 0, 0, 2, 0xff, 0xfe, 1, 0};
  EXPECT_EQ(format_idx(parse_idx(shorts, "x")), shorts);
}

TEST(Idx, IgnoresZerosBehindAGzipStream) {
  const tests::TemporaryFolder folder;
  const auto path = folder.path() / "train.idx.gz";
  const gzFile out = gzopen(path.c_str(), "wb");
  gzwrite(out, file.data(), static_cast<unsigned>(file.size()));
  gzclose(out);
  Bytes packed = read_file(path);
  packed.resize(packed.size() + 512);
  write_atomically(path, packed);
  EXPECT_EQ(read_idx(path).values.size(), 6U);
}

TEST(Idx, SaysWhatElseAFileIs) {
  const std::string pointer = "version https://git-lfs.github.com/spec/v1\noid sha256:0\n";
  EXPECT_THAT(error_in({pointer.begin(), pointer.end()}),
              HasSubstr("got a Git LFS pointer (run `git lfs pull`"));
  EXPECT_THAT(error_in({'P', 'K', 3, 4, 20}), HasSubstr("got a zip archive"));
}

}  // namespace
}  // namespace akin::io
