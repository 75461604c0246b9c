#pragma once

#include <map>
#include <string>

#include "akin/io/safetensors.h"
#include "akin/nn/torch.h"

namespace akin::nn {

/// Live tensors by name; copying the map copies no data. Sorted, so that equal content gives equal
/// files.
using NamedTensors = std::map<std::string, torch::Tensor>;

/// Parameters and buffers of a module, each name behind `prefix`.
NamedTensors named_tensors(const torch::nn::Module& module, const std::string& prefix = "");

/// On the device. What goes to a GPU is copied there without this thread waiting for what the GPU
/// has yet to do.
inline torch::Tensor sent(const torch::Tensor& tensor, torch::Device device) {
  return tensor.to(device, /*non_blocking=*/true);
}

/// Copies of all (on the CPU, contiguous).
NamedTensors snapshot(const NamedTensors& live);

io::RawTensor to_raw(const torch::Tensor& tensor);
torch::Tensor from_raw(const io::RawTensor& raw);
std::map<std::string, io::RawTensor> to_raw(const NamedTensors& tensors);

/// Overwrites every tensor of `live` with its namesake. Errors, each naming `source` and the
/// tensor, before anything is changed: one is missing or too many, shapes or types differ, a value
/// is not finite.
void copy_into(const NamedTensors& live, const NamedTensors& source, const std::string& name);
void copy_into(const NamedTensors& live, const io::Safetensors& file, const std::string& name);

}  // namespace akin::nn
