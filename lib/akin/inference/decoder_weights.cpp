#include "akin/inference/decoder_weights.h"

#include <algorithm>
#include <cmath>
#include <cstring>

#include <fmt/ranges.h>

#include "akin/base/require.h"

namespace akin::inference {

using kernels::MatrixMemory;

namespace {

constexpr auto embedding_name = "transformer.wte.weight";
constexpr auto positions_name = "transformer.wpe.weight";
constexpr auto head_name = "lm_head.weight";

std::string describe(const std::string& dtype, const std::vector<std::int64_t>& shape) {
  return fmt::format("{} [{}]", dtype, fmt::join(shape, ", "));
}

/// What is wrong with the tensor `name`; empty if nothing.
std::string fault_of(const std::string& name, const std::vector<std::int64_t>& shape,
                     const RawTensors& tensors) {
  const auto found = tensors.find(name);
  if (found == tensors.end()) {
    return name + " is missing";
  }
  const io::RawTensor& tensor = found->second;
  if (tensor.dtype != "F32" || tensor.shape != shape) {
    return fmt::format("{} is {} instead of {}", name, describe(tensor.dtype, tensor.shape),
                       describe("F32", shape));
  }
  const auto size = static_cast<std::size_t>(tensor.count()) * sizeof(float);
  return tensor.bytes.size() == size
             ? ""
             : fmt::format("{} has {} bytes instead of {}", name, tensor.bytes.size(), size);
}

void require_tensors(const TransformerShape& shape, const RawTensors& tensors) {
  auto shapes = weight_shapes(shape);
  if (tensors.contains(head_name)) {
    shapes[head_name] = shapes.at(embedding_name);
  }
  std::vector<std::string> faults;
  faults.reserve(shapes.size());
  for (const auto& [name, expected] : shapes) {
    faults.push_back(fault_of(name, expected, tensors));
  }
  std::erase(faults, "");
  for (const auto& [name, tensor] : tensors) {
    if (!shapes.contains(name)) {
      faults.push_back(name + " is unknown");
    }
  }
  require(
      faults.empty(),
      "[decoder] expected the weights of {} layers of width {}, got others: {}; is it the model "
      "that these settings belong to?",
      shape.layers, shape.width, fmt::join(faults, ", "));
}

/// Elements of all packed matrices.
std::int64_t packed_size(const TransformerShape& shape, Precision precision) {
  std::int64_t size = 0;
  for (const auto& [name, sizes] : weight_shapes(shape)) {
    const bool is_matrix = sizes.size() == 2 && name != positions_name;
    size += is_matrix ? MatrixMemory::packed_size(precision, sizes[0], sizes[1]) : 0;
  }
  return size;
}

/// Reads tensors of checked shapes, and packs matrices into `memory`.
class WeightReader {
 public:
  WeightReader(const RawTensors& tensors, MatrixMemory& memory)
      : tensors_(tensors), memory_(memory) {}

  [[nodiscard]] Floats numbers(const std::string& name) const {
    const io::Bytes& bytes = tensors_.at(name).bytes;
    Floats numbers(bytes.size() / sizeof(float));
    std::memcpy(numbers.data(), bytes.data(), bytes.size());
    const bool finite =
        std::all_of(numbers.begin(), numbers.end(), [](float x) { return std::isfinite(x); });
    require(finite,
            "[decoder] expected finite weights, got {} with NaN or infinity; train again "
            "with a smaller learning rate",
            name);
    return numbers;
  }

  [[nodiscard]] WeightMatrix matrix(const std::string& name) const {
    const auto& shape = tensors_.at(name).shape;
    return memory_.pack(numbers(name), shape[0], shape[1]);
  }

  [[nodiscard]] BlockWeights block(const std::string& prefix) const {
    BlockWeights block;
    block.attention_norm = numbers(prefix + "ln_1.weight");
    block.attention_in = matrix(prefix + "attn.c_attn.weight");
    block.attention_out = matrix(prefix + "attn.c_proj.weight");
    block.mlp_norm = numbers(prefix + "ln_2.weight");
    block.mlp_in = matrix(prefix + "mlp.c_fc.weight");
    block.mlp_out = matrix(prefix + "mlp.c_proj.weight");
    return block;
  }

 private:
  const RawTensors& tensors_;
  MatrixMemory& memory_;
};

}  // namespace

DecoderWeights read_decoder_weights(const TransformerShape& shape, const RawTensors& tensors,
                                    Precision precision) {
  require_valid(shape);
  require_tensors(shape, tensors);
  require(!tensors.contains(head_name) ||
              tensors.at(head_name).bytes == tensors.at(embedding_name).bytes,
          "[decoder] expected {} to equal {}, got other numbers; only tied weights are supported",
          head_name, embedding_name);
  DecoderWeights weights;
  weights.matrices = MatrixMemory(precision, packed_size(shape, precision));
  const WeightReader reader(tensors, weights.matrices);
  weights.embedding = reader.numbers(embedding_name);
  if (!shape.rotary) {
    weights.positions = reader.numbers(positions_name);
  }
  for (std::int64_t layer = 0; layer < shape.layers; ++layer) {
    weights.blocks.push_back(reader.block(fmt::format("transformer.h.{}.", layer)));
  }
  weights.last_norm = reader.numbers("transformer.ln_f.weight");
  weights.head = reader.matrix(embedding_name);
  return weights;
}

}  // namespace akin::inference
