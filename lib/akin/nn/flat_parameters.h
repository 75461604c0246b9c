#pragma once

#include <vector>

#include "akin/nn/torch.h"

namespace akin::nn {

/// All parameters of a module moved into one buffer, and their gradients into another, so that an
/// optimiser, an average or an all-reduce is a few vector operations instead of hundreds of small
/// calls. The module's parameters become views; backward() accumulates into the gradient buffer.
/// Convolution kernels lie channels-last. Every parameter starts on a 64-byte boundary; the padding
/// in between stays zero.
///
/// The module must already be on its device and must not be moved afterwards.
class FlatParameters {
 public:
  explicit FlatParameters(torch::nn::Module& module);

  [[nodiscard]] const torch::Tensor& values() const { return values_; }        ///< [total]
  [[nodiscard]] const torch::Tensor& gradients() const { return gradients_; }  ///< [total]
  void zero_gradients() { gradients_.zero_(); }

  /// Writes the gradient of `loss` into `buffer`, laid out as values(), 0 where a parameter plays
  /// no part. Several threads may do so at once, each with a loss and a buffer of its own.
  void differentiate(const torch::Tensor& loss, const torch::Tensor& buffer) const;

  /// Views of another buffer of the same length (moments, averages) shaped as parameter i.
  [[nodiscard]] torch::Tensor view(const torch::Tensor& buffer, std::size_t i) const;

  /// Names as the module gives them, in buffer order.
  [[nodiscard]] const std::vector<std::string>& names() const { return names_; }

 private:
  struct Slot {
    std::int64_t offset;
    std::vector<std::int64_t> shape;
    std::vector<std::int64_t> strides;
  };
  std::vector<std::string> names_;
  std::vector<torch::Tensor> parameters_;
  std::vector<Slot> slots_;
  torch::Tensor values_;
  torch::Tensor gradients_;
};

}  // namespace akin::nn
