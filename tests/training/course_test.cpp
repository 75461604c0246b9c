#include "akin/training/course.h"

#include <gmock/gmock.h>

#include "akin/data/digits.h"

#include "support/tiny_gan.h"
#include "support/tiny_vae.h"

namespace akin {
namespace {

data::ImageData some_digits() {
  data::ImageData data;
  data.train = data::digits(40, 1);
  data.held_out = data::digits(7, 2);
  data.test = data::digits(260, 3);
  return data;
}

TEST(ImageCourse, LearnsFromTrainingImagesAndIsExaminedOnTheTestPart) {
  const auto data = some_digits();
  Recipe recipe;
  recipe.training.batch_size = 5;
  const Course course = image_course(data, recipe, torch::kCPU);
  EXPECT_EQ(course.items, 40);
  EXPECT_EQ(course.lessons(0).data.size(0), 5);
  ASSERT_EQ(course.exam_batches, 2);
  EXPECT_EQ(course.exam(0).data.size(0), 250);
  EXPECT_EQ(course.exam(1).data.size(0), 10);
  EXPECT_TRUE(
      torch::equal(course.exam(1).data,
                   image_tensor(data.test, {250, 251, 252, 253, 254, 255, 256, 257, 258, 259})));
}

TEST(ImageCourse, HeldOutImagesServeWhereThereIsNoTestPart) {
  auto data = some_digits();
  data.test = {};
  EXPECT_EQ(image_course(data, {}, torch::kCPU).exam(0).data.size(0), 7);
  data.held_out = {};
  EXPECT_EQ(image_course(data, {}, torch::kCPU).exam_batches, 0);
}

TEST(ImageCourse, BinaryPixelsAreDrawnAnewInLessonsAndFixedInTheExam) {
  Recipe recipe;
  recipe.data.pixels = "binary";
  recipe.training.batch_size = 40;
  const auto data = some_digits();
  const Course course = image_course(data, recipe, torch::kCPU);
  const auto first = course.lessons(0).data;
  EXPECT_TRUE(((first == 0) | (first == 1)).all().item<bool>());
  EXPECT_TRUE(torch::equal(course.lessons(0).data, first));
  EXPECT_TRUE(
      torch::equal(course.exam(0).data, image_course(data, recipe, torch::kCPU).exam(0).data));
  recipe.training.seed = 9;
  EXPECT_TRUE(
      torch::equal(image_course(data, recipe, torch::kCPU).exam(0).data, course.exam(0).data));
  // Each epoch is a permutation of the same 40 images, binarised each time anew: on average as
  // white.
  const auto grey = image_course(data, {}, torch::kCPU).lessons(0).data.mean().item<double>();
  EXPECT_NEAR(first.mean().item<double>(), grey, 0.03);
  EXPECT_NE(first.sum().item<double>(), course.lessons(1).data.sum().item<double>());
}

TEST(ImageCourse, HandsOutItemsOfTheExamByNumber) {
  const auto data = some_digits();
  Recipe recipe;
  recipe.data.pixels = "binary";
  const Course course = image_course(data, recipe, torch::kCPU);
  const Batch items = exam_items(course, {259, 0, 3});
  EXPECT_TRUE(torch::equal(items.data[0], course.exam(1).data[9]));
  EXPECT_TRUE(torch::equal(items.data[1], course.exam(0).data[0]));
  EXPECT_TRUE(torch::equal(items.data[2], course.exam(0).data[3]));
  EXPECT_EQ(items.labels[0].item<std::int64_t>(), data.test.label(259));
  EXPECT_EQ(items.labels.size(0), 3);
}

TEST(Examine, IsTheMeanOverAllUnseenImages) {
  const auto data = some_digits();
  const Course course = image_course(data, {}, torch::kCPU);
  const auto vae = tests::tiny_vae(1);
  EXPECT_EQ(examine(*vae, course)->items, 260);
  EXPECT_EQ(examine(*vae, course, 1)->items, 250);
  EXPECT_EQ(examine(*vae, course)->sum, examine(*vae, course)->sum);
  EXPECT_FALSE(examine(*tests::tiny_gan(1), course).has_value());
}

}  // namespace
}  // namespace akin
