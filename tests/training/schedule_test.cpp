#include "akin/training/schedule.h"

#include <gmock/gmock.h>

#include "akin/base/require.h"

#include "support/error_of.h"

namespace akin {
namespace {

using Shape = Schedule::Shape;

TEST(Schedule, ConstantStays) {
  const Schedule schedule;
  EXPECT_EQ(schedule.factor(0, 10), 1);
  EXPECT_EQ(schedule.factor(9, 10), 1);
}

TEST(Schedule, LinearByHand) {
  const Schedule schedule{Shape::linear};
  EXPECT_DOUBLE_EQ(schedule.factor(0, 10), 1);
  EXPECT_DOUBLE_EQ(schedule.factor(5, 10), 0.5);
  EXPECT_DOUBLE_EQ(schedule.factor(9, 10), 0.1);
}

TEST(Schedule, CosineByHand) {
  const Schedule schedule{Shape::cosine};
  EXPECT_DOUBLE_EQ(schedule.factor(0, 10), 1);
  EXPECT_NEAR(schedule.factor(2, 10), 0.904508, 1e-6);  // (1 + cos 36 degrees) / 2
  EXPECT_DOUBLE_EQ(schedule.factor(5, 10), 0.5);
}

TEST(Schedule, WarmsUpFirst) {
  const Schedule schedule{Shape::linear, 4};
  EXPECT_DOUBLE_EQ(schedule.factor(0, 14), 0.25);
  EXPECT_DOUBLE_EQ(schedule.factor(2, 14), 0.75);
  EXPECT_DOUBLE_EQ(schedule.factor(3, 14), 1);
  EXPECT_DOUBLE_EQ(schedule.factor(4, 14), 1);
  EXPECT_DOUBLE_EQ(schedule.factor(9, 14), 0.5);  // half of the ten that remain
}

TEST(Schedule, EndsAtItsFloor) {
  const Schedule linear{Shape::linear, 0, 0.1};
  EXPECT_DOUBLE_EQ(linear.factor(5, 10), 0.55);
  EXPECT_DOUBLE_EQ(linear.factor(10, 10), 0.1);
  EXPECT_DOUBLE_EQ(linear.factor(25, 10), 0.1);
  EXPECT_DOUBLE_EQ((Schedule{Shape::cosine, 0, 0.1}.factor(25, 10)), 0.1);
}

TEST(Schedule, WithoutATotalStaysAtTheStart) {
  const Schedule schedule{Shape::cosine, 2};
  EXPECT_DOUBLE_EQ(schedule.factor(0, 0), 0.5);
  EXPECT_DOUBLE_EQ(schedule.factor(50, 0), 1);
}

TEST(Schedule, AWarmUpLongerThanTheRunIsHarmless) {
  const Schedule schedule{Shape::linear, 100};
  EXPECT_DOUBLE_EQ(schedule.factor(9, 10), 0.1);
}

TEST(Schedule, ShapesByName) {
  EXPECT_EQ(schedule_shape("constant"), Shape::constant);
  EXPECT_EQ(schedule_shape("linear"), Shape::linear);
  EXPECT_EQ(schedule_shape("cosine"), Shape::cosine);
  EXPECT_EQ(tests::error_of<UsageError>([] { schedule_shape("step"); }),
            "[schedule] expected constant, linear or cosine, got 'step'");
}

}  // namespace
}  // namespace akin
