#include "akin/io/npy.h"

#include <gmock/gmock.h>

#include <gtest/gtest.h>

#include "support/error_of.h"
#include "support/stream_of.h"

namespace akin::io {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using tests::error_of;

/// Version 1: the magic, a length of two bytes, the header, the values.
Bytes npy(const std::string& header, const Bytes& values, char version = 1) {
  std::string text = "\x93NUMPY";
  text += {version, '\0', static_cast<char>(header.size()), '\0'};
  text += version > 1 ? std::string(2, '\0') : "";
  text += header;
  text += as_text(values);
  return {text.begin(), text.end()};
}

std::string header_of(const std::string& type, const std::string& shape) {
  return "{'descr': '" + type + "', 'fortran_order': False, 'shape': " + shape + ", }   \n";
}

Array read(const Bytes& bytes) {
  return read_npy(tests::stream_of(as_text(bytes)), "x.npy");
}

std::vector<double> npy_values(const std::string& type, const std::string& shape,
                               const Bytes& bytes) {
  std::vector<double> values;
  each_number(read(npy(header_of(type, shape), bytes)),
              [&](std::size_t, double value) { values.push_back(value); });
  return values;
}

TEST(Npy, ReadsShapeAndValues) {
  const Array array = read(npy(header_of("|u1", "(1, 2, 3)"), {1, 2, 3, 4, 5, 6}));
  EXPECT_THAT(array.shape, ElementsAre(1, 2, 3));
  EXPECT_EQ(array.values, Bytes({1, 2, 3, 4, 5, 6}));
  EXPECT_TRUE(read(npy(header_of("|u1", "()"), {7})).shape.empty());
  EXPECT_THAT(read(npy(header_of("|u1", "(2,)"), {7, 8}, 2)).shape, ElementsAre(2));
  EXPECT_THAT(read(npy(header_of("|u1", "(2,)"), {7, 8}, 3)).shape, ElementsAre(2));
}

TEST(Npy, ReadsEveryTypeInBothByteOrders) {
  EXPECT_THAT(npy_values("|b1", "(2,)", {0, 1}), ElementsAre(0, 1));
  EXPECT_THAT(npy_values("|i1", "(1,)", {0xff}), ElementsAre(-1));
  EXPECT_THAT(npy_values("<u2", "(1,)", {1, 2}), ElementsAre(513));
  EXPECT_THAT(npy_values(">u2", "(1,)", {1, 2}), ElementsAre(258));
  EXPECT_THAT(npy_values("<i2", "(1,)", {0xfe, 0xff}), ElementsAre(-2));
  EXPECT_THAT(npy_values(">u4", "(1,)", {0, 1, 0, 0}), ElementsAre(65536));
  EXPECT_THAT(npy_values("<i4", "(1,)", {0xff, 0xff, 0xff, 0xff}), ElementsAre(-1));
  EXPECT_THAT(npy_values("<u8", "(1,)", {0, 0, 0, 0, 0, 0, 0, 0x80}), ElementsAre(0x1p63));
  EXPECT_THAT(npy_values("<i8", "(1,)", {9, 0, 0, 0, 0, 0, 0, 0}), ElementsAre(9));
  EXPECT_THAT(npy_values("<f4", "(1,)", {0, 0, 0xc0, 0x3f}), ElementsAre(1.5));
  EXPECT_THAT(npy_values(">f8", "(1,)", {0xbf, 0xe0, 0, 0, 0, 0, 0, 0}), ElementsAre(-0.5));
  // Halves: 1, -2, the largest, the smallest subnormal, infinity.
  EXPECT_THAT(npy_values(">f2", "(5,)", {0x3c, 0, 0xc0, 0, 0x7b, 0xff, 0, 1, 0x7c, 0}),
              ElementsAre(1, -2, 65504, 0x1p-24, std::numeric_limits<double>::infinity()));
}

TEST(Npy, RefusesWhatItCannotRead) {
  const auto refused = [](const Bytes& bytes) { return error_of([&] { read(bytes); }); };
  EXPECT_THAT(refused(npy(header_of("|O", "(2,)"), {0x80, 4})), HasSubstr("got Python objects"));
  EXPECT_THAT(refused(npy(header_of("<U5", "(2,)"), {})), HasSubstr("got type '<U5'"));
  EXPECT_THAT(refused(npy("{'descr': '|u1', 'fortran_order': True, 'shape': (2, 1), }", {1, 2})),
              HasSubstr("numpy.ascontiguousarray(array)"));
  EXPECT_THAT(refused(npy(header_of("|u1", "(2, 'x')"), {})), HasSubstr("expected a shape"));
  EXPECT_THAT(refused(npy(header_of("|u1", "(-2,)"), {})), HasSubstr("expected a shape"));
  EXPECT_THAT(refused(npy("nothing", {})), HasSubstr("got type 'nothing'"));
  EXPECT_THAT(refused(npy(header_of("|u1", "(2,)"), {1}, 9)), HasSubstr("version 1 to 3"));
  EXPECT_THAT(refused({'P', 'K', 3, 4, 0, 0, 0, 0}), HasSubstr("got a zip archive"));
}

TEST(Npy, TakesNoMoreThanThereIs) {
  EXPECT_THAT(error_of([] {
                read(npy(header_of("<f8", "(4294967296, 2147483648)"), {1, 2}));
              }),
              HasSubstr("(4294967296, 2147483648) says, got 0; it is cut off"));
  EXPECT_THAT(error_of([] {
                read(npy(header_of("<f8", "(9999999999999,)"), {1, 2}));
              }),
              HasSubstr("cut off"));
  const Bytes whole = npy(header_of("|u1", "(2,)"), {1, 2});
  for (std::size_t size = 0; size < whole.size(); ++size) {
    const Bytes cut(whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(size));
    EXPECT_THAT(error_of([&] { read(cut); }), HasSubstr("[x.npy] expected")) << size;
  }
}

}  // namespace
}  // namespace akin::io
