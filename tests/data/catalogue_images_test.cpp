#include "akin/data/catalogue_images.h"

#include <gmock/gmock.h>

#include "akin/base/require.h"
#include "akin/data/image_data.h"
#include "akin/io/idx.h"
#include "akin/io/sha256.h"

#include "support/temporary_folder.h"
#include "support/variable.h"
#include "support/write_archive.h"

namespace akin::data {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::ThrowsMessage;

/// Entries whose files lie in AKIN_DATA_DIR.
class CatalogueImages : public testing::Test {
 protected:
  /// A file with its hash, as if it were of a catalogue.
  [[nodiscard]] Entry::File file(const std::string& name) const {
    return {name, {{}, io::sha256(io::read_file(folder_.path() / name)), true}};
  }
  /// A data set of the classes "a" and "b" in a zip with these images and labels, for training as
  /// for test.
  [[nodiscard]] SourceImages read_zip(const io::Idx& images, const io::Idx& labels,
                                      bool transposed) const {
    tests::write_archive(folder_.path() / "set.zip",
                         {{"g/x-train-images-idx3-ubyte", io::format_idx(images)},
                          {"g/other", {1, 2, 3}},
                          {"g/x-train-labels-idx1-ubyte", io::format_idx(labels)},
                          {"g/x-test-images-idx3-ubyte", io::format_idx(images)},
                          {"g/x-test-labels-idx1-ubyte", io::format_idx(labels)}});
    Entry entry;
    entry.name = "x";
    entry.kind = "images";
    entry.class_names = {"a", "b"};
    entry.format = "zip of idx";
    entry.member = "g/x-{}-{}-ubyte";
    entry.transposed = transposed;
    entry.files = {file("set.zip")};
    return read_catalogue_images(entry, {});
  }
  tests::TemporaryFolder folder_;

 private:
  tests::Variable data_dir_{"AKIN_DATA_DIR", folder_.path()};
};

// EMNIST: a zip of IDX files, on their side, with labels from 1.
TEST_F(CatalogueImages, ReadsAZipOfIdxFiles) {
  const io::Idx images{{2, 2, 3}, {0, 1, 2, 3, 4, 5, 10, 11, 12, 13, 14, 15}};
  const SourceImages found = read_zip(images, {{2}, {2, 1}}, false);
  EXPECT_EQ(found.train.size(), 2);
  EXPECT_EQ(found.test.size(), 2);
  EXPECT_EQ(found.train.label(0), 1);
  EXPECT_EQ(found.train.label(1), 0);
  EXPECT_THAT(found.train.pixels(0), ElementsAre(0, 1, 2, 3, 4, 5));
  EXPECT_TRUE(found.keys.empty());
}

TEST_F(CatalogueImages, TurnsWhatIsStoredOnItsSide) {
  io::Bytes values(std::size_t{2} * 64);
  for (std::size_t i = 0; i < values.size(); ++i) {
    values[i] = static_cast<std::uint8_t>(i);
  }
  const SourceImages found = read_zip({{2, 8, 8}, values}, {{2}, {0, 1}}, true);
  EXPECT_EQ(found.train.pixels(0)[1], 8);  // of the second row and first column
  EXPECT_EQ(found.train.pixels(0)[8], 1);
  EXPECT_EQ(found.train.pixels(1)[63], 127);
}

// CIFAR-10: its archive has the names of classes, in the catalogue's order.
TEST_F(CatalogueImages, ReadsArraysWhoseLabelsAreNames) {
  const auto record = [](std::uint8_t label) {
    io::Bytes bytes(3073, 40);
    bytes[0] = label;
    return bytes;
  };
  const std::string names = "airplane\nautomobile\nbird\n";
  tests::write_archive(folder_.path() / "set.tar.gz",
                       {{"c/batches.meta.txt", io::Bytes(names.begin(), names.end())},
                        {"c/data_batch_1.bin", record(2)},
                        {"c/test_batch.bin", record(1)}});
  Entry entry;
  entry.name = "c";
  entry.kind = "images";
  entry.class_names = {"airplane", "automobile", "bird", "cat"};
  entry.format = "arrays";
  entry.files = {file("set.tar.gz")};
  const SourceImages found = read_catalogue_images(entry, {});
  EXPECT_EQ(found.train.label(0), 2);
  EXPECT_EQ(found.test.label(0), 1);
  EXPECT_EQ(found.train.class_names(), entry.class_names);
}

// QMNIST: the class is the first of several columns of labels.
TEST_F(CatalogueImages, ReadsArraysWhoseLabelsAreNumbers) {
  const io::Bytes labels = {0, 0, 0x0c, 2, 0, 0, 0, 1, 0, 0, 0, 2,  // int32 [1, 2]
                            0, 0, 0,    3, 0, 0, 0, 9};
  const io::Bytes images = io::format_idx({{1, 8, 8}, io::Bytes(64, 200)});
  for (const char* part : {"train", "test"}) {
    io::write_atomically(folder_.path() / (std::string("q-") + part + "-images-idx3-ubyte"),
                         std::span<const std::uint8_t>(images));
    io::write_atomically(folder_.path() / (std::string("q-") + part + "-labels-idx2-int"),
                         std::span<const std::uint8_t>(labels));
  }
  Entry entry;
  entry.name = "q";
  entry.kind = "images";
  entry.class_names = {"0", "1", "2", "3", "4"};
  entry.format = "arrays";
  for (const char* name : {"q-train-images-idx3-ubyte", "q-train-labels-idx2-int",
                           "q-test-images-idx3-ubyte", "q-test-labels-idx2-int"}) {
    entry.files.push_back(file(name));
  }
  const SourceImages found = read_catalogue_images(entry, {});
  EXPECT_EQ(found.train.label(0), 3);
  EXPECT_EQ(found.test.label(0), 3);
}

TEST_F(CatalogueImages, ReadsLibsvm) {
  const std::string text = "7 1:-1 2:1 256:0\n10 1:0.5\n";
  const io::Bytes bytes(text.begin(), text.end());
  tests::write_archive(folder_.path() / "usps.bz2", {{"", bytes}});
  tests::write_archive(folder_.path() / "usps.t.bz2", {{"", bytes}});
  Entry entry;
  entry.name = "usps";
  entry.kind = "images";
  entry.class_names = {"0", "1", "2", "3", "4", "5", "6", "7", "8", "9"};
  entry.format = "libsvm";
  entry.files = {file("usps.bz2"), file("usps.t.bz2")};
  const SourceImages found = read_catalogue_images(entry, {});
  ASSERT_EQ(found.train.size(), 2);
  EXPECT_EQ(found.train.label(0), 6);
  EXPECT_EQ(found.train.label(1), 9);
  EXPECT_EQ(found.train.image_size(), (ImageSize{16, 16, 1}));
  EXPECT_EQ(found.train.pixels(0)[0], 0);
  EXPECT_EQ(found.train.pixels(0)[1], 255);
  EXPECT_EQ(found.train.pixels(1)[0], 191);  // 0.75 * 255 = 191.25
}

TEST_F(CatalogueImages, ChecksTheHash) {
  tests::write_archive(folder_.path() / "usps.bz2", {{"", {'x'}}});
  Entry entry;
  entry.name = "usps";
  entry.kind = "images";
  entry.format = "libsvm";
  entry.files = {file("usps.bz2")};
  entry.files[0].remote.sha256[0] ^= 1;
  EXPECT_THAT([&] { (void)read_catalogue_images(entry, {}); },
              ThrowsMessage<Error>(HasSubstr("akin data fetch usps")));
}

}  // namespace
}  // namespace akin::data
