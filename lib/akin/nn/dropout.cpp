#include "akin/nn/dropout.h"

#include <cmath>

namespace akin::nn {
namespace {

using torch::Tensor;

// An integer hash of the family x ^= x >> a, x *= b (Wellons 2018, "Prospecting for hash
// functions"); both factors are below 2^31, so that products of 32-bit numbers fit in int64.
constexpr std::uint32_t first_factor = 0x7feb352dU;
constexpr std::uint32_t second_factor = 0x31848babU;
constexpr std::int64_t low_bits = 0xffffffff;

std::uint32_t mixed(std::uint32_t x) {
  x = (x ^ (x >> 16U)) * first_factor;
  x = (x ^ (x >> 15U)) * second_factor;
  return x ^ (x >> 14U);
}

Tensor mixed(const Tensor& x) {
  const auto shifted = [](const Tensor& bits, std::int64_t by) {
    return bits.bitwise_xor(torch::floor_divide(bits, std::int64_t{1} << by));
  };
  const Tensor once = (shifted(x, 16) * std::int64_t{first_factor}).bitwise_and(low_bits);
  const Tensor twice = (shifted(once, 15) * std::int64_t{second_factor}).bitwise_and(low_bits);
  return shifted(twice, 14);
}

std::uint32_t low(std::uint64_t key) {
  return static_cast<std::uint32_t>(key);
}

std::uint32_t high(std::uint64_t key) {
  return static_cast<std::uint32_t>(key >> 32U);
}

/// Hashes below this are dropped.
std::uint32_t threshold(double rate) {
  return static_cast<std::uint32_t>(std::lround(rate * 4294967296.0));
}

}  // namespace

Tensor dropout_mask(at::IntArrayRef shape, double rate, std::uint64_t key, torch::Device device) {
  if (!device.is_cpu()) {
    return reference_dropout_mask(shape, rate, key, device);
  }
  Tensor mask = torch::empty(shape, torch::kFloat);
  const auto kept = static_cast<float>(1 / (1 - rate));
  const std::uint32_t dropped = threshold(rate);
  float* values = mask.data_ptr<float>();
  const auto count = static_cast<std::uint32_t>(mask.numel());
  for (std::uint32_t i = 0; i < count; ++i) {
    values[i] = mixed(mixed(i ^ low(key)) + high(key)) < dropped ? 0.0F : kept;
  }
  return mask;
}

Tensor reference_dropout_mask(at::IntArrayRef shape, double rate, std::uint64_t key,
                              torch::Device device) {
  const Tensor index = torch::arange(c10::multiply_integers(shape),
                                     torch::TensorOptions().dtype(torch::kLong).device(device));
  const Tensor inner = mixed(index.bitwise_xor(std::int64_t{low(key)}));
  const Tensor hash = mixed((inner + std::int64_t{high(key)}).bitwise_and(low_bits));
  return ((hash >= std::int64_t{threshold(rate)}).to(torch::kFloat) *
          static_cast<float>(1 / (1 - rate)))
      .view(shape);
}

Tensor Dropout::operator()(const Tensor& x) {
  if (rate_ == 0) {
    return x;
  }
  key_ += 0x9e3779b97f4a7c15U;  // the golden ratio: another key for the next tensor
  return x * dropout_mask(x.sizes(), rate_, key_, x.device());
}

}  // namespace akin::nn
