#pragma once

#include <filesystem>
#include <map>
#include <string>

#include "akin/io/safetensors.h"
#include "akin/nn/torch.h"
#include "akin/numerics/neighbours.h"

namespace akin::nn {

/// Tensors by name, sorted, so that equal content gives equal files. Copying the map copies no
/// data.
using NamedTensors = std::map<std::string, torch::Tensor>;

/// Parameters and buffers of a module; names start with `prefix`.
NamedTensors named_tensors(const torch::nn::Module& module, const std::string& prefix = "");

/// Copies to a device without waiting for the device.
inline torch::Tensor to_device(const torch::Tensor& tensor, torch::Device device) {
  return tensor.to(device, /*non_blocking=*/true);
}

/// Contiguous copies on the CPU.
NamedTensors snapshot(const NamedTensors& live);

/// Conversion to and from the tensors of a safetensors file; copies.
io::RawTensor to_raw(const torch::Tensor& tensor);
torch::Tensor from_raw(const io::RawTensor& raw);
std::map<std::string, io::RawTensor> to_raw(const NamedTensors& tensors);

/// [n, d] on any device <-> Eigen points [n, d]; copies.
numerics::Points to_points(const torch::Tensor& tensor);
torch::Tensor to_tensor(const numerics::Points& points);

/// Overwrites each tensor of `live` with the one of the same name in `source`. Errors, which start
/// with [name] and leave `live` unchanged: a missing or additional tensor, another shape or type, a
/// value that is not finite.
void copy_into(const NamedTensors& live, const NamedTensors& source, const std::string& name);
void copy_into(const NamedTensors& live, const io::Safetensors& file, const std::string& name);

/// Reads a file whose tensors are for `live`. Error: it has much more to read than they take.
io::Safetensors read_for(const NamedTensors& live, const std::filesystem::path& path);

}  // namespace akin::nn
