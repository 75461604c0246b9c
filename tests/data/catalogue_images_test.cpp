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
  tests::TemporaryFolder folder_;

 private:
  tests::Variable data_dir_{"AKIN_DATA_DIR", folder_.path()};
};

// EMNIST: a zip of gzipped IDX files, on their side, with labels from 1.
TEST_F(CatalogueImages, ReadsAZipOfIdxFiles) {
  io::Idx images{{2, 2, 3}, {0, 1, 2, 3, 4, 5, 10, 11, 12, 13, 14, 15}};
  const io::Bytes labels = io::format_idx({{2}, {2, 1}});
  tests::write_archive(folder_.path() / "set.zip",
                       {{"g/x-train-images-idx3-ubyte", io::format_idx(images)},
                        {"g/other", {1, 2, 3}},
                        {"g/x-train-labels-idx1-ubyte", labels},
                        {"g/x-test-images-idx3-ubyte", io::format_idx(images)},
                        {"g/x-test-labels-idx1-ubyte", labels}});
  Entry entry;
  entry.name = "x";
  entry.kind = "images";
  entry.class_names = {"a", "b"};
  entry.format = "zip of idx";
  entry.member = "g/x-{}-{}-ubyte";
  entry.files = {file("set.zip")};
  const SourceImages found = read_catalogue_images(entry, {});
  EXPECT_EQ(found.train.size(), 2);
  EXPECT_EQ(found.test.size(), 2);
  EXPECT_EQ(found.train.label(0), 1);
  EXPECT_EQ(found.train.label(1), 0);
  EXPECT_THAT(found.train.pixels(0), ElementsAre(0, 1, 2, 3, 4, 5));
  EXPECT_TRUE(found.keys.empty());
}

TEST_F(CatalogueImages, TurnsWhatIsStoredOnItsSide) {
  io::Bytes values(2 * 64);
  for (std::size_t i = 0; i < values.size(); ++i) {
    values[i] = static_cast<std::uint8_t>(i);
  }
  const io::Idx images{{2, 8, 8}, values};
  const io::Bytes labels = io::format_idx({{2}, {0, 1}});
  tests::write_archive(folder_.path() / "set.zip", {{"train images-idx3", io::format_idx(images)},
                                                    {"train labels-idx1", labels},
                                                    {"test images-idx3", io::format_idx(images)},
                                                    {"test labels-idx1", labels}});
  Entry entry;
  entry.name = "x";
  entry.kind = "images";
  entry.class_names = {"a", "b"};
  entry.format = "zip of idx";
  entry.member = "{} {}";
  entry.transposed = true;
  entry.files = {file("set.zip")};
  const SourceImages found = read_catalogue_images(entry, {});
  EXPECT_EQ(found.train.pixels(0)[1], 8);  // of the second row and first column
  EXPECT_EQ(found.train.pixels(0)[8], 1);
  EXPECT_EQ(found.train.pixels(1)[63], 127);
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
