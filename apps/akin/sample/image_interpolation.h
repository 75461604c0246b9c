#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>

#include "akin/experiment/run_folder.h"

namespace akin::app {

/// Writes a GIF of `count` closed interpolations through random latent vectors. `labels`: int64
/// [count], or undefined. UsageError: a model without a latent space.
void write_latent_interpolation(const std::filesystem::path& out, const Run& run,
                                std::int64_t count, std::uint64_t seed,
                                const torch::Tensor& labels);

/// Writes a GIF of the interpolation between the codes of two validation images, and back. Errors:
/// a model without an encoder, no such image, images of two classes with a conditional model.
void write_image_interpolation(const std::filesystem::path& out, const Run& run, std::int64_t from,
                               std::int64_t to);

}  // namespace akin::app
