#pragma once

#include <vector>

#include "akin/nn/torch.h"

namespace akin::nn {

/// Moves all parameters of a module into one buffer, of which they become views, so that optimisers
/// and averages are a few vector operations instead of hundreds of small calls. Convolution kernels
/// are channels-last. Every parameter starts on a 64-byte boundary; the padding is zero.
///
/// The module must be on its device before and must not be moved afterwards.
class FlatParameters {
 public:
  explicit FlatParameters(torch::nn::Module& module);

  [[nodiscard]] const torch::Tensor& values() const { return values_; }  ///< [total]

  /// The gradient at each parameter, with its shape and strides, 0 for unused ones, of a scalar
  /// `output`, or of any output given the gradient there. Thread-safe for different outputs.
  [[nodiscard]] std::vector<torch::Tensor> gradients(const torch::Tensor& output,
                                                     const torch::Tensor& grad_output = {}) const;

  /// The part of another buffer of the same length (moments, averages) that belongs to parameter i,
  /// in its shape.
  [[nodiscard]] torch::Tensor view(const torch::Tensor& buffer, std::size_t i) const;

  /// The offset of parameter i in the buffer.
  [[nodiscard]] std::int64_t offset(std::size_t i) const { return slots_.at(i).offset; }

  /// Names in buffer order.
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
};

}  // namespace akin::nn
