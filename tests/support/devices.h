#pragma once

#include <string>

#include <gtest/gtest.h>

#include "akin/nn/torch.h"

namespace akin::tests {

/// Where tests run that hold for every device: a GPU's are skipped where there is none.
inline auto every_device() {
  return testing::Values(torch::kCPU, torch::kCUDA);
}

inline bool is_here(torch::DeviceType device) {
  return device != torch::kCUDA || torch::cuda::is_available();
}

inline std::string name_of(torch::DeviceType device) {
  return device == torch::kCUDA ? "Cuda" : "Cpu";
}

/// The words of the skipped tests.
constexpr const char* no_cuda = "no CUDA device here: on one, nothing was tried";

}  // namespace akin::tests
