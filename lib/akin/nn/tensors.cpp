#include "akin/nn/tensors.h"

#include <cstring>
#include <utility>
#include <vector>

#include "akin/base/require.h"

namespace akin::nn {

using torch::Tensor;

namespace {

const std::vector<std::pair<std::string, torch::ScalarType>>& dtypes() {
  static const std::vector<std::pair<std::string, torch::ScalarType>> table = {
      {"F64", torch::kFloat64},   {"F32", torch::kFloat32}, {"F16", torch::kFloat16},
      {"BF16", torch::kBFloat16}, {"I64", torch::kInt64},   {"I32", torch::kInt32},
      {"I16", torch::kInt16},     {"I8", torch::kInt8},     {"U8", torch::kUInt8},
      {"BOOL", torch::kBool}};
  return table;
}

std::string dtype_name(torch::ScalarType type) {
  for (const auto& [name, known] : dtypes()) {
    if (known == type) {
      return name;
    }
  }
  fail("[safetensors] expected a real number type, got {}", torch::toString(type));
}

torch::ScalarType dtype(const std::string& name) {
  for (const auto& [known, type] : dtypes()) {
    if (known == name) {
      return type;
    }
  }
  fail("[safetensors] expected a known dtype, got '{}'", name);
}

std::string shape_text(const Tensor& tensor) {
  return fmt::format("{} [{}]", dtype_name(tensor.scalar_type()), fmt::join(tensor.sizes(), ", "));
}

void require_matching(const Tensor& live, const Tensor& source, const std::string& key,
                      const std::string& name) {
  require(live.sizes() == source.sizes() && live.scalar_type() == source.scalar_type(),
          "[{}] expected '{}' to be {}, got {}; the file belongs to another model", name, key,
          shape_text(live), shape_text(source));
  require(!source.is_floating_point() || source.isfinite().all().item<bool>(),
          "[{}] expected finite numbers, got NaN or infinity in '{}'", name, key);
}

}  // namespace

NamedTensors named_tensors(const torch::nn::Module& module, const std::string& prefix) {
  NamedTensors tensors;
  for (const auto& item : module.named_parameters()) {
    tensors.emplace(prefix + item.key(), item.value().detach());
  }
  for (const auto& item : module.named_buffers()) {
    tensors.emplace(prefix + item.key(), item.value());
  }
  return tensors;
}

NamedTensors snapshot(const NamedTensors& live) {
  NamedTensors copies;
  for (const auto& [name, tensor] : live) {
    copies.emplace(
        name, tensor.detach().to(torch::kCPU, /*non_blocking=*/false, /*copy=*/true).contiguous());
  }
  return copies;
}

io::RawTensor to_raw(const Tensor& tensor) {
  const Tensor dense = tensor.detach().to(torch::kCPU).contiguous();
  io::RawTensor raw{dtype_name(dense.scalar_type()), dense.sizes().vec(), {}};
  const auto* begin = static_cast<const std::uint8_t*>(dense.data_ptr());
  raw.bytes.assign(begin, begin + dense.nbytes());
  return raw;
}

Tensor from_raw(const io::RawTensor& raw) {
  Tensor tensor = torch::empty(raw.shape, dtype(raw.dtype));
  require(tensor.nbytes() == raw.bytes.size(), "[safetensors] expected {} bytes, got {}",
          tensor.nbytes(), raw.bytes.size());
  if (!raw.bytes.empty()) {
    std::memcpy(tensor.data_ptr(), raw.bytes.data(), raw.bytes.size());
  }
  return tensor;
}

std::map<std::string, io::RawTensor> to_raw(const NamedTensors& tensors) {
  std::map<std::string, io::RawTensor> raw;
  for (const auto& [name, tensor] : tensors) {
    raw.emplace(name, to_raw(tensor));
  }
  return raw;
}

numerics::Points to_points(const torch::Tensor& tensor) {
  const torch::Tensor dense = tensor.detach().to(torch::kCPU, torch::kFloat32).contiguous();
  return Eigen::Map<const numerics::Points>(dense.data_ptr<float>(), dense.size(0), dense.size(1));
}

torch::Tensor to_tensor(const numerics::Points& points) {
  torch::Tensor tensor = torch::empty({points.rows(), points.cols()});  // [n, d]
  Eigen::Map<numerics::Points>(tensor.data_ptr<float>(), points.rows(), points.cols()) = points;
  return tensor;
}

void copy_into(const NamedTensors& live, const NamedTensors& source, const std::string& name) {
  for (const auto& [key, tensor] : live) {
    const auto found = source.find(key);
    require(found != source.end(),
            "[{}] expected a tensor '{}', got none; the file belongs to another model", name, key);
    require_matching(tensor, found->second, key, name);
  }
  for (const auto& [key, tensor] : source) {
    require(live.contains(key), "[{}] expected no tensor '{}'; the file belongs to another model",
            name, key);
  }
  const torch::NoGradGuard no_grad;
  for (const auto& [key, tensor] : live) {
    Tensor(tensor).copy_(source.at(key));
  }
}

void copy_into(const NamedTensors& live, const io::Safetensors& file, const std::string& name) {
  NamedTensors source;
  for (const auto& [key, raw] : file.tensors) {
    source.emplace(key, from_raw(raw));
  }
  copy_into(live, source, name);
}

io::Safetensors read_for(const NamedTensors& live, const std::filesystem::path& path) {
  std::uint64_t size = std::uint64_t{1} << 20U;
  for (const auto& [key, tensor] : live) {
    size += 2 * tensor.nbytes();  // a little more is an error of copy_into(), which says which
  }
  return io::read_safetensors(path, size);
}

}  // namespace akin::nn
