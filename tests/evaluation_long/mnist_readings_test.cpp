#include <cstdlib>

#include "akin/data/image_data.h"
#include "akin/evaluation/find_feature_extractor.h"

#include "support/held_out_readings.h"

namespace akin::tests {
namespace {

/// The command's feature extractor and splits, with a tenth of the training images, which only the
/// metrics of memorisation use.
class MnistReadings : public testing::TestWithParam<PoolSizes> {
 protected:
  void SetUp() override {
    if (std::getenv("AKIN_DATA_DIR") == nullptr) {
      GTEST_SKIP() << "AKIN_DATA_DIR names no folder with mnist in it";
    }
  }
  static const RealPool& pool() {
    static const RealPool all = [] {
      const data::ImageData data = data::load_images({.data = "mnist"});
      return RealPool{find_feature_extractor(data), data.train.slice(0, 5000), data.test,
                      data.validation};
    }();
    return all;
  }
};

using MnistNoise = MnistReadings;
using MnistHeldOut = MnistReadings;

TEST_P(MnistNoise, IsNotSimilar) {
  expect_noise_is_not_similar(pool(), GetParam());
}

TEST_P(MnistNoise, IsNotSimilarWithoutLabels) {
  expect_noise_is_not_similar(pool().unlabelled(), GetParam());
}

INSTANTIATE_TEST_SUITE_P(, MnistNoise,
                         testing::Values(PoolSizes{20, 20, 20}, PoolSizes{10000, 20, 20},
                                         PoolSizes{20, 10000, 10000}, PoolSizes{60, 60, 60},
                                         PoolSizes{100, 100, 100}, PoolSizes{10000, 100, 100},
                                         PoolSizes{10000, 10000, 100}, PoolSizes{300, 300, 300},
                                         PoolSizes{1000, 1000, 1000}, PoolSizes{10000, 10000, 1000},
                                         PoolSizes{10000, 10000, 10000}));

TEST_P(MnistHeldOut, ImagesReadAsSuch) {
  expect_held_out_images_read_as_such(pool(), GetParam(), 100);
}

TEST_P(MnistHeldOut, ImagesReadAsSuchWithoutLabels) {
  expect_held_out_images_read_as_such(pool().unlabelled(), GetParam(), 100);
}

INSTANTIATE_TEST_SUITE_P(, MnistHeldOut,
                         testing::Values(PoolSizes{20, 20, 20}, PoolSizes{100, 100, 100},
                                         PoolSizes{10000, 5000, 100}, PoolSizes{1000, 1000, 1000}));

}  // namespace
}  // namespace akin::tests
