#pragma once

#include <functional>
#include <vector>

#include "akin/data/images.h"
#include "akin/training/trainable.h"

namespace akin {

/// The batch of a step, a pure function of its number: resuming needs no loader's state.
using Batches = std::function<Batch(std::int64_t step)>;

/// Images shuffled anew every epoch by a permutation of (seed, epoch); a batch may span two epochs,
/// so all have `batch_size` items. data: float32 [batch_size, 1, height, width] in [0, 1]. Nothing
/// is copied but the batch itself; on another device than the CPU, as resident_batches().
Batches image_batches(data::Images images, std::int64_t batch_size, std::uint64_t seed,
                      torch::Device device = torch::kCPU);

/// The same batches with all images on the device, a byte a pixel: what goes there for a step are
/// the numbers of its images.
Batches resident_batches(const data::Images& images, std::int64_t batch_size, std::uint64_t seed,
                         torch::Device device);

/// Images in their own order, batches 0 to ceil(size / batch_size) - 1, the last one shorter.
Batches ordered_batches(data::Images images, std::int64_t batch_size,
                        torch::Device device = torch::kCPU);

/// Pixels drawn black or white with the grey value as probability, anew at every step.
Batches binarised(Batches batches, std::uint64_t seed);
/// The same of one batch [n, ...]: 1 where a uniform number in [0, 1) is below the pixel.
torch::Tensor binarise(const torch::Tensor& pixels, Random random);

/// The images of `indices` with their labels, on a device.
Batch image_batch(const data::Images& images, const std::vector<std::int64_t>& indices,
                  torch::Device device = torch::kCPU);

/// Images i of `indices` as float32 [n, 1, height, width] in [0, 1].
torch::Tensor image_tensor(const data::Images& images, const std::vector<std::int64_t>& indices);

/// The way back: [n, 1, height, width] in [0, 1] to n * height * width bytes, rounded, clamped.
std::vector<std::uint8_t> image_bytes(const torch::Tensor& images);
/// The same as a data set without labels.
data::Images made_images(const torch::Tensor& images);

/// 2-D points [count, 2] row-major to a tensor, and back.
torch::Tensor point_tensor(const std::vector<float>& points);
std::vector<float> points(const torch::Tensor& tensor);

}  // namespace akin
