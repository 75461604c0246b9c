#include "akin/kernels/parallel.h"

#include <atomic>
#include <vector>

#include <gmock/gmock.h>

#include <gtest/gtest.h>

#include "support/error_of.h"

namespace akin::kernels {
namespace {

TEST(ParallelFor, CallsEachOnce) {
  for (const int threads : {0, 1, 2, 7}) {
    for (const std::int64_t count : {0, 1, 2, 100}) {
      std::vector<std::atomic<int>> calls(static_cast<std::size_t>(count));
      parallel_for(count, threads,
                   [&](std::int64_t i) { ++calls.at(static_cast<std::size_t>(i)); });
      for (const auto& times : calls) {
        EXPECT_EQ(times, 1);
      }
    }
  }
}

TEST(ParallelFor, PassesErrorsOn) {
  for (const int threads : {1, 3}) {
    EXPECT_EQ(tests::error_of([&] {
                parallel_for(1000, threads,
                             [](std::int64_t i) { require(i != 500, "[who] stopped at {}", i); });
              }),
              "[who] stopped at 500");
  }
}

}  // namespace
}  // namespace akin::kernels
