#include "akin/training/batches.h"

#include <algorithm>
#include <numeric>

#include <gmock/gmock.h>

#include "akin/base/require.h"
#include "akin/data/digits.h"

#include "support/error_of.h"
#include "support/tensors.h"

namespace akin {
namespace {

using testing::ElementsAre;
using tests::elements;

/// `count` images of 2x1 pixels: the first is the image's number, the second 255; labels its number
/// mod 3.
data::Images numbered(int count, bool labelled = true) {
  std::vector<std::uint8_t> pixels;
  std::vector<std::uint8_t> labels;
  for (int i = 0; i < count; ++i) {
    pixels.push_back(static_cast<std::uint8_t>(i));
    pixels.push_back(255);
    labels.push_back(static_cast<std::uint8_t>(i % 3));
  }
  if (!labelled) {
    return {pixels, {}, {2, 1}, {}};
  }
  return {pixels, labels, {2, 1}, {"a", "b", "c"}};
}

std::vector<int> numbers(const Batch& batch) {
  std::vector<int> numbers;
  for (const float pixel : elements(batch.data.select(2, 0))) {
    numbers.push_back(static_cast<int>(pixel * 255 + 0.5F));
  }
  return numbers;
}

std::vector<int> stream(const Batches& batches, std::int64_t steps) {
  std::vector<int> all;
  for (std::int64_t step = 0; step < steps; ++step) {
    const auto part = numbers(batches(step));
    all.insert(all.end(), part.begin(), part.end());
  }
  return all;
}

std::vector<int> sorted(std::vector<int> values) {
  std::sort(values.begin(), values.end());
  return values;
}

TEST(Batches, AreImagesInTheUnitInterval) {
  const auto batch = image_batches(numbered(10), 4, 1)(0);
  EXPECT_EQ(batch.data.sizes(), at::IntArrayRef({4, 1, 2, 1}));
  EXPECT_EQ(batch.data.scalar_type(), torch::kFloat32);
  EXPECT_EQ(batch.labels.sizes(), at::IntArrayRef({4}));
  EXPECT_EQ(batch.labels.scalar_type(), torch::kInt64);
  EXPECT_THAT(elements(batch.data.select(2, 1)), testing::Each(1));  // 255 is 1 exactly
}

TEST(Batches, EveryEpochVisitsEveryImageOnce) {
  const auto all = stream(image_batches(numbered(12), 4, 1), 9);
  std::vector<int> expected(12);
  std::iota(expected.begin(), expected.end(), 0);
  for (int epoch = 0; epoch < 3; ++epoch) {
    const std::vector<int> part(all.begin() + 12 * epoch, all.begin() + 12 * (epoch + 1));
    EXPECT_EQ(sorted(part), expected) << epoch;
    EXPECT_NE(part, expected) << epoch;  // shuffled
  }
  EXPECT_NE(std::vector<int>(all.begin(), all.begin() + 12),
            std::vector<int>(all.begin() + 12, all.begin() + 24));  // reshuffled
}

TEST(Batches, AreTheSameWithResidentData) {
  for (const bool labelled : {true, false}) {
    const data::Images images = numbered(10, labelled);
    const Batches resident = resident_batches(images, 4, 1, torch::kCPU);
    const Batches batches = image_batches(images, 4, 1);
    for (const std::int64_t step : {0, 2, 7}) {
      EXPECT_TRUE(torch::equal(resident(step).data, batches(step).data));
      ASSERT_EQ(resident(step).labels.defined(), labelled);
      EXPECT_TRUE(!labelled || torch::equal(resident(step).labels, batches(step).labels));
    }
  }
}

TEST(Batches, SpanEpochs) {
  const auto all = stream(image_batches(numbered(10), 4, 1), 5);  // two epochs exactly
  const auto same = stream(image_batches(numbered(10), 5, 1), 4);
  EXPECT_EQ(all, same);
  std::vector<int> expected(10);
  std::iota(expected.begin(), expected.end(), 0);
  EXPECT_EQ(sorted({all.begin(), all.begin() + 10}), expected);
  EXPECT_EQ(sorted({all.begin() + 10, all.end()}), expected);
}

TEST(Batches, MayBeLargerThanTheData) {
  const auto batch = numbers(image_batches(numbered(3), 7, 1)(0));
  EXPECT_EQ(sorted({batch.begin(), batch.begin() + 3}), (std::vector<int>{0, 1, 2}));
  EXPECT_EQ(sorted({batch.begin() + 3, batch.begin() + 6}), (std::vector<int>{0, 1, 2}));
}

TEST(Batches, AreAPureFunctionOfSeedAndStep) {
  const auto batches = image_batches(numbered(50), 8, 1);
  const auto seventh = numbers(batches(7));
  batches(3);
  EXPECT_EQ(numbers(batches(7)), seventh);
  EXPECT_EQ(numbers(image_batches(numbered(50), 8, 1)(7)), seventh);
  EXPECT_NE(numbers(image_batches(numbered(50), 8, 2)(7)), seventh);
  EXPECT_EQ(numbers(batches(1'000'000'000'000)).size(), 8U);
}

TEST(Batches, LabelsBelongToTheirImages) {
  const auto batches = image_batches(numbered(20), 8, 1);
  for (std::int64_t step = 0; step < 5; ++step) {
    const Batch batch = batches(step);
    const auto images = numbers(batch);
    for (std::size_t i = 0; i < images.size(); ++i) {
      EXPECT_EQ(batch.labels[static_cast<std::int64_t>(i)].item<int>(), images[i] % 3);
    }
  }
}

TEST(Batches, UnlabelledDataHaveNoLabels) {
  EXPECT_FALSE(image_batches(numbered(5, false), 2, 1)(0).labels.defined());
}

TEST(Batches, MayFollowTheImagesOrder) {
  const data::Images images = data::digits(5, 1);
  const Batches batches = ordered_batches(images, 2);
  EXPECT_TRUE(torch::equal(batches(1).data, image_tensor(images, {2, 3})));
  EXPECT_TRUE(torch::equal(batches(2).data, image_tensor(images, {4})));
  EXPECT_EQ(batches(2).labels.item<std::int64_t>(), images.label(4));
  EXPECT_THROW(batches(3), Error);
}

TEST(Batches, RefuseASizeOfZero) {
  EXPECT_THROW(image_batches(numbered(5), 0, 1), UsageError);
}

TEST(Batches, ImageTensorsAndBytesAreInverse) {
  const auto images = numbered(256);
  const auto tensor = image_tensor(images, {7, 255, 0});
  EXPECT_THAT(image_bytes(tensor), ElementsAre(7, 255, 255, 255, 0, 255));
  std::vector<std::int64_t> all(256);
  std::iota(all.begin(), all.end(), 0);
  const auto bytes = image_bytes(image_tensor(images, all));
  for (std::size_t i = 0; i < 256; ++i) {
    EXPECT_EQ(bytes[2 * i], i);
  }
}

TEST(Batches, ImageBytesRoundAndClamp) {
  EXPECT_THAT(image_bytes(torch::tensor({-0.5F, 0.F, 0.49F / 255, 0.51F / 255, 0.999F, 7.F})),
              ElementsAre(0, 0, 0, 1, 255, 255));
}

TEST(Batches, PointsAreInverse) {
  const auto tensor = point_tensor({1, 2, 3, 4, 5, 6});
  EXPECT_EQ(tensor.sizes(), at::IntArrayRef({3, 2}));
  EXPECT_EQ(tensor[1][0].item<float>(), 3);
  EXPECT_THAT(points(tensor), ElementsAre(1, 2, 3, 4, 5, 6));
  EXPECT_THAT(tests::error_of([] {
                point_tensor({1, 2, 3});
              }),
              testing::HasSubstr("expected pairs of numbers, got 3"));
}

}  // namespace
}  // namespace akin
