#include "akin/pictures/palette.h"

#include <cmath>

#include <gtest/gtest.h>

#include "akin/base/require.h"

namespace akin::pictures {
namespace {

double palette_distance(Colour a, Colour b) {
  return std::hypot(a.r - b.r, a.g - b.g, a.b - b.b);
}

TEST(Palette, TellsClassesApartFromEachOtherAndFromPaper) {
  for (const std::size_t classes : {1U, 2U, 10U, 11U, 47U}) {
    const double least = classes <= 10 ? 50 : 15;
    for (std::size_t i = 0; i < classes; ++i) {
      const Colour one = class_colour(static_cast<std::int64_t>(i), classes);
      EXPECT_GT(palette_distance(one, {250, 250, 248}), 100) << i;
      for (std::size_t j = 0; j < i; ++j) {
        EXPECT_GT(palette_distance(one, class_colour(static_cast<std::int64_t>(j), classes)), least)
            << i << " and " << j << " of " << classes;
      }
    }
  }
}

TEST(Palette, HuesBeginWithRed) {
  EXPECT_EQ(class_colour(0, 12), (Colour{215, 0, 0}));
  EXPECT_EQ(class_colour(4, 12), (Colour{0, 215, 0}));
  EXPECT_EQ(class_colour(10, 12), (Colour{215, 0, 215}));
  EXPECT_EQ(class_colour(1, 12), (Colour{130, 65, 0}));
}

TEST(Palette, RefusesWhatIsNoClass) {
  EXPECT_THROW((void)class_colour(-1, 10), Error);
  EXPECT_THROW((void)class_colour(10, 10), Error);
  EXPECT_THROW((void)class_colour(0, 0), Error);
}

}  // namespace
}  // namespace akin::pictures
