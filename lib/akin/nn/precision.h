#pragma once

#include "akin/base/precision.h"
#include "akin/nn/torch.h"

namespace akin::nn {

// Layers multiply in f32, or in bf16, whose products take a processor made for them about half the
// time. Sums are f32 either way, and so are weights, the optimiser's numbers, and what is between
// the products, but for the hidden numbers of an activation between two (Kalamkar et al. 2019, "A
// study of BFLOAT16 for deep learning training").

/// Whether the device has products of such numbers, which is taken for granted of a GPU; where it
/// has not, they are slower than f32's.
bool is_fast(Precision precision, torch::Device device);
/// UsageError where it has not.
void require_fast(Precision precision, torch::Device device);

/// On GPUs LibTorch rounds what f32 convolutions multiply to 10 bits (TF32), until it is told not
/// to, as here for the process.
void disable_tf32();

/// Layers of this thread multiply so within its life, and so do nn::parallel_for()'s within it.
class PrecisionScope {
 public:
  explicit PrecisionScope(Precision precision);
  ~PrecisionScope();
  PrecisionScope(const PrecisionScope&) = delete;
  PrecisionScope& operator=(const PrecisionScope&) = delete;

 private:
  Precision before_;
};

/// That of the scope; f32 outside of any.
Precision precision();

/// product(a, b) in the scope's precision, and of its type.
template <class Product>
torch::Tensor scope_product(const torch::Tensor& a, const torch::Tensor& b,
                            const Product& product) {
  return precision() == Precision::f32 ? product(a, b)
                                       : product(a.to(torch::kBFloat16), b.to(torch::kBFloat16));
}

/// bf16 as f32, and any other type as it is.
inline torch::Tensor widened(const torch::Tensor& x) {
  return x.scalar_type() == torch::kBFloat16 ? x.to(torch::kFloat32) : x;
}

/// scope_product() as f32.
template <class Product>
torch::Tensor rounded_product(const torch::Tensor& a, const torch::Tensor& b,
                              const Product& product) {
  return widened(scope_product(a, b, product));
}

}  // namespace akin::nn
