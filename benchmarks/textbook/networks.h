#pragma once

#include <torch/torch.h>

namespace akin::textbook {

// The networks of the presets as LibTorch's tutorials would write them: torch::nn modules, nothing
// tuned. What akin's own versions are raced against.

/// PyTorch's C++ DCGAN example, or the mini preset's pair; generator before tanh, discriminator
/// before sigmoid.
torch::nn::Sequential dcgan_generator();
torch::nn::Sequential dcgan_discriminator();
torch::nn::Sequential mini_generator();
torch::nn::Sequential mini_discriminator();

}  // namespace akin::textbook
