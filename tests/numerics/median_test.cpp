#include "akin/numerics/median.h"

#include <gtest/gtest.h>

namespace akin::numerics {
namespace {

TEST(Median, IsTheMiddleOneBySize) {
  EXPECT_EQ(median(std::vector<float>{3}), 3);
  EXPECT_EQ(median(std::vector<float>{5, -1, 2}), 2);
  EXPECT_EQ(median(std::vector<double>{4, 1, 3, 2}), 3);
}

}  // namespace
}  // namespace akin::numerics
