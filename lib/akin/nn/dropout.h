#pragma once

#include <cstdint>

#include "akin/base/random.h"
#include "akin/nn/torch.h"

namespace akin::nn {

/// Dropout (Srivastava et al. 2014): each element becomes 0 with probability `rate`, or else is
/// divided by 1 - rate. Whether it does depends on `random` when this object is made, on how many
/// tensors were passed before, and on the element's index only: masks are the same on all devices
/// and need no numbers from the host.
class Dropout {
 public:
  /// rate: 0 (nothing is done) to less than 1.
  Dropout(double rate, Random random) : rate_(rate), key_(random.bits()) {}

  /// x [...] -> [...]
  torch::Tensor operator()(const torch::Tensor& x);

 private:
  double rate_;
  std::uint64_t key_;
};

/// `dropout` of x; x where there is none.
inline torch::Tensor apply(Dropout* dropout, const torch::Tensor& x) {
  return dropout == nullptr ? x : (*dropout)(x);
}

/// float32 [shape]: 1 / (1 - rate) with probability 1 - rate, else 0, by a hash of `key` and the
/// element's index. In one pass on a CPU.
torch::Tensor dropout_mask(at::IntArrayRef shape, double rate, std::uint64_t key,
                           torch::Device device);
/// The same numbers in LibTorch's operations: for other devices, and to test the pass.
torch::Tensor reference_dropout_mask(at::IntArrayRef shape, double rate, std::uint64_t key,
                                     torch::Device device);

}  // namespace akin::nn
