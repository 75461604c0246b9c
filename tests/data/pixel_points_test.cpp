#include "akin/data/pixel_points.h"

#include <gmock/gmock.h>

namespace akin::data {
namespace {

using testing::ElementsAre;

/// Images of one pixel each, with labels of three classes.
Images pixels(const std::vector<std::uint8_t>& values, const std::vector<std::uint8_t>& labels) {
  return {values, labels, {1, 1}, {"dark", "grey", "bright"}};
}

TEST(NearestImages, HaveIndicesAndDistances) {
  const auto found = nearest_images(pixels({0, 255}, {}), pixels({51, 204, 102}, {0, 2, 1}));
  EXPECT_THAT(found.index, ElementsAre(0, 1));
  EXPECT_THAT(found.distance, testing::Each(testing::FloatNear(0.2F, 1e-6F)));
}

TEST(NearestImages, OfOneImageAreTheSame) {
  const Images known = pixels({51, 204, 102, 204}, {0, 2, 1, 2});
  for (const std::uint8_t value : {0, 76, 77, 102, 210, 255}) {
    const Images one = pixels({value}, {});
    const auto alone = nearest_images(one, known);
    const auto among = nearest_images(pixels({value, value}, {}), known);
    EXPECT_EQ(alone.index.front(), among.index.front());
    EXPECT_NEAR(alone.distance.front(), among.distance.front(), 1e-6F);
  }
  EXPECT_EQ(nearest_images(pixels({102}, {}), known).distance.front(), 0);
}

TEST(NearestImages, AreCountedByClass) {
  const Images known = pixels({0, 100, 250}, {0, 1, 2});
  EXPECT_THAT(nearest_class_counts(pixels({10, 255, 240, 200}, {}), known), ElementsAre(1, 0, 3));
}

}  // namespace
}  // namespace akin::data
