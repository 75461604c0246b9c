#include "akin/data/images.h"

#include <algorithm>

#include <gmock/gmock.h>

#include "akin/base/require.h"

namespace akin::data {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::ThrowsMessage;

/// `labels.size()` images of 1 x 2 pixels; image i is {i, 100 + i}.
Images numbered(const std::vector<std::uint8_t>& labels, std::vector<std::string> names) {
  std::vector<std::uint8_t> pixels;
  for (std::size_t i = 0; i < labels.size(); ++i) {
    pixels.push_back(static_cast<std::uint8_t>(i));
    pixels.push_back(static_cast<std::uint8_t>(100 + i));
  }
  return {pixels, labels, {1, 2}, std::move(names)};
}

std::vector<int> first_pixels(const Images& images) {
  std::vector<int> values;
  for (std::int64_t i = 0; i < images.size(); ++i) {
    values.push_back(images.pixels(i)[0]);
  }
  return values;
}

TEST(Images, ReturnTheirContent) {
  const Images images = numbered({0, 1, 1}, {"a", "b"});
  EXPECT_EQ(images.size(), 3);
  EXPECT_EQ(images.height(), 1);
  EXPECT_EQ(images.width(), 2);
  EXPECT_EQ(images.classes(), 2);
  EXPECT_THAT(images.pixels(2), ElementsAre(2, 102));
  EXPECT_EQ(images.label(2), 1);
  EXPECT_THAT(images.class_counts(), ElementsAre(1, 2));
}

TEST(Images, AreEmptyByDefault) {
  const Images images;
  EXPECT_EQ(images.size(), 0);
  EXPECT_EQ(images.classes(), 0);
  EXPECT_TRUE(images.class_counts().empty());
}

TEST(Images, HaveLabelMinusOneIfUnlabelled) {
  const Images images({1, 2}, {}, {1, 2}, {"ignored"});
  EXPECT_EQ(images.label(0), -1);
  EXPECT_EQ(images.classes(), 0);
}

TEST(Images, RejectArgumentsThatDisagree) {
  const auto make = [](const std::vector<std::uint8_t>& pixels,
                       const std::vector<std::uint8_t>& labels) {
    return [=] { return Images(pixels, labels, {1, 2}, {"a", "b"}); };
  };
  EXPECT_THAT(make({}, {}), ThrowsMessage<Error>(HasSubstr("got 0 bytes")));
  EXPECT_THAT(make({1, 2, 3}, {}), ThrowsMessage<Error>(HasSubstr("images of 2 bytes, got 3")));
  EXPECT_THAT(make({1, 2}, {0, 1}), ThrowsMessage<Error>(HasSubstr("got 2 labels and 1 images")));
  EXPECT_THAT(make({1, 2}, {2}), ThrowsMessage<Error>(HasSubstr("labels from 0 to 1, got 2")));
}

TEST(Select, ComposesAndRepeats) {
  const Images images = numbered({0, 1, 0, 1}, {"a", "b"});
  const std::vector<std::int64_t> outer = {3, 1, 1, 0};
  const std::vector<std::int64_t> inner = {2, 0};
  const Images view = images.select(outer).select(inner);
  EXPECT_THAT(first_pixels(view), ElementsAre(1, 3));
  EXPECT_EQ(view.label(0), 1);
  const std::vector<std::int64_t> beyond = {4};
  EXPECT_THROW((void)images.select(beyond), Error);
}

TEST(Slice, AndLimitTakeRanges) {
  const Images images = numbered({0, 0, 0, 0}, {"a"});
  EXPECT_THAT(first_pixels(images.slice(1, 3)), ElementsAre(1, 2));
  EXPECT_THAT(first_pixels(limit(images.slice(1, 4), 2)), ElementsAre(1, 2));
  EXPECT_EQ(limit(images, 9).size(), 4);
  EXPECT_THROW((void)images.slice(2, 5), Error);
  EXPECT_THROW((void)limit(images, -1), UsageError);
}

TEST(Skew, SubsamplesAClassInOrder) {
  // 2 others and a share of one third: 1 of the 4 zeros is kept.
  const Images images = numbered({0, 0, 1, 0, 0, 1}, {"a", "b"});
  const Images view = skew(images, 0, 1.0 / 3.0, 7);
  EXPECT_THAT(view.class_counts(), ElementsAre(1, 2));
  const auto values = first_pixels(view);
  EXPECT_TRUE(std::is_sorted(values.begin(), values.end()));
  EXPECT_EQ(first_pixels(skew(images, 0, 1.0 / 3.0, 7)), first_pixels(view));
}

TEST(Skew, RepeatsAClass) {
  // 2 others and a share of 5/7: 5 in all from 2, so that one is repeated twice and the other three
  // times.
  const Images images = numbered({0, 1, 1, 0}, {"a", "b"});
  const Images view = skew(images, 0, 5.0 / 7.0, 1);
  EXPECT_THAT(view.class_counts(), ElementsAre(5, 2));
  const auto values = first_pixels(view);
  const auto first = std::count(values.begin(), values.end(), 0);
  EXPECT_TRUE(first == 2 || first == 3);
}

TEST(Skew, OfZeroRemovesTheClass) {
  EXPECT_THAT(first_pixels(skew(numbered({0, 1, 0}, {"a", "b"}), 0, 0, 0)), ElementsAre(1));
}

TEST(Skew, RejectsInvalidArguments) {
  const Images images = numbered({0, 1}, {"a", "b", "c"});
  EXPECT_THROW((void)skew(images, 0, 1, 0), UsageError);
  EXPECT_THROW((void)skew(images, 0, -0.1, 0), UsageError);
  EXPECT_THROW((void)skew(images, 3, 0.5, 0), UsageError);
  EXPECT_THAT([&] { (void)skew(images, 2, 0.5, 0); },
              ThrowsMessage<UsageError>(HasSubstr("some images of class 'c', got none")));
  EXPECT_THROW((void)skew(numbered({0, 0}, {"a", "b"}), 0, 0.5, 0), UsageError);
  EXPECT_THROW((void)skew(images, 0, 0.9999999999, 0), UsageError);
}

}  // namespace
}  // namespace akin::data
