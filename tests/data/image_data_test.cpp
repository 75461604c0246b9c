#include "akin/data/image_data.h"

#include <cstdlib>

#include <gmock/gmock.h>

#include "akin/base/require.h"
#include "akin/data/catalogue.h"
#include "akin/io/idx.h"

#include "support/temporary_folder.h"

namespace akin::data {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::ThrowsMessage;

/// Twelve images of 8 x 8 equal pixels, from 20 to 31, with the labels 0 1 2 0 1 2 ...
class LoadImages : public testing::Test {
 protected:
  LoadImages() {
    io::Idx images{{12, 8, 8}, {}};
    io::Idx labels{{12}, {}};
    for (std::uint8_t i = 0; i < 12; ++i) {
      images.values.insert(images.values.end(), 64, static_cast<std::uint8_t>(20 + i));
      labels.values.push_back(i % 3);
    }
    io::write_atomically(path(), std::span<const std::uint8_t>(io::format_idx(images)));
    io::write_atomically(folder_.path() / "labels-idx1",
                         std::span<const std::uint8_t>(io::format_idx(labels)));
  }
  [[nodiscard]] std::filesystem::path path() const { return folder_.path() / "images-idx3"; }
  [[nodiscard]] ImageRequest request() const {
    ImageRequest request;
    request.data = path().string();
    return request;
  }
  tests::TemporaryFolder folder_;
};

std::vector<int> values(const Images& images) {
  std::vector<int> all;
  for (std::int64_t i = 0; i < images.size(); ++i) {
    all.push_back(images.pixels(i)[0]);
  }
  return all;
}

TEST_F(LoadImages, HoldsOutASixthForTestAndASixthOfTheRest) {
  const ImageData data = load_images(request());
  EXPECT_EQ(data.train.size(), 9);
  EXPECT_EQ(data.validation.size(), 1);
  EXPECT_EQ(data.test.size(), 2);
  std::vector<int> all;
  for (const Images* part : {&data.train, &data.validation, &data.test}) {
    const auto some = values(*part);
    all.insert(all.end(), some.begin(), some.end());
  }
  EXPECT_THAT(all, testing::UnorderedElementsAre(20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31));
  EXPECT_THAT(data.split, HasSubstr("stratified"));
  // python3 -c "import hashlib; print(hashlib.sha256(b''.join(bytes([20+i])*64 for i in range(12))
  //   + bytes(i%3 for i in range(12))).hexdigest())"
  EXPECT_EQ(data.sha256, "4ae6a4470bd22d34598509a2a24cb1a72a7f52c86563e3b30a5c699eab08aac3");
}

TEST_F(LoadImages, AppliesTheLimitAfterTheHoldout) {
  ImageRequest wanted = request();
  wanted.holdout = 6;
  wanted.limit = 3;
  const ImageData data = load_images(wanted);
  EXPECT_EQ(data.validation.size(), 6);
  EXPECT_THAT(data.validation.class_counts(), ElementsAre(2, 2, 2));
  EXPECT_EQ(data.train.size(), 3);
  EXPECT_THAT(data.train.class_counts(), testing::Each(1));
  EXPECT_EQ(data.sha256, load_images(request()).sha256);  // of all data
}

TEST_F(LoadImages, TakesAllForTrainingWhereTheWholeIsAskedFor) {
  ImageRequest wanted = request();
  wanted.whole = true;
  const ImageData data = load_images(wanted);
  EXPECT_EQ(data.train.size(), 12);
  EXPECT_EQ(data.validation.size() + data.test.size(), 0);
}

TEST_F(LoadImages, SkewsAClassByName) {
  ImageRequest wanted = request();
  wanted.whole = true;
  wanted.skew = "2:0.5";
  EXPECT_THAT(load_images(wanted).train.class_counts(), ElementsAre(4, 4, 8));
}

TEST_F(LoadImages, ScalesAndInverts) {
  ImageRequest wanted = request();
  wanted.options.size = "12x8";
  wanted.options.invert = true;
  const ImageData data = load_images(wanted);
  EXPECT_EQ(data.train.width(), 12);
  EXPECT_EQ(data.train.height(), 8);
  EXPECT_THAT(values(data.train),
              testing::Each(testing::AllOf(testing::Ge(224), testing::Le(235))));
  EXPECT_THAT(data.notes, testing::Contains(HasSubstr("8 x 8 are scaled to 12 x 8")));
}

TEST_F(LoadImages, RejectsASizeOutOfRange) {
  for (const char* size : {"7", "65", "8x", "x8", "8x8x8", "-8", "32 x 32", "8.5"}) {
    ImageRequest wanted = request();
    wanted.options.size = size;
    EXPECT_THAT([&] { (void)load_images(wanted); },
                ThrowsMessage<UsageError>(HasSubstr("sides from 8 to 64")))
        << size;
  }
}

TEST_F(LoadImages, RejectsAHoldoutThatLeavesNothing) {
  ImageRequest wanted = request();
  wanted.holdout = 10;
  EXPECT_THAT([&] { (void)load_images(wanted); },
              ThrowsMessage<UsageError>(HasSubstr("a hold-out of 0 to 9 images, got 10")));
  wanted.holdout = -2;
  EXPECT_THROW((void)load_images(wanted), UsageError);
}

TEST_F(LoadImages, RejectsAnInvalidSkew) {
  for (const char* skew : {"2", "2:", "2:1", "2:-0.1", "2:nan", "2:0.5x", ":"}) {
    ImageRequest wanted = request();
    wanted.skew = skew;
    EXPECT_THAT([&] { (void)load_images(wanted); },
                ThrowsMessage<UsageError>(HasSubstr("expected CLASS:SHARE")))
        << skew;
  }
  ImageRequest wanted = request();
  wanted.skew = "7:0.5";
  EXPECT_THAT([&] { (void)load_images(wanted); },
              ThrowsMessage<UsageError>(HasSubstr("[skew] expected one of 0, 1, 2, got '7'")));
}

TEST_F(LoadImages, RejectsOtherData) {
  ImageRequest wanted;
  wanted.data = "tinyshakespeare";
  EXPECT_THAT([&] { (void)load_images(wanted); },
              ThrowsMessage<UsageError>(HasSubstr("got 'tinyshakespeare', which is text")));
  wanted.data = "fashion-mnits";
  EXPECT_THAT([&] { (void)load_images(wanted); },
              ThrowsMessage<UsageError>(HasSubstr("did you mean 'fashion-mnist'?")));
  wanted.data = "no/such/file";
  EXPECT_THAT([&] { (void)load_images(wanted); },
              ThrowsMessage<UsageError>(HasSubstr("got none at no/such/file")));
}

TEST(BuiltInDigits, HaveTheShapeOfMnistAndAHoldout) {
  ImageRequest wanted;
  wanted.data = "digits";
  const ImageData data = load_images(wanted);
  EXPECT_EQ(data.train.size(), 50000);
  EXPECT_EQ(data.validation.size(), 10000);
  EXPECT_EQ(data.test.size(), 10000);
  EXPECT_EQ(data.train.height(), 28);
  EXPECT_THAT(data.test.class_counts(), testing::Each(1000));
}

TEST(Mnist, IfTheDataFolderHasIt) {
  bool here = std::getenv("AKIN_DATA_DIR") != nullptr;
  for (const auto& path : locate(find_entry("mnist"))) {
    here = here && path.has_value();
  }
  if (!here) {
    GTEST_SKIP() << "AKIN_DATA_DIR names no folder with mnist in it";
  }
  const ImageData data = load_images({});
  EXPECT_EQ(data.train.size(), 50000);
  EXPECT_EQ(data.test.size(), 10000);
  // Labels of the first and last test image, and the published class counts of the test split.
  EXPECT_EQ(data.test.label(0), 7);
  EXPECT_EQ(data.test.label(9999), 6);
  EXPECT_THAT(data.test.class_counts(),
              ElementsAre(980, 1135, 1032, 1010, 982, 892, 958, 1028, 974, 1009));
}

}  // namespace
}  // namespace akin::data
