#include "akin/nn/torch_parallel.h"

#include <gtest/gtest.h>

#include "akin/nn/convolution.h"

#include "support/tensors.h"
#include "support/thread_count.h"

namespace akin::nn {
namespace {

using torch::Tensor;

TEST(ParallelRanges, GivesOneThreadToWhatItCalls) {
  const tests::ThreadCount threads(2);
  std::vector<int> seen(2);
  parallel_ranges(2, 1, [&](std::int64_t begin, std::int64_t end) {
    for (std::int64_t i = begin; i < end; ++i) {
      seen[static_cast<std::size_t>(i)] = at::get_num_threads();
    }
  });
  EXPECT_EQ(seen, std::vector<int>(2, 1));
  EXPECT_EQ(at::get_num_threads(), 2) << "restored afterwards";
}

// With all threads in each it gave NaN or never returned.
TEST(ParallelRanges, OfGradientsGivesWhatEachIsAlone) {
  constexpr std::int64_t parts = 2;
  const tests::ThreadCount threads(parts);
  const Tensor x = tests::normal({32, 16, 4, 4}, 1);
  const Tensor weight = tests::normal({32, 16, 3, 3}, 2).requires_grad_();
  const auto gradient = [&] {
    return torch::autograd::grad({conv2d(x, weight, 1, 1).square().sum()}, {weight}).front();
  };
  const Tensor alone = gradient();
  for (int again = 0; again < 20; ++again) {
    std::vector<Tensor> together(parts);
    parallel_ranges(parts, 1, [&](std::int64_t begin, std::int64_t end) {
      for (std::int64_t i = begin; i < end; ++i) {
        together[static_cast<std::size_t>(i)] = gradient();
      }
    });
    for (const Tensor& one : together) {
      ASSERT_TRUE(torch::allclose(one, alone, 1e-4, 1e-3));
    }
  }
}

}  // namespace
}  // namespace akin::nn
