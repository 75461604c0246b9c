#include "akin/nn/autocast.h"

#include <ATen/Context.h>

#include "akin/base/require.h"
#include "akin/kernels/cpu_features.h"

namespace akin::nn {
namespace {

thread_local Precision thread_precision = Precision::f32;

}  // namespace

bool is_fast(Precision precision, torch::Device device) {
  return precision == Precision::f32 || !device.is_cpu() || kernels::cpu_features().avx512_bf16;
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

AutocastScope::AutocastScope(Precision precision) : before_(thread_precision) {
  thread_precision = precision;
}

AutocastScope::~AutocastScope() {
  thread_precision = before_;
}

Precision autocast_precision() {
  return thread_precision;
}

}  // namespace akin::nn
