#pragma once

#include <string>
#include <vector>

#include "akin/nn/torch.h"

namespace akin::app {

/// Bounds of a request: images of an answer, and latent vectors.
inline constexpr std::int64_t max_images = 64;
inline constexpr double max_latent = 10;

/// Images [n, channels, height, width] in [0, 1] as base64 of their bytes.
std::string base64_of(const torch::Tensor& images);

/// The values of a float tensor, row by row.
std::vector<float> numbers(const torch::Tensor& tensor);

}  // namespace akin::app
