#include "akin/data/array_images.h"

#include <cstring>
#include <fstream>
#include <numeric>

#include <gmock/gmock.h>

#include <gtest/gtest.h>

#include "akin/data/array_values.h"
#include "akin/io/idx.h"

#include "support/error_of.h"
#include "support/temporary_folder.h"
#include "support/write_archive.h"

namespace akin::data {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using tests::error_of;

using Values = std::vector<std::uint8_t>;
using Labels = std::vector<std::string>;

/// Files of one test.
class ArrayImagesTest : public testing::Test {
 protected:
  fs::path at(const std::string& name) const { return folder_.path() / name; }

  fs::path put(const std::string& name, const io::Bytes& bytes) const {
    fs::create_directories(at(name).parent_path());
    io::write_atomically(at(name), bytes);
    return at(name);
  }
  fs::path put(const std::string& name, const std::string& text) const {
    return put(name, io::Bytes(text.begin(), text.end()));
  }
  fs::path put_idx(const std::string& name, const io::Idx& idx) const {
    return put(name, io::format_idx(idx));
  }

  std::string refusal(const std::string& name, const ArrayOptions& options = {}) const {
    return error_of([&] { read_arrays(at(name), options); });
  }

 private:
  tests::TemporaryFolder folder_;
};

io::Bytes counted(std::size_t count, int first = 0) {
  io::Bytes bytes(count);
  std::iota(bytes.begin(), bytes.end(), static_cast<std::uint8_t>(first));
  return bytes;
}

io::Bytes join(std::initializer_list<io::Bytes> parts) {
  io::Bytes all;
  for (const io::Bytes& part : parts) {
    all.insert(all.end(), part.begin(), part.end());
  }
  return all;
}

io::Bytes npy(const std::string& type, const std::string& shape, const io::Bytes& values) {
  const std::string header =
      "{'descr': '" + type + "', 'fortran_order': False, 'shape': " + shape + ", }\n";
  const std::string start =
      std::string("\x93NUMPY\x01", 7) + '\0' + static_cast<char>(header.size()) + '\0' + header;
  return join({io::Bytes(start.begin(), start.end()), values});
}

/// Images [1, 1, n] of doubles.
ArrayParts scaled_parts(const std::vector<double>& train, const std::vector<double>& test = {}) {
  const auto part = [](const std::vector<double>& values) {
    RawPart raw{"x", {{1, 1, static_cast<std::int64_t>(values.size())}, {}, io::Number::f64}, {}};
    raw.images.big_endian = std::endian::native == std::endian::big;
    raw.images.values.resize(values.size() * sizeof(double));
    std::memcpy(raw.images.values.data(), values.data(), raw.images.values.size());
    return raw;
  };
  RawParts parts;
  parts.train = part(train);
  if (!test.empty()) {
    parts.test = part(test);
  }
  return make_array_images(std::move(parts));
}

// ---- values ----

TEST(ArrayValues, AreScaledByTheirRange) {
  EXPECT_EQ(scaled_parts({0, 17, 99.6, 255}).train.values, Values({0, 17, 100, 255}));
  EXPECT_EQ(scaled_parts({0, 0.5, 1}).train.values, Values({0, 128, 255}));
  EXPECT_EQ(scaled_parts({0, 0.25, 0.5}).train.values, Values({0, 64, 128}));
  EXPECT_EQ(scaled_parts({0, 8, 16}).train.values, Values({0, 128, 255}));
  EXPECT_EQ(scaled_parts({0, 1, 3}).train.values, Values({0, 85, 255}));
  EXPECT_EQ(scaled_parts({0, 256, 511}).train.values, Values({0, 128, 255}));
  EXPECT_EQ(scaled_parts({0, 1000}).train.values, Values({0, 249}));  // 1000 * 255 / 1023
  EXPECT_EQ(scaled_parts({0, 65535}).train.values, Values({0, 255}));
  EXPECT_EQ(scaled_parts({-1, 0, 0.5}).train.values, Values({0, 128, 191}));
  EXPECT_EQ(scaled_parts({-2, 0, 2}).train.values, Values({0, 128, 255}));
  EXPECT_EQ(scaled_parts({0, 0}).train.values, Values({0, 0}));
}

TEST(ArrayValues, SayHowTheyAreScaled) {
  EXPECT_THAT(scaled_parts({0, 255}).notes, IsEmpty());
  EXPECT_THAT(scaled_parts({0, 16}).notes,
              ElementsAre("values from 0 to 16 are scaled to 0 to 255"));
  EXPECT_THAT(scaled_parts({0, 1}).notes, ElementsAre("values from 0 to 1 are scaled to 0 to 255"));
  EXPECT_THAT(scaled_parts({-0.5, 0.5}).notes,
              ElementsAre("values from -1 to 1 are scaled to 0 to 255"));
  EXPECT_THAT(scaled_parts({0, 40000}).notes,
              ElementsAre("values from 0 to 65535 are scaled to 0 to 255"));
}

TEST(ArrayValues, OfTheTrainingPartDecide) {
  EXPECT_EQ(scaled_parts({0, 1}, {0, 0.5}).test.values, Values({0, 128}));
  EXPECT_EQ(scaled_parts({0, 255}, {0, 1}).test.values, Values({0, 1}));
  EXPECT_EQ(scaled_parts({0, 100}, {-5, 300}).test.values, Values({0, 255}));
}

TEST(ArrayValues, AreFinite) {
  EXPECT_THAT(error_of([] {
                scaled_parts({0, std::nan("")});
              }),
              HasSubstr("expected finite values, got nan in image 0"));
  EXPECT_THAT(error_of([] { scaled_parts({0, 1}, {0, HUGE_VAL}); }), HasSubstr("got inf"));
}

// ---- shapes ----

RawParts bytes_of(std::vector<std::int64_t> shape, io::Bytes values) {
  RawParts parts;
  parts.train = {"x", {std::move(shape), std::move(values)}, {}};
  return parts;
}

TEST(ArrayShapes, AreGreyOrColour) {
  const auto size_of = [](std::vector<std::int64_t> shape) {
    const io::Bytes values = counted(io::element_count(shape), 100);
    return make_array_images(bytes_of(std::move(shape), values)).train.size;
  };
  EXPECT_EQ(size_of({2, 4, 5}), (ImageSize{4, 5, 1}));
  EXPECT_EQ(size_of({2, 1, 4, 5}), (ImageSize{4, 5, 1}));
  EXPECT_EQ(size_of({2, 4, 5, 1}), (ImageSize{4, 5, 1}));
  EXPECT_EQ(size_of({2, 3, 4, 5}), (ImageSize{4, 5, 3}));
  EXPECT_EQ(size_of({2, 4, 5, 3}), (ImageSize{4, 5, 3}));
  EXPECT_EQ(size_of({2, 25}), (ImageSize{5, 5, 1}));
  EXPECT_EQ(size_of({2, 48}), (ImageSize{4, 4, 3}));
  for (const std::vector<std::int64_t>& shape :
       {std::vector<std::int64_t>{50}, {2, 24}, {2, 2, 4, 5}, {2, 1, 1, 4, 5}}) {
    EXPECT_THAT(error_of([&] { size_of(shape); }), HasSubstr("got the shape ["));
  }
  EXPECT_THAT(error_of([] { make_array_images(bytes_of({0, 4, 5}, {})); }), HasSubstr("got none"));
  EXPECT_THAT(error_of([] {
                make_array_images(bytes_of({1, 1 << 20, 1}, io::Bytes(1 << 20)));
              }),
              HasSubstr("1 to 32768 pixels a side"));
}

TEST(ArrayShapes, StoreColourChannelByChannel) {
  EXPECT_EQ(make_array_images(bytes_of({1, 2, 1, 3}, {10, 20, 30, 11, 21, 31})).train.values,
            Values({10, 11, 20, 21, 30, 31}));
  EXPECT_EQ(make_array_images(bytes_of({1, 3, 1, 2}, {10, 11, 20, 21, 30, 31})).train.values,
            Values({10, 11, 20, 21, 30, 31}));
}

TEST(ArrayShapes, TakeFlatColourTheSmootherWay) {
  io::Bytes planar;
  for (const std::uint8_t channel : {20, 120, 220}) {
    planar.insert(planar.end(), 16, channel);
  }
  io::Bytes interleaved;
  for (int i = 0; i < 16; ++i) {
    interleaved.insert(interleaved.end(), {20, 120, 220});
  }
  const ArrayParts one = make_array_images(bytes_of({1, 48}, planar));
  const ArrayParts two = make_array_images(bytes_of({1, 48}, interleaved));
  EXPECT_EQ(one.train.values, planar);
  EXPECT_EQ(two.train.values, planar);
  EXPECT_THAT(one.notes, ElementsAre(HasSubstr("channel by channel")));
  EXPECT_THAT(two.notes, ElementsAre(HasSubstr("pixel by pixel")));
}

TEST(ArrayLabels, AreNumbersOneHotRowsOrAColumn) {
  std::vector<std::string> notes;
  const auto labels = [&](const io::Array& array, const std::string& column = "") {
    return make_labels(array, column, "y", notes);
  };
  EXPECT_EQ(labels({{2}, {7, 3}}), Labels({"7", "3"}));
  EXPECT_EQ(labels({{2, 1}, {7, 3}}), Labels({"7", "3"}));
  EXPECT_EQ(labels({{2, 3}, {0, 0, 1, 1, 0, 0}}), Labels({"2", "0"}));
  EXPECT_THAT(notes, IsEmpty());
  EXPECT_EQ(labels({{2, 3}, {5, 6, 7, 8, 9, 10}}), Labels({"5", "8"}));
  EXPECT_THAT(notes, ElementsAre("labels: column 0 of 3 in y"));
  EXPECT_EQ(labels({{2, 3}, {5, 6, 7, 8, 9, 10}}, "1"), Labels({"6", "9"}));
  EXPECT_EQ(labels({{2, 3}, {5, 6, 7, 8, 9, 10}}, "last"), Labels({"7", "10"}));
  EXPECT_THAT(labels({{2}, {7, 3}}, "none"), IsEmpty());
  EXPECT_THAT(error_of<UsageError>([&] { labels({{2}, {7, 3}}, "8"); }), HasSubstr("got '8'"));
  EXPECT_THAT(error_of([&] { labels({{1, 1, 2}, {7, 3}}); }), HasSubstr("got [1, 1, 2]"));
}

// ---- IDX ----

const io::Idx two_squares = {{2, 2, 2}, {100, 1, 2, 3, 4, 5, 6, 7}};

TEST_F(ArrayImagesTest, IdxFindsLabelsAndTheTestPart) {
  const std::vector<std::array<const char*, 4>> sets = {
      {"train-images-idx3-ubyte", "train-labels-idx1-ubyte", "t10k-images-idx3-ubyte",
       "t10k-labels-idx1-ubyte"},
      {"train-images.idx3-ubyte", "train-labels.idx1-ubyte", "t10k-images.idx3-ubyte",
       "t10k-labels.idx1-ubyte"},
      {"emnist-letters-train-images-idx3-ubyte", "emnist-letters-train-labels-idx1-ubyte",
       "emnist-letters-test-images-idx3-ubyte", "emnist-letters-test-labels-idx1-ubyte"},
      {"qmnist-train-images-idx3-ubyte", "qmnist-train-labels-idx2-int",
       "qmnist-test-images-idx3-ubyte", "qmnist-test-labels-idx2-int"}};
  for (const auto& set : sets) {
    put_idx(set[0], two_squares);
    put_idx(set[1], {{2}, {4, 0}});
    put_idx(set[2], {{1, 2, 2}, {9, 9, 9, 9}});
    put_idx(set[3], {{1}, {5}});
    EXPECT_TRUE(holds_arrays(at(set[0]))) << set[0];
    const ArrayParts parts = read_arrays(at(set[0]));
    EXPECT_EQ(parts.train.size, (ImageSize{2, 2, 1}));
    EXPECT_EQ(parts.train.values, two_squares.values);
    EXPECT_EQ(parts.train.labels, Labels({"4", "0"})) << set[1];
    EXPECT_EQ(parts.test.values, Values({9, 9, 9, 9})) << set[2];
    EXPECT_EQ(parts.test.labels, Labels({"5"})) << set[3];
    EXPECT_EQ(parts.validation.count(), 0);
    EXPECT_THAT(parts.notes, IsEmpty());
  }
}

TEST_F(ArrayImagesTest, IdxIsReadCompressed) {
  tests::write_archive(at("train-images-idx3-ubyte.gz"), {{"", io::format_idx(two_squares)}});
  tests::write_archive(at("train-labels-idx1-ubyte.bz2"), {{"", io::format_idx({{2}, {4, 0}})}});
  tests::write_archive(at("t10k-images-idx3-ubyte.xz"), {{"", io::format_idx(two_squares)}});
  const ArrayParts parts = read_arrays(at("train-images-idx3-ubyte.gz"));
  EXPECT_EQ(parts.train.values, two_squares.values);
  EXPECT_EQ(parts.train.labels, Labels({"4", "0"}));
  EXPECT_EQ(parts.test.count(), 2);
}

TEST_F(ArrayImagesTest, IdxLabelsMayHaveColumns) {
  put_idx("qmnist-train-images-idx3-ubyte", two_squares);
  put_idx("qmnist-train-labels-idx2-int",
          {{2, 2}, {0, 0, 0, 7, 0, 0, 1, 0, 0, 0, 0, 3, 0, 0, 0, 9}, io::Number::i32, true});
  const fs::path path = at("qmnist-train-images-idx3-ubyte");
  EXPECT_EQ(read_arrays(path).train.labels, Labels({"7", "3"}));
  EXPECT_THAT(read_arrays(path).notes, ElementsAre(HasSubstr("labels: column 0 of 2")));
  EXPECT_EQ(read_arrays(path, {"1"}).train.labels, Labels({"256", "9"}));
  EXPECT_THAT(read_arrays(path, {"none"}).train.labels, IsEmpty());
}

TEST_F(ArrayImagesTest, IdxIsFoundInItsFolder) {
  put_idx("MNIST/raw/train-images-idx3-ubyte", two_squares);
  put_idx("MNIST/raw/train-labels-idx1-ubyte", {{2}, {4, 0}});
  put_idx("MNIST/raw/t10k-images-idx3-ubyte", two_squares);
  tests::write_archive(at("MNIST/raw/train-images-idx3-ubyte.gz"),
                       {{"", io::format_idx(two_squares)}});
  for (const char* folder : {"MNIST", "MNIST/raw"}) {
    EXPECT_TRUE(holds_arrays(at(folder)));
    EXPECT_EQ(read_arrays(at(folder)).train.labels, Labels({"4", "0"}));
    EXPECT_EQ(read_arrays(at(folder)).test.count(), 2);
  }
  put_idx("MNIST/raw/emnist-letters-train-images-idx3-ubyte", two_squares);
  EXPECT_THAT(refusal("MNIST"),
              HasSubstr("expected one IDX file of training images, got 2: name one of "
                        "emnist-letters-train-images-idx3-ubyte, train-images-idx3-ubyte"));
  put("pictures/a.png", "x");
  EXPECT_FALSE(holds_arrays(at("pictures")));
  EXPECT_FALSE(holds_arrays(at("nowhere")));
}

TEST_F(ArrayImagesTest, IdxErrorsNameTheFile) {
  put_idx("train-images-idx3-ubyte", two_squares);
  put_idx("train-labels-idx1-ubyte", {{3}, {4, 0, 1}});
  EXPECT_THAT(refusal("train-images-idx3-ubyte"),
              HasSubstr("train-images-idx3-ubyte] expected 2 labels, one for each image, got 3"));
  put("x-idx3-ubyte", "version https://git-lfs.github.com/spec/v1\n");
  EXPECT_THAT(refusal("x-idx3-ubyte"), HasSubstr("x-idx3-ubyte] expected an IDX file"));
  EXPECT_THAT(refusal("x-idx3-ubyte"), HasSubstr("a Git LFS pointer"));
  put_idx("a-train-images-idx3-ubyte", two_squares);
  put_idx("a-test-images-idx3-ubyte", {{1, 3, 3}, counted(9)});
  EXPECT_THAT(refusal("a-train-images-idx3-ubyte"),
              HasSubstr("a-test-images-idx3-ubyte] expected images of 2 x 2"));
}

// ---- CSV ----

/// A table of 4 x 4 images: `rows` rows, `cells` makes one of its pixels and its number.
template <class Cells>
std::string table(int rows, const std::string& header, const Cells& cells) {
  std::string text = header;
  for (int row = 0; row < rows; ++row) {
    std::string pixels;
    for (int i = 0; i < 16; ++i) {
      pixels += fmt::format("{}{}", i == 0 ? "" : ",", i == 0 || i == 15 ? 0 : row * 16 + i + 3);
    }
    text += cells(pixels, row) + "\n";
  }
  return text;
}

std::string label_first(const std::string& pixels, int row) {
  return fmt::format("{},{}", row % 3, pixels);
}
std::string label_last(const std::string& pixels, int row) {
  return fmt::format("{},{}", pixels, row % 3);
}

TEST_F(ArrayImagesTest, CsvFindsItsLabelsByTheirValues) {
  for (const auto& text : {table(4, "", label_first), table(4, "", label_last)}) {
    const fs::path path = put("x.csv", text);
    EXPECT_TRUE(holds_arrays(path));
    const ArrayParts parts = read_arrays(path);
    EXPECT_EQ(parts.train.size, (ImageSize{4, 4, 1}));
    EXPECT_EQ(parts.train.count(), 4);
    EXPECT_EQ(parts.train.labels, Labels({"0", "1", "2", "0"}));
    EXPECT_THAT(Values(parts.train.values.begin() + 16, parts.train.values.begin() + 20),
                ElementsAre(0, 20, 21, 22));
    EXPECT_THAT(parts.notes, ElementsAre(HasSubstr("column, 3 classes")));
  }
}

TEST_F(ArrayImagesTest, CsvMayHaveWordsSemicolonsQuotesAndCrLf) {
  std::string text = table(3, "", [](const std::string& pixels, int row) {
    return fmt::format("{},\"{}\"\r", pixels, row == 1 ? "cat" : "dog");
  });
  std::replace(text.begin(), text.end(), ',', ';');
  const ArrayParts parts = read_arrays(put("x.csv", "\xef\xbb\xbf" + text + "\r\n\r\n"));
  EXPECT_EQ(parts.train.labels, Labels({"dog", "cat", "dog"}));
}

TEST_F(ArrayImagesTest, CsvFindsItsLabelsByTheirName) {
  std::string header = "id,Class";
  for (int i = 0; i < 16; ++i) {
    header += fmt::format(",pixel{}", i);
  }
  put("x.csv", table(3, header + "\n", [](const std::string& pixels, int row) {
        return fmt::format("{},{}.0,{}", 1000 + row, 5, pixels);
      }));
  ArrayParts parts = read_arrays(at("x.csv"));
  EXPECT_EQ(parts.train.labels, Labels({"5", "5", "5"}));
  EXPECT_THAT(parts.notes, ElementsAre("left out: column 'id'"));
  EXPECT_EQ(read_arrays(at("x.csv"), {"class"}).train.labels, Labels({"5", "5", "5"}));
  EXPECT_EQ(read_arrays(at("x.csv"), {"1"}).train.labels, Labels({"5", "5", "5"}));
  EXPECT_THAT(refusal("x.csv", {"species"}), HasSubstr("got 'species'"));
}

TEST_F(ArrayImagesTest, CsvMayBeWrittenByPandas) {
  std::string header;
  for (int i = 0; i < 16; ++i) {
    header += fmt::format(",{}", i);
  }
  put("x.csv", table(3, header + "\n", [](const std::string& pixels, int row) {
        return fmt::format("{},{}", row, pixels);
      }));
  ArrayParts parts = read_arrays(at("x.csv"));
  EXPECT_EQ(parts.train.count(), 3);
  EXPECT_THAT(parts.train.labels, IsEmpty());
  EXPECT_THAT(parts.notes, ElementsAre("left out: column ''"));
  put("x.csv", table(3, "y" + header + "\n", label_first));
  EXPECT_EQ(read_arrays(at("x.csv")).train.labels, Labels({"0", "1", "2"}));
}

TEST_F(ArrayImagesTest, CsvLabelColumnCanBeChosen) {
  const auto pixels_only = [](const std::string& pixels, int) { return pixels; };
  put("x.csv", table(3, "", pixels_only));
  EXPECT_THAT(read_arrays(at("x.csv")).train.labels, IsEmpty());
  EXPECT_EQ(read_arrays(at("x.csv")).train.count(), 3);
  put("y.csv", table(3, "", label_last));
  EXPECT_EQ(read_arrays(at("y.csv"), {"last"}).train.labels, Labels({"0", "1", "2"}));
  EXPECT_EQ(read_arrays(at("y.csv"), {"first"}).train.labels, Labels({"0", "0", "0"}));
  EXPECT_THAT(refusal("y.csv", {"none"}), HasSubstr("got 17 columns"));
}

TEST_F(ArrayImagesTest, CsvHasATestPartBesideIt) {
  const fs::path path = put("mnist_train.csv", table(4, "", label_first));
  put("mnist_test.csv", table(3, "", label_first));
  EXPECT_EQ(read_arrays(path).test.labels, Labels({"0", "1", "2"}));
  put("mnist_test.csv", table(3, "", [](const std::string& pixels, int) { return pixels; }));
  EXPECT_EQ(read_arrays(path).test.count(), 0);
  EXPECT_THAT(read_arrays(path).notes,
              testing::Contains("left out: mnist_test.csv, which has 16 columns instead of 17 (no "
                                "labels)"));
}

TEST_F(ArrayImagesTest, CsvPixelsMayBeOneCell) {
  std::string text = "emotion,pixels,Usage\n";
  for (const char* usage : {"Training", "PublicTest", "PrivateTest", "Training"}) {
    text += fmt::format("{},{},{}\n", usage[0] == 'T' ? 3 : 6,
                        "200 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15", usage);
  }
  const fs::path path = put("fer2013.csv", text);
  EXPECT_TRUE(holds_arrays(path));
  const ArrayParts parts = read_arrays(path);
  EXPECT_EQ(parts.train.count(), 2);
  EXPECT_EQ(parts.train.labels, Labels({"3", "3"}));
  EXPECT_EQ(parts.validation.labels, Labels({"6"}));
  EXPECT_EQ(parts.test.values[0], 200);
  put("fer2013.csv", text + "3,1 2 3,Training\n");
  EXPECT_THAT(refusal("fer2013.csv"), HasSubstr("expected 16 pixels in each row, got 3 in line 6"));
  put("fer2013.csv", text + "3,\"200 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15\",Other\n");
  EXPECT_THAT(refusal("fer2013.csv"), HasSubstr("got 'Other' in line 6"));
}

TEST_F(ArrayImagesTest, CsvErrorsNameTheLine) {
  const std::string good = table(3, "", label_first);
  put("x.csv", good + "1,2,3\n");
  EXPECT_THAT(refusal("x.csv"), HasSubstr("expected 17 cells in each row, got 3 in line 4"));
  put("x.csv", good + "\n1,0,0,x,0,0,0,0,0,0,0,0,0,0,0,0,0\n");
  EXPECT_THAT(refusal("x.csv"), HasSubstr("expected numbers, got 'x' in line 5"));
  put("x.csv", good + "1,0,0,nan,0,0,0,0,0,0,0,0,0,0,0,0,0\n");
  EXPECT_THAT(refusal("x.csv"), HasSubstr("expected numbers, got 'nan' in line 4"));
  // The first column has fewer values than the last, whose word is no pixel then.
  put("x.csv",
      "7,0,0,1,0,0,0,0,0,0,0,0,0,0,0,0,1\n8,0,0,1,0,0,0,0,0,0,0,0,0,0,0,0,2\n"
      "8,0,0,1,0,0,0,0,0,0,0,0,0,0,0,0,word\n");
  EXPECT_THAT(refusal("x.csv"), HasSubstr("got a word in the last column in line 3"));
}

TEST_F(ArrayImagesTest, CsvKeepsFractions) {
  const auto parts =
      read_arrays(put("x.csv", table(2, "", [](const std::string&, int row) {
                        return fmt::format("{},0,0.5,1,0,0,0,0,0,0,0,0,0,0,0,0,0", row);
                      })));
  EXPECT_THAT(Values(parts.train.values.begin(), parts.train.values.begin() + 3),
              ElementsAre(0, 128, 255));
}

TEST_F(ArrayImagesTest, TextIsNoTableOfImages) {
  EXPECT_FALSE(
      holds_arrays(put("a.txt", "It was the best of times, it was the worst of times.\n")));
  EXPECT_FALSE(holds_arrays(put("b.csv", "text,label\n\"A film, and a good one\",1\nBad,0\n")));
  EXPECT_FALSE(holds_arrays(put("c.csv", "1,2,3\n4,5,6\n")));
  EXPECT_FALSE(holds_arrays(put("d.txt", "")));
  EXPECT_FALSE(holds_arrays(put("e.txt", std::string("\0\1\2", 3))));
  EXPECT_FALSE(holds_arrays(put("f.csv", "\"never closed\n1,2\n")));
}

// ---- NumPy ----

TEST_F(ArrayImagesTest, NpzHasItsPartsByName) {
  const io::Bytes images = npy("|u1", "(2, 2, 2)", {100, 1, 2, 3, 4, 5, 6, 7});
  const io::Bytes one = npy("|u1", "(1, 2, 2)", {9, 9, 9, 9});
  tests::write_archive(at("mnist.npz"), {{"x_test.npy", one},
                                         {"x_train.npy", images},
                                         {"y_train.npy", npy("|u1", "(2,)", {4, 0})},
                                         {"y_test.npy", npy("|u1", "(1,)", {5})},
                                         {"extra.npy", npy("|O", "(1,)", {1})}});
  EXPECT_TRUE(holds_arrays(at("mnist.npz")));
  ArrayParts parts = read_arrays(at("mnist.npz"));
  EXPECT_EQ(parts.train.labels, Labels({"4", "0"}));
  EXPECT_EQ(parts.train.values[0], 100);
  EXPECT_EQ(parts.test.labels, Labels({"5"}));
  EXPECT_THAT(parts.notes, ElementsAre("left out: extra"));

  tests::write_archive(at("medmnist.npz"),
                       {{"train_images.npy", images},
                        {"val_images.npy", one},
                        {"test_images.npy", one},
                        {"train_labels.npy", npy("<i4", "(2, 1)", {4, 0, 0, 0, 1, 0, 0, 0})},
                        {"val_labels.npy", npy("|u1", "(1, 1)", {2})},
                        {"test_labels.npy", npy("|u1", "(1, 1)", {3})}});
  parts = read_arrays(at("medmnist.npz"));
  EXPECT_EQ(parts.train.labels, Labels({"4", "1"}));
  EXPECT_EQ(parts.validation.labels, Labels({"2"}));
  EXPECT_EQ(parts.test.labels, Labels({"3"}));

  for (const auto& [x, y] :
       {std::pair("images.npy", "labels.npy"), std::pair("data.npy", "target.npy"),
        std::pair("arr_0.npy", "arr_1.npy"), std::pair("X.npy", "y.npy")}) {
    tests::write_archive(at("x.npz"), {{x, images}, {y, npy("|u1", "(2,)", {4, 0})}});
    EXPECT_EQ(read_arrays(at("x.npz")).train.labels, Labels({"4", "0"})) << x;
  }
  tests::write_archive(at("x.npz"), {{"weights.npy", images}});
  EXPECT_THAT(refusal("x.npz"), HasSubstr("got weights"));
  tests::write_archive(at("x.zip"), {{"a.png", images}});
  EXPECT_FALSE(holds_arrays(at("x.zip")));
}

TEST_F(ArrayImagesTest, NpyFindsItsLabelsBesideIt) {
  const io::Bytes images = npy("|u1", "(2, 2, 2)", {100, 1, 2, 3, 4, 5, 6, 7});
  for (const auto& [x, y] :
       {std::pair("train_images.npy", "train_labels.npy"), std::pair("x_train.npy", "y_train.npy"),
        std::pair("X.npy", "y.npy"), std::pair("X_train.npy", "y_train.npy")}) {
    put(x, images);
    put(y, npy("|u1", "(2,)", {4, 0}));
    EXPECT_TRUE(holds_arrays(at(x)));
    EXPECT_EQ(read_arrays(at(x)).train.labels, Labels({"4", "0"})) << x;
  }
  put("x_test.npy", images);
  EXPECT_EQ(read_arrays(at("x_train.npy")).test.count(), 2);
  put("objects.npy", npy("|O", "(2,)", {1, 2}));
  EXPECT_THAT(refusal("objects.npy"), HasSubstr("got Python objects"));
  put("a.pkl", io::Bytes({0x80, 4, 0x95, 1}));
  EXPECT_THAT(refusal("a.pkl"), HasSubstr("got a pickle"));
}

// ---- CIFAR ----

io::Bytes cifar_record(const io::Bytes& labels, std::uint8_t value) {
  return join({labels, io::Bytes(3072, value)});
}

TEST_F(ArrayImagesTest, CifarIsReadFromItsFolderFilesAndArchive) {
  const io::Bytes one = join({cifar_record({3}, 50), cifar_record({0}, 60)});
  const std::string names = "airplane\nautomobile\nbird\ncat\n\n";
  const tests::ArchiveContent files = {
      {"cifar-10-batches-bin/data_batch_1.bin", one},
      {"cifar-10-batches-bin/data_batch_2.bin", cifar_record({9}, 70)},
      {"cifar-10-batches-bin/batches.meta.txt", io::Bytes(names.begin(), names.end())},
      {"cifar-10-batches-bin/test_batch.bin", cifar_record({2}, 80)}};
  tests::write_archive(at("cifar.tar.gz"), files);
  for (const auto& [name, bytes] : files) {
    put(name, bytes);
  }
  for (const char* name : {"cifar.tar.gz", "cifar-10-batches-bin", "."}) {
    EXPECT_TRUE(holds_arrays(at(name))) << name;
    const ArrayParts parts = read_arrays(at(name));
    EXPECT_EQ(parts.train.size, (ImageSize{32, 32, 3}));
    EXPECT_EQ(parts.train.labels, Labels({"cat", "airplane", "9"}));
    EXPECT_EQ(parts.train.values[3072], 60);
    EXPECT_EQ(parts.test.labels, Labels({"bird"}));
  }
  const ArrayParts batch = read_arrays(at("cifar-10-batches-bin/data_batch_1.bin"));
  EXPECT_EQ(batch.train.labels, Labels({"cat", "airplane"}));
  EXPECT_EQ(batch.test.count(), 1);
}

TEST_F(ArrayImagesTest, CifarHasFineLabels) {
  const fs::path path = put("train.bin", cifar_record({11, 99}, 50));
  put("test.bin", cifar_record({1, 98}, 50));
  EXPECT_EQ(read_arrays(path).train.labels, Labels({"99"}));
  EXPECT_EQ(read_arrays(path).test.labels, Labels({"98"}));
  EXPECT_EQ(read_arrays(path, {"0"}).train.labels, Labels({"11"}));
  EXPECT_THAT(read_arrays(path, {"none"}).train.labels, IsEmpty());
}

TEST_F(ArrayImagesTest, CifarForPythonIsRefused) {
  const io::Bytes pickle = {0x80, 2, '}', 'q'};
  put("cifar-10-batches-py/data_batch_1", pickle);
  tests::write_archive(at("cifar-10-python.tar.gz"),
                       {{"cifar-10-batches-py/data_batch_4", pickle}});
  tests::write_archive(at("cifar-100-python.tar.gz"), {{"cifar-100-python/file.txt~", pickle},
                                                       {"cifar-100-python/train", pickle}});
  for (const char* name : {"cifar-10-batches-py/data_batch_1", "cifar-10-batches-py",
                           "cifar-10-python.tar.gz", "cifar-100-python.tar.gz"}) {
    EXPECT_TRUE(holds_arrays(at(name))) << name;
    EXPECT_THAT(refusal(name), HasSubstr("download cifar-10-binary.tar.gz")) << name;
  }
}

}  // namespace
}  // namespace akin::data
