#include "akin/training/early_stopping.h"

#include <gtest/gtest.h>

namespace akin {
namespace {

TEST(EarlyStopping, RemembersTheBest) {
  EarlyStopping validations(0);
  EXPECT_FALSE(validations.best());
  EXPECT_TRUE(validations.add(10, 3));
  EXPECT_FALSE(validations.add(20, 3));  // no better
  EXPECT_FALSE(validations.add(30, std::numeric_limits<double>::quiet_NaN()));
  EXPECT_TRUE(validations.add(40, 2));
  EXPECT_EQ(validations.best()->step, 40);
  EXPECT_EQ(validations.best()->value, 2);
  EXPECT_FALSE(validations.exhausted());  // never, without patience
}

TEST(EarlyStopping, IsExhaustedAfterAsManyValidationsWithoutABetterOne) {
  EarlyStopping validations(2);
  validations.add(10, 3);
  validations.add(20, 4);
  EXPECT_FALSE(validations.exhausted());
  validations.add(30, 2.5);  // starts again
  validations.add(40, 2.6);
  EXPECT_FALSE(validations.exhausted());
  validations.add(50, 2.5);
  EXPECT_TRUE(validations.exhausted());
}

}  // namespace
}  // namespace akin
