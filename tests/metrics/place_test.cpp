#include "akin/metrics/place.h"

#include <cmath>

#include <gmock/gmock.h>

#include <gtest/gtest.h>

#include "support/error_of.h"

namespace akin::metrics {
namespace {

using testing::HasSubstr;
using tests::error_of;

TEST(Place, PutsTheControlAtOneAndOthersBesideIt) {
  const Findings control{1.5, 0.6};
  EXPECT_EQ(place(control, control).similar, 1);
  EXPECT_EQ(place(control, control).fresh, 1);
  const Place noise = place({1500, 0.9}, control);
  EXPECT_DOUBLE_EQ(noise.similar, 0.001);
  EXPECT_DOUBLE_EQ(noise.fresh, 1.5);
  const Place copier = place({1, 0}, control);
  EXPECT_DOUBLE_EQ(copier.similar, 1.5);
  EXPECT_DOUBLE_EQ(copier.fresh, 0);
}

TEST(Place, NamesWhatIsWrong) {
  const Findings fine{1, 0.5};
  EXPECT_THAT(error_of([&] { place({0, 0.5}, fine); }), HasSubstr("above 0, got 0 and 0.5"));
  EXPECT_THAT(error_of([&] { place(fine, {1, 0}); }), HasSubstr("above 0, got 1 and 0"));
  EXPECT_THAT(error_of([&] { place({NAN, 0.5}, fine); }), HasSubstr("of the model"));
  EXPECT_THAT(error_of([&] { place(fine, {1, -1}); }), HasSubstr("of the control"));
}

}  // namespace
}  // namespace akin::metrics
