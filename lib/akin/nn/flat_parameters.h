#pragma once

#include <vector>

#include "akin/nn/torch.h"

namespace akin::nn {

/// All parameters of a module moved into one buffer, so that an optimiser or an average is a few
/// vector operations instead of hundreds of small calls. The module's parameters become views.
/// Convolution kernels lie channels-last. Every parameter starts on a 64-byte boundary; the padding
/// in between stays zero.
///
/// The module must already be on its device and must not be moved afterwards.
class FlatParameters {
 public:
  explicit FlatParameters(torch::nn::Module& module);

  [[nodiscard]] const torch::Tensor& values() const { return values_; }  ///< [total]

  /// Gradients, one for each parameter, of its shape and with its strides; 0 where it plays no
  /// part: of a scalar, or of `output` where `at_output` is the gradient there. Several threads may
  /// ask at once, each of an output of its own.
  [[nodiscard]] std::vector<torch::Tensor> gradients(const torch::Tensor& output,
                                                     const torch::Tensor& at_output = {}) const;

  /// Features of another buffer of the same length (moments, averages) shaped as parameter i.
  [[nodiscard]] torch::Tensor view(const torch::Tensor& buffer, std::size_t i) const;

  /// Where parameter i begins in the buffer.
  [[nodiscard]] std::int64_t offset(std::size_t i) const { return slots_.at(i).offset; }

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
};

}  // namespace akin::nn
