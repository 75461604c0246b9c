#pragma once

#include <string>

#include "akin/data/images.h"

#include "contenders.h"

namespace akin::textbook {

// Training as LibTorch's and PyTorch's examples write it: torch::optim, DataLoader.

/// A step of pytorch/examples' dcgan, its networks or those of akin's mini.
benchmarks::Work gan_step(const std::string& preset, const data::Images& images);

/// An epoch of pytorch/examples' vae, and its test pass.
benchmarks::Work vae_epoch(const data::Images& train, const data::Images& test);

/// An iteration of nanoGPT's recipe for a CPU.
benchmarks::Work gpt_step(const std::vector<std::int64_t>& text);

}  // namespace akin::textbook
