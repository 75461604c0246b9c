#include "akin/nn/precision.h"

#include <ATen/Context.h>

#include "akin/base/require.h"

namespace akin::nn {
namespace {

thread_local Precision of_thread = Precision::f32;

bool has_fast_bf16() {
#if defined(__x86_64__)
  return __builtin_cpu_supports("avx512bf16") != 0;
#else
  return false;
#endif
}

}  // namespace

bool is_fast(Precision precision, torch::Device device) {
  return precision == Precision::f32 || !device.is_cpu() || has_fast_bf16();
}

void require_fast(Precision precision, torch::Device device) {
  require<UsageError>(is_fast(precision, device),
                      "[precision] expected a processor that multiplies bf16 (AVX512_BF16), got "
                      "one that does not; leave out --precision bf16");
}

void disable_tf32() {
  at::globalContext().setAllowTF32CuDNN(false);
  at::globalContext().setAllowTF32CuBLAS(false);
}

PrecisionScope::PrecisionScope(Precision precision) : before_(of_thread) {
  of_thread = precision;
}

PrecisionScope::~PrecisionScope() {
  of_thread = before_;
}

Precision precision() {
  return of_thread;
}

}  // namespace akin::nn
