#include "akin/nn/fast_start.h"

#include <gtest/gtest.h>

namespace akin::nn {
namespace {

TEST(FastStart, NamesTheKernelsThatAProcessorUnknownToOpenBlasRuns) {
  EXPECT_EQ(better_blas_core("Prescott", {.avx2_fma = true, .avx512 = true, .avx512_bf16 = true}),
            "Cooperlake");
  EXPECT_EQ(better_blas_core("Prescott", {.avx2_fma = true, .avx512 = true}), "SkylakeX");
  EXPECT_EQ(better_blas_core("Prescott", {.avx2_fma = true}), "Haswell");
}

TEST(FastStart, LeavesWhatOpenBlasKnows) {
  const kernels::CpuFeatures all = {.avx2_fma = true, .avx512 = true, .avx512_bf16 = true};
  EXPECT_EQ(better_blas_core("Haswell", all), std::nullopt);
  EXPECT_EQ(better_blas_core("Zen", all), std::nullopt);
  EXPECT_EQ(better_blas_core("", all), std::nullopt) << "another library than OpenBLAS";
  EXPECT_EQ(better_blas_core("Prescott", {}), std::nullopt) << "a processor of 2004";
}

}  // namespace
}  // namespace akin::nn
