#pragma once

#include "akin/base/precision.h"
#include "akin/nn/torch.h"

namespace akin::nn {

// Mixed precision: layers multiply in f32 or in bf16, which takes about half the time on processors
// with bf16 products. Sums are f32 in either case, as are weights, the optimiser's state and
// activations (Kalamkar et al. 2019, "A study of BFLOAT16 for deep learning training").

/// Whether the device multiplies in that precision at full speed, which is assumed of GPUs. bf16
/// without hardware support is slower than f32.
bool is_fast(Precision precision, torch::Device device);
/// UsageError unless is_fast().
void require_fast(Precision precision, torch::Device device);

/// Makes f32 convolutions and products on GPUs compute in f32, for the process. By default LibTorch
/// rounds their inputs to 10 bits (TF32).
void disable_tf32();

/// Sets the precision in which this thread's layers multiply, and those within its
/// parallel_ranges(), while it lives.
class AutocastScope {
 public:
  explicit AutocastScope(Precision precision);
  ~AutocastScope();
  AutocastScope(const AutocastScope&) = delete;
  AutocastScope& operator=(const AutocastScope&) = delete;

 private:
  Precision before_;
};

/// The precision of the innermost scope; f32 outside any.
Precision autocast_precision();

/// product(a, b) in the autocast precision, as float32.
template <class Product>
torch::Tensor autocast_product(const torch::Tensor& a, const torch::Tensor& b,
                               const Product& product) {
  return autocast_precision() == Precision::f32
             ? product(a, b)
             : product(a.to(torch::kBFloat16), b.to(torch::kBFloat16)).to(torch::kFloat32);
}

}  // namespace akin::nn
