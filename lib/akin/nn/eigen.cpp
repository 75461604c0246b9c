#include "akin/nn/eigen.h"

namespace akin::nn {

numerics::Points to_points(const torch::Tensor& tensor) {
  const torch::Tensor dense = tensor.detach().to(torch::kCPU, torch::kFloat32).contiguous();
  return Eigen::Map<const numerics::Points>(dense.data_ptr<float>(), dense.size(0), dense.size(1));
}

torch::Tensor to_tensor(const numerics::Points& points) {
  torch::Tensor tensor = torch::empty({points.rows(), points.cols()});  // [n, d]
  Eigen::Map<numerics::Points>(tensor.data_ptr<float>(), points.rows(), points.cols()) = points;
  return tensor;
}

}  // namespace akin::nn
