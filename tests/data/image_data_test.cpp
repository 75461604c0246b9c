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

/// Twelve images of one pixel with the values 0 to 11 and the labels 0 1 2 0 1 2 ...
class LoadImages : public testing::Test {
 protected:
  LoadImages() {
    io::Idx images{{12, 1, 1}, {}};
    io::Idx labels{{12}, {}};
    for (std::uint8_t i = 0; i < 12; ++i) {
      images.values.push_back(i);
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

TEST_F(LoadImages, HoldsOutASixthByDefault) {
  const ImageData data = load_images(request());
  EXPECT_THAT(values(data.train), ElementsAre(0, 1, 2, 3, 4, 5, 6, 7, 8, 9));
  EXPECT_THAT(values(data.validation), ElementsAre(10, 11));
  EXPECT_EQ(data.test.size(), 0);
  EXPECT_EQ(data.name, folder_.path().filename());
  // printf '\0\1\2\3\4\5\6\7\10\11\12\13\0\1\2\0\1\2\0\1\2\0\1\2' | sha256sum
  EXPECT_EQ(data.sha256, "d157eb22a4543921770b5ba29d2f26a8b3b8b281db37479b61dc9141423358ee");
}

TEST_F(LoadImages, AppliesTheLimitAfterTheHoldout) {
  ImageRequest wanted = request();
  wanted.holdout = 9;
  wanted.limit = 2;
  const ImageData data = load_images(wanted);
  EXPECT_THAT(values(data.train), ElementsAre(0, 1));
  EXPECT_EQ(data.validation.size(), 9);
  EXPECT_EQ(data.sha256, load_images(request()).sha256);  // of all data
}

TEST_F(LoadImages, SkewsAClassByName) {
  ImageRequest wanted = request();
  wanted.holdout = 0;
  wanted.skew = "2:0.5";
  EXPECT_THAT(load_images(wanted).train.class_counts(), ElementsAre(4, 4, 8));
}

TEST_F(LoadImages, RejectsAHoldoutThatLeavesNothing) {
  ImageRequest wanted = request();
  wanted.holdout = 12;
  EXPECT_THAT([&] { (void)load_images(wanted); },
              ThrowsMessage<UsageError>(HasSubstr("a hold-out of 0 to 11 images, got 12")));
  wanted.holdout = -2;
  EXPECT_THROW((void)load_images(wanted), UsageError);
}

TEST_F(LoadImages, RejectsAnInvalidSkew) {
  for (const char* skew : {"2", "2:", "2:1", "2:-0.1", "2:nan", "2:0.5x", ":"}) {
    ImageRequest wanted = request();
    wanted.skew = skew;
    EXPECT_THAT([&] { (void)load_images(wanted); },
                ThrowsMessage<UsageError>(HasSubstr("expected LABEL:SHARE")))
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
              ThrowsMessage<UsageError>(HasSubstr("got no file at no/such/file")));
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
