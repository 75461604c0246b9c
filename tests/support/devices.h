#pragma once

#include <string>

#include <gtest/gtest.h>

#include "akin/nn/torch.h"

namespace akin::tests {

/// The devices of tests that hold on every device; those on CUDA are skipped without a GPU.
inline auto every_device() {
  return testing::Values(torch::kCPU, torch::kCUDA);
}

inline bool is_here(torch::DeviceType device) {
  return device != torch::kCUDA || torch::cuda::is_available();
}

inline std::string name_of(torch::DeviceType device) {
  return device == torch::kCUDA ? "Cuda" : "Cpu";
}

/// The message of a skipped test; tests/CMakeLists.txt looks for its beginning.
constexpr const char* no_cuda = "no CUDA device here: not tested on one";

}  // namespace akin::tests
