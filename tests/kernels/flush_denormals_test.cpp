#include "akin/kernels/flush_denormals.h"

#include <gtest/gtest.h>

namespace akin::kernels {
namespace {

/// x / 2, computed at run time.
float half_of(float x) {
  volatile const float read = x;
  return read * 0.5F;
}

/// x 2^60
float large_of(float x) {
  volatile const float read = x;
  return read * 0x1p60F;
}

TEST(FlushDenormals, HoldsInItsScope) {
#if !defined(__SSE__)
  GTEST_SKIP() << "not supported on this processor, so nothing was flushed";
#endif
  constexpr float least_normal = 0x1p-126F;
  EXPECT_GT(half_of(least_normal), 0);
  EXPECT_EQ(large_of(0x1p-130F), 0x1p-70F);
  {
    const FlushDenormals flush;
    EXPECT_EQ(half_of(least_normal), 0) << "a result";
    { const FlushDenormals again; }
    EXPECT_EQ(large_of(0x1p-130F), 0) << "an argument";
    EXPECT_EQ(half_of(2 * least_normal), least_normal);
  }
  EXPECT_GT(half_of(least_normal), 0);
}

}  // namespace
}  // namespace akin::kernels
