#pragma once

#include <string>

#include "akin/data/images.h"

#include "races.h"

namespace akin::reference {

// Training as in the examples of LibTorch and PyTorch: torch::optim, DataLoader.

/// A training step of pytorch/examples/cpp/dcgan, with the networks of preset "dcgan" or "mini".
benchmarks::Work gan_step(const std::string& preset, const data::Images& images);

/// An epoch of pytorch/examples/vae with evaluation on the test split.
benchmarks::Work vae_epoch(const data::Images& train, const data::Images& test);

/// A training step of nanoGPT with its settings for a CPU.
benchmarks::Work gpt_step(const std::vector<std::int64_t>& text);

}  // namespace akin::reference
